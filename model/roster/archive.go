package roster

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
)

// inspectArchive reads every part of a workbook once before excelize does, for
// what excelize does not tell: it takes a broken part for a shorter one, and it
// keeps in memory whatever a part asks for. It returns what it saw of each
// sheet, so that what excelize reads can be held against it.
func inspectArchive(ctx context.Context, r io.ReaderAt, size int64, l Limits, tell func(part float64)) (map[string]sheetSeen, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, refuse(CodeDamaged, err)
	}
	if len(z.File) > l.Entries {
		return nil, tooFull("entries", l.Entries)
	}
	if err := isWorkbook(z); err != nil {
		return nil, err
	}
	// What the directory declares is believed only when it is too much: reading
	// stops where a part outgrows its declaration.
	declared := uint64(0)
	for _, f := range z.File {
		if declared += f.UncompressedSize64; declared > uint64(l.UnzipBytes) || f.UncompressedSize64 > uint64(l.UnzipBytes) { // a positive limit
			return nil, tooLarge("unpacked", l.UnzipBytes)
		}
	}
	seen, left := map[string]sheetSeen{}, l.UnzipBytes
	census := census{limits: l}
	for _, f := range z.File {
		if f.Flags&1 == 1 {
			return nil, refuse(CodeEncrypted, nil)
		}
		name := strings.ReplaceAll(f.Name, "\\", "/")
		part := partScanner{census: &census, data: holdsData(name)}
		n, err := drain(ctx, f, &part, left, name, l, func(n int64) {
			tell(float64(l.UnzipBytes-left+n) / float64(max(declared, 1)))
		})
		var refused *Error
		switch {
		case errors.As(err, &refused):
			if refused.Code == CodeDamaged {
				refused.Detail["part"] = path.Base(name)
			}
			return nil, refused
		case ctx.Err() != nil:
			return nil, err
		case err != nil:
			return nil, refuse(CodeDamaged, err, "part", path.Base(name))
		case isXML(name) && !part.whole():
			return nil, refuse(CodeDamaged, nil, "part", path.Base(name))
		}
		left -= n
		seen[strings.ToLower(name)] = sheetSeen{part.rows, part.cells.all()}
	}
	parts, err := sheetParts(z)
	if err != nil {
		return nil, refuse(CodeDamaged, err, "part", "workbook.xml")
	}
	if len(parts) > l.Sheets {
		return nil, tooFull("sheets", l.Sheets)
	}
	sheets := make(map[string]sheetSeen, len(parts))
	for sheet, part := range parts {
		s, ok := seen[part]
		if !ok { // none, or one that another sheet has too and that would be read again and again
			return nil, refuse(CodeDamaged, nil, "part", path.Base(part))
		}
		sheets[sheet] = s
		delete(seen, part)
	}
	return sheets, nil
}

// sheetSeen is what was seen of a sheet before it is read.
type sheetSeen struct {
	rows int // its elements
	odd  []oddCell
}

// isWorkbook tells a workbook from other files that are zip archives too.
func isWorkbook(z *zip.Reader) error {
	for _, f := range z.File {
		switch strings.ToLower(strings.ReplaceAll(f.Name, "\\", "/")) {
		case "xl/workbook.xml":
			return nil
		case "xl/workbook.bin":
			return refuse(CodeOldWorkbook, nil)
		}
	}
	return refuse(CodeNotWorkbook, nil)
}

// drain reads a part to its end, which is where its checksum is compared.
func drain(ctx context.Context, f *zip.File, part *partScanner, left int64, name string, l Limits, tell func(n int64)) (int64, error) {
	most := partLimit(name, l)
	in, err := f.Open()
	if err != nil {
		return 0, err
	}
	defer func() { _ = in.Close() }()
	buf, n := make([]byte, 64<<10), int64(0)
	for {
		if err := ctx.Err(); err != nil {
			return n, err
		}
		k, err := in.Read(buf)
		n += int64(k)
		tell(n)
		if n > left {
			return n, tooLarge("unpacked", l.UnzipBytes)
		}
		if n > most {
			return n, tooLarge("part", most)
		}
		if isXML(f.Name) {
			if err := part.scan(buf[:k]); err != nil {
				return n, err
			}
		}
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
}

func isXML(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels")
}

// holdsData says that a part is a sheet or the shared strings, which are read a
// piece at a time; styles and the like are decoded into memory at once.
func holdsData(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "xl/worksheets/sheet") || name == "xl/sharedstrings.xml"
}

// partLimit: sheets and shared strings may fill the whole allowance; all else is
// kept in memory, where a part takes three times its size.
func partLimit(name string, l Limits) int64 {
	if holdsData(name) {
		return l.UnzipBytes
	}
	return l.PartBytes
}

func tooLarge(what string, limit int64) *Error {
	return refuse(CodeFileTooLarge, nil, "what", what, "limit_mib", strconv.FormatInt(limit>>20, 10))
}

func tooFull(of string, limit int) *Error {
	return refuse(CodeFileTooFull, nil, "of", of, "limit", strconv.Itoa(limit))
}
