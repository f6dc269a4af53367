// Command train learns the weights of reading anew and writes them beside the
// lexicon. It learns from every text, those that are held out too: more voices
// read strangers better, and the score learns anew without them. Run it in bot/reading, by go generate: when the lexicon, the rules or
// the corpus changed.
package main

import (
	"bytes"
	"fmt"
	"os"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/reading/corpus"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run() error {
	texts, err := corpus.All(os.DirFS("testdata"))
	if err != nil {
		return err
	}
	examples := make([]reading.Example, len(texts))
	for i, t := range texts {
		examples[i] = t.Example()
	}
	reader, err := reading.Learn(examples)
	if err != nil {
		return err
	}
	var weights bytes.Buffer
	if err := reader.WriteWeights(&weights); err != nil {
		return err
	}
	fmt.Printf("%d texts, %d bytes of weights\n", len(examples), weights.Len())
	return os.WriteFile("learned.gz", weights.Bytes(), 0o644)
}
