package bot_test

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"os"
	"testing"
)

// A disk is what is known of the files of a database: what was synced is on it,
// of what was written since, any part may be. It follows the record that
// testdata/disk.c writes.
type disk struct {
	durable  map[byte][]byte    // by file, as testdata/disk.c names them
	since    map[byte][]written // in order
	syncing  map[byte]int       // how many of those the sync under way covers
	previous map[byte][]byte    // what was durable before the last sync of a file
	last     byte               // the file of the last sync
}

// written is a write, or a truncation to a size where data is nil.
type written struct {
	offset int
	data   []byte
}

// entry is one record and where in the journal it ends.
type entry struct {
	kind, file byte
	written
	end int64
}

func readJournal(t *testing.T, path string) (entries []entry) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const head = 24
	for at := 0; at+head <= len(b); {
		e := entry{kind: b[at], file: b[at+1]}
		e.offset = int(binary.LittleEndian.Uint64(b[at+8:]))
		n := int(binary.LittleEndian.Uint64(b[at+16:]))
		if at += head; at+n > len(b) {
			break // the program was killed while it wrote this down
		}
		if e.kind == 'w' {
			e.data = b[at : at+n]
		}
		at += n
		e.end = int64(at)
		entries = append(entries, e)
	}
	return entries
}

func newDisk(database []byte) *disk {
	return &disk{durable: map[byte][]byte{'d': bytes.Clone(database)}, since: map[byte][]written{}, syncing: map[byte]int{}, previous: map[byte][]byte{}}
}

func (d *disk) follow(e entry) {
	switch e.kind {
	case 'w', 't':
		d.since[e.file] = append(d.since[e.file], e.written)
	case 's':
		d.syncing[e.file] = len(d.since[e.file])
	case 'S':
		d.previous[e.file], d.last = bytes.Clone(d.durable[e.file]), e.file
		for _, w := range d.since[e.file][:d.syncing[e.file]] {
			d.durable[e.file] = w.on(d.durable[e.file])
		}
		d.since[e.file] = d.since[e.file][d.syncing[e.file]:]
		d.syncing[e.file] = 0
	}
}

// on does the write to a file's content.
func (w written) on(content []byte) []byte {
	size := max(len(content), w.offset+len(w.data))
	if w.data == nil {
		size = w.offset
	}
	if grown := size - len(content); grown > 0 {
		content = append(content, make([]byte, grown)...)
	}
	copy(content[min(w.offset, size):size], w.data)
	return content[:size]
}

// sector is what a disk writes at once.
const sector = 512

// cut returns what a power cut may leave of a file: of what was not synced all,
// nothing, the first part up to any byte, or any of its sectors.
func (d *disk) cut(file byte, random *rand.Rand) []byte {
	content, since := bytes.Clone(d.durable[file]), d.since[file]
	switch random.IntN(4) {
	case 0:
		return content
	case 1:
	case 2:
		if len(since) == 0 {
			return content
		}
		n := random.IntN(len(since))
		torn := since[n]
		if torn.data != nil {
			torn.data = torn.data[:random.IntN(len(torn.data)+1)]
		}
		since = append(since[:n:n], torn)
	default:
		var some []written
		for _, w := range since {
			if w.data == nil && random.IntN(2) == 0 {
				some = append(some, w)
			}
			for at := 0; at < len(w.data); at += sector {
				if random.IntN(2) == 0 {
					some = append(some, written{w.offset + at, w.data[at:min(at+sector, len(w.data))]})
				}
			}
		}
		since = some
	}
	for _, w := range since {
		content = w.on(content)
	}
	return content
}
