package bot

import (
	"context"

	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// reached is who was reached by an alert, or by the line of an addition.
type reached struct {
	told    []string // and those who are being told within their first minute
	late    []string // of those told, who were told after it, at last at lateAt
	lateAt  model.Instant
	waiting []string // to whom it does not come through
	failed  []string // to whom it never will; phoned they can be
	lost    []string // of these, who was believed to be reached
}

// reached finds out who was reached: whoever reported believes nobody told who was
// not.
func (w *wording) reached(ctx context.Context, e model.Emergency, told []recipient) (got reached, err error) {
	rows, err := w.store.OutboxRows(ctx, store.OutboxFilter{Subject: subjectOfCase(e.Source)})
	if err != nil {
		return got, err
	}
	sendings := make(map[string]store.OutboxRow, len(rows))
	for _, row := range rows {
		sendings[row.Key] = row
	}
	released, err := w.released(ctx, e)
	if err != nil {
		return got, err
	}
	for _, t := range told {
		name := w.say.Say(t.As, model.Args{"name": t.Name})
		row := sendings[t.Alert]
		inTime := max(row.CreatedAt, released).Add(model.ArrivesWithin)
		switch {
		case t.Unbound:
			got.failed = append(got.failed, name)
		case t.Alert == "" || row.ID == 0: // theirs is the answer itself
			got.told = append(got.told, name)
		case row.State == model.DeliveryFailed:
			got.failed, got.lost = append(got.failed, name), append(got.lost, name)
		case row.State == model.DeliverySent && row.SentAt > inTime:
			got.told, got.late = append(got.told, name), append(got.late, name)
			got.lateAt = max(got.lateAt, row.SentAt)
		case row.State != model.DeliverySent && model.InstantOf(w.at) >= inTime:
			got.waiting = append(got.waiting, name)
		default:
			got.told = append(got.told, name)
		}
	}
	return got, nil
}

// released is when the alerts of a case might go out that was in doubt, 0 for one
// that never was.
func (w *wording) released(ctx context.Context, e model.Emergency) (model.Instant, error) {
	if e.Unconfirmed {
		return e.ReportedAt.Add(model.ConfirmWithin), nil
	}
	events, err := w.store.CaseEvents(ctx, e.ID)
	for _, v := range events {
		if v.Kind == model.CaseConfirmed {
			return min(v.At, e.ReportedAt.Add(model.ConfirmWithin)), err
		}
	}
	return 0, err
}

// whoWasReached words it. Where nobody was, the reporter is to telephone.
func (w *wording) whoWasReached(e model.Emergency, got reached, short bool) (lines []string) {
	switch {
	case len(got.told) == 0:
		lines = append(lines, w.say.Say("emergency.nobody", nil))
	case !short:
		lines = append(lines, w.say.Say("emergency.told", model.Args{"names": text.HTML(w.say.List(got.told))}))
	}
	if short {
		return lines
	}
	return append(lines, w.notInTime(e, got)...)
}

// notInTime words who was told late, who is not told yet, and who cannot be.
func (w *wording) notInTime(e model.Emergency, got reached) (lines []string) {
	if len(got.late) > 0 {
		lines = append(lines, w.say.Say("arrival.late", model.Args{"id": e.ID, "at": got.lateAt, "names": text.HTML(w.say.List(got.late))}))
	}
	if len(got.waiting) > 0 {
		lines = append(lines, w.say.Say("arrival.waiting", model.Args{"id": e.ID, "names": text.HTML(w.say.List(got.waiting))}))
	}
	if len(got.failed) > 0 {
		lines = append(lines, w.say.Say("emergency.not_bound", model.Args{"names": text.HTML(w.say.List(got.failed))}))
	}
	return lines
}

// checkArrival looks, a minute after alerts went out, whether they arrived. The
// reporter hears of it where they did not: the answer may have said otherwise, and to
// show it anew makes no sound.
func (r *request) checkArrival(source string, told []recipient, out model.Instant) {
	if r.cadre.Blocked {
		return
	}
	r.turn.Notices = append(r.turn.Notices, model.Notice{
		Subject: subjectOfCase(source), Priority: model.PriorityAnswer, Kind: kindArrival, CadreID: r.cadre.ID,
		Data: encode(filed{Source: source, Told: told}), NotBefore: out.Add(model.ArrivesWithin),
	})
}

// renderArrival tells the reporter once that alerts are late, or were.
func renderArrival(ctx context.Context, w *wording, d filed) (text.Page, error) {
	e, err := w.store.EmergencyBySource(ctx, d.Source)
	if err != nil {
		return text.Page{}, err
	}
	got, err := w.reached(ctx, e, d.Told)
	if err != nil {
		return text.Page{}, err
	}
	if !w.edit {
		allLate := len(got.late) > 0 && len(got.late) == len(got.told)
		if e.Status == model.Withdrawn || !allLate && len(got.waiting)+len(got.lost) == 0 {
			w.drop = "the alerts arrived"
			return text.Page{}, nil
		}
		answered, err := w.answeredLate(ctx, e)
		if answered || err != nil {
			w.drop = "the answer said so"
			return text.Page{}, err
		}
	}
	got.failed = got.lost // of the others the answer spoke
	return text.Page{Rows: text.Rows(w.notInTime(e, got)...)}, nil
}

// answeredLate says whether the answer to the reporter was itself sent so late that
// it knew of it.
func (w *wording) answeredLate(ctx context.Context, e model.Emergency) (bool, error) {
	rows, err := w.store.OutboxRows(ctx, store.OutboxFilter{Subject: subjectOfCase(e.Source), CadreID: w.reader.CadreID, States: []model.DeliveryState{model.DeliverySent}})
	if err != nil {
		return false, err
	}
	released, err := w.released(ctx, e)
	for _, row := range rows { // the newest first
		if row.Kind == kindFiled || row.Kind == kindJoined {
			return row.SentAt > max(row.CreatedAt, released).Add(model.ArrivesWithin), err
		}
	}
	return false, err
}
