package report

import (
	"context"
	"encoding/json"
	"fmt"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// State is how a check came out.
type State string

// The states of a check.
const (
	OK   State = "OK"
	Warn State = "WARN"
	Fail State = "FAIL"
)

// Check is one line of `ringkeeper doctor`: what was looked at, how it is, and
// what to do.
type Check struct {
	Name  string `json:"name"`
	State State  `json:"state"`
	Do    string `json:"do"`
}

// Health is what the doctor found.
type Health struct {
	Day         model.Day
	Policy      model.Policy
	Database    error // why it cannot be opened
	Telegram    error // why it does not answer, or no token
	Bot         string
	MissingYear int // of the public holidays, 0 for none
	Households  int
	Undecided   int
	Unbound     int // cadres with households and without an account
	Failed      int // messages that were not delivered
	Ambiguous   int // messages of which nobody can know whether they arrived
	Aside       int // updates that could not be handled
}

// Patient is what of the store the doctor looks at.
type Patient interface {
	Households(ctx context.Context, f store.HouseholdFilter) ([]store.HouseholdRow, error)
	Cadres(ctx context.Context, f store.CadreFilter) ([]model.Cadre, error)
	OutboxRows(ctx context.Context, f store.OutboxFilter) ([]store.OutboxRow, error)
	Updates(ctx context.Context, state string, limit int) ([]store.Update, error)
}

// Examine counts what is kept.
func (h *Health) Examine(ctx context.Context, st Patient) error {
	households, err := st.Households(ctx, store.HouseholdFilter{Scope: model.Scope{All: true}})
	if err != nil {
		return err
	}
	h.Households = len(households)
	responsible := map[int64]bool{}
	for _, r := range households {
		responsible[r.ResponsibleID] = true
		if r.Ring == model.Undecided {
			h.Undecided++
		}
	}
	unbound, err := st.Cadres(ctx, store.CadreFilter{Unbound: true})
	if err != nil {
		return err
	}
	for _, c := range unbound {
		if responsible[c.ID] {
			h.Unbound++
		}
	}
	lost, err := st.OutboxRows(ctx, store.OutboxFilter{States: []model.DeliveryState{model.DeliveryFailed, model.DeliveryAmbiguous}})
	if err != nil {
		return err
	}
	for _, r := range lost {
		if r.State == model.DeliveryFailed {
			h.Failed++
		} else {
			h.Ambiguous++
		}
	}
	aside, err := st.Updates(ctx, store.UpdateAside, 0)
	h.Aside = len(aside)
	return err
}

// Checks words what the doctor found; explain gives one line for an error.
func Checks(p Printer, h Health, explain func(error) string) (checks []Check, ill bool) {
	add := func(name string, s State, key string, args model.Args) {
		ill = ill || s == Fail
		do := ""
		if key != "" {
			do = p.Say("doctor."+key, args)
		}
		checks = append(checks, Check{p.Say("doctor.name."+name, nil), s, do})
	}
	count := func(name string, n int, bad State) {
		if n == 0 {
			add(name, OK, "", nil)
			return
		}
		add(name, bad, name, model.Args{"n": n})
	}
	failing := func(name string, err error, key string, args model.Args) {
		if err == nil {
			add(name, OK, key, args)
			return
		}
		ill = true
		checks = append(checks, Check{p.Say("doctor.name."+name, nil), Fail, explain(err)})
	}
	failing("telegram", h.Telegram, "telegram", model.Args{"bot": h.Bot})
	if h.MissingYear == 0 {
		add("calendar", OK, "", nil)
	} else {
		add("calendar", Warn, "calendar", model.Args{"year": h.MissingYear})
	}
	year := func(name string, table model.ByYear) {
		used, exact := table.YearFor(h.Day.Year())
		if exact {
			add(name, OK, "", nil)
			return
		}
		add(name, Warn, "year", model.Args{"year": h.Day.Year(), "used": used, "amount": table.Of(used)})
	}
	year("ring_line", h.Policy.RingLine)
	year("standard", h.Policy.MonitoringStandard)
	failing("database", h.Database, "", nil)
	if h.Database != nil {
		return checks, ill
	}
	if h.Households == 0 {
		add("roster", Warn, "roster", nil)
	} else {
		add("roster", OK, "households", model.Args{"n": h.Households})
	}
	count("undecided", h.Undecided, Warn)
	count("unbound", h.Unbound, Warn)
	count("failed", h.Failed, Warn)
	count("ambiguous", h.Ambiguous, Warn)
	count("aside", h.Aside, Warn)
	return checks, ill
}

// PrintChecks prints a line a check.
func PrintChecks(p Printer, checks []Check) error {
	for _, c := range checks {
		if p.JSON {
			if err := json.NewEncoder(p.Out).Encode(c); err != nil {
				return err
			}
			continue
		}
		line := fmt.Sprintf("%s: %s", c.Name, c.State)
		if c.Do != "" {
			line += " – " + c.Do
		}
		if _, err := fmt.Fprintln(p.Out, line); err != nil {
			return err
		}
	}
	return nil
}
