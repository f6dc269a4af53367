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

// clockSkew is how much later than ours Telegram's clock may go.
const clockSkew = time.Hour

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
	doubtful  bool // it goes out only if nobody says in time that it is none
	alone     bool // there is no record of it
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
		rep := report{n: alarmsFrom + i, text: a.Text, causes: reading.Read(a.Text, r.day).Causes, family: reading.ReadFamily(a.Text), doubtful: a.Doubtful, alone: true}
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
// everything else, and the hooks; the reporter learns who was told.
func (b *Bot) file(ctx context.Context, r *request, rep report) error {
	since := r.turn.At.Add(-sameReport)
	before, err := b.store.SimilarEmergency(ctx, r.cadre.ID, rep.text, since)
	if err != nil {
		return err
	}
	if before.ID != 0 && rep.text != "" && before.HouseholdID == rep.household.ID {
		waits := before.Unconfirmed && r.turn.At < before.ReportedAt.Add(model.ConfirmWithin)
		if before.Unconfirmed && !rep.doubtful { // said once more, it is in doubt no longer
			if err := b.beyondDoubt(ctx, r, before); err != nil {
				return err
			}
		}
		switch {
		case waits && rep.doubtful:
			r.reply(kindDoubt, subjectOfCase(before.Source), filed{Source: before.Source, Alone: rep.alone})
		case !waits: // else the answer that waits goes out now
			r.reply(kindAgain, "", filed{Source: before.Source})
		}
		return nil
	}
	source, err := b.newSource(ctx, r, rep.n)
	if err != nil {
		return err
	}
	e := model.Emergency{
		Source: source, HouseholdID: rep.household.ID, Village: rep.household.Village,
		TownshipID: rep.household.TownshipID, Status: model.Reported, Causes: rep.causes, Text: rep.text,
		Unconfirmed: rep.doubtful, ReportedBy: r.cadre.ID, ReportedIn: r.ChatID, ReportedAt: r.turn.At,
	}
	if e.HouseholdID == 0 {
		e.Family = rep.family.Head
		if e.Village, e.TownshipID, err = b.village(ctx, rep.text, rep.family); err != nil {
			return err
		}
	}
	if b.waitsForPlace(r, before, rep) {
		r.turn.Reads = append(r.turn.Reads, model.Ref{Table: "emergencies", ID: before.ID, Version: before.Version})
		r.do(model.AdvanceEmergency{ID: before.ID, Status: model.Withdrawn})
		r.turn.Refresh = append(r.turn.Refresh, subjectOfCase(before.Source))
		e.ReportedAt = before.ReportedAt
	}
	who, err := b.audience(ctx, r, rep.household, e.TownshipID)
	if err != nil {
		return err
	}
	r.do(model.FileEmergency{Emergency: e, Chain: who.chain})
	var notBefore model.Instant
	if rep.doubtful {
		notBefore = e.ReportedAt.Add(model.ConfirmWithin)
		r.reply(kindDoubt, subjectOfCase(e.Source), filed{Source: e.Source, Alone: rep.alone})
	}
	told := who.alert(r, e.Source, notBefore)
	r.do(model.CallsOfReport(b.config.CalledHooks(), e.Source, subjectOfCase(e.Source), max(r.turn.At, notBefore))...)
	full := filed{Source: e.Source, Told: told}
	if r.private() || r.cadre.Blocked {
		r.reply(kindFiled, subjectOfCase(e.Source), full)
		r.turn.Notices[len(r.turn.Notices)-1].NotBefore = notBefore
		return nil
	}
	// In a group the answer is short; who was told, and the button to call it
	// off, is the reporter's own.
	r.reply(kindFiled, subjectOfCase(e.Source), filed{Source: e.Source, Told: told, Short: true})
	r.turn.Notices = append(r.turn.Notices, model.Notice{
		Subject: subjectOfCase(e.Source), Priority: model.PriorityAnswer, Kind: kindFiled, CadreID: r.cadre.ID, Data: encode(full),
	})
	return nil
}

// waitsForPlace says whether a report, of which it is known now whose it is, waits
// as one in doubt of nobody knows whose. The new one takes its place.
func (b *Bot) waitsForPlace(r *request, before model.Emergency, rep report) bool {
	return rep.text != "" && rep.household.ID != 0 && before.HouseholdID == 0 && before.Status == model.Reported && before.Unconfirmed &&
		r.turn.At < before.ReportedAt.Add(model.ConfirmWithin)
}

// newSource names where a report comes from. A message of which a report was called
// off may be pressed for a report once more, which is another.
func (b *Bot) newSource(ctx context.Context, r *request, n int) (string, error) {
	source := r.source(n)
	before, err := b.store.EmergencyBySource(ctx, source)
	if before.Status == model.Withdrawn {
		source = fmt.Sprintf("%s-%d", source, r.ID)
	}
	return source, err
}

// filedBefore says whether a message, as it was first written or later changed,
// filed an emergency.
func (b *Bot) filedBefore(ctx context.Context, r *request) (bool, error) {
	f := store.EmergencyFilter{}
	if !r.Date.IsZero() {
		f.Since = model.InstantOf(r.Date).Add(-clockSkew)
	}
	all, err := b.store.Emergencies(ctx, f)
	message := strings.TrimSuffix(r.source(0), "0")
	return slices.ContainsFunc(all, func(e store.EmergencyRow) bool { return strings.HasPrefix(e.Source, message) }), err
}

// newDoubt says whether nobody can tell if a record tells of an emergency, and
// nobody was asked yet: a correction of such a record asks no second time.
func (b *Bot) newDoubt(ctx context.Context, r *request, rec model.ContactRecord) (bool, error) {
	doubtful := talk.Doubtful(rec, r.day)
	if !doubtful || rec.Corrects == 0 {
		return doubtful, nil
	}
	before, err := b.store.Contact(ctx, rec.Corrects)
	return !talk.Doubtful(before, r.day), err
}

// insteadOfDoubt withdraws the report in doubt that still waits, where the words
// it was read from were said anew and tell of an emergency: one report goes out.
func (b *Bot) insteadOfDoubt(ctx context.Context, r *request, rec model.ContactRecord) error {
	if rec.Corrects == 0 {
		return nil
	}
	before, err := b.store.Contact(ctx, rec.Corrects)
	if err != nil || before.Text == rec.Text {
		return err
	}
	e, err := b.store.SimilarEmergency(ctx, r.cadre.ID, before.Text, before.RecordedAt)
	waits := e.Unconfirmed && e.Status == model.Reported && r.turn.At < e.ReportedAt.Add(model.ConfirmWithin)
	if err != nil || !waits || e.HouseholdID != rec.HouseholdID {
		return err
	}
	r.turn.Reads = append(r.turn.Reads, model.Ref{Table: "emergencies", ID: e.ID, Version: e.Version})
	r.do(model.AdvanceEmergency{ID: e.ID, Status: model.Withdrawn})
	r.turn.Refresh = append(r.turn.Refresh, subjectOfCase(e.Source))
	return nil
}
