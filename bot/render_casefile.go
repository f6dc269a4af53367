package bot

import (
	"context"
	"slices"
	"strings"

	"ringkeeper/bot/text"
	"ringkeeper/model"
	ledger "ringkeeper/model/report"
	"ringkeeper/model/store"
)

// caseFile is an emergency on its way to words, with what became of its alerts.
type caseFile struct {
	*wording
	model.Emergency
	alerts []store.CaseAlert
	told   bool // the reader was
}

// renderCase shows all about an emergency as it stands now.
func renderCase(ctx context.Context, w *wording, d filed) (text.Page, error) {
	e, err := w.store.EmergencyBySource(ctx, d.Source)
	if err != nil {
		return text.Page{}, err
	}
	reader, err := w.store.Cadre(ctx, w.reader.CadreID)
	if err != nil {
		return text.Page{}, err
	}
	if e, _, err = w.bot.caseInSight(ctx, reader, w.today, e.ID); err != nil {
		return text.Page{}, err
	}
	if e.ID == 0 {
		w.drop = "the case is not the reader's any more"
		return text.Page{}, nil
	}
	alerts, err := w.store.AlertsOf(ctx, e.ID)
	if err != nil {
		return text.Page{}, err
	}
	f := caseFile{wording: w, Emergency: e, alerts: alerts[e.ID]}
	f.told = slices.ContainsFunc(f.alerts, func(a store.CaseAlert) bool { return a.CadreID == reader.ID })
	var lines []string
	for _, part := range []func(context.Context) ([]string, error){f.about, f.standing, f.delivery, f.past} {
		more, err := part(ctx)
		if err != nil {
			return text.Page{}, err
		}
		lines = append(lines, more...)
	}
	page := text.Page{Rows: text.Rows(lines...)}
	if f.told {
		page.Keyboard, err = w.caseButtons(ctx, e)
	}
	return page, err
}

// about is whose case it is, and what was reported by whom.
func (f caseFile) about(ctx context.Context) ([]string, error) {
	where, err := f.where(ctx, f.Emergency)
	if err != nil {
		return nil, err
	}
	lines := []string{f.say.Say("emergency.title", model.Args{"id": f.ID, "status": f.Status}), where}
	if len(f.Causes) > 0 {
		lines = append(lines, f.say.Say("emergency.causes", model.Args{"causes": text.HTML(f.say.Causes(f.Causes))}))
	}
	if f.Text != "" {
		lines = append(lines, f.say.Say("emergency.text", model.Args{"text": model.StrikeIDs(f.Text)}))
	}
	if f.Unconfirmed {
		lines = append(lines, f.say.Say("emergency.unconfirmed", nil))
	}
	reporter, err := f.store.Cadre(ctx, f.ReportedBy)
	if err != nil {
		return nil, err
	}
	reported, err := f.reported(ctx, f.Emergency, reporter)
	if platform := f.bot.config.Platform; platform != "" && f.HouseholdID == 0 && f.ReportedBy == f.reader.CadreID {
		return append(lines, reported, f.say.Say("emergency.platform", model.Args{"platform": platform})), err
	}
	return append(lines, reported), err
}

