package roster

import (
	"math"
	"strconv"
	"strings"

	"ringkeeper/model"
)

// maxIncome is the largest income per head, in yuan, that is taken for one;
// what lies above is a phone or another number in the wrong column.
const maxIncome = 100_000_000

// readIncome reads an income per head as people write it: 12300, 12,300, 1.2万,
// 9800元, in either width. unit is what one means in the column, in yuan. Blank
// is an income that is not known. What it cannot read it does not guess.
func readIncome(text string, unit int64) (model.Income, bool) {
	text = strings.ReplaceAll(value(text), " ", "")
	if text == "" || text == "不详" || text == "未知" {
		return model.Income{}, true
	}
	for _, prefix := range []string{"人民币", "¥", "RMB"} {
		text = strings.TrimPrefix(text, prefix)
	}
	for _, suffix := range []string{"/年", "/人", "每年", "每人"} {
		text = strings.TrimSuffix(text, suffix)
	}
	for _, suffix := range []string{"元整", "元", "圆"} {
		text = strings.TrimSuffix(text, suffix)
	}
	switch {
	case strings.HasSuffix(text, "万"):
		text, unit = strings.TrimSuffix(text, "万"), 10_000
	case strings.HasSuffix(text, "千"):
		text, unit = strings.TrimSuffix(text, "千"), 1_000
	}
	plain, ok := ungroup(text)
	if !ok {
		return model.Income{}, false
	}
	x, err := strconv.ParseFloat(plain, 64)
	if err != nil || math.Abs(x)*float64(unit) > maxIncome {
		return model.Income{}, false
	}
	return model.Income{Known: true, Fen: model.Fen(math.Round(x * float64(unit) * 100))}, true
}

// ungroup takes the commas between thousands out and says whether what is left
// is a decimal number; ParseFloat alone would take 0x1p4, inf and 1_000 too.
func ungroup(text string) (string, bool) {
	whole, rest := text, ""
	if i := strings.IndexAny(text, ".eE"); i >= 0 {
		whole, rest = text[:i], text[i:]
	}
	if strings.Contains(whole, ",") {
		parts := strings.Split(whole, ",")
		for i, p := range parts {
			if i > 0 && len(p) != 3 || i == 0 && (len(p) == 0 || len(p) > 4) {
				return "", false
			}
		}
		whole = strings.Join(parts, "")
	}
	text = whole + rest
	return text, text != "" && strings.Trim(text, "0123456789.eE+-") == "" && strings.ContainsAny(text, "0123456789")
}
