package roster_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	contentTypes = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`
	rootRels     = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	workbookXML  = `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`
	workbookRels = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`
	sheetStart   = `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	sheetEnd     = `</sheetData></worksheet>`
	headerRow    = `<row r="1"><c r="A1" t="inlineStr"><is><t>户编号</t></is></c><c r="B1" t="inlineStr"><is><t>户主</t></is></c></row>`
	dataRow      = `<row r="2"><c r="A2"><v>1001</v></c><c r="B2" t="inlineStr"><is><t>张三</t></is></c></row>`
)

// rawBook zips a workbook whose one sheet is written by hand.
func rawBook(t *testing.T, sheet func(io.Writer)) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "raw.xlsx")
	f, err := os.Create(path) // a test's own file
	check(t, err)
	z := zip.NewWriter(f)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	for _, p := range [][2]string{
		{"[Content_Types].xml", contentTypes}, {"_rels/.rels", rootRels}, {"xl/workbook.xml", workbookXML}, {"xl/_rels/workbook.xml.rels", workbookRels},
	} {
		w, err := z.Create(p[0])
		check(t, err)
		_, err = io.WriteString(w, p[1])
		check(t, err)
	}
	w, err := z.Create("xl/worksheets/sheet1.xml")
	check(t, err)
	sheet(w)
	check(t, z.Close())
	check(t, f.Close())
	return path
}

// declares makes a workbook whose sheet says that it unpacks to a size, and
// unpacks to 8 MiB.
func declares(size uint64) func(t *testing.T) string {
	return func(t *testing.T) string {
		var packed bytes.Buffer
		w, err := flate.NewWriter(&packed, flate.BestSpeed)
		check(t, err)
		sum := crc32.NewIEEE()
		again("<row></row>", 8<<20/11)(io.MultiWriter(w, sum))
		check(t, w.Close())
		path := filepath.Join(t.TempDir(), "bomb.xlsx")
		f, err := os.Create(path) // a test's own file
		check(t, err)
		z := zip.NewWriter(f)
		part, err := z.Create("xl/workbook.xml")
		check(t, err)
		_, err = io.WriteString(part, workbookXML)
		check(t, err)
		part, err = z.CreateRaw(&zip.FileHeader{
			Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate, CRC32: sum.Sum32(),
			CompressedSize64: uint64(packed.Len()), UncompressedSize64: size, // a length
		})
		check(t, err)
		_, err = part.Write(packed.Bytes())
		check(t, err)
		check(t, z.Close())
		check(t, f.Close())
		return path
	}
}

func text(s string) func(io.Writer) {
	return func(w io.Writer) { _, _ = io.WriteString(w, s) }
}

// again writes a text many times, in large pieces.
func again(s string, times int) func(io.Writer) {
	return func(w io.Writer) {
		piece := strings.Repeat(s, max(1<<20/len(s), 1))
		for left := times * len(s); left > 0; left -= len(piece) {
			_, _ = io.WriteString(w, piece[:min(left, len(piece))])
		}
	}
}

func parts(ps ...func(io.Writer)) func(io.Writer) {
	return func(w io.Writer) {
		for _, p := range ps {
			p(w)
		}
	}
}
