package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"
)

// RawUpdate is an update as it came over the wire.
type RawUpdate struct {
	ID      int64
	Raw     json.RawMessage
	Decoded *Decoded
}

// allowedUpdates are the kinds that Parse knows.
var allowedUpdates = []string{"message", "edited_message", "callback_query", "my_chat_member"}

// Updates asks for what has come in from offset on, which confirms everything
// before. It waits up to wait for something to come. The library's own types
// are not used here: they drop the fields that they do not know, and the inbox
// keeps what was sent, byte for byte.
func (c *Client) Updates(ctx context.Context, offset int64, limit int, wait time.Duration) ([]RawUpdate, error) {
	const method = "getUpdates"
	body, err := json.Marshal(map[string]any{
		"offset": offset, "limit": limit, "timeout": int(wait / time.Second), "allowed_updates": allowedUpdates,
	})
	if err != nil {
		return nil, c.poll.failure(method, "build the request", err, Permanent)
	}
	// Telegram answers at the end of its wait; what takes longer is a dead line.
	ctx, cancel := context.WithTimeout(ctx, wait+20*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+method, bytes.NewReader(body))
	if err != nil {
		return nil, c.poll.failure(method, "build the request", err, Permanent)
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := c.poll.Do(r)
	if err != nil {
		return nil, err
	}
	var answer struct {
		Result []json.RawMessage `json:"result"`
	}
	body, err = io.ReadAll(resp.Body)
	if err == nil {
		err = json.Unmarshal(body, &answer)
	}
	if err != nil {
		return nil, c.poll.failure(method, "understand the answer", shape(err), Ambiguous)
	}
	updates := make([]RawUpdate, 0, len(answer.Result))
	for _, raw := range answer.Result {
		decoded := Decode(raw)
		id, ok := decoded.id()
		if !ok {
			// Without its number an update can be neither kept nor confirmed;
			// Telegram sends none such. The next one confirms past it.
			continue
		}
		updates = append(updates, RawUpdate{id, raw, decoded})
	}
	if len(updates) == 0 && len(answer.Result) > 0 {
		// Asking again would bring the same at once, and again.
		return nil, c.poll.failure(method, "understand the answer", errors.New("updates without update_id"), Ambiguous)
	}
	return updates, nil
}
