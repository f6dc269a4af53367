package bot_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

func TestAStrangerGetsOnePoliteLineADayAndLearnsNothing(t *testing.T) {
	live(t, "2026-11-02 09:00", func(w *world) {
		p := w.telegram.Person("路人", "zh")
		w.says(p, "张春明家是什么圈")
		w.says(p, "/overdue")
		w.says(p, "急报 房子着火")
		p.Start("not-an-invitation")
		w.until("2026-11-03 09:00")
		w.says(p, "你好")
		w.golden("stranger", p.ID)
		kept, err := w.store.Updates(w.ctx, "", 0)
		if err != nil || len(kept) == 0 {
			t.Fatal(kept, err)
		}
		for _, u := range kept {
			if len(u.Raw) > 0 || u.State != store.UpdateHandled {
				t.Errorf("of a stranger %q is kept, %s", u.Raw, u.State)
			}
		}
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
		late := invite()
		w.pass(8 * 24 * time.Hour)
		open(late, false, "乙")
		w.golden("invitation", first.ID, second.ID)
	})
}

// TestWhoBlocksTheBotIsNotWrittenToAndTheOfficeHears: 403 ends the sending, and
// the next workday's digest of the office names the person.
func TestWhoBlocksTheBotIsNotWrittenToAndTheOfficeHears(t *testing.T) {
	liveSince(t, onRoster, "2026-11-19 11:00", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		w.until("2026-11-19 12:00")
		li.Block()
		w.until("2026-11-20 09:00")
		if n := len(li.Inbox()); strings.Contains(li.Last().Text, "11月20") {
			t.Errorf("a digest reached who blocked the bot: %d, %s", n, li.Last().Text)
		}
		if !strings.Contains(w.telegram.Transcript(zhou.ID), "停用机器人 1 人：李明") {
			t.Errorf("the office was not told:\n%s", w.telegram.Transcript(zhou.ID))
		}
	})
}

// TestStrangersLearnNothingAndLeaveNothing: in private one line a day, in a
// group silence, a press is refused; of theirs only the id is kept.
func TestStrangersLearnNothingAndLeaveNothing(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		p := w.telegram.Person("路人", "zh")
		g := w.telegram.Group("越州镇工作群", zhou, li, p)
		w.pass(5 * time.Second)
		w.saysIn(g, zhou, "/bind 越州镇")
		list := w.saysIn(g, zhou, "/overdue")
		for range 3 {
			p.Start("guessed")
			w.pass(2 * time.Second)
			for _, words := range []string{"张春明家是什么圈", "/overdue", "/help", "急报 房子着火", "1 正常"} {
				w.says(p, words)
			}
			p.Send("photo", "秘密的话")
			w.pass(2 * time.Second)
		}
		if n := len(p.Inbox()); n != 2 {
			t.Errorf("%d lines in private: %s", n, w.telegram.Transcript(p.ID))
		}
		for _, words := range []string{"/overdue", "/help", "/bind 全区", "/emergency 房子着火", "@ringkeeper_bot 房子着火"} {
			if m := w.saysIn(g, p, words); m.ID != list.ID {
				t.Errorf("%q in a group is answered: %s", words, m.Text)
			}
		}
		for _, data := range []string{"o:1", "h:1", "r:1:visit:normal", "a:1", "u:3"} {
			w.forged(p, data)
		}
		if len(w.contacts())+len(w.cases()) != 0 {
			t.Error("a stranger recorded something")
		}
		for _, private := range []string{"张春明", "张*明", "5303020001", "李明", "越州镇"} {
			if strings.Contains(w.telegram.Transcript(p.ID), "ringkeeper_bot: "+private) {
				t.Errorf("a stranger reads %s", private)
			}
		}
		w.until("2026-11-21 09:00")
		w.holds(w.says(p, "你好"), "只为已登记的帮扶干部服务")
		if n := len(p.Inbox()); n != 3 {
			t.Errorf("%d lines after the second day", n)
		}
	})
}

// TestALinkMeantForAnotherIsNotUsedUp: neither does it take the account from
// who has it.
func TestALinkMeantForAnotherIsNotUsedUp(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:40", func(w *world) {
		li := w.bind("李明", "zh")
		links, err := bot.Invite(w.ctx, w.store, "ringkeeper_bot", []model.Cadre{w.cadre("王芳")}, 7*24*time.Hour, model.InstantOf(time.Now()))
		w.must(err)
		_, token, _ := strings.Cut(links[0], "?start=")
		li.Start(token)
		w.pass(3 * time.Second)
		w.expect(li, "您的账号已绑定为 李明（区教育局），这个链接是发给别人的")
		wang := w.telegram.Person("王芳", "zh")
		wang.Start(token)
		w.pass(3 * time.Second)
		w.expect(wang, "王芳，您好！")
		if !w.cadre("李明").Bound() {
			t.Error("李明 lost the binding")
		}
	})
}

