package delimited

import (
	"bytes"
	"strings"

	"github.com/commonshelf/commonshelf/internal/proto/textfile"
)

// Separators are the marks that may stand between cells.
var Separators = []byte{',', ';', '\t', '|'}

// sampled is how many records of the head are looked at.
const sampled = 60

// Separator finds the mark that stands between the cells of a table, by its first bytes: the one that cuts most records
// into the same number of cells, and into the most. A table of one column has none; the comma is given.
func Separator(head []byte) byte {
	first := textfile.NewLines(bytes.NewReader(head), len(head))
	if first.Next() {
		if sep, ok := separatorLine(first.Line()); ok {
			return sep
		}
	}
	best, bestScore := byte(','), 0.0
	for _, sep := range Separators {
		if s := score(head, sep); s > bestScore {
			best, bestScore = sep, s
		}
	}
	return best
}

// score is how well a separator explains a table: the share of records that have the commonest number of cells, times a
// little more for more cells.
func score(head []byte, sep byte) float64 {
	r := NewReader(textfile.NewLines(bytes.NewReader(head), len(head)), sep, len(head))
	widths := map[int]int{}
	records, whole := 0, len(head) < textfile.HeadSize
	last := 0
	for records < sampled && r.Next() {
		if record := r.Record(); !record.Blank() {
			records++
			last = len(record.Cells)
			if record.Stray || record.Unclosed {
				last = 0 // quotation marks fit badly
			}
			widths[last]++
		}
	}
	if !whole && records > 1 && records < sampled {
		widths[last]-- // the head cuts its last record
		records--
	}
	best := 0.0
	for width, n := range widths {
		if width > 1 {
			best = max(best, float64(n)/float64(records)*(1+float64(width)/10))
		}
	}
	return best
}

// separatorLine reads Excel's first line "sep=;".
func separatorLine(text string) (byte, bool) {
	rest, ok := strings.CutPrefix(strings.ToLower(strings.Trim(text, "\" ")), "sep=")
	if !ok || len(rest) != 1 || !bytes.Contains(Separators, []byte(rest)) {
		return 0, false
	}
	return rest[0], true
}
