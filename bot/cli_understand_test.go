package bot_test

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// types calls the program with lines on its standard input.
func (o *operator) types(lines string, args ...string) said {
	c := o.command(o.program, args...)
	c.Stdin = strings.NewReader(lines)
	return o.ran(c)
}

func understandsMessages(o *operator) {
	const settled = `"causes":[],"happened_on":"2026-11-24","member_change":false,"income_change":"none"}`
	digest := `"digest":[{"n":1,"head":"和丽英","village":"石坎"},{"n":2,"head":"段友才","village":"河湾"}]`
	for line, want := range map[string]string{
		`{"id":"s1","today":"2026-11-25","text":"昨天打了电话，一切正常","persona":"p"}`: `{"id":"s1","outcome":"normal","kind":"phone",` + settled,
		`{"text":"昨天打了电话，一切正常"}`:                                              `{"outcome":"normal","kind":"phone",` + settled,
		"\ufeff{\"text\":\"昨天打了电话，一切正常\",\"today\":null,\"digest\":null}\r":   `{"outcome":"normal","kind":"phone",` + settled,
		`{"id":[7],"text":"母亲住院花了三千"}`: `{"id":[7],"outcome":"change","kind":"unspecified","causes":["illness"],` +
			`"happened_on":null,"member_change":false,"income_change":"unknown"}`,
		`{"text":"老段家昨天打了电话，一切正常",` + digest + `}`: `{"items":[{"n":2,"outcome":"normal","kind":"phone",` + settled + `]}`,
		`{"text":"请问这几户是这个月的吗",` + digest + `}`:    `{"items":[]}`,
		" ": "",
	} {
		if got := o.types(line, "understand", "--json", "--at", "2026-11-25"); got.status != 0 || got.err != "" || strings.TrimSpace(got.out) != want {
			o.t.Errorf("%s: %+v\nwant %s", line, got, want)
		}
	}
	for _, faulty := range []string{`{`, `[]`, `"text"`, `{}`, `{"text":null}`, `{"text":7}`, `{"text":"好","today":"soon"}`, `{"text":"好","digest":[3]}`, `{"text":"好"} {}`} {
		got := o.types(`{"text":"无变化"}`+"\n\n"+faulty+"\n"+`{"text":"没人接"}`, "understand")
		o.fails(got, 1, "第3行")
		o.inChinese(faulty, got.err)
		if strings.Count(got.out, "\n") != 2 {
			o.t.Errorf("%s: the other lines are not read: %s", faulty, got.out)
		}
	}
	o.fails(o.types("", "understand", "--at", "soon"), 2, "soon")
	readsTheDialect(o)
	answersAtOnce(o)
}

// readsTheDialect holds that words of the county's own are read where the settings
// name their file, and not before; and that a slip in it is told with its word.
func readsTheDialect(o *operator) {
	const sent = `{"text":"克他屋头望了，一家人巴巴实实"}`
	visited := func() bool {
		return strings.Contains(o.types(sent, "understand").out, `"outcome":"normal","kind":"visit"`)
	}
	if visited() {
		o.t.Error("the words are no dialect's")
	}
	o.file("ringkeeper.yaml", "dialect: words.yaml")
	o.file("words.yaml", "typos: {克他: 去他}\nmarks: {visit: {words: 去他屋头望}}\nevents: {well: {words: 巴巴实实}}\n")
	if !visited() {
		o.t.Error("the dialect is not read")
	}
	o.file("words.yaml", "marks: {visti: {words: 去他屋头望}}\n")
	o.fails(o.types(sent, "understand"), 1, "方言文件 words.yaml 有错（visti")
	o.fails(o.run("serve"), 1, "words.yaml")
	o.file("ringkeeper.yaml", "")
}

// answersAtOnce holds that a program on the other side of a pipe, which asks one
// thing after the other, gets each answer before it asks the next.
func answersAtOnce(o *operator) {
	c := o.command(o.program, "understand")
	asking, err := c.StdinPipe()
	if err != nil {
		o.t.Fatal(err)
	}
	answers, err := c.StdoutPipe()
	if err != nil {
		o.t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		o.t.Fatal(err)
	}
	lines := bufio.NewReader(answers)
	for n := range 3 {
		fmt.Fprintf(asking, `{"id":%d,"text":"没人接"}`+"\n", n)
		if line, err := lines.ReadString('\n'); err != nil || !strings.HasPrefix(line, fmt.Sprintf(`{"id":%d,`, n)) {
			o.t.Fatalf("%d: %q %v", n, line, err)
		}
	}
	asking.Close()
	rest, err := io.ReadAll(lines)
	if err := c.Wait(); err != nil || len(rest) > 0 {
		o.t.Errorf("%q %v", rest, err)
	}
	if err != nil {
		o.t.Error(err)
	}
}
