package reminders

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// TestWhichLevelsHearNow: those whose time has come, each once, and nobody twice.
func TestWhichLevelsHearNow(t *testing.T) {
	const reported = model.Instant(1_000_000_000)
	cadre, leader := model.CaseLink{Level: model.LevelCadre, CadreID: 1}, model.CaseLink{Level: model.LevelLeader, CadreID: 2}
	office, chat := model.CaseLink{Level: model.LevelOffice, CadreID: 3}, model.CaseLink{Level: model.LevelOffice, ChatID: -5}
	group := model.CaseLink{Level: model.LevelLeadingGroup, ChatID: -9}
	all := []model.CaseLink{cadre, leader, office, chat, group}
	holder := model.CaseLink{Level: model.LevelCadre, CadreID: 2}
	for _, c := range []struct {
		what   string
		status model.EmergencyStatus
		chain  []model.CaseLink
		heard  int
		after  time.Duration
		levels int
		now    []model.CaseLink
	}{
		{"a moment before", model.Reported, all, 0, 2*time.Hour - time.Millisecond, 0, nil},
		{"after two hours", model.Reported, all, 0, 2 * time.Hour, 1, []model.CaseLink{cadre}},
		{"the cadre heard", model.Reported, all, 1, 3*time.Hour - time.Millisecond, 1, nil},
		{"an hour later", model.Reported, all, 1, 3 * time.Hour, 2, []model.CaseLink{leader}},
		{"and another", model.Reported, all, 2, 4 * time.Hour, 3, []model.CaseLink{office, chat}},
		{"all heard", model.Reported, all, 4, 400 * time.Hour, 4, nil},
		{"the program was down", model.Reported, all, 1, 30 * time.Hour, 4, []model.CaseLink{group, office, chat, leader}},
		{"no leader above", model.Reported, []model.CaseLink{cadre, office}, 1, 3 * time.Hour, 2, []model.CaseLink{office}},
		{"a chain of nobody", model.Reported, nil, 0, 30 * time.Hour, 0, nil},
		{"nobody is at the home", model.Acknowledged, all, 0, 24 * time.Hour, 1, []model.CaseLink{cadre, holder}},
		{"and the leader has it in hand", model.Acknowledged, all, 0, 27 * time.Hour, 2, []model.CaseLink{leader, cadre}},
		{"not closed", model.OnSite, all, 0, 240 * time.Hour, 1, []model.CaseLink{holder}},
		{"solved, not closed", model.Solved, all, 0, 240 * time.Hour, 1, []model.CaseLink{office, chat}},
		{"a day later", model.Solved, all, 1, 264 * time.Hour, 2, []model.CaseLink{group}},
		{"closed", model.Closed, all, 0, 400 * time.Hour, 0, nil},
	} {
		e := model.Emergency{Status: c.status, Step: c.status.NextStep(), ReportedAt: reported, Escalated: c.heard}
		if c.status != model.Reported {
			e.AcknowledgedBy = 2
		}
		levels, now := escalate(e, c.chain, reported.Add(c.after), model.DefaultCaseLimits())
		if levels != c.levels || !slices.Equal(now, c.now) {
			t.Errorf("%s: %d levels, %v; want %d, %v", c.what, levels, now, c.levels, c.now)
		}
	}
	lost := aboutHolder(model.Emergency{Status: model.Acknowledged, AcknowledgedBy: 2}, all)
	if want := []model.CaseLink{office, chat, cadre}; !slices.Equal(lost, want) {
		t.Errorf("of a leader who is out of reach hear %v, want %v", lost, want)
	}
}

func TestTheNextMomentOfTheHours(t *testing.T) {
	h := Hours{From: Clock{8, 0}, Until: Clock{20, 0}}
	for now, want := range map[string]string{
		"2026-11-20 07:59": "2026-11-20 08:00", "2026-11-20 08:00": "2026-11-20 08:00", "2026-11-20 19:59": "2026-11-20 19:59",
		"2026-11-20 20:00": "2026-11-21 08:00", "2026-11-20 23:40": "2026-11-21 08:00", "2026-11-21 00:00": "2026-11-21 08:00",
	} {
		if got := h.next(at(now), zone); !got.Equal(at(want)) {
			t.Errorf("%s: %v, want %s", now, got, want)
		}
	}
}

// caseBook keeps one case in memory for an Escalator. The test holds its lock except
// while time passes.
type caseBook struct {
	sync.Mutex
	e                  model.Emergency
	chain              []model.CaseLink
	cadre              model.Cadre
	broken             error
	winds, looks, sent int
	turns              []model.Turn
}

func (b *caseBook) WindCases(context.Context) error {
	b.Lock()
	defer b.Unlock()
	b.winds++
	return b.broken
}

func (b *caseBook) CasesDue(_ context.Context, at model.Instant) (due []model.Emergency, err error) {
	b.Lock()
	defer b.Unlock()
	b.looks++
	if b.e.EscalateAt != 0 && b.e.EscalateAt <= at {
		due = append(due, b.e)
	}
	return due, nil
}

func (b *caseBook) NextEscalation(context.Context) (model.Instant, error) {
	b.Lock()
	defer b.Unlock()
	return b.e.EscalateAt, nil
}

func (b *caseBook) CaseChain(context.Context, int64) ([]model.CaseLink, error) { return b.chain, nil }

