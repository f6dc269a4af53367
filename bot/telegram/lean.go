package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
)

type paramsKey struct{}

// lean has a call of the library that sends or edits a message go the short way.
// By itself the library writes a multipart form, and reads the answer into the
// largest of Telegram's types; together that costs as much as all the rest of
// the call. It is for parameters without files.
func lean(ctx context.Context, params any) context.Context {
	return context.WithValue(ctx, paramsKey{}, params)
}

// whole returns the body of a request: its parameters as JSON where the call is
// lean, else what the library streams.
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

// shortened is an answer as the library gets it. Of a message only the number is
// asked, which stands first; all behind it is left out where the call is lean.
func shortened(r *http.Request, answer []byte) []byte {
	const number = `{"ok":true,"result":{"message_id":`
	if r.Context().Value(paramsKey{}) == nil || !bytes.HasPrefix(answer, []byte(number)) {
		return answer
	}
	end := len(number)
	for end < len(answer) && '0' <= answer[end] && answer[end] <= '9' {
		end++
	}
	if end == len(answer) || answer[end] != ',' {
		return answer
	}
	return append(answer[:end], "}}"...)
}
