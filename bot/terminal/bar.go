package terminal

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"
	"golang.org/x/term"
)

// bar shows on a terminal how far a long work is. What is done within a second
// shows nothing, and neither does anything in a pipe. It is drawn when the work
// reports, at most ten times a second, so that nothing runs beside the work.
type bar struct {
	out   io.Writer // nil where there is no terminal
	width func() int
	now   func() time.Time

	began, drawn time.Time
}

const (
	patience = time.Second
	redraw   = 100 * time.Millisecond
	barCells = 24
)

// newBar begins a work; out is where errors go, since results may be piped.
func newBar(out io.Writer, now func() time.Time) *bar {
	b := &bar{now: now, began: now(), width: func() int { return 80 }}
	if f, ok := out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		b.out = out
		b.width = func() int {
			if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
				return width
			}
			return 80
		}
	}
	return b
}

// show draws how much of something is done, of 1; what is done is taken away.
func (b *bar) show(what func() string, part float64) {
	if b.out == nil {
		return
	}
	if part >= 1 {
		b.clear()
		return
	}
	now := b.now()
	if now.Sub(b.began) < patience || now.Sub(b.drawn) < redraw {
		return
	}
	b.drawn = now
	part = max(part, 0)
	full := int(part * barCells)
	line := fmt.Sprintf("[%s%s] %3d%% %s", strings.Repeat("#", full), strings.Repeat(".", barCells-full), int(part*100), what())
	// A line that is wrapped could not be taken back; some terminals move on at
	// the last column already.
	line = runewidth.Truncate(line, b.width()-1, "…")
	_, _ = fmt.Fprint(b.out, "\r\x1b[K", line) // a terminal that is gone loses a bar, no more
}

// note writes a line that stays.
func (b *bar) note(line string) {
	if b.out != nil {
		b.clear()
		_, _ = fmt.Fprintln(b.out, line)
	}
}

// clear takes the bar off the terminal.
func (b *bar) clear() {
	if b.out != nil && !b.drawn.IsZero() {
		_, _ = fmt.Fprint(b.out, "\r\x1b[K")
		b.drawn = time.Time{}
	}
}
