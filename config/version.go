package config

import (
	"cmp"
	"fmt"
	"runtime/debug"
	"strings"
)

// What a build without a repository says of itself:
// go build -ldflags "-X ringkeeper/config.version=v1.0.0 -X ringkeeper/config.commit=…".
var version, commit, date string

// Program says which build is running.
type Program struct {
	Version string // v1.2.3, or devel where no release is checked out
	Commit  string // in full, empty where the build does not know it
	Date    string // of the commit, as Git writes it
	Dirty   bool   // built with changes that are not committed
	Go      string // go1.26.8
}

// Running returns which build is running: what the linker was told, else what
// Go found in the repository.
func Running() Program {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	return program(Program{Version: version, Commit: commit, Date: date}, info)
}

// program completes what the linker was told from what Go found.
func program(told Program, info *debug.BuildInfo) Program {
	found := map[string]string{}
	for _, s := range info.Settings {
		found[s.Key] = s.Value
	}
	release := info.Main.Version
	if strings.HasPrefix(release, "v0.0.0-") || release == "(devel)" { // no release, only a commit's number
		release = ""
	}
	return Program{
		Version: cmp.Or(told.Version, release, "devel"),
		Commit:  cmp.Or(told.Commit, found["vcs.revision"]),
		Date:    cmp.Or(told.Date, found["vcs.time"]),
		Dirty:   strings.HasSuffix(told.Version, "-dirty") || told.Commit == "" && found["vcs.modified"] == "true",
		Go:      info.GoVersion,
	}
}

// String is one line: v1.2.3 (commit 09d4860, 2026-11-24) go1.26.8.
func (p Program) String() string {
	source := "commit unknown"
	if p.Commit != "" {
		source = "commit " + p.Commit[:min(len(p.Commit), 12)]
	}
	if p.Dirty {
		source += " with changes"
	}
	if p.Date != "" {
		source += ", " + p.Date[:min(len(p.Date), 10)]
	}
	return fmt.Sprintf("%s (%s) %s", p.Version, source, p.Go)
}
