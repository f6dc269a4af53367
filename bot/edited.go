package bot

import (
	"context"
	"slices"
	"strings"
	"time"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/talk"
	"ringkeeper/bot/telegram"
	"ringkeeper/model"
)

// revisable is how long a message may be changed and still changes its records,
// as long as people's phones let them.
const revisable = 48 * time.Hour

// edited takes a changed message. What became the report of an emergency, and
// filed none before, is filed at once, however old the message is. Of a private
// message the records may change.
func (b *Bot) edited(ctx context.Context, r *request) error {
	if r.Command != "" && r.Command != "emergency" || !r.private() && r.Command == "" && !r.Mentioned && !r.ReplyToBot {
		return nil
	}
	words, report := strings.TrimSpace(r.Body), true
	if r.Command == "" {
		words, report = reading.IsEmergencyReport(words)
	}
	if report {
		before, err := b.filedBefore(ctx, r)
		switch {
		case err != nil:
			return err
		case !before:
			return b.emergency(ctx, r, words)
		case r.private():
			r.tell("edited.filed", nil)
		}
		return nil
	}
	if !r.private() || r.Text == "" || r.Forwarded { // a place that moves, a caption taken away
		return nil
	}
	return b.reread(ctx, r)
}

// reread reads a changed message as it would a new one. What differs from its
// records is offered; an emergency among it is not waited with.
func (b *Bot) reread(ctx context.Context, r *request) error {
	r.revise = r.ID
	rev, err := b.revised(ctx, r)
	switch {
	case err != nil:
		return err
	case rev.empty() && rev.filed:
		r.tell("edited.filed", nil)
		return nil
	case rev.empty():
		if len(rev.standing) > 0 && !rev.read {
			r.tell("edited.unread", nil)
		}
		return nil
	case r.turn.At > r.sent().Add(revisable) && !rev.urgent():
		r.tell("edited.old", nil)
		return nil
	case len(rev.standing) == 0:
		return b.take(ctx, r, rev.step, rev.list)
	case rev.urgent():
		return b.apply(ctx, r, rev)
	}
	r.reply(kindRevision, "", rev.offer(r.ID))
	return nil
}

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
	if len(v.step.Records) == 0 && len(v.standing) == 1 {
		if err := b.rereadAlone(ctx, r, &v, state); err != nil {
			return v, err
		}
	}
	v.step.Next.Report, v.step.Next.Detail = state.Report, state.Detail
	r.sign(v.step.Next.Pieces)
	v.read = len(v.step.Records)+len(v.step.Alarms) > 0
	if len(v.step.Alarms) > 0 {
		if v.filed, err = b.filedBefore(ctx, r); v.filed {
			v.step.Alarms = nil
		}
	}
	if v.read {
		v.compare()
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
	c := &alone.Records[0]
	if c.Means == model.Unspecified {
		c.Means = of.Means
	}
	if reading.Read(r.Text, r.day).HappenedOn == 0 {
		c.HappenedOn = of.HappenedOn
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
			line.N = 2*othersFrom + i
			l.others = append(l.others, line)
		}
		l.others = slices.DeleteFunc(l.others, func(line talk.Line) bool { return line.Gone })
		l.lines, l.digest = nil, 0
	}
	return l, err
}

// compare leaves among the step's records those that differ from what stands.
func (v *revision) compare() {
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

// apply makes what the words say of it stand: what differs is corrected, what is
// new recorded, what they do not tell of any more taken back.
func (b *Bot) apply(ctx context.Context, r *request, v revision) error {
	for _, c := range v.gone {
		r.do(model.WithdrawContact{ID: c.ID})
		r.turn.Refresh = append(r.turn.Refresh, subjectOfUpdate(c.UpdateID))
	}
	alarmStands := false
	for _, c := range v.step.Records {
		if was, ok := v.was[c.HouseholdID]; ok {
			r.turn.Refresh = append(r.turn.Refresh, subjectOfUpdate(was.UpdateID))
			alarmStands = alarmStands || was.Outcome == model.EmergencyFound && c.Outcome != model.EmergencyFound
		}
	}
	if err := b.take(ctx, r, v.step, v.list); err != nil {
		return err
	}
	if alarmStands {
		r.tell("recorded.alarm_stands", nil)
	}
	return nil
}

// revision takes the press under an offer to change records. Only the newest
// change of a message counts, and only what it changes now.
func (b *Bot) revision(ctx context.Context, r *request, t talk.Tap) error {
	u, kept, err := b.earlier(ctx, r, t.ID)
	if err != nil {
		return err
	}
	later, err := b.changedAgain(ctx, u, kept.Seq)
	switch {
	case err != nil:
		return err
	case u.Kind != telegram.EditedMessage || later:
		r.toast("button.over", nil)
		r.redraw(offered{Over: "button.over"})
		return nil
	case t.Word == talk.Leave:
		r.toast("edited.left", nil)
		r.redraw(offered{Over: "edited.left"})
		return nil
	}
	r.redraw(offered{Over: "edited.done"})
	b.speakAs(r, u)
	r.Attached, r.revise = nil, t.ID // what came with the message is kept since
	v, err := b.revised(ctx, r)
	if err != nil {
		return err
	}
	if len(v.standing) == 0 || v.empty() {
		r.toast("recorded.already", nil)
		return nil
	}
	return b.apply(ctx, r, v)
}

// changedAgain says whether a message was changed once more after an update.
func (b *Bot) changedAgain(ctx context.Context, u telegram.Update, seq int64) (bool, error) {
	if u.Kind != telegram.EditedMessage {
		return false, nil
	}
	since, err := b.store.UpdatesOfChat(ctx, u.ChatID, seq)
	for _, s := range since {
		later, wrong := telegram.Parse(s.Raw, b.username)
		if wrong == nil && later.Kind == telegram.EditedMessage && later.MessageID == u.MessageID {
			return true, err
		}
	}
	return false, err
}

// redraw shows the message whose button was pressed with other data.
func (r *request) redraw(data any) {
	r.turn.Redraws = append(r.turn.Redraws, model.Redraw{ChatID: r.ChatID, MessageID: r.MessageID, Data: encode(data)})
}
