package report

import (
	"strings"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// The words that people at a terminal read for the states of messages.
var (
	deliveryStates = map[model.DeliveryState]string{
		model.DeliveryPending: "state.pending", model.DeliverySending: "state.sending", model.DeliverySent: "state.sent",
		model.DeliveryAmbiguous: "state.ambiguous", model.DeliveryFailed: "state.failed", model.DeliveryStale: "state.stale",
	}
	updateStates = map[string]string{
		store.UpdateNew: "state.new", store.UpdateHandled: "state.handled", store.UpdateAside: "state.aside",
	}
)

func stateWord(p Printer, s model.DeliveryState) string {
	if key, ok := deliveryStates[s]; ok {
		return p.Say(key, nil)
	}
	return string(s)
}

func updateStateWord(p Printer, s string) string {
	if key, ok := updateStates[s]; ok {
		return p.Say(key, nil)
	}
	return s
}

// What an update is in which nobody says anything.
var updateWords = map[string]string{
	"message": "update.message", "edited_message": "update.edited_message", "callback_query": "update.callback_query", "my_chat_member": "update.my_chat_member",
}

func updateWord(p Printer, text string) string {
	if key, ok := updateWords[text]; ok {
		return p.Say(key, nil)
	}
	return text
}

// The kinds of messages, as people at a terminal call them.
var notices = map[model.NoticeKind]string{
	"say": "notice.say", "recorded": "notice.recorded", "pick": "notice.pick", "which": "notice.which", "alert": "notice.alert", "filed": "notice.filed",
	"again": "notice.again", "step": "notice.step", "note": "notice.note", "called_off": "notice.called_off", "escalated": "notice.escalated", "overdue": "notice.overdue", "digest": "notice.digest",
	"today": "notice.today", "card": "notice.card", "choice": "notice.choice", "phone": "notice.phone", "me": "notice.me", "undo": "notice.undo",
	"cases": "notice.cases", "case": "notice.case", "case_figures": "notice.case_figures", "attached": "notice.attached", "revision": "notice.revision", "change": "notice.change", "doubt": "notice.doubt",
}

func noticeWord(p Printer, k model.NoticeKind) string {
	if key, ok := notices[k]; ok {
		return p.Say(key, nil)
	}
	return string(k)
}

// problems are what was kept of why a message did not arrive, by what it holds:
// reasons of our own, and Telegram's refusals.
var problems = []struct{ holds, key string }{
	{store.ErrorNotBound, "problem.not_bound"},
	{"blocked", "problem.blocked"},
	{store.ErrorForgotten, "problem.forgotten"},
	{"cut off between request and answer", "problem.cut_off"},
	{"ended between two parts", "problem.ended"},
	{"not the reader's any more", "problem.handed_over"},
	{"hours have passed", "problem.hours"},
	{"nothing is open any more", "problem.nothing_open"},
	{"nothing to say", "problem.nothing"},
	{"kicked", "problem.kicked"},
	{"chat not found", "problem.no_chat"},
	{"Too Many Requests", "problem.flood"},
	{"no answer", "problem.no_answer"},
	{"update cannot be read", "problem.unreadable"},
}

// problem words why something did not arrive or was not handled; what nobody
// foresaw stands as it was kept.
func problem(p Printer, kept string) string {
	if words, known := Problem(p.Say, kept); known {
		return words
	}
	return fault(kept)
}

// Problem words why something did not arrive, unless nobody foresaw it.
func Problem(say func(key string, args model.Args) string, kept string) (words string, known bool) {
	for _, p := range problems {
		if strings.Contains(kept, p.holds) {
			return say(p.key, nil), true
		}
	}
	return "", false
}
