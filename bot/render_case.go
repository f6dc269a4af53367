package bot

import (
	"context"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
)

// stepsFrom are the states to which buttons move a case on from one. What only the
// office does stands apart.
var stepsFrom = map[model.EmergencyStatus][]model.EmergencyStatus{
	model.Reported:     {model.Acknowledged},
	model.Acknowledged: {model.OnTheWay, model.OnSite},
	model.OnTheWay:     {model.OnSite},
	model.OnSite:       {model.Solved},
}

// stepButtons are the words on them.
var stepButtons = map[model.EmergencyStatus]string{
	model.OnTheWay: "button.on_the_way", model.OnSite: "button.on_site", model.Solved: "button.case_solved",
}

// caseButtons are the steps that may be made next. What is said to be solved only
// the office closes.
func (w *wording) caseButtons(ctx context.Context, e model.Emergency) ([][]text.Button, error) {
	var row []text.Button
	for _, to := range stepsFrom[e.Status] {
		if to == model.Acknowledged {
			row = append(row, w.button("button.acknowledge", talk.Tap{Do: talk.TapAcknowledge, ID: e.ID}))
			continue
		}
		row = append(row, w.button(stepButtons[to], talk.Tap{Do: talk.TapStep, ID: e.ID, Word: string(to)}))
	}
	if e.Status == model.Solved {
		office, err := w.readByOffice(ctx)
		if err != nil || !office {
			return nil, err
		}
		row = []text.Button{
			w.button("button.close_case", talk.Tap{Do: talk.TapStep, ID: e.ID, Word: string(model.Closed)}),
			w.button("button.not_solved", talk.Tap{Do: talk.TapReopen, ID: e.ID}),
		}
	}
	if e.Status == model.OnSite && !w.group {
		row = append(row, w.button("button.identify", talk.Tap{Do: talk.TapIdentify, ID: e.ID}))
	}
	if e.Status == model.Identifying && !w.group {
		row = append(row, w.button("button.procedure", talk.Tap{Do: talk.TapIdentify, ID: e.ID}))
	}
	if row == nil {
		return nil, nil
	}
	return [][]text.Button{row}, nil
}

// readByOffice says whether the reader is of the office, or one of its groups.
func (w *wording) readByOffice(ctx context.Context) (bool, error) {
	if w.reader.CadreID == 0 {
		g, err := w.store.Group(ctx, w.reader.ChatID)
		return g.Office, err
	}
	c, err := w.store.Cadre(ctx, w.reader.CadreID)
	return c.Role == model.RoleOffice, err
}

// ownButtons stand under the answer to a report: the steps, where who reported it is
// to make them, and that it was none, until somebody was at the home.
func (w *wording) ownButtons(ctx context.Context, e model.Emergency) (keyboard [][]text.Button, err error) {
	own, err := w.bot.follows(ctx, w.reader.CadreID, e, w.today)
	if err != nil {
		return nil, err
	}
	if own || e.AcknowledgedBy == w.reader.CadreID {
		if keyboard, err = w.caseButtons(ctx, e); err != nil {
			return nil, err
		}
	}
	if !e.Status.AtHome() {
		keyboard = append(keyboard, []text.Button{w.button("button.not_emergency", talk.Tap{Do: talk.TapCallOff, ID: e.ID})})
	}
	return keyboard, nil
}

func (w *wording) reasonButtons(e model.Emergency) (row []text.Button) {
	for _, reason := range model.WithdrawReasons {
		row = append(row, w.button("withdraw_reason."+string(reason), talk.Tap{Do: talk.TapExplain, ID: e.ID, Word: string(reason)}))
	}
	return row
}

