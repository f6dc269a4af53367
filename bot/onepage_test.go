package bot_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// A sheet of A4 in the type of a county's office: lines, and Chinese characters
// on each.
const (
	sheetLines = 45
	sheetWidth = 44
)

// TestWhatACadreHasToKnowFitsOnOnePage counts the lines of the cadres' page as they
// are set.
func TestWhatACadreHasToKnowFitsOnOnePage(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "docs", "cadre.md"))
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for line := range strings.Lines(string(page)) {
		if line = strings.TrimSpace(line); strings.Trim(line, "|-") == "" && line != "" {
			continue // the rule under a table's head
		}
		halves := 0
		for _, r := range line {
			halves++
			if unicode.Is(unicode.Han, r) || strings.ContainsRune("，。：；、（）“”　", r) {
				halves++
			}
		}
		lines += 1 + halves/(2*sheetWidth)
	}
	if lines > sheetLines {
		t.Errorf("%d lines, a sheet holds %d: what is no daily business belongs into cadre-more.md", lines, sheetLines)
	}
}
