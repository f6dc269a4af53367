package roster

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// sniff decides by the name and the first bytes whether a file is text; an error
// says what else it is, when it is none of what is read.
func sniff(f *os.File, size int64) (text bool, err error) {
	head := make([]byte, 4096)
	n, err := f.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return false, cannotOpen(err)
	}
	head = head[:n]
	ext := strings.TrimPrefix(strings.ToLower(filepath.Ext(f.Name())), ".")
	book, plain := ext == "xlsx" || ext == "xlsm", ext == "csv" || ext == "txt" || ext == "tsv"
	isZip := bytes.HasPrefix(head, []byte("PK\x03\x04"))
	switch {
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return false, compound(f, size)
	case ext == "xls" || ext == "et" || ext == "xlsb":
		return false, refuse(CodeOldWorkbook, nil)
	case !book && !plain && ext != "":
		return false, refuse(CodeUnsupported, nil, "named", "."+ext)
	case isZip && plain:
		return false, refuse(CodeWrongExtension, nil, "named", "."+ext, "is", "xlsx")
	case isZip:
		return false, nil
	case book && looksText(head):
		return false, refuse(CodeWrongExtension, nil, "named", "."+ext, "is", "text")
	case book:
		return false, refuse(CodeNotWorkbook, nil)
	case !looksText(head):
		return false, refuse(CodeNotText, nil)
	}
	return true, nil
}

// compound tells what a file in the old container of Office is: the .xls of old,
// or an .xlsx under a password.
func compound(f *os.File, size int64) error {
	var name []byte
	for _, c := range []byte("EncryptedPackage") {
		name = append(name, c, 0)
	}
	// The directory of names may lie anywhere in the file.
	buf, keep := make([]byte, 1<<20), len(name)
	for at := int64(0); at < size; at += int64(len(buf) - keep) {
		n, err := f.ReadAt(buf, at)
		if bytes.Contains(buf[:n], name) {
			return refuse(CodeEncrypted, nil)
		}
		if err != nil {
			break
		}
	}
	return refuse(CodeOldWorkbook, nil)
}

// looksText says that the bytes may be text in one of the encodings that are
// read: control characters stand in none of them, and UTF-16 shows by its mark.
func looksText(b []byte) bool {
	if bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff")) {
		return true
	}
	for _, c := range b {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1a {
			return false
		}
	}
	return true
}
