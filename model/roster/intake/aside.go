package intake

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"ringkeeper/model/report"
	"ringkeeper/model/roster"
)

// setAside writes what is left out to a sheet beside each file, or says in a dry
// run what it would write. Where one cannot be written, none is kept.
func (i Import) setAside(ctx context.Context, p report.Printer, s Sheets, left *roster.LeftOut) (asides []report.Aside, err error) {
	for n, f := range s.files {
		path := beside(s.paths[n], p.Say("import.aside_name", nil))
		into := path
		if i.Dry {
			into = ""
		}
		written, err := left.Write(ctx, f, into, report.Remarks(p))
		if err != nil {
			err = errors.Join(unwritten(p, err), discard(asides))
			return nil, err
		}
		if written.Rows > 0 {
			asides = append(asides, report.Aside{File: f.Name, Path: path, Written: written})
		}
	}
	return asides, nil
}

// unwritten words an error of a file that was read before and cannot be again.
func unwritten(p report.Printer, err error) error {
	var refused *roster.Error
	if !errors.As(err, &refused) {
		return err
	}
	return fileFault(report.ExplainFile(p, err))
}

// discard removes sheets that tell of an import that did not happen.
func discard(asides []report.Aside) error {
	var errs []error
	for _, a := range asides {
		errs = append(errs, os.Remove(a.Path))
	}
	return errors.Join(errs...)
}

// again ends the name of a sheet that an earlier import set aside, in whatever
// language it spoke.
var again = regexp.MustCompile(`-(未导入|not-imported)(-\d+)?$`)

// beside names a sheet for what is left out of a file: 名册-未导入.xlsx, and with a
// number where there is one already. It is a workbook whatever the file is, since
// a spreadsheet would cut the long numbers of a CSV file.
func beside(path, word string) string {
	stem := strings.TrimSuffix(path, filepath.Ext(path))
	stem = again.ReplaceAllString(stem, "") + "-" + word
	for n := 1; ; n++ {
		free := stem + ".xlsx"
		if n > 1 {
			free = stem + "-" + strconv.Itoa(n) + ".xlsx"
		}
		if _, err := os.Lstat(free); err != nil {
			return free
		}
	}
}
