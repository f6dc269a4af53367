package reading

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"ringkeeper/model"
)

// hostile are pieces that would hurt a reader that looks back or tries again.
var hostile = []string{
	"没", "没有", "不", "去", "1", "1、", "1好", "1不对是2 ", "9好1不对是2 ", "家", "老段家", "除了1", "都", "好了", "房子", "去家", "11月", "上", "，", " ",
	"没有人生病", "房子塌了", "其余", "第一户", "零一二三", "1好1好2", "一户(和", "没接的:1;", "昨天去", "刚", "谢、", "2、.", "三户都", "住院花了三万", "邻居说", "凑不出", "去年", "吗",
}

// BenchmarkHostile reads each piece many times over, and eight times that, and
// reports how many times longer the worst of them then takes: eight where time
// is linear in the text, sixty-four where it is quadratic.
func BenchmarkHostile(b *testing.B) {
	const short, times = 1500, 8
	read := func(s string) {
		Read(s, wednesday)
		ReadReply(s, wednesday, ofSix)
		ReadFamily(s)
		IsEmergencyReport(s)
	}
	fastest := func(s string) time.Duration {
		best := time.Hour
		for range 3 {
			start := time.Now()
			read(s)
			best = min(best, time.Since(start))
		}
		return best
	}
	worst := 0.0
	for b.Loop() {
		for _, piece := range hostile {
			n := short / len(piece)
			once, more := fastest(strings.Repeat(piece, n)), fastest(strings.Repeat(piece, times*n))
			worst = max(worst, float64(more)/float64(once))
		}
	}
	b.ReportMetric(worst, "times-for-8x")
}

// BenchmarkRead reads the sample; BenchmarkScan only looks at its characters,
// to say what the reading costs beside a bare pass.
func BenchmarkRead(b *testing.B) {
	bench(b, func(l sampled) int { return len(Read(l.Text, l.Today).Words) })
}

func BenchmarkScan(b *testing.B) {
	bench(b, func(l sampled) (n int) {
		for _, r := range l.Text {
			if isHan(r) {
				n++
			}
		}
		return n
	})
}

func BenchmarkReadReply(b *testing.B) {
	set := load(b, "multi_sample.jsonl")
	for b.Loop() {
		for _, l := range set {
			ReadReply(l.Text, l.Today, l.Digest)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(set)), "µs/reply")
}

// sampled is a text as the bench reads it.
type sampled struct {
	Text   string
	Today  model.Day
	Digest []Line
}

func load(b testing.TB, name string) (set []sampled) {
	raw, err := os.ReadFile("testdata/" + name)
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		var a sampled
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			b.Fatal(err)
		}
		set = append(set, a)
	}
	return set
}

func bench(b *testing.B, read func(sampled) int) {
	set := load(b, "replies_sample.jsonl")
	size := 0
	for _, l := range set {
		size += len(l.Text)
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, l := range set {
			read(l)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(set)), "µs/reply")
}

func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		if _, err := compile(); err != nil {
			b.Fatal(err)
		}
	}
}
