package model

import (
	"cmp"
	"slices"
	"time"
)

// Kind is what is owed to a household.
type Kind string

// The kinds of duty.
const (
	Contact    Kind = "contact"    // 联系: phone, WeChat and the like
	Visit      Kind = "visit"      // 走访: in the home
	Assessment Kind = "assessment" // 风险评估, once a year
)

// Kinds lists the kinds in the order in which lists show them.
var Kinds = []Kind{Contact, Visit, Assessment}

// Spell says at which pace a household is worked from a day on. Of two spells
// of one day the one later in the history holds.
type Spell struct {
	From Day
	Pace Ring
}

// History is all that a household's due days follow from.
type History struct {
	Spells         []Spell
	Blocks         []Block
	LastContact    Day // newest day of a record that settles a contact
	LastVisit      Day // newest day of a record that settles a visit
	LastAssessment Day
	ArchivedOn     Day
}

// Due is what a household owes of one kind: the day, the period it stands for,
// and why. On is zero when nothing is owed.
type Due struct {
	On      Day
	Period  Period
	Since   Day // the day from which the household owes at this cadence
	Reasons []Reason
}

// The reasons of a due day; each is a sentence in the catalogue.
const (
	ReasonArchived     = "due.archived"      // on
	ReasonNoDuty       = "due.no_duty"       // kind
	ReasonPace         = "due.pace"          // kind, pace, cadence, since
	ReasonBlocked      = "due.blocked"       // from, until
	ReasonNeverDone    = "due.never_done"    // kind, since
	ReasonLastDone     = "due.last_done"     // kind, last, cadence
	ReasonEndOfPeriod  = "due.end_of_period" // start, end
	ReasonGrace        = "due.grace"         // since, days, on
	ReasonLooserStands = "due.looser_stands" // cadence, on: the looser ring's duty stands
	ReasonRound        = "due.round"         // year
)

// Due returns the due day of one kind of duty, from the history as it holds on
// day at: what takes effect later is left out.
//
// For a cadence c the household owes since s(c), the first day of the unbroken
// run of days on which its cadence was c or stricter, or the day after the
// newest block. With p the later of period(s) and the period after the newest
// settling record's, the duty is due at the end of p, and where p is the period
// of s not before s plus grace. The due day is the earliest over the present
// cadence and every looser one, so that a stricter ring never forgives what the
// looser one asked.
func (p Policy) Due(kind Kind, h History, at Day) Due {
	if h.ArchivedOn != 0 && h.ArchivedOn <= at {
		return Due{Reasons: []Reason{{ReasonArchived, Args{"on": h.ArchivedOn}}}}
	}
	spells := inForce(h.Spells, at)
	if len(spells) == 0 || p.owed(spells[len(spells)-1].Pace, kind) == NoCadence {
		return Due{Reasons: []Reason{{ReasonNoDuty, Args{"kind": kind}}}}
	}
	if kind == Assessment {
		return p.assessment(spells, h, at)
	}
	pace := spells[len(spells)-1].Pace
	present := p.cadence(pace, kind)
	blocked := latestBlock(h.Blocks, kind, at)
	last := h.LastContact
	if kind == Visit {
		last = h.LastVisit
	}
	var earliest Due
	for c := present; c <= Year; c++ {
		d := p.dueAt(kind, c, p.runStart(spells, kind, c), blocked, last)
		if earliest.On == 0 || d.On < earliest.On {
			earliest = d
		}
	}
	reasons := []Reason{{ReasonPace, Args{"kind": kind, "pace": pace, "cadence": present, "since": p.runStart(spells, kind, present)}}}
	if earliest.Period.Cadence != present {
		reasons = append(reasons, Reason{ReasonLooserStands, Args{"kind": kind, "cadence": earliest.Period.Cadence, "on": earliest.On}})
	}
	earliest.Reasons = append(reasons, earliest.Reasons...)
	return earliest
}

