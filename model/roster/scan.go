package roster

import "strconv"

// census counts what a workbook asks for over all of its parts.
type census struct {
	limits                   Limits
	cells, strings, elements int
	settings                 int // elements of parts that hold no data
}

// What no real part holds: deeper nesting, a longer stretch without a tag, more
// cells in a row than Excel has columns, and more rows than it has. Each makes a
// decoder keep it all in memory at once, or keeps it busy for minutes.
const (
	maxDepth      = 256
	maxToken      = 1 << 20
	maxCellsInRow = 16_384
	maxRows       = 1_048_576
)

type scanState uint8

const (
	inText scanState = iota
	inOpen           // right after <
	inName
	inTag // among attributes
	inClose
	inBang // <! and what follows, as far as it is not yet known
	inComment
	inCDATA
	inOther // <? … > and <!DOCTYPE … >
)

// partScanner walks over the bytes of an XML part as they are unpacked. It is
// no parser: it follows tags, quotes and comments just well enough to count
// rows, cells, strings and depth, at a fraction of a parser's cost.
type partScanner struct {
	census *census
	data   bool // a sheet or the shared strings
	cells  cellScanner
	state  scanState
	name   [12]byte
	length int  // of the name, or of what follows <!
	quote  byte // inside an attribute
	last   byte
	tail   [2]byte // the two bytes before, in comments and CDATA
	since  int     // bytes since the last tag began
	depth  int
	opened bool

	rows, cellsInRow int
}

// whole says that the part has content and that every tag was closed.
func (p *partScanner) whole() bool { return p.opened && p.depth == 0 && p.state == inText }

func (p *partScanner) scan(b []byte) error {
	for _, c := range b {
		if p.since++; p.since > maxToken {
			return refuse(CodeCellTooLong, nil, "row", strconv.Itoa(p.rows), "limit", strconv.Itoa(p.census.limits.CellRunes))
		}
		switch p.state {
		case inText:
			if c == '<' {
				p.state, p.since = inOpen, 0
			} else {
				p.cells.take(c)
			}
		case inOpen:
			p.length = 0
			p.cells.begin(c == '!')
			switch c {
			case '/':
				p.state = inClose
			case '!':
				p.state = inBang
			case '?':
				p.state = inOther
			default:
				p.state, p.name[0], p.length, p.last = inName, c, 1, c
			}
		case inName, inTag:
			if err := p.tag(c); err != nil {
				return err
			}
		case inClose:
			p.close(c)
		case inBang:
			p.bang(c)
		case inComment, inCDATA:
			end := byte('-')
			if p.state == inCDATA {
				end = ']'
			}
			if c == '>' && p.tail == [2]byte{end, end} {
				p.state = inText
			}
			p.tail[0], p.tail[1] = p.tail[1], c
			if p.state == inCDATA {
				p.cells.take(c)
			}
		case inOther:
			if c == '>' {
				p.state = inText
			}
		}
	}
	return nil
}

// tag takes the next byte of an opening tag.
func (p *partScanner) tag(c byte) error {
	if p.quote != 0 {
		if c == p.quote {
			p.quote = 0
		} else {
			p.cells.attribute(c)
		}
		p.last = c
		return nil
	}
	switch {
	case c == '>':
		if p.last == '/' && p.state == inName && p.length > 0 && p.length <= len(p.name) && p.name[p.length-1] == '/' {
			p.length--
		}
		p.state = inText
		return p.element(p.last == '/')
	case p.state == inTag && (c == '"' || c == '\''):
		p.quote = c
	case p.state == inTag:
		p.cells.name(c)
	case p.state == inName && (c == ' ' || c == '\n' || c == '\t' || c == '\r'):
		p.state = inTag
	case p.state == inName && c == ':':
		p.length = 0 // the prefix of a namespace
	case p.state == inName:
		if p.length < len(p.name) {
			p.name[p.length] = c
		}
		p.length++
	}
	p.last = c
	return nil
}

// close takes the next byte of a closing tag.
func (p *partScanner) close(c byte) {
	switch {
	case c == '>':
		p.depth--
		p.state = inText
		if p.length == 1 && p.name[0] == 'c' {
			p.cells.judge()
		}
	case c == ':':
		p.length = 0 // the prefix of a namespace
	case c > ' ':
		if p.length < len(p.name) {
			p.name[p.length] = c
		}
		p.length++
	}
}

// element counts an element whose opening tag has just ended.
func (p *partScanner) element(empty bool) error {
	p.opened = true
	if !empty {
		if p.depth++; p.depth > maxDepth {
			return refuse(CodeDamaged, nil)
		}
	}
	// A cell has its value or two more elements, a string likewise. Whatever
	// else a workbook is full of would be read for nothing.
	n := p.census
	if n.elements++; n.elements > n.limits.Elements+3*(n.cells+n.strings) {
		return tooFull("elements", n.limits.Elements)
	}
	if !p.data {
		if n.settings++; n.settings > n.limits.Settings {
			return tooFull("settings", n.limits.Settings)
		}
	}
	if p.length > 3 {
		return nil
	}
	p.cells.element(string(p.name[:p.length]), empty)
	switch string(p.name[:p.length]) {
	case "row":
		p.cellsInRow = 0
		if p.rows++; p.rows > maxRows {
			return refuse(CodeTooManyRows, nil, "limit", strconv.Itoa(maxRows))
		}
	case "c":
		p.cellsInRow++
		if p.cellsInRow > maxCellsInRow {
			return refuse(CodeTooManyColumns, nil, "row", strconv.Itoa(p.rows), "limit", strconv.Itoa(n.limits.Columns))
		}
		if n.cells++; n.cells > n.limits.Cells {
			return tooFull("cells", n.limits.Cells)
		}
	case "si":
		if n.strings++; n.strings > n.limits.Strings {
			return tooFull("strings", n.limits.Strings)
		}
	}
	return nil
}

// bang decides what <! begins: a comment, CDATA or anything else.
func (p *partScanner) bang(c byte) {
	if p.length < len(p.name) {
		p.name[p.length] = c
	}
	p.length++
	p.tail = [2]byte{}
	switch {
	case p.length == 2 && string(p.name[:2]) == "--":
		p.state = inComment
	case p.length == 7 && string(p.name[:7]) == "[CDATA[":
		p.state = inCDATA
	case c == '>':
		p.state = inText
	case p.length > 7:
		p.state = inOther
	}
}
