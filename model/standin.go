package model

// StandIn says that somebody may record for a responsible cadre and is told what
// is owed there: a delegate (代办) until it is ended, or whoever takes over
// during a leave (请假), which ends by itself. A leave in which nobody does is a
// pause: the duties stay, the reminders rest.
type StandIn struct {
	ID int64 `gorm:"primaryKey"`
	// Source names the message or press that it came from; the same one names
	// nobody twice.
	Source     string
	ForID      int64 // the responsible cadre
	ByID       int64 // who stands in, 0 for nobody
	Leave      bool
	FromDay    Day
	UntilDay   Day // the last day of a leave; none of a delegate
	RecordedAt Instant
	EndedAt    Instant // before its last day, by either of the two
	EndedBy    int64
}

// Pause says that the cadre is away and nobody stands in.
func (s StandIn) Pause() bool { return s.Leave && s.ByID == 0 }

// Over says that it does not hold on a day nor on a later one.
func (s StandIn) Over(day Day) bool { return s.EndedAt != 0 || s.Leave && s.UntilDay < day }

// Holds says whether it holds on a day.
func (s StandIn) Holds(day Day) bool { return s.FromDay <= day && !s.Over(day) }

// LongestLeave is how many days a leave may last, and how far ahead it may
// begin.
const LongestLeave = 180

// NamesDelegates says whether somebody may have a delegate: whoever leads, by
// role or by tier. A paired cadre who cannot go takes a leave with somebody in
// the place, or the office gives the household to another.
func NamesDelegates(c Cadre) bool {
	return c.ID != 0 && (c.Role != RoleCadre || c.Tier != "" && c.Tier != TierPairedCadre)
}

// Meets says whether two of them hold on a common day.
func (s StandIn) Meets(from, until Day) bool {
	return s.EndedAt == 0 && s.FromDay <= until && (!s.Leave || s.UntilDay >= from)
}

// Held says whether it held at a moment of a day, though it may be over now.
func (s StandIn) Held(day Day, at Instant) bool {
	return s.FromDay <= day && (!s.Leave || day <= s.UntilDay) && (s.EndedAt == 0 || at < s.EndedAt)
}
