package hook

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"ringkeeper/config"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

func TestACaseIsToldWithoutNamesAndWords(t *testing.T) {
	work(t, config.Hook{}, func(d *desk) {
		d.pass(8*time.Hour + 31*time.Minute) // the bubble begins at 08:00 of Qilin's clock
		d.report(1, "河湾村", model.CauseIllness, model.CauseHousing)
		d.pass(lookEvery)
		d.calls(1)
		const want = `{"msgtype":"text","text":{"content":"【圈层助手】新的急难报告：\n急难 #1 河湾村；原因：因病、安全住房；16:31 上报；待受理"}}`
		if d.heard[0] != want {
			d.Errorf("told: %s", d.heard[0])
		}
		d.stands("sent 1")
		d.pass(time.Hour)
		d.calls(1)
	})
}

func TestWhatIsMoreThanTheReceiverTakesIsToldTogether(t *testing.T) {
	work(t, config.Hook{}, func(d *desk) {
		d.report(15, "河湾村")
		d.pass(lookEvery)
		d.calls(15) // one by one
		d.report(130, "西村")
		d.pass(lookEvery)
		d.calls(20) // five more with 20 each
		d.report(1, "东村")
		d.pass(span - lookEvery - time.Second)
		d.calls(20)
		d.pass(2 * lookEvery)
		if last := d.heard[len(d.heard)-1]; strings.Count(strings.Join(d.heard, ""), "急难 #") != 146 || !strings.Contains(last, "#146 东村") {
			d.Errorf("told last: %s", last)
		}
		for i := range d.at {
			if j := i + 20; j < len(d.at) && d.at[j].Sub(d.at[i]) <= time.Minute {
				d.Errorf("calls %d to %d within %s", i, j, d.at[j].Sub(d.at[i]))
			}
		}
		for _, m := range d.heard {
			if n := strings.Count(m, "急难 #"); n > mostCases {
				d.Errorf("%d cases in one text", n)
			}
		}
	})
}

func TestATextIsNoLongerThanTheReceiverTakes(t *testing.T) {
	work(t, config.Hook{}, func(d *desk) {
		d.report(40, strings.Repeat("很长的村名", 10))
		d.pass(5 * time.Minute)
		n := 0
		for _, m := range d.heard {
			if len(m) > longest[config.HookWeCom]+100 || strings.Count(m, "急难 #") < 10 {
				d.Errorf("%d bytes, %d cases", len(m), strings.Count(m, "急难 #"))
			}
			n += strings.Count(m, "急难 #")
		}
		if n != 40 {
			d.Errorf("%d cases are told", n)
		}
	})
}

func TestACallIsTriedAgainAndAgainAfterAWhile(t *testing.T) {
	work(t, config.Hook{}, func(d *desk) {
		d.answer = func(call int) (int, string, error) { return 0, "", errors.New("no route to host") }
		d.report(1, "河湾村")
		d.pass(lookEvery)
		d.stands("pending 1 no route to host")
		d.pass(time.Hour)
		want := firstWait
		for i := 1; i < len(d.at); i++ {
			if wait := d.at[i].Sub(d.at[i-1]); wait < want || wait > want+want/4+lookEvery {
				d.Errorf("wait %d is %s, want %s", i, wait, want)
			}
			want *= 2
		}
		d.stands(fmt.Sprintf("pending %d no route to host", len(d.at)))
		if len(d.at) < 6 || !strings.Contains(d.log.String(), "a hook could not be called") {
			d.Errorf("%d calls, log: %s", len(d.at), d.log.String())
		}
	})
}

func TestWhatBecomesOfACall(t *testing.T) {
	queued, refused := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC), errors.New("status 502")
	for _, c := range []struct {
		attempts int
		after    time.Duration
		refused  error
		state    model.DeliveryState
		wait     time.Duration
	}{
		{0, time.Second, nil, model.DeliverySent, 0},
		{0, time.Second, refused, model.DeliveryPending, firstWait},
		{5, time.Hour, refused, model.DeliveryPending, 16 * time.Minute},
		{6, time.Hour, refused, model.DeliveryPending, longestWait},
		{60, giveUpAfter, refused, model.DeliveryPending, longestWait},
		{60, giveUpAfter + time.Second, refused, model.DeliveryFailed, 0},
		{0, giveUpAfter + time.Second, nil, model.DeliverySent, 0}, // the program was off for a day
	} {
		now := queued.Add(c.after)
		o := outcome(store.HookCall{Attempts: c.attempts, QueuedAt: model.InstantOf(queued)}, c.refused, now)
		wait := o.NotBefore.In(time.UTC).Sub(now)
		if o.State != c.state || c.wait > 0 && (wait < c.wait || wait > c.wait*5/4) || (o.State == model.DeliverySent) != (o.Error == "" && o.At == model.InstantOf(now)) {
			t.Errorf("%+v: %+v, wait %s", c, o, wait)
		}
	}
}

func TestOneThatIsRefusedDoesNotHoldUpTheOthers(t *testing.T) {
	work(t, config.Hook{}, func(d *desk) {
		d.answer = func(call int) (int, string, error) {
			if strings.Contains(d.heard[call-1], "河湾村") {
				return 200, `{"errcode":93000,"errmsg":"invalid webhook url, hint: sesame"}`, nil
			}
			return 200, `{"errcode":0}`, nil
		}
		d.report(1, "河湾村")
		d.report(1, "西村")
		d.pass(2 * lookEvery)
		d.stands("pending 1 errcode 93000", "sent 1")
	})
}

