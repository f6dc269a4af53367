package bot

import (
	"context"
	"slices"

	"ringkeeper/bot/talk"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// record takes a private text: an answer to a digest, with or without
// Telegram's reply. Whatever is understood is recorded at once.
func (b *Bot) record(ctx context.Context, r *request) error {
	if r.state.Detail != 0 && (r.ReplyTo == 0 || talk.Speaks(r.Text, r.day)) {
		done, err := b.detail(ctx, r)
		if err != nil || done {
			return err
		}
	}
	lines, err := b.lines(ctx, r)
	if err != nil {
		return err
	}
	step := talk.Message(r.Text, r.day, lines)
	return b.take(ctx, r, step, lines)
}

// lines returns the numbered households of the message that was answered; where
// it is unknown, those of the newest digest. Households that are not the
// person's any more are left out.
func (b *Bot) lines(ctx context.Context, r *request) ([]talk.Line, error) {
	kept, _, _, _, err := b.store.HouseholdsInMessage(ctx, r.ChatID, r.ReplyTo)
	if err != nil || len(kept) == 0 {
		return nil, err
	}
	own, err := b.store.HouseholdsOf(ctx, r.cadre.ID)
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]model.Household, len(own))
	for _, h := range own {
		byID[h.ID] = h
	}
	var lines []talk.Line
	for _, l := range kept {
		if h, ok := byID[l.HouseholdID]; ok {
			lines = append(lines, talk.Line{N: l.N, HouseholdID: h.ID, Head: h.Head, Village: h.Village})
		}
	}
	return lines, nil
}

// take turns what a step of the conversation decided into the Turn: records,
// emergencies that they read as, the answer, and the next question.
func (b *Bot) take(ctx context.Context, r *request, step talk.Step, lines []talk.Line) error {
	numbers := map[int64]int{}
	for _, l := range lines {
		numbers[l.HouseholdID] = l.N
	}
	recordedAny := false
	for i, rec := range step.Records {
		h, err := b.ownHousehold(ctx, r, rec.HouseholdID)
		if err != nil {
			return err
		}
		if h.ID == 0 {
			r.tell("ask.gone", nil)
			continue
		}
		recordedAny = true
		rec.UpdateID, rec.ByID = r.ID, r.cadre.ID
		r.do(model.RecordContact{Record: rec})
		if rec.Outcome == model.EmergencyFound {
			if err := b.file(ctx, r, report{n: i, text: rec.Text, causes: rec.Causes, household: h}); err != nil {
				return err
			}
		}
	}
	if recordedAny {
		r.reply(kindRecorded, subjectOfUpdate(r.ID), recorded{UpdateID: r.ID, Numbers: numbers})
	}
	r.remember(step.Next)
	b.ask(r, step)
	return nil
}

// ask asks what is still open, once.
func (b *Bot) ask(r *request, step talk.Step) {
	switch step.Ask {
	case talk.AskWhich:
		r.reply(kindWhich, "", which{Text: step.Piece.Text, Lines: step.Piece.Lines})
	case talk.AskWhat:
		r.reply(kindPick, "", picking{HouseholdID: step.Piece.HouseholdID, Text: step.Piece.Text})
	case talk.AskFuture:
		r.tell("ask.future", model.Args{"text": step.Piece.Text})
	case talk.AskHousehold:
		r.tell("ask.household", model.Args{"text": step.Piece.Text})
	case talk.AskHelp:
		r.tell("help."+string(r.cadre.Role), nil)
	case talk.AskDetail:
		r.tell("recorded.detail", nil)
	}
}

// ownHousehold returns a household that the person answers for, none if it is
// not theirs (any more).
func (b *Bot) ownHousehold(ctx context.Context, r *request, id int64) (model.Household, error) {
	h, err := b.store.Household(ctx, id)
	if err != nil || h.ResponsibleID != r.cadre.ID || h.ArchivedOn != 0 && h.ArchivedOn <= r.today {
		return model.Household{}, err
	}
	return h, nil
}

// pick asks how one household is.
func (b *Bot) pick(ctx context.Context, r *request, id int64) error {
	h, err := b.ownHousehold(ctx, r, id)
	if err != nil {
		return err
	}
	if h.ID == 0 {
		r.toast("ask.gone", nil)
		return nil
	}
	r.reply(kindPick, "", picking{HouseholdID: id})
	return nil
}

// tapped records the outcome that was pressed. Pressed twice, it is recorded
// once.
func (b *Bot) tapped(ctx context.Context, r *request, t talk.Tap) error {
	h, err := b.ownHousehold(ctx, r, t.ID)
	if err != nil {
		return err
	}
	if h.ID == 0 {
		r.toast("ask.gone", nil)
		return nil
	}
	before, err := b.store.Contacts(ctx, store.ContactFilter{Number: h.Number, ByID: r.cadre.ID, Limit: 10})
	if err != nil {
		return err
	}
	for _, c := range before {
		if c.HappenedOn == r.day && c.Means == t.Means && c.Outcome == t.Outcome && c.Text == "" {
			r.toast("recorded.already", nil)
			return nil
		}
	}
	step := talk.Tapped(t, r.day)
	if step.Ask == talk.AskDetail {
		step.Next.Detail = r.ID
	}
	return b.take(ctx, r, step, nil)
}

// detail takes the words for a change that was recorded by a tap.
func (b *Bot) detail(ctx context.Context, r *request) (done bool, err error) {
	records, err := b.ownRecords(ctx, r, r.state.Detail)
	if err != nil || len(records) != 1 || !talk.Speaks(r.Text, r.day) {
		return false, err
	}
	rec := talk.Detail(records[0], r.Text, r.day)
	return true, b.take(ctx, r, talk.Step{Records: []model.ContactRecord{rec}}, nil)
}

// ownRecords returns what an update of this person recorded and still stands.
func (b *Bot) ownRecords(ctx context.Context, r *request, update int64) ([]model.ContactRecord, error) {
	all, err := b.store.ContactsOfUpdate(ctx, update)
	var newest model.Instant // Telegram may number its updates anew after a quiet week
	for _, c := range all {
		newest = max(newest, c.RecordedAt)
	}
	return slices.DeleteFunc(all, func(c model.ContactRecord) bool {
		return c.ByID != r.cadre.ID || c.WithdrawnAt != 0 || c.RecordedAt != newest
	}), err
}

// undo takes back what one message recorded. The records stay, marked; the due
// days move back.
func (b *Bot) undo(ctx context.Context, r *request, update int64) error {
	records, err := b.ownRecords(ctx, r, update)
	if err != nil {
		return err
	}
	if len(records) == 0 {
		r.toast("undo.nothing", nil)
		return nil
	}
	r.do(model.WithdrawContacts{UpdateID: update})
	r.turn.Refresh = append(r.turn.Refresh, subjectOfUpdate(update))
	r.toast("undo.done", nil)
	return nil
}

// piece takes the answer to a question about something not understood.
func (b *Bot) piece(ctx context.Context, r *request, t talk.Tap) error {
	if len(r.state.Pieces) == 0 {
		r.toast("ask.gone", nil)
		return nil
	}
	if t.Do == talk.TapDrop {
		r.toast("ask.dropped", nil)
	}
	return b.take(ctx, r, talk.Answer(r.state, t), r.state.Pieces[0].Lines)
}
