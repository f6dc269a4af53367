package roster

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// decode gives a text file as UTF-8: from UTF-8 with or without a mark, from
// UTF-16 with one (Excel's "Unicode text"), and from GBK, read as its superset
// GB18030. Text without a mark that is no UTF-8 is taken for GBK.
func decode(ctx context.Context, f *os.File) (io.Reader, error) {
	head := make([]byte, 3)
	n, err := f.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return nil, refuse(CodeCannotOpen, err, "reason", "other")
	}
	head = head[:n]
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Reader(f), nil
	}
	marked := bytes.HasPrefix(head, []byte("\xef\xbb\xbf"))
	valid, err := isUTF8(ctx, f)
	if err != nil {
		return nil, err
	}
	start := int64(0)
	if marked {
		start = 3
	}
	if _, err := f.Seek(start, io.SeekStart); err != nil {
		return nil, refuse(CodeCannotOpen, err, "reason", "other")
	}
	switch {
	case valid:
		return f, nil
	case marked:
		return nil, refuse(CodeBadEncoding, nil)
	}
	return simplifiedchinese.GB18030.NewDecoder().Reader(f), nil
}

// isUTF8 reads the whole file, since the first byte beyond ASCII may come late.
func isUTF8(ctx context.Context, f *os.File) (bool, error) {
	in := bufio.NewReaderSize(f, 1<<16)
	buf, kept := make([]byte, 1<<16), 0
	for {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		n, err := in.Read(buf[kept:])
		b := buf[:kept+n]
		if bytes.IndexByte(b[kept:], 0) >= 0 {
			return false, refuse(CodeNotText, nil)
		}
		if err == io.EOF {
			return utf8.Valid(b), nil
		}
		if err != nil {
			return false, refuse(CodeCannotOpen, err, "reason", "other")
		}
		whole := len(b)
		for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
			if utf8.RuneStart(b[len(b)-i]) {
				if !utf8.FullRune(b[len(b)-i:]) {
					whole = len(b) - i
				}
				break
			}
		}
		if !utf8.Valid(b[:whole]) {
			return false, nil
		}
		kept = copy(buf, b[whole:])
	}
}
