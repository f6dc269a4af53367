package report

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// Fault is an error with a sentence in the catalogue that says what happened
// and what to do; Err is the cause, which may be nil.
type Fault struct {
	Key  string
	Args model.Args
	Err  error
}

func (f *Fault) Error() string {
	if f.Err == nil {
		return f.Key
	}
	return f.Key + ": " + f.Err.Error()
}

// Unwrap returns the cause.
func (f *Fault) Unwrap() error { return f.Err }

// ErrMisused is the cause of an error of the call, rather than of what it asked
// for.
var ErrMisused = errors.New("the call is wrong")

// Misuse is a Fault of the call.
func Misuse(key string, args model.Args) error { return &Fault{key, args, ErrMisused} }

// known are the errors of the store that have a sentence of their own. What is
// wrong with the database goes before what failed because of it.
var known = []struct {
	err error
	key string
}{
	{store.ErrBusy, "error.busy"},
	{store.ErrMoved, "error.moved"},
	{store.ErrFull, "error.full"},
	{syscall.ENOSPC, "error.full"},
	{syscall.EFBIG, "error.full"},
	{store.ErrReadOnly, "error.read_only"},
	{store.ErrCannotOpen, "error.cannot_open"},
	{store.ErrDisk, "error.disk"},
	{store.ErrNewer, "error.newer"},
	{store.ErrNotDatabase, "error.not_database"},
	{store.ErrDamaged, "error.damaged"},
	{store.ErrHeld, "error.held"},
	{store.ErrNotHeld, "error.not_held"},
	{store.ErrSenderBusy, "error.sender_busy"},
	{context.Canceled, "error.interrupted"},
}

// Explainer words errors for an operator.
type Explainer struct {
	Say    func(key string, args model.Args) string
	Path   string // of the database
	Secret string // never to be shown; empty for none
}

// Explain gives one line for an error: what happened and what to do.
func (x Explainer) Explain(err error) string {
	line := oneLine(x.sentence(err))
	if x.Secret != "" {
		line = strings.ReplaceAll(line, x.Secret, "***")
	}
	return line
}

func (x Explainer) sentence(err error) string {
	var f *Fault
	var file *fs.PathError
	for _, k := range known {
		if errors.Is(err, k.err) {
			return x.Say(k.key, model.Args{"path": x.Path})
		}
	}
	switch {
	case errors.As(err, &f):
		return x.Say(f.Key, f.Args)
	case errors.As(err, &file):
		return x.Say("error.path", model.Args{"path": file.Path, "error": file.Err})
	}
	return x.Say("error.other", model.Args{"error": Cause(err)})
}

// Cause is an error whose own text is one line without id numbers; where the
// catalogue has words for what is underneath, they are said instead.
func Cause(err error) error { return cause{err} }

type cause struct{ error }

func (c cause) Error() string {
	return model.StrikeIDs(strings.Join(strings.Fields(strings.ReplaceAll(c.error.Error(), "\n", "; ")), " "))
}

func (c cause) Unwrap() error { return c.error }

// Unopened is the error of a database that cannot be opened, whatever the
// reason.
func Unopened(path string, err error) error {
	why := Cause(err)
	var file *fs.PathError
	if errors.As(err, &file) {
		why = file.Err
	}
	return &Fault{"error.database", model.Args{"path": path, "error": why}, err}
}
