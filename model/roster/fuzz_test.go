package roster

import (
	"bufio"
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzIncome(f *testing.F) {
	for _, s := range []string{"12300", "12,300", "1.2万", "9800元", "-", "约1万", "1e308", "１２，３００"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := readIncome(text, 1)
		if !ok {
			return
		}
		if got.Fen > maxIncome*100 || got.Fen < -maxIncome*100 {
			t.Errorf("%q: %v", text, got)
		}
		if again, ok := readIncome(got.Fen.String(), 1); got.Known && got.Fen >= 0 && (!ok || again != got) {
			t.Errorf("%q: %v, written out and read again %v", text, got, again)
		}
	})
}

func FuzzIdentity(f *testing.F) {
	for _, s := range []string{"530399199001011234", "53039919900101123x", `="530399199001011234"`, "5.30321E+17", "53039919900101123443B1", "无"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, code := readID(text)
		if code == "" && id != "" && (len(id) < 18 || checkDigit(id[:17]) != id[17] || !birthDate(id)) {
			t.Errorf("%q passes as %q", text, id)
		}
		if code == CodeLostDigits && id != "" {
			t.Errorf("%q lost digits and is kept as %q", text, id)
		}
	})
}

func FuzzNumber(f *testing.F) {
	for _, s := range []string{"5303021001", "5303021001.0", "5.30302E+11", "１２", "HH-001", "1E5", "."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, lost := number(text)
		if lost {
			return
		}
		if again, lost := number(n); n != "" && !none(n) && plainNumber(n) && utf8.ValidString(text) && (lost || again != n) {
			if compact(n) == n { // what still wears ="…" is taken off one layer at a time
				t.Errorf("%q: %q, read again %q lost %v", text, n, again, lost)
			}
		}
	})
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{"a,b\r\nc,d", "\"a\"\"b\",c\n", "\"open", "a,\"b\nc\",d\n\n\ne", "=\"530\",x", ",,,\n", "\"\"", "\"a\"b,c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		l := DefaultLimits()
		l.LineBytes = 1 << 16
		rows := &csvRows{in: bufio.NewReaderSize(strings.NewReader(text), l.LineBytes), comma: ',', limits: l}
		n, cells := 0, 0
		for {
			row, ok, err := rows.next()
			if err != nil {
				return
			}
			if !ok {
				break
			}
			n++
			cells += len(row)
			if len(row) == 0 {
				t.Fatalf("%q: row %d has no cell", text, n)
			}
		}
		if lines := strings.Count(text, "\n") + 1; n > lines || cells > len(text)+n {
			t.Errorf("%q: %d rows, %d cells", text, n, cells)
		}
	})
}
