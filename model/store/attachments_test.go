package store

import (
	"fmt"
	"slices"
	"testing"

	"ringkeeper/model"
)

// album is two households and a chat in which pictures are sent.
type album struct {
	*office
	cadre, a, b int64
}

func newAlbum(t *testing.T) album {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleCadre))
	o.bind(p[0], 7)
	ids := o.roster(family("1", model.Red, p[0]), family("2", model.Red, p[0]))
	return album{o, p[0], ids[0], ids[1]}
}

// photo is a picture sent with a message.
func photo(message int, owners ...model.Owner) model.KeepAttachment {
	return model.KeepAttachment{Attachment: model.Attachment{
		Kind: model.Photo, FileID: fmt.Sprint("f", message), ChatID: 7, MessageID: message, SentAt: instant(firstDay + 10),
	}, Owners: owners}
}

// does commits the effects of one update and returns the newest record.
func (l album) does(effects ...model.Effect) int64 {
	l.t.Helper()
	tn := turn(firstDay+10, effects...)
	tn.Actor = l.cadre
	l.ok(l.Commit(ctx, tn))
	var newest int64
	l.ok(l.query(ctx).find("newest", &newest, `SELECT COALESCE(MAX(id), 0) FROM contacts`))
	return newest
}

// with lists the messages whose pictures belong to a record.
func (l album) with(record int64) string {
	l.t.Helper()
	return messages(must[map[int64][]model.Attachment](l.t)(l.AttachmentsOf(ctx, record))[record])
}

func messages(all []model.Attachment) string {
	var of []int
	for _, a := range all {
		of = append(of, a.MessageID)
	}
	slices.Sort(of)
	return fmt.Sprint(of)
}

func (l album) waiting() string {
	return messages(must[[]model.Attachment](l.t)(l.Attachments(ctx, AttachmentFilter{ChatID: 7})))
}

func TestWhatWaitsIsTakenByTheNextRecord(t *testing.T) {
	l := newAlbum(t)
	inAlbum := photo(3)
	inAlbum.Attachment.Album = "x"
	first := l.does(photo(1), photo(2), called(l.a, firstDay+10))
	l.does(photo(4, model.Owner{HouseholdID: l.b}), photo(5, model.Owner{HouseholdID: l.a}))
	inAlbum.Owners = []model.Owner{{ContactID: first, HouseholdID: l.a}}
	l.does(inAlbum)
	if l.waiting() != "[1 2]" || l.with(first) != "[3]" {
		t.Fatalf("waiting %s, first %s", l.waiting(), l.with(first))
	}
	// The album's words name another household, and take what waits too; what is
	// another's household's stays there.
	second := l.does(called(l.b, firstDay+10), model.TakeAttachments{ChatID: 7, MessageID: 6, Album: "x", Since: instant(firstDay + 10)})
	if l.waiting() != "[]" || l.with(first) != "[]" || l.with(second) != "[1 2 3 4]" {
		t.Errorf("waiting %s, first %s, second %s", l.waiting(), l.with(first), l.with(second))
	}
	if left := must[[]model.Attachment](t)(l.Attachments(ctx, AttachmentFilter{HouseholdID: l.a})); messages(left) != "[5]" {
		t.Errorf("alone with the other household: %v", left)
	}
}

func TestWhatWasSentTooLongAgoWaitsInVain(t *testing.T) {
	l := newAlbum(t)
	l.does(photo(1))
	if got := l.with(l.does(called(l.a, firstDay+10), model.TakeAttachments{ChatID: 7, Since: instant(firstDay+10) + 1})); got != "[]" {
		t.Errorf("taken: %s", got)
	}
	if got := l.with(l.does(called(l.a, firstDay+10), model.TakeAttachments{ChatID: 7, MessageID: 1})); got != "[1]" {
		t.Errorf("of the same message: %s", got)
	}
	l.does(photo(2))
	if c := must[Cleared](t)(l.ClearRaw(ctx, 30, morning(firstDay+11))); c.Unplaced != 0 {
		t.Errorf("cleared within a day: %+v", c)
	}
	if c := must[Cleared](t)(l.ClearRaw(ctx, 30, morning(firstDay+12))); c.Unplaced != 1 || l.waiting() != "[]" {
		t.Errorf("cleared: %+v, waiting %s", c, l.waiting())
	}
}

func TestWhatCameWithARecordBelongsToItsCorrection(t *testing.T) {
	l := newAlbum(t)
	first := l.does(photo(1), called(l.a, firstDay+10), model.TakeAttachments{ChatID: 7, MessageID: 1})
	better := called(l.a, firstDay+9)
	better.Record.Corrects = first
	second := l.does(better)
	better.Record.Corrects = second
	third := l.does(photo(2), better, model.TakeAttachments{ChatID: 7, MessageID: 2})
	if l.with(first) != "[1]" || l.with(second) != "[1]" || l.with(third) != "[1 2]" {
		t.Errorf("first %s, second %s, third %s", l.with(first), l.with(second), l.with(third))
	}
}

