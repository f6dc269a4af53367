package bot_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"

	"ringkeeper/bot/simulator"
	"ringkeeper/model/roster/sample"
)

// logsNothingOfAnybody lives through a day in which everything goes wrong, with
// the log at its most talkative, and then looks for what must not stand in it.
func logsNothingOfAnybody(o *operator) {
	o.withRoster()
	tg := simulator.New(simulator.Options{})
	proxy := httptest.NewServer(tg)
	defer proxy.Close()
	o.file("ringkeeper.yaml", "log: {format: json, level: debug}\n")
	o.env = []string{"TELEGRAM_BOT_TOKEN=" + tg.Token(), "TELEGRAM_API_URL=http://telegram.invalid",
		"NO_PROXY=", "HTTP_PROXY=" + strings.Replace(proxy.URL, "://", "://user:sesame@", 1)}
	district := sample.Scaled(40)
	cadre, other := district.Cadres[district.Households[0].Responsible], district.Cadres[district.Households[1].Responsible]
	secrets := []string{"sesame", tg.Token(), "SIMULATED", "灯火阑珊", "着火", "530302199003074512", "13912345678", "机密备注"}

	serve := o.serves("2026-11-24T08:29:50")
	invited := func(c sample.Cadre) *simulator.Person {
		link := fmt.Sprint(o.rows("invite", c.Phone, "--at", "2026-11-24T08:29")[0]["link"])
		p := tg.Person(c.Name, "zh")
		_, invitation, _ := strings.Cut(link, "?start=")
		secrets = append(secrets, invitation)
		p.Start(invitation)
		return p
	}
	p, q := invited(cadre), invited(other)
	o.soon("the digest", func() bool { return strings.Contains(p.Last().Text, "待办") })
	for _, f := range []simulator.Fault{
		{Method: "sendMessage", Kind: simulator.Forbidden, Chat: q.ID},
		{Method: "sendMessage", Kind: simulator.BadRequest}, {Method: "sendMessage", Kind: simulator.TooManyRequests, RetryAfter: 1},
		{Method: "sendMessage", Kind: simulator.BadGateway}, {Method: "sendMessage", Kind: simulator.LostAnswer},
		{Method: "getUpdates", Kind: simulator.BadGateway},
	} {
		tg.Inject(f)
	}
	q.Say("灯火阑珊 13912345678")
	p.Reply(p.Last(), "1 正常，机密备注，身份证530302199003074512，电话13912345678")
	p.Say("急报 河湾村赵大家房子着火，电话13912345678")
	o.soon("the case", func() bool { return len(o.rows("emergencies")) == 1 })
	for _, raw := range []string{
		`{"message":{"message_id":"灯火阑珊","text":"灯火阑珊 13912345678","chat":{"id":1}}}`,
		`{"message":{"message_id":5303021990030745123456,"text":"机密备注","chat":{"id":1}}}`,
		`{"message":"灯火阑珊"}`,
	} {
		tg.PushRaw([]byte(raw))
	}
	o.soon("what cannot be read is set aside", func() bool {
		aside := 0
		for _, row := range o.rows("inbox") {
			if row["state"] == "aside" {
				aside++
			}
		}
		return aside == 3
	})
	tg.PushRaw([]byte(`{"update_id":9999, "message": 灯火阑珊 13912345678}`)) // no answer with it can be read
	o.soon("it says so", func() bool { return serve.log.has("telegram does not answer") })
	tg.Down(true)
	p.Say("灯火阑珊")
	tg.Down(false)
	o.stops(serve)

	for _, h := range district.Households {
		secrets = append(secrets, h.Facts.Head, h.Facts.Phone)
		for _, m := range h.Facts.Members {
			secrets = append(secrets, m.Name, m.IDNumber, m.Phone)
		}
	}
	for _, c := range district.Cadres {
		secrets = append(secrets, c.Name, c.Phone)
	}
	log := serve.log.String()
	for _, s := range append(secrets, fmt.Sprint(p.ID), fmt.Sprint(q.ID)) {
		if i := strings.Index(log, s); s != "" && i >= 0 {
			o.t.Errorf("%q stands in the log: …%s…", s, log[max(0, i-200):i+len(s)])
		}
	}
	for line := range strings.Lines(log) {
		var entry map[string]any
		if err := json.Unmarshal([]byte(line), &entry); err != nil || entry["msg"] == "" || entry["level"] == "" {
			o.t.Errorf("not a line of JSON: %s", line)
		}
	}
	for _, words := range []string{"nobody can know whether a message arrived", "telegram refuses a message for good", "telegram asks to wait", "update failed", "telegram does not answer", "the chat cannot be reached"} {
		if !strings.Contains(log, words) {
			o.t.Errorf("the day did not bring %q about:\n%s", words, log)
		}
	}
}
