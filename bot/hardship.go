package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/talk"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// sameReport is how long the same words of the same person are taken for the
// same report: pressed twice, or sent again for fear that it did not arrive.
const sameReport = 30 * time.Minute

// alarmsFrom numbers the reports of a message that belong to none of its
// records, of which there are never so many.
const alarmsFrom = 10_000

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
			s := r.state
			s.Report, s.Detail = true, 0
			r.remember(s)
			b.askForReport(r)
		} else {
			r.tell("emergency.how_group", nil)
		}
		return nil
	}
	if r.state.Report {
		s := r.state
		s.Report = false
		r.remember(s)
	}
	family := reading.ReadFamily(words)
	h, err := b.findFamily(ctx, words, family)
	if err != nil {
		return err
	}
	return b.file(ctx, r, report{text: words, causes: reading.Read(words, r.day).Causes, household: h, family: family})
}

// askForReport asks for the words of an emergency.
func (b *Bot) askForReport(r *request) {
	r.tell("emergency.how", nil, said{Key: "button.no_report", Tap: talk.Tap{Do: talk.TapDrop}})
}

// alarms files the emergencies that a private text tells of beside its records.
func (b *Bot) alarms(ctx context.Context, r *request, all []talk.Alarm) error {
	for i, a := range all {
		rep := report{n: alarmsFrom + i, text: a.Text, causes: reading.Read(a.Text, r.day).Causes, family: reading.ReadFamily(a.Text)}
		var err error
		if a.HouseholdID != 0 {
			rep.household, err = b.store.Household(ctx, a.HouseholdID)
		} else {
			rep.household, err = b.findFamily(ctx, a.Text, rep.family)
		}
		if err == nil {
			err = b.file(ctx, r, rep)
		}
		if err != nil {
			return err
		}
	}
	return nil
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
			if g.ChatID == 0 {
				// It became a supergroup, or was unbound, a moment ago: who is
				// to be told is looked up anew.
				return nil, model.ErrConflict
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
	e, told, err := b.toldOf(ctx, r, id)
	if err != nil {
		return err
	}
	switch {
	case !told:
		r.toast("denied", nil)
	case e.ID == 0:
		r.toast("button.over", nil)
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

// toldOf returns an emergency and whether this person, or this group, was told
// of it: only who was told can take it on.
func (b *Bot) toldOf(ctx context.Context, r *request, id int64) (e model.Emergency, told bool, err error) {
	if e, err = b.store.Emergency(ctx, id); err != nil || e.ID == 0 {
		return e, err == nil, err
	}
	alerts, err := b.store.OutboxRows(ctx, store.OutboxFilter{Subject: subjectOfCase(e.Source), Kind: kindAlert})
	return e, slices.ContainsFunc(alerts, func(a store.OutboxRow) bool {
		return a.ChatID == r.ChatID || r.private() && a.CadreID == r.cadre.ID
	}), err
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
		if to.State == model.DeliveryFailed || to.CadreID == r.cadre.ID && to.CadreID != 0 {
			continue // who never heard of it need not hear that it is over, nor who says so
		}
		r.turn.Notices = append(r.turn.Notices, model.Notice{
			Key:      fmt.Sprintf("calledoff:%s:%d:%d", e.Source, to.CadreID, to.ChatID),
			Priority: model.PriorityEmergency, Kind: kindCalledOff, CadreID: to.CadreID, ChatID: to.ChatID,
			Data: encode(filed{Source: e.Source}),
		})
	}
	if err := b.noEmergency(ctx, r, e); err != nil {
		return err
	}
	r.toast("emergency.taken_back", nil)
	return nil
}
