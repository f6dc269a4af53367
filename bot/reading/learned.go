package reading

import (
	"bytes"
	"cmp"
	"compress/gzip"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"slices"

	"ringkeeper/bot/reading/linear"
	"ringkeeper/model"
)

//go:generate go run ./train

// packed are the weights that were learned from all of the corpus, what is held
// out too. By them no text of the corpus is scored: see score_test.go.
//
//go:embed learned.gz
var packed []byte

// Example is a text and how a person read it. Seen says that the lexicon was
// written with the text in view: what the rules find in it proves nothing, so
// that only its characters are learned from.
type Example struct {
	Text  string
	Today model.Day
	Reading
	Seen bool

	// Of a reply to a digest, instead of the reading: its households, and what is
	// said of them.
	Lines []Line
	Said  map[int]model.Outcome
}

// The questions that are learned, in this order.
var (
	outcomes = []model.Outcome{model.Normal, model.Change, model.EmergencyFound, model.Unreached, model.Unclear}
	means    = []model.Means{model.Unspecified, model.ByPhone, model.ByVisit, model.ByWeChat}
	incomes  = []model.IncomeChange{model.IncomeUnknown, model.IncomeSame, model.IncomeDown, model.IncomeUp}
	causes   = []model.Cause{
		model.CauseIllness, model.CauseSchooling, model.CauseDisability, model.CauseDisaster, model.CauseAccident, model.CauseBusinessFailure,
		model.CauseUnstableJob, model.CauseNoLabour, model.CauseHousing, model.CauseWater, model.CauseOther,
	}
	questions = len(outcomes) + len(means) + len(incomes) + 1 + len(causes)
)

// answered are a reading as answers to the questions.
func answered(r Reading) (yes []bool) {
	for _, o := range outcomes {
		yes = append(yes, r.Outcome == o)
	}
	for _, m := range means {
		yes = append(yes, r.Means == m)
	}
	for _, i := range incomes {
		yes = append(yes, r.IncomeChange == i)
	}
	yes = append(yes, r.MemberChange)
	for _, c := range causes {
		yes = append(yes, slices.Contains(r.Causes, c))
	}
	return yes
}

// Learn returns a reader whose weights tell the examples apart.
func Learn(examples []Example) (*Reader, error) {
	l, err := compile()
	if err != nil {
		return nil, err
	}
	by := &Reader{lex: l}
	by.weights = by.learn(examples)
	return by, nil
}

// WriteWeights writes the reader's weights in the form in which they are
// embedded.
func (by *Reader) WriteWeights(w io.Writer) error {
	pack, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	return errors.Join(by.weights.Write(pack), pack.Close())
}

func (by *Reader) learn(examples []Example) *linear.Model {
	var out []linear.Example
	for _, e := range examples {
		if e.Lines != nil {
			out = append(out, by.pieces(e)...)
			continue
		}
		v := look(by.normalise(e.Text))
		out = append(out, linear.Example{Features: v.shown(e.Seen, false), Yes: answered(e.Reading)})
	}
	return linear.Train(out, linear.Options{Questions: questions, Bits: 18, Passes: 8, Cost: 3})
}

// pieces are what a reply to a digest says of its households, where it says the
// same outcome of all that it names at once. A household of which nothing is to
// be recorded is unclear.
func (by *Reader) pieces(e Example) (out []linear.Example) {
	h := &hearing{text: by.normalise(e.Text), digest: newDigest(by, e.Lines), today: e.Today, items: map[int]*said{}}
	h.heard = func(v *view, ns []int) {
		var outcome model.Outcome
		for i, n := range ns {
			o := cmp.Or(e.Said[n], model.Unclear)
			if i > 0 && o != outcome {
				return
			}
			outcome = o
		}
		if len(ns) > 0 {
			out = append(out, linear.Example{Features: v.shown(e.Seen, true), Yes: answered(Reading{Outcome: outcome})[:len(outcomes)]})
		}
	}
	h.hear()
	return out
}

// shown are the features to learn from.
func (v *view) shown(seen, named bool) []linear.Feature {
	if seen {
		return v.grams(named).unit()
	}
	return v.features(v.ruled(named), named)
}

func unpack(b []byte) (*linear.Model, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	m, err := linear.Read(z, questions)
	if err != nil {
		return nil, err
	}
	if n, err := io.Copy(io.Discard, z); n > 0 || err != nil {
		return nil, fmt.Errorf("weights: %d bytes too many (%v)", n, err)
	}
	return m, nil
}
