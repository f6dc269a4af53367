package roster

import "github.com/xuri/excelize/v2"

// formula says that a spreadsheet program may take a text for a formula, by its
// first character as OWASP lists them under "CSV injection". In rosters such
// texts are phones (+86 …) and dashes for nothing, and now and then an attack.
func formula(text string) bool {
	if text == "" {
		return false
	}
	switch text[0] {
	case '=', '+', '-', '@', '\t', '\r':
		return true
	}
	return false
}

// quoted is a text as a CSV file may hold it: an apostrophe before it keeps it
// text, and the reader takes it off again.
func quoted(text string) string {
	if formula(text) {
		return "'" + text
	}
	return text
}

// textStyles are two styles of text cells: what is typed stays as typed. The
// second has a workbook's own apostrophe, which no cell shows and which outlives
// that somebody edits the cell.
func textStyles(book *excelize.File, look excelize.Style) (plain, safe int, err error) {
	look.NumFmt = textFormat
	if plain, err = book.NewStyle(&look); err != nil {
		return 0, 0, err
	}
	// Of two styles that are alike excelize makes one, so that the second has
	// to differ in something that nobody sees.
	look.Protection = &excelize.Protection{Locked: true}
	if safe, err = book.NewStyle(&look); err != nil {
		return 0, 0, err
	}
	prefix := true
	book.Styles.CellXfs.Xf[safe].QuotePrefix = &prefix
	return plain, safe, nil
}

// textFormat is Excel's number format "@": what is typed stays as typed.
const textFormat = 49
