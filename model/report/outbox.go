package report

import (
	"strconv"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// OutboxColumns are the headings of a list of outgoing messages.
var OutboxColumns = []string{"id", "cadre", "message", "state", "attempts", "not_before", "sent_at", "error", "text"}

// Outgoing is a row of `ringkeeper outbox`.
type Outgoing struct {
	ID        int64               `json:"id"`
	Cadre     *string             `json:"cadre"`
	ChatID    int64               `json:"chat_id"`
	Kind      model.NoticeKind    `json:"kind"`
	State     model.DeliveryState `json:"state"`
	Attempts  int                 `json:"attempts"`
	NotBefore *string             `json:"not_before"`
	SentAt    *string             `json:"sent_at"`
	Error     *string             `json:"error"`
	Text      string              `json:"text"`

	notBefore, sent string
}

// Outbox turns what is kept into rows.
func Outbox(p Printer, rows []store.OutboxRow) []Outgoing {
	out := make([]Outgoing, len(rows))
	for i, r := range rows {
		out[i] = Outgoing{
			ID: r.ID, Cadre: orNull(r.Cadre), ChatID: r.ChatID, Kind: r.Kind, State: r.State, Attempts: r.Attempts,
			NotBefore: p.time(r.NotBefore), SentAt: p.time(r.SentAt), Error: orNull(fault(r.Error)), Text: model.StrikeIDs(p.Plain(r.Text)),
			notBefore: p.clock(r.NotBefore), sent: p.clock(r.SentAt),
		}
	}
	return out
}

func (o Outgoing) cells(p Printer) []string {
	who := strconv.FormatInt(o.ChatID, 10)
	if o.Cadre != nil {
		who = *o.Cadre
	}
	return []string{strconv.FormatInt(o.ID, 10), who, noticeWord(p, o.Kind), stateWord(p, o.State), strconv.Itoa(o.Attempts), o.notBefore, o.sent, problem(p, orBlank(o.Error)), o.Text}
}
