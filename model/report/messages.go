package report

import (
	"strconv"
	"unicode/utf8"

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
			NotBefore: p.time(r.NotBefore), SentAt: p.time(r.SentAt), Error: orNull(r.Error), Text: model.StrikeIDs(p.Plain(r.Text)),
			notBefore: p.clock(r.NotBefore), sent: p.clock(r.SentAt),
		}
	}
	return out
}

func (o Outgoing) cells(p Printer) []string {
	problem, who := "", strconv.FormatInt(o.ChatID, 10)
	if o.Error != nil {
		problem = *o.Error
	}
	if o.Cadre != nil {
		who = *o.Cadre
	}
	return []string{strconv.FormatInt(o.ID, 10), who, string(o.Kind), string(o.State), strconv.Itoa(o.Attempts), o.notBefore, o.sent, problem, o.Text}
}

// InboxColumns are the headings of a list of updates.
var InboxColumns = []string{"id", "chat", "received_at", "state", "attempts", "error", "text"}

// Incoming is a row of `ringkeeper inbox`.
type Incoming struct {
	ID         int64   `json:"id"`
	ChatID     int64   `json:"chat_id"`
	ReceivedAt *string `json:"received_at"`
	State      string  `json:"state"`
	Attempts   int     `json:"attempts"`
	Error      *string `json:"error"`
	Text       string  `json:"text"`

	received string
}

// Inbox turns what is kept into rows.
func Inbox(p Printer, rows []store.Update) []Incoming {
	out := make([]Incoming, len(rows))
	for i, r := range rows {
		raw := ""
		if utf8.Valid(r.Raw) {
			raw = model.StrikeIDs(string(r.Raw))
		}
		out[i] = Incoming{
			ID: r.ID, ChatID: r.Chat, ReceivedAt: p.time(r.ReceivedAt), State: r.State, Attempts: r.Attempts,
			Error: orNull(firstLine(r.Error)), Text: raw, received: p.clock(r.ReceivedAt),
		}
	}
	return out
}

func (u Incoming) cells(Printer) []string {
	problem := ""
	if u.Error != nil {
		problem = *u.Error
	}
	return []string{strconv.FormatInt(u.ID, 10), strconv.FormatInt(u.ChatID, 10), u.received, u.State, strconv.Itoa(u.Attempts), problem, u.Text}
}

func firstLine(s string) string {
	for i, r := range s {
		if r == '\n' {
			return s[:i]
		}
	}
	return s
}

// AuditColumns are the headings of the audit log.
var AuditColumns = []string{"at", "actor", "action", "subject", "detail"}

// AuditLine is a row of `ringkeeper audit`.
type AuditLine struct {
	ID      int64   `json:"id"`
	At      *string `json:"at"`
	Actor   string  `json:"actor"`
	Action  string  `json:"action"`
	Subject string  `json:"subject"`
	Detail  string  `json:"detail"`

	at string
}

// Audit turns what is kept into rows, with the names of those who acted.
func Audit(p Printer, rows []store.AuditLine, names map[int64]string) []AuditLine {
	out := make([]AuditLine, len(rows))
	for i, r := range rows {
		actor := r.Actor
		if r.ActorID != 0 {
			actor = names[r.ActorID]
		}
		out[i] = AuditLine{ID: r.ID, At: p.time(r.At), Actor: actor, Action: r.Action, Subject: r.Subject, Detail: r.Detail, at: p.clock(r.At)}
	}
	return out
}

func (a AuditLine) cells(Printer) []string {
	return []string{a.at, a.Actor, a.Action, a.Subject, a.Detail}
}

// InviteColumns are the headings of a list of invitations.
var InviteColumns = []string{"cadre", "phone", "role", "bound", "link"}

// Invite is a row of `ringkeeper invite`.
type Invite struct {
	Cadre string     `json:"cadre"`
	Phone string     `json:"phone"`
	Role  model.Role `json:"role"`
	Link  string     `json:"link"`
	Bound bool       `json:"bound"`
}

// Invites pairs cadres with their links.
func Invites(cadres []model.Cadre, links []string) []Invite {
	out := make([]Invite, len(cadres))
	for i, c := range cadres {
		out[i] = Invite{Cadre: c.Name, Phone: c.Phone, Role: c.Role, Link: links[i], Bound: c.Bound()}
	}
	return out
}

func (i Invite) cells(p Printer) []string {
	bound := ""
	if i.Bound {
		bound = "✓"
	}
	return []string{i.Cadre, i.Phone, p.Word(i.Role), bound, i.Link}
}
