package bot

import (
	"context"
	"slices"
	"strings"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/talk"
	"ringkeeper/model"
)

// aboutCase takes a reply to a message about a case: words of a step make it, a
// household alone or causes alone put it right, and everything else is a note.
// Another family's emergency is a case of its own.
func (b *Bot) aboutCase(ctx context.Context, r *request) (done bool, err error) {
	e, asked, err := b.repliedCase(ctx, r)
	if err != nil || e.ID == 0 || !model.May(r.cadre, model.ActAcknowledge, r.place) {
		return false, err
	}
	roles, err := b.caseRoles(ctx, r, e)
	if err != nil || !model.MayInCase(roles, model.CaseTell) {
		return false, err
	}
	words := strings.TrimSpace(r.Body)
	if other, err := b.othersEmergency(ctx, r, e, words); err != nil || other {
		return false, err
	}
	if r.Attached != nil && (!r.private() || words != "") {
		if err := b.keepWithCase(ctx, r, e); err != nil {
			return true, err
		}
	}
	switch {
	case words == "" && r.private(), words == "" && r.Attached == nil:
		return false, nil // what came without words is answered by what becomes of it
	case words == "" && len(r.turn.Notices) > 0: // it was not kept
		return true, nil
	case words == "":
		return true, b.added(ctx, r, e)
	case asked:
		return true, b.answerVerdict(ctx, r, e, roles, model.CaseAct(model.Withdrawn), words)
	case e.Status.Over():
		b.afterTheEnd(r, e, words)
		return true, nil
	}
	if act, rest, ok := talk.CaseStep(words); ok {
		if act == model.CaseAct(model.Withdrawn) && !strings.HasPrefix(words, "撤") && !strings.HasPrefix(strings.ToLower(words), "withdraw") { // 报错了
			if another, err := b.meansAnother(ctx, r, e, rest); err != nil {
				return true, err
			} else if another {
				return true, b.notWithdrawn(ctx, r, e, words, rest)
			}
		}
		if reason := talk.WithdrawReason(words); model.WithdrawReason(reason).Known() { // 误报 alone
			rest = reason
		}
		return true, b.answerVerdict(ctx, r, e, roles, act, rest)
	}
	if talk.Courteous(words) {
		b.courtesy(r, e)
		return true, nil
	}
	if done, err := b.putRight(ctx, r, e, words); done || err != nil {
		return true, err
	}
	if done, err := b.saidWhose(ctx, r, list{}, e); done || err != nil {
		return true, err
	}
	if causes := talk.OnlyCauses(words); causes != nil {
		r.touch(e, model.NameCauses{ID: e.ID, Causes: causes})
		return true, b.added(ctx, r, e)
	}
	return true, b.note(ctx, r, e, words)
}

// repliedCase returns the case that the message is about to which somebody replies;
// asked says that it asks why the case is withdrawn.
func (b *Bot) repliedCase(ctx context.Context, r *request) (e model.Emergency, asked bool, err error) {
	if r.ReplyTo == 0 || !r.ReplyToBot {
		return e, false, nil
	}
	_, _, kind, subject, err := b.store.HouseholdsInMessage(ctx, r.ChatID, r.ReplyTo)
	if err != nil || kind == kindDoubt {
		return e, false, err
	}
	for _, about := range []string{subjectOfCase(""), subjectOfReply(""), subjectOfReason("")} {
		if source, ok := strings.CutPrefix(subject, about); ok {
			e, err = b.store.EmergencyBySource(ctx, source)
			return e, about == subjectOfReason(""), err
		}
	}
	return e, false, nil
}

// othersEmergency says whether words tell of an emergency of another household.
func (b *Bot) othersEmergency(ctx context.Context, r *request, e model.Emergency, words string) (bool, error) {
	if reading.Read(words, r.day).Outcome != model.EmergencyFound {
		return false, nil
	}
	h, err := b.findFamily(ctx, r, words, familyOf(words))
	return h.ID != 0 && h.ID != e.HouseholdID, err
}

// meansAnother says whether the words behind 报错了 tell of another family or place, or
// of danger: then the report was wrong, and there is an emergency all the same.
func (b *Bot) meansAnother(ctx context.Context, r *request, e model.Emergency, words string) (bool, error) {
	f := familyOf(words)
	h, err := b.findFamily(ctx, r, words, f)
	if err != nil || h.ID != 0 {
		return h.ID != e.HouseholdID, err
	}
	return f.Head+f.Number+f.Village != "" || reading.Read(words, r.day).Outcome == model.EmergencyFound, nil
}

// notWithdrawn puts right whose the case is, or keeps the words with it and says how it
// is withdrawn.
func (b *Bot) notWithdrawn(ctx context.Context, r *request, e model.Emergency, words, rest string) error {
	if done, err := b.putRight(ctx, r, e, rest); done || err != nil {
		return err
	}
	r.touch(e, model.NoteEmergency{ID: e.ID, Text: words})
	if err := b.tellNote(ctx, r, e); err != nil {
		return err
	}
	r.tellVerdict(e, verdict{key: "case.not_withdrawn", args: model.Args{"id": e.ID}})
	return nil
}

