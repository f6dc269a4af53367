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
}

func (q session) batch(noun, insert string) batch { return batch{q: q, noun: noun, insert: insert} }

func (b *batch) add(values ...any) { b.rows = append(b.rows, values) }

// places writes the places for the values of so many rows: (?, ?), (?, ?).
func places(rows, columns int) string {
	row := "(" + strings.TrimSuffix(strings.Repeat("?, ", columns), ", ") + ")"
	return strings.TrimSuffix(strings.Repeat(row+", ", rows), ", ")
}

func (b *batch) flush() error {
	for len(b.rows) > 0 {
		n := min(len(b.rows), rowsAtOnce)
		insert := b.insert + " " + places(n, len(b.rows[0]))
		var args []any
		for _, values := range b.rows[:n] {
			args = append(args, values...)
		}
		b.rows = b.rows[n:]
		if err := b.q.exec(b.noun, insert, args...); err != nil {
			return err
		}
	}
	return nil
}
