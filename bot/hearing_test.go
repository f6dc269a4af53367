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

// group makes a group of people and the bot.
func (w *world) group(title string, members ...*simulator.Person) *simulator.Group {
	g := w.telegram.Group(title, members...)
	w.pass(5 * time.Second)
	return g
}

// repliesIn lets a person answer the bot's newest message in a group.
func (w *world) repliesIn(g *simulator.Group, p *simulator.Person, words string) simulator.Message {
	p.Reply(g.Last(), words)
	w.pass(5 * time.Second)
	return g.Last()
}

// binding is how a group stands in the database.
func (w *world) binding(g *simulator.Group) model.Group {
	w.Helper()
	kept, err := w.store.Group(w.ctx, g.ID)
	w.must(err)
	return kept
}

// TestAGroupThatHearsOfEmergenciesIsToldWhatTheBotMayDoAndIsTested by the first
// bound person who answers; who is not bound is no proof.
func TestAGroupThatHearsOfEmergenciesIsToldWhatTheBotMayDoAndIsTested(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		zhou, wang := w.bind("周静", "zh"), w.bind("王芳", "zh")
		stranger := w.telegram.Person("路人", "zh")
		g := w.group("值班群", zhou, wang, stranger)
		w.saysIn(g, zhou, "/bind")
		told := w.saysIn(g, zhou, "/bind 办公室")
		w.holds(told, "办公室群：接收全部急难", "只听得到命令、@我 和对我消息的回复", "回复本条“收到”")
		if again := w.repliesIn(g, stranger, "收到"); again.ID != told.ID {
			t.Errorf("a stranger is answered: %s", again.Text)
		}
		if again := w.saysIn(g, wang, "收到"); again.ID != told.ID {
			t.Errorf("what was said to others is answered: %s", again.Text)
		}
		w.holds(w.repliesIn(g, wang, "收到！"), "听到了。")
		n := len(g.Messages())
		w.repliesIn(g, zhou, "收到")
		w.pass(model.HeardWithin)
		if len(g.Messages()) != n+1 {
			t.Errorf("it was heard, and yet: %s", g.Last().Text)
		}
		w.holds(w.saysIn(g, zhou, "/bind"), "本群现在绑定：办公室。", "/bind 领导小组")
		g.Promote()
		w.pass(5 * time.Second)
		w.golden("hearing", g.ID)
	})
}

// TestWhereNobodyIsHeardTheGroupIsToldOnce what to look at; a binding that took its
// place is not asked about.
func TestWhereNobodyIsHeardTheGroupIsToldOnce(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		zhou, wang := w.bind("周静", "zh"), w.bind("王芳", "zh")
		g := w.group("领导小组群", zhou, wang)
		w.saysIn(g, zhou, "/bind 越州镇")
		w.pass(5 * time.Minute)
		w.saysIn(g, zhou, "/bind 领导小组")
		w.pass(9 * time.Minute)
		w.holds(g.Last(), "已绑定为领导小组群")
		w.restart()
		w.pass(time.Minute)
		w.holds(g.Last(), "10 分钟内没有听到“收到”")
		w.pass(time.Hour)
		g.Promote()
		w.pass(5 * time.Second)
		if m := w.saysIn(g, wang, "收到"); !strings.Contains(m.Text, "没有听到") {
			t.Errorf("what was said to others much later is answered: %s", m.Text)
		}
		if kept := w.binding(g); !kept.Leading || kept.Office || !kept.Scope.All || kept.HeardAt != 0 {
			t.Errorf("kept: %+v", kept)
		}
		w.holds(w.repliesIn(g, wang, "收到"), "听到了。")
		w.saysIn(g, zhou, "/bind 领导小组办公室")
		if kept := w.binding(g); kept.Leading || !kept.Office || kept.HeardAt != 0 {
			t.Errorf("bound anew: %+v", kept)
		}
		w.golden("unheard", g.ID)
	})
}

func TestAGroupIsTestedInEnglish(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		zhou := w.bind("周静", "en")
		w.config.Language = "en"
		w.restart()
		g := w.group("Leading group", zhou)
		w.saysIn(g, zhou, "/bind 领导小组")
		w.pass(model.HeardWithin)
		w.repliesIn(g, zhou, "收到")
		g.Promote()
		w.pass(5 * time.Second)
		w.saysIn(g, zhou, "/bind")
		duty := w.group("Duty group", zhou)
		w.saysIn(duty, zhou, "/bind 办公室")
		township := w.group("Township", zhou)
		township.Promote()
		w.saysIn(township, zhou, "/bind 越州镇")
		w.golden("hearing_en", g.ID, duty.ID, township.ID)
	})
}

