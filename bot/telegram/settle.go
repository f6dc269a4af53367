package telegram

import (
	"time"

	"ringkeeper/model"
)

// verdict is what a worker tells after one step of a job.
type verdict struct {
	job     *job
	more    bool    // another part waits for its turn
	called  bool    // Telegram was asked; then outcome says what came of it
	outcome Outcome // of the call
	err     error   // of the call
	again   time.Time
	shown   bool  // the messages show what the outbox holds
	render  bool  // the renderer failed
	outbox  error // the outbox failed; nothing was sent
}

// settle takes a job back from its worker and draws the conclusions for all
// others.
func (s *Sender) settle(v verdict) {
	id, chat := v.job.d.ID, v.job.d.Notice.ChatID
	priority := v.job.d.Notice.Priority
	delete(s.flying, id)
	delete(s.chats, chat)
	if v.more {
		v.job.flies = false
		s.put(v.job)
	}
	s.drop(v.job.d.Carried)
	if v.job.toldAll {
		s.pace.toldAll(chat, s.o.Now(), len(v.job.d.Carried) > 0)
	}
	// A look finds one emergency of a chat; others may wait behind it.
	if s.missed || !v.again.IsZero() || priority == model.PriorityEmergency {
		s.stale = true
	}
	if v.outbox != nil {
		s.trouble(&s.writing, v.outbox)
		return
	}
	s.writing.over()
	s.remember(v)
	if v.again.IsZero() {
		delete(s.holds, hold{chat, priority})
	} else if v.job.d.Attempts < patience && !v.render && !v.job.d.Edit {
		s.holds[hold{chat, priority}] = v.again
	}
	if v.called {
		if s.o.Called != nil {
			s.o.Called(string(v.outcome.Kind))
		}
		s.weather(v, chat)
	}
}

// weather draws from one call what it says about Telegram as a whole.
func (s *Sender) weather(v verdict, chat int64) {
	switch v.outcome.Kind {
	case NotSent, Ambiguous:
		// Every further call would probably meet the same; and an ambiguous
		// digest is lost until the next workday's.
		s.trouble(&s.away, v.err)
		return
	case Unauthorized:
		s.fatal = v.err
		return
	case RetryLater:
		s.flood(chat, v.again)
	case Migrated, Conflict:
		s.stale = true
	}
	s.away.over()
}

// flood keeps a chat quiet as long as Telegram asked. Telegram does not say
// whether it means the chat or the bot as a whole; when a second chat is told
// to wait while a first one still does, it is taken for the whole.
func (s *Sender) flood(chat int64, until time.Time) {
	now := s.o.Now()
	all := false
	for other, t := range s.floods {
		switch {
		case !t.After(now):
			delete(s.floods, other)
		case other != chat:
			all = true
		}
	}
	s.floods[chat] = until
	if all && until.After(s.paused) {
		s.paused = until
	}
	s.o.Log.Warn("telegram asks to wait", "until", until, "everything", all)
}

// remember keeps what the next try of a delivery has to know. It forgets all
// when it became much: then some edits are made that would not be needed.
func (s *Sender) remember(v verdict) {
	const much = 20_000
	if len(s.shown) > much || len(s.failures) > much {
		clear(s.shown)
		clear(s.failures)
	}
	id := v.job.d.ID
	switch {
	case v.render, v.job.d.Edit && !v.again.IsZero():
		s.failures[id]++
	case !v.more:
		delete(s.failures, id)
	}
	if v.shown {
		s.shown[id] = true
	} else {
		delete(s.shown, id)
	}
	if len(s.holds) > much {
		now := s.o.Now()
		for key, t := range s.holds {
			if !t.After(now) {
				delete(s.holds, key)
			}
		}
	}
}
