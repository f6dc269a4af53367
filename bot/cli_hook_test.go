package bot_test

import "strings"

// looksAtHooks: the doctor tells, a line for each, whether the calls of the hooks get
// through; what is wrong with how they are set stands with the settings.
func looksAtHooks(o *operator) {
	o.withRoster()
	if by, _ := o.checks("--offline"); by["hook"] != nil {
		o.t.Errorf("none is set: %v", by["hook"])
	}
	const sound = `hooks: [{name: office, kind: wecom, url: "https://robot.example.com/send?key=sesame"}, {name: sms, kind: json, url: $SMS_URL, secret: sesame}]`
	o.file("ringkeeper.yaml", sound)
	o.env = []string{"TELEGRAM_BOT_TOKEN=7:SIMULATED", "SMS_URL=https://gate.example.com/sesame"}
	by, _ := o.checks("--offline", "--at", "2026-07-02T09:00")
	o.expect(by, "settings OK", "hook OK office\nsms")
	if got := o.run("config"); got.status != 0 || strings.Contains(got.out, "sesame") || !strings.Contains(got.out, "url: (set)") || !strings.Contains(got.out, "when: unreached") {
		o.t.Errorf("%+v", got)
	}
	o.change(`INSERT INTO emergencies (status, reported_at) VALUES ('closed', 1782900000000)`, // 1 July, 18:00
		`INSERT INTO hook_calls (key, hook, emergency_id, step, alerts, after, not_before, state, error, created_at) VALUES
		('a', 'sms', 1, 'reported', '', 0, 0, 'failed', 'status 502', 1782900000000), ('b', 'office', 1, 'reported', '', 0, 0, 'pending', '', 1782900000000)`)
	by, status := o.checks("--offline", "--at", "2026-07-02T09:00")
	o.expect(by, "hook WARN office 有 1 次没有打通（还没有试过）\nsms 有 1 次没有打通（status 502）")
	if status != 0 {
		o.t.Errorf("status %d", status)
	}
	o.expect(first(o.checks("--offline", "--at", "2026-07-01T18:30")), "hook WARN office\nsms 有 1 次没有打通（status 502）")
	o.env = nil
	o.expect(first(o.checks("--offline")), "settings FAIL hooks.1.url 所指的环境变量没有设置")
}
