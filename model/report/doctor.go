package report

import (
	"context"
	"fmt"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// Status is how a check came out.
type Status string

// The statuses of a check. Something that FAILs keeps the bot from its work; a
// WARN asks for somebody's attention.
const (
	OK   Status = "OK"
	Warn Status = "WARN"
	Fail Status = "FAIL"
)

// Check is one line of `ringkeeper doctor`: what was looked at, how it is, and
// what to do. Its Name is for scripts; people read doctor.name.<name> of the
// catalogue.
type Check struct {
	Name   string `json:"name"`
	Status Status `json:"status"`
	Detail string `json:"detail"`
	Advice string `json:"advice"`
}

// Doctor looks at everything that the bot needs, and changes nothing.
type Doctor struct {
	Live     bool // only whether serve does its work, quickly
	Settings Settings
	At       time.Time // as of when the work is looked at
	Now      time.Time // by the machine's clock
	Zone     *time.Location
	Policy   model.Policy
	Limits   model.CaseLimits
	Database string // its path
	Folder   string // of the scheduled backups, empty for none
	Token    error  // why there can be no call with the token, nil for none
	Reach    *Reach // how Telegram answered, nil where it was not asked
	// Holidays are the public holidays on record, Calendar why they cannot
	// be read.
	Holidays interface{ MissingYear(model.Day) (int, bool) }
	Calendar error
	Hooks    []string // the names of the hooks that are set
	// Backups tells how the scheduled backups are; it needs the open database.
	Backups func(context.Context, *store.Store, time.Time) (Backups, error)
	Explain func(error) string // one line for an error: what happened and what to do
}

// Settings are what an operator has set.
type Settings struct {
	File   string   // the settings file
	There  bool     // it exists; otherwise the defaults are in force
	Faults []string // each says where it stands and what is wrong
}

// Run prints a line a check. It answers a Fault where something fails.
func (d Doctor) Run(ctx context.Context, p Printer) error {
	x := examination{Doctor: d, ctx: ctx, say: p.Say}
	// A further check is a function of the examination, named here.
	all := []func(*examination){
		(*examination).settings, (*examination).database, (*examination).disk, (*examination).backupDisk, (*examination).clock, (*examination).zone, (*examination).token,
		(*examination).telegram, (*examination).webhook, (*examination).holidays, (*examination).figures,
	}
	if d.Live {
		all = []func(*examination){(*examination).live}
	}
	for _, look := range all {
		look(&x)
	}
	ill := false
	for _, c := range x.checks {
		ill = ill || c.Status == Fail
		if err := c.print(p); err != nil {
			return err
		}
	}
	if ill {
		return &Fault{Key: "error.ill"}
	}
	return nil
}

// examination collects what is found.
type examination struct {
	Doctor
	ctx    context.Context
	say    func(key string, args model.Args) string
	checks []Check
}

// add adds a check. Where something is wrong, doctor.<key> says what, and
// doctor.do.<key> what to do; an empty key says nothing.
func (x *examination) add(name string, s Status, key string, args model.Args) {
	c := Check{Name: name, Status: s}
	if key != "" {
		c.Detail = x.say("doctor."+key, args)
		if s != OK {
			c.Advice = x.say("doctor.do."+key, args)
		}
	}
	x.checks = append(x.checks, c)
}

// fails adds a check that an error ends; its line says what to do too.
func (x *examination) fails(name string, err error) {
	x.checks = append(x.checks, Check{Name: name, Status: Fail, Advice: x.Explain(err)})
}

// none checks that there is none of something.
func (x *examination) none(name string, n int) {
	if n == 0 {
		x.add(name, OK, "", nil)
		return
	}
	x.add(name, Warn, name, model.Args{"n": n})
}

func (c Check) print(p Printer) error {
	if p.JSON {
		return p.object(c)
	}
	do := c.Detail
	switch {
	case do == "":
		do = c.Advice
	case c.Advice != "":
		do = p.Say("doctor.both", model.Args{"detail": c.Detail, "advice": c.Advice})
	}
	key := "doctor.line"
	if do == "" {
		key = "doctor.line_ok"
	}
	return p.lines(p.Say(key, model.Args{"name": p.Say("doctor.name."+c.Name, nil), "state": string(c.Status), "do": do}))
}

// size is a number of bytes as people read it.
func size(n int64) string {
	const step = 1024
	if n < step {
		return fmt.Sprintf("%d B", n)
	}
	units, value := []string{"KiB", "MiB", "GiB", "TiB"}, float64(n)/step
	for len(units) > 1 && value >= step {
		units, value = units[1:], value/step
	}
	return fmt.Sprintf("%.1f %s", value, units[0])
}

// database looks at the file, and where that is sound at what it holds.
func (x *examination) database() {
	st, err := store.OpenReadOnly(x.ctx, x.Database, store.Options{Policy: x.Policy, Limits: x.Limits, Zone: x.Zone})
	if err != nil {
		x.unopened(err)
		return
	}
	defer st.Close()
	if x.file(st) && x.schema(st) {
		x.work(st)
	}
}
