package model

import (
	"reflect"
	"testing"
	"time"
)

func TestWhichHooksAreCalled(t *testing.T) {
	hooks := []Hook{{Name: "robot", When: HookAlways, After: time.Minute}, {Name: "sms", When: HookUnreached, After: 5 * time.Minute}}
	for name, c := range map[string]struct{ got, want []Effect }{
		"of a report, all; one waits for Telegram": {CallsOfReport(hooks, "7/1", "emergency:7/1", 100), []Effect{
			CallHook{Hook: "robot", Source: "7/1", Step: HookReported, At: 100},
			CallHook{Hook: "sms", Source: "7/1", Step: HookReported, At: 100, Alerts: "emergency:7/1", After: 5 * time.Minute},
		}},
		"of an escalation, those that always are": {CallsOfEscalation(hooks, "7/1", "acknowledge:office", 200), []Effect{
			CallHook{Hook: "robot", Source: "7/1", Step: "acknowledge:office", At: 200},
		}},
		"without hooks, none": {CallsOfReport(nil, "7/1", "emergency:7/1", 100), nil},
	} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("%s: %+v", name, c.got)
		}
	}
}
