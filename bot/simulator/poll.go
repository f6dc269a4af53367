package simulator

import "time"

// longest is what Telegram makes of a longer timeout.
const longest = 50 * time.Second

// poll is a getUpdates that waits.
type poll struct {
	wake chan struct{}
	over chan struct{}
	why  error // set before over is closed
}

// rouse tells the poll to look again.
func (p *poll) rouse() {
	select {
	case p.wake <- struct{}{}:
	default:
		// It was told already.
	}
}

// endPoll ends the poll that waits, if there is one. The lock is held.
func (s *Server) endPoll(why error) {
	if p := s.poll; p != nil {
		p.why = why
		close(p.over)
		s.poll = nil
	}
}

// getUpdates confirms what lies before the offset and waits for something to tell. A second one
// ends the first with a conflict: Telegram serves one reader.
func (s *Server) getUpdates(q *request) (any, error) {
	offset, err := q.integer("offset", 0)
	if err != nil {
		return nil, err
	}
	limit, err := q.integer("limit", 100)
	if err != nil {
		return nil, err
	}
	if limit < 1 || limit > 100 {
		limit = 100
	}
	seconds, err := q.integer("timeout", 0)
	if err != nil {
		return nil, err
	}
	var kinds []string
	given, err := q.object("allowed_updates", &kinds)
	if err != nil {
		return nil, err
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	if s.webhook != "" {
		return nil, &refusal{code: 409, text: "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"}
	}
	if given {
		s.allow(kinds)
	}
	s.endPoll(&refusal{code: 409, text: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"})
	s.queue.expire(s.now())
	s.queue.confirm(offset)
	wait := min(time.Duration(seconds)*time.Second, longest)
	return s.await(q, int(limit), wait)
}

// await holds the lock on entry and return, but not while it waits.
func (s *Server) await(q *request, limit int, wait time.Duration) (any, error) {
	p := &poll{wake: make(chan struct{}, 1), over: make(chan struct{})}
	s.poll = p
	defer func() {
		if s.poll == p {
			s.poll = nil
		}
	}()
	timer := time.NewTimer(wait)
	defer timer.Stop()
	late := wait <= 0
	for {
		if late || len(s.queue.waiting) > 0 {
			return raw(s.queue.batch(limit)), nil
		}
		var ended error
		s.outside(func() {
			select {
			case <-p.wake:
			case <-p.over:
			case <-timer.C:
				late = true
			case <-q.ctx.Done():
				ended = q.ctx.Err()
			}
		})
		if p.why != nil {
			return nil, p.why
		}
		if ended != nil {
			return nil, ended
		}
	}
}

// allow sets the kinds of update that are made from now on. An empty list means Telegram's
// default, which leaves out only kinds that are not played here.
func (s *Server) allow(kinds []string) {
	s.allowed = nil
	if len(kinds) == 0 {
		return
	}
	s.allowed = map[string]bool{}
	for _, k := range kinds {
		s.allowed[k] = true
	}
}
