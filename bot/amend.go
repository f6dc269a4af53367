package bot

import (
	"context"
	"slices"

	"ringkeeper/bot/talk"
	"ringkeeper/model"
)

// changing is the data of a question what is to be changed: of one record, or
// which one of those that an update recorded.
type changing struct {
	Record int64 `json:"record,omitempty"`
	Update int64 `json:"update,omitempty"`
}

// choose asks what is to be changed in what an update recorded; where it
// recorded several, which one.
func (b *Bot) choose(ctx context.Context, r *request, update int64) error {
	standing, err := b.standing(ctx, r, update)
	if err != nil {
		return err
	}
	switch len(standing) {
	case 0:
		r.toast("undo.nothing", nil)
	case 1:
		b.askChange(r, standing[0])
	default:
		r.reply(kindChange, "", changing{Update: update})
	}
	return nil
}

// change asks what is to be changed in one record.
func (b *Bot) change(ctx context.Context, r *request, id int64) error {
	c, err := b.ownRecord(ctx, r, id)
	if err != nil || c.ID == 0 {
		return err
	}
	b.askChange(r, c)
	return nil
}

func (b *Bot) askChange(r *request, c model.ContactRecord) {
	r.reply(kindChange, subjectOfUpdate(c.UpdateID), changing{Record: c.ID})
	s := r.state
	s.Change, s.Detail = c.ID, 0
	r.remember(s)
}

// amend records what a button says anew of a record.
func (b *Bot) amend(ctx context.Context, r *request, t talk.Tap) error {
	c, err := b.ownRecord(ctx, r, t.ID)
	if err != nil || c.ID == 0 {
		return err
	}
	return b.correct(ctx, r, c, talk.Amended(c, t, r.day))
}

// specify says of all that an update recorded, as far as nobody has said it
// before, by what means it was, or on which day.
func (b *Bot) specify(ctx context.Context, r *request, t talk.Tap) error {
	standing, err := b.standing(ctx, r, t.ID)
	if err != nil {
		return err
	}
	gone := false
	for _, c := range standing {
		told := t.Means != "" && c.Means != model.Unspecified || t.Word != "" && !talk.DayInDoubt(c.Text, c.HappenedOn)
		if c.Outcome == model.Unreached || told {
			continue
		}
		h, err := b.ownHousehold(ctx, r, c.HouseholdID)
		if err != nil {
			return err
		}
		if h.ID == 0 {
			gone = true
			continue
		}
		if err := b.correct(ctx, r, c, talk.Amended(c, t, r.day)); err != nil {
			return err
		}
	}
	switch {
	case r.answer != "":
	case gone:
		r.toast("ask.gone", nil)
	default:
		r.toast("recorded.already", nil)
	}
	return nil
}

// correct records a correction in place of what stands, unless it says the
// same. The message that read it back shows what stands now.
func (b *Bot) correct(ctx context.Context, r *request, c, better model.ContactRecord) error {
	if better.Means == c.Means && better.Outcome == c.Outcome && better.HappenedOn == c.HappenedOn {
		r.toast("recorded.already", nil)
		return nil
	}
	better.UpdateID, better.ByID = r.ID, r.cadre.ID
	r.do(model.RecordContact{Record: better})
	if err := b.refresh(ctx, r, c); err != nil {
		return err
	}
	r.toast("recorded.changed", nil)
	if better.Outcome == model.EmergencyFound && c.Outcome != model.EmergencyFound {
		return b.fileRecord(ctx, r, better)
	}
	return nil
}

// refresh shows anew what reads a record back: the message of its own, and that
// of the record in whose place a button put it.
func (b *Bot) refresh(ctx context.Context, r *request, c model.ContactRecord) error {
	origin, err := b.origin(ctx, c)
	if err != nil {
		return err
	}
	r.turn.Refresh = append(r.turn.Refresh, subjectOfUpdate(c.UpdateID))
	if origin != c.UpdateID {
		r.turn.Refresh = append(r.turn.Refresh, subjectOfUpdate(origin))
	}
	return nil
}

