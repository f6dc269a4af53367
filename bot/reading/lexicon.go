package reading

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"ringkeeper/model"
)

//go:embed data/*.yaml
var data embed.FS

// lex is the compiled lexicon.
type lex struct {
	words      *trie
	weak       *trie // the words of data/hints.yaml, kept apart so that they hide no others
	plain      *trie // the words of plain danger
	events     map[string]*event
	marks      map[string]*mark
	simplified map[rune]rune
	typos      map[rune][]typo
	surnames   map[string]bool
}

// mark is a group of words that colour events.
type mark struct {
	Words  string `yaml:"words"`
	Person bool   `yaml:"person"` // of several persons only the nearest one belongs to an event
	hidden bool   // no word of it counts inside a longer event: 没人接 holds no 没
}

// event is a group of words that can decide an outcome; the first of its
// readings that fits does.
type event struct {
	Words    string     `yaml:"words"`
	Routine  bool       `yaml:"routine"` // it denied tells nothing about the household
	Open     bool       `yaml:"open"`    // words inside its words count as well
	Readings []*verdict `yaml:"readings"`
}

// verdict is what an event means under its conditions. Conditions name marks or
// events; a|b is either.
type verdict struct {
	With    []string `yaml:"with"`    // in the same clause, near
	Text    []string `yaml:"text"`    // anywhere in the text
	Without []string `yaml:"without"` // not in the same clause, near
	Unless  []string `yaml:"unless"`  // nowhere in the text

	Outcome model.Outcome      `yaml:"outcome"`
	Grave   bool               `yaml:"grave"` // an emergency unless the text calls it mild
	Causes  []model.Cause      `yaml:"causes"`
	Member  bool               `yaml:"member"`
	Income  model.IncomeChange `yaml:"income"`
}

// typo is a common slip of the input method; right has as many characters.
type typo struct{ wrong, right []rune }

// sheet is one file of the data.
type sheet struct {
	Traditional string            `yaml:"traditional"`
	Simplified  string            `yaml:"simplified"`
	Typos       map[string]string `yaml:"typos"`
	Surnames    string            `yaml:"surnames"`
	Hidden      bool              `yaml:"hidden"` // the marks of this sheet do not count inside a longer event
	Marks       map[string]*mark  `yaml:"marks"`
	Hints       map[string]string `yaml:"hints"`
	Plain       string            `yaml:"plain"`
	Events      map[string]*event `yaml:"events"`
}

// compile reads all sheets, then those of a dialect, and checks that they fit
// together.
func compile(dialects ...io.Reader) (*lex, error) {
	l := &lex{
		words: &trie{}, weak: &trie{}, plain: &trie{}, events: map[string]*event{}, marks: map[string]*mark{},
		simplified: map[rune]rune{}, typos: map[rune][]typo{}, surnames: map[string]bool{},
	}
	files, err := data.ReadDir("data")
	if err != nil {
		return nil, fmt.Errorf("lexicon: %w", err)
	}
	for _, f := range files {
		sheet, err := data.Open(path.Join("data", f.Name()))
		if err != nil {
			return nil, err
		}
		err = l.load(sheet, l.group)
		if err := errors.Join(err, sheet.Close()); err != nil {
			return nil, fmt.Errorf("lexicon %s: %w", f.Name(), err)
		}
	}
	for _, d := range dialects {
		if err := l.load(d, l.more); err != nil {
			return nil, err
		}
	}
	return l, l.check()
}

// load reads a sheet; enter takes the words of each mark and event.
func (l *lex) load(r io.Reader, enter func(name, words string) error) error {
	var s sheet
	d := yaml.NewDecoder(r)
	d.KnownFields(true)
	if err := d.Decode(&s); err != nil && err != io.EOF {
		return unreadable(err)
	}
	from, to := []rune(s.Traditional), []rune(s.Simplified)
	if len(from) != len(to) {
		return flaw("traditional", "dialect.length", nil)
	}
	for i := range from {
		if from[i] != ' ' && from[i] != '\n' {
			l.simplified[from[i]] = to[i]
		}
	}
	for _, wrong := range sorted(s.Typos) {
		right := s.Typos[wrong]
		t := typo{[]rune(wrong), []rune(right)}
		if len(t.wrong) != len(t.right) || len(t.wrong) == 0 {
			return flaw(wrong+": "+right, "dialect.length", nil)
		}
		l.typos[t.wrong[0]] = append(l.typos[t.wrong[0]], t)
	}
	for _, n := range strings.Fields(s.Surnames) {
		l.surnames[n] = true
	}
	for _, n := range sorted(s.Hints) {
		if err := into(l.weak, n, s.Hints[n]); err != nil {
			return err
		}
	}
	if err := into(l.plain, "plain", s.Plain); err != nil {
		return err
	}
	for _, n := range sorted(s.Marks) {
		m := s.Marks[n]
		if m == nil {
			return flaw(n, "dialect.empty", nil)
		}
		if err := enter(n, m.Words); err != nil {
			return err
		}
		if l.marks[n] == nil {
			m.hidden = s.Hidden
			l.marks[n] = m
		}
	}
	for _, n := range sorted(s.Events) {
		e := s.Events[n]
		if e == nil {
			return flaw(n, "dialect.empty", nil)
		}
		if err := enter(n, e.Words); err != nil {
			return err
		}
		if l.events[n] == nil {
			l.events[n] = e
		}
	}
	return nil
}

