package bot

import (
	"context"
	"strings"

	"ringkeeper/bot/talk"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// delegate answers /delegate: who records for the person, and for whom the
// person records. Who is named in it becomes a delegate.
func (b *Bot) delegate(ctx context.Context, r *request) error {
	if name := strings.TrimSpace(r.Body); name != "" {
		return b.nameDelegate(ctx, r, name)
	}
	if model.NamesDelegates(r.cadre) {
		r.waitFor(talk.Naming{})
	}
	r.reply(kindDelegates, subjectOfStandIns(r.cadre.ID), struct{}{})
	return nil
}

// nameDelegate names whoever was typed.
func (b *Bot) nameDelegate(ctx context.Context, r *request, typed string) error {
	if !b.mayDelegate(r) {
		return nil
	}
	found, err := b.findCadres(ctx, typed)
	if err != nil {
		return err
	}
	switch len(found) {
	case 0:
		r.waitFor(talk.Naming{})
		r.tell("standin.unknown", model.Args{"name": typed})
		return nil
	case 1:
		return b.beDelegate(ctx, r, found[0])
	}
	r.waitNoMore()
	r.reply(kindWhichCadre, "", whichCadreOf(found, talk.Tap{Do: talk.TapDelegate}))
	return nil
}

// tapDelegate names the one who was pressed.
func (b *Bot) tapDelegate(ctx context.Context, r *request, id int64) error {
	if id == 0 {
		return b.delegate(ctx, r)
	}
	if !b.mayDelegate(r) {
		return nil
	}
	c, err := b.store.Cadre(ctx, id)
	if err != nil {
		return err
	}
	if c.ID == 0 {
		r.toast("button.over", nil)
		return nil
	}
	return b.beDelegate(ctx, r, c)
}

func (b *Bot) mayDelegate(r *request) bool {
	if model.NamesDelegates(r.cadre) {
		return true
	}
	r.tell("delegate.only_leaders", nil, said{Key: "button.leave", Tap: talk.Tap{Do: talk.TapLeave}})
	return false
}

// beDelegate lets somebody record for the person from today on.
func (b *Bot) beDelegate(ctx context.Context, r *request, c model.Cadre) error {
	before, err := b.store.StandIns(ctx, store.StandInFilter{ForID: r.cadre.ID, ByID: c.ID, From: r.today})
	if err != nil {
		return err
	}
	for _, s := range before {
		if !s.Leave {
			r.waitNoMore()
			r.showKept(s)
			return nil
		}
	}
	ok, err := b.canStandIn(ctx, r, c, r.today, r.today)
	if err != nil || !ok {
		return err
	}
	s := model.StandIn{Source: r.source(0), ForID: r.cadre.ID, ByID: c.ID, FromDay: r.today}
	r.waitNoMore()
	r.do(model.NameStandIn{StandIn: s})
	r.showAnew(s)
	r.reply(kindStandIn, subjectOfStandIn(s.Source), standInNews{Source: s.Source, As: isNamed})
	b.askStandIn(r, s)
	return nil
}
