package talk

import (
	"slices"

	"ringkeeper/bot/reading"
	"ringkeeper/model"
)

// Line is a numbered household of the message that is answered.
type Line struct {
	N           int    `json:"n"`
	HouseholdID int64  `json:"household"`
	Head        string `json:"head"`
	Village     string `json:"village"`
	// Gone: it is not the person's any more. It stays among the lines, so that
	// its number means nothing else.
	Gone bool `json:"gone,omitempty"`
	// Urgent: the person reported an emergency of it on this very day.
	Urgent bool `json:"urgent,omitempty"`
}

// anyOther is the number of a household that nobody names: what is read of it
// was said of all.
const anyOther = 1 << 30

// saidOfAll returns the piece of a text that speaks of all households, or of
// all that it does not name, "" where there is none. It looks only where it
// matters.
func saidOfAll(text string, day model.Day, lines []Line) string {
	if !slices.ContainsFunc(lines, func(l Line) bool { return l.Gone || l.Urgent }) {
		return ""
	}
	for _, item := range reading.ReadReply(text, day, withAnyOther(lines)).Items {
		if item.N == anyOther {
			return item.Text
		}
	}
	return ""
}

// byName reads a text that names households which stand on no list.
func byName(text string, day model.Day, others []Line) []reading.Item {
	if len(others) == 0 {
		return nil
	}
	items := reading.ReadReply(text, day, withAnyOther(others)).Items
	if slices.ContainsFunc(items, func(i reading.Item) bool { return i.N == anyOther }) {
		return nil
	}
	return items
}

func withAnyOther(lines []Line) []reading.Line {
	return append(readable(lines), reading.Line{N: anyOther})
}

// present leaves out what is not the person's any more.
func present(lines []Line) []Line {
	return slices.DeleteFunc(slices.Clone(lines), func(l Line) bool { return l.Gone })
}

func readable(lines []Line) []reading.Line {
	out := make([]reading.Line, len(lines))
	for i, l := range lines {
		out[i] = reading.Line{N: l.N, Head: l.Head, Village: l.Village}
	}
	return out
}

func lineOf(lines []Line, n int) (Line, bool) {
	for _, l := range lines {
		if l.N == n {
			return l, true
		}
	}
	return Line{}, false
}
