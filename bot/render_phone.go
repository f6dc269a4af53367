package bot

import (
	"context"
	"strings"

	"ringkeeper/bot/text"
	"ringkeeper/model"
)

// renderPhone tells the telephone numbers of a household and of its members. A
// number that several share stands once.
func renderPhone(ctx context.Context, w *wording, d picking) (text.Page, error) {
	reader, err := w.store.Cadre(ctx, w.reader.CadreID)
	if err != nil {
		return text.Page{}, err
	}
	h, _, err := w.bot.sight(ctx, reader, w.today, d.HouseholdID)
	if err != nil {
		return text.Page{}, err
	}
	if h.ID == 0 {
		w.drop = "the household is not the reader's any more"
		return text.Page{}, nil
	}
	f, err := w.store.Facts(ctx, h.ID)
	if err != nil {
		return text.Page{}, err
	}
	lines := []string{w.say.Say("phone.of", model.Args{"head": model.MaskName(h.Head), "village": h.Village})}
	told := map[string]bool{"": true}
	tell := func(whose, phone string) {
		if !told[phone] {
			told[phone] = true
			lines = append(lines, w.say.Say("phone.line", model.Args{"whose": text.HTML(whose), "phone": phone}))
		}
	}
	tell(w.say.Say("phone.household", nil), f.Phone)
	for _, m := range f.Members {
		tell(w.say.Say("phone.member", model.Args{"relation": model.StrikeIDs(m.Relation), "name": model.MaskName(m.Name)}), m.Phone)
	}
	if len(lines) == 1 {
		lines = append(lines, w.say.Say("phone.none", nil))
	}
	return text.Page{Rows: []text.Row{{HTML: strings.Join(lines, "\n"), N: 1, HouseholdID: h.ID}}}, nil
}
