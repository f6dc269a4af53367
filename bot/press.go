package bot

import (
	"context"

	"ringkeeper/bot/talk"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

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
		// The words of a change are a record of their own, in place of the one
		// that was pressed.
		pressed := c.Text == "" || c.Corrects != 0
		if pressed && c.HappenedOn == r.day && c.Means == t.Means && c.Outcome == t.Outcome {
			r.toast("recorded.already", nil)
			return nil
		}
	}
	l, err := b.list(ctx, r, 0)
	if err != nil {
		return err
	}
	if l.numbers()[h.ID] == 0 { // an older list's button
		l = list{}
	}
	return b.take(ctx, r, talk.Tapped(r.state, t, r.day), l)
}

// piece takes the press that answers a question about something not understood.
// Only the question that is asked now is answered: an older button, or a second
// press, would give the words of another piece to this household.
func (b *Bot) piece(ctx context.Context, r *request, t talk.Tap) error {
	if r.state.Report && t.Do == talk.TapDrop && t.Question == 0 {
		s := r.state
		s.Report = false
		r.remember(s)
		r.toast("emergency.dropped", nil)
		return nil
	}
	if len(r.state.Pieces) == 0 || t.Question != r.state.Question {
		r.toast("ask.over", nil)
		return nil
	}
	if t.Do == talk.TapDrop {
		r.toast("ask.dropped", nil)
	}
	return b.takeAnswer(ctx, r, talk.Answer(r.state, t))
}

// takeAnswer takes what came of the answer to a question.
func (b *Bot) takeAnswer(ctx context.Context, r *request, step talk.Step) error {
	p := r.state.Pieces[0]
	return b.take(ctx, r, step, list{lines: p.Lines, digest: p.Digest, asked: true})
}

// detail takes the words for a change that was recorded by a press.
func (b *Bot) detail(ctx context.Context, r *request, l list) (done bool, err error) {
	records, err := b.ownRecords(ctx, r, r.state.Detail)
	if err != nil || len(records) != 1 || !talk.Details(r.Text, r.day, l.lines, records[0].HouseholdID) {
		return false, err
	}
	// What was said of the change by the press is now said by these words.
	r.turn.Refresh = append(r.turn.Refresh, subjectOfUpdate(records[0].UpdateID))
	step := talk.Step{Records: []model.ContactRecord{talk.Detail(records[0], r.Text, r.day)}}
	step.Next.Pieces, step.Next.Question = r.state.Pieces, r.state.Question
	return true, b.take(ctx, r, step, list{lines: l.lines})
}
