package report

import (
	"context"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// State is how a check came out.
type State string

// The states of a check.
const (
	OK   State = "OK"
	Warn State = "WARN"
	Fail State = "FAIL"
)

// Check is one line of `ringkeeper doctor`: what was looked at, how it is, and
// what to do.
type Check struct {
	Name  string `json:"name"`
	State State  `json:"state"`
	Do    string `json:"do"`
}

// Health is what the doctor found.
type Health struct {
	Day         model.Day
	Policy      model.Policy
	Database    error // why it cannot be opened
	Telegram    error // why it does not answer, or no token
	Calendar    error // why the file of public holidays cannot be read
	Bot         string
	MissingYear int // of the public holidays, 0 for none
	Households  int
	Undecided   int
	Unbound     int  // cadres with households and without an account
	Failed      int  // messages that were not delivered
	Ambiguous   int  // messages of which nobody can know whether they arrived
	Aside       int  // updates that could not be handled
	Held        bool // a restore is not confirmed
	Backup      BackupHealth
}

// BackupHealth is how the scheduled backups are.
type BackupHealth struct {
	Folder string // empty: none are taken
	At     string
	Newest model.Day // 0 for none
	Error  string    // of the last one, if it failed
}

// Patient is what of the store the doctor looks at.
type Patient interface {
	Households(ctx context.Context, f store.HouseholdFilter) ([]store.HouseholdRow, error)
	Cadres(ctx context.Context, f store.CadreFilter) ([]model.Cadre, error)
	OutboxRows(ctx context.Context, f store.OutboxFilter) ([]store.OutboxRow, error)
	Updates(ctx context.Context, state string, limit int) ([]store.Update, error)
	Hold(ctx context.Context) (store.Hold, error)
}

// Examine counts what is kept; what goes wrong with that is the database's.
func (h *Health) Examine(ctx context.Context, st Patient) { h.Database = h.examine(ctx, st) }

func (h *Health) examine(ctx context.Context, st Patient) error {
	households, err := st.Households(ctx, store.HouseholdFilter{Scope: model.Scope{All: true}})
	if err != nil {
		return err
	}
	h.Households = len(households)
	hold, err := st.Hold(ctx)
	if err != nil {
		return err
	}
	h.Held = hold.Held
	responsible := map[int64]bool{}
	for _, r := range households {
		responsible[r.ResponsibleID] = true
		if r.Ring == model.Undecided {
			h.Undecided++
		}
	}
	unbound, err := st.Cadres(ctx, store.CadreFilter{Unbound: true})
	if err != nil {
		return err
	}
	for _, c := range unbound {
		if responsible[c.ID] {
			h.Unbound++
		}
	}
	lost, err := st.OutboxRows(ctx, store.OutboxFilter{States: []model.DeliveryState{model.DeliveryFailed, model.DeliveryAmbiguous}})
	if err != nil {
		return err
	}
	for _, r := range lost {
		if r.State == model.DeliveryFailed {
			h.Failed++
		} else {
			h.Ambiguous++
		}
	}
	aside, err := st.Updates(ctx, store.UpdateAside, everything)
	h.Aside = len(aside)
	return err
}

// Doctor words what was found and prints a line a check; explain gives one line
// for an error. It answers a Fault where something fails.
func Doctor(p Printer, h Health, explain func(error) string) error {
	d := doctor{say: p.Say, explain: explain}
	d.look(h)
	ill := false
	for _, c := range d.checks {
		ill = ill || c.State == Fail
		if err := c.print(p); err != nil {
			return err
		}
	}
	if ill {
		return &Fault{Key: "error.ill"}
	}
	return nil
}

type doctor struct {
	say     func(key string, args model.Args) string
	explain func(error) string
	checks  []Check
}

func (d *doctor) look(h Health) {
	d.works("telegram", h.Telegram, "telegram", model.Args{"bot": h.Bot})
	if h.MissingYear != 0 && h.Calendar == nil {
		d.add("calendar", Warn, "calendar", model.Args{"year": h.MissingYear})
	} else {
		d.works("calendar", h.Calendar, "", nil)
	}
	d.year("ring_line", h.Policy.RingLine, h.Day.Year())
	d.year("standard", h.Policy.MonitoringStandard, h.Day.Year())
	d.works("database", h.Database, "", nil)
	if h.Database != nil {
		return
	}
	if h.Held {
		d.add("hold", Fail, "hold", nil)
	}
	d.backup(h.Backup, h.Day)
	if h.Households == 0 {
		d.add("roster", Warn, "roster", nil)
	} else {
		d.add("roster", OK, "households", model.Args{"n": h.Households})
	}
	d.none("undecided", h.Undecided)
	d.none("unbound", h.Unbound)
	d.none("failed", h.Failed)
	d.none("ambiguous", h.Ambiguous)
	d.none("aside", h.Aside)
}

func (d *doctor) add(name string, s State, key string, args model.Args) {
	c := Check{Name: name, State: s}
	if key != "" {
		c.Do = d.say("doctor."+key, args)
	}
	d.checks = append(d.checks, c)
}

// backup checks that the newest scheduled backup is of today or of yesterday:
// before its hour the day has none.
func (d *doctor) backup(b BackupHealth, today model.Day) {
	switch {
	case b.Folder == "":
		d.add("backup", Warn, "backup_off", nil)
	case b.Error != "":
		var newest any = b.Newest
		if b.Newest == 0 {
			newest = d.say("backup.empty", nil)
		}
		d.add("backup", Fail, "backup_failed", model.Args{"error": b.Error, "day": newest, "folder": b.Folder})
	case b.Newest == 0:
		d.add("backup", Warn, "backup_none", model.Args{"folder": b.Folder, "at": b.At})
	case b.Newest < today-1:
		d.add("backup", Fail, "backup_old", model.Args{"day": b.Newest, "days": int(today - b.Newest)})
	default:
		d.add("backup", OK, "backup", model.Args{"day": b.Newest})
	}
}

// works checks that something works.
func (d *doctor) works(name string, err error, key string, args model.Args) {
	if err == nil {
		d.add(name, OK, key, args)
		return
	}
	d.checks = append(d.checks, Check{Name: name, State: Fail, Do: d.explain(err)})
}

// none checks that there is none of something.
func (d *doctor) none(name string, n int) {
	if n == 0 {
		d.add(name, OK, "", nil)
		return
	}
	d.add(name, Warn, name, model.Args{"n": n})
}

// year checks that a table of amounts has the year.
func (d *doctor) year(name string, table model.ByYear, year int) {
	used, exact := table.YearFor(year)
	if exact {
		d.add(name, OK, "", nil)
		return
	}
	d.add(name, Warn, "year", model.Args{"year": year, "used": used, "amount": table.Of(used)})
}

func (c Check) print(p Printer) error {
	if p.JSON {
		return p.object(c)
	}
	key := "doctor.line"
	if c.Do == "" {
		key = "doctor.line_ok"
	}
	return p.lines(p.Say(key, model.Args{"name": p.Say("doctor.name."+c.Name, nil), "state": string(c.State), "do": c.Do}))
}
