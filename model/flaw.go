package model

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Flaw is something in what an office set that cannot be worked with: where it
// stands there, and the reason, which the catalogue has words for.
type Flaw struct {
	Where string
	Reason
}

func (f *Flaw) Error() string {
	words := f.Where + ": " + f.Key
	for _, name := range slices.Sorted(maps.Keys(f.Args)) {
		words += fmt.Sprintf(" %s=%v", name, f.Args[name])
	}
	return words
}

// flaws collects what is wrong.
type flaws []error

func (f *flaws) add(where, key string, args Args) {
	*f = append(*f, &Flaw{where, Reason{key, args}})
}

func (f flaws) join() error { return errors.Join(f...) }
