package simulator_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
	"ringkeeper/bot/simulator"
)

func TestNobodyIsWrittenToBeforeTheyStartOrAfterTheyBlock(t *testing.T) {
	s := telegram()
	b := client(t, s)
	p := s.Person("王芳", "zh-hans")
	send := func() error {
		_, err := b.SendMessage(t.Context(), &bot.SendMessageParams{ChatID: p.ID, Text: "hello"})
		return err
	}
	if err := send(); !errors.Is(err, bot.ErrorForbidden) || !strings.Contains(err.Error(), "can't initiate conversation") {
		t.Errorf("before the start: %v", err)
	}
	p.Start("invite-1")
	if err := send(); err != nil {
		t.Error(err)
	}
	p.Block()
	if err := send(); !errors.Is(err, bot.ErrorForbidden) || !strings.Contains(err.Error(), "bot was blocked by the user") {
		t.Errorf("blocked: %v", err)
	}
	p.Unblock()
	if err := send(); err != nil {
		t.Error(err)
	}
	if got := p.Inbox(); len(got) != 2 || got[0].Text != "hello" || got[0].From != s.BotID() {
		t.Errorf("inbox: %+v", got)
	}
	us := updates(t, s, nil)
	if len(us) != 3 || at(us[1], "my_chat_member", "new_chat_member", "status") != "kicked" || at(us[2], "my_chat_member", "new_chat_member", "status") != "member" {
		t.Errorf("updates: %v", us)
	}
	var parsed []models.Update
	if err := json.Unmarshal(must(t, s, "getUpdates", nil).Result, &parsed); err != nil {
		t.Error(err)
	}
}

func TestAMessageArrivesAsTelegramWritesIt(t *testing.T) {
	s := simulator.New(simulator.Options{Token: token, Now: func() time.Time { return time.Unix(1_800_000_000, 5) }})
	p := s.Person("王芳", "zh-hans")
	first := p.Start("abc")
	p.Reply(first, "😀说 /overdue@other_bot 和 @circle_bot")
	us := updates(t, s, nil)
	want := object{
		"message_id": 1.0, "date": 1_800_000_000.0, "text": "/start abc",
		"from":     object{"id": float64(p.ID), "is_bot": false, "first_name": "王芳", "language_code": "zh-hans"},
		"chat":     object{"id": float64(p.ID), "type": "private", "first_name": "王芳"},
		"entities": []any{object{"type": "bot_command", "offset": 0.0, "length": 6.0}},
	}
	if got := us[0]["message"]; !reflect.DeepEqual(got, any(want)) {
		t.Errorf("got %v", got)
	}
	second := us[1]["message"]
	if !reflect.DeepEqual(at(second, "reply_to_message"), any(want)) {
		t.Errorf("quoted: %v", at(second, "reply_to_message"))
	}
	entities := []any{
		object{"type": "bot_command", "offset": 4.0, "length": 18.0},
		object{"type": "mention", "offset": 25.0, "length": 11.0},
	}
	if got := at(second, "entities"); !reflect.DeepEqual(got, any(entities)) {
		t.Errorf("entities: %v", got)
	}
}

func TestACommandNeedsAirAroundIt(t *testing.T) {
	for text, want := range map[string]int{
		"/start": 1, "说/start": 0, "/start你好": 0, "http://x/start": 0, "😀/start": 1, "/a /b": 2, "a@circle_bot": 0, "@ab": 0, "/start，": 1,
	} {
		s := telegram()
		s.Person("王芳", "zh-hans").Say(text)
		got, _ := at(updates(t, s, nil)[0], "message", "entities").([]any)
		if len(got) != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestAnEditByAPersonIsAnUpdate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := telegram()
		p := s.Person("王芳", "zh-hans")
		m := p.Say("1 faen")
		<-time.After(time.Minute)
		p.Edit(m, "1 fine")
		p.Edit(m, "1 fine")
		us := updates(t, s, nil)
		if len(us) != 2 || at(us[1], "edited_message", "text") != "1 fine" || at(us[1], "edited_message", "edit_date") != at(us[0], "message", "date").(float64)+60 {
			t.Errorf("got %v", us)
		}
	})
}

