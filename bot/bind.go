package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// What /bind is followed by where it is no place.
const (
	wordDistrict = "全区"
	wordOffice   = "办公室"
	wordLeading  = "领导小组"
)

// bind binds a group to a scope; only the office may. A group may be bound anew,
// and there may be several of the office and of the leading group.
func (b *Bot) bind(ctx context.Context, r *request) error {
	if !model.May(r.cadre, model.ActBindGroup, r.place) {
		r.tell("denied", nil)
		return nil
	}
	name := strings.TrimSpace(r.Body)
	group := model.Group{ChatID: r.ChatID, Title: model.StrikeIDs(r.ChatTitle), BoundBy: r.cadre.ID, BoundAt: r.turn.At}
	switch name {
	case "":
		return b.tellBinding(ctx, r)
	case wordDistrict:
		group.Scope.All = true
	case wordOffice, wordLeading + wordOffice:
		group.Scope.All, group.Office = true, true
	case wordLeading:
		group.Scope.All, group.Leading = true, true
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
	if !group.Alarmed() {
		r.do(model.BindGroup{Group: group})
		r.tell("group.bound", model.Args{"scope": name})
		return nil
	}
	group.Standing = b.groupStanding(ctx, r)
	r.do(model.BindGroup{Group: group})
	r.tellBound(group)
	if group.Office {
		return b.alertLate(ctx, r, caseReader{chatID: r.ChatID})
	}
	return nil
}

// tellBound answers the binding of a group that hears of emergencies, and lets it
// be tested that the bot hears there; where it may not write, whoever bound it is
// told in private.
func (r *request) tellBound(g model.Group) {
	if g.Standing == model.Mute {
		r.turn.Notices = append(r.turn.Notices, model.Notice{
			Priority: model.PriorityAnswer, Kind: kindSay, CadreID: r.cadre.ID, Data: encode(sentence{Key: "hearing.mute", Args: model.Args{"group": g.Title}}),
		})
		return
	}
	r.reply(kindBound, subjectOfGroup(g.ChatID), bound{At: g.BoundAt})
	r.turn.Notices = append(r.turn.Notices, model.Notice{
		Key: fmt.Sprintf("unheard:%d:%d", g.ChatID, g.BoundAt), Priority: model.PriorityAnswer, Kind: kindUnheard, ChatID: g.ChatID,
		Data: encode(bound{At: g.BoundAt}), NotBefore: g.BoundAt.Add(model.HeardWithin),
	})
}

// tellBinding tells to what the group is bound, and to what one may be.
func (b *Bot) tellBinding(ctx context.Context, r *request) error {
	if r.place != model.InBoundGroup {
		r.tell("group.how", nil)
		return nil
	}
	name, err := b.bindingName(ctx, r.group)
	if err != nil {
		return err
	}
	r.reply(kindSay, "", sentence{Key: "group.now", Args: model.Args{"scope": name}, Then: "group.how"})
	return nil
}

// bindingName is what stood behind the /bind of a group.
func (b *Bot) bindingName(ctx context.Context, g model.Group) (string, error) {
	switch {
	case g.Office:
		return wordOffice, nil
	case g.Leading:
		return wordLeading, nil
	case g.Scope.All:
		return wordDistrict, nil
	}
	return b.scopeName(ctx, g.Scope)
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
