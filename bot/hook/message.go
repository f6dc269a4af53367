package hook

import (
	"strings"
	"time"

	"ringkeeper/bot/text"
	"ringkeeper/config"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// Message is what a hook is told: in words, and for programs.
type Message struct {
	Text  string `json:"text"`
	Hook  string `json:"hook"`
	Cases []Case `json:"cases"`
}

// Case is an emergency as a hook may know it: without names and without what was
// typed.
type Case struct {
	ID         int64                 `json:"id"`
	Event      string                `json:"event"` // unreached, reported or late
	Status     model.EmergencyStatus `json:"status"`
	Township   string                `json:"township"`
	Village    string                `json:"village"`
	Causes     []model.Cause         `json:"causes"`
	ReportedAt time.Time             `json:"reported_at"`
}

// The events, in the order in which they are told, and what is said of each.
var events = []struct{ name, key string }{
	{"unreached", "hook.unreached"},
	{"reported", "hook.reported"},
	{"late", "hook.late"},
}

// longest is how many bytes of text a receiver takes; no entry means any number.
var longest = map[config.HookKind]int{config.HookWeCom: 2048, config.HookDingTalk: 16 << 10}

// message words calls, as many of the first as the receiver takes in one text, at
// least one.
func (l *line) message(calls []store.HookCall, at time.Time) Message {
	zone := l.Config.Zone.Location
	say := l.Words.In(l.Config.Language, model.DayOf(at, zone), zone)
	m := Message{Hook: l.hook.Name, Cases: []Case{}}
	lines := map[string][]string{}
	for _, c := range calls {
		event := eventOf(c)
		before := m.Text
		lines[event] = append(lines[event], sentence(say, c))
		m.Text = paragraphs(say, lines)
		if most := longest[l.hook.Kind]; len(m.Cases) > 0 && most > 0 && len(m.Text) > most {
			m.Text = before
			break
		}
		causes := c.Causes
		if causes == nil {
			causes = []model.Cause{}
		}
		m.Cases = append(m.Cases, Case{
			ID: c.ID, Event: event, Status: c.Status, Township: c.Township, Village: c.Village, Causes: causes, ReportedAt: c.ReportedAt.In(zone),
		})
	}
	return m
}

func eventOf(c store.HookCall) string {
	switch {
	case c.Unreached:
		return "unreached"
	case c.Step == model.HookReported:
		return "reported"
	}
	return "late"
}

// sentence says of a case where it is, why, since when, and how far it has got.
func sentence(say text.Speaker, c store.HookCall) string {
	where := say.Say("emergency.unlocated", nil)
	if c.Village != "" || c.Township != "" {
		where = strings.TrimSpace(say.Say("emergency.place", model.Args{"township": c.Township, "village": model.StrikeIDs(c.Village)}))
	}
	clauses := []string{say.Say("hook.case", model.Args{"id": c.ID, "where": text.HTML(where)})}
	if len(c.Causes) > 0 {
		clauses = append(clauses, say.Say("emergency.causes", model.Args{"causes": text.HTML(say.Causes(c.Causes))}))
	}
	clauses = append(clauses, say.Say("hook.at", model.Args{"at": c.ReportedAt}), say.Word(c.Status).(string))
	if c.Emergency.Unconfirmed {
		clauses = append(clauses, say.Say("emergency.unconfirmed", nil))
	}
	return text.Plain(say.Clauses(clauses))
}

// paragraphs says of each event its cases.
func paragraphs(say text.Speaker, lines map[string][]string) string {
	var all []string
	for _, e := range events {
		if of := lines[e.name]; len(of) > 0 {
			all = append(append(all, text.Plain(say.Say(e.key, nil))), of...)
		}
	}
	return strings.Join(all, "\n")
}
