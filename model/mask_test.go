package model

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestAMaskedNameShowsItsEndsOnly(t *testing.T) {
	for name, want := range map[string]string{
		"":     "",
		"张":    "张",
		"张三":   "张*",
		"张春明":  "张*明",
		"欧阳春明": "欧**明",
		"阿依古丽": "阿**丽",
		"𠮷田明":  "𠮷*明", // beyond the basic plane
	} {
		if got := MaskName(name); got != want {
			t.Errorf("%s is shown as %s, want %s", name, got, want)
		}
	}
}

func TestIdentityNumbersAreStruckOut(t *testing.T) {
	for _, c := range []struct{ what, text, want string }{
		{"18 digits", "证件530302199003074512的", "证件［证件号已隐去］的"},
		{"an X at the end", "53030219900307451X。", "［证件号已隐去］。"},
		{"in groups", "身份证530302 19900307 451X，住河湾村", "身份证［证件号已隐去］，住河湾村"},
		{"digit by digit", "5 3 0 3 0 2 1 9 9 0 0 3 0 7 4 5 1 2", "［证件号已隐去］"},
		{"with dashes", "530302-19900307-4512", "［证件号已隐去］"},
		{"with full-width blanks", "５３０３０２　１９９００３０７　４５１Ｘ", "［证件号已隐去］"},
		{"with what cannot be seen", "530302\u200b19900307\u200b4512", "［证件号已隐去］"},
		{"behind the number of a household", "5 530302199003074512", "5 ［证件号已隐去］"},
		{"in groups behind a number", "5 530302 19900307 4512", "5 ［证件号已隐去］"},
		{"15 digits in groups", "530302 900307 451", "［证件号已隐去］"},
		{"22 in groups", "530302 19900307 451X 44 01", "［证件号已隐去］"},
		{"18 and a number behind it", "530302 19900307 4512 3正常", "［证件号已隐去］ 3正常"},
		{"16 digits in one piece", "5303021990030745", "［证件号已隐去］"},
		{"on three lines", "530302\n19900307\n4512", "［证件号已隐去］"},
		{"with strokes", "530302/19900307/4512", "［证件号已隐去］"},
		{"with commas", "530302，19900307，4512", "［证件号已隐去］"},
		{"the day of birth in brackets", "530302（19900307）4512", "［证件号已隐去］"},
		{"with dashes that do not break, and a minus", "530302\u201119900307\u22124512", "［证件号已隐去］"},
		{"with soft hyphens", "530302\u00ad19900307\u00ad4512", "［证件号已隐去］"},
		{"with wide gaps", "530302   19900307   4512", "［证件号已隐去］"},
		{"the X apart", "53030219900307451 X 已换证", "［证件号已隐去］ 已换证"},
		{"the last three apart", "530302199003074 512", "［证件号已隐去］"},
		{"in Chinese numerals", "五三〇三〇二一九九零零三零七四五一二", "［证件号已隐去］"},
		{"in mathematical digits", "𝟓𝟑𝟎𝟑𝟎𝟐𝟏𝟗𝟗𝟎𝟎𝟑𝟎𝟕𝟒𝟓𝟏𝟐", "［证件号已隐去］"},
		{"behind a telephone without a gap", "13887451234530302199003074512", "［证件号已隐去］"},
		{"two without a gap", "530302199003074512530302199003074513", "［证件号已隐去］"},
		{"numbers of households with commas stay", "13、14、15、19、10、12、20、21、22正常", "13、14、15、19、10、12、20、21、22正常"},
		{"Chinese numbers stay", "一二三户正常，二十一户没人", "一二三户正常，二十一户没人"},
		{"numbers of households stay", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 正常", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 正常"},
		{"16 digits that hold a date", "5303022002010012", "［证件号已隐去］"},
		{"17 digits that hold a date", "53030220020100123", "［证件号已隐去］"},
		{"telephones that hold a date stay", "13812319850，13112345678", "13812319850，13112345678"},
		{"telephones with a blank between stay", "13812319850 13112345678", "13812319850 13112345678"},
		{"two telephones stay", "13887412345 13987412345", "13887412345 13987412345"},
		{"a household's number stays", "户编号53039901000001", "户编号53039901000001"},
		{"an x alone stays", "x光 3x5", "x光 3x5"},
		{"a small x", "53030219900307451x", "［证件号已隐去］"},
		{"15 digits of old", "530302900307451", "［证件号已隐去］"},
		{"20 digits of the disabled", "53030219900307451244", "［证件号已隐去］"},
		{"22 digits", "5303021990030745124401", "［证件号已隐去］"},
		{"full width", "５３０３０２１９９００３０７４５１Ｘ", "［证件号已隐去］"},
		{"two in a line", "530302199003074512、530302199003074520", "［证件号已隐去］、［证件号已隐去］"},
		{"a telephone number stays", "电话13887412345", "电话13887412345"},
		{"an amount stays", "收入12300元，2026年11月24日", "收入12300元，2026年11月24日"},
	} {
		if got := StrikeIDs(c.text); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
}

func TestNoLongRunOfDigitsOutlivesTheStriking(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.StringMatching(`[1-9][0-9]{16}[0-9Xx]([0-9]{2}|[0-9]{4})?`).Draw(t, "id")
		around := rapid.StringMatching(`[一-龥，。 ]{0,8}`)
		before, after := around.Draw(t, "before"), around.Draw(t, "after")
		got := StrikeIDs(before + id + after)
		if strings.ContainsAny(got, "0123456789Xx") {
			t.Fatalf("left over: %s", got)
		}
		if !strings.HasPrefix(got, before) || !strings.HasSuffix(got, after) {
			t.Fatalf("took too much: %s", got)
		}
	})
}

// FuzzStrikeIDs: whatever is typed, striking ends, leaves no more to strike, and
// takes away digits and what stands between them only.
func FuzzStrikeIDs(f *testing.F) {
	for _, text := range []string{"530302 19900307 451X", "五三〇三〇二1990", "1、2、3正常\n4", "\xff530302199003074512", "×××"} {
		f.Add(text)
	}
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) && arabic(r) == 0 && chinese(r) == 0 {
				return r
			}
			return -1
		}, strings.ReplaceAll(s, struckID, ""))
	}
	f.Fuzz(func(t *testing.T, text string) {
		once := StrikeIDs(text)
		if again := StrikeIDs(once); again != once {
			t.Errorf("%q becomes %q, then %q", text, once, again)
		}
		if letters(once) != letters(text) {
			t.Errorf("%q becomes %q", text, once)
		}
		var known Traces
		known.Add(text)
		if known.In(text) && known.In(known.Strike(text)) && len(known.words[0].runes) > 1 {
			t.Errorf("%q is found in %q", text, known.Strike(text))
		}
	})
}
