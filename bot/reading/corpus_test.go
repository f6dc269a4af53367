package reading_test

import (
	"bytes"
	"os"
	"testing"

	"ringkeeper/bot/reading/corpus"
)

// alike is the share of three-character runs from which two texts count as one.
const alike = 0.6

// TestTheCorpusIsManyVoices holds that enough people write, that what is held
// out is there, and that no text stands twice, least of all on both sides.
func TestTheCorpusIsManyVoices(t *testing.T) {
	texts := load(t, "corpus/???.jsonl")
	personas, themes, held := map[string]int{}, map[string]int{}, 0
	for _, x := range texts {
		personas[x.Persona]++
		themes[x.Theme]++
		if x.HeldOut() {
			held++
		}
	}
	if len(texts) < 3000 || len(personas) < 14 || len(themes) < 10 || held < 700 {
		t.Errorf("%d texts of %d people about %d themes, %d of them held out", len(texts), len(personas), len(themes), held)
	}
	texts = append(texts, load(t, "corpus/more.jsonl")...)
	texts = append(texts, load(t, "replies_*.jsonl")...)
	sets := make([]map[string]bool, len(texts))
	sharing := map[string][]int{} // a run of characters → the texts before that have it
	for i, x := range texts {
		sets[i] = runs(x.Text)
		common := map[int]int{}
		for r := range sets[i] {
			for _, j := range sharing[r] {
				common[j]++
			}
			sharing[r] = append(sharing[r], i)
		}
		for j, n := range common {
			if share := float64(n) / float64(len(sets[i])+len(sets[j])-n); share >= alike {
				t.Errorf("%s and %s are nearly the same (%.2f)", texts[j].ID, x.ID, share)
			}
		}
	}
}

// runs are the three-character runs of a text; a shorter text is its own run.
func runs(text string) map[string]bool {
	out, r := map[string]bool{}, []rune(text)
	for i := 0; i+3 <= len(r); i++ {
		out[string(r[i:i+3])] = true
	}
	if len(r) < 3 {
		out[text] = true
	}
	return out
}

// TestTheWeightsAreThoseOfTheCorpus holds that whoever changed the lexicon, the
// rules or the corpus has learned anew.
func TestTheWeightsAreThoseOfTheCorpus(t *testing.T) {
	embedded, err := os.ReadFile("learned.gz")
	if err != nil {
		t.Fatal(err)
	}
	by := learned(t, func(corpus.Text) bool { return true })
	var anew bytes.Buffer
	if err := by.WriteWeights(&anew); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(anew.Bytes(), embedded) {
		t.Error("the weights are stale: run go generate ./bot/reading")
	}
	if _, err := corpus.Load(testdata, "nothing.jsonl"); err == nil {
		t.Error("files that are not there are no corpus")
	}
}
