package report

import (
	"ringkeeper/model"
	"ringkeeper/model/store"
	"ringkeeper/model/store/backup"
)

// Backups is how the scheduled backups are.
type Backups struct {
	Folder string // empty: none are taken
	At     string
	backup.Standing
	Error string // of the last one, if it failed
}

// hold checks that no restore waits to be confirmed, since nothing is sent until
// then.
func (x *examination) hold(st *store.Store) {
	switch hold, err := st.Hold(x.ctx); {
	case err != nil:
		x.fails("hold", err)
	case hold.Held:
		x.add("hold", Fail, "hold", nil)
	default:
		x.add("hold", OK, "", nil)
	}
}

func (x *examination) backups(st *store.Store) {
	b, err := x.Backups(x.ctx, st, x.At)
	if err != nil {
		x.fails("backup", err)
		return
	}
	x.backup(b)
}

// backup checks that the newest scheduled backup is of today or of yesterday:
// before its hour the day has none.
func (x *examination) backup(b Backups) {
	today := model.DayOf(x.At, x.Zone)
	switch {
	case b.Folder == "":
		x.add("backup", Warn, "backup_off", nil)
	case b.InTheWay != "":
		x.add("backup", Fail, "backup_in_the_way", model.Args{"folder": b.Folder, "file": b.InTheWay})
	case b.Error != "":
		var newest any = b.Newest
		if b.Newest == 0 {
			newest = x.say("backup.empty", nil)
		}
		x.add("backup", Fail, "backup_failed", model.Args{"error": b.Error, "day": newest, "folder": b.Folder})
	case b.Missing != "":
		x.add("backup", Fail, "backup_missing", model.Args{"folder": b.Folder, "file": b.Missing})
	case b.Newest == 0:
		x.add("backup", Warn, "backup_none", model.Args{"folder": b.Folder, "at": b.At})
	case b.Newest < today-1:
		x.add("backup", Fail, "backup_old", model.Args{"day": b.Newest, "days": int(today - b.Newest)})
	default:
		x.add("backup", OK, "backup", model.Args{"day": b.Newest})
	}
}
