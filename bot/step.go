package bot

import (
	"context"
	"slices"

	"ringkeeper/bot/talk"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// verdict is what came of something that somebody did in a case, to be told to
// them as a toast or as a message.
type verdict struct {
	key    string
	args   model.Args
	done   bool
	denied bool // it is not theirs to do
	offer  bool // somebody else has it in hand, from whom they may take it over
}

// tapCase takes a press under a message about a case.
func (b *Bot) tapCase(ctx context.Context, r *request, id int64, act model.CaseAct) error {
	if !model.May(r.cadre, model.ActAcknowledge, r.place) {
		r.toast("denied", nil)
		return nil
	}
	e, err := b.store.Emergency(ctx, id)
	if err != nil {
		return err
	}
	if e.ID == 0 {
		r.toast("button.over", nil)
		return nil
	}
	roles, err := b.caseRoles(ctx, r, e)
	if err != nil {
		return err
	}
	v, err := b.act(ctx, r, e, roles, act, "")
	if err != nil {
		return err
	}
	r.toast(v.key, v.args)
	if v.done && (act == model.CaseAct(model.Acknowledged) || act == model.CaseTakeOver) {
		r.toast("emergency.you", nil)
	}
	if v.offer && r.private() {
		return b.offerTakeOver(ctx, r, e)
	}
	return nil
}

// offerTakeOver says who has a case in hand, with the button to have it instead.
func (b *Bot) offerTakeOver(ctx context.Context, r *request, e model.Emergency) error {
	v, err := b.inHand(ctx, e)
	r.tellVerdict(e, v, said{Key: "button.take_over", Tap: talk.Tap{Do: talk.TapTakeOver, ID: e.ID}})
	return err
}

// act does something in a case, with a reason or a note, where it is the person's
// to do and the case stands where it can be done.
func (b *Bot) act(ctx context.Context, r *request, e model.Emergency, roles []model.CaseRole, act model.CaseAct, words string) (verdict, error) {
	may := model.MayInCase(roles, act)
	switch {
	case len(roles) == 0:
		return verdict{key: "denied", denied: true}, nil
	case e.Status.Over():
		return verdict{key: "emergency.over"}, nil
	case act == model.CaseTakeOver:
		return b.takeOver(ctx, r, e, may)
	case act == model.CaseReopen:
		return b.reopen(ctx, r, e, may, words)
	}
	to := model.EmergencyStatus(act)
	switch {
	case to == model.Acknowledged && e.AcknowledgedBy == r.cadre.ID:
		return verdict{key: "emergency.you"}, nil
	case !e.Status.Before(to):
		v, err := b.wasDone(ctx, e, to)
		v.offer = to == model.Acknowledged && !e.Status.AtHome() && model.MayInCase(roles, model.CaseTakeOver)
		return v, err
	case !may:
		return b.others(ctx, e, to, roles)
	case !e.Status.Leads(to):
		return verdict{key: "case.not_at_home", args: model.Args{"id": e.ID}}, nil
	}
	if to == model.Identifying {
		if !r.private() {
			return verdict{key: "procedure.private"}, nil
		}
		before := len(r.turn.Effects)
		if err := b.identify(ctx, r, e.ID); err != nil || len(r.turn.Effects) > before {
			return verdict{key: "case.done", args: model.Args{"id": e.ID, "status": to}}, err
		}
		if words == "" { // why it was not begun is said
			return verdict{}, nil
		}
		r.touch(e, model.NoteEmergency{ID: e.ID, Text: words})
		return verdict{}, b.tellNote(ctx, r, e)
	}
	step := model.AdvanceEmergency{ID: e.ID, Status: to}
	if to == model.Closed {
		step.Reason = words
	}
	r.touch(e, step)
	if to != model.Closed && words != "" {
		r.do(model.NoteEmergency{ID: e.ID, Text: words})
	}
	if err := b.tellStep(ctx, r, e, caseStep{Kind: model.CaseAdvanced, Status: to}); err != nil {
		return verdict{}, err
	}
	if to == model.OnSite {
		if err := b.visited(ctx, r, e); err != nil {
			return verdict{}, err
		}
	}
	others := to == model.OnTheWay && e.AcknowledgedBy != 0 && e.AcknowledgedBy != r.cadre.ID
	return verdict{key: "case.done", args: model.Args{"id": e.ID, "status": to}, done: true, offer: others}, nil
}

// touch does something to a case as it was read, and shows it anew.
func (r *request) touch(e model.Emergency, effects ...model.Effect) {
	r.turn.Reads = append(r.turn.Reads, model.Ref{Table: "emergencies", ID: e.ID, Version: e.Version})
	r.do(effects...)
	r.show(e)
}

// show shows anew what stands of a case on people's phones.
func (r *request) show(e model.Emergency) {
	if subject := subjectOfCase(e.Source); !slices.Contains(r.turn.Refresh, subject) {
		r.turn.Refresh = append(r.turn.Refresh, subject)
	}
}

// wasDone says who has made a step already, or the newest one where it was left out.
func (b *Bot) wasDone(ctx context.Context, e model.Emergency, to model.EmergencyStatus) (verdict, error) {
	events, err := b.store.CaseEvents(ctx, e.ID)
	if err != nil {
		return verdict{}, err
	}
	for _, status := range []model.EmergencyStatus{to, e.Status} {
		for _, v := range slices.Backward(events) {
			if v.Kind != model.CaseAdvanced || v.Detail.Status != status {
				continue
			}
			by, err := b.store.Cadre(ctx, v.ByID)
			return verdict{key: "progress." + string(status), args: model.Args{"name": by.Name, "at": v.At}}, err
		}
	}
	return b.inHand(ctx, e)
}

// others says that a step is somebody else's to make.
func (b *Bot) others(ctx context.Context, e model.Emergency, to model.EmergencyStatus, roles []model.CaseRole) (verdict, error) {
	if e.AcknowledgedBy == 0 || to == model.Closed {
		return verdict{key: "denied", denied: true}, nil
	}
	v, err := b.inHand(ctx, e)
	v.denied, v.offer = true, !e.Status.AtHome() && model.MayInCase(roles, model.CaseTakeOver)
	return v, err
}

// inHand says who has a case in hand.
func (b *Bot) inHand(ctx context.Context, e model.Emergency) (verdict, error) {
	by, err := b.store.Cadre(ctx, e.AcknowledgedBy)
	return verdict{key: "case.in_hand", args: model.Args{"id": e.ID, "name": by.Name, "unit": by.Unit}}, err
}

func (b *Bot) takeOver(ctx context.Context, r *request, e model.Emergency, may bool) (verdict, error) {
	switch {
	case e.AcknowledgedBy == r.cadre.ID:
		return verdict{key: "emergency.you"}, nil
	case e.Status.AtHome():
		return b.wasDone(ctx, e, model.OnSite)
	case !may || e.AcknowledgedBy == 0:
		return verdict{key: "denied", denied: true}, nil
	}
	r.touch(e, model.TakeOverEmergency{ID: e.ID})
	return verdict{key: "emergency.you", done: true}, b.tellStep(ctx, r, e, caseStep{Kind: model.CaseTakenOver})
}

func (b *Bot) reopen(ctx context.Context, r *request, e model.Emergency, may bool, why string) (verdict, error) {
	switch {
	case !may:
		return verdict{key: "denied", denied: true}, nil
	case e.Status != model.Solved:
		return verdict{key: "case.not_solved", args: model.Args{"id": e.ID, "status": e.Status}}, nil
	}
	r.touch(e, model.ReopenEmergency{ID: e.ID, Reason: why})
	return verdict{key: "case.done", args: model.Args{"id": e.ID, "status": model.OnSite}, done: true},
		b.tellStep(ctx, r, e, caseStep{Kind: model.CaseReopened})
}

// visited puts a visit on record where who answers for the household is at the
// home, so that nothing is asked twice; what was recorded today is enough.
func (b *Bot) visited(ctx context.Context, r *request, e model.Emergency) error {
	h, err := b.store.Household(ctx, e.HouseholdID)
	if err != nil {
		return err
	}
	own, err := b.answersFor(ctx, r.cadre.ID, h, r.today)
	if err != nil || !own {
		return err
	}
	since := model.InstantOf(r.today.At(0, 0, r.zone))
	today, err := b.store.Contacts(ctx, store.ContactFilter{Number: h.Number, Since: since})
	if err != nil || slices.ContainsFunc(today, func(c store.ContactRow) bool { return c.Means == model.ByVisit && c.HappenedOn == r.day }) {
		return err
	}
	record := model.ContactRecord{
		HouseholdID: h.ID, Means: model.ByVisit, Outcome: model.EmergencyFound, Causes: e.Causes, HappenedOn: r.day, UpdateID: r.ID, ByID: r.cadre.ID,
	}
	if h.ResponsibleID != r.cadre.ID {
		record.OnBehalfOfID = h.ResponsibleID
	}
	r.do(model.RecordContact{Record: record})
	r.turn.Notices = append(r.turn.Notices, model.Notice{
		Subject: subjectOfUpdate(r.ID), Priority: model.PriorityAnswer, Kind: kindRecorded, CadreID: r.cadre.ID, Data: encode(recorded{UpdateID: r.ID}),
	})
	return nil
}