// flaw is one fault of a sheet: the word or the name where it stands, and which
// sentence says what is wanted there.
func flaw(where, key string, args model.Args) error {
	return &model.Flaw{Where: where, Reason: model.Reason{Key: key, Args: args}}
}

var lineOfYAML = regexp.MustCompile(`line (\d+)`)

// unreadable is the flaw of a sheet that is no YAML, or that holds what no sheet
// does; the parser tells the line in words alone.
func unreadable(err error) error {
	line := "1"
	if m := lineOfYAML.FindStringSubmatch(err.Error()); m != nil {
		line = m[1]
	}
	return flaw("YAML", "dialect.line", model.Args{"line": line})
}

// sorted are the keys of a map, so that two words in one place always come in
// the same order.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// group enters the words of a mark or an event.
func (l *lex) group(name, words string) error {
	if l.marks[name] != nil || l.events[name] != nil {
		return fmt.Errorf("%s is there twice", name)
	}
	return into(l.words, name, words)
}

// more enters further words of a mark or an event that is there.
func (l *lex) more(name, words string) error {
	if l.marks[name] == nil && l.events[name] == nil {
		return flaw(name, "dialect.nowhere", nil)
	}
	return into(l.words, name, words)
}

func into(t *trie, name, words string) error {
	for _, w := range strings.Fields(words) {
		all, err := spread(w)
		if err != nil {
			return err
		}
		for _, one := range all {
			if err := t.add(one, name); err != nil {
				return err
			}
		}
	}
	return nil
}

// spread writes a word's alternatives out: (房|屋)漏 is 房漏 and 屋漏.
func spread(word string) ([]string, error) {
	open := strings.IndexByte(word, '(')
	if open < 0 {
		if strings.ContainsAny(word, ")|") {
			return nil, flaw(word, "dialect.bracket", nil)
		}
		return []string{word}, nil
	}
	width := strings.IndexByte(word[open:], ')')
	if width < 0 {
		return nil, flaw(word, "dialect.bracket", nil)
	}
	rest, err := spread(word[open+width+1:])
	if err != nil {
		return nil, err
	}
	var out []string
	for _, choice := range strings.Split(word[open+1:open+width], "|") {
		for _, r := range rest {
			out = append(out, word[:open]+choice+r)
		}
	}
	return out, nil
}

// check says what a condition names and the data does not hold.
func (l *lex) check() error {
	for name, e := range l.events {
		if len(e.Readings) == 0 {
			return fmt.Errorf("lexicon: event %s has no reading", name)
		}
		for _, v := range e.Readings {
			for _, list := range [][]string{v.With, v.Text, v.Without, v.Unless} {
				for _, c := range list {
					for _, n := range strings.Split(c, "|") {
						if l.marks[n] == nil && l.events[n] == nil {
							return fmt.Errorf("lexicon: event %s asks for %s, which is nowhere", name, n)
						}
					}
				}
			}
		}
	}
	return nil
}

// correct sets the typos of a text right in place.
func (l *lex) correct(runes []rune) {
	for i, r := range runes {
		for _, t := range l.typos[r] {
			if i+len(t.wrong) <= len(runes) && string(runes[i:i+len(t.wrong)]) == string(t.wrong) {
				copy(runes[i:], t.right)
			}
		}
	}
}

// inWord says whether a longer word of the lexicon than one character begins
// at i, so that 老样子 is not taken for somebody called 样.
func (l *lex) inWord(runes []rune, i int) (found bool) {
	l.words.walk(runes, i, len(runes), func(_ []string, pieces []span) {
		found = found || pieces[0].end-pieces[0].start > 1
	})
	return found
}
