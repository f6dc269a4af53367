package bot

import (
	"context"
	"time"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// takeBack answers /undo: it shows what the person's newest message recorded,
// with the button that takes it back.
func (b *Bot) takeBack(ctx context.Context, r *request) error {
	newest, err := b.store.Contacts(ctx, store.ContactFilter{ByID: r.cadre.ID, Limit: lookedBack})
	if err != nil {
		return err
	}
	for _, c := range newest {
		h, err := b.ownHousehold(ctx, r, c.HouseholdID)
		if err != nil {
			return err
		}
		if h.ID == 0 || c.UpdateID == 0 {
			continue
		}
		// What a button made of a record goes with the words that it was made of.
		update, err := b.origin(ctx, c.ContactRecord)
		if err != nil {
			return err
		}
		r.reply(kindUndo, subjectOfUpdate(update), recorded{UpdateID: update})
		return nil
	}
	r.tell("undo.none", nil)
	return nil
}

// callOffWithin is how long words take back an emergency without saying which.
const callOffWithin = 24 * time.Hour

// offersCallOff takes words that say that the newest emergency is none. They ask
// once more, since everyone who was told hears of it.
func (b *Bot) offersCallOff(ctx context.Context, r *request) (done bool, err error) {
	if !talk.CallsOff(r.Text) {
		return false, nil
	}
	since := r.turn.At.Add(-callOffWithin)
	open, err := b.store.Emergencies(ctx, store.EmergencyFilter{Open: true, Since: since})
	if err != nil {
		return false, err
	}
	added, err := b.store.JoinedReports(ctx, r.cadre.ID, since)
	if err != nil {
		return false, err
	}
	for _, e := range open {
		if len(added) > 0 && added[0].At > e.ReportedAt {
			break
		}
		if e.ReportedBy == r.cadre.ID {
			r.tell("emergency.ask_off", model.Args{"id": e.ID, "at": r.say.Word(e.ReportedAt)}, said{Key: "button.not_emergency", Tap: talk.Tap{Do: talk.TapCallOff, ID: e.ID}})
			return true, nil
		}
	}
	if len(added) > 0 {
		r.tell("joined.ask_off", model.Args{"id": added[0].EmergencyID, "at": r.say.Word(added[0].At)}, said{Key: "button.not_emergency", Tap: talk.Tap{Do: talk.TapUnjoin, ID: added[0].ID}})
	}
	return len(added) > 0, nil
}

// lookedBack is among how many of a person's newest records one of a household
// is looked for that is still theirs.
const lookedBack = 30

func renderUndo(ctx context.Context, w *wording, d recorded) (text.Page, error) {
	records, err := w.told(ctx, d.UpdateID)
	if err != nil {
		return text.Page{}, err
	}
	page := text.Page{Rows: text.Rows("")}
	standing, alarm := false, false
	for _, c := range records {
		if c.gone {
			continue
		}
		row := w.recordedRow(c, "")
		if c.WithdrawnAt != 0 {
			row = "<s>" + row + "</s>"
			alarm = alarm || w.alarmStands(ctx, c)
		}
		standing = standing || c.WithdrawnAt == 0
		page.Rows = append(page.Rows, text.Row{HTML: row})
	}
	if len(page.Rows) == 1 {
		w.drop = "the household is not the reader's any more"
		return text.Page{}, nil
	}
	if !standing {
		page.Rows[0].HTML = w.say.Say("recorded.withdrawn", nil)
		if alarm {
			page.Rows = append(page.Rows, text.Rows(w.say.Say("recorded.alarm_stands", nil))...)
		}
		return page, nil
	}
	page.Rows[0].HTML = w.say.Say("undo.ask", model.Args{"at": records[0].RecordedAt})
	page.Keyboard = [][]text.Button{{w.button("button.change", talk.Tap{Do: talk.TapChoose, ID: d.UpdateID}), w.button("button.undo", talk.Tap{Do: talk.TapUndo, ID: d.UpdateID})}}
	return page, nil
}