func TestAReceiverThatTakesNoMoreIsLeftAlone(t *testing.T) {
	for name, c := range map[string]struct {
		kind   config.HookKind
		status int
		body   string
		rest   time.Duration
	}{
		"WeCom":           {config.HookWeCom, 200, `{"errcode":45009,"errmsg":"api freq out of limit"}`, time.Minute},
		"DingTalk":        {config.HookDingTalk, 200, `{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}`, 10 * time.Minute},
		"DingTalk, angry": {config.HookDingTalk, 302, ``, 10 * time.Minute},
		"a receiver":      {config.HookJSON, 429, ``, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			work(t, config.Hook{Kind: c.kind}, func(d *desk) {
				d.answer = func(call int) (int, string, error) {
					if call == 1 {
						return c.status, c.body, nil
					}
					return 200, `{"errcode":0}`, nil
				}
				d.report(2, "河湾村")
				d.pass(c.rest)
				d.calls(1) // which was not followed elsewhere
				d.pass(2 * lookEvery)
				d.calls(3)
				d.stands("sent 2", "sent 1")
			})
		})
	}
}

func TestWhatIsNoYes(t *testing.T) {
	for _, c := range []struct {
		status     int
		body, want string
	}{{500, "", "status 500"}, {307, "", "status 307"}, {200, "<html>", "the answer is not that of a robot"}, {200, "{}", "the answer is not that of a robot"}} {
		work(t, config.Hook{}, func(d *desk) {
			d.answer = func(int) (int, string, error) { return c.status, c.body, nil }
			d.report(1, "河湾村")
			d.pass(lookEvery)
			d.stands("pending 1 " + c.want)
			d.calls(1)
		})
	}
}

func TestNobodyIsWaitedForLong(t *testing.T) {
	work(t, config.Hook{}, func(d *desk) {
		d.hangs = true
		d.report(2, "河湾村")
		d.pass(lookEvery + answerWithin)
		d.stands("pending 1 context deadline exceeded", "pending 0")
	})
}

func TestWhatWentStaleIsNotTold(t *testing.T) {
	for why, c := range map[string]struct {
		when   model.HookWhen
		effect model.Effect
		called int
	}{
		"the case was withdrawn":         {model.HookUnreached, model.AdvanceEmergency{ID: 1, Status: model.Withdrawn}, 0},
		"the case is closed":             {model.HookUnreached, model.AdvanceEmergency{ID: 1, Status: model.Closed}, 0},
		"somebody took the case on":      {model.HookUnreached, model.AdvanceEmergency{ID: 1, Status: model.Acknowledged}, 0},
		"it is told of, whoever has it":  {model.HookAlways, model.AdvanceEmergency{ID: 1, Status: model.Acknowledged}, 1},
		"it is open, and nobody has it ": {model.HookUnreached, model.Audit{Action: "x"}, 1},
	} {
		work(t, config.Hook{When: c.when}, func(d *desk) {
			d.report(1, "河湾村")
			d.do(c.effect)
			d.pass(5*time.Minute + lookEvery)
			if d.calls(c.called); c.called == 0 {
				d.stands("stale 0 " + why)
			}
		})
	}
}

func TestATextSaysWhatHappened(t *testing.T) {
	work(t, config.Hook{When: model.HookUnreached}, func(d *desk) {
		d.do(model.FileEmergency{Emergency: model.Emergency{Source: "a", Unconfirmed: true, Village: "530302196001011234"}},
			model.CallHook{Hook: "office", Source: "a", Step: "acknowledge:office", At: 1}, model.CallHook{Hook: "office", Source: "a", Step: model.HookReported, At: 1},
			model.FileEmergency{Emergency: model.Emergency{Source: "b"}}, model.CallHook{Hook: "office", Source: "b", Step: model.HookReported, At: 1, Alerts: "b", After: time.Millisecond})
		d.hook.PerMinute = 1
		d.halt()
		d.begin()
		d.calls(1)
		for _, words := range []string{
			"【圈层助手】急难报告，Telegram 没能通知到任何人，请马上打电话核实、派人入户：\\n急难 #2 未写明哪一户；",
			"\\n【圈层助手】新的急难报告：\\n急难 #1 ", "尚未确认）\\n【圈层助手】急难超过时限，请督办：\\n急难 #1 ",
		} {
			if !strings.Contains(d.heard[0], words) {
				d.Errorf("%s is missing in %s", words, d.heard[0])
			}
		}
		if strings.Contains(d.heard[0], "530302196001011234") {
			d.Errorf("told: %s", d.heard[0])
		}
	})
}

func TestACallThatWasCutOffIsMadeAgain(t *testing.T) {
	work(t, config.Hook{}, func(d *desk) {
		d.hangs = true
		d.report(1, "河湾村")
		d.pass(lookEvery)
		d.halt()
		d.stands("sending 1")
		d.hangs = false
		d.begin()
		d.calls(2)
		d.stands("sent 2")
	})
}

// TestNothingIsToldThatCannotBeKept, which would be told again and again; the log says
// it once.
func TestNothingIsToldThatCannotBeKept(t *testing.T) {
	work(t, config.Hook{}, func(d *desk) {
		d.full = true
		d.report(1, "河湾村")
		d.pass(time.Minute)
		d.calls(0)
		if n := strings.Count(d.log.String(), "cannot be worked off"); n != 1 {
			d.Errorf("logged %d times: %s", n, d.log.String())
		}
		d.full = false
		d.pass(lookEvery)
		d.stands("sent 1")
	})
}
