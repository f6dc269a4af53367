package bot

import (
	"context"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
)

// addition returns the case of an addition and the line of its timeline.
func (w *wording) addition(ctx context.Context, a addition) (e model.Emergency, v model.CaseEvent, err error) {
	if e, err = w.store.EmergencyBySource(ctx, a.Source); err != nil {
		return e, v, err
	}
	events, err := w.store.CaseEvents(ctx, e.ID)
	for _, line := range events {
		if line.Kind == model.CaseJoined && line.Detail.Source == a.Report {
			v = line
		}
	}
	return e, v, err
}

// renderAddition tells whoever was told of a case that it was reported once more.
// A group learns that it was, and the causes.
func renderAddition(ctx context.Context, w *wording, a addition) (text.Page, error) {
	e, v, err := w.addition(ctx, a)
	if err != nil {
		return text.Page{}, err
	}
	if !w.edit && (v.Detail.Withdrawn || e.Status == model.Withdrawn) {
		w.drop = "it was withdrawn before it was told"
		return text.Page{}, nil
	}
	where, err := w.where(ctx, e)
	if err != nil {
		return text.Page{}, err
	}
	by, err := w.store.Cadre(ctx, v.ByID)
	if err != nil {
		return text.Page{}, err
	}
	lines := []string{w.say.Say("addition.title", model.Args{"id": e.ID, "where": text.HTML(where)})}
	if len(v.Detail.Causes) > 0 {
		lines = append(lines, w.say.Say("emergency.causes", model.Args{"causes": text.HTML(w.say.Causes(v.Detail.Causes))}))
	}
	if !w.group && v.Text != "" {
		lines = append(lines, w.say.Say("emergency.text", model.Args{"text": w.excerpt(v.Text, e.ID)}))
	}
	lines = append(lines, w.say.Say("emergency.reported", model.Args{"name": by.Name, "unit": by.Unit, "at": v.At}))
	if v.Detail.Withdrawn {
		lines = append(lines, w.say.Say("emergency.withdrawn", nil))
	}
	return text.Page{Rows: text.Rows(lines...)}, nil
}

// additions words in an alert what was reported since: how often, and to a person
// the newest words.
func (w *wording) additions(ctx context.Context, e model.Emergency) ([]string, error) {
	events, err := w.store.CaseEvents(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	n, last := 0, model.CaseEvent{}
	for _, v := range events {
		if v.Kind == model.CaseJoined && !v.Detail.Withdrawn {
			n, last = n+1, v
		}
	}
	if n == 0 {
		return nil, nil
	}
	if w.group || last.Text == "" {
		return []string{w.say.Say("addition.count", model.Args{"n": n})}, nil
	}
	by, err := w.store.Cadre(ctx, last.ByID)
	return []string{w.say.Say("addition.newest", model.Args{"n": n, "name": by.Name, "at": last.At, "text": w.excerpt(last.Text, e.ID)})}, err
}

// renderJoined tells its reporter to which case a report was added, and who heard.
func renderJoined(ctx context.Context, w *wording, d joined) (text.Page, error) {
	e, v, err := w.addition(ctx, d.addition)
	if err != nil {
		return text.Page{}, err
	}
	where, err := w.where(ctx, e)
	if err != nil {
		return text.Page{}, err
	}
	first, err := w.store.Cadre(ctx, e.ReportedBy)
	if err != nil {
		return text.Page{}, err
	}
	lines := []string{w.say.Say("joined.title", model.Args{"id": e.ID, "where": text.HTML(where), "name": first.Name, "at": e.ReportedAt, "status": e.Status})}
	over := e.Status == model.Withdrawn || v.Detail.Withdrawn
	if d.Doubtful && !over {
		lines = append(lines, w.say.Say("joined.doubtful", nil))
	}
	got, err := w.reached(ctx, e, d.Told)
	if err != nil {
		return text.Page{}, err
	}
	lines = append(lines, w.whoWasReached(e, got, d.Short)...)
	page := text.Page{}
	switch {
	case v.Detail.Withdrawn:
		lines = append(lines, w.say.Say("joined.taken_back", nil))
	case !over && !w.group:
		page.Keyboard = [][]text.Button{{w.button("button.not_emergency", talk.Tap{Do: talk.TapUnjoin, ID: v.ID})}}
	}
	page.Rows = text.Rows(lines...)
	return page, nil
}
