package store

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"ringkeeper/model"
)

// The district of the tests: Shanghai's zone without needing zone data.
var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// office is a store with a roster, as the tests use it.
type office struct {
	*Store
	t    testing.TB
	path string
}

func newOffice(t testing.TB) *office {
	t.Helper()
	return openOffice(t, filepath.Join(t.TempDir(), "ringkeeper.db"), model.DefaultPolicy())
}

func openOffice(t testing.TB, path string, p model.Policy) *office {
	t.Helper()
	s, err := Open(context.Background(), path, Options{Policy: p, Zone: shanghai, BusyTimeout: 200 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return &office{s, t, path}
}

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (o *office) ok(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

var ctx = context.Background()

// morning is nine o'clock of a day.
func morning(d model.Day) time.Time { return d.At(9, 0, shanghai) }

func instant(d model.Day) model.Instant { return model.InstantOf(morning(d)) }

// turn is an empty Turn of a day that comes from no update.
func turn(d model.Day, effects ...model.Effect) model.Turn {
	return model.Turn{At: instant(d), Today: d, Effects: effects}
}

var firstDay = model.Date(2026, time.March, 2)

// family is a household as a sheet gives it.
func family(number string, ring model.Ring, responsible int64) RosterHousehold {
	return RosterHousehold{
		Number: number, Ring: ring, Pace: ring, Suggested: ring, SetRing: true, ResponsibleID: responsible,
		Facts: model.Facts{Head: "张" + number, Township: "东山镇", Village: "新村",
			Members: []model.Member{{Name: "张" + number, IDNumber: "530302199001011234", Relation: "户主", Labour: model.LabourCommon}}},
	}
}

// cadres adds people and returns their ids in order.
func (o *office) cadres(list ...RosterCadre) []int64 {
	o.t.Helper()
	o.ok(o.ApplyCadres(ctx, list, morning(firstDay), "office"))
	ids := make([]int64, len(list))
	for i, r := range list {
		ids[i] = must[model.Cadre](o.t)(o.CadreByPhone(ctx, r.Cadre.Phone)).ID
	}
	return ids
}

func person(name string, role model.Role) RosterCadre {
	return RosterCadre{Cadre: model.Cadre{Name: name, Phone: "138" + name, Role: role, Tier: model.TierPairedCadre, Unit: "农业农村局"}}
}

// roster applies households on the first day and returns their ids in order.
func (o *office) roster(list ...RosterHousehold) []int64 {
	o.t.Helper()
	o.ok(o.ApplyRoster(ctx, list, morning(firstDay), "office"))
	ids := make([]int64, len(list))
	for i, r := range list {
		ids[i] = o.byNumber(r.Number).ID
	}
	return ids
}

func (o *office) byNumber(number string) model.Household {
	o.t.Helper()
	return must[model.Household](o.t)(o.HouseholdByNumber(ctx, number))
}

func (o *office) household(id int64) model.Household {
	o.t.Helper()
	return must[model.Household](o.t)(o.Household(ctx, id))
}

// bind binds a cadre to a Telegram account by an invitation.
func (o *office) bind(cadre, telegram int64) {
	o.t.Helper()
	hash := rand.Text()
	o.ok(o.CreateInvite(ctx, cadre, hash, instant(firstDay+7), instant(firstDay)))
	o.ok(o.Commit(ctx, turn(firstDay, model.BindCadre{CadreID: cadre, InviteHash: hash, TelegramID: telegram, Language: "zh"})))
}

// called is a normal call on a day.
func called(household int64, on model.Day) model.RecordContact {
	return model.RecordContact{Record: model.ContactRecord{HouseholdID: household, Means: model.ByPhone, Outcome: model.Normal, HappenedOn: on}}
}

// received stores an update that waits to be handled.
func (o *office) received(ids ...int64) {
	o.t.Helper()
	var updates []Update
	for _, id := range ids {
		updates = append(updates, Update{ID: id, Chat: 7, Raw: []byte(`{}`), ReceivedAt: instant(firstDay)})
	}
	o.ok(o.Receive(ctx, updates, ids[len(ids)-1]+1))
}
