package bot_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"filippo.io/age"

	"ringkeeper/bot/simulator"
	"ringkeeper/model/roster/sample"
)

// ownersAlone holds that a folder has just these files, the times in names left
// out, and that nobody else can read them.
func (o *operator) ownersAlone(dir string, want ...string) {
	o.t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		o.t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if info, err := e.Info(); err != nil || info.Mode().Perm() != 0o600 {
			o.t.Errorf("%s: %v, %v", e.Name(), info.Mode(), err)
		}
		name, _, _ := strings.Cut(e.Name(), "-restore-")
		names = append(names, name)
	}
	if !slices.Equal(names, want) {
		o.t.Errorf("in the folder: %q, want %q", names, want)
	}
}

// elsewhere is another operator's folder on the same machine.
func (o *operator) elsewhere() *operator {
	other := *o
	other.dir, other.env = o.t.TempDir(), nil
	return &other
}

// serveUnderLoad runs serve while cadres write without a pause; stop ends both.
func serveUnderLoad(o *operator, tg *simulator.Server, people []*simulator.Person) (stopAll func()) {
	serve := o.command(o.program, "serve", "--at", "2026-11-24T08:30")
	if err := serve.Start(); err != nil {
		o.t.Fatal(err)
	}
	ctx, end := context.WithCancel(o.t.Context())
	ended := make(chan bool)
	go func() {
		defer close(ended)
		for n := 1; ctx.Err() == nil; n++ {
			for _, p := range people {
				p.Say(fmt.Sprintf("1 正常 第%d次", n))
			}
			<-time.After(10 * time.Millisecond)
		}
	}()
	return func() {
		end()
		<-ended
		stop(o, serve.Process, serve.Wait)
	}
}

func backupUnderLoad(o *operator) {
	o.withRoster()
	tg := o.telegram()
	district := sample.Scaled(40)
	var people []*simulator.Person
	for _, h := range district.Households[:3] {
		c := district.Cadres[h.Responsible]
		if !slices.ContainsFunc(people, func(p *simulator.Person) bool { return p.Name == c.Name }) {
			people = append(people, bound(o, tg, c))
		}
	}
	stopAll := serveUnderLoad(o, tg, people)
	o.soon("records", func() bool { return len(o.rows("contacts")) > 20 })
	id, err := age.GenerateX25519Identity()
	if err != nil {
		o.t.Fatal(err)
	}
	before := len(o.rows("contacts"))
	for i := range 3 {
		o.succeeds("backup", fmt.Sprintf("%d.db", i))
	}
	if line := o.succeeds("backup", "sealed.age", "--recipient", id.Recipient().String()); !strings.Contains(line, "已备份并核对：sealed.age，") || !strings.Contains(line, "40 户，") || !strings.Contains(line, "\n已加密：") {
		o.t.Errorf("said: %s", line)
	}
	after := len(o.rows("contacts"))
	o.fails(o.run("restore", "0.db"), 1, "serve 正在运行：请先停掉")
	stopAll()
	if said := o.succeeds("backup", "quiet.db"); !strings.Contains(said, "\n没有加密") {
		o.t.Errorf("said: %s", said)
	}

	other := o.elsewhere()
	key := other.file("key.txt", "# created today\n"+id.String()+"\n")
	last := before
	for _, name := range []string{"0.db", "1.db", "2.db", "sealed.age"} {
		said := other.succeeds("restore", filepath.Join(o.dir, name), "--identity", key)
		if !strings.Contains(said, "40 户") || !strings.Contains(said, "restore --confirm") {
			o.t.Errorf("said: %s", said)
		}
		n := len(other.rows("contacts"))
		if n < last || n > after {
			o.t.Errorf("%s has %d records; there were %d before it and %d after", name, n, last, after)
		}
		last = n
		if changed, err := recomputed(o.t.Context(), filepath.Join(other.dir, "ringkeeper.db")); changed != 0 || err != nil {
			o.t.Errorf("%s: %d households have other due days when they are recomputed, %v", name, changed, err)
		}
	}
	// Nothing changes any more: every household has the same due days here as there.
	other.succeeds("restore", filepath.Join(o.dir, "quiet.db"))
	args := []string{"households", "--at", "2026-11-24"}
	if here, there := fmt.Sprint(o.rows(args...)), fmt.Sprint(other.rows(args...)); here != there {
		o.t.Errorf("the source has\n%s\nand its backup\n%s", here, there)
	}
	kept := "ringkeeper.db.before"
	other.ownersAlone(other.dir, "key.txt", "ringkeeper.db", kept, kept, kept, kept, "ringkeeper.db.sender")
	o.ownersAlone(o.dir, "0.db", "1.db", "2.db", "quiet.db", "ringkeeper.db", "ringkeeper.db.sender", "sealed.age")
}

