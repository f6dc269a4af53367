package config

import (
	"runtime/debug"
	"testing"
)

func TestTheVersionNamesItsSource(t *testing.T) {
	repository := func(version, modified string) *debug.BuildInfo {
		return &debug.BuildInfo{GoVersion: "go1.26.8", Main: debug.Module{Version: version}, Settings: []debug.BuildSetting{
			{Key: "vcs.revision", Value: "09d4860c0ffee0c0ffee0c0ffee0c0ffee0c0ff"}, {Key: "vcs.time", Value: "2026-11-24T01:02:03Z"}, {Key: "vcs.modified", Value: modified},
		}}
	}
	bare := &debug.BuildInfo{GoVersion: "go1.26.8", Main: debug.Module{Version: "(devel)"}}
	linked := Program{Version: "v1.0.0", Commit: "abcdef0123456789", Date: "2026-12-01T08:00:00+08:00"}
	for _, c := range []struct {
		what string
		told Program
		info *debug.BuildInfo
		want string
	}{
		{"a release", Program{}, repository("v0.3.0", "false"), "v0.3.0 (commit 09d4860c0ffe, 2026-11-24) go1.26.8"},
		{"between releases", Program{}, repository("v0.0.0-20261124010203-09d4860c0ffe", "false"), "devel (commit 09d4860c0ffe, 2026-11-24) go1.26.8"},
		{"changed by hand", Program{}, repository("v0.3.0+dirty", "true"), "v0.3.0+dirty (commit 09d4860c0ffe with changes, 2026-11-24) go1.26.8"},
		{"without a repository", Program{}, bare, "devel (commit unknown) go1.26.8"},
		{"told by the linker", linked, bare, "v1.0.0 (commit abcdef012345, 2026-12-01) go1.26.8"},
		{"the linker knows better", linked, repository("v0.3.0", "true"), "v1.0.0 (commit abcdef012345, 2026-12-01) go1.26.8"},
		{"told of changes", Program{Version: "v1.0.0-dirty", Commit: "abcdef0123456789"}, bare, "v1.0.0-dirty (commit abcdef012345 with changes) go1.26.8"},
		{"a short commit", Program{Commit: "abc"}, bare, "devel (commit abc) go1.26.8"},
	} {
		if got := program(c.told, c.info).String(); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
}
