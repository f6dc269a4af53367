package reading

import (
	"strings"
	"testing"
	"time"
)

// hostile are pieces that would hurt a reader that looks back or tries again.
var hostile = []string{
	"没", "没有", "不", "去", "1", "1、", "1好", "1不对是2 ", "9好1不对是2 ", "家", "老段家", "除了1", "都", "好了", "房子", "去家", "11月", "上", "，", " ",
	"没有人生病", "房子塌了", "其余", "第一户", "零一二三", "住院花了三万", "邻居说", "凑不出", "去年", "吗",
}

// TestTimeGrowsWithTheText doubles each text three times: eight times the text
// may take eight times as long, with room for a busy machine, but not sixty-four.
func TestTimeGrowsWithTheText(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	const short, times, room = 1500, 8, 3
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
	for _, piece := range hostile {
		n := short / len(piece)
		a, b := fastest(strings.Repeat(piece, n)), fastest(strings.Repeat(piece, times*n))
		if b > times*room*a && b > 50*time.Millisecond {
			t.Errorf("%q: %v for %d bytes, %v for %d", piece, a, n*len(piece), b, times*n*len(piece))
		}
	}
}

// BenchmarkRead reads the sample; BenchmarkScan only looks at its characters,
// to say what the reading costs beside a bare pass.
func BenchmarkRead(b *testing.B) {
	bench(b, func(l labelled) int { return len(Read(l.Text, l.Today).Words) })
}

func BenchmarkScan(b *testing.B) {
	bench(b, func(l labelled) (n int) {
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

func bench(b *testing.B, read func(labelled) int) {
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
