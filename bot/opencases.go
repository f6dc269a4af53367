package bot

import (
	"context"

	"ringkeeper/model"
)

// casesPage is a page of the open emergencies of a scope.
type casesPage struct {
	Scope model.Scope `json:"scope"`
	Name  string      `json:"name,omitempty"`
	Page  int         `json:"page,omitempty"`
}

// openCases answers /emergencies for the scope of the place: the group's, or what
// the person may look at.
func (b *Bot) openCases(ctx context.Context, r *request) error {
	scope, name, err := b.caseScope(ctx, r)
	if err != nil {
		return err
	}
	if scope.Empty() {
		r.tell("denied.cases", nil)
		return nil
	}
	r.reply(kindCases, "", casesPage{Scope: scope, Name: name})
	r.do(model.Audit{Action: "see_emergencies", Subject: name})
	return nil
}

// casesPage turns a page of the list: the message is shown anew in its place.
func (b *Bot) casesPage(ctx context.Context, r *request, page int) error {
	scope, name, err := b.caseScope(ctx, r)
	if err != nil {
		return err
	}
	if scope.Empty() {
		r.toast("denied", nil)
		return nil
	}
	_, _, kind, _, err := b.store.HouseholdsInMessage(ctx, r.ChatID, r.MessageID)
	if err != nil {
		return err
	}
	if kind != kindCases {
		r.toast("button.over", nil)
		return nil
	}
	r.turn.Redraws = append(r.turn.Redraws, model.Redraw{
		ChatID: r.ChatID, MessageID: r.MessageID, Data: encode(casesPage{Scope: scope, Name: name, Page: page}),
	})
	return nil
}

// caseScope is what of the emergencies may be shown here, empty for nothing.
func (b *Bot) caseScope(ctx context.Context, r *request) (scope model.Scope, name string, err error) {
	if !model.May(r.cadre, model.ActSeeCases, r.place) {
		return scope, "", nil
	}
	scope = r.group.Scope
	if r.private() {
		scope = model.ScopeOf(r.cadre)
	}
	name, err = b.scopeName(ctx, scope)
	return scope, name, err
}

// caseFigures shows a leader or the office how this year's emergencies of their
// scope were dealt with.
func (b *Bot) caseFigures(ctx context.Context, r *request) error {
	if !model.May(r.cadre, model.ActSeeFigures, r.place) {
		r.toast("denied", nil)
		return nil
	}
	scope, name, err := b.caseScope(ctx, r)
	if err != nil {
		return err
	}
	r.reply(kindCaseFigures, "", casesPage{Scope: scope, Name: name})
	return nil
}
