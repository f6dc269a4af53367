package bot

import (
	"context"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
)

// renderProcedureNews tells in one line what became of a procedure, and what is
// next.
func renderProcedureNews(ctx context.Context, w *wording, d procedureNews) (text.Page, error) {
	p, err := w.store.ProcedureBySource(ctx, d.Source)
	if err != nil {
		return text.Page{}, err
	}
	where, err := w.whose(ctx, p)
	if err != nil {
		return text.Page{}, err
	}
	lines := []string{w.say.Say("procedure.news", model.Args{"kind": p.Kind, "id": p.ID, "where": text.HTML(where)})}
	said, err := w.newsOf(ctx, p, d)
	if err != nil {
		return text.Page{}, err
	}
	page := text.Page{Rows: text.Rows(append(lines, said)...)}
	if p.Status == model.ProcedureRunning {
		next, err := w.next(ctx, p)
		if err != nil {
			return text.Page{}, err
		}
		page.Rows = append(page.Rows, text.Rows(next, w.deadline(p))...)
		page.Keyboard = [][]text.Button{{w.button("button.procedure", talk.Tap{Do: talk.TapProcedure, ID: p.ID})}}
	}
	return page, nil
}

func (w *wording) newsOf(ctx context.Context, p model.Procedure, d procedureNews) (string, error) {
	if d.Refused {
		return w.refused(ctx, p)
	}
	if d.Step == "" {
		by, err := w.store.Cadre(ctx, p.OpenedBy)
		return w.say.Say("procedure.opened", model.Args{"name": by.Name, "at": p.OpenedAt}), err
	}
	made := p.MadeOf(d.Step)
	by, err := w.store.Cadre(ctx, made.ByID)
	if err != nil {
		return "", err
	}
	said := w.say.Say("procedure.made", model.Args{"step": stepOf(w.say, p.Kind, d.Step), "on": made.OnDay, "name": by.Name})
	if d.Step != model.StepEntered {
		return said, nil
	}
	h, err := w.store.Household(ctx, p.HouseholdID)
	if err != nil || p.Kind == model.EliminateRisk {
		return said + "\n" + w.say.Say("card.suggested", model.Args{"ring": h.SuggestedRing}), err
	}
	responsible, err := w.store.Cadre(ctx, h.ResponsibleID)
	return said + "\n" + w.say.Say("procedure.entered", model.Args{"subtype": p.Subtype, "name": responsible.Name, "unit": responsible.Unit, "due": h.ContactDue}), err
}
