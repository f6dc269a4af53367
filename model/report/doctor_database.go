package report

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path/filepath"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

const (
	mebi = 1 << 20
	// walMost is how large the -wal may grow beside a smaller database before
	// it is worth a word; SQLite empties it all the time.
	walMost = 64 * mebi
	// From roomLow on somebody should make room; roomNone may be gone in a day.
	roomLow, roomNone = 1024 * mebi, 100 * mebi
)

// unopened says why there is no database to look at.
func (x *examination) unopened(err error) {
	if errors.Is(err, fs.ErrNotExist) {
		x.add("database", Fail, "no_database", model.Args{"path": x.Database})
		return
	}
	x.fails("database", Unopened(x.Database, err))
}

// file checks the database as a file, and says whether what it holds can be
// looked at.
func (x *examination) file(st *store.Store) bool {
	disk, err := store.Look(x.Database)
	if err != nil {
		x.fails("database", err)
		return false
	}
	problem, err := st.Damage(x.ctx)
	switch {
	case err != nil:
		x.fails("database", Unopened(x.Database, err))
		return false
	case problem != "":
		x.add("database", Fail, "damaged", model.Args{"problem": problem})
		return false
	case disk.Mode&0o077 != 0:
		x.add("database", Warn, "mode", model.Args{"mode": fmt.Sprintf("%04o", disk.Mode), "path": x.Database})
	case disk.WAL > max(walMost, disk.Database):
		x.add("database", Warn, "wal", model.Args{"wal": size(disk.WAL), "size": size(disk.Database)})
	default:
		x.add("database", OK, "sound", model.Args{"size": size(disk.Database), "wal": size(disk.WAL)})
	}
	return true
}

// schema checks that file and program are of one version, and says whether they
// are.
func (x *examination) schema(st *store.Store) bool {
	found, known, err := st.Schema(x.ctx)
	switch {
	case err != nil:
		x.fails("migrations", Unopened(x.Database, err))
	case found > known:
		x.fails("migrations", store.ErrNewer)
	case found < known:
		x.add("migrations", Warn, "schema_old", model.Args{"found": found, "known": known})
	default:
		x.add("migrations", OK, "schema", model.Args{"found": found})
	}
	return err == nil && found == known
}

// disk checks the room in the database's folder.
func (x *examination) disk() {
	disk, err := store.Look(x.Database)
	if err != nil {
		x.fails("disk", err)
		return
	}
	x.room("disk", disk.Free, disk.Database, filepath.Dir(x.Database))
}

// backupDisk checks the room for the scheduled backups. That their folder cannot
// be used is told with them.
func (x *examination) backupDisk() {
	if x.Folder == "" {
		return
	}
	place, err := store.Look(filepath.Join(x.Folder, "x"))
	if err != nil {
		return
	}
	database, _ := store.Look(x.Database)
	x.room("backup_disk", place.Free, database.Database, x.Folder)
}

// room judges what is free in a folder by how much the database takes.
func (x *examination) room(name string, free, taken int64, folder string) {
	args := model.Args{"free": size(free), "folder": folder}
	switch {
	case free < roomNone:
		x.add(name, Fail, "room", args)
	case free < max(roomLow, 2*min(taken, math.MaxInt64/2)):
		x.add(name, Warn, "room", args)
	default:
		x.add(name, OK, "free", args)
	}
}
