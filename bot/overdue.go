package bot

import (
	"context"

	"ringkeeper/model"
)

// overdueRows is how many rows stand on one page, at 5 rows as at 5,000.
const overdueRows = 20

// overdue answers /overdue for the scope of the place: the group's, or what the
// leader answers for.
func (b *Bot) overdue(ctx context.Context, r *request) error {
	scope, name, ok, err := b.overdueScope(ctx, r)
	if err != nil {
		return err
	}
	switch {
	case !ok && r.private():
		r.tell("denied.overdue_own", nil)
		return nil
	case !ok:
		r.tell("denied.overdue", nil)
		return nil
	}
	r.reply(kindOverdue, "", overduePage{Scope: scope, Name: name})
	r.do(model.Audit{Action: "see_overdue", Subject: name})
	return nil
}

// page turns a page of the list: the message is shown anew in its place.
func (b *Bot) page(ctx context.Context, r *request, page int) error {
	scope, name, ok, err := b.overdueScope(ctx, r)
	if err != nil {
		return err
	}
	if !ok {
		r.toast("denied.overdue", nil)
		return nil
	}
	// A forged press must not turn another message of ours into a list.
	_, _, kind, _, err := b.store.HouseholdsInMessage(ctx, r.ChatID, r.MessageID)
	if err != nil {
		return err
	}
	if kind != kindOverdue {
		r.toast("button.over", nil)
		return nil
	}
	r.turn.Redraws = append(r.turn.Redraws, model.Redraw{
		ChatID: r.ChatID, MessageID: r.MessageID, Data: encode(overduePage{Scope: scope, Name: name, Page: page}),
	})
	return nil
}

func (b *Bot) overdueScope(ctx context.Context, r *request) (scope model.Scope, name string, ok bool, err error) {
	if !model.May(r.cadre, model.ActSeeOverdue, r.place) {
		return scope, "", false, nil
	}
	scope = r.group.Scope
	if r.private() {
		scope = model.ScopeOf(r.cadre)
	}
	if scope.Empty() {
		return scope, "", false, nil
	}
	name, err = b.scopeName(ctx, scope)
	return scope, name, true, err
}

// scopeName names a scope of one place; what belongs to a leader has no name
// of its own.
func (b *Bot) scopeName(ctx context.Context, s model.Scope) (string, error) {
	switch {
	case s.Unit != "":
		return s.Unit, nil
	case s.VillageID != 0:
		a, err := b.store.Area(ctx, s.VillageID)
		return a.Name, err
	case s.TownshipID != 0 && s.LeaderID == 0:
		a, err := b.store.Area(ctx, s.TownshipID)
		return a.Name, err
	default:
		return "", nil
	}
}
