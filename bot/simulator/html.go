package simulator

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// badMarkup is what Telegram says of a text that it cannot parse, in its words.
type badMarkup string

func (b badMarkup) Error() string { return string(b) }

func refuseMarkup(format string, args ...any) error { return badMarkup(fmt.Sprintf(format, args...)) }

// tags are the names that Telegram's HTML knows, with the entity that each makes.
var tags = map[string]string{
	"b": "bold", "strong": "bold",
	"i": "italic", "em": "italic",
	"u": "underline", "ins": "underline",
	"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
	"span": "spoiler", "tg-spoiler": "spoiler",
	"a": "text_link", "tg-emoji": "custom_emoji",
	"code": "code", "pre": "pre", "blockquote": "blockquote",
}

// named are the only characters that have a name; the semicolon may be missing.
var named = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"'}

// tag is an opened tag.
type tag struct {
	name       string
	attributes map[string]string
	offset     int // in the plain text, UTF-16
}

// html parses Telegram's HTML: https://core.telegram.org/bots/api#html-style. Its complaints are
// worded as TDLib's; offsets in them are bytes of the input.
type html struct {
	in       string
	at       int
	out      strings.Builder
	units    int
	open     []tag
	entities []entity
}

// parseHTML returns the text as a person sees it, and its entities.
func parseHTML(in string) (string, []entity, error) {
	p := &html{in: in}
	for p.at < len(p.in) {
		switch p.in[p.at] {
		case '&':
			p.write(p.character())
		case '<':
			if err := p.tag(); err != nil {
				return "", nil, bad("can't parse entities: %v", err)
			}
		default:
			r, size := utf8.DecodeRuneInString(p.in[p.at:])
			p.at += size
			p.write(r)
		}
	}
	if len(p.open) > 0 {
		return "", nil, bad("can't parse entities: Can't find end tag corresponding to start tag %q", p.open[len(p.open)-1].name)
	}
	slices.SortStableFunc(p.entities, func(a, b entity) int {
		if a.Offset != b.Offset {
			return a.Offset - b.Offset
		}
		return b.Length - a.Length
	})
	return p.out.String(), p.entities, nil
}

func (p *html) write(r rune) {
	p.out.WriteRune(r)
	p.units += utf16.RuneLen(r)
}

// character reads what starts with an ampersand. What is no known name stays as it is.
func (p *html) character() rune {
	r, size := decodeEntity(p.in[p.at:])
	p.at += size
	return r
}

func decodeEntity(s string) (rune, int) {
	name := strings.TrimLeft(s[1:], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	name = s[1 : len(s)-len(name)]
	if r, known := named[name]; known {
		size := 1 + len(name)
		if strings.HasPrefix(s[size:], ";") {
			size++
		}
		return r, size
	}
	if rest, ok := strings.CutPrefix(s, "&#"); ok {
		base := 10
		digits := "0123456789"
		if strings.HasPrefix(rest, "x") {
			base, digits, rest = 16, "0123456789abcdefABCDEF", rest[1:]
		}
		n := len(rest) - len(strings.TrimLeft(rest, digits))
		code, err := strconv.ParseInt(rest[:n], base, 32)
		if err == nil && code > 0 && utf8.ValidRune(rune(code)) {
			size := len(s) - len(rest) + n
			if strings.HasPrefix(s[size:], ";") {
				size++
			}
			return rune(code), size
		}
	}
	return '&', 1
}

func (p *html) tag() error {
	start := p.at
	p.at++
	if strings.HasPrefix(p.in[p.at:], "/") {
		return p.endTag(start)
	}
	n := strings.IndexAny(p.in[p.at:], " \t\r\n>")
	if n < 0 {
		return refuseMarkup("Unclosed start tag at byte offset %d", start)
	}
	t := tag{name: strings.ToLower(p.in[p.at : p.at+n]), attributes: map[string]string{}, offset: p.units}
	p.at += n
	if _, known := tags[t.name]; !known {
		return refuseMarkup("Unsupported start tag %q at byte offset %d", t.name, start)
	}
	if err := p.attributes(&t, start); err != nil {
		return err
	}
	if t.name == "span" && t.attributes["class"] != "tg-spoiler" {
		return refuseMarkup("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", start)
	}
	p.open = append(p.open, t)
	return nil
}

// attributes reads up to and with the closing bracket.
func (p *html) attributes(t *tag, start int) error {
	unclosed := refuseMarkup("Unclosed start tag %q at byte offset %d", t.name, start)
	for {
		p.at += len(p.in[p.at:]) - len(strings.TrimLeft(p.in[p.at:], " \t\r\n"))
		if p.at >= len(p.in) {
			return unclosed
		}
		if p.in[p.at] == '>' {
			p.at++
			return nil
		}
		n := strings.IndexAny(p.in[p.at:], "= \t\r\n>")
		if n < 0 {
			return unclosed
		}
		name := strings.ToLower(p.in[p.at : p.at+n])
		p.at += n
		if name == "" {
			return refuseMarkup("Empty attribute name in the tag %q at byte offset %d", t.name, start)
		}
		if p.in[p.at] != '=' {
			if name != "expandable" {
				return refuseMarkup("Expected equal sign in declaration of an attribute of the tag %q at byte offset %d", t.name, start)
			}
			t.attributes[name] = ""
			continue
		}
		p.at++
		value, ok := p.value()
		if !ok {
			return unclosed
		}
		t.attributes[name] = value
	}
}

// value reads an attribute's value, in quotes of either kind or bare.
func (p *html) value() (string, bool) {
	rest := p.in[p.at:]
	if rest == "" {
		return "", false
	}
	if rest[0] != '"' && rest[0] != '\'' {
		n := strings.IndexAny(rest, " \t\r\n>\"'")
		if n < 0 {
			return "", false
		}
		p.at += n
		return rest[:n], n > 0
	}
	n := strings.IndexByte(rest[1:], rest[0])
	if n < 0 {
		return "", false
	}
	p.at += n + 2
	var value strings.Builder
	for s := rest[1 : n+1]; s != ""; {
		r, size := utf8.DecodeRuneInString(s)
		if r == '&' {
			r, size = decodeEntity(s)
		}
		value.WriteRune(r)
		s = s[size:]
	}
	return value.String(), true
}

func (p *html) endTag(start int) error {
	n := strings.IndexByte(p.in[p.at:], '>')
	if n < 0 {
		return refuseMarkup("Unclosed end tag at byte offset %d", start)
	}
	name := strings.ToLower(strings.TrimRight(p.in[p.at+1:p.at+n], " \t\r\n"))
	p.at += n + 1
	if len(p.open) == 0 {
		return refuseMarkup("Unexpected end tag at byte offset %d", start)
	}
	t := p.open[len(p.open)-1]
	if name != "" && name != t.name {
		return refuseMarkup("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", start, t.name, name)
	}
	p.open = p.open[:len(p.open)-1]
	e := entity{Type: tags[t.name], Offset: t.offset, Length: p.units - t.offset}
	switch t.name {
	case "a":
		e.URL = t.attributes["href"]
	case "code":
		e.Language = strings.TrimPrefix(t.attributes["class"], "language-")
	case "blockquote":
		if _, ok := t.attributes["expandable"]; ok {
			e.Type = "expandable_blockquote"
		}
	}
	if e.Length > 0 && (t.name != "a" || e.URL != "") {
		p.entities = append(p.entities, e)
	}
	return nil
}
