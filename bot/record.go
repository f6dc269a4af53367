package bot

import (
	"context"
	"slices"

	"ringkeeper/bot/search"
	"ringkeeper/bot/talk"
	"ringkeeper/bot/telegram"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// record takes a private text: an answer to a digest, with or without
// Telegram's reply. Whatever is understood is recorded at once.
func (b *Bot) record(ctx context.Context, r *request) error {
	list, err := b.list(ctx, r, r.ReplyTo)
	if err != nil {
		return err
	}
	if r.state.Report && !talk.Cancels(r.Text) {
		if talk.Courteous(r.Text) { // and says nothing of what happened
			b.askForReport(r)
			return nil
		}
		if !talk.Routine(r.Text, r.day, list.lines) {
			return b.emergency(ctx, r, r.Text)
		}
		r.state.Report = false
	}
	if !r.state.Idle() && talk.Cancels(r.Text) {
		r.remember(talk.State{})
		r.tell("ask.cancelled", nil)
		return nil
	}
	if r.state.Change != 0 && !list.answered {
		done, err := b.reword(ctx, r, list)
		if err != nil || done {
			return err
		}
	}
	if r.state.Detail != 0 && !list.answered {
		done, err := b.detail(ctx, r, list)
		if err != nil || done {
			return err
		}
	}
	if !list.answered {
		if done, err := b.placed(ctx, r, list); done || err != nil {
			return err
		}
		if done, err := b.saidWhat(ctx, r, list); done || err != nil {
			return err
		}
		if step, ok := talk.Typed(r.state, r.Text, r.day); ok {
			return b.takeAnswer(ctx, r, step)
		}
		if done, err := b.awaited(ctx, r, list); err != nil || done {
			return err
		}
	}
	step, err := b.message(ctx, r, r.state, list)
	if err != nil {
		return err
	}
	if step.Ask == talk.AskUndo {
		return b.takeBack(ctx, r)
	}
	for i := range step.Next.Pieces {
		if p := &step.Next.Pieces[i]; p.Digest == 0 {
			p.Digest = list.digest
		}
	}
	if err := b.settleByWords(ctx, r, &step, list); err != nil {
		return err
	}
	r.sign(step.Next.Pieces)
	return b.take(ctx, r, step, list)
}

// message reads a private text beside a list.
func (b *Bot) message(ctx context.Context, r *request, state talk.State, l list) (talk.Step, error) {
	foreign, err := b.foreign(ctx, r.Text, l)
	return talk.Message(state, r.Text, r.day, l.lines, slices.Concat(l.others, foreign)), err
}

// list is what a text may be about: the numbered households of a message, and
// the person's others, which are known by name.
type list struct {
	lines    []talk.Line
	others   []talk.Line
	digest   int64 // the delivery of the lines, where it is a digest
	asked    bool  // the text was said before, and asked about
	answered bool  // the text replies to the very message that holds the lines, and no question
}

// othersFrom numbers households that stand on no list: higher than anybody
// would type.
const othersFrom = 1_000_000

// list returns the numbered households of a message; where it is unknown, or
// holds none, those of the newest digest.
func (b *Bot) list(ctx context.Context, r *request, message int) (l list, err error) {
	kept, delivery, kind, _, err := b.store.HouseholdsInMessage(ctx, r.ChatID, message)
	if err == nil && len(kept) == 0 && message != 0 {
		message = 0
		kept, delivery, kind, _, err = b.store.HouseholdsInMessage(ctx, r.ChatID, 0)
	}
	if err != nil {
		return l, err
	}
	asked := kind == kindPick && len(r.state.Pieces) > 0 && r.state.Pieces[0].HouseholdID == kept[0].HouseholdID
	l.answered = message != 0 && !asked
	if kind == kindDigest {
		l.digest = delivery
	}
	own, err := b.store.HouseholdsFor(ctx, r.cadre.ID, r.asked)
	if err != nil {
		return l, err
	}
	urgent, err := b.urgent(ctx, r, kept)
	if err != nil {
		return l, err
	}
	byID := make(map[int64]model.Household, len(own))
	for _, h := range own {
		byID[h.ID] = h
	}
	for _, k := range kept {
		line := talk.Line{N: k.N, HouseholdID: k.HouseholdID, Gone: true}
		if h, ok := byID[k.HouseholdID]; ok {
			line = talk.Line{N: k.N, HouseholdID: h.ID, Head: h.Head, Village: h.Village, Aka: search.Spellings(h), Urgent: urgent[h.ID]}
			delete(byID, h.ID)
		}
		l.lines = append(l.lines, line)
	}
	for i, h := range own {
		if _, left := byID[h.ID]; left {
			l.others = append(l.others, talk.Line{N: othersFrom + i, HouseholdID: h.ID, Head: h.Head, Village: h.Village, Aka: search.Spellings(h), Aside: true})
		}
	}
	return l, nil
}

// urgent returns the households of which the person reported an emergency on
// this very day, and those of a list that are in distress while nobody was at the
// home yet.
func (b *Bot) urgent(ctx context.Context, r *request, listed []store.Line) (map[int64]bool, error) {
	since := model.InstantOf(r.today.At(0, 0, b.config.Zone.Location))
	today, err := b.store.Contacts(ctx, store.ContactFilter{ByID: r.cadre.ID, Since: since})
	urgent := map[int64]bool{}
	for _, c := range today {
		if c.Outcome == model.EmergencyFound {
			urgent[c.HouseholdID] = true
		}
	}
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(listed))
	for i, l := range listed {
		ids[i] = l.HouseholdID
	}
	cases, err := b.store.OpenCasesOf(ctx, ids)
	for _, e := range cases {
		if !e.Status.AtHome() {
			urgent[e.HouseholdID] = true
		}
	}
	return urgent, err
}

