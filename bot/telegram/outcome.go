package telegram

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"
)

// OutcomeKind is what became of a call.
type OutcomeKind string

// The outcomes. Ambiguous means that the request went out whole and no answer
// came back, so that nobody can know: Telegram has no key by which a second
// request would be told from the first.
const (
	Sent         OutcomeKind = "sent"
	RetryLater   OutcomeKind = "retry_later" // 429; After says how long
	NotSent      OutcomeKind = "not_sent"    // it never reached Telegram
	Ambiguous    OutcomeKind = "ambiguous"
	Gone         OutcomeKind = "gone"     // blocked, kicked, deactivated
	Muted        OutcomeKind = "muted"    // in a group in which the bot may not write
	Migrated     OutcomeKind = "migrated" // To is the group's new id
	Permanent    OutcomeKind = "permanent"
	Unauthorized OutcomeKind = "unauthorized"
	Conflict     OutcomeKind = "conflict" // another program polls with this token
)

// Failures are the outcomes of calls that did not succeed, Outcomes all there
// are, as words for figures.
var (
	Failures = []string{
		string(RetryLater), string(NotSent), string(Ambiguous), string(Gone), string(Muted), string(Migrated), string(Permanent), string(Unauthorized), string(Conflict),
	}
	Outcomes = append([]string{string(Sent)}, Failures...)
)

// Outcome is what became of a call, with what is needed to go on.
type Outcome struct {
	Kind  OutcomeKind
	After time.Duration
	To    int64
}

// ErrToken: Telegram does not know the token. Nothing gets better by waiting.
var ErrToken = errors.New("telegram refuses the bot's token: check TELEGRAM_BOT_TOKEN")

// Failure is a call that did not succeed. Its text never holds the token. It
// hides the errors underneath, because those of net/http hold the URL and with
// it the token; only what the machine said can still be found: the end of a
// context, a connection refused, a host not found, a wait in vain.
type Failure struct {
	Method  string
	Code    int // Telegram's error code, 0 when there was no answer
	Outcome Outcome
	Text    string
	said    error
}

func (f *Failure) Error() string { return f.Method + ": " + f.Text }

func (f *Failure) Unwrap() []error {
	var under []error
	if f.said != nil {
		under = append(under, f.said)
	}
	if f.Outcome.Kind == Unauthorized {
		under = append(under, ErrToken)
	}
	return under
}

// OutcomeOf says what became of a call that returned err.
func OutcomeOf(err error) Outcome {
	var f *Failure
	switch {
	case err == nil:
		return Outcome{Kind: Sent}
	case errors.As(err, &f):
		return f.Outcome
	default:
		return Outcome{Kind: Ambiguous}
	}
}

// envelope is what every answer of the Bot API looks like.
type envelope struct {
	OK          *bool  `json:"ok"`
	Description string `json:"description"`
	Code        int    `json:"error_code"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// refusal is the failure that an answer with ok:false stands for.
func (e *envelope) refusal() *Failure {
	f := &Failure{Code: e.Code, Text: fmt.Sprintf("%d %s", e.Code, e.Description)}
	switch {
	case e.Parameters.MigrateTo != 0:
		f.Outcome = Outcome{Kind: Migrated, To: e.Parameters.MigrateTo}
	case e.Code == http.StatusTooManyRequests:
		after := time.Duration(max(e.Parameters.RetryAfter, 1)) * time.Second
		f.Outcome = Outcome{Kind: RetryLater, After: after}
	case e.Code == http.StatusUnauthorized, e.Code == http.StatusNotFound:
		// A token of a wrong shape is answered with 404.
		f.Outcome.Kind = Unauthorized
	case f.says(muted...):
		f.Outcome.Kind = Muted
	case e.Code == http.StatusForbidden, e.Code == http.StatusBadRequest && f.says(nobodyThere...):
		f.Outcome.Kind = Gone
	case e.Code == http.StatusConflict:
		f.Outcome.Kind = Conflict
	case e.Code >= 500:
		f.Outcome.Kind = Ambiguous
	default:
		f.Outcome.Kind = Permanent
	}
	return f
}

// Telegram tells these cases apart by words alone; there is no code to look at.
// The words are those of the public Bot API server's source.
var (
	nobodyThere = []string{"chat not found", "user is deactivated", "PEER_ID_INVALID", "group chat was deactivated"}
	muted       = []string{"CHAT_WRITE_FORBIDDEN", "not enough rights"} // the bot is there all the same
	unchanged   = []string{"message is not modified"}
	notThere    = []string{"message to edit not found", "message to delete not found", "MESSAGE_ID_INVALID"}
	unchangable = []string{"message can't be edited", "message can't be deleted"}
)

// says tells whether Telegram's words hold one of the phrases.
func (f *Failure) says(phrases ...string) bool {
	text := strings.ToLower(f.Text)
	for _, p := range phrases {
		if strings.Contains(text, strings.ToLower(p)) {
			return true
		}
	}
	return false
}

// refused says whether err is a 400 with one of the phrases.
func refused(err error, phrases ...string) bool {
	var f *Failure
	return errors.As(err, &f) && f.Code == http.StatusBadRequest && f.says(phrases...)
}

// said picks out of an error what may be told of it: what the machine said,
// without the address to which it said it.
func said(err error) error {
	for _, plain := range []error{context.Canceled, context.DeadlineExceeded, syscall.ECONNREFUSED} {
		if errors.Is(err, plain) {
			return plain
		}
	}
	var host *net.DNSError
	var slow net.Error
	switch {
	case errors.As(err, &host):
		return &net.DNSError{Err: host.Err, Name: host.Name, IsNotFound: host.IsNotFound}
	case errors.As(err, &slow) && slow.Timeout():
		return os.ErrDeadlineExceeded
	}
	return nil
}
