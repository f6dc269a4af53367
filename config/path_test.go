package config

import (
	"os"
	"path/filepath"
	"testing"
)

func TestADatabaseHasOneNameThroughWhateverLinksItIsNamed(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	in := func(name string) string { return filepath.Join(dir, name) }
	link := func(target, name string) {
		if err := os.Symlink(target, in(name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(in("real/deep"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(in("real/there.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	link("real", "folder")
	link("real/deep", "deep")
	link("folder/there.db", "there.db")
	link("there.db", "twice.db")
	link(in("folder/new.db"), "new.db")
	link("new.db", "new twice.db")
	link("round.db", "round.db")
	for typed, want := range map[string]string{
		in("real/there.db"):   in("real/there.db"),
		in("folder/there.db"): in("real/there.db"),
		in("twice.db"):        in("real/there.db"),
		in("new.db"):          in("real/new.db"),
		in("new twice.db"):    in("real/new.db"),
		in("folder/other.db"): in("real/other.db"),
		in("deep") + "/../x":  in("real/x"),
		in("none/x.db"):       in("none/x.db"),
		in("round.db"):        in("round.db"),
	} {
		c, err := load(t, "", map[string]string{"DATABASE_URL": typed})
		if err != nil || c.Database != want {
			t.Errorf("%s is %s, %v, want %s", typed, c.Database, err, want)
		}
	}
	t.Chdir(in("real"))
	link("there.db", "real/ringkeeper.db")
	for typed, want := range map[string]string{"": "there.db", "there.db": "there.db", "new.db": "new.db", "../twice.db": "../real/there.db"} {
		if c, _ := load(t, "", map[string]string{"DATABASE_URL": typed}); c.Database != want {
			t.Errorf("%q is %s, want %s", typed, c.Database, want)
		}
	}
}
