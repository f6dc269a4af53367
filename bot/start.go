package bot

import (
	"context"
	"fmt"
	"strings"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/telegram"
	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// start binds a person's account by an invitation. A link works once.
func (b *Bot) start(ctx context.Context, r *request) error {
	if r.Args == "" {
		if r.cadre.ID == 0 {
			return b.stranger(ctx, r)
		}
		r.greet("start.again", model.Args{"name": r.cadre.Name}, r.cadre.Role)
		if r.cadre.Blocked {
			return b.comesBack(ctx, r)
		}
		return nil
	}
	hash := hashInvitation(r.Args)
	invited, ok, err := b.store.FindInvite(ctx, hash, r.turn.At)
	if err != nil {
		return err
	}
	if !ok {
		if r.cadre.ID != 0 {
			r.tell("start.again", model.Args{"name": r.cadre.Name})
			return nil
		}
		r.tell("start.expired", nil)
		r.once(fmt.Sprintf("expired:%d:%s", r.PersonID, r.today))
		return nil
	}
	if r.cadre.ID != 0 && (r.cadre.Name != invited.Name || r.cadre.Unit != invited.Unit) {
		// Somebody opened a link that was meant for another. The same name
		// in the same unit is the same person, put on the list anew with another
		// phone.
		r.tell("start.other", model.Args{"name": r.cadre.Name, "unit": r.cadre.Unit})
		return nil
	}
	if invited.Bound() && invited.TelegramID != r.PersonID {
		if err := b.tellMoved(ctx, r, invited); err != nil {
			return err
		}
	}
	r.turn.Actor = invited.ID
	r.cadre = invited
	r.do(model.BindCadre{
		CadreID: invited.ID, InviteHash: hash, TelegramID: r.PersonID,
		Language: text.Pick(r.Language, b.config.Language),
	})
	r.greet("start.bound", model.Args{"name": invited.Name, "at": b.config.DigestAt.String()}, invited.Role)
	return b.alertLate(ctx, r, caseReader{cadreID: invited.ID})
}

// comesBack takes it that the bot may write to a person again.
func (b *Bot) comesBack(ctx context.Context, r *request) error {
	r.do(model.SetBlocked{CadreID: r.cadre.ID})
	return b.alertLate(ctx, r, caseReader{cadreID: r.cadre.ID})
}

// greet greets with a sentence and tells how it works.
func (r *request) greet(key string, args model.Args, role model.Role) {
	how := help(role)
	r.reply(kindSay, "", sentence{Key: key, Args: args, Then: how.Key, Buttons: how.Buttons})
}

// tellMoved tells the account that a cadre had until now that another takes its
// place and, where it sees everything, the rest of the office: the link may have
// been opened by somebody else.
func (b *Bot) tellMoved(ctx context.Context, r *request, c model.Cadre) error {
	r.turn.Reads = append(r.turn.Reads, model.Ref{Table: "cadres", ID: c.ID, Version: c.Version})
	tell := func(n model.Notice, key string) {
		n.Priority, n.Kind, n.Data = model.PriorityAnswer, kindSay, encode(sentence{Key: key, Args: model.Args{"name": c.Name}})
		r.turn.Notices = append(r.turn.Notices, n)
	}
	tell(model.Notice{ChatID: c.TelegramID}, "start.moved") // no cadre's any more
	if c.Role != model.RoleOffice {
		return nil
	}
	office, err := b.store.Cadres(ctx, store.CadreFilter{Roles: []model.Role{model.RoleOffice}, BoundOnly: true})
	for _, o := range office {
		if o.ID != c.ID {
			tell(model.Notice{CadreID: o.ID}, "start.moved_office")
		}
	}
	return err
}

// stranger answers somebody who is not bound: one polite line a day in the
// private chat, or where a bound group hears a cry for help, and nothing anywhere
// else.
func (b *Bot) stranger(ctx context.Context, r *request) error {
	if r.Kind == telegram.Callback {
		r.toast("denied", nil)
		return nil
	}
	key := "stranger"
	if r.place == model.InBoundGroup && r.criesForHelp() {
		key = "stranger.report"
	} else if !r.private() {
		return nil
	}
	if r.Kind != telegram.Message {
		return nil
	}
	answered, err := b.store.AnsweredToday(ctx, r.PersonID, r.today)
	if err != nil || answered {
		return err
	}
	r.do(model.NoteStranger{TelegramID: r.PersonID})
	r.tell(key, nil)
	return nil
}

// faceless answers a report in a bound group that Telegram does not say the writer
// of, an administrator who stays anonymous or a channel: once a minute.
func (r *request) faceless() {
	if r.Kind == telegram.Message && r.place == model.InBoundGroup && r.criesForHelp() {
		r.tell("emergency.faceless", nil)
		r.once(fmt.Sprintf("faceless:%d:%d", r.ChatID, r.at.Unix()/60))
	}
}

// criesForHelp says whether words in a group would be a report if their writer were
// bound.
func (r *request) criesForHelp() bool {
	words := strings.TrimSpace(r.Body)
	if !r.Mentioned && !r.ReplyToBot {
		_, report := reading.IsReportInTalk(words, r.day)
		return r.Command == "emergency" || r.Command == "" && report
	}
	_, report := reading.IsEmergencyReport(words)
	return report || words != "" && reading.Read(words, r.day).Outcome == model.EmergencyFound
}
