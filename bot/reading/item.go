package reading

import (
	_ "embed"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"ringkeeper/model"
)

//go:embed item.yaml
var itemData []byte

// itemWords are the words of item.yaml, each list the longest first.
type itemWords struct {
	Difficulty     words `yaml:"difficulty"`
	Need           words `yaml:"need"`
	WeakDifficulty words `yaml:"weak_difficulty"`
	WeakNeed       words `yaml:"weak_need"`
	Links          words `yaml:"links"`
	Asking         words `yaml:"asking"`
	Wishing        words `yaml:"wishing"`
	Doing          words `yaml:"doing"`
	Idle           words `yaml:"idle"`
	Denials        words `yaml:"denials"`
	Nothing        words `yaml:"nothing"`
	Fillers        words `yaml:"fillers"`
	Hopes          words `yaml:"hopes"`
	Others         words `yaml:"others"`
	Neighbours     words `yaml:"neighbours"`
	Past           words `yaml:"past"`
	Over           words `yaml:"over"`
	Lacking        words `yaml:"lacking"`
	Solved         words `yaml:"solved"`
	Unsolvable     words `yaml:"unsolvable"`
	Unsettled      words `yaml:"unsettled"`
	Any            words `yaml:"any"`
	All            words `yaml:"all"`
	Income         words `yaml:"income"`
	IncomeUp       words `yaml:"income_up"`
	IncomeDown     words `yaml:"income_down"`
	IncomeSame     words `yaml:"income_same"`
}

var itemLexicon = sync.OnceValue(func() *itemWords {
	var w itemWords
	if err := yaml.Unmarshal(itemData, &w); err != nil {
		panic(err) // The data is part of the program; a test loads it.
	}
	return &w
})

// mostItems is how many items one text may open; nobody follows more.
const mostItems = 5

// longestItem is how much of the words of one is kept, in characters.
const longestItem = 60

// Items returns the difficulties and needs that a text names, in its own words:
// behind a label (难点：…, 困难是…, 诉求：…), or where the household asks for
// something that somebody can do (问能不能帮修水渠). Hopes for better times, what
// others ask, and what is over already are none.
func Items(s string) (items []model.Named) {
	t := standard().normalise(s)
	f := seeker{text: t, words: itemLexicon(), clauses: split(t.runes)}
	for f.at = 0; f.at < len(f.clauses) && len(items) < mostItems; f.at++ {
		if item, ok := f.item(); ok {
			items = append(items, item)
		}
		if f.clauses[f.at].ends() {
			f.begins = f.at + 1
		}
	}
	return items
}

// seeker is a text while items are looked for.
type seeker struct {
	text
	words   *itemWords
	clauses []clause
	at      int // the clause that is looked at
	begins  int // the first one of its sentence
}

func (f *seeker) clause(i int) string {
	if i < 0 || i >= len(f.clauses) {
		return ""
	}
	return string(f.runes[f.clauses[i].start:f.clauses[i].end])
}

// item reads the present clause; where a label stands before it, the next one too.
func (f *seeker) item() (item model.Named, ok bool) {
	whole := f.clause(f.at)
	for _, l := range []struct {
		words  words
		kind   model.ItemKind
		strong bool
	}{
		{f.words.Difficulty, model.Difficulty, true}, {f.words.Need, model.Need, true},
		{f.words.WeakDifficulty, model.Difficulty, false}, {f.words.WeakNeed, model.Need, false},
	} {
		before, label, after := l.words.cut(whole)
		if label == "" {
			continue
		}
		linked := f.clauses[f.at].mark == ':' && after == ""
		if link := f.words.Links.prefix(after); link != "" {
			after, linked = after[len(link):], true
		}
		if !linked && !(l.strong && (f.words.Lacking.in(after) || f.words.Doing.in(after) || after == "" && f.clauses[f.at].mark == ' ')) {
			continue
		}
		if f.elses(before) {
			return item, false
		}
		if after == "" && f.at+1 < len(f.clauses) && !f.clauses[f.at].ends() {
			f.at++
			after = f.clause(f.at)
		}
		return f.named(l.kind, after)
	}
	return f.wish(whole)
}

// wish reads a clause in which the household asks for something.
func (f *seeker) wish(whole string) (item model.Named, ok bool) {
	before, word, after := f.words.Asking.cut(whole)
	if word == "" || f.words.Idle.prefix(word+after) != "" {
		before, word, after = f.words.Wishing.cut(whole)
		if word == "" || !f.words.Doing.in(after) {
			return item, false
		}
		// 希望越来越好 is none, 希望政策好的话帮申请低保 is one.
		if f.words.Hopes.in(after) && !strings.Contains(after, "帮") && !strings.Contains(after, "解决") {
			return item, false
		}
	}
	if f.elses(before) {
		return item, false
	}
	return f.named(model.Need, word+after)
}

// elses says whether what stands before a label or a wish makes it none of the
// household's, or none at all.
func (f *seeker) elses(before string) bool {
	for i := f.begins; i < f.at; i++ {
		if f.words.Neighbours.in(f.clause(i)) {
			return true
		}
	}
	subject := strings.TrimRight(before, "就都又也还再说讲让叫的")
	return f.words.Denials.suffix(strings.TrimRight(before, "什么啥特别其他大太多多")) != "" || f.words.Denials.suffix(before) != "" ||
		f.words.Others.suffix(subject) != "" || f.words.Neighbours.in(before) || f.words.Past.in(before)
}

// named makes an item of some words of the present clause.
func (f *seeker) named(kind model.ItemKind, what string) (item model.Named, ok bool) {
	if number, rest, ok := strings.Cut(what, "、"); ok && strings.Trim(number, "0123456789") == "" { // 1、…
		what = rest
	}
	what = strings.Trim(what, "、，, :-—")
	rest := what
	if n := f.words.Nothing.prefix(what); n != "" {
		for rest = what[len(n):]; f.words.Fillers.prefix(rest) != ""; {
			rest = rest[len(f.words.Fillers.prefix(rest)):]
		}
	}
	next := []rune(f.clause(f.at + 1))
	later := !f.clauses[f.at].ends() && f.words.Over.in(string(next[:min(len(next), 8)]))
	if rest == "" || len([]rune(what)) < 2 || f.words.Over.in(what) || later {
		return item, false
	}
	end := f.clauses[f.at].end
	written := []rune(f.source(end-len([]rune(what)), end))
	if !strings.HasSuffix(f.clause(f.at), what) { // it was trimmed at its end
		written = []rune(what)
	}
	if len(written) > longestItem { // where an identity number were cut, nobody would know it for one
		written = []rune(model.StrikeIDs(string(written)))
	}
	return model.Named{Kind: kind, Text: string(written[:min(len(written), longestItem)])}, true
}
