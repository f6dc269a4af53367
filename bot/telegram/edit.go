package telegram

import "ringkeeper/model/store"

// edits returns what makes the messages that are there show the new parts: what
// differs is edited, what is too much removed, what is missing sent. What the
// messages show is known to be what was kept only when the sender is sure;
// else each is edited, since to be told "not modified" does no harm.
func edits(old, kept []store.Part, parts []Part, sure bool) []errand {
	var todo []errand
	for i, p := range parts {
		e := errand{verb: send, n: i + 1, part: p}
		if i < len(old) && old[i].MessageID != 0 {
			if sure && old[i].HTML == kept[i].HTML && sameKeyboard(old[i].Keyboard, kept[i].Keyboard) {
				continue
			}
			e.verb, e.messageID = edit, old[i].MessageID
		}
		todo = append(todo, e)
	}
	for _, p := range old[min(len(parts), len(old)):] {
		if p.MessageID != 0 {
			todo = append(todo, errand{verb: remove, n: p.N, messageID: p.MessageID})
		}
	}
	return todo
}
