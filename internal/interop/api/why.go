package api

import (
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/search"
)

// why is why something was found, as a list shows it.
type why struct {
	Words    []string `json:"words" nullable:"false" doc:"Words of title, summary or excerpt that are, or stand for, what was looked for, as they stand there"`
	Excerpt  string   `json:"excerpt,omitempty" doc:"A piece of the text, where neither title nor summary has one of the words"`
	TriedAt  []string `json:"triedAt" nullable:"false" doc:"Schools of the caller's district that used it, by short name"`
	Here     bool     `json:"workedHere" doc:"Somebody at the caller's school says that it worked"`
	By       []string `json:"by" nullable:"false" doc:"Whom the words name, and whose words are in it"`
	Grades   bool     `json:"grades" doc:"It is for grades that the words name"`
	Versions int      `json:"otherVersions" doc:"Other versions of it that the caller may see; 0 where each is an item of its own"`
}

// whyOf gives why an item of a page was found; nil where nothing was looked for by words.
func whyOf(got search.Found, i int) *why {
	if got.Matches == nil {
		return nil
	}
	m, c := got.Matches[i], got.Cards[i]
	out := why{Words: []string{}, Excerpt: m.Excerpt, TriedAt: []string{}, By: []string{}, Grades: c.About.Grades&search.GradesOf(got.Asked.Grades) != 0}
	for _, found := range []struct {
		text  string
		marks []index.Span
	}{{c.About.Title, m.Title}, {c.About.Why, m.Why}, {m.Excerpt, m.Words}} {
		for _, at := range found.marks {
			if word := found.text[at.From:at.To]; !slices.ContainsFunc(out.Words, func(have string) bool { return strings.EqualFold(have, word) }) {
				out.Words = append(out.Words, word)
			}
		}
	}
	if got.Tried != nil {
		out.TriedAt, out.Here = listed(got.Tried[i]), got.Worked[i]
	}
	if got.By != nil {
		out.By = listed(got.By[i])
	}
	if got.Others != nil {
		out.Versions = got.Others[i]
	}
	return &out
}
