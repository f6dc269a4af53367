package telegram

import (
	"strings"
	"testing"

	"ringkeeper/bot/simulator"
	"ringkeeper/bot/text"
)

// phone is a simulated Telegram with one person who has started the bot.
func phone(t testing.TB, o simulator.Options) (*simulator.Server, *simulator.Person, *Client) {
	t.Helper()
	o.Token = secret
	server := simulator.New(o)
	person := server.Person("张三", "zh-hans")
	person.Start("")
	return server, person, mustClient(t, Options{HTTP: server})
}

func TestAMessageIsSentEditedAndDeleted(t *testing.T) {
	ctx := t.Context()
	_, person, client := phone(t, simulator.Options{})
	name, id, err := client.Me(ctx)
	if err != nil || name != "ringkeeper_bot" || id != 123456 {
		t.Fatalf("who the bot is: %q, %d, %v", name, id, err)
	}
	asked := person.Say("/help")
	part := Part{HTML: "<b>您好</b> &amp; 再见", Keyboard: [][]text.Button{{{Label: "好", Data: "ok"}, {Label: "看", URL: "https://example.org/"}}, {}}}
	message, err := client.Send(ctx, person.ID, part, asked.ID)
	if err != nil {
		t.Fatal(err)
	}
	got := person.Last()
	if got.ID != message || got.Text != "您好 & 再见" || got.ReplyTo != asked.ID || len(got.Buttons) != 1 || len(got.Buttons[0]) != 2 {
		t.Errorf("%+v", got)
	}
	if err := client.Edit(ctx, person.ID, message, part); err != nil {
		t.Errorf("an edit that changes nothing: %v", err)
	}
	if err := client.Edit(ctx, person.ID, message, Part{HTML: "改"}); err != nil {
		t.Error(err)
	}
	if got := person.Last(); got.Text != "改" || len(got.Buttons) != 0 {
		t.Errorf("after the edit: %+v", got)
	}
	for range 2 {
		if err := client.Delete(ctx, person.ID, message); err != nil {
			t.Errorf("delete: %v", err)
		}
	}
	if err := client.Edit(ctx, person.ID, message, part); !refused(err, notThere...) {
		t.Errorf("an edit of what is gone: %v", err)
	}
	if _, err := client.Send(ctx, person.ID, part, 999); err != nil {
		t.Errorf("an answer to what is gone: %v", err)
	}
}

func TestMenusAndSignsAreTakenByTelegram(t *testing.T) {
	ctx := t.Context()
	_, person, client := phone(t, simulator.Options{})
	for _, where := range []Scope{ScopePrivate, ScopeGroups, ScopeChat(person.ID)} {
		for _, language := range []string{"", "zh"} {
			if err := client.SetCommands(ctx, where, language, []Command{{"overdue", "逾期名单"}}); err != nil {
				t.Errorf("%+v: %v", where, err)
			}
		}
	}
	if err := client.SetCommands(ctx, ScopeGroups, "", nil); err != nil {
		t.Errorf("no commands: %v", err)
	}
	if err := client.Typing(ctx, person.ID); err != nil {
		t.Error(err)
	}
	if err := client.DropWebhook(ctx); err != nil {
		t.Error(err)
	}
	if err := client.AnswerCallback(ctx, "12345", strings.Repeat("长", 300), true); err == nil {
		t.Error("a press that never was is answered")
	}
}
