package talk

import "testing"

func TestACaseIsNamedByItsNumberAndNothingElse(t *testing.T) {
	for text, want := range map[string]struct {
		id      int64
		certain bool
	}{
		"#12": {12, true}, " ＃１２ ": {12, true}, "急难#12": {12, true}, "急难 #12？": {12, true}, "看急难12": {12, true}, "查 #3": {3, true}, "Case 7": {7, true}, "#12号": {12, true},
		"急难 12": {12, false}, "急难１２": {12, false}, "急难 3号": {3, false},
		"12": {}, "12号": {}, "看 12": {}, "急难": {}, "#": {}, "#0": {}, "急难 12 着火": {}, "急报 12": {}, "#12 已到户": {}, "急难 53030200010001": {}, "1 3 正常": {},
	} {
		id, certain, ok := CaseNumber(text)
		if ok != (want.id != 0) || ok && (id != want.id || certain != want.certain) {
			t.Errorf("%q: %d, %v, %v", text, id, certain, ok)
		}
	}
}
