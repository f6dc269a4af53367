package reading

import (
	"math"
	"slices"
	"strings"

	"ringkeeper/model"
)

// alarm is what an emergency is given ahead of the other outcomes: one that is
// missed costs more than one that is called off with a tap.
const alarm = 0.18

// clearly is how far an outcome must be above the others beside a household of
// which the rules and the weak words say nothing. It costs 4 items of 1,411 in
// the training part, which are asked about.
const clearly = 0.3

// trust is what the means of a contact that the rules found is given ahead.
const trust = 0.4

// judged sets right what the rules made of a text, by what was learned from
// many texts that people read.
func (v *view) judged(r Reading, named bool) Reading {
	if len(v.clauses) == 0 || v.by.weights == nil {
		return r
	}
	scores := v.by.weights.Scores(v.features(r, named))
	take := func(n int) []float64 {
		some := scores[:n]
		scores = scores[n:]
		return some
	}
	byOutcome := take(len(outcomes))
	byOutcome[slices.Index(outcomes, model.EmergencyFound)] += alarm
	out := Reading{Outcome: v.outcome(byOutcome, r, named), Words: r.Words}
	byMeans := take(len(means))
	if i := slices.Index(means, r.Means); i > 0 {
		byMeans[i] += trust
	}
	out.Means = means[highest(byMeans)]
	if r.Means == model.ByOther {
		out.Means = r.Means
	}
	out.IncomeChange = incomes[highest(take(len(incomes)))]
	if change, said := v.incomeSaid(); said {
		out.IncomeChange = change
	}
	member := take(1)[0] > 0
	if out.Outcome != r.Outcome {
		out.Words = nil
	}
	out.Bare = r.Bare && out.Outcome == model.Normal
	short := byOutcome[slices.Index(outcomes, model.Change)] - byOutcome[slices.Index(outcomes, model.EmergencyFound)]
	out.Doubt = out.Outcome == model.Change && (r.Doubt || r.Outcome == model.EmergencyFound || short < closely)
	switch out.Outcome {
	case model.Change, model.EmergencyFound:
		out.MemberChange = member
		out.Causes = causesOf(scores)
	case model.Unreached, model.Unclear:
		out.IncomeChange = model.IncomeUnknown
	}
	return out
}

// outcome chooses among the scores of the outcomes, where no rule forbids the
// highest. An emergency that a rule forbids is taken off the scores.
func (v *view) outcome(scores []float64, r Reading, named bool) model.Outcome {
	out := outcomes[highest(scores)]
	emergency := &scores[slices.Index(outcomes, model.EmergencyFound)]
	if unclear := len(outcomes) - 1; named && out == model.Unclear && r.Outcome != model.Unclear {
		// What stands beside a household is rarely talk.
		out = outcomes[highest(scores[:unclear])]
	}
	if named && r.Outcome == model.Unclear && *emergency <= 0 && lead(scores) < clearly {
		out = model.Unclear // 2 嗯, 2 再看: the words say nothing
	}
	if uneventful := out == model.Normal || out == model.Unreached; named && uneventful && r.Outcome == model.Unclear && v.said[markUndone] {
		out = model.Unclear
	}
	if out == model.Normal && rank[r.Outcome] >= rank[model.Change] && v.allElse() {
		out = outcomes[1+highest(scores[1:])] // 摔断腿,其余一切正常: what is excepted is no normal
	}
	if !named && r.Outcome == model.Unclear && v.beyondFigures() <= 3 && (len(v.matches) == 0 || v.beyondFigures() == 0) {
		out = model.Unclear // a name, a number, a date: too little to be a report
	}
	if r.Outcome != model.EmergencyFound && out == model.EmergencyFound && v.dangerElsewhere() {
		*emergency = math.Inf(-1)
		out = outcomes[highest(scores)]
	}
	if r.Outcome == model.EmergencyFound && out != model.EmergencyFound && (v.plainDanger() || v.cries()) {
		out = model.EmergencyFound
	}
	return out
}

// beyondFigures counts the characters of a text beside its figures and dates.
func (v *view) beyondFigures() (n int) {
	for _, r := range v.runes {
		if !isNumber(r) && !strings.ContainsRune("年月日号第/-. ", r) {
			n++
		}
	}
	return n
}

// allElse says whether the second of two clauses calls all else normal, so that
// the first one tells what is not. Longer texts go on to say that it is nothing.
func (v *view) allElse() bool {
	if len(v.clauses) != 2 {
		return false
	}
	for _, c := range v.clauses[1:] {
		for _, w := range []string{"其他", "其它", "其余", "别的", "旁的", "另外的", "除此"} {
			if hasPrefix(v.runes[c.start:c.end], w) && !hasPrefix(v.runes[c.start:c.end], "其他人") {
				return true
			}
		}
	}
	return false
}

// closely is how far a change may be above the emergency and still be asked
// about; what an emergency is given ahead counts. Of the emergencies that are
// read as a change 16 of 17 lie so close, of the changes 1 of 14.
const closely = 0.3

// leastCause is what the likeliest cause must score where none is sure.
const leastCause = -0.5

// causesOf returns the causes that are sure, else the likeliest; none where
// there is good news. 其他 says that nothing better is known.
func causesOf(scores []float64) (out []model.Cause) {
	for i, s := range scores {
		if s > 0 && (causes[i] != model.CauseOther || len(out) == 0) {
			out = append(out, causes[i])
		}
	}
	if best := highest(scores); len(out) == 0 && scores[best] > leastCause {
		out = append(out, causes[best])
	}
	return out
}

// lead is how far the highest score is above the next.
func lead(scores []float64) float64 {
	first := highest(scores)
	next := math.Inf(-1)
	for i, s := range scores {
		if i != first {
			next = max(next, s)
		}
	}
	return scores[first] - next
}

// highest returns where the highest score stands, the first of equal ones.
func highest(scores []float64) (at int) {
	for i, s := range scores {
		if s > scores[at] {
			at = i
		}
	}
	return at
}
