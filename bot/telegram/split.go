package telegram

import (
	"slices"
	"strings"

	"ringkeeper/bot/text"
)

// The limits of a part. Telegram counts what is seen, and takes 4,096 units;
// ours leaves room for the mark of a message that is sent again. The markup
// itself has a limit that is not published; three bytes for each unit let a
// full page of Chinese through.
const (
	partUnits   = 4000
	partBytes   = 12_000
	partButtons = 100
	buttonsLine = 5
)

// Part is what fits into one message.
type Part struct {
	HTML     string
	Keyboard [][]text.Button
	Lines    []Line // the numbered rows in it
}

// Line tells which household stands behind a numbered row.
type Line struct {
	N           int
	HouseholdID int64
}

// Split cuts a page into parts, between its rows only. Buttons of rows stand
// under the part that holds the row, the page's keyboard under the last. A row
// that is too long for any part becomes plain text and ends with an ellipsis.
// A page without anything to see has no parts.
func Split(p text.Page) []Part {
	last := partKeyboard(p.Keyboard)
	// Which part is the last is not known while cutting, so that every part
	// leaves room for the page's own buttons.
	room := partButtons - count(last)
	var parts []Part
	var open opening
	for _, row := range p.Rows {
		size := measure(row.HTML)
		if size.units > partUnits || size.bytes > partBytes {
			row.HTML = plain(row.HTML)
			size = measure(row.HTML)
		}
		if open.started && !open.fits(row, size, room) {
			parts = append(parts, open.part())
			open = opening{}
		}
		open.add(row, size)
	}
	if open.started {
		parts = append(parts, open.part())
	}
	if len(parts) > 0 {
		end := &parts[len(parts)-1]
		end.Keyboard = append(end.Keyboard, last...)
	}
	return parts
}

// opening is the part that is being filled.
type opening struct {
	rows    []string
	size    extent
	buttons []text.Button
	lines   []Line
	started bool
}

func (o *opening) fits(row text.Row, size extent, room int) bool {
	buttons := len(o.buttons)
	if row.Button.Label != "" {
		buttons++
	}
	// The newline between two rows counts, too.
	return o.size.units+1+size.units <= partUnits && o.size.bytes+1+size.bytes <= partBytes && buttons <= room
}

func (o *opening) add(row text.Row, size extent) {
	if !o.started && size.blank {
		// Telegram trims what it gets, and refuses what is empty then.
		return
	}
	if o.started {
		o.size.units, o.size.bytes = o.size.units+1, o.size.bytes+1
	}
	o.started = true
	o.rows = append(o.rows, row.HTML)
	o.size.units, o.size.bytes = o.size.units+size.units, o.size.bytes+size.bytes
	if row.N != 0 {
		o.lines = append(o.lines, Line{row.N, row.HouseholdID})
	}
	if row.Button.Label != "" {
		o.buttons = append(o.buttons, row.Button)
	}
}

func (o *opening) part() Part {
	p := Part{HTML: strings.Join(o.rows, "\n"), Lines: o.lines}
	for line := range slices.Chunk(o.buttons, buttonsLine) {
		p.Keyboard = append(p.Keyboard, slices.Clone(line))
	}
	return p
}

// extent is how much of a part a row takes.
type extent struct {
	units, bytes int
	blank        bool
}

func measure(markup string) extent {
	seen := visible(markup)
	return extent{units(seen), len(markup), strings.TrimSpace(seen) == ""}
}

// plain is a row that is too long, cut where no tag can break: without any.
func plain(markup string) string {
	return cutBytes(text.Escape(cut(visible(markup), partUnits)), partBytes)
}

// partKeyboard is the page's keyboard without lines beyond what Telegram takes,
// and with room left for a few buttons of rows.
func partKeyboard(rows [][]text.Button) [][]text.Button {
	n := 0
	for i, row := range rows {
		if n += len(row); n > partButtons-buttonsLine {
			return slices.Clone(rows[:i])
		}
	}
	return slices.Clone(rows)
}

func count(rows [][]text.Button) int {
	n := 0
	for _, row := range rows {
		n += len(row)
	}
	return n
}
