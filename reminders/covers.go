package reminders

import (
	"context"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// covers are who is away on a day, and what those owe for whom somebody stands
// in. They are few, so that looking up each costs nothing beside the day.
type covers struct {
	away map[int64]bool
	owed map[int64][]store.Owed // by who stands in
}

// covers looks up what is open for whom somebody stands in. What a stand-in has
// heard of counts, not what the responsible cadre has; nobody stands in for those
// for whom a stand-in does.
func (p *Planner) covers(ctx context.Context, open store.OpenQuery) (covers, error) {
	all, err := p.Store.StandIns(ctx, store.StandInFilter{On: open.At})
	if err != nil {
		return covers{}, err
	}
	found := covers{away: map[int64]bool{}, owed: map[int64][]store.Owed{}}
	type pair struct{ by, of int64 }
	seen := map[pair]bool{}
	for _, s := range all {
		found.away[s.ForID] = found.away[s.ForID] || s.Leave
		// A delegate may stand in for a leave as well.
		if s.ByID == 0 || seen[pair{s.ByID, s.ForID}] {
			continue
		}
		seen[pair{s.ByID, s.ForID}] = true
		open.CadreID, open.Reader = s.ForID, s.ByID
		err := p.Store.EachOwing(ctx, open, func(_ model.Cadre, duties []store.Owed) error {
			found.owed[s.ByID] = append(found.owed[s.ByID], duties...)
			return nil
		})
		if err != nil {
			return covers{}, err
		}
	}
	return found, nil
}
