package simulator

import (
	"strconv"
	"strings"
	"sync"
	"time"
)

// Options says what the simulated Telegram is like. The zero value is usable.
type Options struct {
	// Token is the one bot token that is accepted; "123456:SIMULATED" when empty. Digits before a
	// colon become the bot's user id.
	Token string
	// Username of the bot, with or without the @; "ringkeeper_bot" when empty.
	Username string
	// Now is the clock for dates, expiry and flood limits; time.Now when nil. Long polls are timed
	// by real timers (or synctest's), not by Now.
	Now func() time.Time
	// Limits turns Telegram's flood limits on; see limits.go for the figures.
	Limits bool
	// FirstUpdateID is the id of the first update; 1 when zero.
	FirstUpdateID int64
}

// Server is one Telegram with one bot. Its methods may be called from any goroutine.
type Server struct {
	token    string
	username string
	botID    int64
	now      func() time.Time
	limits   bool

	mu       sync.Mutex
	down     bool
	faults   []*Fault
	calls    []Call
	queue    updateQueue
	allowed  map[string]bool // nil: every kind of update
	poll     *poll
	webhook  string
	public   bool // privacy mode is off
	chats    map[int64]*chat
	persons  map[int64]*Person
	presses  map[string]*press
	files    map[string]*file
	commands map[scope][]command
	overall  window

	lastPerson int64
	lastGroup  int64
	lastPress  int64
	lastAlbum  int64

	observers []func(Message)
	news      []Message
	telling   bool
}

// New makes a Telegram in which nobody has written anything yet.
func New(o Options) *Server {
	if o.Token == "" {
		o.Token = "123456:SIMULATED"
	}
	if o.Username == "" {
		o.Username = "ringkeeper_bot"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.FirstUpdateID == 0 {
		o.FirstUpdateID = 1
	}
	// A token of Telegram's own shape starts with the bot's user id.
	number, _, _ := strings.Cut(o.Token, ":")
	botID, err := strconv.ParseInt(number, 10, 64)
	if err != nil || botID <= 0 {
		botID = 7_000_000_001
	}
	return &Server{
		token:    o.Token,
		username: strings.TrimPrefix(o.Username, "@"),
		botID:    botID,
		now:      o.Now,
		limits:   o.Limits,
		queue:    updateQueue{next: o.FirstUpdateID},
		chats:    map[int64]*chat{},
		persons:  map[int64]*Person{},
		presses:  map[string]*press{},
		files:    map[string]*file{},
		commands: map[scope][]command{},
		overall:  window{size: 30, span: time.Second},
		// Ids do not fit into 32 bits, as many real ones do not.
		lastPerson: 5_200_000_000,
		lastGroup:  4_000_000_000,
		lastPress:  4_500_000_000_000_000_000,
	}
}

// Token is the token that is accepted.
func (s *Server) Token() string { return s.token }

// BotID is the bot's user id.
func (s *Server) BotID() int64 { return s.botID }

// locked runs f with the server's state in hand and tells the observers afterwards.
func (s *Server) locked(f func()) {
	func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		f()
	}()
	s.tell()
}
