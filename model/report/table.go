package report

import (
	"bufio"
	"regexp"
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"
)

// screen measures text as terminals draw it: a Chinese character takes two
// columns, and the marks of East Asian ambiguous width take one, whatever the
// machine's locale, so that a table looks the same everywhere.
var screen = &runewidth.Condition{StrictEmojiNeutral: true}

const (
	gap    = "  "
	narrow = 6 // columns that a cell keeps: three characters
	title  = 4 // columns that a heading keeps
)

// table prints the rows below the headings, which are the first, in columns as
// wide as they need. Where the terminal is narrower, headings give way, then the
// widest columns; days and the first column, which names the row, stay whole,
// since a part of them says nothing. What does not fit even so is cut at the
// terminal's edge.
func (p Printer) table(rows [][]string) error {
	widths, cells, whole := make([]int, len(rows[0])), make([]int, len(rows[0])), make([]bool, len(rows[0]))
	for n, row := range rows {
		for i := range row {
			row[i] = oneLine(row[i])
			w := screen.StringWidth(row[i])
			widths[i] = max(widths[i], w)
			if n > 0 {
				cells[i] = max(cells[i], w)
				whole[i] = whole[i] || i == 0 || day.MatchString(row[i])
			}
		}
	}
	if p.Width > 0 {
		giveWay(widths, cells, whole, p.Width)
	}
	out := bufio.NewWriter(p.Out)
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			if i > 0 {
				line.WriteString(gap)
			}
			line.WriteString(screen.FillRight(screen.Truncate(cell, widths[i], "…"), widths[i]))
		}
		text := strings.TrimRight(line.String(), " ")
		if p.Width > 0 {
			text = screen.Truncate(text, p.Width, "…")
		}
		if _, err := out.WriteString(text + "\n"); err != nil {
			return err
		}
	}
	return out.Flush()
}

var day = regexp.MustCompile(`^\d{4}-\d\d-\d\d( \d\d:\d\d)?$`)

// giveWay takes columns away until a row fits; cells is the width of each column
// without its heading, whole says which must not be cut.
func giveWay(widths, cells []int, whole []bool, width int) {
	over := len(gap)*(len(widths)-1) - width
	for _, w := range widths {
		over += w
	}
	for i, w := range widths {
		take := min(max(over, 0), w-min(w, max(cells[i], title)))
		widths[i] -= take
		over -= take
	}
	for ; over > 0; over-- {
		widest := -1
		for i, w := range widths {
			if !whole[i] && w > narrow && (widest < 0 || w > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return
		}
		widths[widest]--
	}
}

// oneLine takes out of a text what breaks a line or drives the terminal: people
// in chats and in sheets write what they like.
func oneLine(s string) string {
	plain := true
	for _, r := range s {
		if !unicode.IsPrint(r) {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, s)
}
