package gen

import (
	"math/rand/v2"
	"strings"
)

// Query is one question as somebody might ask it.
type Query struct {
	Class   string // what it stands for in a report
	Words   string
	Filters map[string][]string // by facet: kind, subject, grade, language, format, school, tag, access
	Newest  bool
}

// Classes of queries, in the order of a report.
var Classes = []string{"rare word", "two words", "three words", "common word", "common and rare", "words and filters", "filters", "newest", "nothing has all"}

// Queries makes so many queries whose words come from the catalog's own resources, so that most find something.
func (c *Catalog) Queries(n int, seed uint64) []Query {
	random := rand.New(rand.NewPCG(seed, 7))
	out := make([]Query, n)
	for i := range out {
		out[i] = c.query(random)
	}
	return out
}

func (c *Catalog) query(random *rand.Rand) Query {
	r := c.Resource(random.IntN(c.Size))
	title, body := c.topical(r.Title), c.topical(r.Body)
	from := func(words []string) string { return words[random.IntN(len(words))] }
	common := strings.Fields(commonEnglish)
	switch n := random.IntN(100); {
	case n < 25:
		return Query{Class: "rare word", Words: from(title)}
	case n < 45:
		return Query{Class: "two words", Words: from(title) + " " + from(title)}
	case n < 57:
		return Query{Class: "three words", Words: from(title) + " " + from(body) + " " + from(body)}
	case n < 65:
		return Query{Class: "common word", Words: from(common)}
	case n < 75:
		return Query{Class: "common and rare", Words: from(common) + " " + from(title)}
	case n < 87:
		return Query{Class: "words and filters", Words: from(title), Filters: c.filters(random, r)}
	case n < 92:
		return Query{Class: "filters", Filters: c.filters(random, r), Newest: random.IntN(2) == 0}
	case n < 95:
		return Query{Class: "newest", Newest: true}
	}
	other := c.Resource(random.IntN(c.Size))
	return Query{Class: "nothing has all", Words: from(title) + " " + from(c.topical(other.Title)) + " " + from(c.topical(other.Body))}
}

// topical gives the words of a text that are not among the commonest, or all of them when there are none.
func (c *Catalog) topical(text string) []string {
	var out []string
	for word := range strings.FieldsSeq(text) {
		if word = strings.TrimSuffix(word, "."); !c.english.isCommon(word) && !c.spanish.isCommon(word) {
			out = append(out, word)
		}
	}
	if len(out) == 0 {
		return strings.Fields(text)
	}
	return out
}

// filters chooses one to three facets as the resource has them, now and then with a second value.
func (c *Catalog) filters(random *rand.Rand, r Resource) map[string][]string {
	out := map[string][]string{}
	for range 1 + random.IntN(3) {
		switch random.IntN(6) {
		case 0:
			out["kind"] = []string{r.Kind, kinds[random.IntN(len(kinds))]}
		case 1:
			out["subject"] = r.Subjects
		case 2:
			out["grade"] = r.Grades
		case 3:
			out["language"] = []string{r.Language}
		case 4:
			out["school"] = []string{r.School}
		case 5:
			out["tag"] = r.Tags[:1]
		}
	}
	return out
}
