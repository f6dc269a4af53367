package terminal

import (
	"errors"

	"ringkeeper/model"
	"ringkeeper/model/report"
	"ringkeeper/model/roster"
)

// Template writes an empty sheet to fill in.
type Template struct {
	Kind roster.Kind `arg:"" enum:"households,cadres"`
	File string      `arg:"" name:"file" help:"template_file"`
}

// Run writes the sheet; a file that is there already is left alone.
func (c Template) Run(d *Desk) error {
	if c.File == "" {
		return d.Misused(errors.New(`expected "<file>"`))
	}
	err := roster.WriteTemplate(c.File, c.Kind, func(key string) string { return d.Say(key, nil) })
	var refused *roster.Error
	switch path := (model.Args{"path": c.File}); {
	case err == nil:
		return report.PrintLine(d.Printer(false, d.Now()), "template.done", path)
	case errors.As(err, &refused):
		return report.Misuse("error.template_type", path)
	case roster.Exists(err):
		return &report.Fault{Key: "error.exists", Args: path, Err: err}
	}
	return err
}
