package text

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"

	"ringkeeper/model"
)

// system are the errors of the machine that people meet.
var system = []struct {
	err error
	key string
}{
	{fs.ErrNotExist, "system.not_there"},
	{fs.ErrPermission, "system.not_allowed"},
	{syscall.EISDIR, "system.folder"},
	{syscall.ENOTDIR, "system.no_folder"},
	{syscall.EROFS, "system.read_only"},
	{syscall.ENOSPC, "system.full"},
	{syscall.EFBIG, "system.full"},
	{syscall.ENAMETOOLONG, "system.long_name"},
	{syscall.ECONNREFUSED, "system.refused"},
	{context.DeadlineExceeded, "system.late"},
	{os.ErrDeadlineExceeded, "system.late"},
}

// fault words an error: what is wrong in what an office set, what the machine
// said, and only of what nobody foresaw the programmers' words.
func (s Speaker) fault(err error) string {
	if flaws := s.flaws(err); len(flaws) > 0 {
		return s.Clauses(flaws)
	}
	for _, known := range system {
		if errors.Is(err, known.err) {
			return s.Say(known.key, nil)
		}
	}
	var host *net.DNSError
	if errors.As(err, &host) {
		return s.Say("system.no_host", nil)
	}
	words := strings.ReplaceAll(err.Error(), "\n", "; ")
	return Escape(model.StrikeIDs(strings.Join(strings.Fields(words), " ")))
}

// flaws words all that an error holds of what an office set.
func (s Speaker) flaws(err error) (words []string) {
	switch e := err.(type) {
	case *model.Flaw:
		return []string{s.Say("config.fault", model.Args{"where": e.Where, "what": HTML(s.Reason(e.Reason))})}
	case interface{ Unwrap() []error }:
		for _, below := range e.Unwrap() {
			words = append(words, s.flaws(below)...)
		}
	case interface{ Unwrap() error }:
		return s.flaws(e.Unwrap())
	}
	return words
}
