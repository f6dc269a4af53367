package bot

import (
	"context"
	"slices"

	"ringkeeper/bot/text"
	"ringkeeper/model"
)

// told is a record as it is read back.
type told struct {
	model.ContactRecord
	household model.Household
	onBehalf  string // of whom, named, where a stand-in recorded it
	replaced  bool   // by a later record that says it better
	denied    bool   // it was an emergency, until somebody said that it was none
	gone      bool   // the household is not the reader's any more: what others make of it is not shown
}

// renderRecorded reads back what one message recorded, when each household is
// due next, and what of the digest is still open. What was taken back or said
// better later is struck out.
func renderRecorded(ctx context.Context, w *wording, d recorded) (text.Page, error) {
	records, err := w.told(ctx, d.UpdateID)
	if err != nil {
		return text.Page{}, err
	}
	standing, replaced, alarm := 0, 0, false
	for _, c := range records {
		switch {
		case c.WithdrawnAt == 0:
			standing++
		case c.replaced:
			replaced++
		default:
			alarm = alarm || w.alarmStands(ctx, c)
		}
	}
	title := w.say.Say("recorded.title", model.Args{"n": standing})
	switch {
	case standing > 0:
	case replaced > 0:
		title = w.say.Say("recorded.replaced", nil)
	default:
		title = w.say.Say("recorded.withdrawn", nil)
	}
	page := text.Page{Rows: text.Rows(title)}
	attached, refused, err := w.attachedTo(ctx, idsOf(records)...)
	if err != nil {
		return text.Page{}, err
	}
	for _, c := range records {
		number := ""
		if n := d.Numbers[c.HouseholdID]; n != 0 {
			number = w.say.Say("recorded.number", model.Args{"number": n})
		}
		row := w.recordedRow(c, number) + attached[c.ID]
		if d.Quote {
			row += "\n" + w.say.Say("recorded.words", model.Args{"text": quoted(c.Text)})
		}
		if c.WithdrawnAt != 0 {
			row = "<s>" + row + "</s>"
		} else if !c.gone {
			row += "\n" + w.after(c.household, c.ContactRecord)
		}
		page.Rows = append(page.Rows, text.Row{HTML: row, N: d.Numbers[c.HouseholdID], HouseholdID: c.HouseholdID})
	}
	page.Rows = append(page.Rows, text.Rows(refused...)...)
	if len(d.Kept) > 0 {
		page.Rows = append(page.Rows, text.Rows(w.say.Say("recorded.kept", model.Args{"numbers": ranges(w.say, d.Kept)}))...)
	}
	if alarm {
		page.Rows = append(page.Rows, text.Rows(w.say.Say("recorded.alarm_stands", nil))...)
	}
	if standing == 0 {
		return page, nil
	}
	open, err := w.stillOpen(ctx, d)
	if err != nil {
		return page, err
	}
	page.Keyboard = w.afterwards(d.UpdateID, records)
	if err := w.follow(ctx, &page, records); err != nil {
		return page, err
	}
	page.Rows = append(page.Rows, text.Rows(open...)...)
	return page, nil
}

func idsOf(records []told) (ids []int64) {
	for _, c := range records {
		ids = append(ids, c.ID)
	}
	return ids
}

// told returns what an update recorded, with what became of it: what a button
// changed is shown as it stands.
func (w *wording) told(ctx context.Context, update int64) (all []told, err error) {
	records, err := w.store.ContactsOfUpdate(ctx, update)
	if err != nil {
		return nil, err
	}
	for _, c := range records {
		first := c.Outcome
		if c, err = inPlace(ctx, w.store, c); err != nil {
			return nil, err
		}
		t := told{ContactRecord: c, replaced: c.SupersededBy != 0, denied: first == model.EmergencyFound}
		if t.household, err = w.store.Household(ctx, c.HouseholdID); err != nil {
			return nil, err
		}
		own, err := w.bot.answersFor(ctx, w.reader.CadreID, t.household, w.today)
		if err != nil {
			return nil, err
		}
		t.gone = !own
		if t.onBehalf, err = w.onBehalf(ctx, c); err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, nil
}

// alarmStands says whether the emergency that was filed with a record goes on
// although the record was taken back.
func (w *wording) alarmStands(ctx context.Context, c told) bool {
	if c.Outcome != model.EmergencyFound && (c.Outcome != model.Change || c.Text == "") { // the latter may have been in doubt
		return false
	}
	added, err := w.store.JoinedReports(ctx, c.ByID, c.RecordedAt)
	if err == nil && slices.ContainsFunc(added, func(v model.CaseEvent) bool { return v.Text == c.Text && v.At == c.RecordedAt }) {
		return true
	}
	e, err := w.store.SimilarEmergency(ctx, c.ByID, c.Text, c.RecordedAt)
	return err == nil && e.HouseholdID == c.HouseholdID && e.ReportedAt == c.RecordedAt && e.Status != model.Closed
}

func (w *wording) recordedRow(c told, number string) string {
	causes, day := "", ""
	if len(c.Causes) > 0 {
		causes = w.say.Say("recorded.causes", model.Args{"causes": text.HTML(w.say.Causes(c.Causes))})
	}
	switch on := w.recordedOn(c.ContactRecord); {
	case c.HappenedOn != on:
		day = w.say.Say("recorded.late", model.Args{"day": c.HappenedOn, "on": on})
	case c.HappenedOn != w.today:
		day = w.say.Say("recorded.day", model.Args{"day": c.HappenedOn})
	}
	what := w.say.Say("recorded.what", model.Args{"means": c.Means, "outcome": c.Outcome})
	if c.Outcome == model.EmergencyFound && c.Means == model.Unspecified {
		what = w.say.Word(c.Outcome).(string)
	}
	return w.say.Say("recorded.row", model.Args{
		"number": text.HTML(number), "head": model.MaskName(c.household.Head), "village": c.household.Village,
		"what": text.HTML(what), "causes": text.HTML(causes), "day": text.HTML(day), "for": text.HTML(c.onBehalf),
	})
}

// recordedOn is the day on which a record was entered, today where it is only
// offered.
func (w *wording) recordedOn(c model.ContactRecord) model.Day {
	if c.RecordedAt == 0 {
		return w.today
	}
	zone := w.bot.config.Zone.Location
	return model.DayOf(c.RecordedAt.In(zone), zone)
}

// after says when the household is due next, or that a try settles nothing.
func (w *wording) after(h model.Household, c model.ContactRecord) string {
	if c.Outcome == model.Unreached {
		return w.say.Say("recorded.tried", nil)
	}
	var dues []string
	for _, k := range []model.Kind{model.Contact, model.Visit} {
		due := h.Due(k)
		switch days := due.DaysOverdue(w.today); {
		case due.On == 0:
		case days > 0:
			dues = append(dues, w.say.Say("recorded.due_overdue", model.Args{"kind": k, "days": days}))
		default:
			dues = append(dues, w.say.Say("recorded.due", model.Args{"kind": k, "due": due.On}))
		}
	}
	return w.say.Say("recorded.next", model.Args{"dues": text.HTML(w.say.List(dues))})
}
