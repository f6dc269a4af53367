package report

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// InboxColumns are the headings of a list of updates.
var InboxColumns = []string{"id", "chat", "received_at", "state", "attempts", "error", "text"}

// Incoming is a row of `ringkeeper inbox`: what a person wrote or pressed, and
// for scripts the update as Telegram gave it.
type Incoming struct {
	ID         int64   `json:"id"`
	ChatID     int64   `json:"chat_id"`
	ReceivedAt *string `json:"received_at"`
	State      string  `json:"state"`
	Attempts   int     `json:"attempts"`
	Error      *string `json:"error"`
	Text       string  `json:"text"`
	Raw        string  `json:"raw"`

	received string
}

// Inbox turns what is kept into rows.
func Inbox(p Printer, rows []store.Update) []Incoming {
	out := make([]Incoming, len(rows))
	for i, r := range rows {
		out[i] = Incoming{
			ID: r.ID, ChatID: r.Chat, ReceivedAt: p.time(r.ReceivedAt), State: r.State, Attempts: r.Attempts,
			Error: orNull(fault(r.Error)), Text: discreet(said(r.Raw)), received: p.clock(r.ReceivedAt),
		}
		if utf8.Valid(r.Raw) {
			out[i].Raw = discreetJSON(string(r.Raw))
			if !json.Valid(r.Raw) {
				out[i].Raw = discreet(string(r.Raw))
			}
		}
	}
	return out
}

func (u Incoming) cells(p Printer) []string {
	return []string{
		strconv.FormatInt(u.ID, 10), strconv.FormatInt(u.ChatID, 10), u.received, updateStateWord(p, u.State), strconv.Itoa(u.Attempts), problem(p, orBlank(u.Error)), updateWord(p, u.Text),
	}
}

// said is what a person wrote or pressed, and what kind of update it was where
// nobody said anything.
func said(raw []byte) string {
	var update map[string]json.RawMessage
	if json.Unmarshal(raw, &update) != nil {
		return string(raw)
	}
	kind := ""
	for k, v := range update {
		var content struct{ Text, Caption, Data string }
		if k == "update_id" || json.Unmarshal(v, &content) != nil {
			continue
		}
		kind = k
		for _, words := range []string{content.Text, content.Caption, content.Data} {
			if words != "" {
				return words
			}
		}
	}
	return kind
}

// invitation finds the secret of an invitation, which is nobody else's business
// as long as it was not used.
var invitation = regexp.MustCompile(`/start(@\w+)? [\w-]+`)

// discreet takes out of a text what nobody may read at the terminal either.
func discreet(text string) string {
	return invitation.ReplaceAllString(model.StrikeIDs(text), "/start …")
}

// quoted finds the strings of a JSON text.
var quoted = regexp.MustCompile(`"(\\.|[^"\\])*"`)

// discreetJSON is discreet about the strings of an update, as they are meant:
// Telegram writes what is not ASCII as \u and four digits, numerals of full width too.
func discreetJSON(raw string) string {
	return quoted.ReplaceAllStringFunc(raw, func(s string) string {
		var meant string
		if json.Unmarshal([]byte(s), &meant) != nil {
			return discreet(s)
		}
		shown := discreet(meant)
		if shown == meant {
			return s
		}
		b, err := json.Marshal(shown)
		if err != nil {
			return ""
		}
		return string(b)
	})
}

// fault is an error that was kept, on one line.
func fault(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return model.StrikeIDs(s)
}
