package bot_test

import (
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
)

// edits lets a person change a message and waits for an answer.
func (w *world) edits(p *simulator.Person, m simulator.Message, words string) simulator.Message {
	p.Edit(m, words)
	w.pass(3 * time.Second)
	return p.Last()
}

// TestAChangedReportOffersToChangeItsRecords: what differs is corrected, what is
// new recorded, what is not named any more taken back; nothing before the press.
func TestAChangedReportOffersToChangeItsRecords(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		m := li.Say("1 3 正常 2 没打通")
		w.pass(3 * time.Second)
		readBack := li.Last()
		offer := w.edits(li, m, "1 昨天入户 正常 2 母亲住院 4 正常")
		w.holds(offer, "您改了原来的消息", "1. 张*明（河湾村）入户正常，11月19日（11月20日补记）（原记录：联系正常，11月20日）", "2. 和*英（石坎村）联系有变化：因病（原记录：电话没联系上）",
			"4. 杜*芬（西村）联系正常（新增）", "3. 白*亮（东村）联系正常（不再提到，撤回）")
		w.stands("张春明 unspecified normal 1 3 正常", "和丽英 phone unreached 2 没打通", "白文亮 unspecified normal 1 3 正常")
		if flash := w.press(li, offer, "按改后的记录"); flash != "" {
			t.Errorf("flash: %q", flash)
		}
		w.holds(again(li, offer), "已按改后的记录")
		w.expect(li, "已记录 3 户", "1. 张*明（河湾村）入户正常，11月19日", "2. 和*英（石坎村）联系有变化：因病", "4. 杜*芬（西村）联系正常")
		w.holds(again(li, readBack), "已补充更正")
		w.stands("张春明 visit normal 1 昨天入户 正常", "和丽英 unspecified change 2 母亲住院", "杜丽芬 unspecified normal 4 正常")
		// Taken back, what stood before stands again, but what was taken back stays so.
		w.press(li, li.Last(), "撤销")
		w.stands("张春明 unspecified normal 1 3 正常", "和丽英 phone unreached 2 没打通")
		// Asked again, and not answered yet.
		m = li.Say("4 母亲住院 5 正常")
		w.pass(3 * time.Second)
		w.edits(li, m, "4 母亲昨天住院，花了两万 5 昨天入户 正常 3 没打通")
		m = li.Say("1 正常 2 正常")
		w.pass(3 * time.Second)
		w.edits(li, m, "2 正常")
		w.golden("edited", li.ID)
	})
}

// TestAChangeThatChangesNothingSaysNothing: a stop at the end, a mistyped 正常, a
// courtesy.
func TestAChangeThatChangesNothingSaysNothing(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		say := func(words string) simulator.Message {
			m := li.Say(words)
			w.pass(3 * time.Second)
			return m
		}
		normal, change, thanks := say("1 3 正常"), say("2 母亲住院"), say("谢谢")
		before := len(li.Inbox())
		w.edits(li, normal, "1 3 都正常。")
		w.edits(li, change, "2 母亲住院。")
		w.edits(li, thanks, "谢谢你")
		if n := len(li.Inbox()) - before; n != 0 {
			t.Errorf("%d answers: %s", n, li.Last().Text)
		}
		w.holds(w.edits(li, change, "2 母亲住院，花了两万"), "2. 和*英（石坎村）联系有变化：因病（只改说明）")
		w.press(li, li.Last(), "不改")
		w.expect(li, "好的，原记录不变")
		w.holds(w.edits(li, change, "算了"), "没看出记录，原记录不变")
		if n := len(w.contacts()); n != 3 {
			t.Errorf("%d records", n)
		}
	})
}

