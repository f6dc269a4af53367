package simulator

import (
	"fmt"
	"net/http"
	"strings"
)

// FaultKind is what goes wrong with a call.
type FaultKind int

const (
	// TooManyRequests answers 429 with RetryAfter; not processed.
	TooManyRequests FaultKind = iota
	// BadGateway answers 502 with a page of HTML, as a proxy in between does; not processed.
	BadGateway
	// LostAnswer processes the call and then breaks the connection.
	LostAnswer
	// Refused fails the connection before anything is processed.
	Refused
	// Forbidden answers 403; not processed.
	Forbidden
	// BadRequest answers 400; not processed.
	BadRequest
	// Hang does not answer until the request's context ends; not processed.
	Hang
)

// Fault waits for calls and spoils them. Faults are used in the order in which they were injected.
type Fault struct {
	Method     string // "": any, also getUpdates
	Chat       int64  // 0: any
	Times      int    // how many calls; 0 means one, a negative number every call until Heal
	Kind       FaultKind
	RetryAfter int // seconds, for TooManyRequests; 0 means one
}

// Inject adds a fault for later calls. A getUpdates that already waits is not touched.
func (s *Server) Inject(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Times == 0 {
		f.Times = 1
	}
	s.faults = append(s.faults, &f)
}

// Heal takes away all faults that were not used.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// Down takes the API away or brings it back. While it is away every call fails as if the connection
// was refused, and a long poll that waits is broken off. People can go on writing.
func (s *Server) Down(away bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = away
	if away {
		s.endPoll(errBroken)
	}
}

// fault takes the first fault that fits the call.
func (s *Server) fault(q *request) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	chat := q.chatID()
	for i, f := range s.faults {
		if f.Method != "" && !strings.EqualFold(f.Method, q.method) || f.Chat != 0 && f.Chat != chat {
			continue
		}
		if f.Times > 0 {
			f.Times--
			if f.Times == 0 {
				s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
			}
		}
		return f
	}
	return nil
}

// fail is the answer to a call that a fault keeps from being processed.
func (s *Server) fail(q *request, f *Fault) (answer, error) {
	var no error
	switch f.Kind {
	case TooManyRequests:
		no = flood(max(f.RetryAfter, 1))
	case Forbidden:
		no = forbidden("bot was blocked by the user")
	case BadRequest:
		no = bad("simulated fault")
	case BadGateway:
		s.record(q.call(http.StatusBadGateway, "Bad Gateway"))
		page := "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
		return answer{http.StatusBadGateway, "text/html", []byte(page)}, nil
	case Hang:
		<-q.ctx.Done()
		s.record(q.call(0, "no answer"))
		return answer{}, q.ctx.Err()
	case Refused:
		s.record(q.call(0, "connection refused"))
		return answer{}, errRefused
	default:
		panic(fmt.Sprintf("simulator: no such kind of fault: %d", f.Kind))
	}
	a := refused(no)
	s.record(q.call(a.status, no.Error()))
	return a, nil
}
