package bot

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/telegram"
	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

const (
	// rowGrows is by how many characters the row of a case may become longer when
	// its state changes.
	rowGrows = 12
	// rowCauses is how many causes the row of a case names.
	rowCauses = 2
)

// alerts tells of many emergencies in one message, where many wait for a chat: a
// row for each with its present state, the first reported first. What each is in
// full is told on demand. Those that have no room are left to the next message.
func (w *wording) alerts(ctx context.Context, d store.Delivery) (telegram.Rendering, error) {
	data := []json.RawMessage{d.Notice.Data}
	for _, c := range d.Carried {
		data = append(data, c.Data)
	}
	sources := make([]string, len(data))
	for i, raw := range data {
		var f filed
		if err := json.Unmarshal(raw, &f); err != nil {
			return telegram.Rendering{Drop: "unreadable data: " + err.Error()}, nil
		}
		sources[i] = f.Source
	}
	found, err := w.store.Emergencies(ctx, store.EmergencyFilter{Sources: sources})
	if err != nil {
		return telegram.Rendering{}, err
	}
	slices.Reverse(found)
	r := telegram.Rendering{Page: w.summary(found)}
	for !w.edit && r.Left < len(d.Carried) && !telegram.Fits(r.Page, rowGrows) {
		r.Left++
		last := sources[len(sources)-r.Left]
		found = slices.DeleteFunc(found, func(e store.EmergencyRow) bool { return e.Source == last })
		r.Page = w.summary(found)
	}
	return r, nil
}

// summary is one page of many emergencies.
func (w *wording) summary(cases []store.EmergencyRow) text.Page {
	waiting := 0
	var rows []string
	for _, e := range cases {
		if e.Status == model.Reported {
			waiting++
		}
		rows = append(rows, w.say.Say("emergency.many_row", model.Args{"id": e.ID, "what": text.HTML(w.what(e)), "status": e.Status}))
	}
	title := w.say.Say("emergency.many", model.Args{"n": len(cases), "waiting": waiting})
	how := []string{w.say.Say("emergency.many_how", model.Args{"id": cases[0].ID})}
	if waiting > 0 {
		how = slices.Insert(how, 0, w.say.Say("emergency.at_once", nil))
	}
	page := text.Page{Rows: text.Rows(slices.Concat([]string{title}, rows, how)...)}
	if !w.group {
		page.Keyboard = [][]text.Button{{w.button("button.emergencies", talk.Tap{Do: talk.TapCommand, Word: "emergencies"})}}
	}
	return page
}

// what says of an emergency where it is, whose, and why; a group sees neither
// name nor words.
func (w *wording) what(e store.EmergencyRow) string {
	parts := []string{w.scene(e)}
	if len(e.Causes) > 0 {
		parts = append(parts, w.say.Causes(e.Causes[:min(len(e.Causes), rowCauses)]))
	}
	if e.Unconfirmed {
		parts = append(parts, w.say.Say("cases.unconfirmed", nil))
	}
	return strings.Join(parts, " ")
}

// scene says where an emergency is and whose; a group reads no name.
func (w *wording) scene(e store.EmergencyRow) string {
	where := []string{e.Township, e.Village}
	if !w.group {
		where = append(where, model.MaskName(model.StrikeIDs(e.Head+e.Family)))
	}
	where = slices.DeleteFunc(where, func(s string) bool { return s == "" })
	if len(where) == 0 {
		return w.say.Say("emergency.unlocated", nil)
	}
	return text.Escape(strings.Join(where, " "))
}
