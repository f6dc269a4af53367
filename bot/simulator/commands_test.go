package simulator_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
)

// TestTheNarrowestMenuIsOffered: of the lists that fit, in the order in which
// Telegram documents it, and in each the person's language first.
func TestTheNarrowestMenuIsOffered(t *testing.T) {
	s := telegram()
	boss, member := s.Person("组长", "zh-hans"), s.Person("Member", "en")
	boss.Start("")
	member.Start("")
	g := s.Group("群", boss, member)
	set := func(name, language string, scope params) {
		p := params{"commands": `[{"command": "` + name + `", "description": "x"}]`, "language_code": language}
		if scope != nil {
			b, err := json.Marshal(scope)
			if err != nil {
				t.Fatal(err)
			}
			p["scope"] = string(b)
		}
		must(t, s, "setMyCommands", p)
	}
	// From the widest to the narrowest: who sees what after each.
	for _, c := range []struct {
		name, language          string
		scope                   params
		boss, inGroup, inGroup2 string
	}{
		{"a", "", nil, "a", "a", "a"},
		{"b", "zh", params{"type": "default"}, "b", "b", "a"},
		{"c", "", params{"type": "all_group_chats"}, "b", "c", "c"},
		{"d", "en", params{"type": "all_group_chats"}, "b", "c", "d"},
		{"e", "", params{"type": "all_chat_administrators"}, "b", "e", "d"},
		{"f", "", params{"type": "chat", "chat_id": g.ID}, "b", "f", "f"},
		{"h", "", params{"type": "chat_administrators", "chat_id": g.ID}, "b", "h", "f"},
		{"i", "zh", params{"type": "chat_member", "chat_id": g.ID, "user_id": member.ID}, "b", "h", "f"},
		{"j", "", params{"type": "chat_member", "chat_id": g.ID, "user_id": member.ID}, "b", "h", "j"},
		{"k", "", params{"type": "all_private_chats"}, "k", "h", "j"},
		{"l", "zh", params{"type": "chat", "chat_id": boss.ID}, "l", "h", "j"},
	} {
		set(c.name, c.language, c.scope)
		got := strings.Join([]string{boss.Menu()[0][:1], boss.MenuIn(g)[0][:1], member.MenuIn(g)[0][:1]}, " ")
		if want := c.boss + " " + c.inGroup + " " + c.inGroup2; got != want {
			t.Errorf("after %s: %s, want %s", c.name, got, want)
		}
	}
}

func TestAMenuOfAChatThatTheBotCannotSeeIsRefused(t *testing.T) {
	s := telegram()
	p := s.Person("王芳", "zh-hans")
	g := s.Group("群", p)
	commands := `[{"command": "a", "description": "x"}]`
	for scope, why := range map[string]string{
		`{"type": "chat", "chat_id": 5}`: "Bad Request: chat not found",
		`{"type": "everyone"}`:           `Bad Request: can't parse BotCommandScope: type "everyone" with chat_id 0 and user_id 0`,
		`{"type": "chat"}`:               `Bad Request: can't parse BotCommandScope: type "chat" with chat_id 0 and user_id 0`,
		`{"type": "chat_member", "chat_id": ` + strconv.FormatInt(g.ID, 10) + `, "user_id": 7}`: "Bad Request: user not found",
	} {
		refuse(t, s, "setMyCommands", params{"commands": commands, "scope": scope}, 400, why)
	}
	refuse(t, s, "setMyCommands", params{"commands": commands, "scope": `{"type": "chat", "chat_id": ` + strconv.FormatInt(p.ID, 10) + `}`}, 400, "Bad Request: chat not found")
	p.Start("")
	must(t, s, "setMyCommands", params{"commands": commands, "scope": `{"type": "chat", "chat_id": ` + strconv.FormatInt(p.ID, 10) + `}`})
	refuse(t, s, "setMyCommands", params{"commands": commands, "scope": `{"type": "chat_administrators", "chat_id": ` + strconv.FormatInt(p.ID, 10) + `}`}, 400,
		"Bad Request: can't use specified scope in private chats")
	g.Kick()
	refuse(t, s, "setMyCommands", params{"commands": commands, "scope": `{"type": "chat", "chat_id": ` + strconv.FormatInt(g.ID, 10) + `}`}, 403, "Forbidden: bot was kicked from the group chat")
}