// TestWhereTheBotHearsEverythingOnlyAReportCounts and nothing else is answered.
func TestWhereTheBotHearsEverythingOnlyAReportCounts(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		zhou, wang := w.bind("周静", "zh"), w.bind("王芳", "zh")
		stranger := w.telegram.Person("路人", "zh")
		w.telegram.PrivacyOff()
		g := w.group("越州镇工作群", zhou, wang, stranger)
		w.saysIn(g, wang, "急报 石坎村和丽英家断水")
		w.holds(w.saysIn(g, zhou, "/bind 越州镇"), "也听得到所有消息")
		w.holds(w.saysIn(g, wang, "收到"), "听到了。")
		w.pass(5 * time.Second)
		work := w.group("全区群", zhou)
		w.saysIn(work, zhou, "/bind 全区")
		for _, words := range []string{"收到", "@ringkeeper_bot 收到"} {
			if m := w.saysIn(work, zhou, words); strings.Contains(m.Text, "听到了") {
				t.Errorf("%q tests where no emergencies are told", words)
			}
		}
		for _, words := range []string{"收到", "大家辛苦了", "石坎村和丽英家房子着火了", "紧急：请各村今天下班前交表", "急，下午三点开会", "急报怎么用？", "/help@other_bot"} {
			before := g.Last()
			if m := w.saysIn(g, wang, words); m.ID != before.ID {
				t.Errorf("%q is answered: %s", words, m.Text)
			}
		}
		w.holds(w.saysIn(g, wang, "急报 石坎村和丽英家断水"), "【急难 #1】待受理", "越州镇 石坎村")
		w.holds(w.saysIn(g, wang, "紧急：东村白文亮家房子着火"), "【急难 #2】待受理", "越州镇 东村")
		w.holds(w.saysIn(g, stranger, "急报 我家着火了"), "没有收下：您的账号还没有绑定")
		before := g.Last()
		for _, words := range []string{"急报 我家着火了！！", "你好"} {
			if m := w.saysIn(g, stranger, words); m.ID != before.ID {
				t.Errorf("a stranger is answered once more: %s", m.Text)
			}
		}
		said := wang.SayIn(g, "河湾村张春明家")
		w.holds(w.edits(wang, said, "急报 河湾村张春明家着火"), "")
		w.pass(5 * time.Second)
		w.holds(g.Last(), "【急难 #3】待受理", "越州镇 河湾村")
		if n := len(w.cases()); n != 3 {
			t.Errorf("%d cases", n)
		}
		w.edits(wang, wang.SayIn(g, "开会"), "辛苦开会")
		w.telegram.PushRaw(fmt.Appendf(nil, `{"message":{"message_id":900,"date":%d,"from":{"id":%d,"is_bot":false,"first_name":"x"},"chat":{"id":%d,"type":"group","title":"x"},"pinned_message":{"message_id":1,"date":1,"chat":{"id":%d,"type":"group"},"text":"请三点到"}}}`,
			time.Now().Unix(), wang.ID, g.ID, g.ID))
		w.pass(5 * time.Second)
		kept, err := w.store.UpdatesOfChat(w.ctx, g.ID, 0)
		w.must(err)
		if !slices.ContainsFunc(kept, func(u store.Update) bool {
			return strings.Contains(string(u.Raw), "急报 石坎村和丽英家断水")
		}) {
			t.Error("the words of a report are gone")
		}
		for _, u := range kept {
			for _, words := range []string{"辛苦", "交表", "三点", "我家着火", "other_bot", "\"石坎村和丽英家\""} {
				if strings.Contains(string(u.Raw), words) {
					t.Errorf("what was said to others is kept: %s", u.Raw)
				}
			}
		}
		w.golden("hears_all", g.ID)
	})
}

