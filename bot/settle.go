package bot

import (
	"context"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/talk"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// settleByWords takes out of a step what only tells that an open item was settled
// (3 抽水机已解决), and settles what the words of its records say was. Where it could
// be one of several, these are shown with their buttons.
func (b *Bot) settleByWords(ctx context.Context, r *request, step *talk.Step, l list) error {
	if !reading.Settles(r.Text) {
		return nil
	}
	var records []model.ContactRecord
	for _, rec := range step.Records {
		done, err := b.settleWords(ctx, r, rec.Text, []int64{rec.HouseholdID})
		if err != nil {
			return err
		}
		if !done || !talk.OnlySettles(rec.Text, r.day) {
			records = append(records, rec)
		}
	}
	step.Records = records
	lines := talk.Own(all(l))
	if step.Ask == talk.AskHelp {
		done, err := b.settleWords(ctx, r, r.Text, ids(lines))
		if done {
			step.Ask = talk.AskNothing
		}
		return err
	}
	for i := 0; i < len(step.Next.Pieces) && step.Ask != talk.AskNothing; {
		p := step.Next.Pieces[i]
		about := talk.About(p.Text, r.day, lines)
		if len(about) == 0 {
			about = lines
		}
		done, err := b.settleWords(ctx, r, p.Text, ids(about))
		if err != nil {
			return err
		}
		if !done || !talk.OnlySettles(p.Text, r.day) {
			i++
			continue
		}
		step.Drop(i)
	}
	return nil
}

func ids(lines []talk.Line) (ids []int64) {
	for _, l := range lines {
		ids = append(ids, l.HouseholdID)
	}
	return ids
}

// settleWords settles the items of some households of which words say that they
// are; done says whether they said so of any.
func (b *Bot) settleWords(ctx context.Context, r *request, words string, households []int64) (done bool, err error) {
	if len(households) == 0 {
		return false, nil
	}
	open, err := b.store.OpenItems(ctx, households)
	if err != nil {
		return false, err
	}
	named := make([]model.Named, len(open))
	for i, item := range open {
		named[i] = model.Named{Kind: item.Kind, Text: item.Text}
	}
	s := reading.Settled(words, named)
	var of []store.ItemRow
	for _, i := range s.Of {
		of = append(of, open[i])
	}
	switch {
	case len(of) == 0:
		return false, nil
	case s.Unsure:
		list := itemList{HouseholdID: of[0].HouseholdID}
		for _, i := range of {
			if i.HouseholdID != list.HouseholdID {
				list.HouseholdID = 0
			}
		}
		r.tell("item.which", nil)
		r.reply(kindItems, "", list)
		return true, nil
	}
	for _, i := range of {
		if err := b.settled(ctx, r, i, model.SettleItem{ID: i.ID, Status: s.Status, Outcome: words}); err != nil {
			return true, err
		}
		r.reply(kindItem, subjectOfItem(i.ID), itemShown{ID: i.ID})
	}
	return true, nil
}