// TestAMessageThatRecordedNothingIsReadAnewWhenItIsChanged: also where its record
// was taken back, or it is being asked about.
func TestAMessageThatRecordedNothingIsReadAnewWhenItIsChanged(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		m := li.Say("正在路上")
		w.pass(3 * time.Second)
		w.holds(w.edits(li, m, "3 正常"), "已记录 1 户", "3. 白*亮（东村）联系正常")
		w.press(li, li.Last(), "撤销")
		w.holds(w.edits(li, m, "2 正常"), "2. 和*英（石坎村）联系正常")
		asked := li.Say("他家母亲住院了")
		w.pass(3 * time.Second)
		question := li.Last()
		w.holds(w.edits(li, asked, "白文亮家母亲住院了"), "3. 白*亮（东村）联系有变化：因病")
		if flash := w.press(li, question, "4 杜*芬"); !strings.Contains(flash, "已经处理或过期") {
			t.Errorf("flash: %q", flash)
		}
		w.stands("和丽英 unspecified normal 2 正常", "白文亮 unspecified change 白文亮家母亲住院了")
		// What a question was answered with still belongs to the message that asked.
		asked = li.Say("他家儿子考上大学")
		w.pass(3 * time.Second)
		w.press(li, li.Last(), "4 杜*芬")
		w.holds(w.edits(li, asked, "没什么变化，一切正常"), "4. 杜*芬（西村）联系正常（原记录：联系有变化）")
		w.press(li, li.Last(), "按改后的记录")
		w.expect(li, "4. 杜*芬（西村）联系正常")
	})
}

// TestNumbersOfAChangedMessageAreThoseOfItsDay: the list of the next morning has
// others.
func TestNumbersOfAChangedMessageAreThoseOfItsDay(t *testing.T) {
	liveSince(t, onRoster, "2026-11-27 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-27 08:31")
		w.says(li, "1 入户 正常")
		w.until("2026-11-30 08:31")
		w.holds(li.Last(), "\n2. 白*亮")
		m := li.Say("2 没打通")
		w.pass(3 * time.Second)
		w.says(li, "1 入户 正常")
		w.until("2026-12-01 08:31")
		w.holds(li.Last(), "\n1. 橙圈 白*亮", "\n2. 黄圈 杜*芬")
		w.holds(w.edits(li, m, "2 打通了 正常"), "2. 白*亮（东村）电话正常，11月30日（12月1日补记）（原记录：电话没联系上）")
		w.press(li, li.Last(), "按改后的记录")
		w.expect(li, "2. 白*亮（东村）电话正常，11月30日")
		// What was written before there was a list names nobody by a number of it.
		w.families(time.Now(), w.family(7, "段国富", "大村", model.Red, "王芳"))
		early := w.bind("王芳", "zh")
		m = early.Say("1 你好")
		w.until("2026-12-01 16:00")
		w.edits(early, m, "1 正常")
		w.expect(early, "哪一户")
	})
}

// TestAChangedReportThatBecomesAnEmergencyIsNotWaitedWith: whoever was told first
// that all is well must not wait for a press.
func TestAChangedReportThatBecomesAnEmergencyIsNotWaitedWith(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, zhou := w.bind("李明", "zh"), w.bind("周静", "zh")
		w.until("2026-11-20 08:31")
		m := li.Say("2 房子着火了 3 正常")
		w.pass(3 * time.Second)
		w.edits(li, m, "2 房子着火了 3 房子也着火了")
		w.pass(3 * time.Second)
		if n := len(w.cases()); n != 2 || times(zhou, "【急难") != 2 {
			t.Fatalf("%d cases\n%s", n, w.telegram.Transcript(li.ID))
		}
		w.expect(li, "3. 白*亮（东村）急难")
		w.holds(w.edits(li, m, "2 房子着火了，两人受伤 3 房子也着火了"), "改动原消息不会改变已上报的急难")
		// Less than was said: offered, and the case goes on.
		w.holds(w.edits(li, m, "2 房子着火了 3 正常"), "3. 白*亮（东村）联系正常（原记录：联系急难）")
		w.press(li, li.Last(), "按改后的记录")
		w.pass(3 * time.Second)
		w.expect(li, "急难上报仍然有效")
		w.golden("edited_emergency", li.ID)
	})
}

