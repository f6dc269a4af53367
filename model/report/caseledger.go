package report

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"ringkeeper/model"
	"ringkeeper/model/roster"
	"ringkeeper/model/store"
)

// ledger is the running register of emergencies (急难台账) on its way to a file.
type ledger struct {
	Query
	limits model.CaseLimits
	rows   []store.EmergencyRow // oldest first
	alerts map[int64][]store.CaseAlert
	events []model.CaseEvent
	names  map[int64]string // of cadres
	homes  map[int64]string // numbers of households that events name
}

// ExportLedger writes the ledger of emergencies to a new file: as a workbook with
// the cases, their timelines and the figures, or as CSV the cases alone. Names stand
// in full, identity numbers are struck. That it was written, and by whom, stands in
// the audit log before the file has its name.
func ExportLedger(ctx context.Context, q Query, c Cases, limits model.CaseLimits, path, actor string) error {
	l, err := openLedger(ctx, q, c, limits)
	if err != nil {
		return err
	}
	w, err := roster.Create(path, roster.Layout{Sheet: q.Say("ledger.cases", nil), Header: 1, Widths: ledgerWidths, Wrap: 8})
	var refused *roster.Error
	switch {
	case errors.As(err, &refused):
		return Misuse("error.ledger_type", model.Args{"path": path})
	case roster.Exists(err):
		return &Fault{Key: "error.exists", Args: model.Args{"path": path}, Err: err}
	case err != nil:
		return err
	}
	if err := l.write(w, strings.EqualFold(filepath.Ext(path), ".csv")); err != nil {
		return errors.Join(err, w.Discard())
	}
	if err := q.Store.NoteLedger(ctx, q.Time, actor, len(l.rows), c.From, c.Until); err != nil {
		return errors.Join(err, w.Discard())
	}
	if err := w.Close(); err != nil {
		return err
	}
	return PrintLine(q.Printer, "ledger.done", model.Args{"path": path, "n": len(l.rows)})
}

func openLedger(ctx context.Context, q Query, c Cases, limits model.CaseLimits) (l ledger, err error) {
	l = ledger{Query: q, limits: limits, names: map[int64]string{}}
	if l.rows, err = q.Store.Emergencies(ctx, c.filter(q)); err != nil {
		return l, err
	}
	slices.Reverse(l.rows)
	ids := make([]int64, len(l.rows))
	for i, r := range l.rows {
		ids[i] = r.ID
	}
	if l.alerts, err = q.Store.AlertsOf(ctx, ids...); err != nil {
		return l, err
	}
	if l.events, err = q.Store.CaseEvents(ctx, ids...); err != nil {
		return l, err
	}
	cadres, err := q.Store.Cadres(ctx, store.CadreFilter{})
	if err != nil {
		return l, err
	}
	for _, k := range cadres {
		l.names[k.ID] = k.Name
	}
	var placed []int64
	for _, v := range l.events {
		if v.Detail.HouseholdID != 0 {
			placed = append(placed, v.Detail.HouseholdID)
		}
	}
	l.homes, err = q.Store.HouseholdNumbers(ctx, placed)
	return l, err
}

func (l ledger) write(w *roster.Writer, casesOnly bool) error {
	if err := l.sheet(w, ledgerColumns, func(row func(...string)) {
		for _, r := range l.rows {
			row(l.cells(r)...)
		}
	}); err != nil || casesOnly {
		return err
	}
	if err := w.Sheet(roster.Layout{Sheet: l.Say("ledger.past", nil), Header: 1, Widths: []float64{8, 18, 12, 16, 60}, Wrap: 5}); err != nil {
		return err
	}
	if err := l.sheet(w, []string{"case", "at", "by_whom", "what", "text"}, func(row func(...string)) {
		for _, v := range l.events {
			row(l.event(v)...)
		}
	}); err != nil {
		return err
	}
	if err := w.Sheet(roster.Layout{Sheet: l.Say("ledger.figures", nil), Header: 1, Widths: []float64{22, 8, 8, 8, 8, 8, 18, 18, 18, 18, 18}}); err != nil {
		return err
	}
	return l.sheet(w, slices.Concat(caseCountColumns, caseTimeColumns[1:]), func(row func(...string)) {
		for _, f := range CaseFigures(l.rows, l.limits, model.InstantOf(l.Time), l.Zone) {
			row(slices.Concat([]string{f.heading(l.Printer)}, f.counts(), f.times())...)
		}
		row(l.Say("emergencies.took", nil))
	})
}

