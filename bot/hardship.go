package bot

import (
	"context"
	"strings"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/talk"
	"ringkeeper/model"
)

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
	family := familyOf(words)
	h, err := b.findFamily(ctx, r, words, family)
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
		rep := report{n: alarmsFrom + i, text: a.Text, causes: reading.Read(a.Text, r.day).Causes, family: familyOf(a.Text), doubtful: a.Doubtful, alone: true}
		var err error
		if a.HouseholdID != 0 {
			rep.household, err = b.store.Household(ctx, a.HouseholdID)
		} else {
			rep.household, err = b.findFamily(ctx, r, a.Text, rep.family)
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
// everything else, and the hooks; the reporter learns who was told. Of a family with
// an open case it becomes an addition to that.
func (b *Bot) file(ctx context.Context, r *request, rep report) error {
	before, done, err := b.saidAgain(ctx, r, rep)
	if done || err != nil {
		return err
	}
	e := model.Emergency{
		HouseholdID: rep.household.ID, Village: rep.household.Village,
		TownshipID: rep.household.TownshipID, Status: model.Reported, Causes: rep.causes, Text: rep.text,
		Unconfirmed: rep.doubtful, ReportedBy: r.cadre.ID, ReportedIn: r.ChatID, ReportedAt: r.turn.At,
	}
	if e.HouseholdID == 0 {
		e.Family = rep.family.Head
		if e.Village, e.TownshipID, err = b.village(ctx, r, rep.text, rep.family); err != nil {
			return err
		}
	}
	if b.waitsForPlace(r, before, rep) {
		r.withdraw(before)
		e.ReportedAt = before.ReportedAt
	}
	if r.filesToo(e) {
		return nil
	}
	open, err := b.store.CaseThatTakes(ctx, e, r.turn.At, r.withdrawn()...)
	switch {
	case err != nil:
		return err
	case open.ID != 0:
		if rep.text == "" && open.ReportedBy == r.cadre.ID { // which tells nothing that is new
			r.reply(kindAgain, "", filed{Source: open.Source})
			return nil
		}
		return b.join(ctx, r, open, rep)
	}
	if e.Source, err = b.newSource(ctx, r, rep.n); err != nil {
		return err
	}
	return b.openCase(ctx, r, e, rep)
}

// openCase files a case of its own.
func (b *Bot) openCase(ctx context.Context, r *request, e model.Emergency, rep report) error {
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
	defer r.checkArrival(e.Source, told, max(notBefore, r.turn.At))
	if r.private() || r.cadre.Blocked {
		r.reply(kindFiled, subjectOfCase(e.Source), full)
		r.turn.Notices[len(r.turn.Notices)-1].NotBefore = notBefore
		return nil
	}
	// In a group the answer is short, and the alert where it goes to the group; who
	// was told, and the button to call it off, is the reporter's own.
	if !who.reads(r.ChatID) {
		r.reply(kindFiled, subjectOfCase(e.Source), filed{Source: e.Source, Told: told, Short: true})
	}
	r.turn.Notices = append(r.turn.Notices, model.Notice{
		Subject: subjectOfCase(e.Source), Priority: model.PriorityAnswer, Kind: kindFiled, CadreID: r.cadre.ID, Data: encode(full),
	})
	return nil
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
	r.withdraw(e)
	return nil
}
