package telegram

import (
	"bytes"
	"io"
	"net/http"
	"sync/atomic"
)

// read reads an answer to its end, at most maxAnswer of it.
func read(resp *http.Response) ([]byte, error) {
	defer resp.Body.Close()
	var answer bytes.Buffer
	answer.Grow(int(max(0, min(resp.ContentLength, maxAnswer))) + bytes.MinRead)
	_, err := answer.ReadFrom(io.LimitReader(resp.Body, maxAnswer))
	return answer.Bytes(), err
}

// countedBody is a request's body that knows whether it was ever read to its
// end. As long as it was not, no server can have the whole request, whatever
// the transport did in between.
type countedBody struct{ wentOut atomic.Bool }

// reader starts the body anew, for the first try or the transport's next.
func (b *countedBody) reader(content []byte) io.ReadCloser {
	return &bodyReader{of: b, rest: bytes.NewReader(content)}
}

type bodyReader struct {
	of   *countedBody
	rest *bytes.Reader
}

func (r *bodyReader) Read(p []byte) (int, error) {
	n, err := r.rest.Read(p)
	if r.rest.Len() == 0 {
		r.of.wentOut.Store(true)
	}
	return n, err
}

func (r *bodyReader) Close() error { return nil }
