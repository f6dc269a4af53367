package bot

import (
	"context"
	"time"

	"ringkeeper/model"
)

// Interpose puts something between a service's bot and its store, for tests of
// what goes wrong there.
func Interpose(s *Service, between func(Store) Store) { s.bot.store = between(s.bot.store) }

// Timeline tells a case's history as somebody would read it.
func Timeline(ctx context.Context, s *Service, e model.Emergency, lang string, at time.Time, full, group bool) ([]string, error) {
	zone := s.bot.config.Zone.Location
	w := wording{bot: s.bot, store: s.bot.store, at: at, today: model.DayOf(at, zone), group: group}
	w.say = s.bot.words.In(lang, w.today, zone)
	return w.timeline(ctx, e, full)
}
