package bot

import (
	"context"

	"ringkeeper/bot/talk"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// digest is what the planner hands over. What is open it does not hold: that is
// looked up when it is sent.
type digest struct {
	Day    model.Day     `json:"day"`
	Until  model.Instant `json:"until"`  // from then on it must not arrive any more
	Ahead  int           `json:"ahead"`  // rest days that follow, whose steps have moved to this day
	Leader bool          `json:"leader"` // the reader is told of what is overdue below
	Items  bool          `json:"items"`  // the reader is told of what is open, whatever else there is
	Office *officeNews   `json:"office"`
}

// officeNews is what the office should hear beside its own duties.
type officeNews struct {
	Since       model.Instant `json:"since"` // of the digest before
	Bindings    int           `json:"bindings"`
	Moves       int           `json:"moves"` // to another account
	Blocked     int           `json:"blocked"`
	Undelivered int           `json:"undelivered"`
	SetAside    int           `json:"set_aside"`
	Undecided   int           `json:"undecided"`
	Unassigned  int           `json:"unassigned"`
	Unreached   int           `json:"unreached"`
	Procedures  int           `json:"procedures"` // that run
	Late        int           `json:"late"`       // of them those that should have ended
	MissingYear int           `json:"missing_year"`
}

// notices are the lines of a digest beside the own duties: what a leader should
// know of those below, and the office of the district.
func (w *wording) notices(ctx context.Context, d digest) ([]string, error) {
	c, err := w.store.Cadre(ctx, w.reader.CadreID)
	if err != nil {
		return nil, err
	}
	lines, err := w.pressing(ctx, c)
	if err != nil {
		return nil, err
	}
	unanswered, err := w.unanswered(ctx, c)
	if err != nil {
		return nil, err
	}
	lines = append(lines, unanswered...)
	if d.Office != nil && c.Role == model.RoleOffice {
		news, err := w.office(ctx, *d.Office)
		if err != nil {
			return nil, err
		}
		lines = append(lines, news...)
	}
	if d.Leader && model.May(c, model.ActSeeOverdue, model.InPrivate) {
		totals, err := w.store.OverdueTotals(ctx, model.ScopeOf(c), w.today)
		if err != nil {
			return nil, err
		}
		if totals.Duties > 0 {
			lines = append(lines, w.say.Say("digest.leader", model.Args{"n": totals.Duties}))
		}
	}
	if len(lines) > 0 {
		lines = append([]string{w.say.Say("digest.notices", nil)}, lines...)
	}
	return lines, nil
}

// unansweredFor is for how many days the digest reminds of words that were asked
// about and are not recorded; the question itself is answered within one.
const unansweredFor = 14

// unanswered reminds of words that are not recorded, since nobody answered which
// household they are about, or how it is.
func (w *wording) unanswered(ctx context.Context, c model.Cadre) (lines []string, err error) {
	kept, err := w.store.Talk(ctx, c.TelegramID, c.TelegramID, model.InstantOf(w.at.AddDate(0, 0, -unansweredFor)))
	if err != nil {
		return nil, err
	}
	for _, p := range talk.Decode(kept.State).Pieces {
		if p.Day < w.today {
			lines = append(lines, w.say.Say("digest.unanswered", model.Args{"text": model.StrikeIDs(p.Text)}))
		}
	}
	return lines, nil
}

// office words what the office should hear. Who was bound is named, so that a
// wrong binding is seen.
func (w *wording) office(ctx context.Context, n officeNews) (lines []string, err error) {
	names := map[string][]string{}
	happened, err := w.store.AuditSince(ctx, []string{store.AuditCadreBound, store.AuditCadreMoved, store.AuditCadreBlocked}, n.Since)
	if err != nil {
		return nil, err
	}
	for _, l := range happened {
		c, err := w.store.Cadre(ctx, l.ActorID)
		if err != nil {
			return nil, err
		}
		if c.ID != 0 {
			names[l.Action] = append(names[l.Action], c.Name)
		}
	}
	say := func(key string, count int, who []string) {
		if count > 0 {
			lines = append(lines, w.say.Say(key, model.Args{"n": count, "names": w.say.List(who)}))
		}
	}
	say("digest.undecided", n.Undecided, nil)
	say("digest.unassigned", n.Unassigned, nil)
	say("digest.unreached", n.Unreached, nil)
	excused, err := w.store.Excused(ctx, model.Scope{All: true}, w.today, 0, 0)
	if err != nil {
		return nil, err
	}
	say("digest.excused", excused.Households, nil)
	switch {
	case n.Late > 0:
		lines = append(lines, w.say.Say("digest.procedures_late", model.Args{"n": n.Procedures, "late": n.Late}))
	default:
		say("digest.procedures", n.Procedures, nil)
	}
	say("digest.bindings", len(names[store.AuditCadreBound]), names[store.AuditCadreBound])
	say("digest.moves", len(names[store.AuditCadreMoved]), names[store.AuditCadreMoved])
	say("digest.blocked", len(names[store.AuditCadreBlocked]), names[store.AuditCadreBlocked])
	say("digest.undelivered", n.Undelivered, nil)
	say("digest.aside", n.SetAside, nil)
	if n.MissingYear != 0 {
		lines = append(lines, w.say.Say("digest.calendar", model.Args{"year": n.MissingYear}))
	}
	return lines, nil
}
