package simulator_test

import (
	"slices"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
)

func TestAnAlbumIsAMessageForEachPictureWithOneName(t *testing.T) {
	s := telegram()
	p := s.Person("王芳", "zh-hans")
	p.Album(simulator.Sending{Kind: "photo", Caption: "屋顶", Size: 3 << 20}, simulator.Sending{Kind: "video", Size: 30 << 20})
	p.Album(simulator.Sending{Kind: "document", Name: "a.pdf"}, simulator.Sending{Kind: "document"})
	us := updates(t, s, nil)
	album := func(i int) any { return at(us[i], "message", "media_group_id") }
	if len(us) != 4 || album(0) == nil || album(0) != album(1) || album(2) != album(3) || album(0) == album(2) {
		t.Fatalf("albums: %v", us)
	}
	sizes := at(us[0], "message", "photo").([]any)
	if len(sizes) != 2 || sizes[1].(map[string]any)["file_size"].(float64) != 3<<20 || at(us[1], "message", "video", "file_size").(float64) != 30<<20 {
		t.Errorf("sizes: %v, %v", sizes, us[1])
	}
	if at(us[0], "message", "caption") != "屋顶" || at(us[1], "message", "caption") != nil || at(us[2], "message", "document", "file_name") != "a.pdf" {
		t.Errorf("words: %v", us)
	}
	refuse(t, s, "getFile", params{"file_id": at(us[1], "message", "video", "file_id")}, 400, "Bad Request: file is too big")
}

func TestWhatIsForwardedSaysSo(t *testing.T) {
	s := telegram()
	p := s.Person("王芳", "zh-hans")
	p.Start("")
	must(t, s, "sendMessage", params{"chat_id": p.ID, "text": "清单"})
	p.Forward(p.Last())
	p.ForwardWords("老张", "已联系")
	p.Forward(p.Send("photo", "屋顶"))
	us := updates(t, s, nil)
	if at(us[1], "message", "forward_origin", "sender_user", "is_bot") != true || at(us[1], "message", "text") != "清单" {
		t.Errorf("the bot's own words: %v", us[1])
	}
	if at(us[2], "message", "forward_origin", "type") != "hidden_user" || at(us[3], "message", "forward_origin") != nil {
		t.Errorf("hidden: %v, %v", us[2], us[3])
	}
	if at(us[4], "message", "forward_origin", "type") != "user" || at(us[4], "message", "photo") == nil || at(us[4], "message", "caption") != "屋顶" {
		t.Errorf("a picture: %v", us[4])
	}
}

func TestWhatAppsDoNotLetPeopleDoPanics(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	s := simulator.New(simulator.Options{Token: token, Now: func() time.Time { return now }})
	p := s.Person("王芳", "zh-hans")
	photo := simulator.Sending{Kind: "photo"}
	said, place, forwarded, picture := p.Say("a"), p.Send("location", ""), p.ForwardWords("老张", "b"), p.SendThis(photo)
	for name, do := range map[string]func(){
		"an album of one":               func() { p.Album(photo) },
		"an album of eleven":            func() { p.Album(slices.Repeat([]simulator.Sending{photo}, 11)...) },
		"an album of voices":            func() { p.Album(simulator.Sending{Kind: "voice"}, simulator.Sending{Kind: "voice"}) },
		"a document among photos":       func() { p.Album(photo, simulator.Sending{Kind: "document"}) },
		"a sticker with words":          func() { p.SendThis(simulator.Sending{Kind: "sticker", Caption: "a"}) },
		"a photo of eleven megabytes":   func() { p.SendThis(simulator.Sending{Kind: "photo", Size: 11 << 20}) },
		"something there is not":        func() { p.Send("smell", "") },
		"a change of a place":           func() { p.Edit(place, "a") },
		"a change of others' words":     func() { p.Edit(forwarded, "a") },
		"a text that becomes nothing":   func() { p.Edit(said, "") },
		"a walk from a place that lies": func() { p.Walk(place, 1, 2) },
	} {
		panics(t, name, do)
	}
	p.Edit(picture, "屋顶")
	p.Edit(picture, "")
	now = now.Add(49 * time.Hour)
	panics(t, "a change after two days", func() { p.Edit(said, "b") })
}

func panics(t *testing.T, name string, do func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Errorf("%s: it was let through", name)
		}
	}()
	do()
}

func TestALiveLocationGoesOnAsChanges(t *testing.T) {
	s := telegram()
	p := s.Person("王芳", "zh-hans")
	p.Walk(p.Send("live_location", ""), 25.5, 103.8)
	us := updates(t, s, nil)
	if at(us[0], "message", "location", "live_period") == nil || at(us[1], "edited_message", "location", "latitude") != 25.5 {
		t.Errorf("%v", us)
	}
}
