package bot

import (
	"context"

	"ringkeeper/bot/text"
	"ringkeeper/model"
)

// timeline are the lines of a case's timeline, the oldest first; with full, what
// people wrote too, which no group reads.
func (w *wording) timeline(ctx context.Context, e model.Emergency, full bool) (lines []string, err error) {
	events, err := w.store.CaseEvents(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	for _, v := range events {
		by, err := w.store.Cadre(ctx, v.ByID)
		if err != nil {
			return nil, err
		}
		args := model.Args{"at": v.At, "name": by.Name, "what": v.Kind, "text": ""}
		if v.Kind == model.CaseAdvanced {
			args["what"] = v.Detail.Status
		}
		if full && v.Text != "" {
			args["text"] = text.HTML(w.say.Say("case.line_text", model.Args{"text": model.StrikeIDs(v.Text)}))
		}
		lines = append(lines, w.say.Say("case.line", args))
	}
	return lines, nil
}