func badBackups(o *operator) {
	o.withRoster()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		o.t.Fatal(err)
	}
	o.file("ringkeeper.yaml", "backup: {recipients: ["+id.Recipient().String()+"]}\n")
	o.succeeds("backup", "sealed.db")
	o.file("ringkeeper.yaml", "backup: {recipients: ["+id.String()+"]}\n")
	if got := o.run("backup", "x.db"); got.status != 1 || !strings.Contains(got.err, "backup.recipients.0 应是 age1 开头的公钥") || strings.Contains(got.err, id.String()) {
		o.t.Errorf("%+v", got)
	}
	o.file("ringkeeper.yaml", "")
	o.succeeds("backup", "plain.db")
	sealed, _ := os.ReadFile(filepath.Join(o.dir, "sealed.db"))
	o.file("cut.db", string(sealed[:len(sealed)/2]))
	o.file("letter.txt", "dear all")
	o.file("key.txt", id.String())
	other, _ := age.GenerateX25519Identity()
	o.file("wrong.txt", other.String())
	for _, c := range []struct {
		args   string
		status int
		zh, en string
	}{
		{"backup plain.db", 1, "plain.db 已经存在，备份不覆盖文件：请换一个", "overwrites nothing: choose"},
		{"backup none/x.db", 1, "none/x.db 用不了", "check the path"},
		{"backup x.db --recipient nobody", 2, "--recipient 应是 age1 开头的公钥", "wants a public key"},
		{"restore", 2, "二者选一", "one of the two"},
		{"backup", 2, "没有写 <文件>", "<file>"},
		{"restore plain.db --confirm", 2, "二者选一", "one of the two"},
		{"restore --confirm", 1, "没有等待确认的恢复", "No restore waits"},
		{"restore sealed.db", 1, "sealed.db 是加密的备份：请用 --identity", "name the file of the secret key"},
		{"restore sealed.db --identity wrong.txt", 1, "私钥不对，解不开 sealed.db：请换", "not the key to sealed.db: use"},
		{"restore sealed.db --identity letter.txt", 1, "letter.txt 里没有 age 私钥", "letter.txt holds no secret key"},
		{"restore sealed.db --identity none.txt", 1, "none.txt 用不了", "none.txt cannot be used"},
		{"restore cut.db --identity key.txt", 1, "cut.db 已损坏或不完整，数据库没有改动：请换", "cut.db is damaged or cut short"},
		{"restore letter.txt", 1, "letter.txt 不是 ringkeeper 的备份，数据库没有改动：请检查", "not a backup of ringkeeper"},
		{"restore none.db", 1, "none.db 用不了", "none.db cannot be used"},
	} {
		o.file("ringkeeper.yaml", "")
		o.fails(o.run(strings.Fields(c.args)...), c.status, c.zh)
		o.file("ringkeeper.yaml", "language: en\n")
		o.fails(o.run(strings.Fields(c.args)...), c.status, c.en)
	}
	o.file("ringkeeper.yaml", "")
	for _, command := range []string{"backup", "restore"} {
		o.fails(o.run(command, ""), 2)
	}
	for path, words := range map[string]string{
		"letter.txt": "letter.txt 不是数据库，没有改动它：请检查 DATABASE_URL", "none/x.db": "none/x.db 用不了", ".": " 不是数据库",
	} {
		o.env = []string{"DATABASE_URL=" + path}
		o.file("ringkeeper.yaml", "")
		o.fails(o.run("restore", "plain.db"), 1, words)
	}
	o.env = nil
	o.ownersAlone(o.dir, "cut.db", "key.txt", "letter.txt", "plain.db", "ringkeeper.db", "ringkeeper.db.sender", "ringkeeper.yaml", "sealed.db", "wrong.txt")
}

func throughALink(o *operator) {
	o.withRoster()
	o.telegram()
	if err := os.Symlink("ringkeeper.db", filepath.Join(o.dir, "link.db")); err != nil {
		o.t.Fatal(err)
	}
	env := o.env
	o.succeeds("backup", "a.db")
	o.succeeds("import", o.changedRoster(), "--at", "2026-07-02")
	serve := o.serves(onARest)
	o.env = append(env, "DATABASE_URL=link.db")
	o.fails(o.run("serve"), 1, "同一数据库只能运行一个 serve")
	o.fails(o.run("restore", "a.db"), 1, "serve 正在运行")
	o.stops(serve)
	if out := o.succeeds("restore", "a.db"); !strings.Contains(out, "恢复 ringkeeper.db：40 户") {
		o.t.Errorf("said: %s", out)
	}
	if target, err := os.Readlink(filepath.Join(o.dir, "link.db")); target != "ringkeeper.db" {
		o.t.Errorf("the link leads to %q, %v", target, err)
	}
	for _, o.env = range [][]string{env, append(env, "DATABASE_URL=link.db")} {
		if n := len(o.rows("households")); n != 40 {
			o.t.Errorf("%d households", n)
		}
	}
}

