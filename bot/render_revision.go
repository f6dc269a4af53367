package bot

import (
	"cmp"
	"context"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
)

// offered is what would stand by a changed message.
type offered struct {
	Update int64     `json:"update,omitempty"`
	Rows   []revised `json:"rows,omitempty"`
	Over   string    `json:"over,omitempty"` // key of what is said once it was answered
}

// revised is one household of it. Of the words nothing is kept here.
type revised struct {
	Number int                  `json:"number,omitempty"` // in the digest
	Now    *model.ContactRecord `json:"now,omitempty"`    // nil: to be taken back
	Was    *model.ContactRecord `json:"was,omitempty"`    // nil: new
}

// offer gives the data of the question whether the records are to be changed.
func (v revision) offer(update int64) offered {
	numbers := v.list.numbers()
	wordless := func(c model.ContactRecord) *model.ContactRecord {
		c.Text = ""
		return &c
	}
	d := offered{Update: update}
	for _, c := range v.step.Records {
		row := revised{Number: numbers[c.HouseholdID], Now: wordless(c)}
		if was, ok := v.was[c.HouseholdID]; ok {
			row.Was = wordless(was)
		}
		d.Rows = append(d.Rows, row)
	}
	for _, c := range v.gone {
		d.Rows = append(d.Rows, revised{Number: numbers[c.HouseholdID], Was: wordless(c)})
	}
	return d
}

// renderRevision asks whether records are to be changed as their message was.
func renderRevision(ctx context.Context, w *wording, d offered) (text.Page, error) {
	if d.Over != "" {
		return text.Page{Rows: text.Rows(w.say.Say(d.Over, nil))}, nil
	}
	page := text.Page{Rows: text.Rows(w.say.Say("edited.title", nil))}
	for i, r := range d.Rows {
		shown := r.Now
		if shown == nil {
			shown = r.Was
		}
		h, err := w.store.Household(ctx, shown.HouseholdID)
		if err != nil {
			return text.Page{}, err
		}
		number := ""
		if r.Number != 0 {
			number = w.say.Say("recorded.number", model.Args{"number": r.Number})
		}
		row := w.recordedRow(told{ContactRecord: *shown, household: h}, number)
		switch {
		case r.Now == nil:
			row = w.say.Say("edited.gone", model.Args{"row": text.HTML("<s>" + row + "</s>")})
		case r.Was == nil:
			row = w.say.Say("edited.new", model.Args{"row": text.HTML(row)})
		case r.Now.Outcome == r.Was.Outcome && r.Now.Means == r.Was.Means && r.Now.HappenedOn == r.Was.HappenedOn:
			row = w.say.Say("edited.words", model.Args{"row": text.HTML(row)})
		default:
			was := w.say.Say("recorded.what", model.Args{"means": r.Was.Means, "outcome": r.Was.Outcome})
			if r.Now.HappenedOn != r.Was.HappenedOn {
				was += w.say.Say("recorded.day", model.Args{"day": r.Was.HappenedOn})
			}
			row = w.say.Say("edited.was", model.Args{"row": text.HTML(row), "was": text.HTML(was)})
		}
		// A number of its own lets the message be found by its household.
		page.Rows = append(page.Rows, text.Row{HTML: row, N: cmp.Or(r.Number, othersFrom+i), HouseholdID: h.ID})
	}
	tap := func(word string) talk.Tap { return talk.Tap{Do: talk.TapRevision, ID: d.Update, Word: word} }
	page.Keyboard = [][]text.Button{{w.button("button.as_edited", tap(talk.Apply)), w.button("button.as_before", tap(talk.Leave))}}
	return page, nil
}
