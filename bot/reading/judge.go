package reading

import (
	"slices"

	"ringkeeper/model"
)

// alarm is what an emergency is given ahead of the other outcomes: one that is
// missed costs more than one that is called off with a tap.
const alarm = 0.2

// judged sets right what the rules made of a text, by what was learned from
// many texts that people read.
func (v *view) judged(r Reading, named bool) Reading {
	if len(v.clauses) == 0 || v.by.weights == nil {
		return r
	}
	scores := v.by.weights.Scores(v.features(r))
	take := func(n int) []float64 {
		some := scores[:n]
		scores = scores[n:]
		return some
	}
	byOutcome := take(len(outcomes))
	byOutcome[slices.Index(outcomes, model.EmergencyFound)] += alarm
	out := Reading{Outcome: outcomes[highest(byOutcome)], Words: r.Words}
	out.Means = means[highest(take(len(means)))]
	if r.Means == model.ByOther {
		out.Means = r.Means
	}
	out.IncomeChange = incomes[highest(take(len(incomes)))]
	member := take(1)[0] > 0
	if out.Outcome != r.Outcome {
		out.Words = nil
	}
	switch out.Outcome {
	case model.Change, model.EmergencyFound:
		out.MemberChange = member
		for i, score := range scores {
			if score > 0 {
				out.Causes = append(out.Causes, causes[i])
			}
		}
	case model.Unreached, model.Unclear:
		out.IncomeChange = model.IncomeUnknown
	}
	return out
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
