package bot

import (
	"context"
	"slices"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
)

// renderProcedure shows how far a procedure has got, what is next and who it waits
// for, with the buttons of whoever may go on.
func renderProcedure(ctx context.Context, w *wording, d procedureShown) (text.Page, error) {
	p, err := w.store.ProcedureBySource(ctx, d.Source)
	if err != nil {
		return text.Page{}, err
	}
	reader, err := w.store.Cadre(ctx, w.reader.CadreID)
	if err != nil {
		return text.Page{}, err
	}
	seen, err := w.bot.proceed(ctx, reader, p, w.today)
	if err != nil {
		return text.Page{}, err
	}
	if !seen.follows {
		w.drop = "the procedure is none of the reader's any more"
		return text.Page{}, nil
	}
	lines, err := w.procedure(ctx, p)
	if err != nil {
		return text.Page{}, err
	}
	next := p.Next()
	may := next.MadeBy(seen.as)
	switch {
	case !may:
		return text.Page{Rows: text.Rows(lines...)}, nil
	case d.Refusing:
		lines = append(lines, w.say.Say("procedure.why", model.Args{"what": w.refusal(p.Kind)}))
		return text.Page{Rows: text.Rows(lines...), Keyboard: w.refusalReasons(p)}, nil
	}
	refuse := w.button("button.refuse", talk.Tap{Do: talk.TapRefuse, ID: p.ID})
	if p.Kind == model.EliminateRisk {
		refuse = w.button("button.refuse_elimination", talk.Tap{Do: talk.TapRefuse, ID: p.ID})
	}
	page := text.Page{Keyboard: [][]text.Button{{refuse}}}
	if next != model.StepEntered {
		page.Keyboard[0] = slices.Insert(page.Keyboard[0], 0, w.stepButton(p, next))
	} else {
		asked, buttons, err := w.missing(ctx, p)
		if err != nil {
			return text.Page{}, err
		}
		lines, page.Keyboard = append(lines, asked...), append(buttons, page.Keyboard...)
	}
	if len(p.Made) > 0 && p.Made[len(p.Made)-1].Step.MadeBy(seen.as) {
		lines = append(lines, w.say.Say("procedure.redate", nil))
	}
	page.Rows = text.Rows(lines...)
	return page, nil
}

func (w *wording) stepButton(p model.Procedure, s model.ProcedureStep) text.Button {
	return w.button("button.step", talk.Tap{Do: talk.TapMade, ID: p.ID, Word: string(s)}, model.Args{"step": stepOf(w.say, p.Kind, s)})
}

// stepOf names a step; what is entered in the end differs by the kind.
func stepOf(say text.Speaker, k model.ProcedureKind, s model.ProcedureStep) text.HTML {
	if k == model.EliminateRisk && s == model.StepEntered {
		return text.HTML(say.Say("procedure.eliminated", nil))
	}
	return text.HTML(say.Word(s).(string))
}

// refusal says what it is to refuse a procedure of a kind.
func (w *wording) refusal(k model.ProcedureKind) text.HTML {
	if k == model.EliminateRisk {
		return text.HTML(w.say.Say("procedure.not_eliminated", nil))
	}
	return text.HTML(w.say.Say("procedure.not_entered", nil))
}

// procedure is a procedure in words, for whoever may look at it in private.
func (w *wording) procedure(ctx context.Context, p model.Procedure) (lines []string, err error) {
	state := w.say.Say("procedure.running", nil)
	switch p.Status {
	case model.ProcedureEntered:
		state = w.say.Say("procedure.ended", nil)
	case model.ProcedureRefused:
		state = string(w.refusal(p.Kind))
	}
	where, err := w.whose(ctx, p)
	if err != nil {
		return nil, err
	}
	lines = append(lines, w.say.Say("procedure.title", model.Args{"kind": p.Kind, "id": p.ID, "state": text.HTML(state)}), where)
	if p.EmergencyID != 0 {
		lines = append(lines, w.say.Say("procedure.case", model.Args{"id": p.EmergencyID}))
	}
	if len(p.Causes) > 0 {
		lines = append(lines, w.say.Say("emergency.causes", model.Args{"causes": text.HTML(w.say.Causes(p.Causes))}))
	}
	if p.HelpFirst() && p.Status == model.ProcedureRunning {
		lines = append(lines, w.say.Say("procedure.help_first", nil))
	}
	for _, s := range model.ProcedureSteps {
		made, key, args := p.MadeOf(s), "procedure.open", model.Args{"step": stepOf(w.say, p.Kind, s)}
		if made.Step != "" {
			by, err := w.store.Cadre(ctx, made.ByID)
			if err != nil {
				return nil, err
			}
			key, args["on"], args["name"] = "procedure.made", made.OnDay, by.Name
		}
		lines = append(lines, w.say.Say(key, args))
	}
	if p.Status == model.ProcedureRunning {
		next, err := w.next(ctx, p)
		return append(lines, next, w.deadline(p)), err
	}
	if p.Status == model.ProcedureRefused {
		refused, err := w.refused(ctx, p)
		return append(lines, refused), err
	}
	return lines, nil
}

// whose says which family a procedure is about, as an alert does.
func (w *wording) whose(ctx context.Context, p model.Procedure) (string, error) {
	return w.where(ctx, model.Emergency{HouseholdID: p.HouseholdID, Family: p.Family, Village: p.Village, TownshipID: p.TownshipID})
}

func (w *wording) refused(ctx context.Context, p model.Procedure) (string, error) {
	by, err := w.store.Cadre(ctx, p.EndedBy)
	return w.say.Say("procedure.refused", model.Args{"name": by.Name, "at": p.EndedAt, "what": w.refusal(p.Kind), "why": p.Refusal}), err
}

// next says which step is next, who it waits for, and from which day it can be
// made where that has not come.
func (w *wording) next(ctx context.Context, p model.Procedure) (string, error) {
	s := p.Next()
	who, err := w.waitsFor(ctx, p, s)
	args := model.Args{"step": stepOf(w.say, p.Kind, s), "who": text.HTML(who)}
	if from := p.Earliest(s, w.bot.config.Emergencies); from > w.today {
		args["from"] = from
		return w.say.Say("procedure.next_from", args), err
	}
	return w.say.Say("procedure.next", args), err
}

// waitsFor names who is to make a step.
func (w *wording) waitsFor(ctx context.Context, p model.Procedure, s model.ProcedureStep) (string, error) {
	var who []model.Cadre
	switch s {
	case model.StepChecked, model.StepPosted:
		responsible, err := w.store.Cadre(ctx, p.ResponsibleID)
		if err != nil {
			return "", err
		}
		if responsible.ID != 0 {
			who = append(who, responsible)
		}
	case model.StepTownship:
		leaders, err := w.bot.townshipLeaders(ctx, p.TownshipID)
		if err != nil {
			return "", err
		}
		who = leaders
	}
	if len(who) == 0 {
		return w.say.Say("procedure.office", nil), nil
	}
	var names []string
	for _, c := range who {
		names = append(names, text.Escape(c.Name))
	}
	return w.say.List(names), nil
}

func (w *wording) deadline(p model.Procedure) string {
	due := p.Deadline(w.bot.config.Emergencies)
	if w.today > due {
		return w.say.Say("procedure.late", model.Args{"due": due, "n": int(w.today - due)})
	}
	return w.say.Say("procedure.deadline", model.Args{"due": due})
}
