package bot_test

import (
	"strings"
	"testing"
	"time"

	"ringkeeper/model/store"
)

// TestUndoTakesBackTheNewestRecords of one message, shown first; nothing is
// typed, and a second press does no harm.
func TestUndoTakesBackTheNewestRecords(t *testing.T) {
	for file, c := range map[string]struct{ language, undo, phone string }{"undo": {"zh", "撤销", "电话"}, "undo_en": {"en", "Undo", "phone"}} {
		liveSince(t, onRoster, "2026-11-20 08:00", func(w *world) {
			li := w.bind("李明", c.language)
			w.until("2026-11-20 08:31")
			w.says(li, "/undo")
			w.press(li, w.says(li, "5 正常"), c.phone)
			w.says(li, "1 3 正常 2 母亲住院")
			ask := w.says(li, "/undo")
			w.press(li, ask, c.undo)
			w.press(li, w.says(li, "/undo"), c.undo)
			w.says(li, "/undo")
			w.golden(file, li.ID)
			if left := w.contacts(); len(left) != 0 {
				t.Errorf("%q is left", left)
			}
		})
	}
}

// TestEverybodySeesHowTheirOwnFared and nobody else's, in their language.
func TestEverybodySeesHowTheirOwnFared(t *testing.T) {
	for file, language := range map[string]string{"me": "zh", "me_en": "en"} {
		liveSince(t, "2026-09-01 09:00", "2026-11-20 08:00", func(w *world) {
			li, zhou := w.bind("李明", language), w.bind("周静", language)
			w.until("2026-11-20 08:31")
			w.says(li, "1 正常 2 昨天入户 正常")
			w.says(li, "/me")
			w.until("2026-12-01 10:00")
			w.says(li, "全部正常")
			w.says(li, "/me")
			w.says(zhou, "/me")
			w.golden(file, li.ID, zhou.ID)
		})
	}
}

// TestAChosenLanguageStays whatever the person's Telegram speaks, over a restart
// and in the digest.
func TestAChosenLanguageStays(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:00", func(w *world) {
		li := w.bind("李明", "zh")
		if flash := w.press(li, w.says(li, "/language"), "English"); flash != "All right, English from now on." {
			t.Errorf("%q", flash)
		}
		w.holds(li.Last(), "All right, English from now on.")
		w.holds(w.says(li, "/help"), "Reply to the daily list")
		w.restart()
		w.until("2026-11-20 08:31")
		w.expect(li, "20 November: 5 households")
		w.press(li, w.says(li, "/language"), "中文")
		li.Language = "en"
		w.holds(w.says(li, "/help"), "回复每日清单即可记录")
		w.golden("language", li.ID)
		w.bind("李明", "en") // on another phone
		w.holds(w.says(w.people["李明"], "/help"), "回复每日清单即可记录")
	})
}

// TestWhatStandsInAButtonIsChecked: a forged press does nothing.
func TestWhatStandsInAButtonIsChecked(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:00", func(w *world) {
		li := w.bind("李明", "zh")
		m := w.says(li, "/language")
		for _, data := range []string{"language:0::::fr", "command:0::::drop", "card:6", "why:6", "history:6::::999", "phone:6", "card:999", "history:1::::x"} {
			before := len(li.Inbox())
			id, err := li.Forge(m, data)
			w.must(err)
			w.pass(2 * time.Second)
			flash, _ := li.Pressed(id)
			if data == "history:1::::x" { // of their own: its first page
				w.holds(li.Last(), "张*明（河湾村）共 0 条记录")
			} else if flash == "" || len(li.Inbox()) != before || strings.Contains(flash, "*") {
				t.Errorf("%s: %q, %s", data, flash, li.Last().Text)
			}
		}
		lines, err := w.store.Audit(w.ctx, store.AuditFilter{Actions: []string{"phone_shown", "see_household"}})
		w.must(err)
		if len(lines) != 0 || w.cadre("李明").Language != "zh-CN" {
			t.Errorf("%v", lines)
		}
	})
}
