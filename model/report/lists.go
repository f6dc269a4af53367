package report

import (
	"context"
	"errors"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// everything is the limit of a list that has none.
const everything = -1

// Query is what a list is asked for.
type Query struct {
	Printer
	Store *store.Store
	Area  model.Scope // empty: the whole district
	At    model.Day
	Time  time.Time // of At
}

// Ask makes a query as of a moment; an empty area is the whole district.
func Ask(ctx context.Context, st *store.Store, p Printer, at time.Time, area string) (Query, error) {
	scope, err := areaNamed(ctx, st, area)
	return Query{Printer: p, Store: st, Area: scope, At: model.DayOf(at, p.Zone), Time: at}, err
}

// Lists are the lists that an operator can ask for, by the name of the command.
var Lists = map[string]func(context.Context, Query) error{
	"households":  households,
	"contacts":    contacts,
	"emergencies": func(ctx context.Context, q Query) error { return PrintEmergencies(ctx, q, Cases{}) },
	"overdue":     overdue,
	"inbox":       inbox,
	"outbox":      outbox,
	"audit":       audit,
}

// households are those of the roster, by number.
func households(ctx context.Context, q Query) error {
	rows, err := q.Store.Households(ctx, store.HouseholdFilter{Scope: model.Scope{All: true}, Area: q.Area})
	return printed(q, HouseholdColumns, Households(rows), err)
}

// contacts are contacts and visits, newest first.
func contacts(ctx context.Context, q Query) error {
	rows, err := q.Store.Contacts(ctx, store.ContactFilter{Area: q.Area})
	return printed(q, ContactColumns, Contacts(q.Printer, rows), err)
}

// overdue is what is overdue on the day.
func overdue(ctx context.Context, q Query) error {
	scope := q.Area
	if scope.Empty() {
		scope.All = true
	}
	rows, err := q.Store.Overdue(ctx, scope, q.At)
	return printed(q, OverdueColumns, Overdues(rows, q.At), err)
}

// inbox is what came in, that of an area from those who work there.
func inbox(ctx context.Context, q Query) error {
	rows, err := q.Store.Updates(ctx, "", everything)
	if err != nil {
		return err
	}
	rows, err = within(ctx, q, rows, func(a area, u store.Update) bool { return a.chats[u.Chat] })
	return printed(q, InboxColumns, Inbox(q.Printer, rows), err)
}

// outbox is what goes out, that of an area to those who work there.
func outbox(ctx context.Context, q Query) error {
	rows, err := q.Store.OutboxRows(ctx, store.OutboxFilter{})
	if err != nil {
		return err
	}
	rows, err = within(ctx, q, rows, func(a area, r store.OutboxRow) bool { return a.cadres[r.CadreID] || a.chats[r.ChatID] })
	return printed(q, OutboxColumns, Outbox(q.Printer, rows), err)
}

// audit is the newest lines of the audit log, the newest last; those of
// an area are about its households, their emergencies and those who work there.
func audit(ctx context.Context, q Query) error {
	cadres, err := q.Store.Cadres(ctx, store.CadreFilter{})
	if err != nil {
		return err
	}
	names := make(map[int64]string, len(cadres))
	for _, c := range cadres {
		names[c.ID] = c.Name
	}
	rows, err := q.Store.Audit(ctx, store.AuditFilter{})
	if err != nil {
		return err
	}
	rows, err = within(ctx, q, rows, func(a area, l store.AuditLine) bool { return a.subjects[l.Subject] })
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