// TestTheOfficeHearsAtOnceOfAGroupThatIsLost where emergencies were told in it,
// and once, whichever comes first: what the group says or what does not arrive.
func TestTheOfficeHearsAtOnceOfAGroupThatIsLost(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		zhou, wang := w.bind("周静", "zh"), w.bind("王芳", "zh")
		duty, work := w.group("值班群", zhou), w.group("全区群", zhou)
		w.saysIn(duty, zhou, "/bind 办公室")
		w.saysIn(work, zhou, "/bind 全区")
		told := func(n int, words string) {
			t.Helper()
			if got := times(zhou, words); got != n {
				t.Errorf("the office reads %d times %q", got, words)
			}
		}
		work.Kick()
		w.pass(5 * time.Second)
		told(0, "已不在群")
		duty.Kick()
		w.pass(5 * time.Second)
		told(1, "机器人已不在群“值班群”（办公室）")
		w.saysIn(duty, zhou, "hello")
		duty.Readmit()
		w.pass(5 * time.Second)
		w.saysIn(duty, zhou, "/bind 办公室")
		w.pass(model.HeardWithin)
		failed, err := w.store.OutboxRows(w.ctx, store.OutboxFilter{States: []model.DeliveryState{model.DeliveryFailed, model.DeliveryPending}})
		if w.must(err); len(failed) != 0 {
			t.Errorf("not sent: %+v", failed)
		}
		// Nothing is heard of it until a message does not arrive.
		w.halt()
		duty.Kick()
		w.telegram.RestartUpdateIDs(9000)
		w.start()
		w.says(wang, "急报 河湾村张春明家着火")
		w.pass(5 * time.Second)
		told(2, "机器人已不在群“值班群”（办公室）")
		if kept := w.binding(duty); kept.ChatID != 0 {
			t.Errorf("still bound: %+v", kept)
		}
		w.golden("group_lost", zhou.ID)
	})
}

// TestTheOfficeHearsWhereTheBotMayNotWrite any more, from the group or from a
// message that is refused, once a day; that it may again needs no words.
func TestTheOfficeHearsWhereTheBotMayNotWrite(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		zhou, wang := w.bind("周静", "zh"), w.bind("王芳", "zh")
		g := w.group("值班群", zhou)
		w.saysIn(g, zhou, "/bind 办公室")
		g = g.Migrate()
		w.pass(5 * time.Second)
		g.Promote()
		w.pass(5 * time.Second)
		if kept := w.binding(g); !kept.Office || kept.Standing != model.HearsAll {
			t.Errorf("as a supergroup: %+v", kept)
		}
		g.Restrict()
		w.pass(5 * time.Second)
		w.pass(model.HeardWithin)
		unsaid, err := w.store.OutboxRows(w.ctx, store.OutboxFilter{Kind: "unheard"})
		if w.must(err); len(unsaid) != 1 || unsaid[0].State != model.DeliveryStale {
			t.Errorf("what cannot be said there: %+v", unsaid)
		}
		w.expect(zhou, "在群“值班群”（办公室）不能发言了")
		if kept := w.binding(g); kept.Standing != model.Mute {
			t.Errorf("restricted: %+v", kept)
		}
		n := len(zhou.Inbox())
		g.Demote()
		w.pass(5 * time.Second)
		if kept := w.binding(g); kept.Standing != model.HearsMeant || len(zhou.Inbox()) != n {
			t.Errorf("a member again: %+v, %s", kept, zhou.Last().Text)
		}
		g.Silence(true)
		w.says(wang, "急报 河湾村张春明家着火")
		w.pass(5 * time.Second)
		if got := times(zhou, "不能发言了"); got != 1 {
			t.Errorf("%d times on one day", got)
		}
		w.until("2026-11-22 10:00")
		w.says(wang, "急报 河湾村张春明家断水")
		w.pass(5 * time.Second)
		w.expect(zhou, "在群“值班群”（办公室）不能发言了")
		w.pass(time.Minute) // until every copy of the alert shows the addition
		// To bind it anew is answered in private.
		w.says(zhou, "/help")
		w.saysIn(g, zhou, "/bind 越州镇")
		w.expect(zhou, "群“值班群”已绑定，但我不能在群里发言")
		if kept := w.binding(g); kept.Office || kept.Standing != model.Mute {
			t.Errorf("bound anew: %+v", kept)
		}
		w.pass(model.HeardWithin)
		if got := g.Last(); got.ID != 0 {
			t.Errorf("the group reads %s", got.Text)
		}
		w.golden("group_muted", zhou.ID)
	})
}

