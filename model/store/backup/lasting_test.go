package backup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"

	"ringkeeper/model/store"
)

// forgetful is a disk that may lose in a power cut whatever it was not told to
// keep: the content of a file since its last sync, a name since that of its
// folder. It holds that nothing rests on what it may lose.
type forgetful struct {
	*testing.T
	kept  map[string][sha256.Size]byte // the content of files, by name, when they were synced
	loose map[string]string            // the last name that a folder may still lose
}

func (d *forgetful) sync(f *os.File) error {
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		delete(d.loose, f.Name())
	} else if err == nil {
		d.kept[f.Name()], err = hash(f.Name())
	}
	return errors.Join(err, f.Sync())
}

func (d *forgetful) rename(from, to string) error {
	if is, err := hash(from); err != nil || is != d.kept[from] {
		d.Errorf("%s gets its name before it is on the disk, %v", filepath.Base(to), err)
	}
	folder := filepath.Dir(to)
	if before, loose := d.loose[folder]; loose {
		d.Errorf("%s gets its name while the disk may still lose %s", filepath.Base(to), before)
	}
	d.loose[folder] = filepath.Base(to)
	return os.Rename(from, to)
}

func hash(path string) ([sha256.Size]byte, error) {
	b, err := os.ReadFile(path)
	return sha256.Sum256(b), err
}

func TestWhatHasItsNameLastsThroughAPowerCut(t *testing.T) {
	p := newPlace(t, 20)
	real := disk
	t.Cleanup(func() { disk = real })
	for what, do := range map[string]func() error{
		"a backup":           func() error { _, err := p.backup("a.db"); return err },
		"an encrypted one":   func() error { _, err := p.backup("a.age", identity(t).Recipient()); return err },
		"a restore":          func() error { _, err := p.restore("b.db", ""); return err },
		"a restore anywhere": func() error { os.Remove(p.database); _, err := p.restore("b.db", ""); return err },
	} {
		disk = real
		if _, err := p.backup("b.db"); err != nil && !errors.Is(err, ErrExists) {
			t.Fatal(err)
		}
		d := &forgetful{t, map[string][sha256.Size]byte{}, map[string]string{}}
		disk.sync, disk.rename = d.sync, d.rename
		if err := do(); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		if len(d.kept) == 0 || len(d.loose) > 0 {
			t.Errorf("%s: in the end the disk may still lose %v", what, d.loose)
		}
	}
}

// TestACopyThatHoldsOtherRowsIsNoBackup, however sound it is.
func TestACopyThatHoldsOtherRowsIsNoBackup(t *testing.T) {
	p, other := newPlace(t, 20), newPlace(t, 19)
	p.ok(os.WriteFile(p.path("copy.db"), nil, 0o600))
	was, err := store.Copy(t.Context(), p.database, p.path("copy.db"))
	p.ok(err)
	if _, err := verified(t.Context(), p.path("copy.db"), was); err != nil {
		t.Errorf("the copy itself: %v", err)
	}
	if _, err := other.backup("a.db"); err != nil {
		t.Fatal(err)
	}
	if _, err := verified(t.Context(), other.path("a.db"), was); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("a copy of another: %v", err)
	}
}

// keyed is a recipient that gives away the key of the file.
type keyed struct {
	age.Recipient
	key *[]byte
}

func (k keyed) Wrap(key []byte) ([]*age.Stanza, error) {
	*k.key = bytes.Clone(key)
	return k.Recipient.Wrap(key)
}

func TestWhatIsEncryptedIsReadBackAndCompared(t *testing.T) {
	p := newPlace(t, 0)
	words, key := []byte("户主甲"), []byte(nil)
	recipients := []age.Recipient{keyed{identity(t).Recipient(), &key}}
	file, err := begin(p.path("a.age"))
	p.ok(err)
	defer file.drop()
	p.ok(seal(t.Context(), file, bytes.NewReader(words), recipients))
	back := func(ctx context.Context, size int64, words string) error {
		sealed, err := os.ReadFile(file.Name())
		p.ok(err)
		sum := sha256.Sum256([]byte(words))
		return readBack(ctx, bytes.NewReader(sealed[:int64(len(sealed))-size]), key, sum[:])
	}
	p.ok(back(t.Context(), 0, "户主甲"))
	if err := back(t.Context(), 0, "户主乙"); !errors.Is(err, ErrBroken) {
		t.Errorf("other words: %v", err)
	}
	if err := back(t.Context(), 1, "户主甲"); err == nil {
		t.Error("a byte less passes")
	}
	// One that cannot be read back was not verified.
	blind, err := os.OpenFile(p.path("b.age"), os.O_CREATE|os.O_WRONLY, 0o600)
	p.ok(err)
	defer blind.Close()
	if err := seal(t.Context(), &partial{File: blind}, bytes.NewReader(words), recipients); err == nil {
		t.Error("what was not read back passes")
	}
}
