package store

import "strings"

// rowsAtOnce is how many rows one INSERT carries.
const rowsAtOnce = 100

// batch collects rows and inserts many with one statement.
type batch struct {
	q      session
	noun   string
	insert string // up to and with VALUES
	rows   [][]any
	after  func(rows int) // told how many rows were inserted; nil: nobody asks
}

func (q session) batch(noun, insert string) batch { return batch{q: q, noun: noun, insert: insert} }

func (b *batch) add(values ...any) { b.rows = append(b.rows, values) }

func (b *batch) flush() error {
	for len(b.rows) > 0 {
		n := min(len(b.rows), rowsAtOnce)
		row := "(" + strings.TrimSuffix(strings.Repeat("?, ", len(b.rows[0])), ", ") + ")"
		var args []any
		for _, values := range b.rows[:n] {
			args = append(args, values...)
		}
		b.rows = b.rows[n:]
		if err := b.q.exec(b.noun, b.insert+strings.TrimSuffix(strings.Repeat(row+", ", n), ", "), args...); err != nil {
			return err
		}
		if b.after != nil {
			b.after(n)
		}
	}
	return nil
}
