package text

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"ringkeeper/model"
)

var placeholder = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

// sentences reads a language's file as key → the placeholders that it uses.
func sentences(t *testing.T, lang string) map[string][]string {
	t.Helper()
	all := map[string]any{}
	for _, part := range parts {
		raw, err := files.ReadFile(part + lang + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		if err := yaml.Unmarshal(raw, &all); err != nil {
			t.Fatal(err)
		}
	}
	out := map[string][]string{}
	for key, v := range all {
		words := fmt.Sprint(v)
		if forms, ok := v.(map[string]any); ok {
			words = fmt.Sprint(forms["other"]) // the other forms may leave the number out
		}
		for _, m := range placeholder.FindAllStringSubmatch(words, -1) {
			if !slices.Contains(out[key], m[1]) {
				out[key] = append(out[key], m[1])
			}
		}
		slices.Sort(out[key])
		if out[key] == nil {
			out[key] = []string{}
		}
	}
	return out
}

func TestEverySentenceExistsInEveryLanguageWithTheSamePlaceholders(t *testing.T) {
	zh := sentences(t, "zh-CN")
	for _, lang := range Languages[1:] {
		other := sentences(t, lang)
		for key, names := range zh {
			if got, ok := other[key]; !ok {
				t.Errorf("%s: %s is missing", lang, key)
			} else if !slices.Equal(got, names) {
				t.Errorf("%s: %s uses %v, zh-CN uses %v", lang, key, got, names)
			}
		}
		for key := range other {
			if _, ok := zh[key]; !ok {
				t.Errorf("zh-CN: %s is missing", key)
			}
		}
	}
}

// TestEverySentenceIsUsed keeps the catalogue free of what nobody says. A key
// counts as used where it stands in the program, or where its set does
// ("kind." for kind.contact).
func TestEverySentenceIsUsed(t *testing.T) {
	var program strings.Builder
	err := filepath.WalkDir("../..", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		src, err := os.ReadFile(path)
		program.Write(src)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	src := program.String()
	// Sets whose members are put together by the program.
	sets := []string{"column", "cli", "command", "outcome", "doctor.name", "doctor.do", "doctor", "ring_name", "kind", "cadence", "means", "cause", "flag", "status", "tier", "role", "monitored", "finding", "field", "file", "reason"}
	for key := range sentences(t, "zh-CN") {
		set := key[:strings.LastIndex(key, ".")+1]
		if strings.Contains(src, `"`+key+`"`) || slices.Contains(sets, strings.TrimSuffix(set, ".")) || set == "help." {
			continue
		}
		t.Errorf("%s is said nowhere", key)
	}
}

func speaker(t *testing.T, lang string) Speaker {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c.In(lang, model.Date(2026, time.November, 24), time.FixedZone("CST", 8*3600))
}

func TestValuesAreWordedInTheReadersLanguage(t *testing.T) {
	zh, en := speaker(t, "zh-CN"), speaker(t, "en")
	for _, c := range []struct {
		value  any
		zh, en string
	}{
		{model.Date(2026, time.November, 30), "11月30日", "30 November"},
		{model.Date(2027, time.January, 6), "2027年1月6日", "6 January 2027"},
		{model.Red, "红圈", "red"},
		{model.Visit, "走访", "visit"},
		{model.HalfYear, "每半年", "every half-year"},
		{model.Income{Fen: model.Yuan(9200), Known: true}, "9200", "9200"},
		{model.Income{}, "未填", "unknown"},
		{time.Date(2026, 11, 24, 6, 5, 0, 0, time.UTC), "14:05", "14:05"},
		{time.Date(2026, 11, 23, 17, 5, 0, 0, time.UTC), "01:05", "01:05"},
		{time.Date(2026, 11, 22, 6, 5, 0, 0, time.UTC), "11月22日 14:05", "22 November 14:05"},
		{"<b>&", "&lt;b&gt;&amp;", "&lt;b&gt;&amp;"},
	} {
		if got := zh.Word(c.value); got != c.zh {
			t.Errorf("zh: %v is worded %v, want %s", c.value, got, c.zh)
		}
		if got := en.Word(c.value); got != c.en {
			t.Errorf("en: %v is worded %v, want %s", c.value, got, c.en)
		}
	}
}

func TestAReadersLanguageIsTakenWhereTheCatalogueHasIt(t *testing.T) {
	for telegram, want := range map[string]string{"zh-hans": "zh-CN", "zh": "zh-CN", "en-GB": "en", "EN": "en", "fr": "zh-CN", "": "zh-CN"} {
		if got := Pick(telegram, "zh-CN"); got != want {
			t.Errorf("%q: %s, want %s", telegram, got, want)
		}
	}
}

func TestOneAndMany(t *testing.T) {
	en := speaker(t, "en")
	if got := en.Say("recorded.title", model.Args{"n": 1}); got != "Recorded for 1 household:" {
		t.Error(got)
	}
	if got := en.Say("recorded.title", model.Args{"n": 3}); got != "Recorded for 3 households:" {
		t.Error(got)
	}
}

func TestPlainTakesTheMarkupOut(t *testing.T) {
	if got := Plain("<b>a &lt; b</b> &amp; <s>c</s>"); got != "a < b & c" {
		t.Error(got)
	}
}