// TestAnOldOfferIsOver: only the newest change of a message counts, a second
// press does nothing, and who is not its writer presses in vain.
func TestAnOldOfferIsOver(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, wang := w.bind("李明", "zh"), w.bind("王芳", "zh")
		w.until("2026-11-20 08:31")
		m := li.Say("1 正常 3 没打通")
		w.pass(3 * time.Second)
		first := w.edits(li, m, "1 没打通 3 母亲住院")
		w.holds(first, "您改了原来的消息")
		second := w.edits(li, m, "1 昨天入户 正常 2 正常")
		if flash := w.press(li, first, "按改后的记录"); flash != "这个按钮已失效。" {
			t.Errorf("flash: %q", flash)
		}
		w.forged(wang, second.Buttons[0][0].Data)
		data := second.Buttons[0][0].Data
		w.press(li, second, "按改后的记录")
		w.forged(li, data)
		w.forged(li, strings.Replace(data, "apply", "leave", 1))
		w.stands("张春明 visit normal 1 昨天入户 正常", "和丽英 unspecified normal 2 正常")
		third := w.edits(li, m, "1 昨天入户 正常 2 母亲住院")
		w.press(li, third, "不改")
		w.holds(again(li, third), "好的，原记录不变")
	})
}

func TestAChangedReportInEnglish(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "en")
		w.until("2026-11-20 08:31")
		m := li.Say("1 正常 3 没打通 4 母亲住院")
		w.pass(3 * time.Second)
		w.edits(li, m, "好的")
		w.edits(li, m, "1 昨天入户 正常 2 正常 4 母亲住院，花了两万")
		other := li.Say("急报 东村孙有财家断粮")
		w.pass(3 * time.Second)
		w.edits(li, other, "急报 东村孙有财家断粮了")
		li.ForwardWords("村组长", "5 正常")
		li.ForwardWords("村组长", "东村孙有财家房子着火了")
		li.Forward(li.Last())
		w.pass(3 * time.Second)
		w.golden("edited_en", li.ID)
	})
}

// TestTheWordsOfAPressedChangeMayBeChanged: they name no household, and are of
// the one that was pressed.
func TestTheWordsOfAPressedChangeMayBeChanged(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		w.press(li, li.Last(), "2")
		w.press(li, li.Last(), "入户·有变化")
		m := li.Say("母亲住院")
		w.pass(3 * time.Second)
		w.expect(li, "2. 和*英（石坎村）入户有变化：因病")
		w.pass(time.Hour)
		w.holds(w.edits(li, m, "母亲住院，儿子考上大学"), "和*英（石坎村）入户有变化：因病", "只改说明")
		w.press(li, li.Last(), "按改后的记录")
		w.stands("和丽英 visit change 母亲住院，儿子考上大学")
	})
}

// TestWhatButtonsSaidOutlivesAChangeOfTheWords: nobody says a fact twice.
func TestWhatButtonsSaidOutlivesAChangeOfTheWords(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		m := li.Say("3 正常")
		w.pass(3 * time.Second)
		w.press(li, li.Last(), "入户")
		w.holds(w.edits(li, m, "3 母亲住院"), "3. 白*亮（东村）入户有变化：因病（原记录：入户正常）")
		w.press(li, li.Last(), "按改后的记录")
		w.holds(w.edits(li, m, "3 电话 母亲住院"), "3. 白*亮（东村）电话有变化：因病（原记录：入户有变化）")
	})
}

// TestAChangedMessageOfLastWeekChangesNothing: Telegram does not let people, but
// what arrives late may be old.
func TestAChangedMessageOfLastWeekChangesNothing(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		m := li.Say("3 正常")
		w.pass(3 * time.Second)
		w.pass(47 * time.Hour)
		w.stop()
		li.Edit(m, "3 没打通")
		w.pass(3 * time.Hour)
		w.open()
		w.start()
		w.pass(5 * time.Second)
		w.expect(li, "这条消息已过48小时")
		w.stands("白文亮 unspecified normal 3 正常")
	})
}

// TestAChangedCaptionChangesTheRecordOfItsPicture: the picture stays with it.
func TestAChangedCaptionChangesTheRecordOfItsPicture(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		m := li.Send("photo", "3 入户 正常")
		w.pass(3 * time.Second)
		w.edits(li, m, "3 入户 母亲住院")
		w.press(li, li.Last(), "按改后的记录")
		w.expect(li, "3. 白*亮（东村）入户有变化：因病 📷1")
		m = li.Send("photo", "")
		w.pass(3 * time.Second)
		w.holds(w.edits(li, m, "2 入户 正常"), "2. 和*英（石坎村）入户正常 📷1")
		w.edits(li, m, "")
		w.attachedAre("白文亮 photo", "白文亮 photo", "和丽英 photo")
	})
}
