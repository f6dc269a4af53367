package bot

import (
	"context"
	"fmt"
	"strings"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// The kinds of notices about who stands in for whom.
const (
	kindStandIn    model.NoticeKind = "stand_in"    // of one standing in, to one of the two
	kindDelegates  model.NoticeKind = "delegates"   // who records for the reader, and for whom the reader does
	kindLeaves     model.NoticeKind = "leaves"      // the reader's leaves, and days to choose from
	kindWhichCadre model.NoticeKind = "which_cadre" // who of those of a name?
)

// standInNews is what somebody is told of a standing in.
type standInNews struct {
	Source   string   `json:"source"`
	As       news     `json:"as"`
	By       int64    `json:"by,omitempty"`       // who declined
	Replaced []string `json:"replaced,omitempty"` // leaves in whose place it stands
	Left     []int64  `json:"left,omitempty"`     // for whom the person on leave stands in
}

// news is what is told.
type news string

const (
	isNamed    news = "named"    // to who is stood in for: it was kept
	isAsked    news = "asked"    // to who stands in
	isEnded    news = "ended"    // to who stood in
	isDeclined news = "declined" // to who is stood in for
	isAway     news = "away"     // to who is stood in for by somebody who is on leave, or wants to be
)

func subjectOfStandIn(source string) string { return "stand_in:" + source }
func subjectOfStandIns(cadre int64) string  { return fmt.Sprintf("stand_ins:%d", cadre) }

// renderStandIn says how a standing in is now.
func renderStandIn(ctx context.Context, w *wording, d standInNews) (text.Page, error) {
	found, err := w.store.StandIns(ctx, store.StandInFilter{Source: d.Source})
	if err != nil || len(found) == 0 {
		w.drop = "there is no such standing in"
		return text.Page{}, err
	}
	s := found[0]
	switch d.As {
	case isNamed, isDeclined:
		return w.namedStandIn(ctx, s, d)
	case isAsked:
		return w.askedStandIn(ctx, s)
	case isAway:
		return w.about(ctx, "standin.away", s, s.ForID)
	default:
		return w.about(ctx, of(s, "delegate.ended", "leave.ended"), s, s.ForID)
	}
}

// of chooses the sentence about a delegate, or the one about a leave.
func of(s model.StandIn, delegate, leave string) string {
	if s.Leave {
		return leave
	}
	return delegate
}

// about says one sentence that names a cadre.
func (w *wording) about(ctx context.Context, key string, s model.StandIn, cadre int64) (text.Page, error) {
	c, err := w.store.Cadre(ctx, cadre)
	return text.Page{Rows: text.Rows(w.say.Say(key, model.Args{"name": c.Name, "unit": c.Unit, "days": w.leaveDays(s)}))}, err
}

// leaveDays words the days of a leave: one, or from when until when.
func (w *wording) leaveDays(s model.StandIn) text.HTML {
	if s.FromDay == s.UntilDay {
		return text.HTML(w.say.Word(s.FromDay).(string))
	}
	return text.HTML(w.say.Say("leave.days", model.Args{"from": s.FromDay, "until": s.UntilDay}))
}

// namedStandIn tells who is stood in for what was kept, with a button that ends it.
func (w *wording) namedStandIn(ctx context.Context, s model.StandIn, d standInNews) (page text.Page, err error) {
	if d.As == isDeclined {
		if page, err = w.about(ctx, of(s, "delegate.declined", "leave.declined"), s, d.By); err != nil || !s.Leave {
			return page, err
		}
	}
	if s.Over(w.today) {
		key := of(s, "delegate.over", "leave.over")
		if s.Leave && s.EndedAt != 0 {
			key = "leave.void"
		}
		over, err := w.about(ctx, key, s, s.ByID)
		page.Rows = append(page.Rows, over.Rows...)
		return page, err
	}
	key := of(s, "delegate.named", "leave.named")
	if s.Pause() {
		key = "leave.paused"
	}
	named, err := w.about(ctx, key, s, s.ByID)
	if err != nil {
		return page, err
	}
	page.Rows = append(page.Rows, named.Rows...)
	for _, source := range d.Replaced {
		old, err := w.store.StandIns(ctx, store.StandInFilter{Source: source})
		if err != nil {
			return page, err
		}
		for _, o := range old {
			page.Rows = append(page.Rows, text.Rows(w.say.Say("leave.replaced", model.Args{"days": w.leaveDays(o)}))...)
		}
	}
	if left, err := w.names(ctx, d.Left); err != nil || left != "" {
		page.Rows = append(page.Rows, text.Rows(w.say.Say("leave.left", model.Args{"names": left}))...)
		if err != nil {
			return page, err
		}
	}
	if s.Pause() {
		if page.Keyboard, err = w.whoCould(ctx, s); err != nil {
			return page, err
		}
	}
	page.Keyboard = append(page.Keyboard, []text.Button{w.button(of(s, "delegate.end", "leave.end"), talk.Tap{Do: talk.TapEnd, ID: s.ID})})
	return page, nil
}

// names lists cadres by name.
func (w *wording) names(ctx context.Context, ids []int64) (text.HTML, error) {
	var names []string
	for _, id := range ids {
		c, err := w.store.Cadre(ctx, id)
		if err != nil {
			return "", err
		}
		names = append(names, text.Escape(c.Name))
	}
	return text.HTML(w.say.List(names)), nil
}

// whoCould offers to have somebody stand in during a pause: the delegates first.
func (w *wording) whoCould(ctx context.Context, s model.StandIn) (rows [][]text.Button, err error) {
	days := talk.Days(max(s.FromDay, w.today), s.UntilDay)
	delegates, err := w.store.StandIns(ctx, store.StandInFilter{ForID: s.ForID, On: w.today})
	if err != nil {
		return nil, err
	}
	for _, d := range delegates {
		if d.Leave {
			continue
		}
		c, err := w.store.Cadre(ctx, d.ByID)
		if err != nil {
			return nil, err
		}
		rows = append(rows, []text.Button{w.button("leave.with", talk.Tap{Do: talk.TapLeave, ID: c.ID, Word: days}, model.Args{"name": c.Name})})
	}
	return append(rows, []text.Button{w.button("leave.ask_somebody", talk.Tap{Do: talk.TapStandIn, Word: days})}), nil
}

// askedStandIn tells somebody for whom they are to stand in, and lets them
// decline.
func (w *wording) askedStandIn(ctx context.Context, s model.StandIn) (text.Page, error) {
	if s.Over(w.today) {
		return w.about(ctx, of(s, "delegate.ended", "leave.ended"), s, s.ForID)
	}
	responsible, err := w.store.Cadre(ctx, s.ForID)
	if err != nil {
		return text.Page{}, err
	}
	households, err := w.store.HouseholdsOf(ctx, s.ForID)
	return text.Page{
		Rows: text.Rows(w.say.Say(of(s, "delegate.asked", "leave.asked"), model.Args{
			"name": responsible.Name, "unit": responsible.Unit, "n": len(households), "days": w.leaveDays(s),
		}), w.say.Say("standin.how", model.Args{"name": responsible.Name})),
		Keyboard: [][]text.Button{{w.button("standin.decline", talk.Tap{Do: talk.TapEnd, ID: s.ID})}},
	}, err
}

// whichCadre are those who have the same name.
type whichCadre struct {
	Cadres []int64  `json:"cadres"`
	Tap    talk.Tap `json:"tap"` // of each, without the cadre
}

func whichCadreOf(cadres []model.Cadre, tap talk.Tap) whichCadre {
	d := whichCadre{Tap: tap}
	for _, c := range cadres {
		d.Cadres = append(d.Cadres, c.ID)
	}
	return d
}

func renderWhichCadre(ctx context.Context, w *wording, d whichCadre) (text.Page, error) {
	var page text.Page
	for _, id := range d.Cadres {
		c, err := w.store.Cadre(ctx, id)
		if err != nil {
			return page, err
		}
		if page.Rows == nil {
			page.Rows = text.Rows(w.say.Say("standin.which", model.Args{"name": c.Name}))
		}
		d.Tap.ID = id
		label := strings.TrimSpace(strings.Join([]string{c.Name, c.Unit, c.Post}, " "))
		page.Keyboard = append(page.Keyboard, []text.Button{{Label: label, Data: d.Tap.String()}})
	}
	return page, nil
}
