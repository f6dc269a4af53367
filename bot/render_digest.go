package bot

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// owing is one household of a digest with everything that it is owed.
type owing struct {
	household model.Household
	duties    []store.Duty
	cases     []model.Emergency // that are open
	overdue   int               // days, of the duty that waits longest
}

// renderDigest words the reminder of a workday: overdue first, then by ring and
// village, numbered, each with what is owed and until when; and in the same way
// for each person for whom the reader stands in. It is dropped once its day has
// passed, the reader is on leave or nothing is open any more.
func renderDigest(ctx context.Context, w *wording, d digest) (text.Page, error) {
	if d.Day != w.today || d.Until != 0 && model.InstantOf(w.at) >= d.Until {
		w.drop = "its hours have passed"
		return text.Page{}, nil
	}
	covers, away, err := w.covers(ctx)
	if err != nil {
		return text.Page{}, err
	}
	if away {
		w.drop = "the reader is on leave"
		return text.Page{}, nil
	}
	duties, err := w.duties(ctx, d.Ahead, covers)
	if err != nil {
		return text.Page{}, err
	}
	notices, err := w.notices(ctx, d)
	if err != nil {
		return text.Page{}, err
	}
	list := w.byHousehold(duties)
	var page text.Page
	if len(list) > 0 {
		page.Rows = text.Rows(w.say.Say("digest.title", model.Args{"day": w.today, "n": len(list)}), w.say.Say("digest.how", nil))
	}
	households := make([]model.Household, len(list))
	for i, o := range list {
		households[i] = o.household
	}
	if err := w.addCases(ctx, list); err != nil {
		return text.Page{}, err
	}
	told := alike(households)
	heading := ""
	for i, o := range list {
		if h := w.heading(o, covers); h != heading {
			heading = h
			page.Rows = append(page.Rows, text.Rows(h)...)
		}
		page.Rows = append(page.Rows, w.digestRow(i+1, o, told))
	}
	items, err := w.digestItems(ctx, &page)
	if err != nil {
		return text.Page{}, err
	}
	if len(list)+len(notices) == 0 && !(items && d.Items) {
		w.drop = "nothing is open any more"
		return text.Page{}, nil
	}
	for _, d := range duties {
		w.named = append(w.named, store.Named{HouseholdID: d.Household.ID, Kind: d.Kind, Due: d.Due.On})
	}
	page.Rows = append(page.Rows, text.Rows(notices...)...)
	return page, nil
}

// duties are what the reader's households owe within the longest step, looking
// so many rest days further ahead, and those of whom the reader stands in for.
func (w *wording) duties(ctx context.Context, ahead int, covers []cover) (all []store.Duty, err error) {
	of := []int64{w.reader.CadreID}
	for _, c := range covers {
		of = append(of, c.ForID)
	}
	for _, cadre := range of {
		duties, err := w.store.OpenDuties(ctx, store.OpenQuery{CadreID: cadre, At: w.today, Steps: w.bot.config.Steps, Ahead: ahead})
		if err != nil {
			return nil, err
		}
		all = append(all, duties...)
	}
	return all, nil
}

// byHousehold gathers duties by household in the order of the digest.
func (w *wording) byHousehold(duties []store.Duty) []owing {
	var list []owing
	at := map[int64]int{}
	for _, d := range duties {
		i, ok := at[d.Household.ID]
		if !ok {
			i = len(list)
			at[d.Household.ID] = i
			list = append(list, owing{household: d.Household})
		}
		list[i].duties = append(list[i].duties, d)
		list[i].overdue = max(list[i].overdue, d.Due.DaysOverdue(w.today))
	}
	others := func(o owing) int64 { // the own come first
		if o.household.ResponsibleID == w.reader.CadreID {
			return 0
		}
		return o.household.ResponsibleID
	}
	slices.SortFunc(list, func(a, b owing) int {
		return cmp.Or(
			cmp.Compare(others(a), others(b)),
			cmp.Compare(sign(b.overdue), sign(a.overdue)),
			cmp.Compare(a.household.Ring.Rank(), b.household.Ring.Rank()),
			cmp.Compare(a.household.Village, b.household.Village),
			cmp.Compare(a.household.Number, b.household.Number),
		)
	})
	return list
}

// addCases adds to the households of a list their open cases.
func (w *wording) addCases(ctx context.Context, list []owing) error {
	at := make(map[int64]int, len(list))
	ids := make([]int64, len(list))
	for i, o := range list {
		ids[i], at[o.household.ID] = o.household.ID, i
	}
	cases, err := w.store.OpenCasesOf(ctx, ids)
	for _, e := range cases {
		o := &list[at[e.HouseholdID]]
		o.cases = append(o.cases, e)
	}
	return err
}

func sign(n int) int { return min(n, 1) }

func (w *wording) heading(o owing, covers []cover) string {
	i := slices.IndexFunc(covers, func(c cover) bool { return c.ForID == o.household.ResponsibleID })
	switch {
	case i >= 0 && covers[i].Leave:
		return w.say.Say("digest.for_leave", model.Args{"name": covers[i].name, "until": covers[i].UntilDay})
	case i >= 0:
		return w.say.Say("digest.for", model.Args{"name": covers[i].name})
	case o.overdue > 0:
		return w.say.Say("digest.overdue", nil)
	}
	return w.say.Say("digest.ring", model.Args{"ring": o.household.Ring})
}

func (w *wording) digestRow(n int, o owing, told map[int64]string) text.Row {
	h := o.household
	key := "digest.row"
	if o.overdue > 0 || h.ResponsibleID != w.reader.CadreID { // no ring stands above it
		key = "digest.row_overdue"
	}
	return text.Row{
		HTML: w.say.Say(key, model.Args{
			"number": n, "ring": h.Ring, "head": model.MaskName(h.Head), "village": w.place(h, told), "owed": text.HTML(w.say.Clauses(w.owing(o))),
		}),
		N: n, HouseholdID: h.ID,
		Button: text.Button{Label: strconv.Itoa(n), Data: talk.Tap{Do: talk.TapHousehold, ID: h.ID}.String()},
	}
}

// owing words what a household is owed. Where it is in distress and nobody was at the
// home yet, that alone counts.
func (w *wording) owing(o owing) (clauses []string) {
	urgent := false
	for _, e := range o.cases {
		key := "digest.case"
		if e.Status.AtHome() {
			key = "digest.case_at_home"
		} else {
			urgent = true
		}
		clauses = append(clauses, w.say.Say(key, model.Args{"id": e.ID, "status": e.Status}))
	}
	if urgent {
		return clauses
	}
	for _, d := range o.duties {
		clauses = append(clauses, w.owed(d))
	}
	return clauses
}

func (w *wording) owed(d store.Duty) string {
	args := model.Args{"kind": d.Kind, "due": d.Due.On, "days": d.Due.DaysOverdue(w.today)}
	switch {
	case d.Due.On < w.today:
		return w.say.Say("digest.owed_overdue", args)
	case d.Due.On == w.today:
		return w.say.Say("digest.owed_today", args)
	default:
		return w.say.Say("digest.owed", args)
	}
}
