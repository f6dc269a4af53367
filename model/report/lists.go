package report

import (
	"context"
	"errors"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// Query is what a list is asked for.
type Query struct {
	Printer
	Store *store.Store
	Area  model.Scope // empty: the whole district
	At    model.Day
}

// PrintHouseholds lists the households of the roster.
func PrintHouseholds(ctx context.Context, q Query) error {
	rows, err := q.Store.Households(ctx, store.HouseholdFilter{Scope: model.Scope{All: true}, Area: q.Area})
	return printed(q, HouseholdColumns, Households(rows), err)
}

// PrintContacts lists contacts and visits, newest first.
func PrintContacts(ctx context.Context, q Query) error {
	rows, err := q.Store.Contacts(ctx, store.ContactFilter{Area: q.Area})
	return printed(q, ContactColumns, Contacts(q.Printer, rows), err)
}

// PrintEmergencies lists emergencies, newest first.
func PrintEmergencies(ctx context.Context, q Query) error {
	rows, err := q.Store.Emergencies(ctx, store.EmergencyFilter{Area: q.Area})
	return printed(q, EmergencyColumns, Emergencies(q.Printer, rows), err)
}

// PrintOverdue lists what is overdue.
func PrintOverdue(ctx context.Context, q Query) error {
	scope := q.Area
	if scope.Empty() {
		scope.All = true
	}
	rows, err := q.Store.Overdue(ctx, scope, q.At)
	return printed(q, OverdueColumns, Overdues(rows, q.At), err)
}

// PrintInbox lists what came in.
func PrintInbox(ctx context.Context, q Query) error {
	rows, err := q.Store.Updates(ctx, "", 0)
	return printed(q, InboxColumns, Inbox(q.Printer, rows), err)
}

// PrintOutbox lists what goes out.
func PrintOutbox(ctx context.Context, q Query) error {
	rows, err := q.Store.OutboxRows(ctx, store.OutboxFilter{})
	return printed(q, OutboxColumns, Outbox(q.Printer, rows), err)
}

// PrintAudit lists the audit log, newest first.
func PrintAudit(ctx context.Context, q Query) error {
	cadres, err := q.Store.Cadres(ctx, store.CadreFilter{})
	if err != nil {
		return err
	}
	names := make(map[int64]string, len(cadres))
	for _, c := range cadres {
		names[c.ID] = c.Name
	}
	rows, err := q.Store.Audit(ctx, store.AuditFilter{})
	return printed(q, AuditColumns, Audit(q.Printer, rows, names), err)
}

// ErrNoHousehold answers a number that is not on the roster.
var ErrNoHousehold = errors.New("no household of that number")

// PrintWhy explains one household.
func PrintWhy(ctx context.Context, q Query, number string, policy model.Policy) error {
	w, err := Explain(ctx, q, number, policy)
	if err != nil {
		return err
	}
	return w.print(q.Printer)
}

func printed[R Row](q Query, columns []string, rows []R, err error) error {
	if err != nil {
		return err
	}
	return List(q.Printer, columns, rows)
}
