package columns

import (
	"strings"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/interop/intake/cell"
)

// HeaderDepth is how many rows at the top of a table may come before its headings.
const HeaderDepth = 20

// Header finds the row of headings among the first rows of a table. The second value is false where there is none and the
// first row already holds data.
//
// The row with the most known headings is it. Where none has any, it is the first row as wide as the table whose cells are
// all short words, while the rows below hold something else too.
func Header(rows [][]string) (row int, ok bool) {
	rows = rows[:min(len(rows), HeaderDepth)]
	best, at := 0, -1
	widest := 0
	for i, cells := range rows {
		widest = max(widest, filled(cells))
		if n := known(cells); n > best {
			best, at = n, i
		}
	}
	if best >= 2 || best == 1 && filled(rows[at]) <= 2 {
		return at, true
	}
	for i, cells := range rows {
		if filled(cells) >= max(2, widest-1) {
			if best == 1 && at == i {
				return i, true
			}
			return i, headingLike(cells) && i+1 < len(rows)
		}
	}
	if widest == 1 && at >= 0 {
		return at, true
	}
	return 0, false
}

// known counts the cells that are headings we know, each field once. A cell that says more than a heading would is none.
func known(cells []string) int {
	seen := map[Field]bool{}
	for _, c := range cells {
		if utf8.RuneCountInString(c) <= 60 {
			if m := byHeading(c); m.field != "" {
				seen[m.field] = true
			}
		}
	}
	return len(seen)
}

func filled(cells []string) int {
	n := 0
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			n++
		}
	}
	return n
}

// headingLike says whether the cells of a row could all be headings: short, without addresses and figures.
func headingLike(cells []string) bool {
	for _, c := range cells {
		c = strings.TrimSpace(c)
		if c == "" {
			continue
		}
		if utf8.RuneCountInString(c) > 60 || len(cell.Links(c)) > 0 || isISBN(c) || strings.Trim(c, "0123456789.,-/: ") == "" {
			return false
		}
	}
	return true
}