// numbers tells by household the number in the digest.
func (l list) numbers() map[int64]int {
	numbers := map[int64]int{}
	for _, line := range l.lines {
		if line.N < othersFrom {
			numbers[line.HouseholdID] = line.N
		}
	}
	return numbers
}

// take turns what a step of the conversation decided into the Turn: records,
// emergencies that they read as, the answer, and the next question.
func (b *Bot) take(ctx context.Context, r *request, step talk.Step, l list) error {
	before, err := b.saidBefore(ctx, r, step.Records)
	if err != nil {
		return err
	}
	recordedAny, again := false, false
	for i, rec := range step.Records {
		if before[i] {
			again = true
			continue
		}
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
		if h.ResponsibleID != r.cadre.ID {
			rec.OnBehalfOfID = h.ResponsibleID
		}
		r.do(model.RecordContact{Record: rec})
		doubtful, err := b.newDoubt(ctx, r, rec)
		if err != nil {
			return err
		}
		if rec.Outcome == model.EmergencyFound {
			if err := b.insteadOfDoubt(ctx, r, rec); err != nil {
				return err
			}
		}
		if rec.Outcome == model.EmergencyFound || doubtful {
			if err := b.file(ctx, r, report{n: i, text: rec.Text, causes: rec.Causes, household: h, doubtful: doubtful}); err != nil {
				return err
			}
		}
	}
	if err := b.alarms(ctx, r, step.Alarms); err != nil {
		return err
	}
	var kept []int
	for _, line := range step.Kept {
		kept = append(kept, line.N)
	}
	switch {
	case recordedAny:
		r.reply(kindRecorded, subjectOfUpdate(r.ID), recorded{UpdateID: r.ID, Digest: l.digest, Numbers: l.numbers(), Kept: kept, Quote: l.asked})
	case len(kept) > 0:
		r.tell("recorded.kept", model.Args{"numbers": string(ranges(r.say, kept))})
	case again:
		r.tell("recorded.again", nil)
	}
	for _, line := range step.Gone {
		r.tell("ask.gone_number", model.Args{"number": line.N})
	}
	for _, words := range step.Future {
		r.tell("ask.future", model.Args{"text": words})
	}
	b.ask(r, &step)
	if !recordedAny { // what was misread takes the place of no answer
		step.Next.Item, step.Next.Excuse, step.Next.Excused = r.state.Item, r.state.Excuse, r.state.Excused
	}
	r.remember(step.Next)
	if len(r.turn.Notices) == 0 && r.CallbackID == "" {
		r.tell("recorded.nothing", nil)
	}
	return nil
}

// saidBefore tells which records this person has made today in the same words
// already: sent again, for fear that it did not arrive. A try in vain is made as
// often as it is made.
func (b *Bot) saidBefore(ctx context.Context, r *request, records []model.ContactRecord) (before []bool, err error) {
	before = make([]bool, len(records))
	if r.Kind != telegram.Message || len(records) == 0 {
		return before, nil
	}
	since := model.InstantOf(r.today.At(0, 0, b.config.Zone.Location))
	today, err := b.store.Contacts(ctx, store.ContactFilter{ByID: r.cadre.ID, Since: since})
	for i, rec := range records {
		before[i] = rec.Outcome != model.Unreached && rec.Corrects == 0 && slices.ContainsFunc(today, func(c store.ContactRow) bool {
			return c.HouseholdID == rec.HouseholdID && c.Text == rec.Text && c.Outcome == rec.Outcome && c.HappenedOn == rec.HappenedOn
		})
	}
	return before, err
}

// ask asks what is still open, once.
func (b *Bot) ask(r *request, step *talk.Step) {
	switch step.Ask {
	case talk.AskWhich:
		step.Next.Question = r.ID
		r.reply(kindWhich, "", which{Text: model.StrikeIDs(step.Piece.Text), Lines: step.Piece.Lines, Foreign: step.Piece.Foreign, Question: r.ID})
	case talk.AskWhat:
		step.Next.Question = r.ID
		r.reply(kindPick, "", picking{HouseholdID: step.Piece.HouseholdID, Text: model.StrikeIDs(step.Piece.Text), Question: r.ID})
	case talk.AskHousehold:
		r.tell("ask.household", model.Args{"text": step.Piece.Text})
	case talk.AskHelp:
		r.lesson = true
		r.help()
	case talk.AskDetail:
		step.Next.Detail = r.ID
		r.tell("recorded.detail", nil)
	case talk.Courtesy:
		r.tell("courtesy", nil)
	}
}

// ownHousehold returns a household that the person answers for, or of somebody
// for whom the person stands in; none if it is not theirs (any more).
func (b *Bot) ownHousehold(ctx context.Context, r *request, id int64) (model.Household, error) {
	h, err := b.store.Household(ctx, id)
	if err != nil || h.ArchivedOn != 0 && h.ArchivedOn <= r.today {
		return model.Household{}, err
	}
	if h.ResponsibleID != r.cadre.ID {
		may, err := b.store.StandsIn(ctx, r.cadre.ID, h.ResponsibleID, r.asked)
		if err != nil || !may {
			return model.Household{}, err
		}
	}
	return h, nil
}
