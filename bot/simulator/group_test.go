package simulator_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/go-telegram/bot"

	"ringkeeper/bot/simulator"
)

func TestInAGroupTheBotHearsOnlyWhatIsMeantForIt(t *testing.T) {
	s := telegram()
	p := s.Person("王芳", "zh-hans")
	g := s.Group("祁连值班", p)
	must(t, s, "sendMessage", params{"chat_id": g.ID, "text": "alert"})
	p.SayIn(g, "chat among people")
	p.SayIn(g, "/overdue")
	p.SayIn(g, "/overdue@Circle_Bot now")
	p.SayIn(g, "/overdue@other_bot")
	p.SayIn(g, "😀 请 @circle_bot 看")
	p.SayIn(g, "请@circle_bot看")
	p.Reply(g.Last(), "收到")
	p.Reply(g.Messages()[2], "reply among people")
	us := updates(t, s, nil)
	want := []string{"/overdue", "/overdue@Circle_Bot now", "😀 请 @circle_bot 看", "收到"}
	if got := texts(us); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if at(us[0], "my_chat_member", "new_chat_member", "status") != "member" || at(us[0], "my_chat_member", "old_chat_member", "status") != "left" {
		t.Errorf("standing: %v", us[0])
	}
	joined, _ := at(us[1], "message", "new_chat_members").([]any)
	if len(joined) != 1 || at(joined[0], "username") != "circle_bot" {
		t.Errorf("joining: %v", us[1])
	}
	if got := at(us[2], "message", "chat"); at(got, "type") != "group" || at(got, "title") != "祁连值班" || at(got, "id") != float64(g.ID) {
		t.Errorf("chat: %v", got)
	}
}

func TestAMigratedGroupTellsItsNewID(t *testing.T) {
	s := telegram()
	b := client(t, s)
	p := s.Person("王芳", "zh-hans")
	old := s.Group("祁连值班", p)
	g := old.Migrate()
	if g.ID >= -1_000_000_000_000 {
		t.Errorf("no supergroup id: %d", g.ID)
	}
	_, err := b.SendMessage(t.Context(), &bot.SendMessageParams{ChatID: old.ID, Text: "x"})
	var moved *bot.MigrateError
	if !errors.As(err, &moved) || int64(moved.MigrateToChatID) != g.ID {
		t.Errorf("got %v", err)
	}
	if _, err := b.SendMessage(t.Context(), &bot.SendMessageParams{ChatID: g.ID, Text: "x"}); err != nil {
		t.Error(err)
	}
	p.SayIn(old, "/overdue")
	us := updates(t, s, nil)
	n := len(us)
	if at(us[n-3], "message", "migrate_to_chat_id") != float64(g.ID) || at(us[n-2], "message", "migrate_from_chat_id") != float64(old.ID) || at(us[n-1], "message", "chat", "type") != "supergroup" {
		t.Errorf("got %v", us)
	}
	if g.Last().Text != "x" || old.Last().ID != 0 {
		t.Error("the message is not where it should be")
	}
}

func TestAKickedBotIsDeafAndDumb(t *testing.T) {
	s := telegram()
	p := s.Person("王芳", "zh-hans")
	g := s.Group("祁连值班", p)
	g.Kick()
	p.SayIn(g, "/overdue")
	refuse(t, s, "sendMessage", params{"chat_id": g.ID, "text": "x"}, 403, "Forbidden: bot was kicked from the group chat")
	if got := texts(updates(t, s, nil)); len(got) != 0 {
		t.Errorf("heard %q", got)
	}
	g.Readmit()
	must(t, s, "sendMessage", params{"chat_id": g.ID, "text": "x"})
	must(t, s, "leaveChat", params{"chat_id": g.ID})
	refuse(t, s, "sendMessage", params{"chat_id": g.ID, "text": "x"}, 403, "Forbidden: bot is not a member of the group chat")
}

