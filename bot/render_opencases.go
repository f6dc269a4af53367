package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

const (
	casesShown  = 10 // on one page, at 12 as at 1,200
	casesBeside = 5  // numbers beside each other
)

// between stands between the parts of a line of the list.
const between = " · "

// renderCases shows one page of the emergencies of a scope that are open: those
// that reached nobody, then the oldest.
func renderCases(ctx context.Context, w *wording, d casesPage) (text.Page, error) {
	at := model.InstantOf(w.at)
	open, err := w.store.OpenEmergencies(ctx, store.EmergencyFilter{Scope: d.Scope}, at)
	if err != nil {
		return text.Page{}, err
	}
	if len(open) == 0 {
		return w.withFigures(text.Page{Rows: text.Rows(w.say.Say("cases.none", model.Args{"scope": w.casesOf(d)}))}, d), nil
	}
	page := text.Page{Rows: text.Rows(
		w.say.Say("cases.title", model.Args{"scope": w.casesOf(d), "day": w.today, "at": w.at}), w.countCases(open, at))}
	pages := (len(open) + casesShown - 1) / casesShown
	n := max(min(d.Page, pages-1), 0)
	shown := open[n*casesShown : min((n+1)*casesShown, len(open))]
	for _, e := range shown {
		page.Rows = append(page.Rows, text.Rows(w.caseRow(e, at))...)
	}
	if !w.group {
		for some := range slices.Chunk(shown, casesBeside) {
			var row []text.Button
			for _, e := range some {
				row = append(row, w.button("cases.number", talk.Tap{Do: talk.TapCase, ID: e.ID}, model.Args{"id": e.ID}))
			}
			page.Keyboard = append(page.Keyboard, row)
		}
	}
	if pages > 1 {
		page.Keyboard = append(page.Keyboard, w.turner(n, pages, func(to int) talk.Tap { return talk.Tap{Do: talk.TapCases, ID: int64(to)} }))
	}
	return w.withFigures(page, d), nil
}

// casesOf names the scope of the list.
func (w *wording) casesOf(d casesPage) text.HTML {
	if d.Scope.CadreID != 0 {
		return text.HTML(w.say.Say("cases.yours", nil))
	}
	return w.scope(overduePage{Scope: d.Scope, Name: d.Name})
}

// withFigures offers the figures to those who may see them.
func (w *wording) withFigures(page text.Page, d casesPage) text.Page {
	if !w.group && d.Scope.CadreID == 0 {
		page.Keyboard = append(page.Keyboard, []text.Button{w.button("button.case_figures", talk.Tap{Do: talk.TapFigures})})
	}
	return page
}

// countCases counts what is open, and what of it wants attention.
func (w *wording) countCases(open []store.EmergencyRow, at model.Instant) string {
	late, unreached := 0, 0
	for _, e := range open {
		if w.bot.config.Emergencies.Late(e.Emergency, at) {
			late++
		}
		if e.Unreached(at) {
			unreached++
		}
	}
	counts := []string{w.say.Say("cases.count", model.Args{"n": len(open)})}
	if unreached > 0 {
		counts = append(counts, w.say.Say("cases.count_unreached", model.Args{"n": unreached}))
	}
	if late > 0 {
		counts = append(counts, w.say.Say("cases.count_late", model.Args{"n": late}))
	}
	return w.say.List(counts)
}

// caseRow is a line of the list. A group reads no name.
func (w *wording) caseRow(e store.EmergencyRow, at model.Instant) string {
	parts := []string{w.scene(e)}
	if len(e.Causes) > 0 {
		parts = append(parts, w.say.Causes(e.Causes))
	}
	if e.Unconfirmed {
		parts = append(parts, w.say.Say("cases.unconfirmed", nil))
	}
	parts = append(parts, fmt.Sprint(w.say.Word(e.Status)), w.say.Say("cases.ago", model.Args{"span": w.span(e.ReportedAt, at)}))
	if deadline := w.bot.config.Emergencies.Deadline(e.Emergency); w.bot.config.Emergencies.Late(e.Emergency, at) {
		parts = append(parts, w.say.Say("cases.late", model.Args{"span": w.span(deadline, at)}))
	}
	if e.Unreached(at) {
		parts = append(parts, w.say.Say("cases.unreached", nil))
	}
	return w.say.Say("cases.row", model.Args{"id": e.ID, "about": text.HTML(strings.Join(parts, between))})
}

// span words how much time has passed between two instants: minutes within the hour,
// hours within two days, else days, each whole.
func (w *wording) span(from, until model.Instant) text.HTML {
	return w.lasting(until.In(time.UTC).Sub(from.In(time.UTC)))
}

func (w *wording) lasting(d time.Duration) text.HTML {
	const day = 24 * time.Hour
	key, unit := "span.days", day
	switch {
	case d < time.Hour:
		key, unit = "span.minutes", time.Minute
	case d < 2*day:
		key, unit = "span.hours", time.Hour
	}
	return text.HTML(w.say.Say(key, model.Args{"n": max(int(d/unit), 1)}))
}
