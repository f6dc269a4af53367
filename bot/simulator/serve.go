package simulator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// largest is more than the 50 MB that Telegram takes as a document, and bounds what one call holds.
const largest = 64 << 20

// answer is a whole HTTP answer.
type answer struct {
	status int
	kind   string
	body   []byte
}

// raw is a result that is written as it is, even if it is not JSON.
type raw []byte

// ServeHTTP answers POST and GET /bot<TOKEN>/<method>, and GET /file/bot<TOKEN>/<path>.
// A connection that a fault breaks or refuses is closed without an answer; that it was refused
// before anything was processed can be seen through Do only.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a, err := s.serve(r)
	if err != nil {
		// This is how a handler of net/http closes the connection without a word.
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", a.kind)
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}

// Do is an HTTP client whose every request arrives here, whatever its host. It works in the calling
// goroutine, returns when the request's context ends, and closes the request's body.
func (s *Server) Do(r *http.Request) (*http.Response, error) {
	ctx := r.Context()
	if err := ctx.Err(); err != nil {
		closeBody(r)
		return nil, failed(r, err)
	}
	// A body that is still being written would keep the reader, so cancellation closes it.
	stop := context.AfterFunc(ctx, func() { closeBody(r) })
	defer stop()
	defer closeBody(r)
	a, err := s.serve(r)
	if err != nil {
		if ended := ctx.Err(); ended != nil {
			err = ended
		}
		return nil, failed(r, err)
	}
	return &http.Response{
		Status:        fmt.Sprintf("%d %s", a.status, http.StatusText(a.status)),
		StatusCode:    a.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        http.Header{"Content-Type": {a.kind}},
		Body:          io.NopCloser(bytes.NewReader(a.body)),
		ContentLength: int64(len(a.body)),
		Request:       r,
	}, nil
}

// failed wraps an error as http.Client does. The address in it has the token, as there.
func failed(r *http.Request, err error) error {
	return &url.Error{Op: r.Method[:1] + strings.ToLower(r.Method[1:]), URL: r.URL.String(), Err: err}
}

func closeBody(r *http.Request) {
	if r.Body != nil {
		_ = r.Body.Close()
	}
}

// serve is one call from arrival to answer. An error means that there is none.
func (s *Server) serve(r *http.Request) (answer, error) {
	s.mu.Lock()
	down := s.down
	s.mu.Unlock()
	if down {
		return answer{}, errRefused
	}
	body, err := readBody(r)
	if err != nil {
		return answer{}, err
	}
	if rest, ok := strings.CutPrefix(r.URL.Path, "/file/bot"); ok {
		return s.download(rest), nil
	}
	token, name, ok := strings.Cut(strings.TrimPrefix(r.URL.Path, "/bot"), "/")
	if !strings.HasPrefix(r.URL.Path, "/bot") || !ok {
		return refused(&refusal{code: 404, text: "Not Found"}), nil
	}
	if token != s.token {
		return refused(&refusal{code: 401, text: "Unauthorized"}), nil
	}
	m, ok := methods[strings.ToLower(name)]
	if !ok || (r.Method != http.MethodPost && r.Method != http.MethodGet) {
		s.record(Call{Method: name, Status: 404, Outcome: "Not Found"})
		return refused(&refusal{code: 404, text: "Not Found"}), nil
	}
	q, err := readRequest(r, body, m)
	if err != nil {
		s.record(Call{Method: m.name, Status: 400, Outcome: err.Error()})
		return refused(err), nil
	}
	return s.answer(q, m)
}

// answer applies the fault that waits for the call, if any, around the method itself.
func (s *Server) answer(q *request, m *method) (answer, error) {
	f := s.fault(q)
	if f != nil && f.Kind != LostAnswer {
		return s.fail(q, f)
	}
	var result any
	var err error
	if m.parks {
		result, err = m.run(s, q)
	} else {
		s.locked(func() { result, err = m.run(s, q) })
	}
	if f != nil {
		s.record(q.call(0, "answer lost"))
		return answer{}, errBroken
	}
	var no *refusal
	switch {
	case err == nil:
		// A poll that found nothing is no event; a simulated year makes half a million of them.
		if string(toRaw(result)) != "[]" {
			s.record(q.call(200, "ok"))
		}
		return accepted(result), nil
	case errors.As(err, &no):
		s.record(q.call(no.code, no.text))
		return refused(err), nil
	default:
		s.record(q.call(0, err.Error()))
		return answer{}, err
	}
}

func readBody(r *http.Request) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	return io.ReadAll(io.LimitReader(r.Body, largest))
}

// toRaw is nil for a result that is yet to be written as JSON.
func toRaw(result any) raw {
	b, _ := result.(raw)
	return b
}

func accepted(result any) answer {
	b, verbatim := result.(raw)
	if !verbatim {
		var err error
		if b, err = json.Marshal(result); err != nil {
			// Our own structs always marshal; a failure is a fault of this package.
			panic(err)
		}
	}
	out := make([]byte, 0, len(b)+20)
	out = append(out, `{"ok":true,"result":`...)
	out = append(out, b...)
	return answer{200, "application/json", append(out, '}')}
}

func refused(err error) answer {
	type parameters struct {
		MigrateTo  int64 `json:"migrate_to_chat_id,omitempty"`
		RetryAfter int   `json:"retry_after,omitempty"`
	}
	out := struct {
		OK          bool        `json:"ok"`
		Code        int         `json:"error_code"`
		Description string      `json:"description"`
		Parameters  *parameters `json:"parameters,omitempty"`
	}{Code: 400, Description: err.Error()}
	var no *refusal
	if errors.As(err, &no) {
		out.Code = no.code
		if no.migrateTo != 0 || no.retryAfter != 0 {
			out.Parameters = &parameters{no.migrateTo, no.retryAfter}
		}
	}
	b, _ := json.Marshal(out)
	return answer{out.Code, "application/json", b}
}
