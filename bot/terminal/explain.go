package terminal

import (
	"cmp"
	"errors"
	"fmt"

	"ringkeeper/bot/telegram"
	"ringkeeper/config"
	"ringkeeper/model"
	"ringkeeper/model/report"
)

// Explain gives one line for an error: what happened and what to do. The token
// never stands in it.
func (d *Desk) Explain(err error) string {
	var f *telegram.Failure
	switch answered := errors.As(err, &f); {
	case errors.Is(err, telegram.ErrToken):
		err = &report.Fault{Key: "error.token", Err: err}
	case answered && f.Outcome.Kind == telegram.Conflict:
		err = &report.Fault{Key: "error.conflict", Err: err}
	case answered:
		err = &report.Fault{Key: "error.unreachable", Args: model.Args{"error": f}, Err: err}
	}
	return report.Explainer{Say: d.Say, Path: d.Config.Database, Secret: d.Config.Token.Reveal()}.Explain(err)
}

// Tell prints one line for an error, nothing for one that was told already.
func (d *Desk) Tell(err error) {
	if !errors.As(err, new(told)) {
		fmt.Fprintln(d.Errs, d.Explain(err))
	}
}

// told is an error whose line was printed when it happened.
type told struct{ error }

func (t told) Unwrap() error { return t.error }

// Misconfigured is the error of settings that are wrong, all of them named.
func (d *Desk) Misconfigured(faults error) error {
	return &report.Fault{Key: "error.config", Args: model.Args{
		"file": cmp.Or(d.Config.File, config.DefaultFile), "faults": d.speaker(d.Now()).Clauses(config.Words(faults, d.Say)),
	}}
}
