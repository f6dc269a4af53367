package terminal

import (
	"os"

	"ringkeeper/bot/reading"
	"ringkeeper/model"
	"ringkeeper/model/report"
)

// Learn has what people write be read by the county's dialect too, where the
// settings name one. Commands that read call it first.
func (d *Desk) Learn() error {
	path := d.Config.Dialect
	if path == "" {
		return nil
	}
	sheet, err := os.Open(path)
	if err != nil {
		return err
	}
	defer sheet.Close()
	if err := reading.Teach(sheet); err != nil {
		return &report.Fault{Key: "error.dialect", Args: model.Args{"path": path, "error": report.Cause(err)}, Err: err}
	}
	return nil
}
