package bot

import (
	"context"
	"errors"
	"strings"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// bind binds a group to a scope; only the office may.
func (b *Bot) bind(ctx context.Context, r *request) error {
	if !model.May(r.cadre, model.ActBindGroup, r.place) {
		r.tell("denied", nil)
		return nil
	}
	name := strings.TrimSpace(r.Body)
	group := model.Group{ChatID: r.ChatID, Title: model.StrikeIDs(r.ChatTitle), BoundBy: r.cadre.ID, BoundAt: r.turn.At}
	switch name {
	case "":
		r.tell("group.how", nil)
		return nil
	case "全区":
		group.Scope.All = true
	case "办公室":
		group.Scope.All, group.Office = true, true
	default:
		scope, ok, err := b.place(ctx, name)
		if errors.Is(err, store.ErrAmbiguousArea) {
			r.tell("group.ambiguous", model.Args{"name": name})
			return nil
		}
		if err != nil {
			return err
		}
		if !ok {
			r.tell("group.unknown", model.Args{"name": name})
			return nil
		}
		group.Scope = scope
	}
	r.do(model.BindGroup{Group: group})
	if group.Office {
		r.tell("group.bound_office", nil)
		return b.alertLate(ctx, r, caseReader{chatID: r.ChatID})
	}
	r.tell("group.bound", model.Args{"scope": name})
	return nil
}

// place finds a township, a village or a unit by its name.
func (b *Bot) place(ctx context.Context, name string) (model.Scope, bool, error) {
	area, err := b.store.AreaByName(ctx, name)
	if err == nil {
		return area.Scope(), true, nil
	}
	if !errors.Is(err, store.ErrNoArea) {
		return model.Scope{}, false, err
	}
	members, err := b.store.Cadres(ctx, store.CadreFilter{Unit: name})
	return model.Scope{Unit: name}, len(members) > 0, err
}
