package bot_test

import (
	"strings"
	"testing"
	"time"

	"ringkeeper/bot"
	"ringkeeper/model"
)

func TestAStrangerGetsOnePoliteLineADayAndLearnsNothing(t *testing.T) {
	live(t, "2026-11-02 09:00", func(w *world) {
		p := w.telegram.Person("路人", "zh")
		w.says(p, "张春明家是什么圈")
		w.says(p, "/overdue")
		w.says(p, "急报 房子着火")
		p.Start("not-an-invitation")
		w.until("2026-10-16 09:00")
		w.says(p, "你好")
		w.golden("stranger", p.ID)
	})
}

func TestAnInvitationWorksOnceAndANewOneVoidsTheOld(t *testing.T) {
	live(t, "2026-11-02 09:00", func(w *world) {
		cadres, err := w.store.CadresByName(w.ctx, "李明")
		if err != nil {
			t.Fatal(err)
		}
		invite := func() string {
			links, err := bot.Invite(w.ctx, w.store, "ringkeeper_bot", cadres, 7*24*time.Hour, model.InstantOf(time.Now()))
			if err != nil {
				t.Fatal(err)
			}
			_, token, _ := strings.Cut(links[0], "?start=")
			return token
		}
		old, current := invite(), invite()
		first, second := w.telegram.Person("甲", "zh"), w.telegram.Person("乙", "zh")
		open := func(token string, bound bool, who string) {
			t.Helper()
			p := first
			if who == "乙" {
				p = second
			}
			p.Start(token)
			w.pass(3 * time.Second)
			if got := strings.Contains(w.telegram.Transcript(p.ID), "已绑定"); got != bound {
				t.Errorf("%s bound: %v, want %v:\n%s", who, got, bound, w.telegram.Transcript(p.ID))
			}
		}
		open(old, false, "甲")
		open(current, true, "甲")
		open(current, false, "乙")
		w.pass(8 * 24 * time.Hour)
		late := invite()
		w.pass(8 * 24 * time.Hour)
		open(late, false, "乙")
	})
}

// TestWhoBlocksTheBotIsNotWrittenToAndTheOfficeHears: 403 ends the sending, and
// the next workday's digest of the office names the person.
func TestWhoBlocksTheBotIsNotWrittenToAndTheOfficeHears(t *testing.T) {
	live(t, "2026-11-02 09:00", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		w.until("2026-11-19 12:00")
		li.Block()
		w.until("2026-11-23 09:00")
		if n := len(li.Inbox()); strings.Contains(li.Last().Text, "11月2") {
			t.Errorf("a digest reached who blocked the bot: %d, %s", n, li.Last().Text)
		}
		if !strings.Contains(w.telegram.Transcript(zhou.ID), "停用机器人 1 人：李明") {
			t.Errorf("the office was not told:\n%s", w.telegram.Transcript(zhou.ID))
		}
	})
}
