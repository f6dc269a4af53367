package bot_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// TestADigestOfAHundredAndTwentyHouseholdsComesInPartsThatBelongTogether: cut
// between rows, numbered on, and a reply to either finds every household.
func TestADigestOfAHundredAndTwentyHouseholdsComesInPartsThatBelongTogether(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		sheet := make([]store.RosterHousehold, 119)
		for i := range sheet {
			sheet[i] = w.family(100+i, fmt.Sprintf("高%c林", '一'+rune(i)), "大村", model.Red, "王芳")
		}
		w.families(w.moment(onRoster), sheet...)
		wang := w.bind("王芳", "zh")
		w.until("2026-11-20 08:31")
		parts := wang.Inbox()[1:] // behind the greeting
		if len(parts) < 2 {
			t.Fatalf("%d parts", len(parts))
		}
		next := 1
		for _, p := range parts {
			buttons := 0
			for _, row := range p.Buttons {
				buttons += len(row)
			}
			rows := 0
			for _, line := range strings.Split(p.Text, "\n") {
				number, _, found := strings.Cut(line, ". ")
				if n, err := strconv.Atoi(number); found && err == nil {
					if n != next {
						t.Errorf("number %d follows %d", n, next-1)
					}
					next++
					rows++
				}
			}
			if buttons > 100 || buttons != rows || rows == 0 {
				t.Errorf("%d buttons stand under %d rows", buttons, rows)
			}
		}
		if next != 121 {
			t.Errorf("%d households", next-1)
		}
		last := parts[len(parts)-1]
		wang.Reply(last, "1 正常 118 没打通")
		w.pass(5 * time.Second)
		w.expect(wang, "已记录 2 户", "1. 高*林", "118. 高*林", "联系还差 119 户：2–120")
		wang.Reply(parts[0], "120 正常，3、4、5 母亲住院")
		w.pass(5 * time.Second)
		w.expect(wang, "已记录 4 户", "120. ", "联系还差 115 户：2、6–119")
		w.press(wang, last, "119")
		w.expect(wang, "情况怎样？")
	})
}

// TestWhatLooksLikeMarkupIsOnlyText: in names, villages, units, groups and what
// people write.
func TestWhatLooksLikeMarkupIsOnlyText(t *testing.T) {
	liveSince(t, onRoster, "2026-12-07 08:25", func(w *world) {
		w.must(w.store.ApplyCadres(w.ctx, []store.RosterCadre{
			{Cadre: model.Cadre{Name: "钱<b>&", Phone: "13900000009", Unit: "<局>&", Role: model.RoleOffice}},
		}, time.Now(), "test"))
		w.families(w.moment(onRoster), w.family(7, "<b>&amp;", "<i>村&", model.Red, "钱<b>&"))
		qian, li := w.bind("钱<b>&", "zh"), w.bind("李明", "zh")
		w.expect(qian, "钱<b>&，您好！")
		w.until("2026-12-07 08:31")
		w.expect(qian, "<******;（<i>村&）")
		w.holds(w.says(qian, "1 正常 <b>& 2"), "<i>村&")
		w.press(qian, qian.Inbox()[1], "1")
		w.expect(qian, "（<i>村&）情况怎样？")
		w.says(li, "他家<b>&母亲住院了")
		w.expect(li, "“他家<b>&母亲住院了”")
		w.says(li, "急报 <i>村&的<script>房子着火")
		w.expect(li, "办公室 钱<b>&")
		w.expect(qian, "情况：<i>村&的<script>房子着火")
		w.press(qian, qian.Last(), "我来受理")
		w.pass(3 * time.Second)
		w.expect(li, "钱<b>&（<局>&）")
		g := w.telegram.Group("<群>&", qian, li)
		w.pass(5 * time.Second)
		w.saysIn(g, qian, "/bind <x>&")
		w.holds(g.Last(), "没有找到“<x>&”")
		w.holds(w.saysIn(g, qian, "/bind <局>&"), "本群已绑定：<局>&")
		w.holds(w.saysIn(g, qian, "/overdue"), "<局>&逾期情况")
		w.saysIn(g, qian, "/bind 办公室")
		w.says(li, "急报 东村孙有财家断粮")
		w.expect(li, "群“<群>&”")
		w.pass(time.Minute) // until everybody is known to be reached
		failed, err := w.store.OutboxRows(w.ctx, store.OutboxFilter{States: []model.DeliveryState{model.DeliveryFailed, model.DeliveryPending}})
		if err != nil || len(failed) > 0 {
			t.Errorf("not sent: %v, %v", failed, err)
		}
	})
}
