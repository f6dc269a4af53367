package report

import (
	"regexp"
	"strconv"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

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

	at    string
	names map[int64]string
}

// Audit turns what is kept into rows, with the names of those who acted.
func Audit(p Printer, rows []store.AuditLine, names map[int64]string) []AuditLine {
	out := make([]AuditLine, len(rows))
	for i, r := range rows {
		actor := r.Actor
		if r.ActorID != 0 {
			actor = names[r.ActorID]
		}
		out[i] = AuditLine{ID: r.ID, At: p.time(r.At), Actor: actor, Action: r.Action, Subject: r.Subject, Detail: model.StrikeIDs(r.Detail), at: p.clock(r.At), names: names}
	}
	return out
}

func (a AuditLine) cells(Printer) []string {
	return []string{a.at, a.Actor, a.Action, a.named(a.Subject), a.named(a.Detail)}
}

var cadreNumber = regexp.MustCompile(`cadre (\d+)`)

// named puts names to the numbers of cadres, for people; scripts have the
// numbers.
func (a AuditLine) named(text string) string {
	return cadreNumber.ReplaceAllStringFunc(text, func(s string) string {
		id, _ := strconv.ParseInt(cadreNumber.FindStringSubmatch(s)[1], 10, 64)
		if name := a.names[id]; name != "" {
			return s + " " + name
		}
		return s
	})
}
