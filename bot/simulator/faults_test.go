package simulator_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-telegram/bot"
	"ringkeeper/bot/simulator"
)

func TestAMessageWhoseAnswerIsLostWasDelivered(t *testing.T) {
	s := telegram()
	b := client(t, s)
	p := s.Person("王芳", "zh-hans")
	p.Start("")
	s.Inject(simulator.Fault{Method: "sendMessage", Kind: simulator.LostAnswer})
	send := func() error {
		_, err := b.SendMessage(t.Context(), &bot.SendMessageParams{ChatID: p.ID, Text: "x"})
		return err
	}
	if err := send(); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("got %v", err)
	}
	if err := send(); err != nil {
		t.Error(err)
	}
	if got := len(p.Inbox()); got != 2 {
		t.Errorf("%d on the phone", got)
	}
}

func TestFaultsThatComeBeforeProcessingDeliverNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := telegram()
		b := client(t, s)
		p, other := s.Person("王芳", "zh-hans"), s.Person("李强", "zh-hans")
		p.Start("")
		other.Start("")
		send := func(to *simulator.Person) error {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			_, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: to.ID, Text: "x"})
			return err
		}
		var flooded *bot.TooManyRequestsError
		for name, c := range map[string]struct {
			fault simulator.Fault
			is    func(error) bool
		}{
			"429":     {simulator.Fault{Kind: simulator.TooManyRequests, RetryAfter: 7}, func(err error) bool { return errors.As(err, &flooded) && flooded.RetryAfter == 7 }},
			"502":     {simulator.Fault{Kind: simulator.BadGateway}, func(err error) bool { return strings.Contains(err.Error(), "502 Bad Gateway") }},
			"refused": {simulator.Fault{Kind: simulator.Refused}, func(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }},
			"403":     {simulator.Fault{Kind: simulator.Forbidden}, func(err error) bool { return errors.Is(err, bot.ErrorForbidden) }},
			"400":     {simulator.Fault{Kind: simulator.BadRequest}, func(err error) bool { return errors.Is(err, bot.ErrorBadRequest) }},
			"hang":    {simulator.Fault{Kind: simulator.Hang}, func(err error) bool { return errors.Is(err, context.DeadlineExceeded) }},
		} {
			c.fault.Chat, c.fault.Times = p.ID, 2
			s.Inject(c.fault)
			if err := send(other); err != nil {
				t.Errorf("%s: another chat: %v", name, err)
			}
			for range 2 {
				if err := send(p); err == nil || !c.is(err) {
					t.Errorf("%s: got %v", name, err)
				}
			}
		}
		if err := send(p); err != nil || len(p.Inbox()) != 1 {
			t.Errorf("afterwards: %v, %d on the phone", err, len(p.Inbox()))
		}
	})
}

func TestWhileTheAPIIsDownPeopleGoOnWriting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := telegram()
		p := s.Person("王芳", "zh-hans")
		ended := make(chan error)
		go func() {
			_, err := s.Do(request(t.Context(), t, "getUpdates", params{"timeout": 50}))
			ended <- err
		}()
		synctest.Wait()
		s.Down(true)
		if err := <-ended; !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("the poll ended with %v", err)
		}
		p.Say("still here")
		if _, err := s.Do(request(t.Context(), t, "getUpdates", nil)); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("got %v", err)
		}
		s.Down(false)
		if got := texts(updates(t, s, nil)); !slices.Equal(got, []string{"still here"}) {
			t.Errorf("got %v", got)
		}
	})
}

func TestFloodLimitsHold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := simulator.New(simulator.Options{Token: token, Limits: true})
		send := func(chat int64) reply { return call(t, s, "sendMessage", params{"chat_id": chat, "text": "x"}) }
		count := func(chat int64, tries int) (sent, retry int) {
			for range tries {
				if got := send(chat); got.OK {
					sent++
				} else if retry = got.Parameters.RetryAfter; got.Code != 429 {
					t.Fatalf("%d %s", got.Code, got.Description)
				}
			}
			return sent, retry
		}
		p := s.Person("王芳", "zh-hans")
		p.Start("")
		if sent, retry := count(p.ID, 10); sent != 3 || retry != 1 {
			t.Errorf("private: %d sent, retry after %d", sent, retry)
		}
		<-time.After(time.Second)
		if sent, _ := count(p.ID, 10); sent != 1 {
			t.Errorf("private, a second later: %d sent", sent)
		}
		<-time.After(time.Second)
		g := s.Group("祁连值班", p)
		if sent, retry := count(g.ID, 30); sent != 20 || retry != 60 {
			t.Errorf("group: %d sent, retry after %d", sent, retry)
		}
		<-time.After(59 * time.Second)
		if sent, retry := count(g.ID, 1); sent != 0 || retry != 1 {
			t.Errorf("group, 59 s later: %d sent, retry after %d", sent, retry)
		}
		<-time.After(time.Second)
		all := 0
		for range 40 {
			x := s.Person("x", "zh-hans")
			x.Start("")
			sent, _ := count(x.ID, 1)
			all += sent
		}
		if all != 30 {
			t.Errorf("in all: %d sent within a second", all)
		}
	})
}

func TestTheLogOfCallsTellsOutcomesAndNeverTheToken(t *testing.T) {
	s := telegram()
	p := s.Person("王芳", "zh-hans")
	p.Start("")
	must(t, s, "sendMessage", params{"chat_id": p.ID, "text": "it is " + token})
	s.Inject(simulator.Fault{Kind: simulator.BadGateway})
	resp, err := s.Do(request(t.Context(), t, "sendMessage", params{"chat_id": p.ID, "text": "x"}))
	if err != nil || resp.StatusCode != 502 {
		t.Errorf("got %v, %v", resp, err)
	}
	call(t, s, token, nil)
	var got []string
	for _, c := range s.Calls() {
		got = append(got, strings.Join([]string{c.Method, c.Text, c.Outcome}, "|"))
	}
	if want := []string{"sendMessage|it is ***|ok", "sendMessage|x|Bad Gateway", "***||Not Found"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
