package talk

import (
	"regexp"
	"slices"
	"unicode"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/search"
	"ringkeeper/model"
)

// Line is a household that a text may be about: by its number in the message
// that is answered, or by name alone.
type Line struct {
	N           int    `json:"n"`
	HouseholdID int64  `json:"household"`
	Head        string `json:"head"`
	Village     string `json:"village"`
	// Aka are other words for it: 户编号, its end, pinyin.
	Aka []string `json:"-"`
	// Gone: it is not the person's any more. It stays among the lines, so that
	// its number means nothing else.
	Gone bool `json:"gone,omitempty"`
	// Urgent: the person reported an emergency of it on this very day, or nobody was
	// at the home yet since somebody did.
	Urgent bool `json:"urgent,omitempty"`
	// Aside: it stands on no list and is known by name alone.
	Aside bool `json:"aside,omitempty"`
	// Foreign: a text names it, and it is none of the person's.
	Foreign bool `json:"-"`
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

func withAnyOther(lines []Line) []reading.Line {
	return append(readable(lines), reading.Line{N: anyOther})
}

// present leaves out what is not the person's any more, or stands on no list.
func present(lines []Line) []Line {
	return slices.DeleteFunc(slices.Clone(lines), func(l Line) bool { return l.Gone || l.Aside })
}

// own leaves the person's households, listed or not.
func own(lines []Line) []Line {
	return slices.DeleteFunc(slices.Clone(lines), func(l Line) bool { return l.Gone || l.Foreign })
}

func readable(lines []Line) []reading.Line {
	out := make([]reading.Line, len(lines))
	for i, l := range lines {
		out[i] = reading.Line{N: l.N, Head: l.Head, Village: l.Village, Aka: l.Aka, Aside: l.Aside}
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

// longestCall is how many characters at the beginning of a text may name
// somebody: a village and a name.
const longestCall = 10

// latin are the letters at the beginning of a text, which may spell a name: zcm.
var latin = regexp.MustCompile(`^\s*[A-Za-z]{2,}`)

// Resembling returns the lines whose name the beginning of a text resembles, where
// it is not written as the roster has it: 张春, 张春名, 河湾张春. It is for who asks
// which one is meant, and never decides.
func Resembling(text string, lines []Line) []Line { return resembling(text, lines, search.Near) }

// resembling leaves out who fits worse than a rank.
func resembling(text string, lines []Line, worst search.Rank) (found []Line) {
	among := make([]model.Household, len(lines))
	for i, l := range lines {
		among[i] = model.Household{ID: int64(i), Head: l.Head, Village: l.Village}
	}
	if letters := latin.FindString(text); letters != "" {
		if like, rank := search.Find(letters, among); rank <= worst {
			for _, h := range like {
				found = append(found, lines[h.ID])
			}
		}
		return found
	}
	begins := []rune(text)
	for i, r := range begins {
		if !unicode.Is(unicode.Han, r) || i == longestCall {
			begins = begins[:i]
			break
		}
	}
	for n := len(begins); n >= 2 && len(found) == 0; n-- {
		like, rank := search.Find(string(begins[:n]), among)
		if rank > worst {
			continue
		}
		for _, h := range like {
			found = append(found, lines[h.ID])
		}
	}
	return found
}

// calledHalf returns whom a text calls by half a name, where it was read of all
// households since the roster has no such name: 河湾建国打了电话，都好. What was said
// of one household must not be recorded for ten.
func calledHalf(heard reading.Reply, text string, day model.Day, all []Line) []Line {
	if len(heard.Items) < 2 || slices.ContainsFunc(heard.Items, func(i reading.Item) bool { return i.Text != heard.Items[0].Text }) {
		return nil
	}
	called := resembling(text, own(all), search.Given)
	if len(called) == 0 || !slices.ContainsFunc(reading.ReadReply(text, day, withAnyOther(all)).Items, func(i reading.Item) bool { return i.N == anyOther }) {
		return nil
	}
	return called
}
