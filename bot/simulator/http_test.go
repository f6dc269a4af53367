package simulator_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
	"ringkeeper/bot/simulator"
)

func TestTheRealLibraryPollsOverARealSocket(t *testing.T) {
	s := telegram()
	web := httptest.NewServer(s)
	defer web.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	handled := make(chan struct{})
	b, err := bot.New(token, bot.WithServerURL(web.URL), bot.WithDefaultHandler(func(ctx context.Context, b *bot.Bot, u *models.Update) {
		_, err := b.SendMessage(ctx, &bot.SendMessageParams{
			ChatID: u.Message.Chat.ID, Text: "收到 <b>" + u.Message.Text + "</b>", ParseMode: models.ParseModeHTML,
			ReplyParameters:    &models.ReplyParameters{MessageID: u.Message.ID},
			LinkPreviewOptions: &models.LinkPreviewOptions{IsDisabled: bot.True()},
			ReplyMarkup:        &models.ForceReply{ForceReply: true},
		})
		if err != nil {
			t.Error(err)
		}
		close(handled)
	}))
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() { b.Start(ctx) })
	p := s.Person("王芳", "zh-hans")
	m := p.Say("平安")
	<-handled
	if got := p.Last(); got.Text != "收到 平安" || got.ReplyTo != m.ID || !got.ForceReply {
		t.Errorf("got %+v", p.Last())
	}
	cancel()
	running.Wait()
}

func TestABrokenConnectionIsBrokenOverASocketToo(t *testing.T) {
	s := telegram()
	web := httptest.NewServer(s)
	defer web.Close()
	b, err := bot.New(token, bot.WithServerURL(web.URL))
	if err != nil {
		t.Fatal(err)
	}
	p := s.Person("王芳", "zh-hans")
	p.Start("")
	send := func() error {
		_, err := b.SendMessage(t.Context(), &bot.SendMessageParams{ChatID: p.ID, Text: "x"})
		return err
	}
	s.Inject(simulator.Fault{Method: "sendMessage", Kind: simulator.LostAnswer})
	if err := send(); err == nil || len(p.Inbox()) != 1 {
		t.Errorf("lost answer: %v, %d on the phone", err, len(p.Inbox()))
	}
	s.Inject(simulator.Fault{Method: "sendMessage", Kind: simulator.Refused})
	if err := send(); err == nil || len(p.Inbox()) != 1 {
		t.Errorf("refused: %v, %d on the phone", err, len(p.Inbox()))
	}
	s.Down(true)
	if err := send(); err == nil {
		t.Error("sent while the API was down")
	}
	s.Down(false)
	if err := send(); err != nil || len(p.Inbox()) != 2 {
		t.Errorf("afterwards: %v, %d on the phone", err, len(p.Inbox()))
	}
}

func TestFilesGoBothWays(t *testing.T) {
	s := telegram()
	web := httptest.NewServer(s)
	defer web.Close()
	b, err := bot.New(token, bot.WithServerURL(web.URL))
	if err != nil {
		t.Fatal(err)
	}
	p := s.Person("王芳", "zh-hans")
	p.Start("")
	upload := func(content string) models.InputFile {
		return &models.InputFileUpload{Filename: "report.png", Data: strings.NewReader(content)}
	}
	if _, err := b.SendDocument(t.Context(), &bot.SendDocumentParams{ChatID: p.ID, Document: upload("table"), Caption: "<i>月报</i>", ParseMode: models.ParseModeHTML}); err != nil {
		t.Error(err)
	}
	if got := p.Last(); got.Kind != "document" || got.FileName != "report.png" || string(got.File) != "table" || got.Text != "月报" {
		t.Errorf("got %+v", got)
	}
	if _, err := b.SendPhoto(t.Context(), &bot.SendPhotoParams{ChatID: p.ID, Photo: upload("table")}); err == nil {
		t.Error("a photo that is none was taken")
	}
	if _, err := b.SendPhoto(t.Context(), &bot.SendPhotoParams{ChatID: p.ID, Photo: upload("\x89PNG\r\n\x1a\n")}); err != nil || p.Last().Kind != "photo" {
		t.Errorf("photo: %v", err)
	}
	if _, err := b.SendDocument(t.Context(), &bot.SendDocumentParams{ChatID: p.ID, Document: upload("x"), Caption: strings.Repeat("中", 1025)}); err == nil {
		t.Error("a caption that is too long was taken")
	}

	p.SendFile("名单.xlsx", []byte("rows"), "")
	us := updates(t, s, nil)
	id := at(us[len(us)-1], "message", "document", "file_id").(string)
	f, err := b.GetFile(t.Context(), &bot.GetFileParams{FileID: id})
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.Get(b.FileDownloadLink(f))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if got, _ := io.ReadAll(resp.Body); !bytes.Equal(got, []byte("rows")) {
		t.Errorf("got %q", got)
	}
}

func TestManyWritersAndSendersAtOnce(t *testing.T) {
	s := telegram()
	b := client(t, s)
	people := []*simulator.Person{s.Person("a", "en"), s.Person("b", "en"), s.Person("c", "en")}
	g := s.Group("g", people...)
	seen := 0
	s.OnMessage(func(simulator.Message) { seen++ })
	var all sync.WaitGroup
	for _, p := range people {
		p.Start("")
		all.Go(func() {
			for range 50 {
				p.SayIn(g, "/x")
				p.Inbox()
			}
		})
		all.Go(func() {
			for range 50 {
				if _, err := b.SendMessage(t.Context(), &bot.SendMessageParams{ChatID: p.ID, Text: "x"}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if s.Pending() != 2+3+150 || len(g.Messages()) != 151 || seen != 3+300 {
		t.Errorf("%d updates, %d in the group, %d seen", s.Pending(), len(g.Messages()), seen)
	}
}

func BenchmarkSendMessage(b *testing.B) {
	s := telegram()
	p := s.Person("王芳", "zh-hans")
	p.Start("")
	for b.Loop() {
		r, _ := http.NewRequest(http.MethodPost, "https://telegram.invalid/bot"+token+"/sendMessage", strings.NewReader("text=hello&chat_id=5200000001"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if resp, err := s.Do(r); err != nil || resp.StatusCode != 200 {
			b.Fatal(resp, err)
		}
	}
}