func TestAPictureBelongsToTheRecordAndToItsCase(t *testing.T) {
	l := newAlbum(t)
	file := func(source string, household int64) model.Effect {
		return model.FileEmergency{Emergency: model.Emergency{Source: source, HouseholdID: household}}
	}
	record := l.does(photo(1), called(l.a, firstDay+10), file("c", l.a), file("d", 0), model.TakeAttachments{ChatID: 7, MessageID: 1})
	all := must[map[int64][]model.Attachment](t)(l.AttachmentsOf(ctx, record))[record]
	if len(all) != 1 || all[0].CaseSource != "c" || all[0].FileID != "f1" || !all[0].Taken {
		t.Errorf("of the record: %+v", all)
	}
	for _, source := range []string{"c", "d"} {
		if got := must[[]model.Attachment](t)(l.Attachments(ctx, AttachmentFilter{CaseSource: source})); messages(got) != "[1]" {
			t.Errorf("of case %s: %v", source, got)
		}
	}
	made := must[[]model.Owner](t)(l.NewestMade(ctx, l.cadre, instant(firstDay+10)))
	if want := []model.Owner{{ContactID: record, HouseholdID: l.a, CaseSource: "c"}, {CaseSource: "d"}}; !slices.Equal(made, want) {
		t.Errorf("made last: %+v", made)
	}
	if made := must[[]model.Owner](t)(l.NewestMade(ctx, l.cadre, instant(firstDay+10)+1)); len(made) > 0 {
		t.Errorf("made since: %+v", made)
	}
}

func TestTheRecordsOfAMessageAreThoseThatItsRecordsBecame(t *testing.T) {
	l := newAlbum(t)
	said := func(household int64, corrects int64, message int) model.RecordContact {
		e := called(household, firstDay+10)
		e.Record.Corrects, e.Record.ChatID, e.Record.MessageID = corrects, 7, message
		return e
	}
	of := func() (ids []int64) {
		for _, r := range must[[]model.ContactRecord](t)(l.ContactsOfMessage(ctx, 7, 5)) {
			ids = append(ids, r.ID)
		}
		return ids
	}
	b := l.does(said(l.a, 0, 5), said(l.b, 0, 5))
	a := b - 1
	by := l.does(said(l.a, a, 0)) // by a button
	if got := of(); !slices.Equal(got, []int64{b, by}) {
		t.Errorf("%v, want %d and %d", got, b, by)
	}
	l.does(model.WithdrawContact{ID: by})
	l.does(model.WithdrawContact{ID: b})
	l.does(model.WithdrawContact{ID: b})
	if got := of(); !slices.Equal(got, []int64{a}) {
		t.Errorf("%v, want %d", got, a)
	}
	if got := must[[]model.ContactRecord](t)(l.ContactsOfMessage(ctx, 7, 0)); len(got) > 0 {
		t.Errorf("of no message: %v", got)
	}
	if lines := must[[]AuditLine](t)(l.Audit(ctx, AuditFilter{Actions: []string{AuditContactWithdrawn}})); len(lines) != 2 {
		t.Errorf("%d lines of the audit log", len(lines))
	}
}

func TestAForgottenHouseholdLeavesNoPicture(t *testing.T) {
	l := newAlbum(t)
	both := l.does(photo(1), called(l.a, firstDay+10), called(l.b, firstDay+10), model.TakeAttachments{ChatID: 7, MessageID: 1})
	named := photo(2, model.Owner{ContactID: both, HouseholdID: l.b})
	named.Attachment.Name = l.household(l.a).Head + ".pdf"
	l.does(named, photo(3, model.Owner{HouseholdID: l.a}), photo(4),
		model.FileEmergency{Emergency: model.Emergency{Source: "c", HouseholdID: l.a}}, photo(5, model.Owner{CaseSource: "c"}),
		model.AdvanceEmergency{ID: 1, Status: model.Closed})
	f := must[Forgotten](t)(l.Forget(ctx, "1", morning(firstDay+11), "operator", false))
	if f.Attachments != 4 || l.with(both) != "[2]" || l.waiting() != "[4]" {
		t.Errorf("%d deleted, left %s, waiting %s", f.Attachments, l.with(both), l.waiting())
	}
	if left := must[map[int64][]model.Attachment](t)(l.AttachmentsOf(ctx, both))[both]; len(left) == 1 && left[0].Name != "" {
		t.Errorf("a file is still called %s", left[0].Name)
	}
}
