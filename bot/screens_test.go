package bot_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// screens are the kinds of messages that the bot sends, each with the sentence by
// which a reader knows it.
var screens = map[string]string{
	"say": "courtesy", "recorded": "recorded.title", "pick": "pick.question", "change": "change.question", "doubt": "doubt.question",
	"which": "ask.which", "alert": "emergency.at_once", "filed": "emergency.told", "again": "emergency.again",
	"joined": "joined.title", "addition": "addition.title", "arrival": "arrival.waiting", "step": "case.step", "note": "note.title",
	"called_off": "emergency.called_off", "escalated": "escalated.acknowledge", "cases": "cases.title", "case": "case.told", "case_figures": "figures.took", "overdue": "overdue.title", "digest": "digest.how",
	"today": "today.how", "card": "card.number", "choice": "find.several", "phone": "phone.of", "me": "me.title", "undo": "undo.ask",
	"item": "item.outcome", "items": "item.title", "excuse": "block.done", "excused": "block.list", "attached": "media.waiting",
	"revision": "edited.title", "bound": "hearing.test", "unheard": "hearing.none", "stand_in": "delegate.asked", "delegates": "delegate.ask", "leaves": "leave.ask",
	"procedure": "procedure.redate", "procedure_news": "procedure.opened", "which_cadre": "standin.which",
}

var kindOfNotice = regexp.MustCompile(`kind\w+\s+model\.NoticeKind = "(\w+)"`)

// TestEveryKindOfScreenStandsInATranscript in each language, so that somebody has
// read it as it stands on a phone.
func TestEveryKindOfScreenStandsInATranscript(t *testing.T) {
	all := transcripts(t)
	for _, lang := range []string{"zh-CN", "en"} {
		said := sentences(t, lang)
		for _, kind := range kinds(t) {
			key, ok := screens[kind]
			if !ok {
				t.Errorf("no sentence is named by which %q is known", kind)
				continue
			}
			if said[key] == "" {
				t.Errorf("%s: there is no sentence %s", lang, key)
			} else if !strings.Contains(all, longest(said[key])) {
				t.Errorf("%s: no transcript shows a screen of kind %q (%s)", lang, kind, longest(said[key]))
			}
		}
	}
}

// kinds reads the kinds of messages from the program.
func kinds(t *testing.T) (names []string) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range kindOfNotice.FindAllStringSubmatch(string(src), -1) {
			names = append(names, m[1])
		}
	}
	if len(names) < 20 {
		t.Fatalf("only %d kinds are found", len(names))
	}
	return names
}

func transcripts(t *testing.T) string {
	files, err := filepath.Glob(filepath.Join("testdata", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

// sentences are those of the chats in one language; of several forms the general
// one.
func sentences(t *testing.T, lang string) map[string]string {
	src, err := os.ReadFile(filepath.Join("text", lang+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	raw := map[string]any{}
	if err := yaml.Unmarshal(src, &raw); err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for key, v := range raw {
		if forms, ok := v.(map[string]any); ok {
			v = forms["other"]
		}
		said[key], _ = v.(string)
	}
	return said
}

var filled = regexp.MustCompile(`\{\{[^}]*\}\}|<[^>]*>|\n`)

// longest is the longest piece of a sentence that is always the same.
func longest(sentence string) (piece string) {
	for _, p := range filled.Split(sentence, -1) {
		if p = strings.TrimSpace(p); len(p) > len(piece) {
			piece = p
		}
	}
	return piece
}
