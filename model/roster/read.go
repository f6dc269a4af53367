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

// File is what Read found. Where a fault stands among the findings, the rows are
// what could be read nevertheless: Sound leaves out those that a fault touches.
type File struct {
	Name          string // base name
	Kind          Kind
	Households    []HouseholdRow // in the order in which their numbers first come
	Cadres        []CadreRow
	Findings      []Finding // in the order of sheets and rows
	Dropped       int       // findings beyond Limits.Findings, counted only
	SkippedSheets []string  // without a header
	UnreadColumns []string  // headers that mean nothing to the reader
	Rows          int       // rows with content below the headers
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
	File   string // base name
	Sheet  string
	RowNo  int // the first row, from 1 as in Excel

	// Where the facts stand that a plan may have findings about.
	income, ring, responsible, phone cell
}

// cell is a place that a finding can name.
type cell struct {
	file, sheet   string
	row           int
	column, value string
	order         uint64
}

// CadreRow is one person of the cadres' list. The ids of the cadre, the superior
// and the township are left to whoever stores it.
type CadreRow struct {
	Cadre         model.Cadre
	SuperiorPhone string
	Domain        string // a township's name; blank for none and for 全区 (Cadre.DistrictWide)
	Absent        Fields // what the sheet has no column for, or could not be understood
	File          string // base name
	Sheet         string
	RowNo         int

	superior, domain, name cell
}

// Read reads a roster file, .xlsx or .csv. It returns an *Error when the file as
// a whole cannot be read, and the context's error when that ended first;
// everything else that is wrong stands in the findings.
func Read(ctx context.Context, path string, l Limits) (File, error) {
	r := newReader(l)
	r.file.Name = filepath.Base(path)
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

func (r *reader) read(ctx context.Context, path string) error {
	// Asked before opening: opening a pipe would wait for its other end.
	info, err := os.Stat(path)
	if err != nil {
		return cannotOpen(err)
	}
	if !info.Mode().IsRegular() {
		return refuse(CodeCannotOpen, nil, "reason", "not_a_file")
	}
	if info.Size() > r.limits.FileBytes {
		return tooLarge("file", r.limits.FileBytes)
	}
	if info.Size() == 0 {
		return refuse(CodeEmptyFile, nil)
	}
	f, err := os.Open(path) //nolint:gosec // the path is what the person asked to import
	if err != nil {
		return cannotOpen(err)
	}
	defer func() { _ = f.Close() }()
	text, err := sniff(f, info.Size())
	if err != nil {
		return err
	}
	if text {
		err = r.readText(ctx, f)
	} else {
		err = r.readWorkbook(ctx, f, info.Size())
	}
	if err == nil && r.file.Kind == "" {
		return r.noHeader()
	}
	return err
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

// Sound returns the rows of households that no fault touches. Faults without a
// household, such as a row without a number, left no row behind; a missing
// column leaves none of its sheet.
func Sound(rows []HouseholdRow, fs []Finding) []HouseholdRow {
	faulty := map[string]bool{}
	for _, f := range fs {
		if f.Fault() && f.Household != "" {
			faulty[f.Household] = true
		}
	}
	var sound []HouseholdRow
	for _, row := range rows {
		if !faulty[row.Number] {
			sound = append(sound, row)
		}
	}
	return sound
}

// SoundCadres returns the rows of cadres that no fault touches.
func SoundCadres(rows []CadreRow, fs []Finding) []CadreRow {
	type place struct {
		sheet string
		row   int
	}
	faulty := map[place]bool{}
	for _, f := range fs {
		if f.Fault() {
			faulty[place{f.Sheet, f.Row}] = true
		}
	}
	var sound []CadreRow
	for _, row := range rows {
		if !faulty[place{row.Sheet, row.RowNo}] {
			sound = append(sound, row)
		}
	}
	return sound
}