// sheet writes a header and rows.
func (l ledger) sheet(w *roster.Writer, columns []string, rows func(row func(cells ...string))) error {
	heads := make([]string, len(columns))
	for i, c := range columns {
		heads[i] = l.Say("column."+c, nil)
	}
	err := w.Row(heads)
	rows(func(cells ...string) { err = cmp.Or(err, w.Row(cells)) })
	return err
}

var (
	ledgerColumns = []string{
		"case", "reported_at", "household", "head", "township", "village", "causes", "text", "reported_by", "in_hand", "status",
		"acknowledged_at", "on_the_way_at", "on_site_at", "solved_at", "identifying_at", "closed_at",
		"acknowledged_took", "on_site_took", "solved_took", "closed_took", "result", "late", "told",
	}
	ledgerWidths = []float64{8, 18, 22, 0, 0, 0, 20, 50, 0, 0, 0, 18, 18, 18, 18, 18, 18, 12, 12, 12, 12, 24, 24, 40}
)

func (l ledger) cells(r store.EmergencyRow) []string {
	head := r.Head
	if r.HouseholdID == 0 {
		head = model.StrikeIDs(r.Family)
	}
	var missed []string
	for _, s := range l.limits.Missed(r.Emergency, model.InstantOf(l.Time)) {
		missed = append(missed, l.Say("ledger.missed", model.Args{"step": s}))
	}
	return []string{
		strconv.FormatInt(r.ID, 10), l.clock(r.ReportedAt), r.Number, head, r.Township, r.Village, causes(l.Printer, r.Causes), model.StrikeIDs(r.Text),
		r.Reporter, r.Acknowledger, l.Word(r.Status),
		l.clock(r.AcknowledgedAt), l.clock(r.OnTheWayAt), l.clock(r.OnSiteAt), l.clock(r.SolvedAt), l.clock(r.IdentifyingAt), l.clock(r.ClosedAt),
		took(r, r.AcknowledgedAt), took(r, r.OnSiteAt), took(r, cmp.Or(r.SolvedAt, r.IdentifyingAt)), took(r, r.ClosedAt),
		l.Word(model.WithdrawReason(model.StrikeIDs(r.Reason))), l.Join(missed), l.told(r),
	}
}

// told is who heard of a case and when, and who did not and why.
func (l ledger) told(r store.EmergencyRow) string {
	var all []string
	for _, a := range l.alerts[r.ID] {
		args := model.Args{"name": a.Name, "at": l.clock(a.SentAt), "state": stateWord(l.Printer, a.State), "why": problem(l.Printer, a.Error)}
		key := "ledger.untold"
		switch {
		case a.State == model.DeliverySent:
			key = "ledger.told"
		case a.Error == "":
			key = "ledger.waiting"
		}
		all = append(all, l.Say(key, args))
	}
	return strings.Join(all, "\n")
}

// event is a line of a timeline.
func (l ledger) event(v model.CaseEvent) []string {
	what, words := l.Word(v.Kind), []string{}
	if v.Kind == model.CaseAdvanced {
		what = l.Word(v.Detail.Status)
	}
	if v.Text != "" {
		words = append(words, l.Word(model.WithdrawReason(model.StrikeIDs(v.Text))))
	}
	if len(v.Detail.Causes) > 0 {
		words = append(words, causes(l.Printer, v.Detail.Causes))
	}
	if number := l.homes[v.Detail.HouseholdID]; number != "" {
		words = append(words, number)
	}
	if v.Kind == model.CaseEscalated {
		words = append(words, l.Say("ledger.escalated", model.Args{"step": v.Detail.Step, "level": v.Detail.Level}))
	}
	if v.Detail.Withdrawn {
		words = append(words, l.Word(model.CaseUnjoined))
	}
	return []string{strconv.FormatInt(v.EmergencyID, 10), l.clock(v.At), l.names[v.ByID], what, l.Join(words)}
}
