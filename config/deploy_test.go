package config

import (
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// promises are the lines that a file must have, by what they are there for.
type promises map[string][]string

func (p promises) keptBy(t *testing.T, path string) {
	t.Helper()
	var has []string
	for line := range strings.Lines(read(t, path)) {
		has = append(has, strings.TrimSpace(line))
	}
	for why, lines := range p {
		for _, line := range lines {
			if !slices.Contains(has, line) {
				t.Errorf("%s lacks %q: %s", path, line, why)
			}
		}
	}
}

func TestTheUnitKeepsWhatIsPromised(t *testing.T) {
	promises{
		"it is an ordinary user without any privilege": {
			"User=ringkeeper", "CapabilityBoundingSet=", "AmbientCapabilities=", "NoNewPrivileges=yes", "RestrictSUIDSGID=yes", "PrivateUsers=yes",
		},
		"the token stands in a file of root's, not in the unit that everybody may read": {"EnvironmentFile=/etc/ringkeeper/environment"},
		"it writes its own folder and nothing else": {
			"StateDirectory=ringkeeper ringkeeper/backups", "ProtectSystem=strict", "PrivateTmp=yes",
		},
		"nobody else reads what it writes":                             {"StateDirectoryMode=0700", "UMask=0077"},
		"people's homes, other processes and devices are closed to it": {"ProtectHome=yes", "ProtectProc=invisible", "PrivateIPC=yes", "PrivateDevices=yes"},
		"it speaks to the network only":                                {"RestrictAddressFamilies=AF_INET AF_INET6"},
		"the machine's settings are not its own": {
			"ProtectClock=yes", "ProtectControlGroups=yes", "ProtectHostname=yes", "ProtectKernelLogs=yes", "ProtectKernelModules=yes", "ProtectKernelTunables=yes",
		},
		"an intruder finds no tools": {
			"MemoryDenyWriteExecute=yes", "LockPersonality=yes", "RestrictNamespaces=yes", "SystemCallArchitectures=native",
			"SystemCallFilter=@system-service", "SystemCallFilter=~@privileged @resources",
		},
		"it can neither starve the machine nor leave anything in its memory":  {"RestrictRealtime=yes", "RemoveIPC=yes"},
		"after a crash it comes back, and a wrong call is not tried for ever": {"Restart=on-failure", "RestartPreventExitStatus=2"},
		"it has the ten seconds that it takes to finish":                      {"TimeoutStopSec=15"},
	}.keptBy(t, "../deploy/ringkeeper.service")
}

func TestAnOperatorsCommandsRunAsTheServiceDoes(t *testing.T) {
	promises{
		"root's files do not get into the service's folder": {`exec setpriv --reuid=ringkeeper --regid=ringkeeper --init-groups --no-new-privs -- /usr/local/bin/ringkeeper "$@"`},
		"nobody else reads what they write":                 {"umask 0077"},
	}.keptBy(t, "../deploy/ringkeeper-admin")
}

func TestTheImageHoldsTheProgramAndNoShell(t *testing.T) {
	_, image, found := strings.Cut(read(t, "../deploy/Dockerfile"), "\nFROM scratch\n")
	if !found || strings.Contains(image, "\nFROM ") {
		t.Fatal("the image is not begun from nothing after it was built elsewhere")
	}
	for line := range strings.Lines(image) {
		instruction, rest, _ := strings.Cut(line, " ")
		if rest = strings.TrimSpace(rest); instruction == "CMD" || instruction == "ENTRYPOINT" {
			if !strings.HasPrefix(rest, `["`) {
				t.Errorf("%swants a shell, and there is none", line)
			}
		}
		if instruction == "RUN" || instruction == "COPY" && !strings.HasPrefix(rest, "--from=build") {
			t.Errorf("%sbrings in more than what was built", line)
		}
	}
	promises{
		"the container is not root":                 {"USER 65532:65532"},
		"the database outlives the container":       {"VOLUME /data"},
		"/data belongs to the container's user":     {"COPY --from=build --chown=65532:65532 /out/owned/ /"},
		"and nobody else looks into it":             {"&& install -d -m 0700 /out/owned/data /out/owned/data/backups"},
		"it finishes what it holds when it is told": {"STOPSIGNAL SIGTERM"},
	}.keptBy(t, "../deploy/Dockerfile")
}

func TestTheContainerKeepsWhatIsPromised(t *testing.T) {
	var file struct {
		Services map[string]struct {
			ReadOnly    bool     `yaml:"read_only"`
			CapDrop     []string `yaml:"cap_drop"`
			SecurityOpt []string `yaml:"security_opt"`
			MemLimit    string   `yaml:"mem_limit"`
			PidsLimit   int      `yaml:"pids_limit"`
			Restart     string   `yaml:"restart"`
			Stop        string   `yaml:"stop_grace_period"`
			EnvFile     string   `yaml:"env_file"`
			Volumes     []string `yaml:"volumes"`
			Privileged  bool     `yaml:"privileged"`
			User        string   `yaml:"user"`
		} `yaml:"services"`
	}
	if err := yaml.Unmarshal([]byte(read(t, "../deploy/compose.yaml")), &file); err != nil {
		t.Fatal(err)
	}
	c := file.Services["ringkeeper"]
	for why, kept := range map[string]bool{
		"/data alone can be written":                          c.ReadOnly,
		"it has no privilege":                                 slices.Equal(c.CapDrop, []string{"ALL"}) && !c.Privileged,
		"it gains no right that it did not start with":        slices.Contains(c.SecurityOpt, "no-new-privileges:true"),
		"it cannot starve the machine":                        c.MemLimit == "512m" && c.PidsLimit > 0,
		"after a crash and a reboot it comes back":            c.Restart == "unless-stopped",
		"it has the ten seconds that it takes to finish":      c.Stop == "15s",
		"the token stands in a file of root's":                c.EnvFile == "/etc/ringkeeper/environment",
		"the database outlives the container":                 slices.Contains(c.Volumes, "data:/data"),
		"the settings are read and not written":               slices.Contains(c.Volumes, "/etc/ringkeeper/ringkeeper.yaml:/etc/ringkeeper.yaml:ro"),
		"the image says which user it is, and it is not root": c.User == "",
	} {
		if !kept {
			t.Errorf("compose.yaml does not keep: %s", why)
		}
	}
}

// TestABuildCanBeToldItsVersion: the linker says nothing of a variable that does
// not exist.
func TestABuildCanBeToldItsVersion(t *testing.T) {
	told := slices.Sorted(maps.Keys(map[string]*string{"version": &version, "commit": &commit, "date": &date}))
	for _, path := range []string{"../deploy/Dockerfile", "../docs/operations.md", "../docs/operations.en.md"} {
		var tells []string
		for _, m := range regexp.MustCompile(`-X ([\w/]+)\.(\w+)=\$[A-Z]+`).FindAllStringSubmatch(read(t, path), -1) {
			if m[1] != "ringkeeper/config" {
				t.Errorf("%s tells %s", path, m[1])
			}
			tells = append(tells, m[2])
		}
		if slices.Sort(tells); !slices.Equal(tells, told) {
			t.Errorf("%s tells the build %q, want %q", path, tells, told)
		}
	}
}

// TestTheHandbookGivesWholeCommands: the files of the container are not in the
// folder in which its commands are typed, and only root may speak to Docker.
func TestTheHandbookGivesWholeCommands(t *testing.T) {
	for _, path := range []string{"../docs/operations.md", "../docs/operations.en.md"} {
		for _, call := range regexp.MustCompile(`.{0,5}docker (compose|build|tag) \S+`).FindAllString(read(t, path), -1) {
			if !strings.Contains(call, "sudo docker ") || strings.Contains(call, "compose") && !strings.HasSuffix(call, " -f") {
				t.Errorf("%s: %s", path, call)
			}
		}
	}
}

func TestCILooksAtWhatIsDeployed(t *testing.T) {
	ci := read(t, "../.ci/run")
	for check, why := range map[string]string{
		"systemd-analyze verify":                                 "systemd passes over a line that it does not know",
		"systemd-analyze security --offline=true --threshold=15": "the unit is as closed as the handbook says",
		"sh -n deploy/ringkeeper-admin":                          "a slip in it shows at the operator's",
		`"$bin/ringkeeper" completion zsh`:                       "a slip in it shows when Tab is pressed",
		`"$bin/ringkeeper" completion fish`:                      "a slip in it shows when Tab is pressed",
	} {
		if !strings.Contains(ci, check) {
			t.Errorf(".ci/run lacks %q: %s", check, why)
		}
	}
}

// TestGitDoesNotSeePersonalData: nobody commits by accident what the program
// leaves beside a database or a sheet.
func TestGitDoesNotSeePersonalData(t *testing.T) {
	patterns := strings.Fields(read(t, "../.gitignore"))
	for _, left := range []string{
		"ringkeeper.db", "ringkeeper.db-wal", "ringkeeper.db-shm", "ringkeeper.db.sender", "ringkeeper.db.before-restore-20261101-093000",
		"ringkeeper-2026-11-30.db", "ringkeeper-2026-11-30.db.age", "ringkeeper-2026-11-30.db.partial", "ringkeeper.db.unsealed.partial",
		"农户名册-未导入.xlsx", "农户名册-未导入-2.xlsx", "households-not-imported.xlsx",
	} {
		if !slices.ContainsFunc(patterns, func(p string) bool { ok, _ := path.Match(p, left); return ok }) {
			t.Errorf("git sees %s", left)
		}
	}
}
