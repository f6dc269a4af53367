package config

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"ringkeeper/model"
)

func example(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../deploy/ringkeeper.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestTheExampleSaysWhatIsInForceWithoutIt(t *testing.T) {
	c, err := load(t, example(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	want, got := settings(t, printed(t, Default())), settings(t, printed(t, c))
	for where, value := range want {
		if got[where] != value {
			t.Errorf("%s is %s in the example and %s by default", where, got[where], value)
		}
	}
}

func TestEverySettingStandsInTheExample(t *testing.T) {
	want, got := settings(t, printed(t, Default())), settings(t, example(t))
	for _, where := range slices.Sorted(maps.Keys(want)) {
		if _, ok := got[where]; !ok {
			t.Errorf("%s (default %s) is not in deploy/ringkeeper.yaml", where, want[where])
		}
	}
}

// A setting of the example that nobody explains is as bad as one that is missing:
// the lines above it, or above the section that it stands in, are Chinese and English.
func TestEverySettingOfTheExampleIsExplained(t *testing.T) {
	var file yaml.Node
	if err := yaml.Unmarshal([]byte(example(t)), &file); err != nil {
		t.Fatal(err)
	}
	sections := file.Content[0].Content
	for i := 0; i < len(sections); i += 2 {
		name, section := sections[i], sections[i+1]
		explained(t, name.Value, name.HeadComment)
		if name.Value == "policy" {
			for j := 0; j < len(section.Content); j += 2 {
				explained(t, "policy."+section.Content[j].Value, section.Content[j].HeadComment)
			}
		}
	}
}

func explained(t *testing.T, where, comment string) {
	t.Helper()
	chinese := strings.ContainsFunc(comment, func(r rune) bool { return r >= '一' && r <= '龥' })
	lines := strings.Split(comment, "\n")
	last := strings.TrimPrefix(lines[len(lines)-1], "# ")
	if !chinese || strings.ContainsFunc(last, func(r rune) bool { return r > 0x7f }) || len(last) < 10 {
		t.Errorf("%s is explained by %q: want Chinese, then a line of English", where, comment)
	}
}

// keys says of each sentence its key.
func keys(key string, _ model.Args) string { return key }

func printed(t *testing.T, c Config) string {
	t.Helper()
	var b strings.Builder
	if err := c.Print(&b, keys); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// settings returns each leaf of a YAML file by its path: steps.before.visit.year.
func settings(t *testing.T, file string) map[string]string {
	t.Helper()
	var tree map[string]any
	if err := yaml.Unmarshal([]byte(file), &tree); err != nil {
		t.Fatal(err)
	}
	leaves := map[string]string{}
	var walk func(where string, v any)
	walk = func(where string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for name, below := range v {
				walk(where+"."+name, below)
			}
		case map[any]any: // years
			for name, below := range v {
				walk(where+"."+fmt.Sprint(name), below)
			}
		default:
			leaves[strings.TrimPrefix(where, ".")] = fmt.Sprint(v)
		}
	}
	walk("", tree)
	return leaves
}
