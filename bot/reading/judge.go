package reading

import (
	"math"
	"slices"

	"ringkeeper/model"
)

// alarm is what an emergency is given ahead of the other outcomes: one that is
// missed costs more than one that is called off with a tap.
const alarm = 0.15

// clearly is how far an outcome must be above the others beside a household of
// which the rules and the weak words say nothing. It is the most that costs no
// item of the training part.
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
	out := Reading{Outcome: outcomes[highest(byOutcome)], Words: r.Words}
	emergency := byOutcome[slices.Index(outcomes, model.EmergencyFound)]
	if unclear := len(outcomes) - 1; named && out.Outcome == model.Unclear && r.Outcome != model.Unclear {
		// What stands beside a household is rarely talk.
		out.Outcome = outcomes[highest(byOutcome[:unclear])]
	}
	if named && r.Outcome == model.Unclear && emergency <= 0 && lead(byOutcome) < clearly {
		out.Outcome = model.Unclear // 2 嗯, 2 再看: the words say nothing
	}
	if uneventful := out.Outcome == model.Normal || out.Outcome == model.Unreached; named && uneventful && r.Outcome == model.Unclear && v.said[markUndone] {
		out.Outcome = model.Unclear
	}
	if !named && r.Outcome == model.Unclear && len(v.matches) == 0 && len(v.runes) <= 3 {
		out.Outcome = model.Unclear // a name, a number: too little to be a report
	}
	if r.Outcome != model.EmergencyFound && out.Outcome == model.EmergencyFound && v.dangerElsewhere() {
		byOutcome[slices.Index(outcomes, model.EmergencyFound)] = math.Inf(-1)
		out.Outcome = outcomes[highest(byOutcome)]
	}
	if r.Outcome == model.EmergencyFound && out.Outcome != model.EmergencyFound && (v.plainDanger() || v.cries()) {
		out.Outcome = model.EmergencyFound
	}
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
	out.Doubt = out.Outcome == model.Change && (r.Doubt || r.Outcome == model.EmergencyFound || emergency > doubtful)
	switch out.Outcome {
	case model.Change, model.EmergencyFound:
		out.MemberChange = member
		out.Causes = causesOf(scores)
	case model.Unreached, model.Unclear:
		out.IncomeChange = model.IncomeUnknown
	}
	return out
}

// doubtful is what an emergency must score for a change to be asked about.
const doubtful = -0.35

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
