package store

import "strings"

// rowsAtOnce is how many rows one INSERT carries.
const rowsAtOnce = 100

// batch collects rows and inserts many with one statement.
type batch struct {
	q       session
	noun    string
	insert  string // up to and with VALUES
	columns int
	values  []any  // of all rows, one after another
	full    string // the statement for rowsAtOnce rows
}

func (q session) batch(noun, insert string) batch { return batch{q: q, noun: noun, insert: insert} }

func (b *batch) add(values ...any) {
	b.columns = len(values)
	b.values = append(b.values, values...)
}

// places writes the places for the values of so many rows: (?, ?), (?, ?).
func places(rows, columns int) string {
	row := "(" + strings.TrimSuffix(strings.Repeat("?, ", columns), ", ") + ")"
	return strings.TrimSuffix(strings.Repeat(row+", ", rows), ", ")
}

func (b *batch) flush() error {
	for rest := b.values; len(rest) > 0; {
		n := min(len(rest)/b.columns, rowsAtOnce)
		statement := b.full
		if n < rowsAtOnce {
			statement = b.statement(n)
		} else if statement == "" {
			b.full = b.statement(n)
			statement = b.full
		}
		if err := b.q.exec(b.noun, statement, rest[:n*b.columns]...); err != nil {
			return err
		}
		rest = rest[n*b.columns:]
	}
	clear(b.values)
	b.values = b.values[:0]
	return nil
}

func (b *batch) statement(rows int) string { return b.insert + " " + places(rows, b.columns) }
