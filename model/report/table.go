package report

import (
	"bufio"
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
	narrow = 10 // columns that a cell keeps: a day, or five characters
)

// table prints rows in columns as wide as they need. Where the terminal is
// narrower, the widest columns give way, down to the width of a day; what does
// not fit even so is cut at the terminal's edge. The first column, which names
// the row, stays whole.
func (p Printer) table(rows [][]string) error {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i := range row {
			row[i] = oneLine(row[i])
			widths[i] = max(widths[i], screen.StringWidth(row[i]))
		}
	}
	if p.Width > 0 {
		giveWay(widths, p.Width)
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

// giveWay takes columns from the widest cells until a row fits.
func giveWay(widths []int, width int) {
	total := len(gap) * (len(widths) - 1)
	for _, w := range widths {
		total += w
	}
	for ; total > width; total-- {
		widest := 0
		for i, w := range widths {
			if i > 0 && (widest == 0 || w > widths[widest]) {
				widest = i
			}
		}
		if widest == 0 || widths[widest] <= narrow {
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
