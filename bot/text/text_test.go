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

// worded reads a language's files as key → its forms, "other" alone where there
// is no plural.
func worded(t *testing.T, lang string) map[string]map[string]string {
	t.Helper()
	out := map[string]map[string]string{}
	for _, part := range parts {
		raw, err := files.ReadFile(part + lang + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]any{}
		if err := yaml.Unmarshal(raw, &all); err != nil {
			t.Fatal(err)
		}
		for key, v := range all {
			if _, twice := out[key]; twice {
				t.Errorf("%s: %s stands in two files", lang, key)
			}
			out[key] = map[string]string{"other": fmt.Sprint(v)}
			if forms, ok := v.(map[string]any); ok {
				for form, words := range forms {
					out[key][form] = fmt.Sprint(words)
				}
			}
		}
	}
	return out
}

// sentences gives a language's sentences as key → the placeholders that it uses.
// The forms for few may leave the number out.
func sentences(t *testing.T, lang string) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for key, forms := range worded(t, lang) {
		out[key] = []string{}
		for _, m := range placeholder.FindAllStringSubmatch(forms["other"], -1) {
			if !slices.Contains(out[key], m[1]) {
				out[key] = append(out[key], m[1])
			}
		}
		slices.Sort(out[key])
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
	src := program(t)
	// Sets whose members are put together by the program.
	sets := []string{"column", "cli", "word", "command", "outcome", "doctor.name", "doctor.do", "doctor", "ring_name", "kind", "cadence", "means", "day", "labour", "language", "shortcut", "cause", "flag", "status", "procedure_kind", "procedure_step", "refusal", "case_step", "case_event", "case_level", "progress", "withdraw_reason", "standing", "tier", "role", "monitored", "item_kind", "item_status", "income_change", "block_reason", "finding", "field", "file", "reason", "note.households", "note.cadres", "subject", "detail"}
	for key := range sentences(t, "zh-CN") {
		set := key[:strings.LastIndex(key, ".")+1]
		if action, ok := strings.CutPrefix(key, "action."); ok && strings.Contains(src, `"`+action+`"`) {
			continue
		}
		if strings.Contains(src, `"`+key+`"`) || slices.Contains(sets, strings.TrimSuffix(set, ".")) || set == "help." {
			continue
		}
		t.Errorf("%s is said nowhere", key)
	}
}

// program is the source of the whole program, its tests apart.
func program(t *testing.T) string {
	t.Helper()
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
	return program.String()
}

// TestEveryActionOfTheAuditLogHasWords: a line of it that nobody understands
// proves nothing.
func TestEveryActionOfTheAuditLogHasWords(t *testing.T) {
	zh := sentences(t, "zh-CN")
	actions := regexp.MustCompile(`Audit\w+\s*=\s*"([a-z_.]+)"|model\.Audit\{Action: "([a-z_.]+)"`).FindAllStringSubmatch(program(t), -1)
	if len(actions) < 20 {
		t.Errorf("only %d actions are found", len(actions))
	}
	for _, a := range actions {
		if _, ok := zh["action."+a[1]+a[2]]; !ok {
			t.Errorf("action.%s has no words", a[1]+a[2])
		}
	}
}

// TestEveryFileOfTheCatalogueIsRead: one that is not would be missed nowhere.
func TestEveryFileOfTheCatalogueIsRead(t *testing.T) {
	names, err := filepath.Glob("*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if want := len(parts) * len(Languages); len(names) != want {
		t.Errorf("%d files, %d are read: %v", len(names), want, names)
	}
}

var tag = regexp.MustCompile(`</?(\w+)>`)

// TestMarkupIsBalancedAndTheSameInEveryLanguage: Telegram refuses a message with
// a tag left open.
func TestMarkupIsBalancedAndTheSameInEveryLanguage(t *testing.T) {
	used := map[string]string{}
	for _, lang := range Languages {
		for key, forms := range worded(t, lang) {
			for _, words := range forms {
				var open, all []string
				for _, m := range tag.FindAllStringSubmatch(words, -1) {
					switch {
					case !strings.HasPrefix(m[0], "</"):
						open, all = append(open, m[1]), append(all, m[1])
					case len(open) == 0 || open[len(open)-1] != m[1]:
						t.Errorf("%s: %s: %s closes nothing", lang, key, m[0])
					default:
						open = open[:len(open)-1]
					}
				}
				if len(open) > 0 {
					t.Errorf("%s: %s: %v stays open", lang, key, open)
				}
				if strings.ContainsAny(tag.ReplaceAllString(words, ""), "<>") {
					t.Errorf("%s: %s: a bare < or >: %s", lang, key, words)
				}
				slices.Sort(all)
				kinds := strings.Join(slices.Compact(all), " ")
				if before, ok := used[key]; ok && before != kinds {
					t.Errorf("%s: %s has the tags %q, another has %q", lang, key, kinds, before)
				}
				used[key] = kinds
			}
		}
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