// TestTheSameNameInAnotherUnitIsAnotherPerson: in the same unit it is the same,
// put on the list anew with another phone.
func TestTheSameNameInAnotherUnitIsAnotherPerson(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:40", func(w *world) {
		li := w.bind("李明", "zh")
		open := func(phone, unit string) {
			t.Helper()
			w.must(w.store.ApplyCadres(w.ctx, []store.RosterCadre{
				{Cadre: model.Cadre{Name: "李明", Phone: phone, Unit: unit, Role: model.RoleCadre, Tier: model.TierPairedCadre}},
			}, time.Now(), "test"))
			found, err := w.store.CadresByName(w.ctx, "李明")
			w.must(err)
			found = slices.DeleteFunc(found, func(c model.Cadre) bool { return c.Phone != phone })
			links, err := bot.Invite(w.ctx, w.store, "ringkeeper_bot", found, 7*24*time.Hour, model.InstantOf(time.Now()))
			w.must(err)
			_, token, _ := strings.Cut(links[0], "?start=")
			li.Start(token)
			w.pass(3 * time.Second)
		}
		open("13900000011", "区水务局")
		w.expect(li, "您的账号已绑定为 李明（区教育局），这个链接是发给别人的")
		open("13900000012", "区教育局")
		w.expect(li, "李明，您好！您的账号已绑定。")
	})
}

// TestAnotherAccountTakesThePlaceOfTheOldOneInTheOpen: a link can get into
// wrong hands, so the old account hears of it at once and the office next
// morning; of an account that sees everything, the rest of the office at once.
func TestAnotherAccountTakesThePlaceOfTheOldOneInTheOpen(t *testing.T) {
	liveSince(t, onRoster, "2026-11-19 11:00", func(w *world) {
		zhou, li := w.bind("周静", "zh"), w.bind("李明", "zh")
		w.until("2026-11-20 09:00")
		w.expect(zhou, "新绑定")
		phone := w.bind("李明", "zh")
		w.expect(li, "您的账号已改绑到另一个 Telegram 账号。如果不是您本人操作，请马上联系办公室。")
		if n := times(zhou, "改绑"); n != 0 {
			t.Errorf("the office is disturbed %d times for a cadre", n)
		}
		w.until("2026-11-23 09:00")
		w.holds(w.says(li, "1 正常"), "只为已登记的帮扶干部服务")
		w.expect(zhou, "换了账号 1 人：李明")
		if strings.Contains(zhou.Last().Text, "新绑定") {
			t.Errorf("the office reads %s", zhou.Last().Text)
		}
		w.golden("another_account", li.ID, phone.ID)
		moved, err := w.store.AuditSince(w.ctx, []string{store.AuditCadreMoved}, 0)
		w.must(err)
		if len(moved) != 1 || !strings.Contains(moved[0].Detail, "was_account") {
			t.Errorf("audit log: %v", moved)
		}
		w.bind("周静", "zh") // alone in the office: only the old account hears
		w.expect(zhou, "您的账号已改绑到另一个")

		wang := w.bind("王芳", "zh")
		wang.Block() // the commonest reason to move
		w.bind("王芳", "zh")
		rows, err := w.store.OutboxRows(w.ctx, store.OutboxFilter{States: []model.DeliveryState{model.DeliveryFailed}})
		w.must(err)
		for _, r := range rows {
			t.Errorf("somebody is to look into %s to %d", r.Kind, r.ChatID)
		}
	})
}

func TestTheRestOfTheOfficeHearsAtOnceOfAnotherAccountThatSeesEverything(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 09:00", func(w *world) {
		w.must(w.store.ApplyCadres(w.ctx, []store.RosterCadre{
			{Cadre: model.Cadre{Name: "钱伟", Phone: "13900000021", Unit: "区委农村工作领导小组办公室", Role: model.RoleOffice}},
		}, time.Now(), "test"))
		zhou, qian, li := w.bind("周静", "zh"), w.bind("钱伟", "zh"), w.bind("李明", "zh")
		phone := w.bind("周静", "zh")
		w.expect(qian, "办公室 周静 已改绑到另一个 Telegram 账号。请马上向本人核实")
		w.expect(zhou, "您的账号已改绑到另一个 Telegram 账号。")
		if times(phone, "改绑")+times(li, "改绑") != 0 {
			t.Errorf("others hear it too:\n%s\n%s", w.telegram.Transcript(phone.ID), w.telegram.Transcript(li.ID))
		}
	})
}

func TestOfTwoWhoOpenTheSameLinkAtOnceOneIsBoundAndTheOtherIsTold(t *testing.T) {
	live(t, "2026-11-21 09:00", func(w *world) {
		for range 10 {
			links, err := bot.Invite(w.ctx, w.store, "ringkeeper_bot", []model.Cadre{w.cadre("李明")}, 7*24*time.Hour, model.InstantOf(time.Now()))
			w.must(err)
			_, token, _ := strings.Cut(links[0], "?start=")
			first, second := w.telegram.Person("甲", "zh"), w.telegram.Person("乙", "zh")
			first.Start(token)
			second.Start(token)
			w.pass(5 * time.Second)
			if times(first, "李明，您好！")+times(second, "李明，您好！") != 1 || times(first, "已失效")+times(second, "已失效") != 1 {
				t.Errorf("%s\n%s", w.telegram.Transcript(first.ID), w.telegram.Transcript(second.ID))
			}
		}
	})
}
