package simulator_test

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

func TestHTMLThatTelegramRefusesIsRefused(t *testing.T) {
	s := telegram()
	p := s.Person("王芳", "zh-hans")
	p.Start("")
	for html, why := range map[string]string{
		"<div>x</div>":        `Unsupported start tag "div" at byte offset 0`,
		"户 <b>x":              `Can't find end tag corresponding to start tag "b"`,
		"<b><i>x</b></i>":     `Unmatched end tag at byte offset 7, expected "</i>", found "</b>"`,
		"x</b>":               `Unexpected end tag at byte offset 1`,
		"1 < 2":               `Unsupported start tag "" at byte offset 2`,
		"1 <2":                `Unclosed start tag at byte offset 2`,
		"1 < 2 > 0":           `Unsupported start tag "" at byte offset 2`,
		"<b":                  `Unclosed start tag at byte offset 0`,
		"<b>x</b":             `Unclosed end tag at byte offset 4`,
		`<a href="x>y</a>`:    `Unclosed start tag "a" at byte offset 0`,
		"<span>x</span>":      `Tag "span" must have class "tg-spoiler" at byte offset 0`,
		"<b bold>x</b>":       `Expected equal sign in declaration of an attribute of the tag "b" at byte offset 0`,
		"<b>x</b><br/>second": `Unsupported start tag "br/" at byte offset 8`,
	} {
		refuse(t, s, "sendMessage", params{"chat_id": p.ID, "text": html, "parse_mode": "HTML"}, 400, "Bad Request: can't parse entities: "+why)
	}
}

func TestHTMLThatTelegramKnowsIsShownAsText(t *testing.T) {
	s := telegram()
	p := s.Person("王芳", "zh-hans")
	p.Start("")
	for html, want := range map[string]string{
		"<B>x</B> <i>y</i><u></u>":                                                  "x y",
		"&lt;b&gt; &amp; &quot; &#20013;&#x6587; &nbsp;":                            "<b> & \" 中文 &nbsp;",
		`<a href='https://x.example/?a=1&amp;b=2'>link</a>`:                         "link",
		`<pre><code class="language-go">a > b</code></pre>`:                         "a > b",
		`<blockquote expandable>q</blockquote><span class="tg-spoiler">s</span>`:    "qs",
		"  \n<tg-spoiler>s</tg-spoiler> <code>c</code><s>d</s><strong>e</strong>\n": "s cde",
	} {
		must(t, s, "sendMessage", params{"chat_id": p.ID, "text": html, "parse_mode": "HTML"})
		if got := p.Last().Text; got != want {
			t.Errorf("%s: %q", html, got)
		}
	}
	must(t, s, "sendMessage", params{"chat_id": p.ID, "text": "<b>stays</b>"})
	if got := p.Last().Text; got != "<b>stays</b>" {
		t.Errorf("without a parse mode: %q", got)
	}
}

func TestEntitiesOfTheBotsTextAreCountedInUTF16(t *testing.T) {
	s := telegram()
	p := s.Person("王芳", "zh-hans")
	p.Start("")
	got := must(t, s, "sendMessage", params{"chat_id": p.ID, "text": " 😀户 <b>急</b>", "parse_mode": "HTML"})
	if !strings.Contains(string(got.Result), `"entities":[{"type":"bold","offset":4,"length":1}]`) {
		t.Errorf("got %s", got.Result)
	}
}

func TestLengthsAreLimited(t *testing.T) {
	s := telegram()
	p := s.Person("王芳", "zh-hans")
	p.Start("")
	text := func(s string) params { return params{"chat_id": p.ID, "text": s, "parse_mode": "HTML"} }
	must(t, s, "sendMessage", text("<b>"+strings.Repeat("中", 4096)+"</b>"))
	must(t, s, "sendMessage", text(strings.Repeat("😀", 2048)))
	refuse(t, s, "sendMessage", text(strings.Repeat("😀", 2048)+"!"), 400, "Bad Request: message is too long")
	refuse(t, s, "sendMessage", text(""), 400, "Bad Request: message text is empty")
	refuse(t, s, "sendMessage", text("<b> </b>"), 400, "Bad Request: message text is empty")
}

