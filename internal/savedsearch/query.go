package savedsearch

import (
	"crypto/sha256"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/search"
)

// Bounds of what is saved.
const (
	MostSaved    = 50   // of one person
	LongestName  = 80   // characters
	longestQuery = 4000 // bytes of its address: more than the page makes with every box ticked
)

// Address is a query as it is stored: what stands behind the question mark of its page.
func Address(q search.Query) string { return q.Bounded().Fields().Encode() }

// Query reads a stored query. What the program no longer knows is left out of it.
func Query(address string) search.Query {
	fields, err := url.ParseQuery(address)
	if err != nil { // no page and no operation writes such a one
		return search.Query{}
	}
	return search.ReadQuery(fields)
}

// Empty says that a query asks for nothing in particular: it would find everything.
func Empty(q search.Query) bool {
	q.Newest, q.AsTyped, q.Every = false, false, false
	return len(q.Bounded().Fields()) == 0
}

// same is equal for queries that find the same: the order of what is found, of chosen values, and case and space of the words do not
// count.
func same(q search.Query) []byte {
	q = q.Bounded()
	q.Newest, q.Every = false, false
	q.Words = fold.Line(strings.ToLower(q.Words))
	fields := q.Fields()
	for _, values := range fields {
		slices.Sort(values)
	}
	sum := sha256.Sum256([]byte("saved search " + fields.Encode()))
	return sum[:]
}

// Suggest is a name for a search: its words, and what is chosen, as the page says it. It fits a name's bounds.
func Suggest(words string, chosen []string) string {
	var parts []string
	for _, part := range append([]string{words}, chosen...) {
		if part = fold.Line(part); part != "" {
			parts = append(parts, part)
		}
	}
	name := strings.Join(parts, ", ")
	if utf8.RuneCountInString(name) <= LongestName {
		return name
	}
	return strings.TrimRight(string([]rune(name)[:LongestName-1]), " ,") + "…"
}
