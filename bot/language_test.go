package bot_test

import (
	"strings"
	"testing"
	"time"
)

// TestEverybodyReadsTheLanguageOfTheirTelegram and a group the one configured.
func TestEverybodyReadsTheLanguageOfTheirTelegram(t *testing.T) {
	for _, c := range []struct{ telegram, greeting, help, digest string }{
		{"en-GB", "Hello 李明", "Reply to the daily list", "20 November: 5 households"},
		{"zh-hans", "李明，您好！", "回复每日清单即可记录", "11月20日 待办 5 户"},
		{"fr", "李明，您好！", "回复每日清单即可记录", "11月20日 待办 5 户"},
		{"", "李明，您好！", "回复每日清单即可记录", "11月20日 待办 5 户"},
	} {
		liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
			li, zhou := w.bind("李明", c.telegram), w.bind("周静", "en")
			w.expect(li, c.greeting, c.help)
			w.until("2026-11-20 08:31")
			w.expect(li, c.digest)
			w.holds(w.says(li, "/help"), c.help)
			g := w.telegram.Group("群", zhou, li)
			w.pass(5 * time.Second)
			w.holds(w.saysIn(g, zhou, "/bind 越州镇"), "本群已绑定：越州镇")
			w.holds(w.saysIn(g, li, "/help"), "/overdue 查看本群范围的逾期")
			flash := w.press(li, li.Inbox()[1], "5")
			if flash != "" || strings.Contains(li.Last().Text, "情况怎样") == (c.telegram == "en-GB") {
				t.Errorf("%q: %q, %s", c.telegram, flash, li.Last().Text)
			}
		})
	}
}

// TestWhoChangesTheLanguageOfTheirTelegramReadsItFromThenOn: the digest too,
// which nobody asked for.
func TestWhoChangesTheLanguageOfTheirTelegramReadsItFromThenOn(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		li.Language = "en"
		w.holds(w.says(li, "/help"), "Reply to the daily list")
		w.until("2026-11-20 08:31")
		w.expect(li, "20 November: 5 households")
	})
}
