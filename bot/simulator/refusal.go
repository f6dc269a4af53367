package simulator

import (
	"fmt"
	"net"
	"os"
	"syscall"
)

// refusal is an answer with ok:false. Its text is what Telegram says, as far as it is known.
type refusal struct {
	code       int
	text       string
	retryAfter int
	migrateTo  int64
}

func (r *refusal) Error() string { return r.text }

func bad(format string, args ...any) error {
	return &refusal{code: 400, text: "Bad Request: " + fmt.Sprintf(format, args...)}
}

func forbidden(text string) error {
	return &refusal{code: 403, text: "Forbidden: " + text}
}

func flood(seconds int) error {
	return &refusal{code: 429, text: fmt.Sprintf("Too Many Requests: retry after %d", seconds), retryAfter: seconds}
}

// These are not answers: the caller sees a connection that fails. They are what the net package
// returns, because a sender must tell "never left" from "left, and then nothing was heard".
var (
	errRefused error = &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	errBroken  error = &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}
)
