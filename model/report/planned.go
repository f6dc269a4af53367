package report

import (
	"strconv"

	"ringkeeper/model"
)

// PlannedColumns are the headings of a day's decisions.
var PlannedColumns = []string{"cadre", "reminded", "reason", "steps", "open"}

// Planned is a row of `ringkeeper remind`: who is reminded on a day, or not, and
// why.
type Planned struct {
	Cadre  string        `json:"cadre"`
	Send   bool          `json:"send"`
	Reason string        `json:"reason"`
	Due    []PlannedDuty `json:"due"`
	Open   int           `json:"open"`
}

// PlannedDuty is a duty that has come to a step.
type PlannedDuty struct {
	Household string     `json:"household"`
	Kind      model.Kind `json:"kind"`
	Due       model.Day  `json:"due"`
	Step      model.Day  `json:"step"`
}

// Duty adds a duty of the household of a number that has come to a step.
func (d *Planned) Duty(household string, k model.Kind, due, step model.Day) {
	d.Due = append(d.Due, PlannedDuty{household, k, due, step})
}

func (d Planned) cells(p Printer) []string {
	send := ""
	if d.Send {
		send = "✓"
	}
	return []string{d.Cadre, send, p.Say("reason."+d.Reason, nil), strconv.Itoa(len(d.Due)), strconv.Itoa(d.Open)}
}
