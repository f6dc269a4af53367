package reading

import (
	"errors"
	"io"
	"sync"
	"sync/atomic"

	"ringkeeper/bot/reading/linear"
	"ringkeeper/model"
)

// Reading is what one text says of one household.
type Reading struct {
	Outcome      model.Outcome
	Means        model.Means
	Causes       []model.Cause
	HappenedOn   model.Day // 0: not said
	MemberChange bool
	IncomeChange model.IncomeChange
	Words        []string // the words that decided, as they were written
	Future       bool     // a day that has not come was named as the day of the contact
	Bare         bool     // nothing is said but that there was a contact
	Doubt        bool     // it may be an emergency, or only a change
}

// Plain says whether a text is a report by words that are known. Where something
// short was asked for, a name or a day, what only resembles a report is none.
func (r Reading) Plain() bool { return r.Outcome != model.Unclear && len(r.Words) > 0 }

// Reader reads by a lexicon and by learned weights. It is safe for concurrent use.
type Reader struct {
	lex     *lex
	weights *linear.Model
}

// New returns a reader by what is embedded. A dialect is a sheet of the form of
// data/*.yaml: it adds words to marks and events that are there, typos, hints
// and surnames.
func New(dialects ...io.Reader) (*Reader, error) {
	l, err := compile(dialects...)
	if err != nil {
		return nil, err
	}
	w, err := unpack(packed)
	if err != nil {
		return nil, err
	}
	return &Reader{l, w}, nil
}

// inUse is the reader of the package's functions: the plain one, or one that was
// taught a dialect before anything was read.
var inUse atomic.Pointer[Reader]

var plain = sync.OnceValue(func() *Reader {
	by, err := New()
	if err != nil {
		panic(err) // The data is part of the program; a test loads it.
	}
	return by
})

func standard() *Reader {
	if by := inUse.Load(); by != nil {
		return by
	}
	inUse.CompareAndSwap(nil, plain())
	return inUse.Load()
}

// Teach has the package's functions read by a dialect too, a sheet as New takes
// it. It is called once, at the start, before anything is read; what is wrong
// with the sheet is a model.Flaw.
func Teach(dialect io.Reader) error {
	by, err := New(dialect)
	if err != nil {
		return err
	}
	if !inUse.CompareAndSwap(nil, by) {
		return errors.New("reading has begun, or was taught before")
	}
	return nil
}

// Read reads a text about one household. today is the day on which it was
// written: 昨天 counts from it, and no day it names is later than it.
func Read(text string, today model.Day) Reading { return standard().Read(text, today) }

// Read is Read by this reader.
func (by *Reader) Read(text string, today model.Day) Reading {
	return look(by.normalise(text)).reading(today, false)
}

// How reads only by what means and on which day a contact was made: unspecified
// and 0 where a text does not say, future where it names a day that has not come.
func How(text string, today model.Day) (means model.Means, day model.Day, future bool) {
	v := look(standard().normalise(text))
	day, future = v.happenedOn(today, model.Normal)
	return v.means(), day, future
}

// look finds the words of a text and what they count for.
func look(t text) *view {
	t = t.squeezed()
	clauses := split(t.runes)
	l := t.by.lex
	matches := l.find(l.words, t.runes, clauses)
	l.applyScope(t.runes, clauses, matches)
	return newView(t, clauses, matches)
}

// reading reads the text. named says that a household was named beside it, so
// that a bare 好 is an answer and not an acknowledgement.
func (v *view) reading(today model.Day, named bool) Reading {
	r := v.judged(v.ruled(named), named)
	r.HappenedOn, r.Future = v.happenedOn(today, r.Outcome)
	if r.Outcome == model.Unclear {
		r.HappenedOn, r.Means = 0, model.Unspecified
	}
	return r
}

// ruled is what the rules make of the text, its day apart.
func (v *view) ruled(named bool) Reading {
	r := v.decide(named)
	r.Means = v.means()
	return r
}
