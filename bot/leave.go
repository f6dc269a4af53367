package bot

import (
	"context"
	"strings"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/talk"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// away answers /away: the person's leaves, and days to choose from. With days it
// is a leave, with a name behind them one in which somebody stands in.
func (b *Bot) away(ctx context.Context, r *request) error {
	if said := strings.TrimSpace(r.Body); said != "" {
		return b.leaveIn(ctx, r, said)
	}
	r.waitFor(talk.Naming{Leave: true})
	r.reply(kindLeaves, subjectOfStandIns(r.cadre.ID), struct{}{})
	return nil
}

// leaveIn takes the leave that a text tells of.
func (b *Bot) leaveIn(ctx context.Context, r *request, said string) error {
	l, ok := reading.ReadLeave(said, r.day)
	if !ok {
		r.waitFor(talk.Naming{Leave: true})
		r.tell("leave.unread", nil)
		return nil
	}
	if l.StandIn != "" {
		return b.leaveWith(ctx, r, l.StandIn, l.From, l.Until)
	}
	return b.takeLeave(ctx, r, l.From, l.Until, model.Cadre{})
}

// tapLeave takes a leave of the days that were pressed.
func (b *Bot) tapLeave(ctx context.Context, r *request, t talk.Tap) error {
	from, until, ok := talk.ParseDays(t.Word)
	if !ok {
		return b.away(ctx, r)
	}
	var by model.Cadre
	if t.ID != 0 {
		var err error
		if by, err = b.store.Cadre(ctx, t.ID); err != nil {
			return err
		}
		if by.ID == 0 {
			r.toast("button.over", nil)
			return nil
		}
	}
	return b.takeLeave(ctx, r, from, until, by)
}

// tapStandIn asks who is to stand in during a leave.
func (b *Bot) tapStandIn(r *request, t talk.Tap) {
	from, until, _ := talk.ParseDays(t.Word)
	if !b.mayLeave(r, from, until) {
		return
	}
	r.waitFor(talk.Naming{Leave: true, From: from, Until: until})
	r.tell("leave.who", nil)
}

// leaveWith takes a leave in which whoever was typed stands in.
func (b *Bot) leaveWith(ctx context.Context, r *request, typed string, from, until model.Day) error {
	if !b.mayLeave(r, from, until) {
		return nil
	}
	found, err := b.findCadres(ctx, typed)
	if err != nil {
		return err
	}
	switch len(found) {
	case 0:
		r.waitFor(talk.Naming{Leave: true, From: from, Until: until})
		r.tell("leave.unknown", model.Args{"name": typed}, said{Key: "button.pause", Tap: talk.Tap{Do: talk.TapLeave, Word: talk.Days(from, until)}})
		return nil
	case 1:
		return b.takeLeave(ctx, r, from, until, found[0])
	}
	r.waitNoMore()
	r.reply(kindWhichCadre, "", whichCadreOf(found, talk.Tap{Do: talk.TapLeave, Word: talk.Days(from, until)}))
	return nil
}

// mayLeave says whether a leave may be taken on such days, and tells why not.
func (b *Bot) mayLeave(r *request, from, until model.Day) bool {
	switch {
	case from < r.day:
		r.tell("leave.past", nil)
	case until < from:
		r.tell("leave.order", nil)
	case until-from >= model.LongestLeave || from-r.day > model.LongestLeave:
		r.tell("leave.long", model.Args{"n": model.LongestLeave})
	default:
		return true
	}
	return false
}

// takeLeave takes a leave, in which nobody stands in for the zero cadre. It
// takes the place of leaves that it overlaps.
func (b *Bot) takeLeave(ctx context.Context, r *request, from, until model.Day, by model.Cadre) error {
	if !b.mayLeave(r, from, until) {
		return nil
	}
	if by.ID != 0 {
		ok, err := b.canStandIn(ctx, r, by, from, until)
		if err != nil || !ok {
			return err
		}
	}
	r.waitNoMore()
	before, err := b.store.StandIns(ctx, store.StandInFilter{ForID: r.cadre.ID, From: from})
	if err != nil {
		return err
	}
	s := model.StandIn{Source: r.source(0), ForID: r.cadre.ID, ByID: by.ID, Leave: true, FromDay: from, UntilDay: until}
	news := standInNews{Source: s.Source, As: isNamed}
	for _, old := range before {
		if !old.Leave || !old.Meets(from, until) {
			continue
		}
		if old.FromDay == from && old.UntilDay == until && old.ByID == by.ID { // pressed twice
			r.showKept(old)
			return nil
		}
		if old.FromDay != from || old.UntilDay != until {
			news.Replaced = append(news.Replaced, old.Source)
		}
		r.showAnew(old)
		if old.ByID != 0 && old.ByID != by.ID {
			b.tellOfStandIn(r, old.ByID, "", standInNews{Source: old.Source, As: isEnded})
		}
	}
	r.do(model.NameStandIn{StandIn: s})
	r.showAnew(s)
	if news.Left, err = b.leaveUncovered(ctx, r, s); err != nil {
		return err
	}
	r.reply(kindStandIn, subjectOfStandIn(s.Source), news)
	if by.ID != 0 {
		b.askStandIn(r, s)
	}
	return nil
}

// leaveUncovered tells those for whom the person stands in that the person is
// away, and returns who that is.
func (b *Bot) leaveUncovered(ctx context.Context, r *request, leave model.StandIn) (left []int64, err error) {
	covers, err := b.store.StandIns(ctx, store.StandInFilter{ByID: r.cadre.ID, From: leave.FromDay})
	for _, c := range covers {
		if c.Meets(leave.FromDay, leave.UntilDay) {
			left = append(left, c.ForID)
			b.tellOfStandIn(r, c.ForID, "", standInNews{Source: leave.Source, As: isAway})
		}
	}
	return left, err
}