func (b *caseBook) Cadre(context.Context, int64) (model.Cadre, error) {
	b.Lock()
	defer b.Unlock()
	return b.cadre, nil
}

func (b *caseBook) Hold(context.Context) (store.Hold, error) { return store.Hold{}, nil }

func (b *caseBook) Apply(_ context.Context, t model.Turn) error {
	b.Lock()
	defer b.Unlock()
	if t.Reads[0].Version != b.e.Version {
		return model.ErrConflict
	}
	b.turns = append(b.turns, t)
	b.e.Version++
	b.e.Escalated = t.Effects[0].(model.EscalateEmergency).Levels
	model.DefaultCaseLimits().Wind(&b.e, b.chain)
	return nil
}

func (b *caseBook) send() {
	b.Lock()
	defer b.Unlock()
	b.sent++
}

func (b *caseBook) pass(d time.Duration) {
	b.Unlock()
	<-time.After(d)
	synctest.Wait()
	b.Lock()
}

// TestTheEscalatorSleepsUntilTheClockRings, or an hour, or a minute after a failure.
func TestTheEscalatorSleepsUntilTheClockRings(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := func() model.Instant { return model.InstantOf(time.Now()) }
		b := &caseBook{
			e:     model.Emergency{ID: 12, Source: "a", Status: model.OnSite, AcknowledgedBy: 4, ReportedAt: now(), Version: 1},
			chain: []model.CaseLink{{Level: model.LevelOffice, CadreID: 3}},
		}
		model.DefaultCaseLimits().Wind(&b.e, b.chain)
		x := NewEscalator(b, Options{Limits: model.DefaultCaseLimits(), Zone: zone, Hours: Hours{Clock{8, 0}, Clock{20, 0}}, Now: time.Now}, b.send)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		b.broken = errBroken
		b.Lock()
		defer b.Unlock()
		go x.Run(ctx)
		b.pass(90 * time.Second)
		b.broken = nil
		b.pass(time.Minute)
		if b.winds != 3 || b.looks != 1 {
			t.Errorf("wound %d times, looked %d", b.winds, b.looks)
		}
		b.pass(10*24*time.Hour - 5*time.Minute)
		if b.sent != 0 || b.looks > 241 {
			t.Errorf("looked %d times in ten days, sent %d", b.looks, b.sent)
		}
		looks := b.looks
		b.pass(5 * time.Minute)
		if b.sent != 1 || len(b.turns) != 1 || b.looks > looks+2 {
			t.Fatalf("after ten days: sent %d, %d looks more, %+v", b.sent, b.looks-looks, b.turns)
		}
		// In this bubble it is 08:00 of Qilin's clock at midnight UTC.
		n := b.turns[0].Notices[0]
		if n.Priority != model.PriorityEmergency || n.Subject != "emergency:a" || n.Kind != KindEscalated || n.CadreID != 3 || n.NotBefore != b.turns[0].At {
			t.Errorf("%+v", n)
		}
		if string(n.Data) != `{"source":"a","step":"close","level":"office"}` {
			t.Errorf("%s", n.Data)
		}
		// A clock that rang for nothing is only wound anew.
		b.e.EscalateAt = now()
		x.Wake()
		b.pass(time.Second)
		if len(b.turns) != 2 || len(b.turns[1].Notices) != 0 || b.sent != 1 {
			t.Errorf("rang for nothing: %+v", b.turns)
		}
		b.e.EscalateAt, b.cadre = now(), model.Cadre{ID: 4, Blocked: true}
		x.Wake()
		b.pass(time.Second)
		if len(b.turns) != 3 || len(b.turns[2].Notices) != 1 || string(b.turns[2].Notices[0].Data) != `{"source":"a","step":"close","level":"office","holder":4}` {
			t.Errorf("the holder is out of reach: %+v", b.turns)
		}
	})
}

// TestGoingUpToTheOfficeCallsTheHooks: those that want every step, and not when only
// the cadre hears.
func TestGoingUpToTheOfficeCallsTheHooks(t *testing.T) {
	began := model.Instant(1_000_000_000_000)
	b := &caseBook{
		e:     model.Emergency{ID: 1, Source: "a", Status: model.Reported, Step: model.StepAcknowledge, ReportedAt: began, EscalateAt: began.Add(2 * time.Hour)},
		chain: []model.CaseLink{{Level: model.LevelCadre, CadreID: 1}, {Level: model.LevelOffice, CadreID: 2}},
	}
	at := began
	x := NewEscalator(b, Options{
		Limits: model.DefaultCaseLimits(), Zone: time.UTC, Now: func() time.Time { return at.In(time.UTC) },
		Hooks: []model.Hook{{Name: "duty", When: model.HookAlways}, {Name: "spare", When: model.HookUnreached}},
	}, func() {})
	for hours, calls := range []int{2: 0, 3: 1} {
		if hours < 2 {
			continue
		}
		at = began.Add(time.Duration(hours) * time.Hour)
		if _, err := x.look(t.Context()); err != nil {
			t.Fatal(err)
		}
		made := b.turns[len(b.turns)-1].Effects[1:]
		if len(made) != calls || calls == 1 && made[0].(model.CallHook).Hook != "duty" {
			t.Errorf("after %d hours: %+v", hours, made)
		}
	}
}
