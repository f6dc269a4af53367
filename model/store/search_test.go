package store

import (
	"strings"
	"testing"

	"ringkeeper/model"
)

// numbers are those of households, in order.
func numbers(rows []model.Household) string {
	var list []string
	for _, h := range rows {
		list = append(list, h.Number)
	}
	return strings.Join(list, " ")
}

// TestAHouseholdIsFoundByItsCluesWithinAScope and nowhere else, nor once it is
// archived.
func TestAHouseholdIsFoundByItsCluesWithinAScope(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleCadre), person("李", model.RoleCadre))
	named := func(number, head string, cadre int64) RosterHousehold {
		h := family(number, model.Red, cadre)
		h.Facts.Head = head
		return h
	}
	ids := o.roster(named("53010001", "张春明", p[0]), named("53010002", "张春民", p[0]), named("53020001", "张丽", p[1]), named("53020009", "张春明", p[1]))
	o.ok(o.Commit(ctx, turn(firstDay, model.ArchiveHousehold{HouseholdID: ids[3], On: firstDay})))
	all, own := model.Scope{All: true}, model.Scope{CadreID: p[0]}
	for _, c := range []struct {
		scope model.Scope
		clues Clues
		want  string
	}{
		{all, Clues{Number: "0001"}, "53010001 53020001"},
		{own, Clues{Number: "0001"}, "53010001"},
		{all, Clues{Number: "20001"}, "53020001"},
		{all, Clues{Number: "53010002"}, "53010002"},
		{all, Clues{Number: "001"}, ""},
		{all, Clues{Heads: []string{"张春明", "春明"}}, "53010001"},
		{all, Clues{Begins: "张"}, "53010001 53010002 53020001"},
		{own, Clues{Begins: "张春"}, "53010001 53010002"},
		{all, Clues{Like: []string{"张春_", "张_"}}, "53010001 53010002 53020001"},
		{all, Clues{}, ""},
		{model.Scope{}, Clues{Begins: "张"}, ""},
	} {
		rows, err := o.HouseholdsLike(ctx, c.scope, c.clues)
		o.ok(err)
		if got := numbers(rows); got != c.want {
			t.Errorf("%+v within %+v finds %q, want %q", c.clues, c.scope, got, c.want)
		}
	}
	for scope, want := range map[model.Scope]bool{all: true, own: true, {CadreID: p[1]}: false, {}: false} {
		if got := must[bool](t)(o.InScope(ctx, scope, ids[0])); got != want {
			t.Errorf("%+v: %v", scope, got)
		}
	}
}

// TestAChosenLanguageIsNotChangedByTelegram nor by binding anew.
func TestAChosenLanguageIsNotChangedByTelegram(t *testing.T) {
	o := newOffice(t)
	id := o.cadres(person("王", model.RoleCadre))[0]
	speaks := func(want string) {
		t.Helper()
		if c := must[model.Cadre](t)(o.Cadre(ctx, id)); c.Language != want {
			t.Errorf("%q, want %q", c.Language, want)
		}
	}
	set := func(language string, chosen bool) {
		o.ok(o.Commit(ctx, turn(firstDay, model.SetLanguage{CadreID: id, Language: language, Chosen: chosen})))
	}
	set("en", false)
	speaks("en")
	set("zh-CN", true)
	set("en", false)
	speaks("zh-CN")
	set("en", true)
	speaks("en")
}
