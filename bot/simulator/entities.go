package simulator

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// entity marks a piece of text. Telegram counts in UTF-16 code units, so that an emoji is two.
type entity struct {
	Type     string `json:"type"`
	Offset   int    `json:"offset"`
	Length   int    `json:"length"`
	URL      string `json:"url,omitempty"`
	Language string `json:"language,omitempty"`
}

// units is a text in UTF-16.
type units []uint16

func utf16Of(s string) units { return utf16.Encode([]rune(s)) }

func (u units) cut(e entity) string {
	return string(utf16.Decode(u[e.Offset : e.Offset+e.Length]))
}

// utf16Len is the length of the text as Telegram counts it.
func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// findEntities finds the commands and mentions in a plain text. The limits of a word are TDLib's:
// neither a letter of any script nor a digit may stand directly before or after.
func findEntities(text string) []entity {
	var out []entity
	previous := ' '
	offset := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		end, kind := i, ""
		switch {
		case r == '/' && !wordy(previous) && !strings.ContainsRune("/<>", previous):
			end, kind = commandEnd(text, i), "bot_command"
		case r == '@' && !wordy(previous):
			end, kind = mentionEnd(text, i), "mention"
		}
		if end > i {
			// What was matched is ASCII, so bytes are units.
			out = append(out, entity{Type: kind, Offset: offset, Length: end - i})
			offset += end - i
			previous = rune(text[end-1])
			i = end
			continue
		}
		offset += utf16.RuneLen(r)
		previous = r
		i += size
	}
	return out
}

// commandEnd is the end of the command that starts with the slash at i, or i when there is none.
func commandEnd(text string, i int) int {
	end := nameEnd(text, i+1)
	if n := end - i - 1; n < 1 || n > 64 {
		return i
	}
	if end < len(text) && text[end] == '@' {
		bot := nameEnd(text, end+1)
		if n := bot - end - 1; n < 3 || n > 32 {
			return i
		}
		end = bot
	}
	next, _ := utf8.DecodeRuneInString(text[end:])
	if end < len(text) && (wordy(next) || strings.ContainsRune("/<>", next)) {
		return i
	}
	return end
}

// mentionEnd is the end of the mention that starts with the @ at i, or i when there is none.
func mentionEnd(text string, i int) int {
	end := nameEnd(text, i+1)
	if n := end - i - 1; n < 3 || n > 32 {
		return i
	}
	next, _ := utf8.DecodeRuneInString(text[end:])
	if end < len(text) && wordy(next) {
		return i
	}
	return end
}

func nameEnd(text string, i int) int {
	for i < len(text) && (text[i] == '_' || text[i] < utf8.RuneSelf && (unicode.IsLetter(rune(text[i])) || unicode.IsDigit(rune(text[i])))) {
		i++
	}
	return i
}

func wordy(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) }

// trim removes the white space around a text, as Telegram does, and moves the entities along.
func trim(text string, entities []entity) (string, []entity) {
	left := strings.TrimLeftFunc(text, unicode.IsSpace)
	shift := utf16Len(text) - utf16Len(left)
	text = strings.TrimRightFunc(left, unicode.IsSpace)
	size := utf16Len(text)
	var out []entity
	for _, e := range entities {
		end := min(e.Offset+e.Length-shift, size)
		e.Offset = max(e.Offset-shift, 0)
		if e.Length = end - e.Offset; e.Length > 0 {
			out = append(out, e)
		}
	}
	return text, out
}
