package roster

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// oddCell is a cell that excelize gives as something else than it is: a formula
// whose result was never kept as a blank, a number that lost its digits as if it
// were whole.
type oddCell struct {
	row, column int32 // from 1
	blank       bool
}

// uncalculated stands in the place of a formula's result that was never kept.
const uncalculated = "#BLANK!"

// exact is how many digits of a number a spreadsheet keeps.
const exact = 15

// show writes odd cells into their row as what they are: a number that lost its
// digits in the scientific notation in which a spreadsheet shows it.
func (c oddCell) show(cells []string) []string {
	i := int(c.column) - 1
	for len(cells) <= i {
		cells = append(cells, "")
	}
	if c.blank {
		cells[i] = uncalculated
	} else if n := cells[i]; len(n) > exact && digits(n) {
		cells[i] = strings.TrimSuffix(n[:1]+"."+strings.TrimRight(n[1:], "0"), ".") + "E+" + strconv.Itoa(len(n)-1)
	}
	return cells
}

// cellScanner finds the odd cells of a sheet while its bytes go by. It asks
// little: attributes r and t of rows and cells, whether a cell has a formula and
// what its value is made of.
type cellScanner struct {
	odd         []oddCell
	row, column int32

	before, last byte // of an attribute's name
	apart        bool // the name has ended, if there was one
	into         byte // the attribute whose value goes by: r, t or 0
	ref, kind    shortText

	open, formula, valued bool // of the cell
	text                  bool // the kind of a formula's result
	number                bool
	inValue               bool
	length, digits        int // of the value
}

// shortText is the beginning of a text.
type shortText struct {
	b [16]byte
	n int
}

func (t *shortText) add(c byte) {
	if t.n < len(t.b) {
		t.b[t.n] = c
		t.n++
	}
}

func (t *shortText) String() string { return string(t.b[:t.n]) }

// begin: a tag begins, or within a value a comment or what stands for text.
func (s *cellScanner) begin(within bool) {
	s.apart, s.into, s.ref.n, s.kind.n = true, 0, 0, 0
	s.inValue = s.inValue && within
}

// name takes a byte between the attributes' values.
func (s *cellScanner) name(c byte) {
	switch {
	case c == '=':
		s.into = 0
		if s.before == ' ' { // the name is one letter
			s.into = s.last
		}
	case c <= ' ':
		s.apart = true
	case s.apart:
		s.before, s.last, s.apart = ' ', c, false
	default:
		s.before, s.last = s.last, c
	}
}

// attribute takes a byte of an attribute's value.
func (s *cellScanner) attribute(c byte) {
	switch s.into {
	case 'r':
		s.ref.add(c)
	case 't':
		s.kind.add(c)
	}
}

// take takes a byte of text.
func (s *cellScanner) take(c byte) {
	if s.inValue {
		s.length++
		if c >= '0' && c <= '9' {
			s.digits++
		}
	}
}

// element: an element's opening tag has ended.
func (s *cellScanner) element(name string, empty bool) {
	switch name {
	case "row":
		s.column = 0
		s.row++
		if n, err := strconv.ParseInt(s.ref.String(), 10, 32); err == nil {
			s.row = int32(n)
		}
	case "c":
		s.column++
		if n := columnNumber(s.ref.String()); n > 0 {
			s.column = n
		}
		kind := s.kind.String()
		s.open, s.formula, s.valued, s.length, s.digits = !empty, false, false, 0, 0
		s.text, s.number = kind == "str", kind == "" || kind == "n"
	case "f":
		s.formula = true
	case "v":
		s.valued, s.inValue = true, !empty
	case "is":
		s.valued, s.text = true, true
	}
}

// judge: a cell has ended.
func (s *cellScanner) judge() {
	blank := s.formula && (!s.valued || s.length == 0 && !s.text) // a formula may well come to a text of no characters
	cut := s.number && s.digits > exact && s.digits == s.length
	if s.open && (blank || cut) {
		s.odd = append(s.odd, oddCell{s.row, s.column, blank})
	}
	s.open = false
}

// all returns the odd cells of a sheet that has gone by, from top to bottom.
func (s *cellScanner) all() []oddCell {
	slices.SortFunc(s.odd, func(a, b oddCell) int { return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.column, b.column)) })
	return s.odd
}

// columnNumber counts the letters of a cell's reference from 1; 0 where it has
// none, or more than a sheet has columns.
func columnNumber(ref string) (n int32) {
	for _, c := range []byte(ref) {
		if c < 'A' || c > 'Z' || n > maxCellsInRow {
			break
		}
		n = 26*n + int32(c-'A') + 1
	}
	if n > maxCellsInRow {
		return 0
	}
	return n
}
