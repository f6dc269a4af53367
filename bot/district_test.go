package bot_test

import (
	"fmt"
	"strings"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// roster puts a small district on record: 李明 answers for five households, 王芳
// for one, 赵强 leads both, 周静 is the office.
func (w *world) roster(at time.Time) {
	w.Helper()
	cadre := func(name, phone, superior, domain string, role model.Role, tier model.Tier) store.RosterCadre {
		return store.RosterCadre{
			Cadre:         model.Cadre{Name: name, Phone: phone, Unit: "区教育局", Role: role, Tier: tier},
			SuperiorPhone: superior, Domain: domain,
		}
	}
	w.must(w.store.ApplyCadres(w.ctx, []store.RosterCadre{
		cadre("赵强", "13900000001", "", "越州镇", model.RoleLeader, model.TierDistrictLeader),
		cadre("李明", "13900000002", "13900000001", "", model.RoleCadre, model.TierPairedCadre),
		cadre("王芳", "13900000003", "13900000001", "", model.RoleCadre, model.TierPairedCadre),
		cadre("周静", "13900000004", "", "全区", model.RoleOffice, model.TierUnitHead),
	}, at, "test"))
	w.families(at,
		w.family(1, "张春明", "河湾村", model.Red, "李明"),
		w.family(2, "和丽英", "石坎村", model.Red, "李明"),
		w.family(3, "白文亮", "东村", model.Orange, "李明"),
		w.family(4, "杜丽芬", "西村", model.Yellow, "李明"),
		w.family(5, "吴春燕", "河湾村", model.Blue, "李明"),
		w.family(6, "郭正华", "西村", model.Red, "王芳"),
	)
}

// family is a household as a sheet gives it; nobody is responsible where no
// cadre is named.
func (w *world) family(n int, head, village string, ring model.Ring, responsible string) store.RosterHousehold {
	f := model.Facts{
		Head: head, Township: "越州镇", Village: village, Category: model.Lifted, Labour: model.Yes,
		Income: model.Income{Fen: model.Yuan(9200), Known: true},
	}
	switch ring {
	case model.Orange:
		f.SafetyNet = true
	case model.Yellow:
		f.Monitored, f.Income.Fen = model.Marginal, model.Yuan(12400)
	case model.Blue:
		f.Income.Fen = model.Yuan(18000)
	}
	h := store.RosterHousehold{
		Number: fmt.Sprintf("5303020001%04d", n), Facts: f, Ring: ring, Pace: ring, Suggested: ring, SetRing: true,
	}
	if responsible != "" {
		h.ResponsibleID = w.cadre(responsible).ID
	}
	return h
}

// families puts households on the roster.
func (w *world) families(at time.Time, sheet ...store.RosterHousehold) {
	w.Helper()
	w.must(w.store.ApplyRoster(w.ctx, sheet, at, "test"))
}

func (w *world) cadre(name string) model.Cadre {
	w.Helper()
	found, err := w.store.CadresByName(w.ctx, name)
	if err != nil || len(found) != 1 {
		w.Fatalf("%s: %v, %v", name, found, err)
	}
	return found[0]
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// contacts are the records that stand, the oldest first, as one would list them.
func (w *world) contacts() (list []string) {
	w.Helper()
	rows, err := w.store.Contacts(w.ctx, store.ContactFilter{})
	w.must(err)
	for i := len(rows) - 1; i >= 0; i-- {
		r := rows[i]
		list = append(list, fmt.Sprintf("%s %s %s %s", r.Head, r.Means, r.Outcome, r.Text))
	}
	return list
}

// cases are the emergencies, the newest first.
func (w *world) cases() []store.EmergencyRow {
	w.Helper()
	rows, err := w.store.Emergencies(w.ctx, store.EmergencyFilter{})
	w.must(err)
	return rows
}

// expect says what the newest message on a phone must hold.
func (w *world) expect(p *simulator.Person, words ...string) {
	w.Helper()
	w.holds(p.Last(), words...)
}

func (w *world) holds(m simulator.Message, words ...string) {
	w.Helper()
	for _, word := range words {
		if !strings.Contains(m.Text, word) {
			w.Errorf("%q is missing in: %s", word, m.Text)
		}
	}
}

// times counts the bot's messages on a phone that hold some words.
func times(p *simulator.Person, words string) (n int) {
	for _, m := range p.Inbox() {
		if strings.Contains(m.Text, words) {
			n++
		}
	}
	return n
}

// order says where on a phone some words first stand, -1 for nowhere.
func order(p *simulator.Person, words string) int {
	for i, m := range p.Inbox() {
		if strings.Contains(m.Text, words) {
			return i
		}
	}
	return -1
}
