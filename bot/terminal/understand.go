package terminal

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"ringkeeper/bot/reading"
	"ringkeeper/model"
	"ringkeeper/model/report"
)

// Understand reads messages from standard input, one JSON object a line, and
// prints how it reads them. A line without today is read as of --at.
type Understand struct {
	When
	JSON bool `name:"json"` // it prints JSON anyway; scripts give the flag to every command
}

// message is a line of the input; further fields are left alone.
type message struct {
	ID     json.RawMessage `json:"id"`
	Today  model.Day       `json:"today"`
	Text   *string         `json:"text"`
	Digest []struct {
		N       int    `json:"n"`
		Head    string `json:"head"`
		Village string `json:"village"`
	} `json:"digest"`
}

// understood is a line of the output: of one household, or the items of a reply
// to a digest.
type understood struct {
	ID json.RawMessage `json:"id,omitempty"` // as it came, so that a script can join
	*heard
	Items *[]numbered `json:"items,omitempty"`
}

type numbered struct {
	N int `json:"n"`
	heard
}

// heard is what was understood of one household.
type heard struct {
	Outcome      model.Outcome      `json:"outcome"`
	Kind         model.Means        `json:"kind"`
	Causes       []model.Cause      `json:"causes"`
	HappenedOn   model.Day          `json:"happened_on"`
	MemberChange bool               `json:"member_change"`
	IncomeChange model.IncomeChange `json:"income_change"`
}

// Run reads until the input ends. A line that cannot be read is told by its
// number and passed over; the call has then failed.
func (c Understand) Run(ctx context.Context, d *Desk) error {
	at, err := c.Time(d)
	if err != nil {
		return err
	}
	if err := d.Learn(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- c.read(d, model.DayOf(at, d.Zone())) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done(): // the reader may wait for a person at the keyboard
		return ctx.Err()
	}
}

// read prints as it reads, and lets go of what it printed whenever nothing more
// waits to be read.
func (c Understand) read(d *Desk, today model.Day) error {
	in, out := bufio.NewReaderSize(d.In, 1<<16), bufio.NewWriterSize(d.Out, 1<<16)
	answers := json.NewEncoder(out)
	answers.SetEscapeHTML(false)
	var faulty error
	for number := 1; ; number++ {
		if in.Buffered() == 0 {
			if err := out.Flush(); err != nil {
				return err
			}
		}
		line, end := in.ReadBytes('\n')
		if line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff"))); len(line) > 0 {
			u, err := understand(line, today)
			if err == nil {
				err = answers.Encode(u)
			} else {
				fault := &report.Fault{Key: "error.message", Args: model.Args{"line": number}, Err: err}
				d.Tell(fault)
				faulty, err = told{fault}, nil
			}
			if err != nil {
				return err
			}
		}
		if end == nil {
			continue
		}
		if err := out.Flush(); err != nil || errors.Is(end, io.EOF) {
			return cmp.Or(err, faulty)
		}
		return end
	}
}

// understand reads one line; what keeps it from being read is said in full only
// to those who look for the cause.
func understand(line []byte, today model.Day) (understood, error) {
	m := message{Today: today}
	if err := json.Unmarshal(line, &m); err != nil {
		return understood{}, fmt.Errorf("message: %w", err)
	}
	if m.Text == nil {
		return understood{}, errors.New("message: no text")
	}
	if m.Today == 0 { // null
		m.Today = today
	}
	if m.Digest == nil {
		h := hear(reading.Read(*m.Text, m.Today))
		return understood{ID: m.ID, heard: &h}, nil
	}
	lines := make([]reading.Line, len(m.Digest))
	for i, l := range m.Digest {
		lines[i] = reading.Line{N: l.N, Head: l.Head, Village: l.Village}
	}
	items := []numbered{}
	for _, i := range reading.ReadReply(*m.Text, m.Today, lines).Items {
		items = append(items, numbered{i.N, hear(i.Reading)})
	}
	return understood{ID: m.ID, Items: &items}, nil
}

func hear(r reading.Reading) heard {
	causes := r.Causes
	if causes == nil {
		causes = []model.Cause{}
	}
	return heard{r.Outcome, r.Means, causes, r.HappenedOn, r.MemberChange, r.IncomeChange}
}
