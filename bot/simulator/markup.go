package simulator

import (
	"encoding/json"
	"net/url"
	"slices"
)

const (
	mostButtons = 100
	longestData = 64 // bytes
)

// markup is a reply_markup that was found in order.
type markup struct {
	keyboard   *wireKeyboard // nil: no inline buttons
	forceReply bool
}

func (m markup) buttons() [][]Button {
	if m.keyboard == nil {
		return nil
	}
	var rows [][]Button
	for _, row := range m.keyboard.InlineKeyboard {
		var out []Button
		for _, b := range row {
			out = append(out, Button{Label: b.Text, Data: b.CallbackData, URL: b.URL})
		}
		rows = append(rows, out)
	}
	return rows
}

// markup reads reply_markup, which is one of several kinds.
func (q *request) markup() (markup, error) {
	var kind map[string]json.RawMessage
	given, err := q.object("reply_markup", &kind)
	if err != nil || !given {
		return markup{}, err
	}
	switch {
	case kind["inline_keyboard"] != nil:
		keyboard, err := q.inlineKeyboard()
		return markup{keyboard: keyboard}, err
	case kind["force_reply"] != nil:
		var force struct {
			ForceReply  bool   `json:"force_reply"`
			Placeholder string `json:"input_field_placeholder"`
			Selective   bool   `json:"selective"`
		}
		if _, err := q.object("reply_markup", &force); err != nil {
			return markup{}, err
		}
		if utf16Len(force.Placeholder) > 64 {
			return markup{}, bad("can't parse reply markup: the input field placeholder is longer than 64 characters")
		}
		return markup{forceReply: force.ForceReply}, nil
	case kind["remove_keyboard"] != nil:
		var remove struct {
			RemoveKeyboard bool `json:"remove_keyboard"`
			Selective      bool `json:"selective"`
		}
		_, err := q.object("reply_markup", &remove)
		return markup{}, err
	}
	return markup{}, bad("can't parse reply markup: neither inline_keyboard nor force_reply nor remove_keyboard")
}

// sentButton has every field that a client may send; those that are not played must be empty.
type sentButton struct {
	Text         string `json:"text"`
	Style        string `json:"style"`
	URL          string `json:"url"`
	CallbackData string `json:"callback_data"`
	// Some clients always write this object, with an empty text when the button copies nothing.
	CopyText struct {
		Text string `json:"text"`
	} `json:"copy_text"`
}

func (q *request) inlineKeyboard() (*wireKeyboard, error) {
	var sent struct {
		Rows *[][]sentButton `json:"inline_keyboard"`
	}
	if _, err := q.object("reply_markup", &sent); err != nil {
		return nil, err
	}
	if sent.Rows == nil {
		return nil, bad("object expected as reply markup: field \"inline_keyboard\" must be of type Array")
	}
	k := &wireKeyboard{}
	count := 0
	for _, row := range *sent.Rows {
		var out []wireButton
		for _, b := range row {
			if err := b.check(); err != nil {
				return nil, err
			}
			out = append(out, wireButton{b.Text, b.URL, b.CallbackData})
		}
		if len(out) > 0 {
			k.InlineKeyboard = append(k.InlineKeyboard, out)
		}
		count += len(out)
	}
	if count > mostButtons {
		return nil, bad("reply markup has more than %d buttons", mostButtons)
	}
	if count == 0 {
		return nil, nil
	}
	return k, nil
}

func (b sentButton) check() error {
	switch {
	case b.Text == "":
		return bad("can't parse inline keyboard button: field \"text\" must be non-empty")
	case b.CopyText.Text != "":
		return bad("can't parse inline keyboard button: copy_text is not played")
	case b.URL == "" && b.CallbackData == "":
		return bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	case b.URL != "" && b.CallbackData != "":
		return bad("can't parse inline keyboard button: exactly one of url and callback_data must be used")
	case len(b.CallbackData) > longestData:
		return bad("BUTTON_DATA_INVALID")
	case b.Style != "" && !slices.Contains(words("danger success primary"), b.Style):
		return bad("can't parse inline keyboard button: unknown style %q", b.Style)
	}
	if b.URL != "" {
		u, err := url.Parse(b.URL)
		if err != nil || u.Host == "" || !slices.Contains(words("http https tg"), u.Scheme) {
			return bad("inline keyboard button URL %q is invalid", b.URL)
		}
	}
	return nil
}
