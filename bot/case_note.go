package bot

import (
	"context"
	"fmt"
	"slices"
	"time"

	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// noteWindow is for how long what is added to a case is told by one message to each
// reader, which grows: more would be a burden [D].
const noteWindow = 5 * time.Minute

// additions are what is told of as added to a case.
var additions = []model.CaseEventKind{model.CaseNoted, model.CaseCauses, model.CaseAttached}

// caseNote is where in a case's timeline what is told begins.
type caseNote struct {
	Source string        `json:"source"`
	Since  model.Instant `json:"since"`
}

// tellNote tells of what is being added to a case: who has it in hand, answers for
// the household or reported it, and the office, but not whoever adds it.
func (b *Bot) tellNote(ctx context.Context, r *request, e model.Emergency) error {
	readers, err := b.concerned(ctx, r, e)
	if err != nil {
		return err
	}
	office, err := b.officeNow(ctx)
	if err != nil {
		return err
	}
	recent, err := b.store.OutboxRows(ctx, store.OutboxFilter{Subject: subjectOfCase(e.Source), Kind: kindNote, Since: r.turn.At.Add(-noteWindow) + 1})
	if err != nil {
		return err
	}
	readers = slices.DeleteFunc(append(readers, office...), func(to caseReader) bool {
		return slices.ContainsFunc(recent, func(row store.OutboxRow) bool { return readerOf(row) == to })
	})
	r.tellAbout(e, kindNote, fmt.Sprintf("note:%s:%d", e.Source, r.turn.At), readers, caseNote{Source: e.Source, Since: r.turn.At})
	return nil
}

// renderNote tells what was added to a case. A group reads only that something was.
func renderNote(ctx context.Context, w *wording, d caseNote) (text.Page, error) {
	e, err := w.store.EmergencyBySource(ctx, d.Source)
	if err != nil {
		return text.Page{}, err
	}
	if w.group {
		return text.Page{Rows: text.Rows(w.say.Say("note.in_group", model.Args{"id": e.ID}))}, nil
	}
	events, err := w.store.CaseEvents(ctx, e.ID)
	if err != nil {
		return text.Page{}, err
	}
	events = slices.DeleteFunc(events, func(v model.CaseEvent) bool {
		return !slices.Contains(additions, v.Kind) || v.At < d.Since || v.At >= d.Since.Add(noteWindow) || v.ByID == w.reader.CadreID
	})
	added, err := w.happened(ctx, events)
	if err != nil {
		return text.Page{}, err
	}
	lines := []string{w.say.Say("note.title", model.Args{"id": e.ID})}
	for _, m := range added {
		lines = append(lines, m.html)
	}
	return text.Page{Rows: text.Rows(lines...)}, nil
}
