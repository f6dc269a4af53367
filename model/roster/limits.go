package roster

// Limits bound what a file may ask of the machine. They end hostile and broken
// files in one error. A sheet that is full to its last row, 1,048,576 of 33
// columns, stays within them, and so does a CSV file of a million households;
// no roster of a district comes near them.
type Limits struct {
	FileBytes   int64 // of the file as it lies on the disk
	UnzipBytes  int64 // of all parts of a workbook together
	PartBytes   int64 // of a part that is neither a sheet nor the shared strings
	MemoryBytes int64 // of a part that is kept in memory; larger ones go to a temporary file
	Entries     int   // files inside a workbook
	Cells       int   // of a workbook, blank formatted ones included
	Elements    int   // of a workbook's XML beyond three for each cell and string
	Settings    int   // of these, in parts that are neither a sheet nor the shared strings: styles, relations
	Sheets      int   // of a workbook
	Strings     int   // shared strings of a workbook
	Rows        int   // rows with content, of all sheets; with the blank ones ten times as many in one
	Columns     int   // the last column that may hold anything
	CellRunes   int   // characters of one cell
	LineBytes   int   // of one record of a CSV file
	Findings    int   // faults, and as many warnings, that are kept; the rest is counted
	Faults      int   // a file with more is no roster, or one of which a column was mistaken
}

// DefaultLimits are the limits that import uses.
func DefaultLimits() Limits {
	return Limits{
		FileBytes:   2 << 30,
		UnzipBytes:  4 << 30,
		PartBytes:   32 << 20,
		MemoryBytes: 16 << 20,
		Entries:     10_000,
		Cells:       50_000_000,
		Elements:    4_000_000,
		Settings:    500_000,
		Sheets:      1_000,
		Strings:     2_000_000,
		Rows:        8_000_000,
		Columns:     200,
		CellRunes:   32_767,
		LineBytes:   1 << 20,
		Findings:    20_000,
		Faults:      100_000,
	}
}

// of are the limits of a file of a size. A real sheet takes about 4 bytes a cell
// and unpacks to 13 times its size; a small file that claims to hold what only a
// large one can is hostile, and is not read to its end.
func (l Limits) of(size int64) Limits {
	l.UnzipBytes = min(l.UnzipBytes, max(256<<20, 40*size))
	l.Cells = min(l.Cells, max(6_000_000, int(size)))
	l.Rows = min(l.Rows, max(2_000_000, int(size/20)))
	return l
}
