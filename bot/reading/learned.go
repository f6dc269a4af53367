package reading

import (
	"bytes"
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
	out := make([]linear.Example, len(examples))
	for i, e := range examples {
		v := look(by.normalise(e.Text))
		f := v.grams()
		out[i] = linear.Example{Yes: answered(e.Reading)}
		if e.Seen {
			out[i].Features = f.unit()
		} else {
			out[i].Features = v.features(v.ruled(false))
		}
	}
	return linear.Train(out, linear.Options{Bits: 16, Passes: 20, Cost: 10})
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
