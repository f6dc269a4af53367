package bot_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"strings"
	"unicode/utf16"
)

// The makers of hostile files. Each writes to w what a file of the set holds.
type maker func(w io.Writer) error

// part is a part of a workbook. declared is the size that its directory tells,
// where that is a lie.
type part struct {
	name     string
	body     maker
	declared uint64
}

const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8"?>`
	mainSpace = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	sheetName = "xl/worksheets/sheet1.xml"
	topRows   = xmlHead + `<worksheet ` + mainSpace + `><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>户编号</t></is></c><c r="B1" t="inlineStr"><is><t>户主</t></is></c></row>`
	oneRow    = `<row r="2"><c r="A2"><v>1001</v></c><c r="B2" t="inlineStr"><is><t>张三</t></is></c></row>`
	endRows   = `</sheetData></worksheet>`
)

// skeleton is all of a workbook but its sheet.
var skeleton = []part{
	{name: "[Content_Types].xml", body: saying(xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`)},
	{name: "_rels/.rels", body: saying(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`)},
	{name: "xl/workbook.xml", body: saying(xmlHead + `<workbook ` + mainSpace + ` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`)},
	{name: "xl/_rels/workbook.xml.rels", body: saying(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`)},
}

// book is a workbook whose sheet has a header and the rows given, and with further
// parts; one that names a part of the skeleton takes its place.
func book(rows maker, further ...part) maker {
	return func(w io.Writer) error {
		z := zip.NewWriter(w)
		packer, err := flate.NewWriter(nil, flate.BestSpeed) // one for all parts, since to make it takes longer than most of them
		if err != nil {
			return err
		}
		z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
			packer.Reset(w)
			return packer, nil
		})
		all := append([]part{{name: sheetName, body: then(saying(topRows), rows, saying(endRows))}}, skeleton...)
		taken := map[string]bool{}
		for _, p := range append(further, all...) {
			if taken[p.name] {
				continue
			}
			taken[p.name] = true
			if err := p.write(z); err != nil {
				return err
			}
		}
		return z.Close()
	}
}

func (p part) write(z *zip.Writer) error {
	if p.declared == 0 {
		w, err := z.Create(p.name)
		if err != nil {
			return err
		}
		return p.body(w)
	}
	var packed bytes.Buffer
	deflate, err := flate.NewWriter(&packed, flate.BestSpeed)
	if err != nil {
		return err
	}
	sum := crc32.NewIEEE()
	if err := p.body(io.MultiWriter(deflate, sum)); err != nil {
		return err
	}
	if err := deflate.Close(); err != nil {
		return err
	}
	w, err := z.CreateRaw(&zip.FileHeader{
		Name: p.name, Method: zip.Deflate, CRC32: sum.Sum32(), CompressedSize64: uint64(packed.Len()), UncompressedSize64: p.declared,
	})
	if err != nil {
		return err
	}
	_, err = w.Write(packed.Bytes())
	return err
}

func saying(s string) maker {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

func then(all ...maker) maker {
	return func(w io.Writer) error {
		for _, m := range all {
			if err := m(w); err != nil {
				return err
			}
		}
		return nil
	}
}

// many writes a text over and over.
func many(s string, times int) maker {
	return func(w io.Writer) error {
		n := max(1<<20/len(s), 1)
		piece := strings.Repeat(s, n)
		for ; times > 0; times -= n {
			if _, err := io.WriteString(w, piece[:min(times, n)*len(s)]); err != nil {
				return err
			}
		}
		return nil
	}
}

// counted writes a text once for each number from 0.
func counted(format string, times int) maker {
	return func(w io.Writer) error {
		var b bytes.Buffer
		for i := range times {
			if fmt.Fprintf(&b, format, i); b.Len() > 1<<20 || i == times-1 {
				if _, err := b.WriteTo(w); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

// cut is the beginning of what another maker writes.
func cut(m maker, of int) maker {
	return func(w io.Writer) error {
		var b bytes.Buffer
		if err := m(&b); err != nil {
			return err
		}
		_, err := w.Write(b.Bytes()[:b.Len()/of])
		return err
	}
}

// archive is a zip archive of files that hold nothing.
func archive(names ...string) maker {
	return func(w io.Writer) error {
		z := zip.NewWriter(w)
		for _, n := range names {
			if _, err := z.Create(n); err != nil {
				return err
			}
		}
		return z.Close()
	}
}

// compound is the beginning of Office's old container, with a stream of a name.
func compound(stream string) maker {
	return func(w io.Writer) error {
		b := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 1016)...)
		for _, r := range utf16.Encode([]rune(stream)) {
			b = binary.LittleEndian.AppendUint16(b, r)
		}
		_, err := w.Write(append(b, make([]byte, 1024)...))
		return err
	}
}

// wide is a text in UTF-16 without the mark that would say so.
func wide(s string) maker {
	return func(w io.Writer) error {
		var b []byte
		for _, r := range utf16.Encode([]rune(s)) {
			b = binary.LittleEndian.AppendUint16(b, r)
		}
		_, err := w.Write(b)
		return err
	}
}

func writeFile(path string, m maker) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if err := m(f); err != nil {
		return err
	}
	return f.Close()
}
