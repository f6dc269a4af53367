package draft

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatAKilledProgramLeftIsNotWrittenTo(t *testing.T) {
	dir := t.TempDir()
	name, renamed := filepath.Join(dir, "x.partial"), filepath.Join(dir, "mended.xlsx")
	must(t, os.WriteFile(name, []byte("whole"), 0o644))
	must(t, os.Link(name, renamed)) // the program was killed when it had just given it its name
	f, err := Begin(name)
	must(t, err)
	defer f.Close()
	if b, err := os.ReadFile(renamed); err != nil || string(b) != "whole" {
		t.Errorf("the other name holds %q, %v", b, err)
	}
	info, err := f.Stat()
	if err != nil || info.Size() != 0 || info.Mode().Perm() != 0o600 || info.Sys().(*syscall.Stat_t).Nlink != 1 {
		t.Errorf("%+v, %v", info, err)
	}
}

func TestALinkOfSomebodyElsesIsNotFollowed(t *testing.T) {
	dir := t.TempDir()
	name, target := filepath.Join(dir, "x.partial"), filepath.Join(dir, "letter")
	must(t, os.WriteFile(target, []byte("dear all"), 0o600))
	must(t, os.Symlink(target, name))
	if _, err := Begin(name); err == nil {
		t.Error("it was")
	}
	if b, _ := os.ReadFile(target); string(b) != "dear all" {
		t.Errorf("it holds %q", b)
	}
	pipe := filepath.Join(dir, "pipe")
	must(t, syscall.Mkfifo(pipe, 0o600))
	if f, err := Begin(pipe); err == nil {
		must(t, f.Close()) // what nobody writes is a leftover like any other
	}
}

func TestOfManyWhoBeginAtOnceOneDoes(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x.partial")
	must(t, os.WriteFile(name, []byte("left"), 0o600))
	var mu sync.Mutex
	var begun []*os.File
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			f, err := Begin(name)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				begun = append(begun, f)
			case !errors.Is(err, ErrTaken):
				t.Error(err)
			}
		})
	}
	all.Wait()
	if len(begun) > 1 {
		t.Fatalf("%d write it at once", len(begun))
	}
	for _, f := range begun {
		must(t, f.Close())
	}
	f, err := Begin(name)
	must(t, err)
	must(t, f.Close())
}
