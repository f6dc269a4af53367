package bot

import (
	"context"
	"slices"
	"strings"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/talk"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// waitFor waits for a name, or for the days of a leave.
func (r *request) waitFor(n talk.Naming) {
	s := r.state
	s.Naming, s.Report, s.Detail = &n, false, 0
	r.remember(s)
}

// waitNoMore has what was waited for.
func (r *request) waitNoMore() {
	if r.state.Naming == nil {
		return
	}
	s := r.state
	s.Naming = nil
	r.remember(s)
}

// turnAway ends the questions of an earlier command: who gives another has other
// things in mind, and today after /me is no day of a leave.
func (r *request) turnAway() {
	if s := r.state; s.Naming != nil || s.Find != "" {
		s.Naming, s.Find = nil, ""
		r.remember(s)
		r.state = s
	}
}

// naming takes a text that answers who stands in, or on which days. Anything
// else is left to be read as what it is.
func (b *Bot) naming(ctx context.Context, r *request) (done bool, err error) {
	n := r.state.Naming
	switch {
	case n == nil:
		return false, nil
	case talk.Declines(r.Text):
		r.waitNoMore()
		r.tell("standin.dropped", nil)
		return true, nil
	case !n.Answers(r.Text, r.day):
		return false, nil
	case n.ForDays():
		if l, ok := reading.ReadLeave(r.Text, r.day); !talk.MeantAsDays(r.Text) && !ok || l.Rest != "" {
			return false, nil
		}
		return true, b.leaveIn(ctx, r, r.Text)
	}
	typed := reading.ReadStandIn(r.Text)
	found, err := b.findCadres(ctx, typed)
	if err != nil {
		return false, err
	}
	if len(found) == 0 {
		// It may be a household of the person's, of which something is to be told.
		mine, err := b.store.HouseholdsFor(ctx, r.cadre.ID, r.asked)
		theirs := slices.ContainsFunc(mine, func(h model.Household) bool { return strings.Contains(r.Text, h.Head) })
		if err != nil || theirs || !talk.MeantAsName(typed) {
			return false, err
		}
	}
	if n.Leave {
		return true, b.leaveWith(ctx, r, typed, n.From, n.Until)
	}
	return true, b.nameDelegate(ctx, r, typed)
}

// findCadres finds who was typed: a name, and perhaps a unit or post before or
// behind it.
func (b *Bot) findCadres(ctx context.Context, typed string) ([]model.Cadre, error) {
	words := strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(" 　,，、()（）/·", r) })
	for i, name := range words {
		found, err := b.store.CadresByName(ctx, name)
		if err != nil {
			return nil, err
		}
		var fit []model.Cadre
		for _, c := range found {
			if fits(c, words[:i]) && fits(c, words[i+1:]) {
				fit = append(fit, c)
			}
		}
		if len(fit) > 0 {
			return fit, nil
		}
	}
	return nil, nil
}

// fits says whether words are of a cadre's unit or post.
func fits(c model.Cadre, words []string) bool {
	for _, w := range words {
		if !strings.Contains(c.Unit, w) && !strings.Contains(c.Post, w) {
			return false
		}
	}
	return true
}

// canStandIn says whether somebody can stand in on some days, and tells the
// person why not.
func (b *Bot) canStandIn(ctx context.Context, r *request, c model.Cadre, from, until model.Day) (bool, error) {
	args := model.Args{"name": c.Name, "unit": c.Unit}
	switch {
	case c.ID == r.cadre.ID:
		r.tell("standin.self", nil)
		return false, nil
	case !c.Bound() || c.Blocked:
		r.tell("standin.unbound", args)
		return false, nil
	}
	own, err := b.store.StandIns(ctx, store.StandInFilter{ForID: c.ID, From: from})
	if err != nil {
		return false, err
	}
	for _, s := range own {
		if s.Leave && s.Meets(from, until) {
			r.reply(kindStandIn, "", standInNews{Source: s.Source, As: isAway})
			return false, nil
		}
	}
	return true, nil
}

