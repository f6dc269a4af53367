package terminal

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/mattn/go-runewidth"
)

func TestABarComesAfterASecondAndNotTooOften(t *testing.T) {
	at := time.Date(2026, 11, 24, 8, 30, 0, 0, time.UTC)
	var screen bytes.Buffer
	b := newBar(nil, func() time.Time { return at })
	b.out, b.width = &screen, func() int { return 40 }
	words := func() string { return "正在读取 一个名字很长很长的农户名册.xlsx" }
	for _, c := range []struct {
		after time.Duration
		part  float64
		want  string // "" for nothing
	}{
		{0, 0, ""}, {999 * time.Millisecond, 0.1, ""}, {time.Millisecond, 0.25, "[######..................]  25% 正在读…"},
		{99 * time.Millisecond, 0.3, ""}, {time.Millisecond, 0.999, "[#######################.]  99% 正在读…"},
		{time.Second, -1, "[........................]   0% 正在读…"}, {time.Second, 1, ""}, {time.Second, 0.5, "[############............]  50% 正在读…"},
	} {
		at = at.Add(c.after)
		screen.Reset()
		b.show(words, c.part)
		got := strings.TrimPrefix(screen.String(), "\r\x1b[K")
		if got != c.want || runewidth.StringWidth(got) > 39 {
			t.Errorf("after %s: %q, want %q", c.after, got, c.want)
		}
	}
	screen.Reset()
	b.clear()
	b.clear()
	if screen.String() != "\r\x1b[K" {
		t.Errorf("cleared by %q", screen.String())
	}
}

func TestNoBarInAPipeOrAFile(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	at := time.Unix(0, 0)
	for _, out := range []*os.File{w, nil} {
		b := newBar(out, func() time.Time { return at })
		at = at.Add(time.Minute)
		b.show(func() string { return "x" }, 0.5)
		b.clear()
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if n, _ := r.Read(make([]byte, 10)); n != 0 {
		t.Error("something was drawn")
	}
}
