// Package corpus holds the rule by which the texts that people labelled are
// parted: by most of them the lexicon and the rules are made, by the others they
// are judged. Only tests and the training know it.
package corpus

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"ringkeeper/bot/reading"
	"ringkeeper/model"
)

// Text is a text with the reading that a person gave it; Expect instead, where
// it answers a digest.
type Text struct {
	ID           string             `json:"id"`
	Persona      string             `json:"persona"` // who would write so, empty in a set of no persona
	Theme        string             `json:"theme"`
	Today        model.Day          `json:"today"`
	Text         string             `json:"text"`
	Kind         model.Means        `json:"kind"`
	Outcome      model.Outcome      `json:"outcome"`
	Causes       []model.Cause      `json:"causes"`
	HappenedOn   model.Day          `json:"happened_on"`
	MemberChange bool               `json:"member_change"`
	IncomeChange model.IncomeChange `json:"income_change"`

	Digest []reading.Line `json:"digest"`
	Expect []struct {
		N       int           `json:"n"`
		Outcome model.Outcome `json:"outcome"`
	} `json:"expect"`
}

// The part that is held out: everything of some people, and some themes of all
// the others. Texts that were written by nobody twice are all learned from.
var (
	heldPersonas = []string{"p06", "p07", "p12"}
	heldThemes   = []string{"water_power", "death_birth"}
	crowds       = []string{"m01", "m02", "m03", "m04", "m05", "m06", "m07", "m08"}
)

// HeldOut says whether a text judges: nobody who changes the lexicon or the rules
// reads it, and no weights that were learned from it are scored by it. The
// weights that the program carries are learned from it too.
func (t Text) HeldOut() bool {
	return slices.Contains(heldPersonas, t.Persona) || slices.Contains(heldThemes, t.Theme) && !slices.Contains(crowds, t.Persona)
}

// Example is the text as reading learns from it. What belongs to no persona was
// written by those who wrote the lexicon.
func (t Text) Example() reading.Example {
	e := reading.Example{Text: t.Text, Today: t.Today, Seen: t.Persona == "", Lines: t.Digest}
	if t.Digest == nil {
		e.Reading = reading.Reading{
			Outcome: t.Outcome, Means: t.Kind, Causes: t.Causes, HappenedOn: t.HappenedOn, MemberChange: t.MemberChange, IncomeChange: t.IncomeChange,
		}
		return e
	}
	e.Said = map[int]model.Outcome{}
	for _, x := range t.Expect {
		e.Said[x.N] = x.Outcome
	}
	return e
}

// Load reads the files that a pattern names, in the order of their names. A
// text of a persona's file is that persona's.
func Load(dir fs.FS, pattern string) (texts []Text, err error) {
	names, err := fs.Glob(dir, pattern)
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("no file is named %s", pattern)
	}
	for _, name := range names {
		f, err := dir.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		persona, _, _ := strings.Cut(path.Base(name), ".")
		lines := bufio.NewScanner(f)
		for lines.Scan() {
			var t Text
			if err := json.Unmarshal(lines.Bytes(), &t); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			if strings.HasPrefix(name, "corpus/") {
				t.Persona = persona
			}
			texts = append(texts, t)
		}
		if err := lines.Err(); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return texts, nil
}

// All loads every labelled text, those that are held out too.
func All(dir fs.FS) (out []Text, err error) {
	for _, pattern := range []string{"corpus/*.jsonl", "replies_*.jsonl", "multi_*.jsonl"} {
		texts, err := Load(dir, pattern)
		if err != nil {
			return nil, err
		}
		out = append(out, texts...)
	}
	return out, nil
}