// fileRecord files the emergency of which a record tells.
func (b *Bot) fileRecord(ctx context.Context, r *request, c model.ContactRecord) error {
	h, err := b.store.Household(ctx, c.HouseholdID)
	if err != nil {
		return err
	}
	return b.file(ctx, r, report{text: c.Text, causes: c.Causes, household: h})
}

// reword takes the words that are to stand instead of a record's; done is false
// where the text is about something else.
func (b *Bot) reword(ctx context.Context, r *request, l list) (done bool, err error) {
	id := r.state.Change
	r.state.Change = 0
	c, err := b.newest(ctx, id)
	if err != nil || c.ByID != r.cadre.ID || c.WithdrawnAt != 0 || !talk.Rewords(r.Text, r.day, slices.Concat(l.lines, l.others), c.HouseholdID) {
		return false, err
	}
	better, future := talk.Reworded(c, r.Text, r.day)
	if future {
		r.tell("ask.future", model.Args{"text": r.Text})
		r.remember(r.state)
		return true, nil
	}
	if better.Text == c.Text { // at most how it was, or when: the words stay, and the place where they are shown
		if err := b.correct(ctx, r, c, better); err != nil {
			return true, err
		}
		said := "recorded.changed"
		if len(r.turn.Effects) == 0 {
			said = "recorded.already"
		}
		r.tell(said, nil)
		r.remember(r.state)
		return true, nil
	}
	if err := b.refresh(ctx, r, c); err != nil {
		return true, err
	}
	step := talk.Step{Records: []model.ContactRecord{better}}
	step.Next.Pieces, step.Next.Question = r.state.Pieces, r.state.Question
	return true, b.take(ctx, r, step, list{lines: l.lines})
}

// ownRecord returns a record of this person that stands; of one that was said
// better since, what stands now. Where there is none it says so.
func (b *Bot) ownRecord(ctx context.Context, r *request, id int64) (c model.ContactRecord, err error) {
	if c, err = b.newest(ctx, id); err != nil {
		return c, err
	}
	if c.ID == 0 || c.ByID != r.cadre.ID || c.WithdrawnAt != 0 {
		r.toast("undo.nothing", nil)
		return model.ContactRecord{}, nil
	}
	h, err := b.ownHousehold(ctx, r, c.HouseholdID)
	if err == nil && h.ID == 0 {
		r.toast("ask.gone", nil)
		return model.ContactRecord{}, nil
	}
	return c, err
}

// newest follows a record to the correction that stands in its place.
func (b *Bot) newest(ctx context.Context, id int64) (c model.ContactRecord, err error) {
	c, err = b.store.Contact(ctx, id)
	for err == nil && c.SupersededBy != 0 {
		c, err = b.store.Contact(ctx, c.SupersededBy)
	}
	return c, err
}

// inPlace follows a record to what a button made of it: the words are the same,
// so that it is shown where the record was shown.
func inPlace(ctx context.Context, s Store, c model.ContactRecord) (model.ContactRecord, error) {
	for c.SupersededBy != 0 {
		next, err := s.Contact(ctx, c.SupersededBy)
		if err != nil || next.Text != c.Text {
			return c, err
		}
		c = next
	}
	return c, nil
}

// origin returns the update whose message shows a record: the one that came with
// its words.
func (b *Bot) origin(ctx context.Context, c model.ContactRecord) (update int64, err error) {
	for c.Corrects != 0 {
		before, err := b.store.Contact(ctx, c.Corrects)
		if err != nil {
			return 0, err
		}
		if before.Text != c.Text {
			break
		}
		c = before
	}
	return c.UpdateID, nil
}

// standing returns what stands of an update's records of this person, as buttons
// have changed it since.
func (b *Bot) standing(ctx context.Context, r *request, update int64) (standing []model.ContactRecord, err error) {
	records, err := b.recordsOf(ctx, r, update)
	if err != nil {
		return nil, err
	}
	for _, c := range records {
		if c, err = inPlace(ctx, b.store, c); err != nil {
			return nil, err
		}
		if c.WithdrawnAt == 0 {
			standing = append(standing, c)
		}
	}
	return standing, nil
}
