package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/talk"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// sameReport is how long the same words of the same person are taken for the
// same report: pressed twice, or sent again for fear that it did not arrive.
const sameReport = 30 * time.Minute

// report is an emergency about to be filed.
type report struct {
	n         int // which report of the message
	text      string
	causes    []model.Cause
	household model.Household // none for a family that is not on the roster
	family    reading.Family
}

// emergency files a report in one's own words. What cannot be told from the
// words is left open: nothing is asked before the alert is out.
func (b *Bot) emergency(ctx context.Context, r *request, words string) error {
	words = strings.TrimSpace(words)
	if !model.May(r.cadre, model.ActReportEmergency, r.place) {
		if r.place == model.InOtherGroup {
			r.tell("denied.group", nil)
		}
		return nil
	}
	if words == "" {
		if r.private() {
			r.remember(talk.State{Report: true})
			r.tell("emergency.how", nil)
		} else {
			r.tell("emergency.how_group", nil)
		}
		return nil
	}
	if r.state.Report {
		r.remember(talk.State{})
	}
	family := reading.ReadFamily(words)
	h, err := b.findFamily(ctx, words, family)
	if err != nil {
		return err
	}
	return b.file(ctx, r, report{text: words, causes: reading.Read(words, r.day).Causes, household: h, family: family})
}

// findFamily returns the household of the roster that a report names, none
// where no household or more than one fits. The names are looked for in the
// words themselves: a list of surnames never knows them all.
func (b *Bot) findFamily(ctx context.Context, words string, f reading.Family) (model.Household, error) {
	if f.Number != "" {
		h, err := b.store.HouseholdByNumber(ctx, f.Number)
		if err != nil || h.ID != 0 {
			return h, err
		}
	}
	named, err := b.store.HouseholdsOfHeads(ctx, names(words))
	if err != nil {
		return model.Household{}, err
	}
	var here []model.Household
	for _, h := range named {
		if strings.Contains(words, place(h.Village)) {
			here = append(here, h)
		}
	}
	if len(here) == 0 && f.Village == "" {
		here = named
	}
	here = longest(here)
	if len(here) != 1 {
		return model.Household{}, nil
	}
	return here[0], nil
}

// nameWithin is how far into a report the family's name is looked for.
const nameWithin = 80

// names returns every stretch of a text that may be a person's name.
func names(words string) (found []string) {
	r := []rune(words)
	r = r[:min(len(r), nameWithin)]
	for i := range r {
		for n := 2; n <= 4 && i+n <= len(r); n++ {
			found = append(found, string(r[i:i+n]))
		}
	}
	return found
}

// place is a village's name as people say it, without 村.
func place(village string) string {
	if short := strings.TrimSuffix(village, "村"); utf8.RuneCountInString(short) > 1 {
		return short
	}
	return village
}

// longest leaves out households whose head's name is part of another's: who
// writes 张春明 does not mean 张春.
func longest(households []model.Household) (kept []model.Household) {
	for _, h := range households {
		if !slices.ContainsFunc(households, func(o model.Household) bool { return o.Head != h.Head && strings.Contains(o.Head, h.Head) }) {
			kept = append(kept, h)
		}
	}
	return kept
}

// file files a report and tells the office and the household's cadre, ahead of
// everything else; the reporter learns who was told.
func (b *Bot) file(ctx context.Context, r *request, rep report) error {
	since := r.turn.At.Add(-sameReport)
	before, err := b.store.SimilarEmergency(ctx, r.cadre.ID, rep.text, since)
	if err != nil {
		return err
	}
	if before.ID != 0 && rep.text != "" && before.HouseholdID == rep.household.ID {
		r.reply(kindAgain, "", filed{Source: before.Source})
		return nil
	}
	e := model.Emergency{
		Source: r.source(rep.n), HouseholdID: rep.household.ID, Village: rep.household.Village,
		TownshipID: rep.household.TownshipID, Status: model.Reported, Causes: rep.causes, Text: rep.text,
		ReportedBy: r.cadre.ID, ReportedIn: r.ChatID, ReportedAt: r.turn.At,
	}
	if e.HouseholdID == 0 {
		e.Family, e.Village = rep.family.Head, rep.family.Village
	}
	r.do(model.FileEmergency{Emergency: e})
	told, err := b.alert(ctx, r, e.Source, rep.household.ResponsibleID)
	if err != nil {
		return err
	}
	r.reply(kindFiled, subjectOfCase(e.Source), filed{Source: e.Source, Told: told})
	return nil
}

