package telegram

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// read fills Mentioned, Body and the command from Text.
func (u *Update) read(entities []inEntity, username string) {
	u.Body, u.Mentioned = withoutMentions(u.Text, entities, username)
	name, bot, rest, ok := command(u.Body)
	if !ok {
		return
	}
	if bot != "" && !strings.EqualFold(bot, username) {
		u.CommandForOther = true
		return
	}
	u.Command, u.Args, u.Body = name, rest, rest
}

// withoutMentions cuts every mention of the bot out of the text. What counts as
// a mention is what Telegram marked as one: an @ inside an address is none.
func withoutMentions(text string, entities []inEntity, username string) (string, bool) {
	trimmed := strings.TrimSpace(text)
	if username == "" || len(entities) == 0 {
		return trimmed, false
	}
	units := utf16.Encode([]rune(text))
	keep := make([]bool, len(units))
	for i := range keep {
		keep[i] = true
	}
	found := false
	for _, e := range entities {
		// Written so that no sum can overflow, whatever the wire says.
		if e.Offset < 0 || e.Length < 0 || e.Offset > len(units) || e.Length > len(units)-e.Offset {
			continue
		}
		word := string(utf16.Decode(units[e.Offset : e.Offset+e.Length]))
		ours := e.Type == "mention" && strings.EqualFold(strings.TrimPrefix(word, "@"), username) ||
			e.Type == "text_mention" && e.User.is(username)
		if !ours {
			continue
		}
		found = true
		for i := e.Offset; i < e.Offset+e.Length; i++ {
			keep[i] = false
		}
	}
	if !found {
		return trimmed, false
	}
	var rest []uint16
	for start := 0; start < len(units); {
		end := start
		for end < len(units) && keep[end] == keep[start] {
			end++
		}
		if keep[start] {
			rest = append(rest, joint(rest, units[start:end])...)
		}
		start = end
	}
	return strings.TrimSpace(string(utf16.Decode(rest))), true
}

// joint drops one of the two blanks that stood around a mention.
func joint(before, after []uint16) []uint16 {
	if len(before) > 0 && len(after) > 0 && before[len(before)-1] == ' ' && after[0] == ' ' {
		return slices.Clone(after[1:])
	}
	return after
}

// command reads a command at the start of the text: a slash, also the
// full-width one of Chinese keyboards, a word of ASCII letters, digits and
// underscores, and perhaps @ and a bot's name. Chinese text may follow without
// a blank.
func command(text string) (name, bot, rest string, ok bool) {
	after, ok := cutAny(text, "/", "／")
	if !ok {
		return "", "", "", false
	}
	n := wordEnd(after)
	if n == 0 || n > 64 {
		return "", "", "", false
	}
	name, rest = strings.ToLower(after[:n]), after[n:]
	if at, found := cutAny(rest, "@", "＠"); found {
		n := wordEnd(at)
		if n == 0 {
			return "", "", "", false
		}
		bot, rest = at[:n], at[n:]
	}
	// "/home/user" is a path and "/b>" a piece of markup.
	if next, _ := utf8.DecodeRuneInString(rest); next == '/' || next == '<' || next == '>' {
		return "", "", "", false
	}
	return name, bot, strings.TrimLeftFunc(rest, unicode.IsSpace), true
}

func cutAny(text string, prefixes ...string) (string, bool) {
	for _, p := range prefixes {
		if after, ok := strings.CutPrefix(text, p); ok {
			return after, true
		}
	}
	return text, false
}

func wordEnd(s string) int {
	for i := range len(s) {
		c := s[i]
		if c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return i
		}
	}
	return len(s)
}