func TestWhatTheBotEditsAndDeletesChangesOnThePhone(t *testing.T) {
	s := telegram()
	b := client(t, s)
	p := s.Person("王芳", "zh-hans")
	own := p.Start("")
	keyboard := &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{{Text: "已联系", CallbackData: "c:1"}, {Text: "网页", URL: "https://x.example"}}}}
	m, err := b.SendMessage(t.Context(), &bot.SendMessageParams{ChatID: p.ID, Text: "<b>1 &lt; 2</b> 户", ParseMode: models.ParseModeHTML, ReplyMarkup: keyboard})
	if err != nil {
		t.Fatal(err)
	}
	if m.Text != "1 < 2 户" || len(m.Entities) != 1 || m.ReplyMarkup == nil {
		t.Errorf("answer: %+v", m)
	}
	if got := p.Last(); got.Text != "1 < 2 户" || got.HTML != "<b>1 &lt; 2</b> 户" || got.Buttons[0][0] != (simulator.Button{Label: "已联系", Data: "c:1"}) {
		t.Errorf("phone: %+v", got)
	}
	edit := &bot.EditMessageTextParams{ChatID: p.ID, MessageID: m.ID, Text: "1 &lt; 2 户", ParseMode: models.ParseModeHTML}
	if _, err := b.EditMessageText(t.Context(), edit); err != nil {
		t.Error(err)
	}
	if got := p.Last(); !got.Edited || got.Buttons != nil {
		t.Errorf("after the edit: %+v", got)
	}
	if _, err := b.EditMessageText(t.Context(), edit); !errors.Is(err, bot.ErrorBadRequest) || !strings.Contains(err.Error(), "message is not modified") {
		t.Errorf("the same again: %v", err)
	}
	to := func(id int) params { return params{"chat_id": p.ID, "message_id": id, "text": "x"} }
	refuse(t, s, "editMessageText", to(99), 400, "Bad Request: message to edit not found")
	refuse(t, s, "editMessageText", to(own.ID), 400, "Bad Request: message can't be edited")
	must(t, s, "deleteMessage", params{"chat_id": p.ID, "message_id": m.ID})
	refuse(t, s, "deleteMessage", params{"chat_id": p.ID, "message_id": m.ID}, 400, "Bad Request: message to delete not found")
	if got := p.Inbox(); len(got) != 0 {
		t.Errorf("still there: %v", got)
	}
}

func TestAPressIsAnsweredOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := telegram()
		p := s.Person("王芳", "zh-hans")
		p.Start("")
		must(t, s, "sendMessage", params{"chat_id": p.ID, "text": "x", "reply_markup": object{"inline_keyboard": [][]object{{{"text": "✅ 已联系", "callback_data": "c"}, {"text": "联系", "callback_data": "d"}}}}})
		id, err := p.Press(p.Last(), "联系")
		if err != nil {
			t.Fatal(err)
		}
		if _, answered := p.Pressed(id); answered {
			t.Error("answered before the bot did")
		}
		us := updates(t, s, nil)
		query := us[len(us)-1]["callback_query"]
		if at(query, "data") != "d" || at(query, "id") != id || at(query, "message", "message_id") != 2.0 || at(query, "from", "id") != float64(p.ID) {
			t.Errorf("got %v", query)
		}
		old := "Bad Request: query is too old and response timeout expired or query ID is invalid"
		must(t, s, "answerCallbackQuery", params{"callback_query_id": id, "text": "记下了"})
		refuse(t, s, "answerCallbackQuery", params{"callback_query_id": id}, 400, old)
		refuse(t, s, "answerCallbackQuery", params{"callback_query_id": "1"}, 400, old)
		if text, answered := p.Pressed(id); !answered || text != "记下了" {
			t.Errorf("got %q, %v", text, answered)
		}
		late, err := p.Press(p.Last(), "✅")
		if err != nil {
			t.Fatal(err)
		}
		<-time.After(time.Hour)
		refuse(t, s, "answerCallbackQuery", params{"callback_query_id": late}, 400, old)
		must(t, s, "editMessageReplyMarkup", params{"chat_id": p.ID, "message_id": 2})
		if _, err := p.Press(p.Last(), "联系"); err == nil {
			t.Error("a button was pressed that is gone")
		}
	})
}

