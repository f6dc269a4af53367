package report

import "ringkeeper/model"

// Procedure is an identification of the household as monitored, or an elimination
// of its risk, newest first.
type Procedure struct {
	ID       int64                 `json:"id"`
	Kind     model.ProcedureKind   `json:"kind"`
	Status   model.ProcedureStatus `json:"status"`
	OpenedOn model.Day             `json:"opened_on"`
	OpenedBy *string               `json:"opened_by"`
	Steps    []Step                `json:"steps"` // that were made, in their order
	Refusal  string                `json:"refusal"`
	EndedAt  *string               `json:"ended_at"`
	EndedBy  *string               `json:"ended_by"`

	ended string
}

// Step is a step of a procedure: of which day, and who said so.
type Step struct {
	Step model.ProcedureStep `json:"step"`
	On   model.Day           `json:"on"`
	By   *string             `json:"by"`
}

func (e explanation) procedures() []Procedure {
	out := []Procedure{}
	for _, p := range e.kept.Procedures {
		if !e.knew(p.OpenedAt) {
			continue
		}
		row := Procedure{
			ID: p.ID, Kind: p.Kind, Status: model.ProcedureRunning, OpenedOn: p.OpenedOn, OpenedBy: e.by(p.OpenedBy), Steps: []Step{},
		}
		for _, m := range p.Made {
			if e.knew(m.MadeAt) {
				row.Steps = append(row.Steps, Step{m.Step, m.OnDay, e.by(m.ByID)})
			}
		}
		if p.EndedAt != 0 && e.knew(p.EndedAt) {
			row.Status, row.Refusal = p.Status, model.StrikeIDs(string(p.Refusal))
			row.EndedAt, row.EndedBy, row.ended = e.time(p.EndedAt), e.by(p.EndedBy), e.clock(p.EndedAt)
		}
		out = append(out, row)
	}
	return out
}

// procedures tells how far each got.
func (w Why) procedures(p Printer) (lines []string) {
	for n, row := range w.Procedures {
		if n == 0 {
			lines = append(lines, p.Say("why.procedures", nil))
		}
		line := p.Say("why.procedure", model.Args{"kind": row.Kind, "id": row.ID, "from": row.OpenedOn, "by": orBlank(row.OpenedBy)})
		for _, s := range row.Steps {
			line += p.Say("why.procedure_step", model.Args{"step": s.Step, "on": s.On, "by": orBlank(s.By)})
		}
		if row.Status == model.ProcedureRefused {
			line += p.Say("why.procedure_refused", model.Args{"why": model.RefusalReason(row.Refusal), "by": orBlank(row.EndedBy), "at": row.ended})
		}
		lines = append(lines, "  "+line)
	}
	return lines
}
