package bot

// Interpose puts something between a service's bot and its store, for tests of
// what goes wrong there.
func Interpose(s *Service, between func(Store) Store) { s.bot.store = between(s.bot.store) }
