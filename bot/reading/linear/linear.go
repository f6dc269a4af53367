// Package linear answers yes or no to several questions about a text by adding
// up the weights of what the text shows. A feature is a number that a hash gave
// it; two that fall together share their weights, which costs little while
// features are many and texts are short.
//
// Each question is learned alone, as a linear support vector machine by dual
// coordinate descent (Hsieh and others, 2008): few passes, no rate to choose,
// and the same examples give the same weights.
package linear

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"sync"
)

// Feature is something that a text shows, and how strongly.
type Feature struct {
	Hash  uint32
	Value float32
}

// Example is what a text shows and what a person answered to the questions, the
// last of which may be left open.
type Example struct {
	Features []Feature
	Yes      []bool
}

// Options say how to train.
type Options struct {
	Questions int
	Bits      int     // 2^Bits features are kept apart
	Passes    int     // over the examples
	Cost      float64 // of an example on the wrong side; a low one keeps weights small
}

// Model holds a row of weights for each feature, one weight a question.
type Model struct {
	questions int
	bits      int
	scales    []float32 // what 1 in a question's column is worth
	weights   []int8
}

// Train learns to answer the questions as the examples do.
func Train(examples []Example, o Options) *Model {
	m := &Model{questions: o.Questions, bits: o.Bits}
	m.scales = make([]float32, m.questions)
	m.weights = make([]int8, m.questions<<m.bits)
	var work sync.WaitGroup
	for q := range m.questions {
		work.Go(func() { m.keep(q, column(examples, q, o)) })
	}
	work.Wait()
	return m
}

// column learns one question.
func column(examples []Example, q int, o Options) []float64 {
	weights := make([]float64, 1<<o.Bits)
	pulls := make([]float64, len(examples)) // how much each example pulls at the weights
	slack := 0.5 / o.Cost
	order := rand.New(rand.NewPCG(1, 2))
	for range o.Passes {
		for _, i := range order.Perm(len(examples)) {
			e := examples[i]
			if q >= len(e.Yes) {
				continue
			}
			side := -1.0
			if e.Yes[q] {
				side = 1
			}
			sum, length := 0.0, 0.0
			for _, f := range e.Features {
				v := float64(f.Value)
				sum += float64(weights[f.Hash&(1<<o.Bits-1)] * v) // the conversions keep every machine's sums alike
				length += float64(v * v)
			}
			pull := max(pulls[i]-(float64(side*sum)-1+float64(slack*pulls[i]))/(length+slack), 0)
			if pull == pulls[i] {
				continue
			}
			step := float64((pull - pulls[i]) * side)
			pulls[i] = pull
			for _, f := range e.Features {
				weights[f.Hash&(1<<o.Bits-1)] += float64(step * float64(f.Value))
			}
		}
	}
	return weights
}

// keep rounds a question's weights to what a byte holds.
func (m *Model) keep(q int, weights []float64) {
	most := 0.0
	for _, w := range weights {
		most = max(most, math.Abs(w))
	}
	if most == 0 {
		return
	}
	scale := most / math.MaxInt8
	m.scales[q] = float32(scale)
	for i, w := range weights {
		m.weights[i*m.questions+q] = int8(math.Round(w / scale))
	}
}

// Scores says for each question how clearly the answer is yes: above 0 yes, 1
// surely, below 0 no.
func (m *Model) Scores(features []Feature) []float64 {
	sums := make([]float64, m.questions)
	for _, f := range features {
		row := m.weights[int(f.Hash&(1<<m.bits-1))*m.questions:][:m.questions]
		for q, w := range row {
			sums[q] += float64(float64(w) * float64(f.Value))
		}
	}
	for q, scale := range m.scales {
		sums[q] *= float64(scale)
	}
	return sums
}

// Write writes the model as Read reads it.
func (m *Model) Write(w io.Writer) error {
	return errors.Join(
		binary.Write(w, binary.LittleEndian, [2]uint8{uint8(m.questions), uint8(m.bits)}),
		binary.Write(w, binary.LittleEndian, m.scales),
		binary.Write(w, binary.LittleEndian, m.weights),
	)
}

// Read reads a model that answers so many questions.
func Read(r io.Reader, questions int) (*Model, error) {
	var head [2]uint8
	if err := binary.Read(r, binary.LittleEndian, &head); err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	m := &Model{questions: int(head[0]), bits: int(head[1])}
	if m.questions != questions || m.bits > 20 {
		return nil, fmt.Errorf("weights: %d questions and %d bits, want %d questions", m.questions, m.bits, questions)
	}
	m.scales = make([]float32, m.questions)
	m.weights = make([]int8, m.questions<<m.bits)
	if err := errors.Join(binary.Read(r, binary.LittleEndian, m.scales), binary.Read(r, binary.LittleEndian, m.weights)); err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	return m, nil
}
