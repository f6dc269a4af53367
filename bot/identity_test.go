package bot_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/report"
)

// identityNumbers are one person's number in every way in which people type it.
var identityNumbers = []string{
	"530302199003074512", "53030219900307451X", "53030219900307451x", "５３０３０２１９９００３０７４５１Ｘ", "530302900307451",
	"53030219900307451244", "5303021990030745124401", "530302 19900307 4512", "530302-19900307-451X", "530302　19900307　4512",
}

// TestIdentityNumbersThatPeopleTypeAreShownNowhere: whatever kind of message they
// stand in, they are in no chat and on no list. The records keep them.
func TestIdentityNumbersThatPeopleTypeAreShownNowhere(t *testing.T) {
	for _, number := range identityNumbers {
		t.Run(number, func(t *testing.T) {
			liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
				li, zhou, wang := w.bind("李明", "zh"), w.bind("周静", "en"), w.bind("王芳", "zh")
				w.until("2026-11-20 08:31")
				digest := li.Last()
				for _, words := range []string{
					"1 正常，身份证%s", "2 母亲住院，证号%s 3 张%s明天去", "村里有人生病，证号%s", "4", "身份证%s", "张三%s怎样", "5 生病 %s", "补充：证号%s", "/nonsense %s", "/start %s",
					"急报 河湾村%s家房子着火，证号%s", "/emergency %s", "12月31日入户，证号%s", "1 2 3 证号%s", "%s",
				} {
					w.says(li, strings.ReplaceAll(words, "%s", number))
				}
				li.Reply(digest, "3 有变化，证号"+number)
				w.press(li, digest, "4")
				w.press(li, li.Last(), "联系·有变化")
				w.says(li, "儿子上学，证号"+number)
				m := li.Say("你好 " + number)
				w.pass(3 * time.Second)
				li.Edit(m, "急报 "+number+"家断粮")
				w.pass(3 * time.Second)
				li.Send("photo", "证件"+number)
				w.pass(3 * time.Second)
				g := w.telegram.Group("群"+number, zhou, li)
				w.pass(5 * time.Second)
				for _, words := range []string{"/bind %s", "/bind 办公室", "/emergency 石坎村%s家垮塌", "@ringkeeper_bot 有人受伤 %s", "/bind 村%s"} {
					w.saysIn(g, zhou, strings.ReplaceAll(words, "%s", number))
				}
				w.telegram.Person("路人", "zh").Say(number)
				w.says(wang, "急报 "+number)
				w.telegram.PushRaw([]byte(`{"message":{"text":"` + number + `"`)) // cut off, and set aside
				w.telegram.PushRaw(fmt.Appendf(nil, `{"message":{"message_id":900,"date":%d,"text":%s,"from":{"id":%d,"is_bot":false,"first_name":"x"},"chat":{"id":%d,"type":"private"}}}`,
					time.Now().Unix(), strconv.QuoteToASCII("急报 "+number), wang.ID, wang.ID))
				w.pass(time.Minute)
				for _, p := range []*simulator.Person{li, zhou, wang} {
					for _, m := range p.Inbox() {
						shownNowhere(t, m.Text+fmt.Sprint(m.Buttons), "on the phone of "+p.Name)
					}
				}
				for _, m := range g.Messages() {
					if m.ByBot {
						shownNowhere(t, m.Text, "in the group")
					}
				}
				for name, list := range report.Lists {
					for _, json := range []bool{true, false} {
						shownNowhere(t, w.list(list, json), "on the list "+name)
					}
				}
				shownNowhere(t, w.logs.String(), "in the log")
				if len(w.cases()) < 4 || len(w.contacts()) < 4 || !strings.Contains(strings.Join(w.contacts(), "\n"), number) {
					t.Errorf("the story did not happen: %d cases, %q", len(w.cases()), w.contacts())
				}
			})
		})
	}
}

// list prints a list as the terminal does.
func (w *world) list(list func(context.Context, report.Query) error, json bool) string {
	w.Helper()
	words, err := text.Load()
	w.must(err)
	var out strings.Builder
	p := report.NewPrinter(&out, json, w.zone(), words.In("zh-CN", model.DayOf(time.Now(), w.zone()), w.zone()), text.Plain)
	q, err := report.Ask(w.ctx, w.store, p, time.Now(), "")
	w.must(err)
	w.must(list(w.ctx, q))
	return out.String()
}

// shownNowhere looks for the common part of all the numbers, however it is
// written.
func shownNowhere(t *testing.T, shown, where string) {
	t.Helper()
	plain := strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r >= '0' && r <= '9':
			return r
		case strings.ContainsRune(" 　-", r):
			return -1
		}
		return '|'
	}, strings.ReplaceAll(shown, `\u3000`, ""))
	for _, part := range []string{"19900307", "530302900307"} {
		if i := strings.Index(plain, part); i >= 0 {
			t.Errorf("%s: an identity number: …%s", where, plain[max(0, i-300):min(len(plain), i+100)])
			return
		}
	}
}

// TestNoPartOfAnIdentityNumberIsLeftOfALongDifficulty: what is kept of one is cut,
// and a number that is cut looks like none.
func TestNoPartOfAnIdentityNumberIsLeftOfALongDifficulty(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		w.says(li, "2 联系正常，难点："+strings.Repeat("缺水泵和化肥种子", 6)+"身份证530302196001011234要补办")
		w.says(li, "/items")
		if own := w.find(li, "待解决 1 户"); strings.Contains(own.Text, "530302196") || !strings.Contains(own.Text, "缺水泵") {
			t.Errorf("shown: %s", own.Text)
		}
	})
}
