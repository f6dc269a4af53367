package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// addition is another report about the family of an open case.
type addition struct {
	Source string `json:"source"` // of the case
	Report string `json:"report"` // what the addition was made from
}

// joined is what its reporter learns.
type joined struct {
	addition
	Told     []recipient `json:"told"`
	Short    bool        `json:"short,omitempty"`    // who was told is said elsewhere
	Doubtful bool        `json:"doubtful,omitempty"` // it was not asked about, being an addition only
}

// join adds a report to the open case of the same family. The office hears of it in
// any case, and so do those who have the case in hand or reported it.
func (b *Bot) join(ctx context.Context, r *request, e model.Emergency, rep report) error {
	r.turn.Reads = append(r.turn.Reads, model.Ref{Table: "emergencies", ID: e.ID, Version: e.Version})
	var notBefore model.Instant
	if opens := e.ReportedAt.Add(model.ConfirmWithin); e.Unconfirmed && rep.doubtful && r.turn.At < opens {
		notBefore = opens // it goes out with the case, or with the answer about it
	} else if e.Unconfirmed && !rep.doubtful {
		if err := b.beyondDoubt(ctx, r, e); err != nil {
			return err
		}
	}
	add := addition{Source: e.Source, Report: r.source(rep.n)}
	r.do(model.JoinReport{ID: e.ID, Source: add.Report, Text: rep.text, Causes: rep.causes})
	r.turn.Refresh = append(r.turn.Refresh, subjectOfCase(e.Source))
	who, err := b.audience(ctx, r, rep.household, e.TownshipID)
	if err != nil {
		return err
	}
	if err := b.concernedHear(ctx, r, &who, e); err != nil {
		return err
	}
	alerts, err := b.store.OutboxRows(ctx, store.OutboxFilter{Subject: subjectOfCase(e.Source), Kind: kindAlert})
	if err != nil {
		return err
	}
	told := who.add(r, add, alerts, notBefore)
	full := joined{addition: add, Told: told, Doubtful: rep.doubtful}
	if !r.private() && !r.cadre.Blocked {
		short := full
		short.Short = true
		r.reply(kindJoined, subjectOfCase(e.Source), short)
		r.turn.Notices = append(r.turn.Notices, model.Notice{
			Subject: subjectOfCase(e.Source), Priority: model.PriorityAnswer, Kind: kindJoined, CadreID: r.cadre.ID, Data: encode(full),
		})
	} else {
		r.reply(kindJoined, subjectOfCase(e.Source), full)
	}
	r.checkArrival(e.Source, told, max(notBefore, r.turn.At))
	return nil
}

// filesToo says whether the Turn files another report of the same family already: one
// message tells of one case, with all of its words and causes.
func (r *request) filesToo(e model.Emergency) bool {
	for i, effect := range r.turn.Effects {
		f, ok := effect.(model.FileEmergency)
		if !ok || !f.Emergency.SameFamily(e) {
			continue
		}
		if !strings.Contains(f.Emergency.Text, e.Text) {
			f.Emergency.Text += "\n" + e.Text
		}
		for _, cause := range e.Causes {
			if !slices.Contains(f.Emergency.Causes, cause) {
				f.Emergency.Causes = append(f.Emergency.Causes, cause)
			}
		}
		if f.Emergency.Unconfirmed && !e.Unconfirmed {
			f.Emergency.Unconfirmed = false
			for n := range r.turn.Notices {
				if r.turn.Notices[n].Subject == subjectOfCase(f.Emergency.Source) {
					r.turn.Notices[n].NotBefore = 0
				}
			}
		}
		r.turn.Effects[i] = f
		return true
	}
	return false
}

