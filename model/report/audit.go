package report

import (
	"strconv"
	"strings"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// AuditColumns are the headings of the audit log.
var AuditColumns = []string{"at", "actor", "action", "subject", "detail"}

// AuditLine is a row of `ringkeeper audit`. Scripts get names that never change,
// people the words for them.
type AuditLine struct {
	ID      int64   `json:"id"`
	At      *string `json:"at"`
	Actor   string  `json:"actor"`
	Action  string  `json:"action"`
	Subject string  `json:"subject"`
	Detail  string  `json:"detail"` // name=value …

	at      string
	details details
	names   map[int64]string
}

// Audit turns what is kept into rows, with the names of those who acted.
func Audit(p Printer, rows []store.AuditLine, names map[int64]string) []AuditLine {
	out := make([]AuditLine, len(rows))
	for i, r := range rows {
		actor := r.Actor
		if r.ActorID != 0 {
			actor = names[r.ActorID]
		}
		d := readDetails(r.Detail)
		out[i] = AuditLine{
			ID: r.ID, At: p.time(r.At), Actor: actor, Action: r.Action, Subject: r.Subject, Detail: d.String(),
			at: p.clock(r.At), details: d, names: names,
		}
	}
	return out
}

func (a AuditLine) cells(p Printer) []string {
	return []string{a.at, a.who(p), a.did(p), a.about(p), a.details.words(p, a.names)}
}

// who is whoever acted; at the terminal that is the operator.
func (a AuditLine) who(p Printer) string {
	if a.Actor == "operator" {
		return p.Say("actor.operator", nil)
	}
	return a.Actor
}

// did words the action; one that the catalogue does not know stands as it is.
func (a AuditLine) did(p Printer) string {
	key := "action." + a.Action
	if words := p.Say(key, nil); words != key {
		return words
	}
	return a.Action
}

// about words the noun of the subject and names a cadre by name.
func (a AuditLine) about(p Printer) string {
	noun, name, _ := strings.Cut(a.Subject, " ")
	key := "subject." + noun
	words := p.Say(key, model.Args{"name": name})
	if words == key { // the name of a place
		return model.StrikeIDs(a.Subject)
	}
	if id, err := strconv.ParseInt(name, 10, 64); noun == "cadre" && err == nil && a.names[id] != "" {
		return words + " " + a.names[id]
	}
	return words
}
