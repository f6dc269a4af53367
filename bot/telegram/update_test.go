package telegram

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"
	"unicode/utf16"
)

const ourBot = "ringkeeper_bot"

// message builds a raw update of one text message in a group.
func rawMessage(t *testing.T, text string, entities ...map[string]any) []byte {
	t.Helper()
	raw, err := json.Marshal(map[string]any{
		"update_id": 7,
		"message": map[string]any{
			"message_id": 3, "date": 1790000000, "text": text, "entities": entities,
			"chat": map[string]any{"id": -100123, "type": "supergroup", "title": "龙头镇"},
			"from": map[string]any{"id": 5, "first_name": "张", "last_name": "三", "language_code": "zh-hans"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// entity marks the first occurrence of word in text, in UTF-16.
func entity(kind, text, word string) map[string]any {
	for i := range text {
		if len(text) >= i+len(word) && text[i:i+len(word)] == word {
			return map[string]any{"type": kind, "offset": len(utf16.Encode([]rune(text[:i]))), "length": len(utf16.Encode([]rune(word)))}
		}
	}
	panic("no such word: " + word)
}

func TestACommandIsReadHoweverItIsWritten(t *testing.T) {
	for _, c := range []struct {
		text, command, args string
		other               bool
		body                string
	}{
		{"/start", "start", "", false, ""},
		{"/Start@Ringkeeper_Bot abc", "start", "abc", false, "abc"},
		{"／overdue 龙头镇", "overdue", "龙头镇", false, "龙头镇"},
		{"/overdue龙头镇", "overdue", "龙头镇", false, "龙头镇"},
		{"  /help\n第二行", "help", "第二行", false, "第二行"},
		{"/help@other_bot x", "", "", true, "/help@other_bot x"},
		{"/", "", "", false, "/"},
		{"/帮助", "", "", false, "/帮助"},
		{"/home/user", "", "", false, "/home/user"},
		{"张三 /start", "", "", false, "张三 /start"},
		{"1/2户", "", "", false, "1/2户"},
		{"", "", "", false, ""},
	} {
		u, err := Parse(rawMessage(t, c.text), ourBot)
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if u.Command != c.command || u.Args != c.args || u.CommandForOther != c.other || u.Body != c.body || u.Text != c.text {
			t.Errorf("%q: command %q, args %q, other %v, body %q, text %q", c.text, u.Command, u.Args, u.CommandForOther, u.Body, u.Text)
		}
	}
}

func TestAMentionIsCutOutAfterEmojiAndChinese(t *testing.T) {
	for _, c := range []struct{ text, word, body, command string }{
		{"😀😀张三 @ringkeeper_bot 已联系", "@ringkeeper_bot", "😀😀张三 已联系", ""},
		{"@Ringkeeper_Bot /overdue 全区", "@Ringkeeper_Bot", "全区", "overdue"},
		{"@ringkeeper_bot", "@ringkeeper_bot", "", ""},
		{"已联系@ringkeeper_bot", "@ringkeeper_bot", "已联系", ""},
	} {
		u, err := Parse(rawMessage(t, c.text, entity("mention", c.text, c.word)), ourBot)
		if err != nil || !u.Mentioned || u.Body != c.body || u.Command != c.command || u.Text != c.text {
			t.Errorf("%q: %v, mentioned %v, body %q, command %q", c.text, err, u.Mentioned, u.Body, u.Command)
		}
	}
	text := "@somebody 已联系"
	if u, _ := Parse(rawMessage(t, text, entity("mention", text, "@somebody")), ourBot); u.Mentioned || u.Body != text {
		t.Errorf("a mention of somebody else: %+v", u)
	}
	e := entity("text_mention", "看守 已联系", "看守")
	e["user"] = map[string]any{"id": 9, "is_bot": true, "username": ourBot}
	if u, _ := Parse(rawMessage(t, "看守 已联系", e), ourBot); !u.Mentioned || u.Body != "已联系" {
		t.Errorf("a mention without a name: %+v", u)
	}
	wild := map[string]any{"type": "mention", "offset": 1, "length": int64(1<<63 - 1)}
	if u, err := Parse(rawMessage(t, "张三", wild), ourBot); err != nil || u.Mentioned || u.Body != "张三" {
		t.Errorf("an entity beyond the text: %+v, %v", u, err)
	}
}

func TestEveryKindOfUpdateIsToldApart(t *testing.T) {
	const chat = `"chat":{"id":-5,"type":"group","title":"组"}`
	const from = `"from":{"id":8,"first_name":"李","is_bot":false,"language_code":"en"}`
	base := Update{ID: 1, ChatID: -5, ChatKind: "group", ChatTitle: "组"}
	person := func(u Update) Update { u.PersonID, u.PersonName, u.Language = 8, "李", "en"; return u }
	message := func(f func(*Update)) Update {
		u := person(base)
		u.Kind, u.MessageID, u.Date = Message, 4, time.Unix(1790000000, 0)
		f(&u)
		return u
	}
	const head = `"message_id":4,"date":1790000000,` + chat + `,` + from
	for name, c := range map[string]struct {
		raw  string
		want Update
	}{
		"photo with caption": {`"message":{` + head + `,"photo":[{}],"caption":"屋顶","media_group_id":"g"}`,
			message(func(u *Update) { u.Text, u.Body, u.Media, u.MediaGroup = "屋顶", "屋顶", "photo", "g" })},
		"photo in sizes": {`"message":{` + head + `,"photo":[{"file_id":"s","width":9,"height":9},{"file_id":"l","file_unique_id":"u","file_size":5000000000,"width":90,"height":90},{"file_id":"m","width":10,"height":9}]}`,
			message(func(u *Update) {
				u.Media, u.Attached = "photo", &Attached{FileID: "l", UniqueID: "u", Size: 5_000_000_000}
			})},
		"photo of another form": {`"message":{` + head + `,"photo":{"file_id":5},"caption":"屋顶"}`,
			message(func(u *Update) { u.Text, u.Body, u.Media = "屋顶", "屋顶", "photo" })},
		"document": {`"message":{` + head + `,"document":{"file_id":"d","mime_type":"application/pdf","file_name":"证明.pdf","file_size":7}}`,
			message(func(u *Update) {
				u.Media, u.Attached = "document", &Attached{FileID: "d", MIME: "application/pdf", Name: "证明.pdf", Size: 7}
			})},
		"animation": {`"message":{` + head + `,"document":{"file_id":"d"},"animation":{"file_id":"a","duration":3}}`,
			message(func(u *Update) { u.Media, u.Attached = "animation", &Attached{FileID: "a"} })},
		"place": {`"message":{` + head + `,"location":{"latitude":25.5,"longitude":0}}`,
			message(func(u *Update) { u.Media, u.Attached = "location", &Attached{Latitude: 25.5} })},
		"named place": {`"message":{` + head + `,"venue":{"title":"卫生院","address":"1","location":{"latitude":25.5,"longitude":103.8}},"location":{"latitude":25.5,"longitude":103.8}}`,
			message(func(u *Update) {
				u.Media, u.Attached = "venue", &Attached{Name: "卫生院", Latitude: 25.5, Longitude: 103.8}
			})},
		"voice": {`"message":{` + head + `,"voice":{"file_id":"v"}}`, message(func(u *Update) { u.Media = "voice" })},
		"venue": {`"message":{` + head + `,"venue":{},"location":{}}`, message(func(u *Update) { u.Media = "venue" })},
		"edited": {`"edited_message":{` + head + `,"text":"a"}`,
			message(func(u *Update) { u.Kind, u.Text, u.Body = EditedMessage, "a", "a" })},
		"forwarded": {`"message":{` + head + `,"text":"a","forward_origin":{"type":"user"}}`,
			message(func(u *Update) { u.Text, u.Body, u.Forwarded = "a", "a", true })},
		"forwarded from the bot": {`"message":{` + head + `,"text":"a","forward_origin":{"type":"user","date":1790000000,"sender_user":{"id":9,"is_bot":true,"username":"Ringkeeper_bot"}}}`,
			message(func(u *Update) {
				u.Text, u.Body, u.Forwarded, u.WrittenAt, u.WrittenByBot = "a", "a", true, time.Unix(1790000000, 0), true
			})},
		"forwarded in the older form": {`"message":{` + head + `,"text":"a","forward_date":1790000000}`,
			message(func(u *Update) { u.Text, u.Body, u.Forwarded, u.WrittenAt = "a", "a", true, time.Unix(1790000000, 0) })},
		"reply to the bot": {`"message":{` + head + `,"text":"1","reply_to_message":{"message_id":2,` + chat + `,"date":1,"from":{"id":9,"is_bot":true,"username":"Ringkeeper_bot"}}}`,
			message(func(u *Update) { u.Text, u.Body, u.ReplyTo, u.ReplyToBot = "1", "1", 2, true })},
		"reply in a topic": {`"message":{` + head + `,"text":"1","reply_to_message":{"message_id":2,` + chat + `,"forum_topic_created":{"name":"x"}}}`,
			message(func(u *Update) { u.Text, u.Body = "1", "1" })},
		"title changed": {`"message":{` + head + `,"new_chat_title":"新"}`, message(func(u *Update) { u.Kind = Other })},
		"migration":     {`"message":{` + head + `,"migrate_to_chat_id":-1009}`, message(func(u *Update) { u.Kind, u.MigratedTo = Migration, -1009 })},
		"bot joined": {`"message":{` + head + `,"new_chat_members":[{"id":9,"is_bot":true,"username":"ringkeeper_bot"}]}`,
			message(func(u *Update) { u.Kind, u.BotJoined = Joined, true })},
		"press": {`"callback_query":{"id":"77","data":"d:1",` + from + `,"message":{"message_id":6,"date":0,` + chat + `}}`,
			func() Update {
				u := person(base)
				u.Kind, u.CallbackID, u.Data, u.MessageID = Callback, "77", "d:1", 6
				return u
			}()},
		"blocked": {`"my_chat_member":{` + chat + `,` + from + `,"date":1790000000,"new_chat_member":{"status":"kicked","user":{}}}`,
			func() Update {
				u := person(base)
				u.Kind, u.NewStatus, u.Date = Membership, "kicked", time.Unix(1790000000, 0)
				return u
			}()},
		"something new": {`"sensation":{` + chat + `,"text":5}`, Update{ID: 1, Kind: Other, ChatID: -5}},
	} {
		raw := []byte(`{"update_id":1,` + c.raw + `}`)
		got, err := Parse(raw, ourBot)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v\n got %+v\nwant %+v", name, err, got, c.want)
		}
		if lane := Lane(raw); lane != -5 {
			t.Errorf("%s: lane %d", name, lane)
		}
	}
}

func TestAnUnreadableUpdateIsAnErrorAndHasNoLane(t *testing.T) {
	for _, raw := range []string{``, `[]`, `null`, `{"update_id":"x"}`, `{"message":{}}`, `{"update_id":1,"message":5}`} {
		if _, err := Parse([]byte(raw), ourBot); err == nil {
			t.Errorf("%q was read", raw)
		}
		if lane := Lane([]byte(raw)); lane != 0 {
			t.Errorf("%q: lane %d", raw, lane)
		}
	}
	if lane := Lane([]byte(`{"update_id":1,"message":{"text":5,"chat":{"id":12}}}`)); lane != 12 {
		t.Errorf("what cannot be read whole still has its lane: %d", lane)
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"/start@ringkeeper_bot x", "😀@ringkeeper_bot", "／帮助", "\U0010ffff/"} {
		f.Add([]byte(fmt.Sprintf(`{"update_id":1,"message":{"message_id":1,"text":%q,"entities":[{"type":"mention","offset":1,"length":15}],"chat":{"id":2}}}`, text)), ourBot)
	}
	f.Add([]byte(`{"update_id":1,"message":{"text":"a","entities":[{"type":"mention","offset":-1,"length":9223372036854775807}]}}`), "a")
	f.Fuzz(func(t *testing.T, raw []byte, username string) {
		u, err := Parse(raw, username)
		lane := Lane(raw)
		if err == nil && u.Kind == Message && lane != 0 && u.ChatID == 0 {
			t.Errorf("lane %d, chat %d", lane, u.ChatID)
		}
	})
}