// standing is who has it in hand, the steps that were taken, and the next one.
func (f caseFile) standing(ctx context.Context) (lines []string, err error) {
	if f.AcknowledgedBy != 0 {
		by, err := f.store.Cadre(ctx, f.AcknowledgedBy)
		if err != nil {
			return nil, err
		}
		lines = append(lines, f.say.Say("case.hand", model.Args{"name": by.Name, "unit": by.Unit}))
	}
	var steps []string
	for _, s := range []struct {
		status model.EmergencyStatus
		at     model.Instant
	}{{model.Acknowledged, f.AcknowledgedAt}, {model.OnTheWay, f.OnTheWayAt}, {model.OnSite, f.OnSiteAt}, {model.Solved, f.SolvedAt}, {model.Identifying, f.IdentifyingAt}} {
		if s.at != 0 {
			steps = append(steps, f.say.Say("case.stage", model.Args{"status": s.status, "at": s.at}))
		}
	}
	if f.Status.Over() {
		steps = append(steps, f.say.Say("case.stage", model.Args{"status": f.Status, "at": f.ClosedAt}))
	}
	if len(steps) > 0 {
		lines = append(lines, f.say.Say("case.steps", model.Args{"steps": text.HTML(strings.Join(steps, " → "))}))
	}
	if f.Reason != "" {
		lines = append(lines, f.say.Say("case.reason", model.Args{"reason": model.WithdrawReason(model.StrikeIDs(f.Reason))}))
	}
	limits, at := f.bot.config.Emergencies, model.InstantOf(f.at)
	next := model.Args{"step": f.Status.NextStep(), "at": limits.Deadline(f.Emergency)}
	switch {
	case f.Status.Over():
	case limits.Late(f.Emergency, at):
		next["span"] = f.span(limits.Deadline(f.Emergency), at)
		lines = append(lines, f.say.Say("case.late", next))
	default:
		lines = append(lines, f.say.Say("case.next", next))
	}
	return lines, nil
}

// delivery is who was told of it and when, and who was not and why.
func (f caseFile) delivery(ctx context.Context) (lines []string, err error) {
	var told, waiting, untold []string
	for _, a := range f.alerts {
		switch a.State {
		case model.DeliverySent:
			told = append(told, f.say.Say("case.told_one", model.Args{"name": a.Name, "at": a.SentAt}))
		case model.DeliveryPending, model.DeliverySending:
			waiting = append(waiting, text.Escape(a.Name))
		case model.DeliveryFailed, model.DeliveryAmbiguous:
			untold = append(untold, f.untold(a.Name, a.Error))
		}
	}
	unbound, err := f.unbound(ctx)
	if err != nil {
		return nil, err
	}
	untold = append(untold, unbound...)
	for _, l := range []struct {
		key   string
		names []string
	}{{"case.told", told}, {"case.waiting", waiting}, {"case.untold", untold}} {
		if len(l.names) > 0 {
			lines = append(lines, f.say.Say(l.key, model.Args{"names": text.HTML(f.say.List(l.names))}))
		}
	}
	rows, err := f.store.Emergencies(ctx, store.EmergencyFilter{ID: f.ID})
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(rows, func(r store.EmergencyRow) bool { return r.Unreached(model.InstantOf(f.at)) }) {
		lines = append(lines, f.say.Say("case.unreached", nil))
	}
	return lines, nil
}

func (f caseFile) untold(name, problem string) string {
	why, known := ledger.Problem(f.say.Say, problem)
	if !known {
		why = f.say.Say("case.not_sent", nil)
	}
	return f.say.Say("case.untold_one", model.Args{"name": name, "why": text.HTML(why)})
}

// unbound are those who answer for the household and could not be told, since no
// account of theirs is bound, or they stopped the bot.
func (f caseFile) unbound(ctx context.Context) (names []string, err error) {
	chain, err := f.store.CaseChain(ctx, f.ID)
	if err != nil {
		return nil, err
	}
	for _, l := range chain {
		if l.Level != model.LevelCadre || l.CadreID == f.ReportedBy || slices.ContainsFunc(f.alerts, func(a store.CaseAlert) bool { return a.CadreID == l.CadreID }) {
			continue
		}
		c, err := f.store.Cadre(ctx, l.CadreID)
		if err != nil {
			return nil, err
		}
		switch {
		case !c.Bound():
			names = append(names, f.untold(c.Name, store.ErrorNotBound))
		case c.Blocked:
			names = append(names, f.untold(c.Name, store.ErrorBlocked))
		}
	}
	return names, nil
}

// linesOfCase is how much of a case's past is shown.
const linesOfCase = 10

// past are the newest lines of the timeline.
func (f caseFile) past(ctx context.Context) ([]string, error) {
	lines, err := f.timeline(ctx, f.Emergency, true)
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	title := f.say.Say("case.timeline", nil)
	if left := len(lines) - linesOfCase; left > 0 {
		title, lines = f.say.Say("case.timeline_rest", model.Args{"n": left}), lines[left:]
	}
	return append([]string{title}, lines...), nil
}
