package roster_test

import (
	"os"
	"path/filepath"
	"testing"

	"ringkeeper/model/roster"
)

func TestAnEmptyTemplateIsUnderstoodAndHoldsNoRows(t *testing.T) {
	for _, kind := range []roster.Kind{roster.Households, roster.Cadres} {
		for _, name := range []string{"t.xlsx", "t.csv"} {
			path := filepath.Join(t.TempDir(), name)
			check(t, roster.WriteTemplate(path, kind))
			f := read(t, path)
			if x := only(t, f.Findings, roster.CodeNoRows); x.Row != 1 || f.Kind != kind || len(f.UnreadColumns) > 0 {
				t.Errorf("%s %s: %+v", kind, name, f)
			}
			info, err := os.Stat(path)
			check(t, err)
			if info.Mode().Perm() != 0o600 {
				t.Errorf("%s: mode %v", name, info.Mode())
			}
			if err := roster.WriteTemplate(path, kind); !roster.Exists(err) {
				t.Errorf("overwrote %s: %v", name, err)
			}
		}
	}
	if err := roster.WriteTemplate(filepath.Join(t.TempDir(), "t.pdf"), roster.Cadres); err == nil {
		t.Error("a .pdf was written")
	}
}