// concernedHear adds who has a case in hand and who reported it.
func (b *Bot) concernedHear(ctx context.Context, r *request, a *audience, e model.Emergency) error {
	reporters, err := b.store.CaseReporters(ctx, e.ID)
	if err != nil {
		return err
	}
	as := "told.in_hand"
	for _, id := range append([]int64{e.AcknowledgedBy}, reporters...) {
		if id != 0 && id != r.cadre.ID {
			c, err := b.store.Cadre(ctx, id)
			if err != nil {
				return err
			}
			a.tell(caseReader{recipient: recipient{As: as, Name: c.Name, Unbound: !c.Bound() || c.Blocked}, cadreID: c.ID})
			for i := range a.readers {
				a.readers[i].knows = a.readers[i].knows || a.readers[i].cadreID == c.ID
			}
		}
		as = "told.reporter"
	}
	return nil
}

// onlyShown are the readers to whom a case's alert shows an addition, and who get no
// line of it.
var onlyShown = []string{"told.leader", "told.township"}

// add queues the line of an addition, or the alert to whoever has none yet, and says
// who hears of it.
func (a *audience) add(r *request, add addition, alerts []store.OutboxRow, notBefore model.Instant) (told []recipient) {
	for _, to := range a.readers {
		key := to.alertKey(add.Source)
		alerted := slices.ContainsFunc(alerts, func(row store.OutboxRow) bool { return row.Key == key })
		switch {
		case to.chatID == r.ChatID || to.cadreID == r.cadre.ID && to.cadreID != 0:
			// The answer is there, or theirs.
		case slices.Contains(onlyShown, to.As) && (alerted || to.Unbound) && !to.knows:
			continue
		case to.Unbound:
		case !alerted && !to.knows:
			to.Alert = key
			r.turn.Notices = append(r.turn.Notices, to.alert(add.Source, notBefore))
		default:
			to.Alert = fmt.Sprintf("%s%d:%d", add.prefix(), to.cadreID, to.chatID)
			r.turn.Notices = append(r.turn.Notices, model.Notice{
				Key: to.Alert, Subject: subjectOfCase(add.Source), Priority: model.PriorityEmergency, Kind: kindAddition,
				CadreID: to.cadreID, ChatID: to.chatID, Data: encode(add), NotBefore: notBefore,
			})
		}
		told = append(told, to.recipient)
	}
	return told
}

// prefix begins the keys of the lines that tell of an addition.
func (a addition) prefix() string { return "addition:" + a.Report + ":" }

// unjoin takes back an addition that was none; whoever heard of it hears that.
func (b *Bot) unjoin(ctx context.Context, r *request, id int64) error {
	v, err := b.store.CaseEvent(ctx, id)
	switch {
	case err != nil:
		return err
	case v.Kind != model.CaseJoined || v.ByID != r.cadre.ID:
		r.toast("undo.not_yours", nil)
		return nil
	case v.Detail.Withdrawn:
		r.toast("emergency.taken_back", nil)
		return nil
	}
	e, err := b.store.Emergency(ctx, v.EmergencyID)
	if err != nil {
		return err
	}
	r.turn.Reads = append(r.turn.Reads, model.Ref{Table: "emergencies", ID: e.ID, Version: e.Version})
	r.do(model.UnjoinReport{EventID: v.ID})
	r.turn.Refresh = append(r.turn.Refresh, subjectOfCase(e.Source))
	lines, err := b.store.OutboxRows(ctx, store.OutboxFilter{Subject: subjectOfCase(e.Source), Kind: kindAddition})
	if err != nil {
		return err
	}
	prefix := addition{Report: v.Detail.Source}.prefix()
	for _, to := range lines {
		if !strings.HasPrefix(to.Key, prefix) || to.State == model.DeliveryFailed || to.State == model.DeliveryPending {
			continue // who has not heard of it yet need not hear that it is none
		}
		r.turn.Notices = append(r.turn.Notices, model.Notice{
			Key: "un" + to.Key, Priority: model.PriorityEmergency, Kind: kindSay, CadreID: to.CadreID, ChatID: to.ChatID,
			Data: encode(sentence{Key: "addition.none", Args: model.Args{"id": e.ID, "name": r.cadre.Name}}),
		})
	}
	if err := b.noEmergency(ctx, r, model.Emergency{HouseholdID: e.HouseholdID, Text: v.Text, ReportedAt: v.At}); err != nil {
		return err
	}
	r.toast("emergency.taken_back", nil)
	return nil
}
