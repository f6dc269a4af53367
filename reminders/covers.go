package reminders

import (
	"context"

	"ringkeeper/model/store"
)

// covers are who is away on a day, and what those owe for whom somebody stands
// in.
type covers struct {
	away map[int64]bool
	owed map[int64][]store.Owed // by who stands in
}

// covers looks up both. Nobody stands in for those for whom a stand-in does.
func (p *Planner) covers(ctx context.Context, open store.OpenQuery) (found covers, err error) {
	all, err := p.Store.StandIns(ctx, store.StandInFilter{On: open.At})
	if err != nil || len(all) == 0 {
		return found, err
	}
	found.away = map[int64]bool{}
	for _, s := range all {
		found.away[s.ForID] = found.away[s.ForID] || s.Leave
	}
	found.owed, err = p.Store.OwedWhereStoodIn(ctx, open)
	return found, err
}