// TestWhatTelegramDoesNotTellIsSaidInGeneral, and the group is bound all the same.
func TestWhatTelegramDoesNotTellIsSaidInGeneral(t *testing.T) {
	for _, method := range []string{"getMe", "getChatMember", "getChat"} {
		liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
			zhou := w.bind("周静", "zh")
			g := w.group("值班群", zhou)
			w.telegram.Inject(simulator.Fault{Method: method, Kind: simulator.Refused})
			w.holds(w.saysIn(g, zhou, "/bind 办公室"), "办公室群：接收全部急难", "没能查到我在本群的权限", "回复本条“收到”")
			if kept := w.binding(g); !kept.Office || kept.Standing != "" {
				t.Errorf("%s: %+v", method, kept)
			}
		})
	}
}

// TestAPictureOfAReportInAGroupStaysWithTheCase, and nothing else that is shown
// there is kept.
func TestAPictureOfAReportInAGroupStaysWithTheCase(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		zhou, wang := w.bind("周静", "zh"), w.bind("王芳", "zh")
		w.telegram.PrivacyOff()
		g := w.group("越州镇工作群", zhou, wang)
		in := func(caption string) simulator.Sending {
			return simulator.Sending{Kind: "photo", Caption: caption, In: g}
		}
		w.saysIn(g, zhou, "/bind 越州镇")
		of := func(id int64) (kinds string) {
			t.Helper()
			e, err := w.store.Emergency(w.ctx, id)
			w.must(err)
			all, err := w.store.Attachments(w.ctx, store.AttachmentFilter{CaseSource: e.Source})
			w.must(err)
			for _, a := range all {
				kinds += " " + string(a.Kind)
			}
			return strings.TrimSpace(kinds)
		}
		wang.SendThis(in("/emergency 石坎村和丽英家断水"))
		w.pass(5 * time.Second)
		wang.SendThis(in("@ringkeeper_bot 东村白文亮家着火了"))
		w.pass(5 * time.Second)
		filed := g.Last()
		wang.SendThis(in("大家看看"))
		wang.SendThis(in("@ringkeeper_bot"))
		w.pass(5 * time.Second)
		wang.Album(in("急报 西村杜丽芬家房子塌了"), in(""), in(""))
		w.pass(5 * time.Second)
		wang.SendThis(simulator.Sending{Kind: "location", ReplyTo: filed, In: g})
		w.pass(5 * time.Second)
		for id, want := range map[int64]string{1: "photo", 2: "photo location", 3: "photo photo photo"} {
			if got := of(id); got != want {
				t.Errorf("with case %d is kept %q, want %q", id, got, want)
			}
		}
		waiting, err := w.store.Attachments(w.ctx, store.AttachmentFilter{ChatID: g.ID, Since: model.InstantOf(time.Now().Add(-time.Hour))})
		if w.must(err); len(waiting) != 0 {
			t.Errorf("kept of what people showed each other: %+v", waiting)
		}
		w.goldenOfAlbums("group_pictures", g.ID)
	})
}

// TestInATownshipsGroupAFamilyIsLookedForThereFirst, unless the words name another
// township.
func TestInATownshipsGroupAFamilyIsLookedForThereFirst(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		zhou, wang := w.bind("周静", "zh"), w.bind("王芳", "zh")
		other := w.family(7, "郭正华", "西村", model.Red, "王芳")
		other.Facts.Township = "茨营镇"
		w.families(w.moment(onRoster), other)
		g, all := w.group("茨营镇工作群", zhou, wang), w.group("全区群", zhou, wang)
		w.saysIn(g, zhou, "/bind 茨营镇")
		w.saysIn(all, zhou, "/bind 全区")
		w.holds(w.saysIn(g, wang, "/emergency 西村郭正华家着火"), "【急难 #1】待受理", "茨营镇 西村")
		w.holds(w.saysIn(g, wang, "/emergency 西村孙有财家断水"), "【急难 #2】待受理", "茨营镇 西村")
		w.holds(w.saysIn(g, wang, "/emergency 越州镇西村孙有财家断粮"), "已上报 越州镇 西村")
		w.holds(w.saysIn(all, wang, "/emergency 西村郭正华家房子塌了"), "已上报 西村")
		w.holds(w.saysIn(all, wang, "/emergency 西村孙有财家老人走失"), "已上报 西村")
		if got := w.cases()[4]; got.HouseholdID == 0 || got.Head != "郭正华" {
			t.Errorf("filed of %+v", got)
		}
	})
}
