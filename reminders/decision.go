package reminders

import (
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// Reason names why somebody gets a digest on a day, or none.
type Reason string

// The reasons for a digest. Where several hold, the first of this order is
// named; the digest carries all.
const (
	StepDue       Reason = "step_due"       // an own duty has come to a step
	OfficeHasNews Reason = "office_news"    // there is something for the office
	LeaderSummary Reason = "leader_summary" // those below have duties overdue for some workdays
	ItemsOpen     Reason = "items_open"     // a difficulty or a need has long been open, and no digest told of it
)

// The reasons for silence.
const (
	RestDay            Reason = "rest_day"             // the steps have moved to the workday before
	OutsideHours       Reason = "outside_hours"        // too early or too late in the day
	AfterRestore       Reason = "after_restore"        // held after a restore, or the day of one
	AlreadyPlanned     Reason = "already_planned"      // today's digest is in the outbox
	NotBound           Reason = "not_bound"            // no Telegram account: the office hears of it
	Blocked            Reason = "blocked"              // the person blocked the bot: the office hears of it
	OnLeave            Reason = "on_leave"             // who stands in hears of it, or nobody until the leave ends
	NobodyResponsible  Reason = "nobody_responsible"   // the office hears of it
	NothingOpen        Reason = "nothing_open"         // nothing is due within the longest step
	NothingDue         Reason = "nothing_due"          // what is open was named at its newest step
	GraceAfterHandover Reason = "grace_after_handover" // a leader: what is overdue below is new to those who have it
)

// Decision is a digest or a silence for one person on one day.
type Decision struct {
	CadreID int64 // 0: households for which nobody is responsible
	Cadre   string
	Send    bool
	Reason  Reason
	// Due are the duties that have come to a step which the person has not
	// heard of; without Send too, so that a silence can be judged.
	Due    []Due
	Open   int // duties that stand in the digest
	Office OfficeNews
	Below  Below
	Items  bool // something has long been open of which no digest told
}

// Due are duties that are alike and have come to a step.
type Due struct {
	store.Owed
	Step model.Day // the newest step
}

// reader is a person as a decision needs it.
type reader struct {
	cadre   model.Cadre
	duties  []store.Owed // the own, and those of the people for whom the person stands in
	away    bool         // on leave
	planned bool         // today's digest is in the outbox
	heard   bool         // a digest was sent this week
	items   bool         // something has long been open of which no digest told
	office  OfficeNews
	below   Below
}

// rules are what the decisions of one day follow from.
type rules struct {
	steps model.Steps
	days  model.Workdays
	day   model.Day
	// newest remembers steps: most households of a district share a few due
	// days.
	newest map[stepOf]model.Day
}

// stepOf is all that a duty's steps depend on.
type stepOf struct {
	kind    model.Kind
	due     model.Day
	cadence model.Cadence
}

func rulesOf(steps model.Steps, days model.Workdays, day model.Day) rules {
	return rules{steps, days, day, map[stepOf]model.Day{}}
}

func (r rules) step(d store.Owed) model.Day {
	of := stepOf{d.Kind, d.Due, d.Cadence}
	step, known := r.newest[of]
	if !known {
		step = r.steps.Newest(d.Kind, model.Due{On: d.Due, Period: model.Period{Cadence: d.Cadence}}, r.day, r.days)
		r.newest[of] = step
	}
	return step
}

// decide is pure: one person, one workday, one decision.
func (r rules) decide(p reader) Decision {
	d := Decision{CadreID: p.cadre.ID, Cadre: p.cadre.Name, Open: count(p.duties), Due: r.due(p.duties), Items: p.items}
	if p.office.fresh(p.heard) {
		d.Office = p.office
	}
	if !p.heard {
		d.Below = p.below
	}
	d.Reason = wanted(d)
	switch {
	case p.planned:
		d.Reason = AlreadyPlanned
	case d.Reason == "":
		d.Reason = silence(d)
	case !p.cadre.Bound():
		d.Reason = NotBound
	case p.cadre.Blocked:
		d.Reason = Blocked
	case p.away:
		d.Reason = OnLeave
	default:
		d.Send = true
	}
	return d
}

// due returns the duties whose newest step has come since a sent digest named
// them.
func (r rules) due(duties []store.Owed) (due []Due) {
	for _, d := range duties {
		heardOn := d.NamedOn
		if heardOn < d.AssignedOn {
			heardOn = 0 // the one before was told, not this one
		}
		if step := r.step(d); step != 0 && heardOn < step {
			due = append(due, Due{d, step})
		}
	}
	return due
}

// wanted names why a digest is wanted, nothing when none is.
func wanted(d Decision) Reason {
	switch {
	case len(d.Due) > 0:
		return StepDue
	case d.Office != OfficeNews{}:
		return OfficeHasNews
	case d.Below.Overdue > 0:
		return LeaderSummary
	case d.Items:
		return ItemsOpen
	}
	return ""
}

// silence names why no digest is wanted.
func silence(d Decision) Reason {
	switch {
	case d.Below.New > 0:
		return GraceAfterHandover
	case d.Open == 0:
		return NothingOpen
	}
	return NothingDue
}
