package roster

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// Error says why a file as a whole cannot be read. Code and Detail are for the
// person, Err is the cause for the operator and may be nil.
type Error struct {
	Code   Code
	File   string // base name
	Detail map[string]string
	Err    error
}

// Error puts the failure on one line.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("read roster " + filepath.Base(e.File) + ": " + string(e.Code))
	for _, k := range slices.Sorted(maps.Keys(e.Detail)) {
		b.WriteString(" " + k + "=" + e.Detail[k])
	}
	if e.Err != nil {
		b.WriteString(": " + strings.Join(strings.Fields(e.Err.Error()), " "))
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// refuse makes an Error; pairs are keys and values of its detail.
func refuse(code Code, cause error, pairs ...string) *Error {
	return &Error{Code: code, Err: cause, Detail: detail(pairs...)}
}

// detail makes a map of keys and values, leaving blank values out.
func detail(pairs ...string) map[string]string {
	m := make(map[string]string, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			m[pairs[i]] = pairs[i+1]
		}
	}
	return m
}
