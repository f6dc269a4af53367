package bot

import (
	"context"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
)

// choice asks which household is to be shown.
type choice struct {
	View       talk.Verb `json:"view"`
	Text       string    `json:"text,omitempty"` // what was typed, "" where nothing was
	Households []int64   `json:"households"`
	More       bool      `json:"more,omitempty"` // others fit too
}

// choices is how many households are offered as buttons; more do not fit a
// telephone's screen.
const choices = 24

// choicesLine is how many stand beside each other.
const choicesLine = 2

func renderChoice(ctx context.Context, w *wording, d choice) (text.Page, error) {
	reader, err := w.store.Cadre(ctx, w.reader.CadreID)
	if err != nil {
		return text.Page{}, err
	}
	var shown []model.Household
	for _, id := range d.Households {
		h, _, err := w.bot.sight(ctx, reader, w.today, id)
		if err != nil {
			return text.Page{}, err
		}
		if h.ID != 0 {
			shown = append(shown, h)
		}
	}
	if len(shown) == 0 {
		w.drop = "the household is not the reader's any more"
		return text.Page{}, nil
	}
	page := text.Page{Rows: text.Rows(w.say.Say("find.which", nil))}
	if d.Text != "" {
		page.Rows = text.Rows(w.say.Say("find.several", model.Args{"text": d.Text}))
	}
	if d.More || d.Text == "" {
		page.Rows = append(page.Rows, text.Rows(w.say.Say("find.type", nil))...)
	}
	told := alike(shown)
	for i, h := range shown {
		if i%choicesLine == 0 {
			page.Keyboard = append(page.Keyboard, nil)
		}
		line := &page.Keyboard[len(page.Keyboard)-1]
		*line = append(*line, w.button("find.household", talk.Tap{Do: d.View, ID: h.ID},
			model.Args{"head": model.MaskName(h.Head), "village": w.place(h, told)}))
	}
	return page, nil
}