// alert queues the alert to everyone who is to act on it, and says who that is.
func (b *Bot) alert(ctx context.Context, r *request, source string, responsible int64) (told []recipient, err error) {
	office, err := b.store.OfficeChats(ctx)
	if err != nil {
		return nil, err
	}
	queue := func(to recipient, n model.Notice) {
		told = append(told, to)
		if to.Unbound {
			return
		}
		n.Key = fmt.Sprintf("alert:%s:%d:%d", source, n.CadreID, n.ChatID)
		n.Subject, n.Priority, n.Kind, n.Data = subjectOfCase(source), model.PriorityEmergency, kindAlert, encode(filed{Source: source})
		r.turn.Notices = append(r.turn.Notices, n)
	}
	seen := map[int64]bool{}
	for _, chat := range office {
		if chat.CadreID == 0 {
			g, err := b.store.Group(ctx, chat.ChatID)
			if err != nil {
				return nil, err
			}
			queue(recipient{As: "told.group", Name: g.Title}, model.Notice{ChatID: g.ChatID})
			continue
		}
		if seen[chat.CadreID] {
			continue
		}
		seen[chat.CadreID] = true
		c, err := b.store.Cadre(ctx, chat.CadreID)
		if err != nil {
			return nil, err
		}
		queue(recipient{As: "told.office", Name: c.Name}, model.Notice{CadreID: c.ID})
	}
	if responsible == 0 || seen[responsible] || responsible == r.cadre.ID {
		return told, nil
	}
	c, err := b.store.Cadre(ctx, responsible)
	if err != nil {
		return nil, err
	}
	queue(recipient{As: "told.responsible", Name: c.Name, Unbound: !c.Bound() || c.Blocked}, model.Notice{CadreID: c.ID})
	return told, nil
}

// acknowledge takes an emergency on: one press wins, the others see who it was.
func (b *Bot) acknowledge(ctx context.Context, r *request, id int64) error {
	if !model.May(r.cadre, model.ActAcknowledge, r.place) {
		r.toast("denied", nil)
		return nil
	}
	e, err := b.store.Emergency(ctx, id)
	if err != nil {
		return err
	}
	switch {
	case e.ID == 0:
		r.toast("ask.gone", nil)
	case e.Status == model.Reported:
		r.turn.Reads = append(r.turn.Reads, model.Ref{Table: "emergencies", ID: e.ID, Version: e.Version})
		r.do(model.AdvanceEmergency{ID: e.ID, Status: model.Acknowledged})
		r.turn.Refresh = append(r.turn.Refresh, subjectOfCase(e.Source))
		if e.ReportedBy != r.cadre.ID {
			r.turn.Notices = append(r.turn.Notices, model.Notice{
				Priority: model.PriorityAnswer, Kind: kindAcknowledged, CadreID: e.ReportedBy, Data: encode(filed{Source: e.Source}),
			})
		}
		r.toast("emergency.you", nil)
	case e.AcknowledgedBy == r.cadre.ID:
		r.toast("emergency.you", nil)
	case e.AcknowledgedBy != 0 && e.Status != model.Withdrawn:
		by, err := b.store.Cadre(ctx, e.AcknowledgedBy)
		if err != nil {
			return err
		}
		r.toast("emergency.taken", model.Args{"name": by.Name, "at": e.AcknowledgedAt})
	default:
		r.toast("emergency.over", nil)
	}
	return nil
}

// callOff withdraws a report that was none; everyone who was told is told.
func (b *Bot) callOff(ctx context.Context, r *request, id int64) error {
	e, err := b.store.Emergency(ctx, id)
	if err != nil {
		return err
	}
	if e.ID == 0 || e.ReportedBy != r.cadre.ID {
		r.toast("undo.not_yours", nil)
		return nil
	}
	if e.Status == model.Withdrawn || e.Status == model.Closed {
		r.toast("emergency.over", nil)
		return nil
	}
	r.turn.Reads = append(r.turn.Reads, model.Ref{Table: "emergencies", ID: e.ID, Version: e.Version})
	r.do(model.AdvanceEmergency{ID: e.ID, Status: model.Withdrawn})
	r.turn.Refresh = append(r.turn.Refresh, subjectOfCase(e.Source))
	told, err := b.store.OutboxRows(ctx, store.OutboxFilter{Subject: subjectOfCase(e.Source), Kind: kindAlert})
	if err != nil {
		return err
	}
	for _, to := range told {
		r.turn.Notices = append(r.turn.Notices, model.Notice{
			Key:      fmt.Sprintf("calledoff:%s:%d:%d", e.Source, to.CadreID, to.ChatID),
			Priority: model.PriorityEmergency, Kind: kindCalledOff, CadreID: to.CadreID, ChatID: to.ChatID,
			Data: encode(filed{Source: e.Source}),
		})
	}
	r.toast("emergency.taken_back", nil)
	return nil
}
