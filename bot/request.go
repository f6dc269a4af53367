package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/telegram"
	"ringkeeper/bot/text"
	"ringkeeper/model"
)

// request is one update on its way: what came, from whom, and the Turn that
// the handlers fill.
type request struct {
	telegram.Update
	at     time.Time // of handling
	today  model.Day // of handling
	day    model.Day // on which the person wrote or pressed
	asked  model.Day // on which it came from the person: what they might do then, they may
	cadre  model.Cadre
	group  model.Group
	place  model.Place
	talk   model.Talk
	state  talk.State
	zone   *time.Location
	say    text.Speaker // in the language of the place
	turn   model.Turn
	said   int    // the message whose words are handled, 0 where nothing was written
	revise int64  // the update that changed that message, where its change is being applied
	onCase bool   // what came with it was kept with a case
	lesson bool   // nothing but how to report was answered
	answer string // shown for a moment where a button was pressed
	alert  bool   // … until it is closed
}

// open finds out who is speaking and where.
func (b *Bot) open(ctx context.Context, u telegram.Update, received model.Instant) (*request, error) {
	zone := b.config.Zone.Location
	r := &request{Update: u, at: b.now(), zone: zone}
	r.today = model.DayOf(r.at, zone)
	r.day = model.DayOf(received.In(zone), zone)
	if u.CallbackID == "" {
		r.said = u.MessageID
		if !u.Date.IsZero() {
			r.day = min(model.DayOf(u.Date, zone), r.today) // Telegram's clock may run ahead of ours
		}
	}
	r.asked = r.day
	if u.Kind == telegram.EditedMessage { // it has the date of the message that was changed
		r.asked = model.DayOf(received.In(zone), zone)
	}
	r.turn = model.Turn{UpdateID: u.ID, At: model.InstantOf(r.at), Today: r.today}
	var err error
	if u.PersonID != 0 && !u.PersonIsBot {
		if r.cadre, err = b.store.CadreByTelegram(ctx, u.PersonID); err != nil {
			return nil, err
		}
		r.turn.Actor = r.cadre.ID
	}
	lang := text.Pick(u.Language, b.config.Language)
	if u.ChatKind != "private" {
		lang, r.place = b.config.Language, model.InOtherGroup
		if r.group, err = b.store.Group(ctx, u.ChatID); err != nil {
			return nil, err
		}
		if r.group.ChatID != 0 {
			r.place = model.InBoundGroup
		}
	} else if r.cadre.LanguageChosen {
		lang = r.cadre.Language
	} else if r.cadre.ID != 0 && u.Language != "" && r.cadre.Language != lang {
		r.do(model.SetLanguage{CadreID: r.cadre.ID, Language: lang})
	}
	if r.cadre.ID != 0 {
		if r.talk, err = b.store.Talk(ctx, u.ChatID, u.PersonID, r.turn.At); err != nil {
			return nil, err
		}
		r.state = talk.Decode(r.talk.State)
	}
	r.say = b.words.In(lang, r.today, zone)
	return r, nil
}

func (r *request) private() bool { return r.place == model.InPrivate }

func (r *request) do(effects ...model.Effect) {
	r.turn.Effects = append(r.turn.Effects, withItems(effects)...)
}

// source names the message or press that something came from. Unlike the
// update's number it never comes again.
func (r *request) source(n int) string {
	switch {
	case r.revise != 0: // what was filed of the message before keeps its name
		return fmt.Sprintf("%d:%d:%d-%d", r.ChatID, r.said, r.revise, n)
	case r.said == 0:
		return fmt.Sprintf("tap:%s:%d", r.CallbackID, n)
	}
	return fmt.Sprintf("%d:%d:%d", r.ChatID, r.said, n)
}

// reply queues an answer to the chat in which something was asked.
func (r *request) reply(kind model.NoticeKind, subject string, data any) {
	n := model.Notice{
		Subject: subject, Priority: model.PriorityAnswer, Kind: kind, ChatID: r.ChatID, Data: encode(data),
	}
	if r.private() {
		n.CadreID = r.cadre.ID
	} else {
		n.ReplyTo = r.MessageID
	}
	r.turn.Notices = append(r.turn.Notices, n)
}

// tell answers with one sentence of the catalogue. What it repeats of what was
// typed it repeats without identity numbers.
func (r *request) tell(key string, args model.Args, buttons ...said) {
	for name, v := range args {
		if typed, ok := v.(string); ok {
			args[name] = model.StrikeIDs(typed)
		}
	}
	r.reply(kindSay, "", sentence{Key: key, Args: args, Buttons: buttons})
}

// once gives the newest answer a key, so that what comes in pieces, or again
// and again, is answered once.
func (r *request) once(key string) {
	r.turn.Notices[len(r.turn.Notices)-1].Key = key
}

// toast answers the press of a button with a short line.
func (r *request) toast(key string, args model.Args) {
	r.answer = text.Plain(r.say.Say(key, args))
}

// remember keeps what the conversation waits for next.
func (r *request) remember(s talk.State) {
	raw := s.Encode()
	if raw == nil && r.talk.Version == 0 {
		return
	}
	r.turn.Talk = &model.Talk{
		ChatID: r.ChatID, PersonID: r.PersonID, State: raw, Version: r.talk.Version,
		ExpiresAt: r.turn.At.Add(s.Life()),
	}
}

func encode(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err) // the data of notices always marshals
	}
	return raw
}
