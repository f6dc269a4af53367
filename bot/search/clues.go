package search

import "ringkeeper/model"

// Clues are what a query may mean, for a roster that is too large to look at
// each household: what they find is then given to Find.
type Clues struct {
	Number string   // a 户编号 or its last digits
	Heads  []string // what may be a whole name
	Begins string   // what may be the beginning of one
	// Like are names with one character other, "_" in its place; never the
	// surname, so that an index serves. For when nothing else is found.
	Like []string
}

// How long names are that may stand beside a place.
const (
	shortestName = 2
	longestName  = 4
)

// CluesOf returns the clues of a query. Pinyin gives none: of a whole district's
// heads too many begin with the same letters, so that it serves for a person's
// own households alone.
func CluesOf(typed string) (c Clues) {
	q := parse(typed)
	switch {
	case q.number:
		c.Number = q.text
		return c
	case q.latin || q.text == "":
		return c
	}
	for _, name := range q.names(model.Household{}) {
		runes := []rune(name)
		c.Heads = append(c.Heads, name)
		for n := shortestName; n <= longestName && n < len(runes); n++ {
			c.Heads = append(c.Heads, string(runes[len(runes)-n:]), string(runes[:n]))
		}
		for _, n := range []int{len(runes), 3} {
			if len(runes) >= n && n > shortestName && n <= longestName {
				c.Like = append(c.Like, otherwise(runes[len(runes)-n:])...)
			}
		}
	}
	c.Begins = q.text
	return c
}

// otherwise are the names in which one character but the first may be any.
func otherwise(name []rune) (names []string) {
	for i := 1; i < len(name); i++ {
		names = append(names, string(name[:i])+"_"+string(name[i+1:]))
	}
	return names
}
