package bot

import (
	"context"
	"slices"
	"time"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/talk"
	"ringkeeper/model"
)

// revision is what a changed message makes of its records.
type revision struct {
	list     list
	step     talk.Step                     // what the words say; its records are those that are new or differ
	standing []model.ContactRecord         // of the message as it was
	was      map[int64]model.ContactRecord // by household, what a record of the step corrects
	gone     []model.ContactRecord         // that the words do not tell of any more
	read     bool                          // the words read as records at all
	filed    bool                          // they tell of an emergency that was filed before
}

// empty says whether the change changes nothing.
func (v revision) empty() bool {
	s := v.step
	return len(s.Records)+len(v.gone)+len(s.Alarms) == 0 && (len(v.standing) > 0 || s.Ask == talk.Courtesy || s.Ask == talk.AskHelp || s.Ask == talk.AskUndo)
}

// urgent says whether an emergency is told of that was not told before.
func (v revision) urgent() bool {
	return len(v.step.Alarms) > 0 || slices.ContainsFunc(v.step.Records, func(c model.ContactRecord) bool { return c.Outcome == model.EmergencyFound })
}

// revised compares what a changed message says with what stands of it.
func (b *Bot) revised(ctx context.Context, r *request) (v revision, err error) {
	all, err := b.store.ContactsOfMessage(ctx, r.ChatID, r.said)
	if err != nil {
		return v, err
	}
	v.standing = slices.DeleteFunc(all, func(c model.ContactRecord) bool { return c.ByID != r.cadre.ID })
	if v.list, err = b.listThen(ctx, r); err != nil {
		return v, err
	}
	state := r.state
	if len(state.Pieces) > 0 && state.Pieces[0].Message == r.said { // what is asked about is what was changed
		state.Pieces, state.Question = nil, 0
	}
	if v.step, err = b.message(ctx, r, state, v.list); err != nil {
		return v, err
	}
	if len(v.step.Records) == 0 && len(v.standing) == 1 && reading.Read(r.Text, r.day).Outcome != model.Unclear {
		if err := b.rereadAlone(ctx, r, &v, state); err != nil {
			return v, err
		}
	}
	state.Pieces, state.Question = v.step.Next.Pieces, v.step.Next.Question
	v.step.Next = state // whatever else is waited for goes on waiting
	r.sign(v.step.Next.Pieces)
	v.read = len(v.step.Records)+len(v.step.Alarms) > 0
	if len(v.step.Alarms) > 0 {
		if v.filed, err = b.filedBefore(ctx, r); v.filed {
			v.step.Alarms = nil
		}
	}
	if v.read {
		v.compare(r.day)
	}
	return v, err
}

// rereadAlone reads words that name no household of the one that the message was
// about, such as the words of a change that was pressed.
func (b *Bot) rereadAlone(ctx context.Context, r *request, v *revision, state talk.State) error {
	of := v.standing[0]
	h, err := b.ownHousehold(ctx, r, of.HouseholdID)
	if err != nil || h.ID == 0 {
		return err
	}
	alone := talk.Message(state, r.Text, r.day, []talk.Line{{N: 1, HouseholdID: h.ID, Head: h.Head, Village: h.Village}}, nil)
	if len(alone.Records) != 1 {
		return nil
	}
	v.step = alone
	return nil
}

// listThen is list as it was when the message was written: its numbers are those
// of the digest that stood in the chat then.
func (b *Bot) listThen(ctx context.Context, r *request) (list, error) {
	if r.ReplyTo != 0 {
		lines, _, _, _, err := b.store.HouseholdsInMessage(ctx, r.ChatID, r.ReplyTo)
		if err != nil || len(lines) > 0 {
			return b.list(ctx, r, r.ReplyTo)
		}
	}
	digest, err := b.store.DigestBefore(ctx, r.ChatID, r.sent().Add(time.Second)) // Telegram tells whole seconds
	if err != nil {
		return list{}, err
	}
	l, err := b.list(ctx, r, digest)
	if digest == 0 { // those of a later one are known by name alone
		for i, line := range l.lines {
			line.N = othersFrom + othersFrom/2 + i
			l.others = append(l.others, line)
		}
		l.others = slices.DeleteFunc(l.others, func(line talk.Line) bool { return line.Gone })
		l.lines, l.digest = nil, 0
	}
	return l, err
}

// compare leaves among the step's records those that differ from what stands.
func (v *revision) compare(day model.Day) {
	v.was = map[int64]model.ContactRecord{}
	told := map[int64]bool{}
	for _, line := range slices.Concat(v.step.Kept, v.step.Gone) {
		told[line.HouseholdID] = true
	}
	var differing []model.ContactRecord
	for _, c := range v.step.Records {
		told[c.HouseholdID] = true
		i := slices.IndexFunc(v.standing, func(s model.ContactRecord) bool { return s.HouseholdID == c.HouseholdID })
		if i >= 0 {
			c = talk.Carried(c, v.standing[i], day)
			again := v.standing[i].Outcome == model.EmergencyFound && c.Outcome == model.EmergencyFound
			if v.filed = v.filed || again; again || sameRecord(v.standing[i], c) {
				continue
			}
			c.Corrects = v.standing[i].ID
			v.was[c.HouseholdID] = v.standing[i]
		}
		differing = append(differing, c)
	}
	v.step.Records = differing
	for _, s := range v.standing {
		if !told[s.HouseholdID] {
			v.gone = append(v.gone, s)
		}
	}
}

// sameRecord says whether two records tell the same. The words matter where they
// are what was found.
func sameRecord(a, b model.ContactRecord) bool {
	wordy := a.Outcome == model.Change
	return a.Means == b.Means && a.Outcome == b.Outcome && a.HappenedOn == b.HappenedOn && a.MemberChange == b.MemberChange &&
		a.IncomeChange == b.IncomeChange && slices.Equal(a.Causes, b.Causes) && (!wordy || talk.SameWords(a.Text, b.Text))
}
