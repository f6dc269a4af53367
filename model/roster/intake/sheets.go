package intake

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"ringkeeper/model"
	"ringkeeper/model/report"
	"ringkeeper/model/roster"
)

// Sheets are files that were read and not yet looked at further.
type Sheets struct {
	files []roster.File
	paths []string
}

// Watch is told which file is being read and how much of it is, of 1.
type Watch func(file string, part float64)

// Read reads files as one. Where one cannot be read, the others are looked at all
// the same, so that an operator hears of all at once; the error is then ErrFile.
func Read(ctx context.Context, p report.Printer, paths []string, watch Watch) (s Sheets, err error) {
	var unread []string
	s.paths = distinct(paths)
	for i, name := range names(s.paths) {
		how := roster.Reading{Limits: roster.DefaultLimits(), Name: name}
		if watch != nil {
			how.Watch = func(part float64) { watch(name, part) }
		}
		f, err := how.File(ctx, s.paths[i])
		var refused *roster.Error
		if errors.As(err, &refused) {
			unread = append(unread, report.ExplainFile(p, err))
			continue
		}
		if err != nil {
			return s, err
		}
		s.files = append(s.files, f)
	}
	if len(unread) > 0 {
		return s, fileFault(unread...)
	}
	return s, nil
}

func fileFault(unread ...string) error {
	return &report.Fault{Key: "error.file", Args: model.Args{"files": strings.Join(unread, " ")}, Err: ErrFile}
}

// distinct leaves a file out that was named before.
func distinct(paths []string) (once []string) {
	for _, path := range paths {
		if path = filepath.Clean(path); !slices.Contains(once, path) {
			once = append(once, path)
		}
	}
	return once
}

// names are the base names, and the whole path where two files have the same.
func names(paths []string) []string {
	list := make([]string, len(paths))
	for i, path := range paths {
		list[i] = filepath.Base(path)
		for j, other := range paths {
			if i != j && filepath.Base(other) == filepath.Base(path) {
				list[i] = path
			}
		}
	}
	return list
}

func (s Sheets) rows() (households []roster.HouseholdRow, cadres []roster.CadreRow) {
	if len(s.files) == 1 {
		return s.files[0].Households, s.files[0].Cadres // a large one is not held twice
	}
	for _, f := range s.files {
		households = append(households, f.Households...)
		cadres = append(cadres, f.Cadres...)
	}
	return households, cadres
}

// part says that all the files hold what an earlier import left out.
func (s Sheets) part() bool {
	return !slices.ContainsFunc(s.files, func(f roster.File) bool { return !f.Part })
}

func (s Sheets) findings() (all []roster.Finding) {
	for _, f := range s.files {
		all = append(all, f.Findings...)
	}
	return all
}

func (s Sheets) dropped() (n int) {
	for _, f := range s.files {
		n += f.Dropped
	}
	return n
}
