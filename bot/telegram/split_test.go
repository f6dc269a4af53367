package telegram

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ringkeeper/bot/text"
)

func TestEveryRowStandsWholeInExactlyOnePart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		page := text.Page{Keyboard: [][]text.Button{{{Label: "更多", Data: "more"}}}}
		var want []string
		for i := range rapid.IntRange(1, 150).Draw(t, "rows") {
			word := rapid.SampledFrom([]string{"户", "😀", "&amp;", "a", "<b>x</b>"}).Draw(t, "word")
			row := text.Row{HTML: fmt.Sprintf("<b>%d.</b> %s", i+1, strings.Repeat(word, rapid.IntRange(0, 900).Draw(t, "length")))}
			if rapid.Bool().Draw(t, "numbered") {
				row.N, row.HouseholdID = i+1, int64(i+1000)
				row.Button = text.Button{Label: fmt.Sprint(i + 1), Data: fmt.Sprint("c:", i)}
			}
			want = append(want, row.HTML)
			page.Rows = append(page.Rows, row)
		}
		parts := Split(page)
		var got []string
		for i, p := range parts {
			if n := units(visible(p.HTML)); n > 4096 {
				t.Fatalf("part %d has %d units", i, n)
			}
			if len(p.HTML) > partBytes || count(p.Keyboard) > 100 {
				t.Fatalf("part %d: %d bytes, %d buttons", i, len(p.HTML), count(p.Keyboard))
			}
			var numbers []string
			for _, line := range p.Lines {
				if line.HouseholdID != int64(line.N+999) || !strings.Contains("\n"+p.HTML, fmt.Sprintf("\n<b>%d.</b> ", line.N)) {
					t.Fatalf("part %d: line %+v is not in it", i, line)
				}
				numbers = append(numbers, fmt.Sprint(line.N))
			}
			var labels []string
			for _, b := range slices.Concat(p.Keyboard...) {
				labels = append(labels, b.Label)
			}
			if i == len(parts)-1 {
				numbers = append(numbers, "更多")
			}
			if !slices.Equal(numbers, labels) {
				t.Fatalf("part %d: numbers %v, buttons %v", i, numbers, labels)
			}
			got = append(got, strings.Split(p.HTML, "\n")...)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("rows changed:\n%q\n%q", want, got)
		}
	})
}

func TestARowThatIsTooLongIsCutWithoutBreakingATag(t *testing.T) {
	for _, row := range []string{
		"<b>" + strings.Repeat("长", 5000) + "</b>",
		strings.Repeat("&lt;", 5000),
		strings.Repeat("😀", 5000),
		strings.Repeat("<i>x</i>", 4000),
	} {
		parts := Split(text.Page{Rows: text.Rows("前", row, "后")})
		var all []string
		for _, p := range parts {
			all = append(all, p.HTML)
			if n := units(visible(p.HTML)); n > 4096 || len(p.HTML) > partBytes || strings.ContainsAny(p.HTML, "<>") {
				t.Errorf("%.20s: %d units, %d bytes", row, n, len(p.HTML))
			}
		}
		joined := strings.Join(all, "\n")
		if !strings.HasPrefix(joined, "前\n") || !strings.HasSuffix(joined, "\n后") {
			t.Errorf("%.20s: the rows around it are gone", row)
		}
		if seen := visible(row); units(seen) > partUnits && !strings.Contains(joined, "…") {
			t.Errorf("%.20s: nothing says that it was cut", row)
		}
	}
}

func TestAPageWithNothingToSeeHasNoParts(t *testing.T) {
	for _, p := range []text.Page{{}, {Rows: text.Rows("", " ")}, {Rows: text.Rows("<b></b>"), Keyboard: [][]text.Button{{{Label: "x", Data: "x"}}}}} {
		if parts := Split(p); len(parts) != 0 {
			t.Errorf("%+v: %+v", p, parts)
		}
	}
}

func TestButtonsStandFiveInALine(t *testing.T) {
	var page text.Page
	for i := range 12 {
		page.Rows = append(page.Rows, text.Row{HTML: "户", N: i + 1, Button: text.Button{Label: "n", Data: "d"}})
	}
	parts := Split(page)
	if len(parts) != 1 || len(parts[0].Keyboard) != 3 || len(parts[0].Keyboard[0]) != 5 || len(parts[0].Keyboard[2]) != 2 {
		t.Errorf("%+v", parts)
	}
}
