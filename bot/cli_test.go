package bot_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model/roster/sample"
)

// operator is somebody at a terminal, in a folder of their own, with the real
// program and a database that no one else uses.
type operator struct {
	t       *testing.T
	program string
	base    string // a folder with the sample's sheets and a database of them
	dir     string
	env     []string
}

// said is what a call of the program printed, and its exit status.
type said struct {
	status   int
	out, err string
}

// TestCLI runs the program as an operator would, and holds its exit status, its
// one-line errors and its lists.
func TestCLI(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	program := filepath.Join(base, "ringkeeper")
	if out, err := exec.Command("go", "build", "-o", program, "ringkeeper").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	district := sample.Scaled(40)
	if err := errors.Join(district.WriteCadres(filepath.Join(base, "干部.csv")), district.WriteHouseholds(filepath.Join(base, "农户.xlsx"))); err != nil {
		t.Fatal(err)
	}
	o := operator{t: t, program: program, base: base, dir: base}
	if got := o.run("import", "农户.xlsx", "干部.csv", "--at", "2026-07-01"); got.status != 0 {
		t.Fatalf("%+v", got)
	}
	for _, c := range []struct {
		sentence string
		test     func(*operator)
	}{
		{"every command, argument and flag says what it is for", explainedCommands},
		{"a wrong call ends with status 2 and one line", wrongCalls},
		{"what cannot be done ends with status 1 and one line that says what to do", cannotBeDone},
		{"every fault of the settings is told at once", faultySettings},
		{"a database that is no good is told in one line", noGoodDatabase},
		{"a database that is not there is told by what only looks, and not made", absentDatabase},
		{"a locked database can be read, and an import says that it waits for it", lockedDatabase},
		{"a full disk is told and loses nothing", fullDisk},
		{"telegram that refuses or is not there is told in one line without the token", noTelegram},
		{"the doctor names what is wrong and changes nothing", examined},
		{"the doctor says whose calls do not get through, and no key is printed", looksAtHooks},
		{"the doctor asks Telegram through the proxy, and offline nobody", asksTelegram},
		{"a file is imported once, however often", importedOnce},
		{"a faulty file changes nothing and says where its faults stand", faultyFile},
		{"a hostile file is told in one line", hostileFiles},
		{"a messy roster is judged case by case", messy},
		{"what has no fault is imported and the rest stands in a sheet beside the file", leftOutRows},
		{"a template is filled in and imported without its example", templates},
		{"a long import shows on a terminal how far it is and holds nobody up", progress},
		{"an import waits for a database that is busy", busyDatabase},
		{"the day of an import is the first day of duties", firstDay},
		{"an invitation goes to the one who is meant", invitations},
		{"a district of real size is listed at once", realSize},
		{"a day can be followed at the terminal while the bot runs", aDay},
		{"a running serve shows its health and its figures", servesFigures},
		{"a log tells nothing of anybody", logsNothingOfAnybody},
		{"a stop between answers leaves none half sent", stopsBetweenAnswers},
		{"a stop takes ten seconds at most while Telegram hangs, a second signal none", stopsWhileTelegramHangs},
		{"a stop ends a serve that has not begun", stopsBeforeItHasBegun},
		{"a restart while telegram is down works, once it told who the bot is", startsWhileTelegramIsDown},
		{"a stop ends a program that is held up", stopsWhateverHoldsItUp},
		{"a reminder is sent once, and a preview sends nothing", remindOnce},
		{"the ledger of emergencies is written once, and its figures are told", tellsOfCases},
		{"a backup is taken beside a working serve and restored elsewhere, every due day the same", backupUnderLoad},
		{"a backup that is no good is told in one line", badBackups},
		{"a database that is named through a link is the same database", throughALink},
		{"after a restore nothing is sent until it is confirmed", heldAfterRestore},
		{"a restore that is killed leaves one of the two databases in place", killedRestores},
		{"who reads Chinese reads no English", speaksChinese},
		{"a household that is forgotten is in no byte of the database", forgets},
		{"what the program writes is its owner's alone", ownerAlone},
		{"the demo tells its day and ends", demoEnds},
		{"the version is told, whatever is wrong", saysItsVersion},
		{"messages on standard input are read, one a line", understandsMessages},
		{"bash completes commands, flags, choices and files", completes},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			t.Parallel()
			c.test(o.alone(t))
		})
	}
}

// alone gives a test an operator of its own.
func (o operator) alone(t *testing.T) *operator {
	o.t, o.dir = t, t.TempDir()
	return &o
}

