package roster

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"ringkeeper/model"
)

// Kind is what a file tells of.
type Kind string

// The kinds; a workbook may hold sheets of both.
const (
	Households Kind = "households"
	Cadres     Kind = "cadres"
	Both       Kind = "both"
)

// File is what was read. Where a fault stands among the findings, the rows are
// what could be read nevertheless; LeftOut says which of them a fault touches.
type File struct {
	Name          string // as findings call it
	Kind          Kind
	Households    []HouseholdRow // in the order in which their numbers first come
	Cadres        []CadreRow
	Findings      []Finding // in the order of sheets and rows
	Dropped       int       // findings beyond Limits.Findings, counted only
	SkippedSheets []string  // without a header
	UnreadColumns []string  // headers that mean nothing to the reader
	Rows          int       // rows with content below the headers
	Part          bool      // a sheet of it holds what an earlier import left out

	// What it takes to write rows that are left out as they came.
	path    string
	limits  Limits
	state   fs.FileInfo
	origins []*origin
	touched touched
}

// HouseholdRow is one household as a file tells of it, from however many rows.
type HouseholdRow struct {
	Number           string
	Facts            model.Facts
	Responsible      string
	ResponsiblePhone string
	// Absent are the fields that the file does not tell of this household,
	// since it has no such column or the value could not be understood; the
	// zero set says that everything is told.
	Absent Fields
	File   string // File.Name
	Sheet  string
	RowNo  int // the first row, from 1 as in Excel

	// Where the facts stand that a plan may have findings about.
	income, ring, responsible, phone cell
}

// CadreRow is one person of the cadres' list. The ids of the cadre, the superior
// and the township are left to whoever stores it.
type CadreRow struct {
	Cadre         model.Cadre
	SuperiorPhone string
	Domain        string // a township's name; blank for none and for 全区 (Cadre.DistrictWide)
	Absent        Fields // what the sheet has no column for, or could not be understood
	File          string // File.Name
	Sheet         string
	RowNo         int

	superior, domain, name cell
}

// Reading is how a file is read.
type Reading struct {
	Limits Limits
	Name   string             // what findings call the file; blank: its base name
	Watch  func(part float64) // told now and then how much is read, of 1; nil: nobody watches
}

// File reads a roster file, .xlsx or .csv. It returns an *Error when the file as
// a whole cannot be read, and the context's error when that ended first;
// everything else that is wrong stands in the findings.
func (o Reading) File(ctx context.Context, path string) (File, error) {
	r := newReader(o.Limits)
	r.watch = o.Watch
	if r.file.Name = o.Name; o.Name == "" {
		r.file.Name = filepath.Base(path)
	}
	r.file.path = path
	err := r.read(ctx, path)
	var refused *Error
	if errors.As(err, &refused) {
		refused.File = r.file.Name
		return File{Name: r.file.Name}, refused
	}
	if err != nil {
		return File{Name: r.file.Name}, err
	}
	return r.finish(), nil
}

func (r *reader) read(ctx context.Context, path string) (err error) {
	f, text, err := open(path, r.limits)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	if r.file.state, err = f.Stat(); err != nil {
		return cannotOpen(err)
	}
	r.limits = r.limits.of(r.file.state.Size())
	r.file.limits = r.limits
	if text {
		err = r.readText(ctx, f)
	} else {
		err = r.readWorkbook(ctx, f, r.file.state.Size())
	}
	if changed(path, r.file.state) {
		return refuse(CodeChanged, err) // whatever else was found is of neither state
	}
	switch {
	case err != nil:
		return err
	case r.file.Kind == "":
		return r.noHeader()
	case r.file.Rows == 0 && r.examples > 0 && len(r.found.faults) == 0:
		return refuse(CodeOnlyExample, nil)
	}
	return nil
}

// open opens a file that may be a roster and says whether it is text.
func open(path string, l Limits) (f *os.File, text bool, err error) {
	// Asked before opening: opening a pipe would wait for its other end.
	info, err := os.Stat(path)
	if err != nil {
		return nil, false, cannotOpen(err)
	}
	if !info.Mode().IsRegular() {
		return nil, false, refuse(CodeCannotOpen, nil, "reason", "not_a_file")
	}
	if info.Size() > l.FileBytes {
		return nil, false, tooLarge("file", l.FileBytes)
	}
	if info.Size() == 0 {
		return nil, false, refuse(CodeEmptyFile, nil)
	}
	if f, err = os.Open(path); err != nil { // the path is what the person asked to import
		return nil, false, cannotOpen(err)
	}
	if text, err = sniff(f, info.Size()); err != nil {
		_ = f.Close()
		return nil, false, err
	}
	return f, text, nil
}

// changed says that a file is not as it was when it was opened: somebody saves
// it, or a copy is still under way.
func changed(path string, was fs.FileInfo) bool {
	is, err := os.Stat(path)
	return err != nil || !os.SameFile(is, was) || is.Size() != was.Size() || !is.ModTime().Equal(was.ModTime())
}

func cannotOpen(err error) *Error {
	reason := "other"
	switch {
	case errors.Is(err, fs.ErrNotExist):
		reason = "missing"
	case errors.Is(err, fs.ErrPermission):
		reason = "permission"
	}
	return refuse(CodeCannotOpen, err, "reason", reason)
}
