package reading

import (
	"math"

	"ringkeeper/bot/reading/linear"
)

// What a feature of a kind weighs beside the others; found by leaving out the
// texts of some people and reading them with what was learned from the rest.
const (
	gramValue    = 1   // a run of characters
	closingValue = 0.5 // once more where it stands in the last clause, where people sum up
	wordValue    = 1   // a word of the lexicon and whether it counts
	ruleValue    = 0.5 // what the rules made of the text
)

// longestGram and longestClosing are the longest runs of characters that are features.
const longestGram, longestClosing = 4, 3

// features are what the learned weights see of a text: its runs of characters,
// the words of the lexicon with their scopes, and what the rules made of them.
func (v *view) features(r Reading, named bool) []linear.Feature {
	f := v.grams(named)
	closing := len(v.clauses) - 1
	for _, m := range v.matches {
		word := hashOf('w').word(m.name).add(rune(m.scope))
		f.put(word, wordValue)
		if m.settled {
			f.put(word.add('s'), wordValue)
		}
		if m.clause == closing {
			f.put(word.add('c'), closingValue)
		}
	}
	f.put(hashOf('o').word(string(r.Outcome)), ruleValue)
	f.put(hashOf('i').word(string(r.IncomeChange)), ruleValue)
	f.put(hashOf('k').word(string(r.Means)), ruleValue)
	if r.MemberChange {
		f.put(hashOf('m'), ruleValue)
	}
	for _, c := range r.Causes {
		f.put(hashOf('c').word(string(c)), ruleValue)
	}
	return f.unit()
}

// shortest is the length up to which the words beside a named household are a
// feature as a whole: 好 is an answer there and politeness elsewhere.
const shortest = 6

// grams are the runs of characters of a text, and of its last clause again.
// named says that a household is named beside it.
func (v *view) grams(named bool) *featureSet {
	f := &featureSet{seen: map[hash]bool{}}
	f.put(hashOf('b'), ruleValue)
	if named && len(v.runes) <= shortest {
		f.put(hashOf('d'), wordValue)
		f.put(hashOf('d').word(string(v.runes)), wordValue)
	}
	f.runs(hashOf('g'), append([]rune{'^'}, append(v.runes[:len(v.runes):len(v.runes)], '$')...), longestGram, gramValue)
	if n := len(v.clauses); n > 1 {
		c := v.clauses[n-1]
		f.runs(hashOf('z'), v.runes[c.start:c.end], longestClosing, closingValue)
	}
	return f
}

// featureSet holds each feature once.
type featureSet struct {
	seen map[hash]bool
	all  []linear.Feature
}

func (f *featureSet) put(h hash, value float32) {
	if !f.seen[h] {
		f.seen[h] = true
		f.all = append(f.all, linear.Feature{Hash: uint32(h ^ h>>15), Value: value})
	}
}

// runs puts the runs of up to so many characters; all digits are one, since no
// figure tells by itself.
func (f *featureSet) runs(kind hash, runes []rune, longest int, value float32) {
	for i := range runes {
		h := kind
		for _, r := range runes[i:min(len(runes), i+longest)] {
			if isDigit(r) {
				r = '0'
			}
			h = h.add(r)
			f.put(h, value)
		}
	}
}

// unit gives the features of a long text no more weight than those of a short
// one.
func (f *featureSet) unit() []linear.Feature {
	sum := 0.0
	for _, one := range f.all {
		sum += float64(one.Value * one.Value)
	}
	length := float32(math.Sqrt(sum))
	for i := range f.all {
		f.all[i].Value /= length
	}
	return f.all
}

// hash is FNV-1a over characters.
type hash uint32

func hashOf(kind rune) hash { return hash(2166136261).add(kind) }

func (h hash) add(r rune) hash {
	for range 3 {
		h = (h ^ hash(r&0xff)) * 16777619
		r >>= 8
	}
	return h
}

func (h hash) word(s string) hash {
	for _, r := range s {
		h = h.add(r)
	}
	return h
}
