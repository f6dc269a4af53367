package bot

import (
	"cmp"
	"context"
	"slices"
	"time"

	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// sentTogether is how soon after each other messages go out that are told as one.
const sentTogether = time.Minute

// answers are messages about a case that only answer whoever reported it or looks at it.
var answers = []model.NoticeKind{kindFiled, kindDoubt, kindJoined, kindCase, kindArrival}

// moment is a line of a case's timeline, as Telegram's HTML.
type moment struct {
	at   model.Instant
	html string
}

// timeline tells a case's history, a line for each thing that happened, oldest
// first: what was done, and when full, what was added and who was told when. A group
// reads neither free text nor names of families.
func (w *wording) timeline(ctx context.Context, e model.Emergency, full bool) ([]string, error) {
	events, err := w.store.CaseEvents(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	if !full {
		events = slices.DeleteFunc(events, func(v model.CaseEvent) bool { return slices.Contains(additions, v.Kind) })
	}
	moments, err := w.happened(ctx, events)
	if err != nil {
		return nil, err
	}
	if full {
		heard, err := w.heard(ctx, e)
		if err != nil {
			return nil, err
		}
		moments = append(moments, heard...)
		slices.SortStableFunc(moments, func(a, b moment) int { return cmp.Compare(a.at, b.at) })
	}
	lines := make([]string, len(moments))
	for i, m := range moments {
		lines[i] = m.html
	}
	return lines, nil
}

// happened words lines of a timeline. What one person sent along in a row is one.
func (w *wording) happened(ctx context.Context, events []model.CaseEvent) (all []moment, err error) {
	for i := 0; i < len(events); {
		v, n := events[i], 1
		for v.Kind == model.CaseAttached && i+n < len(events) && events[i+n].Kind == v.Kind && events[i+n].ByID == v.ByID {
			n++
		}
		html, err := w.event(ctx, v, events[i:i+n])
		if err != nil {
			return nil, err
		}
		all = append(all, moment{v.At, html})
		i += n
	}
	return all, nil
}

// event words one line of a timeline, or those that are told as one.
func (w *wording) event(ctx context.Context, v model.CaseEvent, as []model.CaseEvent) (string, error) {
	by, err := w.store.Cadre(ctx, v.ByID)
	if err != nil {
		return "", err
	}
	args := model.Args{"at": v.At, "name": by.Name, "why": text.HTML(w.because(v.Text))}
	switch v.Kind {
	case model.CaseFiled:
		return w.say.Say("timeline.filed", args), nil
	case model.CaseConfirmed:
		return w.say.Say("timeline.confirmed", args), nil
	case model.CasePlaced:
		h, err := w.store.Household(ctx, v.Detail.HouseholdID)
		args["where"] = h.Village
		if !w.group {
			args["where"] = text.HTML(w.say.Say("media.household", model.Args{"head": model.MaskName(h.Head), "village": h.Village}))
		}
		return w.say.Say("timeline.placed", args), err
	case model.CaseJoined:
		return w.say.Say("timeline.joined", args), nil
	case model.CaseUnjoined:
		return w.say.Say("timeline.unjoined", args), nil
	case model.CaseNoted:
		return w.say.Say("timeline.noted", args), nil
	case model.CaseExplained:
		return w.say.Say("timeline.explained", args), nil
	case model.CaseCauses:
		args["causes"] = text.HTML(w.say.Causes(v.Detail.Causes))
		return w.say.Say("timeline.causes", args), nil
	case model.CaseAttached:
		var sent []model.Attachment
		for i, a := range as {
			sent = append(sent, model.Attachment{Kind: a.Detail.Attached, MessageID: i})
		}
		args["kept"] = w.count(sent)
		return w.say.Say("timeline.attached", args), nil
	case model.CaseEscalated:
		args["step"], args["level"] = v.Detail.Step, v.Detail.Level
		return w.say.Say("timeline.escalated", args), nil
	}
	return w.made(v.Kind, v.Detail.Status, text.HTML(text.Escape(by.Name)), v.At) + w.because(v.Text), nil
}

// heard tells who was told of a case when, and whom nothing reached.
func (w *wording) heard(ctx context.Context, e model.Emergency) ([]moment, error) {
	rows, err := w.store.OutboxRows(ctx, store.OutboxFilter{Subject: subjectOfCase(e.Source), States: []model.DeliveryState{model.DeliverySent, model.DeliveryFailed}})
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(o store.OutboxRow) bool { return slices.Contains(answers, o.Kind) })
	slices.SortStableFunc(rows, func(a, b store.OutboxRow) int { return cmp.Compare(triedAt(a), triedAt(b)) })
	var all []moment
	for _, key := range []string{"timeline.told", "timeline.not_told"} {
		for rest := rows; len(rest) > 0; {
			at, n := triedAt(rest[0]), 1
			for n < len(rest) && triedAt(rest[n]) < at.Add(sentTogether) {
				n++
			}
			names, err := w.readersOf(ctx, rest[:n], key == "timeline.told")
			if err != nil {
				return nil, err
			}
			rest = rest[n:]
			if len(names) > 0 {
				all = append(all, moment{at, w.say.Say(key, model.Args{"at": at, "names": text.HTML(w.say.List(names))})})
			}
		}
	}
	return all, nil
}

// triedAt is when a message was sent, or queued where it was not.
func triedAt(o store.OutboxRow) model.Instant { return max(o.SentAt, o.CreatedAt) }

// readersOf names whom some deliveries reached, or did not, in the order in which
// they were queued.
func (w *wording) readersOf(ctx context.Context, rows []store.OutboxRow, reached bool) (names []string, err error) {
	for _, row := range slices.SortedFunc(slices.Values(rows), func(a, b store.OutboxRow) int { return cmp.Compare(a.ID, b.ID) }) {
		if (row.State == model.DeliverySent) != reached {
			continue
		}
		name, err := w.reads(ctx, row)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, nil
}

// reads names who reads a delivery.
func (w *wording) reads(ctx context.Context, row store.OutboxRow) (string, error) {
	if row.CadreID != 0 {
		return text.Escape(row.Cadre), nil
	}
	g, err := w.store.Group(ctx, row.ChatID)
	return w.say.Say("told.group", model.Args{"name": g.Title}), err
}
