package store

import (
	"io/fs"
	"path"
	"testing"

	"github.com/pressly/goose/v3"
)

// A number that is left out could be filled in later, and would then never be
// applied where the next one was already.
func TestMigrationsAreNumberedWithoutAGap(t *testing.T) {
	files := must[[]string](t)(fs.Glob(migrations, "migrations/sqlite/*.sql"))
	for i, f := range files {
		if n := must[int64](t)(goose.NumericComponent(path.Base(f))); n != int64(i+1) {
			t.Errorf("%s stands at %d", f, i+1)
		}
	}
	if len(files) == 0 {
		t.Error("there are none")
	}
}
