package telegram

import (
	"net/http"
	"testing"

	"ringkeeper/bot/simulator"
)

// Whatever stands in an answer, the library gets it whole unless it is the
// message that Telegram sends back.
func TestOnlyTheMessageThatCameBackIsShortened(t *testing.T) {
	r, err := http.NewRequestWithContext(lean(t.Context(), struct{}{}), http.MethodPost, "https://api.telegram.org/botX/sendMessage", nil)
	if err != nil {
		t.Fatal(err)
	}
	for answer, want := range map[string]string{
		`{"ok":true,"result":{"message_id":12,"date":1,"chat":{"id":5},"text":"}"}}`: `{"ok":true,"result":{"message_id":12}}`,
		`{"ok":true,"result":{"message_id":12}}`:                                     "",
		`{"ok":true,"result":{"message_id":12`:                                       "",
		`{"ok":true,"result":{"message_id":"12","date":1}}`:                          "",
		`{"ok":true,"result":{"date":1,"message_id":12}}`:                            "",
		`{"ok":true,"result":true}`:                                                  "",
		`{"ok":false,"error_code":400,"description":"x"}`:                            "",
	} {
		if want == "" {
			want = answer
		}
		if got := string(shortened(r, []byte(answer))); got != want {
			t.Errorf("%s is given as %s, want %s", answer, got, want)
		}
		if got := string(shortened(r.WithContext(t.Context()), []byte(answer))); got != answer {
			t.Errorf("of another call %s is given as %s", answer, got)
		}
	}
}

// watched notes how requests come in.
type watched struct {
	*simulator.Server
	kinds []string
}

func (w *watched) Do(r *http.Request) (*http.Response, error) {
	w.kinds = append(w.kinds, r.Header.Get("Content-Type"))
	return w.Server.Do(r)
}

func TestMessagesAreSentAndEditedAsJSON(t *testing.T) {
	server, person, _ := phone(t, simulator.Options{})
	w := &watched{Server: server}
	client := mustClient(t, Options{HTTP: w})
	id, err := client.Send(t.Context(), person.ID, Part{HTML: "<b>一</b> &lt;二&gt;"}, 0)
	if err != nil || person.Last().Text != "一 <二>" || person.Last().ID != id {
		t.Errorf("sent as %d, %v: %+v", id, err, person.Last())
	}
	if err := client.Edit(t.Context(), person.ID, id, Part{HTML: "三"}); err != nil || person.Last().Text != "三" {
		t.Errorf("edited: %v, %+v", err, person.Last())
	}
	if len(w.kinds) != 2 || w.kinds[0] != "application/json" || w.kinds[1] != "application/json" {
		t.Errorf("they went out as %q", w.kinds)
	}
}
