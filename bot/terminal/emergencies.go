package terminal

import (
	"context"

	"ringkeeper/model"
	"ringkeeper/model/report"
)

// Emergencies lists emergencies, or tells their figures, or writes the ledger.
type Emergencies struct {
	Open    bool   `help:"open_cases" xor:"what"`
	Figures bool   `xor:"what"`
	Export  string `placeholder:"FILE" help:"export_file" xor:"what"`
	From    string `placeholder:"DAY"`
	Until   string `placeholder:"DAY" help:"until_day"`
	Listing
}

// Run prints the list or the figures, or writes the ledger.
func (c Emergencies) Run(ctx context.Context, d *Desk) error {
	cases := report.Cases{Open: c.Open}
	for _, day := range []struct {
		typed string
		to    *model.Day
	}{{c.From, &cases.From}, {c.Until, &cases.Until}} {
		if day.typed == "" {
			continue
		}
		on, err := model.ParseDay(day.typed)
		if err != nil {
			return report.Misuse("error.day", model.Args{"day": day.typed})
		}
		*day.to = on
	}
	if cases.Until != 0 && cases.Until < cases.From {
		return report.Misuse("error.period", model.Args{"from": cases.From, "until": cases.Until})
	}
	return c.Ask(ctx, d, func(ctx context.Context, q report.Query) error {
		switch {
		case c.Export != "":
			return report.ExportLedger(ctx, q, cases, d.Config.Emergencies, c.Export, "operator")
		case c.Figures:
			return report.PrintCaseFigures(ctx, q, cases, d.Config.Emergencies)
		}
		return report.PrintEmergencies(ctx, q, cases)
	})
}
