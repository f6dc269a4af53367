package bot

import (
	"context"
	"fmt"
	"slices"

	"ringkeeper/bot/talk"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// caseByNumber answers /case with all about an emergency; without a number, with
// those that are open.
func (b *Bot) caseByNumber(ctx context.Context, r *request) error {
	if r.Args == "" {
		return b.openCases(ctx, r)
	}
	id, _, ok := talk.CaseNumber(r.Args)
	if !ok {
		id, _, ok = talk.CaseNumber("#" + r.Args)
	}
	if !ok {
		r.tell("case.how", nil)
		return nil
	}
	return b.showCase(ctx, r, id)
}

// caseNamed takes a text that only names a case. Where it may as well tell of a
// household of the list, or names none that the person may look at, it is left to
// be read as a report: one too many does less harm than one too few.
func (b *Bot) caseNamed(ctx context.Context, r *request) (done bool, err error) {
	id, certain, ok := talk.CaseNumber(r.Text)
	if !ok || r.Forwarded || r.ReplyTo != 0 {
		return false, nil
	}
	if !certain {
		l, err := b.list(ctx, r, 0)
		if err != nil || slices.ContainsFunc(l.lines, func(line talk.Line) bool { return int64(line.N) == id }) {
			return false, err
		}
		if e, _, err := b.caseInSight(ctx, r.cadre, r.today, id); err != nil || e.ID == 0 {
			return false, err
		}
	}
	r.turnAway()
	return true, b.showCase(ctx, r, id)
}

// showCase shows an emergency that the person may look at, and says of any other
// not even whether there is one. What is not their own is a look-up that the audit
// log keeps.
func (b *Bot) showCase(ctx context.Context, r *request, id int64) error {
	e, own, err := b.caseInSight(ctx, r.cadre, r.today, id)
	if err != nil {
		return err
	}
	if e.ID == 0 {
		r.refuse("case.gone")
		return nil
	}
	if !own {
		r.do(model.Audit{Action: "see_emergency", Subject: fmt.Sprintf("emergency %d", e.ID)})
	}
	r.reply(kindCase, subjectOfCase(e.Source), filed{Source: e.Source})
	return nil
}

// caseInSight returns an emergency that a cadre may look at: it lies in their
// scope, or they reported it, were told of it or have it in hand. own says that it
// is more than the scope that lets them.
func (b *Bot) caseInSight(ctx context.Context, c model.Cadre, today model.Day, id int64) (e model.Emergency, own bool, err error) {
	if e, err = b.store.Emergency(ctx, id); err != nil || e.ID == 0 {
		return e, false, err
	}
	if own, err = b.ownCase(ctx, c, today, e); own || err != nil {
		return e, own, err
	}
	within, err := b.store.Emergencies(ctx, store.EmergencyFilter{ID: id, Scope: model.ScopeOf(c)})
	if err != nil || len(within) == 0 {
		return model.Emergency{}, false, err
	}
	return e, false, nil
}

func (b *Bot) ownCase(ctx context.Context, c model.Cadre, today model.Day, e model.Emergency) (bool, error) {
	if e.ReportedBy == c.ID || e.AcknowledgedBy == c.ID {
		return true, nil
	}
	alerts, err := b.store.AlertsOf(ctx, e.ID)
	if err != nil || slices.ContainsFunc(alerts[e.ID], func(a store.CaseAlert) bool { return a.CadreID == c.ID }) {
		return err == nil, err
	}
	if e.HouseholdID == 0 {
		return false, nil
	}
	h, err := b.store.Household(ctx, e.HouseholdID)
	if err != nil {
		return false, err
	}
	return b.answersFor(ctx, c.ID, h, today)
}
