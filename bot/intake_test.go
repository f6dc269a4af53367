package bot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// TestASickBreadwinnerFoundInARoutineReply: the words of a record are enough; the
// leader above hears of a red household, and the record says what it was.
func TestASickBreadwinnerFoundInARoutineReply(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, zhao, zhou := w.bind("李明", "zh"), w.bind("赵强", "zh"), w.bind("周静", "zh")
		w.until("2026-11-20 08:31")
		said := time.Now()
		li.Say("1 正常 2 男人脑梗住院了，家里就靠他打工，医药费付不起 3 没打通")
		w.pass(5 * time.Second)
		for _, p := range []*simulator.Person{zhao, zhou} {
			if m := w.find(p, "【急难 #1】", "石坎村 和*英", "医药费付不起"); m.At.Sub(said) > 5*time.Second {
				t.Errorf("%s was told at %s", p.Name, m.At)
			}
		}
		w.expect(li, "2. 和*英（石坎村）急难")
		w.golden("sick_breadwinner", li.ID, zhao.ID, zhou.ID)
	})
}

// readers binds so many more cadres with a household each.
func (w *world) readers(n int) (all []*simulator.Person) {
	w.Helper()
	var cadres []store.RosterCadre
	var sheet []store.RosterHousehold
	for i := range n {
		cadres = append(cadres, store.RosterCadre{Cadre: model.Cadre{
			Name: fmt.Sprintf("高%d林", i), Phone: fmt.Sprintf("138%08d", i), Unit: "区教育局", Role: model.RoleCadre, Tier: model.TierPairedCadre,
		}})
	}
	w.must(w.store.ApplyCadres(w.ctx, cadres, w.moment(onRoster), "test"))
	for i, c := range cadres {
		sheet = append(sheet, w.family(100+i, fmt.Sprintf("段%d富", i), "大村", model.Red, c.Cadre.Name))
	}
	w.families(w.moment(onRoster), sheet...)
	for _, c := range cadres {
		all = append(all, w.bind(c.Cadre.Name, "zh"))
	}
	return all
}

// TestAnEmergencyOvertakesTheDigestsOfTheMorning: the lists of 150 cadres are on
// their way when it is reported.
func TestAnEmergencyOvertakesTheDigestsOfTheMorning(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:10", func(w *world) {
		crowd := w.readers(150)
		zhou, wang := w.bind("周静", "zh"), w.bind("王芳", "zh")
		w.until("2026-11-20 08:30")
		said := time.Now()
		wang.Say("急报 河湾村张春明家房子着火")
		w.pass(5 * time.Second)
		if m := w.find(zhou, "【急难 #1】"); m.At.Sub(said) > 5*time.Second {
			t.Errorf("the office was told %s after the report", m.At.Sub(said))
		}
		w.pass(time.Minute)
		later := 0
		for _, p := range crowd {
			if n := times(p, "待办"); n != 1 {
				t.Errorf("%s has %d lists", p.Name, n)
			}
			if w.find(p, "待办").At.After(w.find(zhou, "【急难 #1】").At) {
				later++
			}
		}
		if later < 100 {
			t.Errorf("only %d lists came after the alert", later)
		}
	})
}

// TestWhatFollowsAReportBelongsToIt: a photo with the words, and a place that is sent
// next; of an addition too.
func TestWhatFollowsAReportBelongsToIt(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		wang, li := w.bind("王芳", "zh"), w.bind("李明", "zh")
		w.bind("周静", "zh")
		w.sends(wang, "photo", "急报 东村孙有财家房子塌了")
		w.expect(wang, "急难 #1 已上报")
		w.pass(9 * time.Minute)
		w.holds(w.sends(wang, "location", ""), "已附在：急难 #1")
		w.sends(li, "photo", "急报 东村孙有财家老人受伤")
		w.holds(li.Last(), "已并入急难 #1")
		w.holds(w.sends(li, "location", ""), "已附在：急难 #1")
		kept, err := w.store.Attachments(w.ctx, store.AttachmentFilter{CaseSource: w.cases()[0].Source})
		w.must(err)
		var kinds []string
		for _, a := range kept {
			kinds = append(kinds, string(a.Kind))
		}
		if got := strings.Join(kinds, " "); got != "photo location photo location" {
			t.Errorf("with the case: %s", got)
		}
	})
}

// TestOneMessageTellsOfOneCase of a family, whatever it is called in it; and a button
// that says it once more tells nothing new.
func TestOneMessageTellsOfOneCase(t *testing.T) {
	for words, filed := range map[string]string{
		"西村郭正华家着火了；5 正常；西村老郭家老人受伤了":    "郭正华家着火了；\n西村老郭家老人受伤了",
		"西村郭正华家断水了，影响不大；5 正常；西村老郭家着火了": "郭正华家断水了，影响不大；\n西村老郭家着火了",
	} {
		liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
			li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
			w.until("2026-11-20 08:31")
			w.says(li, words)
			w.find(zhou, "郭*华", "【急难 #")
			all := slices.DeleteFunc(w.cases(), func(e store.EmergencyRow) bool { return e.Head != "郭正华" })
			if len(all) != 1 || all[0].Text != filed || all[0].Unconfirmed || !slices.Contains(all[0].Causes, model.CauseAccident) {
				t.Errorf("%s: %+v", words, all)
			}
		})
	}
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "2 房子昨晚烧光了")
		w.press(li, w.find(li, "待办"), "2")
		w.press(li, li.Last(), "急难")
		w.find(li, "这条急难已经上报过了：#1")
		if len(w.cases()) != 1 || len(w.joinedTo(1)) != 0 {
			t.Errorf("%d cases, joined %q", len(w.cases()), w.joinedTo(1))
		}
	})
}
