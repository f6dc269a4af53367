package bot

import (
	"context"
	"slices"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// pressingShown is how many pressing cases the office's digest names.
const pressingShown = 3

// pressing are the first lines of a digest: how many cases of the reader's scope are
// late or unheard of, and for the office those that press most.
func (w *wording) pressing(ctx context.Context, c model.Cadre) (lines []string, err error) {
	if !model.May(c, model.ActSeeOverdue, model.InPrivate) {
		return nil, nil
	}
	all, err := w.store.PressingCases(ctx, model.ScopeOf(c), model.InstantOf(w.at))
	if err != nil || len(all) == 0 {
		return nil, err
	}
	unheard := slices.IndexFunc(all, func(p store.PressingCase) bool { return !p.Unheard })
	if unheard < 0 {
		unheard = len(all)
	}
	if unheard > 0 {
		lines = append(lines, w.say.Say("digest.unheard", model.Args{"n": unheard}))
	}
	if late := len(all) - unheard; late > 0 {
		lines = append(lines, w.say.Say("digest.late", model.Args{"n": late}))
	}
	if c.Role != model.RoleOffice {
		return lines, nil
	}
	for _, p := range all[:min(len(all), pressingShown)] {
		lines = append(lines, w.say.Say("digest.late_case", model.Args{"id": p.ID, "village": p.Village, "age": w.age(p.Emergency), "status": p.Status}))
	}
	if rest := len(all) - pressingShown; rest > 0 {
		lines = append(lines, w.say.Say("digest.late_rest", model.Args{"n": rest}))
	}
	return lines, nil
}
