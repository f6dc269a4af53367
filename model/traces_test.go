package model

import (
	"testing"

	"pgregory.net/rapid"
)

func TestTracesAreFoundHoweverTheyAreTyped(t *testing.T) {
	var known Traces
	for _, w := range []string{"覃大有", "53030219751212003X", "13987650001", "HW001", "303020", "42", "张", "HW"} {
		known.Add(w)
	}
	for text, want := range map[string]string{
		"邻居覃大有来过":                    "邻居＊来过",
		"覃 大有、覃　大　有":                 "＊、＊",
		"证号53030219751212003x的":      "证号＊的",
		"530302 19751212 003X，还有":    "＊，还有",
		"残疾证53030219751212003X44":    "残疾证＊44",
		"电话139-8765-0001":            "电话＊",
		"１３９８７６５０００１":                "＊",
		"hw001和ＨＷ００１、HW 001":         "＊和＊、＊",
		"HW0012家、AHW001":             "HW0012家、AHW001",
		"户303020、1303020、303020元":    "户＊、1303020、＊元",
		"42岁，张家，HW":                  "42岁，张家，HW",
		"覃家大有":                       "覃家大有",
		"139  8765  0001 139   8765": "＊ 139   8765",
		"\xff覃大有\xfe":                "\xff＊\xfe",
		"":                           "",
	} {
		if got := known.Strike(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
		if known.In(text) != (want != text) {
			t.Errorf("%q: found %v", text, known.In(text))
		}
	}
}

func TestWhatWasStruckIsNotFoundAgainAndTheRestStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[覃王李][大小有]{1,2}|[1-9][0-9]{14,17}`).Draw(t, "word")
		around := rapid.StringMatching(`[a-z，。家 ]{0,6}`)
		before, after := around.Draw(t, "before"), around.Draw(t, "after")
		var known Traces
		known.Add(word)
		if got := known.Strike(before + word + after); got != before+"＊"+after {
			t.Fatalf("%q", got)
		}
	})
}