func TestKeyboardsAreChecked(t *testing.T) {
	s := telegram()
	p := s.Person("王芳", "zh-hans")
	p.Start("")
	keyboard := func(buttons ...object) params {
		return params{"chat_id": p.ID, "text": "x", "reply_markup": object{"inline_keyboard": [][]object{buttons}}}
	}
	button := object{"text": "b", "callback_data": strings.Repeat("d", 64)}
	must(t, s, "sendMessage", keyboard(button))
	refuse(t, s, "sendMessage", keyboard(object{"text": "b", "callback_data": strings.Repeat("户", 22)}), 400, "Bad Request: BUTTON_DATA_INVALID")
	refuse(t, s, "sendMessage", keyboard(object{"text": "", "callback_data": "d"}), 400, `Bad Request: can't parse inline keyboard button: field "text" must be non-empty`)
	refuse(t, s, "sendMessage", keyboard(object{"text": "b"}), 400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	many := make([]object, 101)
	for i := range many {
		many[i] = button
	}
	must(t, s, "sendMessage", keyboard(many[:100]...))
	refuse(t, s, "sendMessage", keyboard(many...), 400, "Bad Request: reply markup has more than 100 buttons")
	must(t, s, "sendMessage", params{"chat_id": p.ID, "text": "x", "reply_markup": object{"force_reply": true}})
	if !p.Last().ForceReply {
		t.Error("no reply is asked for")
	}
	must(t, s, "sendMessage", params{"chat_id": p.ID, "text": "x", "reply_markup": object{"remove_keyboard": true}})
}

func TestAMisspeltParameterIsRefused(t *testing.T) {
	s := telegram()
	p := s.Person("王芳", "zh-hans")
	p.Start("")
	refuse(t, s, "sendMessage", params{"chat_id": p.ID, "text": "x", "parsemode": "HTML", "a": 1}, 400, "Bad Request: unknown parameter of sendMessage: a, parsemode")
	refuse(t, s, "getMe", params{"chat_id": 1}, 400, "Bad Request: unknown parameter of getMe: chat_id")
	for name, value := range map[string]object{
		"reply_parameters":     {"message": 1},
		"link_preview_options": {"disabled": true},
		"reply_markup":         {"inline_keyboard": [][]object{{{"text": "b", "data": "d"}}}},
	} {
		got := call(t, s, "sendMessage", params{"chat_id": p.ID, "text": "x", name: value})
		if got.Code != 400 || !strings.Contains(got.Description, "unknown field") {
			t.Errorf("%s: %d %s", name, got.Code, got.Description)
		}
	}
	if len(p.Inbox()) != 0 {
		t.Error("something was sent all the same")
	}
}

func TestUnknownMethodsTokensAndChatsAreRefused(t *testing.T) {
	s := telegram()
	refuse(t, s, "sendMassage", nil, 404, "Not Found")
	refuse(t, s, "sendMessage", params{"chat_id": 5, "text": "x"}, 400, "Bad Request: chat not found")
	refuse(t, s, "sendMessage", params{"text": "x"}, 400, "Bad Request: chat_id is empty")
	refuse(t, s, "sendChatAction", params{"chat_id": 5, "action": "dance"}, 400, "Bad Request: wrong parameter action in request")
	r := request(t.Context(), t, "getMe", nil)
	r.URL.Path = "/bot777:WRONG/getMe"
	if got := read(t)(s.Do(r)); got.Code != 401 || got.Description != "Unauthorized" {
		t.Errorf("got %d %s", got.Code, got.Description)
	}
}

func TestCommandsAreKeptForEachScopeAndLanguage(t *testing.T) {
	s := telegram()
	commands := func(name, description string) []object {
		return []object{{"command": name, "description": description}}
	}
	group := object{"type": "all_group_chats"}
	must(t, s, "setMyCommands", params{"commands": commands("overdue", "逾期"), "language_code": "zh"})
	must(t, s, "setMyCommands", params{"commands": commands("help", "Help"), "scope": group})
	for i, c := range []struct {
		p    params
		want string
	}{
		{params{"language_code": "zh"}, `[{"command":"overdue","description":"逾期"}]`},
		{params{"scope": group}, `[{"command":"help","description":"Help"}]`},
		{nil, `[]`},
	} {
		if got := must(t, s, "getMyCommands", c.p); string(got.Result) != c.want {
			t.Errorf("%d: %s", i, got.Result)
		}
	}
	must(t, s, "deleteMyCommands", params{"scope": group})
	if got := must(t, s, "getMyCommands", params{"scope": group}); string(got.Result) != "[]" {
		t.Errorf("deleted: %s", got.Result)
	}
	refuse(t, s, "setMyCommands", params{"commands": commands("Overdue", "x")}, 400, "Bad Request: BOT_COMMAND_INVALID")
	refuse(t, s, "setMyCommands", params{"commands": commands("overdue", "")}, 400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
	refuse(t, s, "setMyCommands", params{"commands": commands("overdue", "x"), "language_code": "zh-CN"}, 400, "Bad Request: invalid language code specified")
	must(t, s, "setMyDescription", params{"description": strings.Repeat("x", 512)})
	refuse(t, s, "setMyDescription", params{"description": strings.Repeat("x", 513)}, 400, "Bad Request: description is too long")
}

func TestParametersMayComeInAnyForm(t *testing.T) {
	s := telegram()
	p := s.Person("王芳", "zh-hans")
	p.Start("")
	id := strconv.FormatInt(p.ID, 10)
	query := request(t.Context(), t, "sendMessage", nil)
	query.Method, query.Body, query.URL.RawQuery = http.MethodGet, nil, "text=by+query&chat_id="+id
	form := request(t.Context(), t, "SENDMESSAGE", nil)
	form.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	form.Body = io.NopCloser(strings.NewReader("text=by+form&chat_id=" + id))
	object := request(t.Context(), t, "sendMessage", params{"text": "by JSON", "chat_id": id})
	for want, r := range map[string]*http.Request{"by query": query, "by form": form, "by JSON": object} {
		if got := read(t)(s.Do(r)); !got.OK || p.Last().Text != want {
			t.Errorf("%s: %d %s, got %q", want, got.Code, got.Description, p.Last().Text)
		}
	}
}
