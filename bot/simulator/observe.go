package simulator

// OnMessage registers an observer. It is called for every message that appears or is edited, in any
// chat and by anybody, one at a time and in order, without a lock held: it may use the server.
// When several goroutines make messages, one of them calls the observer for all.
func (s *Server) OnMessage(f func(Message)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.observers = append(s.observers, f)
}

// note remembers a message for the observers. The lock is held.
func (s *Server) note(m *message) {
	if len(s.observers) > 0 {
		s.news = append(s.news, m.Message)
	}
}

// tell calls the observers. Only one goroutine does so at a time, because two would mix the order;
// an observer that makes messages itself leaves them to the one that is already telling.
func (s *Server) tell() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.telling || len(s.news) == 0 {
		return
	}
	s.telling = true
	defer func() { s.telling = false }()
	for len(s.news) > 0 {
		news, observers := s.news, s.observers
		s.news = nil
		s.outside(func() {
			for _, m := range news {
				for _, f := range observers {
					f(m)
				}
			}
		})
	}
}

// outside runs f without the lock and takes it again, also when f panics.
func (s *Server) outside(f func()) {
	s.mu.Unlock()
	defer s.mu.Lock()
	f()
}
