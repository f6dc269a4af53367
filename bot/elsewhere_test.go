package bot_test

import (
	"testing"

	"ringkeeper/model"
)

// TestAHouseholdIsFoundByWhateverNamesIt: number, name, village and name, pinyin.
func TestAHouseholdIsFoundByWhateverNamesIt(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		w.families(w.moment("2026-11-02 09:00"), w.family(7, "张春明", "西村", model.Red, "李明"), w.family(8, "白文亮", "大村", model.Red, "王芳"))
		li := w.bind("李明", "zh")
		w.says(li, "53030200010003 电话 正常")
		w.says(li, "0004 没打通")
		w.says(li, "wcy 微信 正常")
		w.says(li, "heliying家母亲住院")
		// Two of this name: the village tells which.
		w.says(li, "张春明没接")
		w.press(li, li.Last(), "张*明（西村）")
		w.says(li, "河湾村张春明家入户正常")
		w.stands("白文亮 phone normal 53030200010003 电话 正常", "杜丽芬 phone unreached 0004 没打通", "吴春燕 wechat normal wcy 微信 正常",
			"和丽英 unspecified change heliying家母亲住院", "张春明 phone unreached 张春明没接", "张春明 visit normal 河湾村张春明家入户正常")
		w.says(li, "白文亮家入户，一切正常") // the own one, whoever else is called so
		w.expect(li, "白*亮（东村）入户正常")
		w.golden("found", li.ID)
	})
}

// TestWhatIsSaidOfSomebodyElsesHouseholdIsKeptForNobodyUnasked.
func TestWhatIsSaidOfSomebodyElsesHouseholdIsKeptForNobodyUnasked(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		wang := w.bind("王芳", "zh")
		w.says(wang, "张春明家母亲生病")
		w.expect(wang, "您名下没有这一户")
		w.press(wang, wang.Last(), "都不是")
		w.says(wang, "53030200010002 正常")
		w.expect(wang, "您名下没有这一户")
		w.says(wang, "郭正花没接")
		w.press(wang, wang.Last(), "郭*华（西村）")
		w.says(wang, "入户，收入没变")
		w.stands("郭正华 phone unreached 郭正花没接", "郭正华 visit normal 入户，收入没变")
		w.says(wang, "张春明家房子着火了")
		if c := w.cases(); len(c) != 1 || c[0].Head != "张春明" {
			t.Errorf("cases %+v", c)
		}
		w.golden("somebody_elses", wang.ID)
	})
}

func TestAHouseholdIsAskedForInEnglish(t *testing.T) {
	liveSince(t, onRoster, "2026-11-21 10:00", func(w *world) {
		wang, li := w.bind("王芳", "en"), w.bind("李明", "en")
		w.says(wang, "张春明家母亲生病")
		w.says(li, "母亲住院了")
		w.golden("which_en", wang.ID, li.ID)
	})
}
