package reading

import (
	"slices"
	"strings"
	"testing"

	"ringkeeper/model"
)

func TestTheDataFitsTogether(t *testing.T) {
	l, err := compile()
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []string{
		markNo, markNot, markPast, markStill, markOver, markOthers, markOwn, markSpeech, markPolicy, markPrevent, markSuppose,
		markAsk, markAskEnd, markIntend, markMild, markAck, markShortGood, markMeta, markUndone, "visit", "looked", "phone", "wechat",
		"other_means", "contacted", "reached", "earner", "elder", "spouse", "child", "money",
	} {
		if l.marks[n] == nil {
			t.Errorf("the code asks for the mark %s, which the data does not hold", n)
		}
	}
	for _, n := range []string{"well", "unreached", "unreached_surely", "away"} {
		if l.events[n] == nil {
			t.Errorf("the code asks for the event %s, which the data does not hold", n)
		}
	}
}

func TestADialectAddsItsWords(t *testing.T) {
	const said = "克他屋头望了，一家人巴巴实实"
	dialect := "typos: {克他: 去他}\nmarks: {visit: {words: 去他屋头望}}\nevents: {well: {words: 巴巴实实}}\nsurnames: 㚻\n"
	by, err := New(strings.NewReader(dialect))
	if err != nil {
		t.Fatal(err)
	}
	if r := look(by.normalise(said)).ruled(false); r.Outcome != model.Normal || r.Means != model.ByVisit {
		t.Errorf("with the dialect: %+v", r)
	}
	if r := look(standard().normalise(said)).ruled(false); r.Means == model.ByVisit {
		t.Errorf("without: %+v", r)
	}
	for _, bad := range []string{"marks: {nobody: {words: x}}", "colour: blue", "events: {well: {words: (}}", "typos: {a: bc}", "typos: {'': ''}", "marks: {visit: }", "hints: {normal: '~'}", "a: ["} {
		if _, err := New(strings.NewReader(bad)); err == nil {
			t.Errorf("%s: no error", bad)
		}
	}
}

func TestNothingIsTaughtOnceReadingHasBegun(t *testing.T) {
	Read("正常", wednesday)
	if err := Teach(strings.NewReader("events: {well: {words: 巴巴实实}}")); err == nil {
		t.Error("a dialect that comes too late is told")
	}
}

func TestAWordIsSpreadOverItsAlternatives(t *testing.T) {
	got, err := spread("(房|屋)漏(了|)")
	if want := []string{"房漏了", "房漏", "屋漏了", "屋漏"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q %v", got, err)
	}
	for _, bad := range []string{"(房", "房)", "房|屋"} {
		if _, err := spread(bad); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

func TestNumbersAreReadInBothScripts(t *testing.T) {
	for text, want := range map[string][2]int{
		"3号": {3, 1}, "12": {12, 2}, "十": {10, 1}, "十二号": {12, 2}, "二十": {20, 2}, "三十一日": {31, 3}, "两户": {2, 1}, "廿八": {28, 2}, "号": {0, 0}, "": {0, 0},
	} {
		if n, length := number([]rune(text)); n != want[0] || length != want[1] {
			t.Errorf("%q: %d in %d runes, want %v", text, n, length, want)
		}
	}
}

func TestTheWritersCharactersAreKept(t *testing.T) {
	in := "①　正常；２號、住愿"
	n := standard().normalise(in)
	if got := string(n.runes); got != " 1、 正常;2号、住院" {
		t.Errorf("normalised %q", got)
	}
	if got := n.source(0, len(n.runes)); got != in {
		t.Errorf("source %q", got)
	}
}
