package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"sync/atomic"
)

type paramsKey struct{}

// inJSON has a call of the library carry its parameters as JSON. By itself the
// library writes a multipart form, which costs as much as all the rest of the
// call together. It is for parameters without files.
func inJSON(ctx context.Context, params any) context.Context {
	return context.WithValue(ctx, paramsKey{}, params)
}

// whole returns the body of a request: its parameters as JSON where the call was
// made inJSON, else what the library streams.
func whole(r *http.Request) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	defer r.Body.Close()
	if params := r.Context().Value(paramsKey{}); params != nil {
		r.Header.Set("Content-Type", "application/json")
		return json.Marshal(params)
	}
	return io.ReadAll(r.Body)
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
