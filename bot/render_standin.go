package bot

import (
	"context"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// cover is somebody for whom the reader stands in.
type cover struct {
	model.StandIn
	name string
}

// covers are those for whom the reader stands in today, each once, and whether
// the reader is on leave.
func (w *wording) covers(ctx context.Context) (covers []cover, away bool, err error) {
	own, err := w.store.StandIns(ctx, store.StandInFilter{ForID: w.reader.CadreID, On: w.today})
	if err != nil {
		return nil, false, err
	}
	others, err := w.store.StandIns(ctx, store.StandInFilter{ByID: w.reader.CadreID, On: w.today})
	if err != nil {
		return nil, false, err
	}
	for _, s := range own {
		away = away || s.Leave
	}
	for _, s := range others {
		if n := len(covers); n > 0 && covers[n-1].ForID == s.ForID { // a delegate, and for a leave as well
			if s.Leave {
				covers[n-1].StandIn = s
			}
			continue
		}
		responsible, err := w.store.Cadre(ctx, s.ForID)
		if err != nil {
			return nil, false, err
		}
		covers = append(covers, cover{s, responsible.Name})
	}
	return covers, away, nil
}

// onBehalf says for whom a stand-in recorded something, nothing where it was
// recorded by the responsible cadre.
func (w *wording) onBehalf(ctx context.Context, c model.ContactRecord) (string, error) {
	if c.OnBehalfOfID == 0 {
		return "", nil
	}
	responsible, err := w.store.Cadre(ctx, c.OnBehalfOfID)
	return w.say.Say("recorded.for", model.Args{"name": responsible.Name}), err
}
