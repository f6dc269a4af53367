package model

import "slices"

// Block is an excused pause of one kind of duty, both days included. One that was
// ended before it began counts for nothing.
type Block struct {
	Kind        Kind
	From, Until Day
}

// BlockReason is why a duty is excused.
type BlockReason string

// The reasons.
const (
	MovedAway   BlockReason = "moved_away"   // 搬走
	PhoneDead   BlockReason = "phone_dead"   // 号码失效
	WorkingAway BlockReason = "working_away" // 外出务工
	InHospital  BlockReason = "in_hospital"  // 住院
	Refused     BlockReason = "refused"      // 拒绝
)

// BlockReasons lists the reasons in the order in which they are offered.
var BlockReasons = []BlockReason{MovedAway, PhoneDead, WorkingAway, InHospital, Refused}

// Known says whether it is one of the reasons.
func (r BlockReason) Known() bool { return slices.Contains(BlockReasons, r) }

// TriesBeforeBlock is how often somebody tried in vain in one period before it is
// offered to excuse the duty [D].
const TriesBeforeBlock = 3

// Tries says whether the record is a try that reached nobody, of a kind of duty: a
// call that nobody took is none of a visit, while who is not at home was not
// reached either.
func (r ContactRecord) Tries(k Kind) bool {
	return r.WithdrawnAt == 0 && r.Outcome == Unreached && (k == Contact || k == Visit && r.Means == ByVisit)
}

// LatestBlock returns the last day until which a duty may be excused on a day: the
// end of the half-year [D].
func LatestBlock(today Day) Day { return HalfYear.Period(today).End() }

// BlockEnds are the days until which it is offered to excuse a duty: the month's
// end, a month from now, the half-year's end, each once.
func BlockEnds(today Day) (ends []Day) {
	y, m, d := today.Date()
	latest := LatestBlock(today)
	inAMonth := min(Date(y, m+1, d), Month.Period(Date(y, m+1, 1)).End()) // not 31 November
	for _, end := range []Day{Month.Period(today).End(), inAMonth, latest} {
		if end <= latest && (len(ends) == 0 || ends[len(ends)-1] < end) {
			ends = append(ends, end)
		}
	}
	return ends
}

// inOrder says that a block holds for at least a day.
func (b Block) inOrder() bool { return b.From <= b.Until }