// askStandIn tells somebody who is to stand in.
func (b *Bot) askStandIn(r *request, s model.StandIn) {
	b.tellOfStandIn(r, s.ByID, subjectOfStandIn(s.Source), standInNews{Source: s.Source, As: isAsked})
}

// tellOfStandIn tells somebody else of a standing in.
func (b *Bot) tellOfStandIn(r *request, cadre int64, subject string, news standInNews) {
	r.turn.Notices = append(r.turn.Notices, model.Notice{
		Subject: subject, Priority: model.PriorityAnswer, Kind: kindStandIn, CadreID: cadre, Data: encode(news),
	})
}

// showKept answers who asks again for what is kept already.
func (r *request) showKept(s model.StandIn) {
	if r.CallbackID != "" {
		r.toast("standin.already", nil)
		return
	}
	r.reply(kindStandIn, subjectOfStandIn(s.Source), standInNews{Source: s.Source, As: isNamed})
}

// showAnew shows what says of a standing in, and the lists of both.
func (r *request) showAnew(s model.StandIn) {
	r.turn.Refresh = append(r.turn.Refresh, subjectOfStandIn(s.Source), subjectOfStandIns(s.ForID))
	if s.ByID != 0 {
		r.turn.Refresh = append(r.turn.Refresh, subjectOfStandIns(s.ByID))
	}
}

// endStandIn ends a standing in, for whoever is stood in for or stands in; the
// other is told. A leave whose stand-in declines goes on as a pause.
func (b *Bot) endStandIn(ctx context.Context, r *request, id int64) error {
	found, err := b.store.StandIns(ctx, store.StandInFilter{ID: id})
	if err != nil {
		return err
	}
	if len(found) == 0 || found[0].ForID != r.cadre.ID && found[0].ByID != r.cadre.ID {
		r.toast("denied", nil)
		return nil
	}
	s := found[0]
	r.showAnew(s)
	if s.Over(r.today) {
		r.toast("standin.over", nil)
		return nil
	}
	r.do(model.EndStandIn{ID: s.ID})
	r.toast("standin.ended", nil)
	switch {
	case s.ForID == r.cadre.ID && s.ByID != 0:
		b.tellOfStandIn(r, s.ByID, "", standInNews{Source: s.Source, As: isEnded})
	case s.ForID != r.cadre.ID && s.Leave:
		rest := model.StandIn{Source: r.source(0), ForID: s.ForID, Leave: true, FromDay: max(s.FromDay, r.today), UntilDay: s.UntilDay}
		r.do(model.NameStandIn{StandIn: rest})
		b.tellOfStandIn(r, s.ForID, subjectOfStandIn(rest.Source), standInNews{Source: rest.Source, As: isDeclined, By: r.cadre.ID})
	case s.ForID != r.cadre.ID:
		b.tellOfStandIn(r, s.ForID, "", standInNews{Source: s.Source, As: isDeclined, By: r.cadre.ID})
	}
	return nil
}

// answering is somebody who is to act for a household.
type answering struct {
	model.Cadre
	as string // key of the sentence that names the role
}

// answering are the responsible cadre of a household and, while that one is
// away, who stands in.
func (b *Bot) answering(ctx context.Context, responsible int64, day model.Day) (all []answering, err error) {
	if responsible == 0 {
		return nil, nil
	}
	add := func(id int64, as string) error {
		c, err := b.store.Cadre(ctx, id)
		all = append(all, answering{c, as})
		return err
	}
	if err := add(responsible, "told.responsible"); err != nil {
		return nil, err
	}
	standIns, err := b.store.StandIns(ctx, store.StandInFilter{ForID: responsible, On: day})
	if err != nil {
		return nil, err
	}
	for _, s := range standIns {
		if s.Leave && s.ByID != 0 {
			if err := add(s.ByID, "told.stand_in"); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}
