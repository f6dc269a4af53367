package simulator_test

import (
	"testing"
	"unicode/utf16"
)

// FuzzText sends any text as the bot and as a person: nothing may panic, and every entity must lie
// within the text that it marks.
func FuzzText(f *testing.F) {
	f.Add("<a href='&#x6587;'>😀</a> /start@circle_bot &lt")
	f.Add("<b =>")
	f.Add("&#x</")
	f.Fuzz(func(t *testing.T, text string) {
		s := telegram()
		p := s.Person("王芳", "zh-hans")
		g := s.Group("g", p)
		p.Say(text)
		p.SayIn(g, text)
		check := func(m any) {
			length := float64(0)
			if shown, ok := at(m, "text").(string); ok {
				length = float64(len(utf16.Encode([]rune(shown))))
			}
			entities, _ := at(m, "entities").([]any)
			for _, e := range entities {
				offset, size := at(e, "offset").(float64), at(e, "length").(float64)
				if offset < 0 || size < 1 || offset+size > length {
					t.Errorf("%v in %v", e, m)
				}
			}
		}
		for _, u := range updates(t, s, nil) {
			check(u["message"])
		}
		for _, mode := range []string{"", "HTML"} {
			if got := call(t, s, "sendMessage", params{"chat_id": p.ID, "text": text, "parse_mode": mode}); got.OK {
				check(list(t, reply{Result: append(append([]byte{'['}, got.Result...), ']')})[0])
			}
		}
	})
}
