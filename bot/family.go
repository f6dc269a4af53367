package bot

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"ringkeeper/bot/reading"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// familyOf reads whom a report is about; the village may stand behind in brackets.
func familyOf(words string) reading.Family {
	f := reading.ReadFamily(words)
	for _, m := range bracketed.FindAllStringSubmatch(words, -1) {
		if f.Village == "" {
			f.Village = reading.ReadFamily(m[1]).Village
		}
	}
	return f
}

var bracketed = regexp.MustCompile(`[(（]([^()（）]+)[)）]`)

// findFamily returns the household of the roster that a report names, none
// where no household or more than one fits. The names are looked for in the
// words themselves: a list of surnames never knows them all. Of several those of
// the township count in whose group it was said.
func (b *Bot) findFamily(ctx context.Context, r *request, words string, f reading.Family) (model.Household, error) {
	if f.Number != "" {
		h, err := b.store.HouseholdByNumber(ctx, f.Number)
		if err != nil || h.ID != 0 {
			return h, err
		}
		ends, err := b.store.HouseholdsLike(ctx, model.Scope{All: true}, store.Clues{Number: f.Number})
		if err != nil || len(ends) == 1 {
			return theOne(ends), err
		}
	}
	named, err := b.store.HouseholdsOfHeads(ctx, names(words))
	if err != nil {
		return model.Household{}, err
	}
	var here []model.Household
	for _, h := range named {
		if strings.Contains(words, place(h.Village)) {
			here = append(here, h)
		}
	}
	if len(here) == 0 && f.Village == "" {
		here = named
	}
	here = longest(here)
	if near := r.group.Scope.TownshipID; len(here) > 1 && near != 0 {
		here = slices.DeleteFunc(here, func(h model.Household) bool { return h.TownshipID != near })
	}
	if len(here) == 0 {
		return b.halfNamed(ctx, r, words, f)
	}
	return theOne(here), nil
}

// theOne returns the household where there is one alone: none is ever guessed.
func theOne(households []model.Household) model.Household {
	if len(households) != 1 {
		return model.Household{}
	}
	return households[0]
}

// nameWithin is how far into a report the family's name is looked for.
const nameWithin = 80

// names returns every stretch of a text that may be a person's name.
func names(words string) (found []string) {
	r := []rune(words)
	r = r[:min(len(r), nameWithin)]
	for i := range r {
		for n := 2; n <= 4 && i+n <= len(r); n++ {
			found = append(found, string(r[i:i+n]))
		}
	}
	return found
}

// place is a village's name as people say it, without 村.
func place(village string) string {
	if short := strings.TrimSuffix(village, "村"); utf8.RuneCountInString(short) > 1 {
		return short
	}
	return village
}

// longest leaves out households whose head's name is part of another's: who
// writes 张春明 does not mean 张春.
func longest(households []model.Household) (kept []model.Household) {
	for _, h := range households {
		if !slices.ContainsFunc(households, func(o model.Household) bool { return o.Head != h.Head && strings.Contains(o.Head, h.Head) }) {
			kept = append(kept, h)
		}
	}
	return kept
}

// village returns the full name of the village that a report names and its
// township; where it is none of the district's, or more than one of them, the
// name stays as it was reported. In a township's group its villages count before
// their namesakes elsewhere, where the words name no township.
func (b *Bot) village(ctx context.Context, r *request, words string, f reading.Family) (name string, township int64, err error) {
	area, err := b.villageArea(ctx, r, words, f)
	if err != nil || area.ID == 0 {
		return f.Village, 0, err
	}
	return area.Name, area.ParentID, nil
}

// villageArea returns the village that a report names, with ID 0 where it is none of
// the district's, or more than one of them.
func (b *Bot) villageArea(ctx context.Context, r *request, words string, f reading.Family) (store.Area, error) {
	if f.Village == "" {
		return store.Area{}, nil
	}
	here, err := b.store.Area(ctx, r.group.Scope.TownshipID)
	if err != nil {
		return store.Area{}, err
	}
	before, _, _ := strings.Cut(words, f.Village)
	var found []store.Area
	for _, name := range []string{f.Village, f.Village + "村", f.Village + "社区"} {
		area, err := b.store.AreaByName(ctx, name)
		if errors.Is(err, store.ErrAmbiguousArea) {
			area, err = b.store.AreaByName(ctx, strings.TrimSpace(before)+"/"+name)
			if errors.Is(err, store.ErrNoArea) {
				area, err = b.store.AreaByName(ctx, here.Name+"/"+name)
			}
		}
		switch {
		case errors.Is(err, store.ErrNoArea), errors.Is(err, store.ErrAmbiguousArea), err == nil && area.ParentID == 0:
		case err != nil:
			return store.Area{}, err
		case name != f.Village && strings.Contains(words, name):
			return area, nil
		default:
			found = append(found, area)
		}
	}
	if len(found) != 1 {
		return store.Area{}, nil
	}
	return found[0], nil
}
