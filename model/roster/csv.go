package roster

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"strconv"
)

// readText reads a CSV file as one sheet without a name.
func (r *reader) readText(ctx context.Context, f *os.File) error {
	src, err := textRows(ctx, f, r.limits)
	if err != nil {
		return err
	}
	r.progress = func() float64 {
		at, err := f.Seek(0, io.SeekCurrent)
		if err != nil {
			return 0
		}
		return float64(at) / float64(r.file.state.Size())
	}
	_, err = r.readSheet(ctx, "", src)
	return err
}

// textRows gives the rows of a CSV file.
func textRows(ctx context.Context, f *os.File, l Limits) (*csvRows, error) {
	decoded, err := decode(ctx, f)
	if err != nil {
		return nil, err
	}
	in := bufio.NewReaderSize(decoded, max(l.LineBytes, 1<<16))
	if sample, _ := in.Peek(sampleBytes); bytes.IndexByte(sample, '\n') < 0 && bytes.IndexByte(sample, '\r') >= 0 {
		in = bufio.NewReaderSize(carriages{in}, max(l.LineBytes, 1<<16))
	}
	return &csvRows{in: in, comma: separator(in), limits: l}, nil
}

// carriages reads text whose lines end as they did on a Macintosh of old, and as
// Excel for Mac still saves them.
type carriages struct{ in io.Reader }

func (c carriages) Read(b []byte) (int, error) {
	n, err := c.in.Read(b)
	for i := range b[:n] {
		if b[i] == '\r' {
			b[i] = '\n'
		}
	}
	return n, err
}

// sampleBytes is what the separator is judged by; ten rows fit into it.
const sampleBytes = 1 << 16

// separator chooses comma, tab or semicolon: the one with which the first rows
// give the header with the most columns.
func separator(in *bufio.Reader) byte {
	sample, _ := in.Peek(sampleBytes)
	best, named := byte(','), 0
	for _, comma := range []byte{',', '\t', ';'} {
		l := Limits{LineBytes: sampleBytes, CellRunes: sampleBytes}
		rows := &csvRows{in: bufio.NewReaderSize(bytes.NewReader(sample), sampleBytes), comma: comma, limits: l}
		var head [][]string
		for len(head) < headerRows {
			cells, ok, err := rows.next()
			if !ok || err != nil {
				break
			}
			head = append(head, append([]string(nil), cells...))
		}
		if t, _ := findHeader(head); t != nil && t.named > named {
			best, named = comma, t.named
		}
	}
	return best
}

// csvRows reads records as RFC 4180 describes them and as Excel takes them: a
// blank line is a row, a quote inside an unquoted field is a character like any
// other, and text after a closing quote belongs to the field. encoding/csv skips
// blank lines, which would shift the row numbers, and knows no limits.
type csvRows struct {
	in     *bufio.Reader
	comma  byte
	limits Limits
	row    int
	cells  []string
	field  []byte
}

func (c *csvRows) next() ([]string, bool, error) {
	c.cells, c.field = c.cells[:0], c.field[:0]
	line, err := c.line()
	if err != nil || line == nil {
		return nil, false, err
	}
	c.row++
	quoted, read := false, len(line)
	for i := 0; ; {
		if quoted {
			j := bytes.IndexByte(line[i:], '"')
			if j < 0 {
				c.field = append(c.field, line[i:]...)
				if line, err = c.more(&read); err != nil {
					return nil, false, err
				}
				i = 0
				continue
			}
			c.field = append(c.field, line[i:i+j]...)
			i += j + 1
			if i < len(line) && line[i] == '"' {
				c.field = append(c.field, '"')
				i++
				continue
			}
			quoted = false
		}
		if len(c.field) == 0 && i < len(line) && line[i] == '"' && (i == 0 || line[i-1] == c.comma) {
			quoted = true
			i++
			continue
		}
		j := i
		for j < len(line) && line[j] != c.comma && line[j] != '\n' {
			j++
		}
		c.field = append(c.field, line[i:j]...)
		if j >= len(line) || line[j] == '\n' {
			c.field = bytes.TrimSuffix(c.field, []byte("\r"))
			c.end()
			return c.cells, true, nil
		}
		c.end()
		i = j + 1
	}
}

func (c *csvRows) end() {
	c.cells = append(c.cells, string(c.field))
	c.field = c.field[:0]
}

// line returns the next line with its end, nil at the end of the file. The bytes
// hold until the next call.
func (c *csvRows) line() ([]byte, error) {
	line, err := c.in.ReadSlice('\n')
	switch {
	case err == bufio.ErrBufferFull || len(line) > c.limits.LineBytes:
		return nil, refuse(CodeLineTooLong, nil, "row", strconv.Itoa(c.row+1), "limit", strconv.Itoa(c.limits.LineBytes))
	case err == io.EOF && len(line) == 0:
		return nil, nil
	case err == nil || err == io.EOF:
		return line, nil
	}
	return nil, refuse(CodeCannotOpen, err, "reason", "other")
}

// more goes on to the next line inside a quoted field. A quote that is never
// closed would take the rest of the file for one cell; it ends with the file,
// and with what a cell or a record may hold.
func (c *csvRows) more(read *int) ([]byte, error) {
	line, err := c.line()
	if err != nil {
		return nil, err
	}
	*read += len(line)
	// No character takes more than four bytes.
	if line == nil || len(c.field) > 4*c.limits.CellRunes || *read > c.limits.LineBytes {
		return nil, refuse(CodeUnclosedQuote, nil, "row", strconv.Itoa(c.row))
	}
	return line, nil
}
