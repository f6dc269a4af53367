// Package reading turns what village cadres write into what happened: the
// outcome of a contact, how it was made, the causes, the day. It is pure and
// works offline; the only thing it knows beside the text is the day on which
// the text was written.
//
// A text passes through layers, each in a file of its own:
//   - Normalise: one width, simplified characters, common typos set right.
//   - Clauses: the pieces between punctuation. Words belong to each other only
//     within a clause, or a few characters apart where nobody typed a comma.
//   - Lexicon: the words of data/*.yaml. A mark (标记) only colours others: who,
//     when, how long. An event (事件) can decide an outcome.
//   - Scope: which events do not count: denied, past, someone else's, policy
//     talk, asked, supposed, or still planned.
//   - Decide: what is left, the gravest first, with the words that decided.
//   - Hints: weak words, asked only where a text holds no event at all.
//   - Weights: what was learned from many texts that people read sets right what
//     the rules made of the text, its day apart.
//
// A reply to a numbered message is first cut into households (references), and
// each household's words are then read as above.
//
// Invariants: reading never fails and never panics; the time is linear in the
// length of the text; an outcome is always one of the model's five; the items
// of a reply are always numbers of the message, none of them twice. Where two
// readings fit, the piece is handed back to be asked about, never guessed.
//
// To teach it, add words to data/*.yaml or texts to testdata/corpus, and learn
// anew with go generate; docs/reading.md says how well it reads.
package reading