// dueAt is f(c): the due day that cadence c alone gives.
func (p Policy) dueAt(kind Kind, c Cadence, since Day, blocked Block, last Day) Due {
	var reasons []Reason
	if blocked.Until >= since {
		since = blocked.Until + 1
		reasons = append(reasons, Reason{ReasonBlocked, Args{"kind": kind, "from": blocked.From, "until": blocked.Until}})
	}
	first := c.Period(since)
	owed := first
	if last == 0 {
		reasons = append(reasons, Reason{ReasonNeverDone, Args{"kind": kind, "since": since}})
	} else {
		reasons = append(reasons, Reason{ReasonLastDone, Args{"kind": kind, "last": last, "cadence": c}})
		if next := c.Period(last).Next(); next.Start > owed.Start {
			owed = next
		}
	}
	on := owed.End()
	reasons = append(reasons, Reason{ReasonEndOfPeriod, Args{"start": owed.Start, "end": on}})
	if grace := since + Day(p.Grace[kind]); owed == first && grace > on {
		on = grace
		reasons = append(reasons, Reason{ReasonGrace, Args{"kind": kind, "since": since, "days": p.Grace[kind], "on": on}})
	}
	return Due{On: on, Period: owed, Since: since, Reasons: reasons}
}

// assessment is due once a year, on 31 December; its round takes records from
// 1 October to 30 September of the next year [D].
func (p Policy) assessment(spells []Spell, h History, at Day) Due {
	since := p.runStart(spells, Assessment, Year)
	if b := latestBlock(h.Blocks, Assessment, at); b.Until >= since {
		since = b.Until + 1
	}
	year := since.Year()
	if h.LastAssessment != 0 {
		if next := roundOf(h.LastAssessment) + 1; next > year {
			year = next
		}
	}
	period := Year.Period(Date(year, time.January, 1))
	return Due{On: period.End(), Period: period, Since: since, Reasons: []Reason{{ReasonRound, Args{"year": year}}}}
}

// roundOf returns the year of the assessment round that takes a record of day d.
func roundOf(d Day) int {
	y, m, _ := d.Date()
	if m < time.October {
		return y - 1
	}
	return y
}

// owed returns the cadence of a kind at a pace; every pace with duties is
// assessed once a year [S].
func (p Policy) owed(pace Ring, kind Kind) Cadence {
	if kind != Assessment {
		return p.cadence(pace, kind)
	}
	if p.cadence(pace, Contact) == NoCadence {
		return NoCadence
	}
	return Year
}

// runStart returns s(c): the first day of the unbroken run of days, up to the
// last spell, on which the cadence was c or stricter.
func (p Policy) runStart(spells []Spell, kind Kind, c Cadence) Day {
	start := spells[len(spells)-1].From
	for i := len(spells) - 1; i >= 0; i-- {
		owed := p.owed(spells[i].Pace, kind)
		if owed == NoCadence || owed > c {
			break
		}
		start = spells[i].From
	}
	return start
}

// inForce returns the spells that hold on or before at in order of time, one
// for each day on which the pace was set.
func inForce(spells []Spell, at Day) []Spell {
	var in []Spell
	for _, s := range spells {
		if s.From <= at {
			in = append(in, s)
		}
	}
	slices.SortStableFunc(in, func(a, b Spell) int { return cmp.Compare(a.From, b.From) })
	out := in[:0]
	for i, s := range in {
		if i+1 < len(in) && in[i+1].From == s.From {
			continue
		}
		out = append(out, s)
	}
	return out
}

// latestBlock returns the block of a kind that has begun by at and ends last.
func latestBlock(blocks []Block, kind Kind, at Day) (latest Block) {
	for _, b := range blocks {
		if b.Kind == kind && b.From <= at && b.inOrder() && b.Until > latest.Until {
			latest = b
		}
	}
	return latest
}

// NextChange returns the first day after at on which something of the history
// takes effect, zero when nothing does.
func (h History) NextChange(at Day) (next Day) {
	soonest := func(d Day) {
		if d > at && (next == 0 || d < next) {
			next = d
		}
	}
	for _, s := range h.Spells {
		soonest(s.From)
	}
	for _, b := range h.Blocks {
		soonest(b.From)
	}
	soonest(h.ArchivedOn)
	return next
}

// DaysOverdue returns by how many days the duty is overdue on day at, zero
// when it is not.
func (d Due) DaysOverdue(at Day) int {
	if d.On == 0 || at <= d.On {
		return 0
	}
	return int(at - d.On)
}

// PeriodsMissed counts the owed period and those after it whose last day has
// passed, once the duty is overdue.
func (d Due) PeriodsMissed(at Day) int {
	if d.DaysOverdue(at) == 0 {
		return 0
	}
	return d.Period.ended(at)
}