func TestTheBotCanAskWhoIsInAGroup(t *testing.T) {
	s := telegram()
	a, b, c := s.Person("王芳", "zh-hans"), s.Person("李强", "zh-hans"), s.Person("Guest", "en")
	g := s.Group("祁连值班", a, b)
	for id, want := range map[int64]string{a.ID: `"creator"`, b.ID: `"member"`, c.ID: `"left"`, s.BotID(): `"member"`} {
		got := must(t, s, "getChatMember", params{"chat_id": g.ID, "user_id": id})
		if !strings.Contains(string(got.Result), `"status":`+want) {
			t.Errorf("%d: %s", id, got.Result)
		}
	}
	if got := list(t, must(t, s, "getChatAdministrators", params{"chat_id": g.ID})); len(got) != 1 {
		t.Errorf("got %v", got)
	}
	if got := must(t, s, "getChatMemberCount", params{"chat_id": g.ID}); string(got.Result) != "3" {
		t.Errorf("got %s", got.Result)
	}
	refuse(t, s, "getChat", params{"chat_id": 4}, 400, "Bad Request: chat not found")
	must(t, s, "getChat", params{"chat_id": g.ID})
}

func TestWhatTheBotMayDoInAGroup(t *testing.T) {
	s := telegram()
	p := s.Person("王芳", "zh-hans")
	g := s.Group("祁连值班", p)
	standing := func(want string) {
		t.Helper()
		if got := must(t, s, "getChatMember", params{"chat_id": g.ID, "user_id": s.BotID()}); !strings.Contains(string(got.Result), want) {
			t.Errorf("want %s: %s", want, got.Result)
		}
	}
	p.SayIn(g, "unheard")
	g.Promote()
	standing(`"can_manage_chat":true`)
	p.SayIn(g, "heard by the administrator")
	g.Demote()
	p.SayIn(g, "unheard")
	g.Silence(true)
	refuse(t, s, "sendMessage", params{"chat_id": g.ID, "text": "x"}, 400, "Bad Request: not enough rights to send text messages to the chat")
	if got := must(t, s, "getChat", params{"chat_id": g.ID}); !strings.Contains(string(got.Result), `"can_send_messages":false`) {
		t.Errorf("a silent group: %s", got.Result)
	}
	g.Promote()
	must(t, s, "sendMessage", params{"chat_id": g.ID, "text": "x"})
	g.Silence(false)
	g = g.Migrate()
	g.Restrict()
	standing(`"can_send_messages":false`)
	standing(`"is_member":true`)
	refuse(t, s, "sendMessage", params{"chat_id": g.ID, "text": "x"}, 400, "Bad Request: not enough rights to send text messages to the chat")
	g.Demote()
	must(t, s, "sendMessage", params{"chat_id": g.ID, "text": "x"})
	us := updates(t, s, nil)
	if got := texts(us); !slices.Equal(got, []string{"heard by the administrator"}) {
		t.Errorf("heard %q", got)
	}
	var became []string
	for _, u := range us {
		if status, ok := at(u, "my_chat_member", "new_chat_member", "status").(string); ok {
			became = append(became, status)
		}
	}
	if want := []string{"member", "administrator", "member", "administrator", "restricted", "member"}; !slices.Equal(became, want) {
		t.Errorf("became %q", became)
	}
}

func TestPrivacyThatIsTurnedOffHoldsWhereTheBotIsAddedLater(t *testing.T) {
	s := telegram()
	p := s.Person("王芳", "zh-hans")
	g := s.Group("祁连值班", p)
	if got := must(t, s, "getMe", nil); !strings.Contains(string(got.Result), `"can_read_all_group_messages":false`) {
		t.Errorf("in privacy mode: %s", got.Result)
	}
	s.PrivacyOff()
	if got := must(t, s, "getMe", nil); !strings.Contains(string(got.Result), `"can_read_all_group_messages":true`) {
		t.Errorf("without: %s", got.Result)
	}
	p.SayIn(g, "unheard")
	g.Kick()
	g.Readmit()
	p.SayIn(g, "heard")
	p.SendThis(simulator.Sending{Kind: "photo", Caption: "seen", In: g})
	us := updates(t, s, nil)
	if got := texts(us); !slices.Equal(got, []string{"heard"}) {
		t.Errorf("heard %q", got)
	}
	if got := at(us[len(us)-1], "message", "caption"); got != "seen" {
		t.Errorf("the picture: %v", us[len(us)-1])
	}
}
