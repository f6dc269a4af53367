package reading

import (
	"slices"
	"unicode"

	"ringkeeper/model"
)

// Settlement is what a text says of open items.
type Settlement struct {
	Status model.ItemStatus // solved or unsolvable; "" where nothing is settled
	Of     []int            // which of them
	Unsure bool             // it may be several, and has to be asked
}

// Settles says whether a text tells that something was settled, or cannot be.
func Settles(s string) bool { return settles(string(standard().normalise(s).runes)) != "" }

func settles(s string) model.ItemStatus {
	w := itemLexicon()
	switch {
	case w.Unsolvable.in(s):
		return model.ItemUnsolvable
	case w.Unsettled.in(s), !w.Solved.in(s):
		return ""
	default:
		return model.ItemSolved
	}
}

// Settled tells which of a household's open items a text settles: the one of which
// it speaks (抽水机已解决), the one of its kind (难点解决了), or the only one where it
// says nothing else (已解决).
func Settled(s string, open []model.Named) (out Settlement) {
	plain := string(standard().normalise(s).runes)
	status := settles(plain)
	if status == "" || len(open) == 0 {
		return Settlement{}
	}
	out.Status = status
	w := itemLexicon()
	rest := plain
	for _, list := range []words{w.Solved, w.Unsolvable} {
		rest = list.without(rest)
	}
	if out.Of = alikest(rest, open); len(out.Of) == 0 {
		out.Of = ofKind(rest, open)
	}
	switch {
	case len(out.Of) == 0 && bareOf(rest):
		for i := range open {
			out.Of = append(out.Of, i)
		}
	case len(out.Of) == 0:
		return Settlement{}
	}
	out.Unsure = len(out.Of) > 1 && !w.All.in(plain)
	return out
}

// alikest returns the items that have most pairs of characters in common with a
// text, none where none has any.
func alikest(s string, open []model.Named) (best []int) {
	said, most := pairs(s), 0
	for i, item := range open {
		w := itemLexicon()
		n := 0
		about := w.Asking.without(w.Wishing.without(string(standard().normalise(item.Text).runes)))
		for p := range pairs(about) {
			if said[p] {
				n++
			}
		}
		switch {
		case n == 0 || n < most:
		case n > most:
			most, best = n, []int{i}
		default:
			best = append(best, i)
		}
	}
	return best
}

func pairs(s string) map[[2]rune]bool {
	all, runes := map[[2]rune]bool{}, []rune(s)
	for i := 1; i < len(runes); i++ {
		if isHan(runes[i-1]) && isHan(runes[i]) {
			all[[2]rune{runes[i-1], runes[i]}] = true
		}
	}
	return all
}

// ofKind returns the items of the kind of which a text speaks.
func ofKind(s string, open []model.Named) (of []int) {
	w := itemLexicon()
	for i, item := range open {
		names := slices.Concat(w.Difficulty, w.WeakDifficulty, w.Any)
		if item.Kind == model.Need {
			names = slices.Concat(w.Need, w.WeakNeed, w.Any)
		}
		if names.in(s) {
			of = append(of, i)
		}
	}
	return of
}

// bareOf says whether nothing but numbers, particles and signs is left of a text.
func bareOf(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) && !slices.Contains([]rune("都全已经了的啦户号第"), r) {
			return false
		}
	}
	return true
}