func TestAReplyNeedsItsTarget(t *testing.T) {
	s := telegram()
	p := s.Person("王芳", "zh-hans")
	m := p.Start("")
	to := func(id int, allow bool) params {
		return params{"chat_id": p.ID, "text": "x", "reply_parameters": object{"message_id": id, "allow_sending_without_reply": allow}}
	}
	must(t, s, "sendMessage", to(m.ID, false))
	if got := p.Last().ReplyTo; got != m.ID {
		t.Errorf("replies to %d", got)
	}
	refuse(t, s, "sendMessage", to(77, false), 400, "Bad Request: message to be replied not found")
	must(t, s, "sendMessage", to(77, true))
}

func TestEverythingAPersonCanSendIsReadable(t *testing.T) {
	s := telegram()
	p := s.Person("王芳", "zh-hans")
	kinds := []string{"photo", "voice", "sticker", "location", "document", "contact", "poll", "video", "animation", "video_note", "audio", "venue", "dice", "game", "story", "checklist"}
	for _, kind := range kinds {
		p.Send(kind, "看 /start")
	}
	us := updates(t, s, nil)
	for i, kind := range kinds {
		if at(us[i], "message", kind) == nil || at(us[i], "message", "text") != nil {
			t.Errorf("%s: %v", kind, us[i])
		}
	}
	if got := at(us[0], "message", "caption_entities"); got == nil {
		t.Error("the caption has no entities")
	}
	var parsed []models.Update
	if err := json.Unmarshal(must(t, s, "getUpdates", nil).Result, &parsed); err != nil {
		t.Error(err)
	}
}

func TestAnObserverSeesEveryMessageInOrder(t *testing.T) {
	s := telegram()
	p := s.Person("王芳", "zh-hans")
	var seen []string
	s.OnMessage(func(m simulator.Message) {
		seen = append(seen, m.FromName+" "+m.Text)
		if m.Text == "/start" {
			p.Say("and more")
		}
	})
	p.Start("")
	must(t, s, "sendMessage", params{"chat_id": p.ID, "text": "hello"})
	must(t, s, "editMessageText", params{"chat_id": p.ID, "message_id": 3, "text": "bye"})
	if want := []string{"王芳 /start", "王芳 and more", "circle_bot hello", "circle_bot bye"}; !slices.Equal(seen, want) {
		t.Errorf("got %q", seen)
	}
}

func TestATranscriptReadsFromThePersonsSide(t *testing.T) {
	zone := time.FixedZone("", 8*3600)
	s := simulator.New(simulator.Options{Token: token, Now: func() time.Time { return time.Date(2026, 11, 30, 9, 0, 0, 0, zone) }})
	p := s.Person("王芳", "zh-hans")
	p.Start("")
	must(t, s, "sendMessage", params{"chat_id": p.ID, "text": "<b>1</b> 户\n请回复", "parse_mode": "HTML", "reply_markup": object{"inline_keyboard": [][]object{{{"text": "好", "callback_data": "a"}, {"text": "不", "callback_data": "b"}}}}})
	p.Reply(p.Last(), "好")
	want := `2026-11-30 09:00:00 #1 王芳: /start
2026-11-30 09:00:00 #2 ringkeeper_bot: 1 户
    请回复
    [好] [不]
2026-11-30 09:00:00 #3 王芳 ↪#2: 好
`
	if got := s.Transcript(p.ID); got != want {
		t.Errorf("got\n%s", got)
	}
}
