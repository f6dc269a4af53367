// Package text holds every sentence that a person reads, in zh-CN and en, and
// the pages that are made of them.
package text

import "strings"

// Page is a message before it is cut to Telegram's limits: rows of HTML, none
// of which is ever cut inside, and buttons.
type Page struct {
	Rows     []Row
	Keyboard [][]Button // under the last part
}

// Row is one line (or a few that belong together) of a page, as Telegram's
// HTML. A numbered row of a household carries its number, so that a reply finds
// the household, and perhaps the button that stands for it.
type Row struct {
	HTML        string
	N           int   // 0: not numbered
	HouseholdID int64 // of a numbered row
	Button      Button
}

// Button is one inline button. Data comes back when it is pressed, at most 64
// bytes; a button with a URL opens it instead.
type Button struct {
	Label string
	Data  string
	URL   string
}

// Rows makes plain rows of HTML lines.
func Rows(lines ...string) []Row {
	rows := make([]Row, len(lines))
	for i, l := range lines {
		rows[i].HTML = l
	}
	return rows
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// Escape makes any text safe inside Telegram's HTML, which knows only & < >.
func Escape(s string) string { return escaper.Replace(s) }