// progress says who made which step when, and how the case ended.
func (w *wording) progress(ctx context.Context, e model.Emergency) (lines []string, err error) {
	events, err := w.store.CaseEvents(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	for _, v := range events {
		if v.Detail.Status == model.Withdrawn {
			continue
		}
		by, err := w.store.Cadre(ctx, v.ByID)
		if err != nil {
			return nil, err
		}
		if what := w.made(v.Kind, v.Detail.Status, text.HTML(text.Escape(by.Name)), v.At); what != "" {
			lines = append(lines, what+w.because(v.Text))
		}
	}
	if e.Status == model.Withdrawn {
		said, err := w.withdrawn(ctx, e)
		return append(lines, said), err
	}
	return lines, nil
}

// made says that a step was made: 周静 于 23:40 受理. It says nothing of what is none.
func (w *wording) made(kind model.CaseEventKind, status model.EmergencyStatus, who text.HTML, at model.Instant) string {
	key := ""
	switch kind {
	case model.CaseAdvanced:
		key = "progress." + string(status)
	case model.CaseTakenOver:
		key = "progress.taken_over"
	case model.CaseReopened:
		key = "progress.reopened"
	default:
		return ""
	}
	return w.say.Say(key, model.Args{"name": who, "at": at})
}

// because is a reason behind what was done. A group reads no free text.
func (w *wording) because(reason string) string {
	if reason == "" || w.group && !model.WithdrawReason(reason).Known() {
		return ""
	}
	r := []rune(model.StrikeIDs(reason))
	if len(r) > excerptOf {
		r = append(r[:excerptOf], '…')
	}
	return w.say.Say("case.because", model.Args{"reason": model.WithdrawReason(r)})
}

// withdrawn says who withdrew a case and why.
func (w *wording) withdrawn(ctx context.Context, e model.Emergency) (string, error) {
	events, err := w.store.CaseEvents(ctx, e.ID)
	key := "emergency.withdrawn"
	for _, v := range events {
		if v.Detail.Status == model.Withdrawn && v.ByID != e.ReportedBy {
			key = "emergency.withdrawn_by_office"
		}
	}
	return w.say.Say(key, model.Args{"reason": text.HTML(w.because(e.Reason))}), err
}

func renderCalledOff(ctx context.Context, w *wording, d filed) (text.Page, error) {
	e, err := w.store.EmergencyBySource(ctx, d.Source)
	if err != nil {
		return text.Page{}, err
	}
	how, err := w.withdrawn(ctx, e)
	return text.Page{Rows: text.Rows(w.say.Say("emergency.called_off", model.Args{"id": e.ID, "how": text.HTML(how)}))}, err
}

// renderStep tells of a step that was made, with the note that came with it; the
// office can close what is said to be solved.
func renderStep(ctx context.Context, w *wording, d caseStep) (text.Page, error) {
	e, err := w.store.EmergencyBySource(ctx, d.Source)
	if err != nil {
		return text.Page{}, err
	}
	by, err := w.store.Cadre(ctx, d.By)
	if err != nil {
		return text.Page{}, err
	}
	who := text.HTML(text.Escape(by.Name))
	if by.Unit != "" {
		who = text.HTML(w.say.Say("case.cadre", model.Args{"name": by.Name, "unit": by.Unit}))
	}
	events, err := w.store.CaseEvents(ctx, e.ID)
	if err != nil {
		return text.Page{}, err
	}
	zone := w.bot.config.Zone.Location
	w.say = w.say.On(model.DayOf(d.At.In(zone), zone)) // it stays as it was told
	what := w.made(d.Kind, d.Status, who, d.At)
	for _, v := range events {
		if v.At == d.At && v.ByID == d.By && !w.group {
			what += w.because(v.Text)
		}
	}
	page := text.Page{Rows: text.Rows(w.say.Say("case.step", model.Args{"id": e.ID, "what": text.HTML(what)}))}
	if d.Status == model.Solved && e.Status == model.Solved {
		if page.Keyboard, err = w.caseButtons(ctx, e); err != nil {
			return text.Page{}, err
		}
	}
	return page, nil
}
