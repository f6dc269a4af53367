package report

import (
	"strings"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

const (
	// recent is how long ago a message may have gone wrong and still count.
	recent = 7 * 24 * time.Hour
	// WaitMost is how long an update may wait to be handled.
	WaitMost = 5 * time.Minute
	sampled  = 200 // households of which the due dates are recomputed
	named    = 10  // households that a line names
)

// work looks at what is kept.
func (x *examination) work(st *store.Store) {
	at := model.InstantOf(x.At)
	f, err := st.Examine(x.ctx, at, at.Add(-recent))
	if err != nil {
		x.fails("roster", err)
		return
	}
	x.future(f.Newest)
	x.hold(st)
	x.backups(st)
	if f.Households == 0 {
		x.add("roster", Warn, "roster", nil)
	} else {
		x.add("roster", OK, "households", model.Args{"n": f.Households})
	}
	x.none("undecided", f.Undecided)
	x.none("unassigned", f.Unassigned)
	x.none("ranks", f.Unfit)
	x.none("unbound", f.Unbound)
	if f.Groups+f.Officers == 0 {
		x.add("office", Warn, "no_office", nil)
	} else {
		x.add("office", OK, "office", model.Args{"groups": f.Groups, "people": f.Officers})
	}
	x.serve(Warn)
	x.dueDates(st)
	x.none("failed", f.Failed)
	x.none("ambiguous", f.Ambiguous)
	x.none("aside", f.Aside)
	x.waiting(f.Oldest, Warn)
	x.none("emergencies", f.Late)
	x.hooks(st)
}

// future checks that nothing was kept at a moment that is still to come, as
// happens when the clock was wrong then, or is now.
func (x *examination) future(newest model.Instant) {
	ahead := newest.In(x.Zone).Sub(later(x.At, x.Now))
	args := model.Args{"at": newest.In(x.Zone).Format("2006-01-02 15:04")}
	switch {
	case ahead > clockFail:
		x.add("entries", Fail, "future", args)
	case ahead > clockWarn:
		x.add("entries", Warn, "future", args)
	default:
		x.add("entries", OK, "", nil)
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// live checks what a serve that runs keeps up, and is quick about it.
func (x *examination) live() {
	st, err := store.OpenReadOnly(x.ctx, x.Database, store.Options{Policy: x.Policy, Limits: x.Limits, Zone: x.Zone})
	if err != nil {
		x.unopened(err)
		return
	}
	defer st.Close()
	oldest, err := st.OldestUpdate(x.ctx)
	if err != nil {
		x.fails("database", Unopened(x.Database, err))
		return
	}
	x.add("database", OK, "", nil)
	x.serve(Fail)
	x.waiting(oldest, Fail)
}

// waiting checks that what came in is handled.
func (x *examination) waiting(oldest model.Instant, otherwise Status) {
	if oldest != 0 && model.InstantOf(x.At) > oldest.Add(WaitMost) {
		x.add("waiting", otherwise, "waiting", model.Args{"since": oldest.In(x.Zone).Format("2006-01-02 15:04")})
		return
	}
	x.add("waiting", OK, "", nil)
}

// serve checks that somebody polls and sends.
func (x *examination) serve(otherwise Status) {
	switch running, err := store.Sending(x.Database); {
	case err != nil:
		x.fails("serve", err)
	case running:
		x.add("serve", OK, "serving", nil)
	default:
		x.add("serve", otherwise, "no_serve", nil)
	}
}

// dueDates recomputes the due dates of a sample.
func (x *examination) dueDates(st *store.Store) {
	if len(x.Settings.Faults) > 0 {
		return
	}
	waiting, otherPolicy, err := st.Behind(x.ctx, x.At)
	if err != nil {
		x.fails("due_dates", err)
		return
	}
	if otherPolicy {
		// Every date may differ, and rightly.
		x.add("due_dates", Warn, "policy", nil)
		return
	}
	sample, err := st.Sample(x.ctx, x.At, sampled)
	switch differs := sample.Differs; {
	case err != nil:
		x.fails("due_dates", err)
	case len(differs) > 0:
		x.add("due_dates", Fail, "differs", model.Args{"n": len(differs), "looked": sample.Looked, "numbers": strings.Join(differs[:min(named, len(differs))], ", "), "first": differs[0]})
	case waiting > 0:
		x.add("due_dates", Warn, "behind", model.Args{"n": waiting})
	default:
		x.add("due_dates", OK, "sampled", model.Args{"n": sample.Looked})
	}
}

// holidays checks that the holidays of the year are on record, and from November
// on those of the next.
func (x *examination) holidays() {
	if x.Calendar != nil {
		x.fails("holidays", x.Calendar)
		return
	}
	if year, missing := x.Holidays.MissingYear(model.DayOf(x.At, x.Zone)); missing {
		x.add("holidays", Warn, "holidays", model.Args{"year": year})
		return
	}
	x.add("holidays", OK, "", nil)
}

// figures checks that the tables of amounts have the year.
func (x *examination) figures() {
	if len(x.Settings.Faults) > 0 {
		return
	}
	year := x.At.In(x.Zone).Year()
	for _, t := range []struct {
		name  string
		table model.ByYear
	}{{"ring_line", x.Policy.RingLine}, {"standard", x.Policy.MonitoringStandard}} {
		used, exact := t.table.YearFor(year)
		if exact {
			x.add(t.name, OK, "", nil)
			continue
		}
		x.add(t.name, Warn, "year", model.Args{"year": year, "used": used, "amount": t.table.Of(used)})
	}
}