// withRoster puts the database of the sample's district into the folder.
func (o *operator) withRoster() {
	b, err := os.ReadFile(filepath.Join(o.base, "ringkeeper.db"))
	if err != nil {
		o.t.Fatal(err)
	}
	o.file("ringkeeper.db", string(b))
}

func (o *operator) file(name, content string) string {
	path := filepath.Join(o.dir, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		o.t.Fatal(err)
	}
	return path
}

func (o *operator) command(name string, args ...string) *exec.Cmd {
	c := exec.Command(name, args...)
	c.Dir = o.dir
	// A machine abroad: days are counted in the district's zone all the same.
	c.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + o.dir, "TZ=America/New_York", "NO_PROXY=*"}, o.env...)
	return c
}

func (o *operator) run(args ...string) said { return o.ran(o.command(o.program, args...)) }

func (o *operator) ran(c *exec.Cmd) said {
	o.t.Helper()
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	err := c.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		o.t.Fatal(err)
	}
	return said{c.ProcessState.ExitCode(), out.String(), errs.String()}
}

// fails holds that a call ends with a status and one line that has the words, a
// sentence, and nothing that only a programmer would say.
func (o *operator) fails(got said, status int, words ...string) {
	o.t.Helper()
	line, whole := strings.CutSuffix(got.err, "\n")
	if got.status != status || !whole || line == "" || strings.Contains(line, "\n") {
		o.t.Errorf("status %d, want %d and one line:\n%s%s", got.status, status, got.out, got.err)
	}
	for _, w := range words {
		if !strings.Contains(line, w) {
			o.t.Errorf("%q does not say %q", line, w)
		}
	}
	if english := strings.HasSuffix(line, "."); !english && !strings.HasSuffix(line, "。") {
		o.t.Errorf("not a sentence: %q", line)
	}
	for _, trace := range []string{"panic", "goroutine", ".go:", "SIMULATED"} {
		if strings.Contains(got.out+got.err, trace) {
			o.t.Errorf("%q stands in:\n%s%s", trace, got.out, got.err)
		}
	}
}

// succeeds returns what a call printed.
func (o *operator) succeeds(args ...string) string {
	o.t.Helper()
	got := o.run(args...)
	if got.status != 0 {
		o.t.Fatalf("%v: status %d\n%s%s", args, got.status, got.out, got.err)
	}
	return got.out
}

// rows returns what a list prints for scripts.
func (o *operator) rows(args ...string) (rows []map[string]any) {
	o.t.Helper()
	for line := range strings.Lines(o.succeeds(append(args, "--json")...)) {
		var row map[string]any
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			o.t.Fatalf("%v: %v in %s", args, err, line)
		}
		rows = append(rows, row)
	}
	return rows
}

// telegram gives the operator a local Telegram and its token.
func (o *operator) telegram() *simulator.Server {
	tg := simulator.New(simulator.Options{})
	server := httptest.NewServer(tg)
	o.t.Cleanup(server.Close)
	o.env = append(o.env, "TELEGRAM_BOT_TOKEN="+tg.Token(), "TELEGRAM_API_URL="+server.URL)
	return tg
}

// person gives a CSV row of the households' sheet, made of one person.
func person(number, head, income, cadre string) string {
	return fmt.Sprintf("%s,%s,户主,越州镇,河湾村,脱贫户,%s,%s\n", number, head, income, cadre)
}

const personHeader = "户编号,姓名,与户主关系,乡(镇),行政村,户类型,人均纯收入,包保责任人\n"

// changedRoster is a sheet that adds one household.
func (o *operator) changedRoster() string {
	return o.file("新.csv", personHeader+person("530302990001", "张春明", "18000", ""))
}

// enlargedRoster is a sheet too large for a small disk.
func (o *operator) enlargedRoster() string {
	var b strings.Builder
	for i := range 4000 {
		b.WriteString(person(fmt.Sprintf("5303029%05d", i), fmt.Sprintf("户主%d", i), "18000", ""))
	}
	return o.file("大.csv", personHeader+b.String())
}

// keys are the sorted names of a row's fields.
func keys(row map[string]any) string {
	var names []string
	for k := range row {
		names = append(names, k)
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// soon waits for something to come true.
func (o *operator) soon(what string, true func() bool) {
	o.t.Helper()
	for range 200 {
		if true() {
			return
		}
		<-time.After(100 * time.Millisecond)
	}
	o.t.Fatalf("%s: not within 20 seconds", what)
}