// answerVerdict does what a reply says and answers what came of it. What is not
// theirs to do is worth a note all the same.
func (b *Bot) answerVerdict(ctx context.Context, r *request, e model.Emergency, roles []model.CaseRole, act model.CaseAct, words string) error {
	do := func() (verdict, error) { return b.act(ctx, r, e, roles, act, words) }
	if act == model.CaseAct(model.Withdrawn) {
		do = func() (verdict, error) { return b.withdrawBy(ctx, r, e, roles, words) }
	}
	v, err := do()
	switch {
	case err != nil:
		return err
	case v.denied && (!v.offer || !r.private()):
		return b.note(ctx, r, e, r.Body)
	case v.key != "" && !v.denied:
		r.tellVerdict(e, v)
	}
	if v.offer && r.private() {
		if err := b.offerTakeOver(ctx, r, e); err != nil {
			return err
		}
	}
	if !v.done && v.key != "" && words != "" && !e.Status.Over() {
		r.do(model.NoteEmergency{ID: e.ID, Text: words})
		return b.tellNote(ctx, r, e)
	}
	return nil
}

// tellVerdict answers what came of something by a message, which is about the case
// too.
func (r *request) tellVerdict(e model.Emergency, v verdict, buttons ...said) {
	args := model.Args{}
	for name, value := range v.args {
		if _, plain := value.(string); !plain {
			value = r.say.Word(value)
		}
		args[name] = value
	}
	r.tell(v.key, args, buttons...)
	r.turn.Notices[len(r.turn.Notices)-1].Subject = subjectOfReply(e.Source)
}

// withdrawBy withdraws a case by words. The office says why, and is asked where it
// does not.
func (b *Bot) withdrawBy(ctx context.Context, r *request, e model.Emergency, roles []model.CaseRole, reason string) (verdict, error) {
	office := model.MayInCase(roles, model.CaseReopen)
	if !office && e.ReportedBy != r.cadre.ID { // what they added is theirs to take back
		return b.takeBackJoined(ctx, r, e)
	}
	if reason == "" && e.ReportedBy == r.cadre.ID {
		reason = string(model.NoEmergency)
	}
	if reason == "" && model.MayInCase(roles, model.CaseAct(model.Withdrawn)) {
		r.tell("withdraw.ask_why", model.Args{"id": e.ID})
		r.turn.Notices[len(r.turn.Notices)-1].Subject = subjectOfReason(e.Source)
		return verdict{}, nil
	}
	return b.withdraw(ctx, r, e, roles, talk.WithdrawReason(reason))
}

// takeBackJoined takes back the newest report that the person joined to a case.
func (b *Bot) takeBackJoined(ctx context.Context, r *request, e model.Emergency) (verdict, error) {
	events, err := b.store.CaseEvents(ctx, e.ID)
	if err != nil {
		return verdict{}, err
	}
	for _, v := range slices.Backward(events) {
		if v.Kind == model.CaseJoined && v.ByID == r.cadre.ID && !v.Detail.Withdrawn {
			return verdict{key: "joined.taken_back", done: true}, b.unjoin(ctx, r, v.ID)
		}
	}
	return verdict{key: "denied", denied: true}, nil
}

// afterTheEnd takes a reply about a case that is over: why it was withdrawn, by who
// reported it.
func (b *Bot) afterTheEnd(r *request, e model.Emergency, words string) {
	if e.Status == model.Withdrawn && e.ReportedBy == r.cadre.ID && !talk.Courteous(words) {
		reason := talk.WithdrawReason(words)
		r.touch(e, model.ExplainWithdrawal{ID: e.ID, Reason: reason})
		r.tellVerdict(e, verdict{key: "withdraw.explained", args: model.Args{"reason": model.WithdrawReason(reason)}})
		return
	}
	r.tellVerdict(e, verdict{key: "case.over", args: model.Args{"id": e.ID}})
}

// courtesy answers what is only polite, and says how a case is taken on where
// nobody has yet: 收到 is not.
func (b *Bot) courtesy(r *request, e model.Emergency) {
	switch {
	case e.Status == model.Reported && e.ReportedBy != r.cadre.ID:
		r.tellVerdict(e, verdict{key: "case.not_taken", args: model.Args{"id": e.ID}})
	case r.private():
		r.tellVerdict(e, verdict{key: "case.done", args: model.Args{"id": e.ID, "status": e.Status}})
	}
}

// note adds words to a case, and tells of them.
func (b *Bot) note(ctx context.Context, r *request, e model.Emergency, words string) error {
	r.touch(e, model.NoteEmergency{ID: e.ID, Text: strings.TrimSpace(words)})
	return b.added(ctx, r, e)
}

// added tells that something was added to a case, and says so to who added it; and,
// where nobody has it in hand, that a note does not take it on.
func (b *Bot) added(ctx context.Context, r *request, e model.Emergency) error {
	if err := b.tellNote(ctx, r, e); err != nil {
		return err
	}
	key := "case.added"
	if e.Status == model.Reported && e.ReportedBy != r.cadre.ID {
		key = "case.added_not_taken"
	}
	r.tellVerdict(e, verdict{key: key, args: model.Args{"id": e.ID}})
	return nil
}
