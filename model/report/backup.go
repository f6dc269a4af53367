package report

import (
	"ringkeeper/model"
	"ringkeeper/model/store"
	"ringkeeper/model/store/backup"
)

// PrintBackup says in a line what was backed up.
func PrintBackup(p Printer, file string, length int64, sealed bool, c store.Contents) error {
	guard := "backup.open"
	if sealed {
		guard = "backup.sealed"
	}
	return p.lines(p.Say("backup.done", model.Args{"file": file, "size": size(length), "n": int(c.Households), "newest": newest(p, c)}), p.Say(guard, nil))
}

// newest gives the time of the newest entry.
func newest(p Printer, c store.Contents) string {
	if c.Newest == 0 {
		return p.Say("backup.empty", nil)
	}
	return p.clock(c.Newest)
}

// PrintRestored says what was restored, what is not in it, and that nothing is
// sent for now.
func PrintRestored(p Printer, file, database string, r backup.Restored) error {
	newest := newest(p, r.Contents)
	lines := []string{p.Say("restored.done", model.Args{"file": file, "database": database, "n": int(r.Households), "newest": newest})}
	if r.Kept != "" {
		lines = append(lines, p.Say("restored.kept", model.Args{"kept": r.Kept}))
	}
	switch {
	case r.Kept == "" || r.Unread:
		lines = append(lines, p.Say("restored.unread", model.Args{"newest": newest}))
	case r.Later == store.Later{}:
		lines = append(lines, p.Say("restored.nothing_later", model.Args{"newest": newest}))
	default:
		lines = append(lines, p.Say("restored.later", model.Args{
			"newest": newest, "kept": r.Kept, "updates": r.Later.Updates, "contacts": r.Later.Contacts, "emergencies": r.Later.Emergencies,
		}))
	}
	return p.lines(append(lines, p.Say("restored.held", nil))...)
}

// PrintHeld says that nothing is sent for now, and what to do.
func PrintHeld(p Printer) error { return p.lines(p.Say("restored.held", nil)) }

// PrintConfirmed says what goes out now that a restore is confirmed.
func PrintConfirmed(p Printer, waiting, again int) error {
	return p.lines(p.Say("restored.confirmed", model.Args{"waiting": waiting, "again": again}))
}
