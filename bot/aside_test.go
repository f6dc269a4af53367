package bot_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"ringkeeper/bot"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// broken is a store in which something is wrong that only some messages meet.
type broken struct {
	bot.Store
	healed *atomic.Bool
}

func (b broken) SimilarEmergency(ctx context.Context, reporter int64, text string, since model.Instant) (model.Emergency, error) {
	if text == "河湾村机器故障" && !b.healed.Load() {
		panic("a fault of the program")
	}
	if text == "河湾村争执不休" {
		return model.Emergency{}, model.ErrConflict
	}
	return b.Store.SimilarEmergency(ctx, reporter, text, since)
}

// NamedDuties is asked only when an answer is put into words.
func (b broken) NamedDuties(ctx context.Context, outbox int64) ([]store.Named, error) {
	if !b.healed.Load() {
		panic("a fault of the program")
	}
	return b.Store.NamedDuties(ctx, outbox)
}

func (w *world) breaks() *atomic.Bool {
	healed := &atomic.Bool{}
	w.faulty = func(s bot.Store) bot.Store { return broken{s, healed} }
	w.restart()
	return healed
}

// TestAMessageThatCannotBeHandledIsSetAsideAndBlocksNobody: it is tried three
// times; its sender is told, everybody else's are handled meanwhile.
func TestAMessageThatCannotBeHandledIsSetAsideAndBlocksNobody(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li, wang, zhou := w.bind("李明", "zh"), w.bind("王芳", "zh"), w.bind("周静", "zh")
		w.breaks()
		wang.Say("急报 河湾村机器故障")
		wang.Say("/help")
		li.Say("/help")
		w.pass(500 * time.Millisecond)
		w.expect(li, "回复每日清单即可记录")
		w.expect(wang, "您的账号已绑定") // her own wait for the one before
		w.pass(10 * time.Second)
		if n := times(wang, "没能处理，原文已保存"); n != 1 {
			t.Errorf("the sender is told %d times", n)
		}
		if times(wang, "回复每日清单即可记录") != 2 { // with the greeting
			t.Errorf("what she wrote next is not answered: %s", wang.Last().Text)
		}
		aside, err := w.store.Updates(w.ctx, store.UpdateAside, -1)
		if err != nil || len(aside) != 1 || aside[0].Attempts != 3 {
			t.Errorf("%d set aside, %v", len(aside), err)
		}
		w.until("2026-11-20 08:31")
		w.expect(zhou, "1 条来信没能处理")
		w.golden("aside", wang.ID)
	})
}

// TestAMessageThatIsDecidedAnewForEverIsSetAside: a fault of the program, too.
func TestAMessageThatIsDecidedAnewForEverIsSetAside(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		wang := w.bind("王芳", "zh")
		w.breaks()
		wang.Say("急报 河湾村争执不休")
		wang.Say("/help")
		w.pass(10 * time.Second)
		if n := times(wang, "没能处理，原文已保存"); n != 1 || times(wang, "回复每日清单即可记录") != 2 {
			t.Errorf("told %d times: %s", n, w.telegram.Transcript(wang.ID))
		}
	})
}

func TestAnAnswerThatCannotBeWordedKeepsNothingElseBack(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.until("2026-11-20 08:31")
		healed := w.breaks()
		li.Say("1 正常")
		li.Say("/help")
		w.pass(5 * time.Second)
		w.expect(li, "回复每日清单即可记录")
		healed.Store(true)
		w.pass(10 * time.Minute)
		w.expect(li, "已记录 1 户")
	})
}

func TestAnUnreadableUpdateIsSetAsideAndBlocksNobody(t *testing.T) {
	liveSince(t, onRoster, "2026-11-20 08:25", func(w *world) {
		li := w.bind("李明", "zh")
		w.telegram.PushRaw([]byte(`{"message": 5}`))
		w.telegram.PushRaw([]byte(`{"message": {"message_id": "no number", "chat": {"id": ` + chatOf(li) + `, "type": "private"}}}`))
		w.telegram.PushRaw([]byte(`{"something_of_next_year": {"a": [1, 2]}}`))
		li.Say("/help")
		w.pass(10 * time.Second)
		w.expect(li, "回复每日清单即可记录")
		if n := len(li.Inbox()); n != 2 {
			t.Errorf("%d messages", n)
		}
		aside, err := w.store.Updates(w.ctx, store.UpdateAside, -1)
		if err != nil || len(aside) != 2 {
			t.Errorf("set aside: %v, %v", aside, err)
		}
		left, err := w.store.Updates(w.ctx, store.UpdateNew, -1)
		if err != nil || len(left) > 0 {
			t.Errorf("left: %v, %v", left, err)
		}
	})
}
