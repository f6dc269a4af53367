package bot

import (
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/search"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// halfNamed returns the household that is meant by a name without its surname, or by
// the surname alone: 丽英家, 西村老杜家. It is looked for among all of the village
// that the report names, or else among the reporter's own; where it may be another
// one, it is none.
func (b *Bot) halfNamed(ctx context.Context, r *request, words string, f reading.Family) (model.Household, error) {
	half := halfName(words, f)
	if half == "" {
		return model.Household{}, nil
	}
	var among []model.Household
	if f.Village == "" {
		own, err := b.store.HouseholdsFor(ctx, r.cadre.ID, r.today)
		if err != nil {
			return model.Household{}, err
		}
		among = own
	} else {
		area, err := b.villageArea(ctx, r, words, f)
		if err != nil || area.ID == 0 {
			return model.Household{}, err
		}
		rows, err := b.store.Households(ctx, store.HouseholdFilter{Scope: area.Scope()})
		if err != nil {
			return model.Household{}, err
		}
		for _, row := range rows {
			among = append(among, row.Household)
		}
	}
	if surname, ok := neighbourly(half); ok {
		var called []model.Household
		for _, h := range among {
			if strings.HasPrefix(h.Head, surname) {
				called = append(called, h)
			}
		}
		return theOne(called), nil
	}
	if found, rank := search.Find(half, among); rank == search.Given {
		return theOne(found), nil
	}
	return model.Household{}, nil
}

// beforeHome is a word of two characters with 家 behind it.
var beforeHome = regexp.MustCompile(`(?:^|\P{Han})(\p{Han}{2})家`)

// halfName returns what of a report may be half a name.
func halfName(words string, f reading.Family) string {
	if f.Head != "" {
		return f.Head
	}
	if m := beforeHome.FindStringSubmatch(words); m != nil {
		return m[1]
	}
	return ""
}

// neighbourly returns the surname of somebody who is called 老杜 or 小杜.
func neighbourly(name string) (surname string, ok bool) {
	for _, age := range []string{"老", "小"} {
		if surname, ok = strings.CutPrefix(name, age); ok && utf8.RuneCountInString(surname) == 1 {
			return surname, true
		}
	}
	return "", false
}