func heldAfterRestore(o *operator) {
	o.withRoster()
	tg := o.telegram()
	district := sample.Scaled(40)
	p := bound(o, tg, district.Cadres[district.Households[0].Responsible])
	o.succeeds("backup", "a.db")
	o.succeeds("restore", "a.db", "--at", "2026-11-23T16:00")
	before := len(p.Inbox())
	if out := o.run("doctor", "--at", "2026-11-24").out; !strings.Contains(out, "恢复备份: FAIL – 恢复后尚未确认") || !strings.Contains(out, "定时备份: WARN") {
		o.t.Errorf("the doctor says:\n%s", out)
	}
	for _, row := range o.rows("remind", "--dry-run", "--at", "2026-11-24") {
		if row["send"] == true {
			o.t.Errorf("held, and reminded: %v", row)
		}
	}
	got := o.run("remind", "--at", "2026-11-24")
	if got.status != 1 || !strings.Contains(got.err, "尚未确认，没有发送任何消息") || !strings.Contains(got.out, "恢复备份后暂不提醒") {
		o.t.Errorf("%+v", got)
	}
	var said strings.Builder
	serve := o.command(o.program, "serve", "--at", "2026-11-24T08:30")
	serve.Stdout = &said
	if err := serve.Start(); err != nil {
		o.t.Fatal(err)
	}
	defer serve.Process.Kill()
	p.Say("/help")
	o.soon("what was written is handled", func() bool {
		rows := o.rows("inbox")
		return len(rows) > 0 && strings.Contains(fmt.Sprint(rows[0]["raw"]), "/help") && rows[0]["state"] == "handled"
	})
	if n := len(p.Inbox()) - before; n > 0 {
		o.t.Errorf("held, and %d messages arrived", n)
	}
	if out := o.succeeds("restore", "--confirm", "--at", "2026-11-24T08:31"); !strings.Contains(out, "已确认，恢复发送：1 条待发") {
		o.t.Errorf("said: %s", out)
	}
	o.soon("the answer", func() bool { return len(p.Inbox()) > before })
	stop(o, serve.Process, serve.Wait)
	if !strings.Contains(said.String(), "已暂停发送") {
		o.t.Errorf("serve said: %s", said.String())
	}
	if out := o.run("doctor", "--at", "2026-11-24").out; !strings.Contains(out, "恢复备份: OK") {
		o.t.Errorf("the doctor says:\n%s", out)
	}
	o.succeeds("remind", "--at", "2026-11-24")
	if !strings.Contains(p.Last().Text, "待办") {
		o.t.Errorf("the day after the restore: %s", p.Last().Text)
	}
}

// killedRestores kills restores at any moment: the database of before or the
// backup is in place then, and the next restore is not hindered.
func killedRestores(o *operator) {
	o.withRoster()
	o.succeeds("backup", "a.db")
	o.succeeds("import", o.enlargedRoster(), "--at", "2026-07-02")
	o.succeeds("backup", "b.db")
	households := map[string]int{"a.db": 40, "b.db": len(o.rows("households"))}
	began := time.Now()
	o.succeeds("restore", "a.db")
	whole := time.Since(began)
	now, swapped := "a.db", 0
	seed := uint64(time.Now().UnixNano())
	o.t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	for range 25 {
		next := map[string]string{"a.db": "b.db", "b.db": "a.db"}[now]
		c := o.command(o.program, "restore", next)
		if err := c.Start(); err != nil {
			o.t.Fatal(err)
		}
		<-time.After(time.Duration(random.Int64N(int64(whole) * 2)))
		kill(o.t, c)
		switch n := len(o.rows("households")); n {
		case households[now]:
		case households[next]:
			now = next
			swapped++
		default:
			o.t.Fatalf("%d households", n)
		}
	}
	o.t.Logf("a whole restore takes %s; %d of 25 were done before they were killed", whole, swapped)
	o.succeeds("restore", "b.db")
	if n := len(o.rows("households")); n != households["b.db"] {
		o.t.Errorf("%d households", n)
	}
	left, _ := filepath.Glob(filepath.Join(o.dir, "ringkeeper.db.before-restore-*"))
	for _, l := range left {
		if err := os.Remove(l); err != nil {
			o.t.Error(err)
		}
	}
	o.ownersAlone(o.dir, "a.db", "b.db", "ringkeeper.db", "ringkeeper.db.sender", "大.csv")
}
