package delimited

import (
	"strings"

	"github.com/commonshelf/commonshelf/internal/proto/textfile"
)

// Record is one row of a table.
type Record struct {
	Row      int // as a spreadsheet numbers it: 1 is the first, blank rows count, the "sep=" line does not
	Cells    []string
	Stray    bool // a quotation mark stood where none belongs and was kept as it is
	Unclosed bool // a quotation mark was never closed: the row was read as if it were a letter
	TooLong  bool // cut at the limit
}

// Blank says whether no cell holds anything.
func (r Record) Blank() bool {
	for _, cell := range r.Cells {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

// Limits of one record.
const (
	MaxLines    = 2000 // a cell with more lines than this has lost its closing quotation mark
	maxUnclosed = 50   // after so many such cells, quotation marks no longer reach over the end of a line
)

// Reader reads records one after the other.
type Reader struct {
	lines    *textfile.Lines
	comma    byte
	limit    int
	pending  []line // read ahead for a quotation mark that never closed
	row      int
	first    bool
	unclosed int
	record   Record
}

type line struct {
	text string
	long bool
}

// NewReader reads records whose cells stand between commas, of at most limit bytes each.
func NewReader(lines *textfile.Lines, comma byte, limit int) *Reader {
	return &Reader{lines: lines, comma: comma, limit: limit, first: true}
}

// Next goes to the next record; false at the end or on an error of the reader below.
func (r *Reader) Next() bool {
	l, ok := r.line()
	if !ok {
		return false
	}
	if r.first {
		r.first = false
		if _, isSep := separatorLine(l.text); isSep {
			if l, ok = r.line(); !ok {
				return false
			}
		}
	}
	r.row++
	r.record = Record{Row: r.row, TooLong: l.long}
	text := []string{l.text}
	for inside, size := opens(l.text, r.comma, false), len(l.text); inside && !l.long && r.unclosed < maxUnclosed; {
		more, ok := r.line()
		if ok {
			text = append(text, more.text)
			size += len(more.text)
		}
		if !ok || len(text) > MaxLines || size > r.limit || more.long {
			r.unclosed++
			r.putBack(text[1:], more.long)
			r.record.Unclosed = true
			r.record.Cells = strings.Split(l.text, string(r.comma))
			return true
		}
		inside = opens(more.text, r.comma, true)
	}
	r.record.Cells, r.record.Stray = split(strings.Join(text, "\n"), r.comma)
	return true
}

// putBack gives back lines that were read ahead; long says whether the last was cut.
func (r *Reader) putBack(ahead []string, long bool) {
	lines := make([]line, len(ahead), len(ahead)+len(r.pending))
	for i, text := range ahead {
		lines[i] = line{text, long && i == len(ahead)-1}
	}
	r.pending = append(lines, r.pending...)
}

// Record is the present record. Its cells are the caller's to keep.
func (r *Reader) Record() Record { return r.record }

// Err is what kept the reader from going on; nil at the end.
func (r *Reader) Err() error { return r.lines.Err() }

func (r *Reader) line() (line, bool) {
	if len(r.pending) > 0 {
		l := r.pending[0]
		r.pending = r.pending[1:]
		return l, true
	}
	if !r.lines.Next() {
		return line{}, false
	}
	return line{r.lines.Line(), r.lines.TooLong()}, true
}

// opens says whether a line ends inside quotation marks, given whether it begins inside them.
func opens(text string, comma byte, inside bool) bool {
	start := true // of a cell
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case inside && c == '"':
			if i+1 < len(text) && text[i+1] == '"' {
				i++
			} else if closes(text[i+1:], comma) {
				inside, start = false, false
			}
		case inside:
		case c == comma:
			start = true
		case c == '"' && start:
			inside = true
		case c != ' ':
			start = false
		}
	}
	return inside
}

// closes says whether a quotation mark before rest ends its cell: only blanks stand between it and the next cell.
func closes(rest string, comma byte) bool {
	for i := range len(rest) {
		switch {
		case rest[i] == comma || rest[i] == '\n':
			return true
		case rest[i] != ' ' && rest[i] != '\r':
			return false
		}
	}
	return true
}

// split takes a whole record apart.
func split(text string, comma byte) (cells []string, stray bool) {
	for {
		cell, rest, more, wasStray := next(text, comma)
		cells = append(cells, cell)
		stray = stray || wasStray
		if !more {
			return cells, stray
		}
		text = rest
	}
}

// next takes the first cell off a record.
func next(text string, comma byte) (cell, rest string, more, stray bool) {
	quoted := strings.TrimLeft(text, " ")
	if !strings.HasPrefix(quoted, `"`) {
		cell, rest, more = strings.Cut(text, string(comma))
		return cell, rest, more, strings.Contains(cell, `"`)
	}
	var b strings.Builder
	for i := 1; i < len(quoted); i++ {
		switch {
		case quoted[i] != '"':
			b.WriteByte(quoted[i])
		case i+1 < len(quoted) && quoted[i+1] == '"':
			b.WriteByte('"')
			i++
		case closes(quoted[i+1:], comma):
			_, rest, more = strings.Cut(quoted[i+1:], string(comma))
			return b.String(), rest, more, stray
		default:
			b.WriteByte('"')
			stray = true
		}
	}
	return b.String(), "", false, true // only where quotation marks no longer reach over lines
}
