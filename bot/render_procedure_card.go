package bot

import (
	"slices"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
)

// procedures says on a household's card how far the one that runs has got, and of
// a monitored household why it is.
func (s sheet) procedures() (lines []string) {
	if f := s.why.Facts; f.AtRisk() && len(f.RiskCauses) > 0 {
		lines = append(lines, s.say.Say("procedure.monitored", model.Args{"subtype": f.Monitored, "causes": text.HTML(s.say.Causes(f.RiskCauses))}))
	}
	if p, ok := s.running(); ok {
		lines = append(lines, s.say.Say("procedure.on_card", model.Args{"kind": p.Kind, "id": p.ID, "next": stepOf(s.say, p.Kind, p.Next())}), s.deadline(p))
	}
	return lines
}

func (s sheet) running() (model.Procedure, bool) {
	i := slices.IndexFunc(s.why.Procedures, func(p model.Procedure) bool { return p.Status == model.ProcedureRunning })
	if i < 0 {
		return model.Procedure{}, false
	}
	return s.why.Procedures[i], true
}

// procedureButtons show the procedure that runs, or begin to eliminate the risk of
// a monitored household.
func (s sheet) procedureButtons() [][]text.Button {
	if p, ok := s.running(); ok {
		return [][]text.Button{{s.button("button.procedure", talk.Tap{Do: talk.TapProcedure, ID: p.ID})}}
	}
	archived := s.household.ArchivedOn != 0 && s.household.ArchivedOn <= s.today
	if !s.why.Facts.AtRisk() || archived {
		return nil
	}
	return [][]text.Button{{s.button("button.eliminate", talk.Tap{Do: talk.TapEliminate, ID: s.household.ID})}}
}
