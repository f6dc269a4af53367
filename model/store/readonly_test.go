package store

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"ringkeeper/model"
)

// TestALookChangesNothing: neither the database, nor the -wal that a killed
// program left, nor what lies beside them.
func TestALookChangesNothing(t *testing.T) {
	o := newOffice(t)
	o.roster(family("1", model.Red, 0))
	for name, files := range map[string][]string{"killed": {"", "-wal", "-shm"}, "copied without its -shm": {"", "-wal"}} {
		path := filepath.Join(t.TempDir(), "ringkeeper.db")
		left := map[string][]byte{}
		for _, suffix := range files {
			left[suffix] = must[[]byte](t)(os.ReadFile(o.path + suffix))
			o.ok(os.WriteFile(path+suffix, left[suffix], 0o600))
		}
		if len(left["-wal"]) == 0 {
			t.Fatal("no -wal waits")
		}
		st := must[*Store](t)(OpenReadOnly(ctx, path, Options{Policy: model.DefaultPolicy(), Zone: shanghai}))
		problem, err := st.Damage(ctx)
		if f := must[Findings](t)(st.Examine(ctx, instant(firstDay), 0)); f.Households != 1 || problem != "" || err != nil {
			t.Errorf("%s: %d households, %q, %v", name, f.Households, problem, err)
		}
		o.ok(st.Close())
		for _, suffix := range []string{"", "-wal"} {
			if now := must[[]byte](t)(os.ReadFile(path + suffix)); !bytes.Equal(now, left[suffix]) {
				t.Errorf("%s: the file %q was changed", name, suffix)
			}
		}
		again := openOffice(t, path, model.DefaultPolicy())
		if n := len(must[[]HouseholdRow](t)(again.Households(ctx, HouseholdFilter{Scope: model.Scope{All: true}}))); n != 1 {
			t.Errorf("%s: %d households afterwards", name, n)
		}
	}
	// Where none waits, nothing is left.
	o.ok(o.Close())
	st := must[*Store](t)(OpenReadOnly(ctx, o.path, Options{Policy: model.DefaultPolicy(), Zone: shanghai}))
	must[Findings](t)(st.Examine(ctx, instant(firstDay), 0))
	o.ok(st.Close())
	if entries := must[[]os.DirEntry](t)(os.ReadDir(filepath.Dir(o.path))); len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
}
