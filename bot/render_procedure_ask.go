package bot

import (
	"context"
	"slices"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
)

// refusalReasons are the reasons for which a procedure may be refused.
func (w *wording) refusalReasons(p model.Procedure) (rows [][]text.Button) {
	for some := range slices.Chunk(model.RefusalReasons(p.Kind), 2) {
		var row []text.Button
		for _, why := range some {
			row = append(row, text.Button{Label: text.Plain(w.say.Word(why).(string)), Data: talk.Tap{Do: talk.TapRefuse, ID: p.ID, Word: string(why)}.String()})
		}
		rows = append(rows, row)
	}
	return append(rows, []text.Button{w.button("button.back", talk.Tap{Do: talk.TapProcedure, ID: p.ID})})
}

// missing says what is known for the roster and asks for the first thing that is
// not; where all is known the last step can be made.
func (w *wording) missing(ctx context.Context, p model.Procedure) (lines []string, keyboard [][]text.Button, err error) {
	if p.Subtype != model.NotMonitored {
		lines = append(lines, w.say.Say("procedure.subtype", model.Args{"subtype": p.Subtype}))
	}
	if p.Number != "" {
		lines = append(lines, w.say.Say("card.number", model.Args{"number": p.Number}))
	}
	responsible, err := w.store.Cadre(ctx, p.ResponsibleID)
	if err != nil {
		return nil, nil, err
	}
	if p.Kind == model.IdentifyMonitored && responsible.ID != 0 {
		lines = append(lines, w.say.Say("procedure.cadre", model.Args{"name": responsible.Name, "unit": responsible.Unit}))
	}
	switch what := p.Missing(); what {
	case "":
		keyboard = [][]text.Button{{w.stepButton(p, model.StepEntered)}}
	case model.MissingSubtype:
		lines = append(lines, w.say.Say("procedure.ask_subtype", nil))
		facts, err := w.store.Facts(ctx, p.HouseholdID)
		if err != nil {
			return nil, nil, err
		}
		for _, m := range model.Subtypes(facts.Category) {
			keyboard = append(keyboard, []text.Button{w.filler(p, string(m), w.say.Word(m).(string))})
		}
	case model.MissingCause:
		lines = append(lines, w.say.Say("procedure.ask_cause", nil))
		for some := range slices.Chunk(model.Causes, buttonsLine) {
			var row []text.Button
			for _, c := range some {
				row = append(row, w.filler(p, string(c), w.say.Word(c).(string)))
			}
			keyboard = append(keyboard, row)
		}
	case model.MissingNumber:
		lines = append(lines, w.say.Say("procedure.ask_number", nil))
		keyboard = [][]text.Button{{w.filler(p, talk.Unnumbered, w.say.Say("button.unnumbered", nil))}}
	default:
		lines = append(lines, w.say.Say(map[model.Missing]string{
			model.MissingVillage: "procedure.ask_village", model.MissingHead: "procedure.ask_head", model.MissingCadre: "procedure.ask_cadre",
		}[what], nil))
	}
	return lines, keyboard, nil
}

func (w *wording) filler(p model.Procedure, word, label string) text.Button {
	return text.Button{Label: text.Plain(label), Data: talk.Tap{Do: talk.TapFill, ID: p.ID, Word: word}.String()}
}
