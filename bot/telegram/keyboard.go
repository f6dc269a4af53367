package telegram

import (
	"encoding/json"
	"fmt"
	"slices"

	"ringkeeper/bot/text"
)

// markup is the inline keyboard on the wire. The library's own type writes an
// empty copy_text beside every button.
type markup struct {
	InlineKeyboard [][]markupButton `json:"inline_keyboard"`
}

type markupButton struct {
	Text         string `json:"text"`
	URL          string `json:"url,omitempty"`
	CallbackData string `json:"callback_data,omitempty"`
}

// keyboard is nil when there is no button.
func keyboard(rows [][]text.Button) *markup {
	var k markup
	for _, row := range rows {
		if len(row) == 0 {
			continue
		}
		line := make([]markupButton, len(row))
		for i, b := range row {
			line[i] = markupButton{Text: b.Label, URL: b.URL}
			if b.URL == "" {
				line[i].CallbackData = b.Data
			}
		}
		k.InlineKeyboard = append(k.InlineKeyboard, line)
	}
	if len(k.InlineKeyboard) == 0 {
		return nil
	}
	return &k
}

// encodeKeyboard is how a part's buttons are kept in the outbox; nil for none.
func encodeKeyboard(rows [][]text.Button) json.RawMessage {
	if len(rows) == 0 {
		return nil
	}
	// Buttons are strings alone and always marshal.
	raw, _ := json.Marshal(rows)
	return raw
}

func decodeKeyboard(raw json.RawMessage) ([][]text.Button, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	var rows [][]text.Button
	if err := json.Unmarshal(raw, &rows); err != nil {
		return nil, fmt.Errorf("keyboard of a part: %w", err)
	}
	return rows, nil
}

// sameKeyboard compares buttons and not their JSON, which a database may have
// written anew.
func sameKeyboard(a, b json.RawMessage) bool {
	x, errX := decodeKeyboard(a)
	y, errY := decodeKeyboard(b)
	return errX == nil && errY == nil && slices.EqualFunc(x, y, slices.Equal)
}
