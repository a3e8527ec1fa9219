package search

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// made names what a stored index depends on beside package index: the schema of the database, and what the index is told of
// a resource, which is found by telling it of one that has everything.
var made = sync.OnceValues(func() (string, error) {
	schema, err := db.Fingerprint()
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	for _, v := range catalog.Visibilities {
		r := resource{id: "r", district: "d", consortium: "c", school: "s", visibility: v, revision: 3, shared: 5, document: everything(), lift: lift{3, 1},
			tried: []id.SchoolID{"t"}, worked: []worked{{"t", "d", grade.Range(1, 4)}}, family: "f", hands: []id.PersonID{"p"}, databases: []database{{id: "b", district: "d", school: "o", address: "https://link.test"}}}
		fmt.Fprintf(sum, "%+v\n", r.doc(&vocab.Terms{}, 7))
		r.publicOn, r.document.About.Language = true, ""
		fmt.Fprintf(sum, "%+v\n", r.doc(&vocab.Terms{}, 7))
	}
	fmt.Fprintln(sum, Facets, halfLives)
	return schema + " " + hex.EncodeToString(sum.Sum(nil)[:8]), nil
})

// everything is a document in which every part says something.
func everything() block.Document {
	d := block.Document{About: block.About{
		Title: "title", Why: "why", Type: block.DigitalTool, Subjects: []string{"subject"}, Grades: grade.Range(1, 9), Audience: []string{"audience"},
		Language: "es", Formats: []string{"format"}, Access: []string{"access"}, Minutes: 5, Cost: block.Cost{Cents: 100, Per: "student"},
		Source: block.Source{Title: "source", Creator: "maker", URL: "https://source.test"}, Rights: "rights", Missing: []string{"missing"},
		ReviewBy: "2026-11-23", Rough: true, Tool: &block.Tool{For: "for", SignIn: "own", Approved: "yes", Accessibility: "accessibility"},
		Plan: []block.Month{{Month: 3, Text: "plan"}},
	}}
	for _, body := range []block.Body{
		block.Text{Heading: "heading", Markdown: "*markdown*"},
		block.Link{URL: "https://link.test", Title: "link", Note: "link note", Language: "fr"},
		block.Book{ISBN: "9780306406157", Title: "book", Creators: []string{"creator"}, Publisher: "publisher", Year: 1999, Format: "print", Note: "book note"},
		block.File{Hash: "hash", Name: "file", MediaType: "image/png", Alt: "alternative", Note: "file note"},
		block.Video{URL: "https://video.test", Title: "video", Captions: []block.Caption{{Language: "en"}}, Note: "video note"},
		block.Steps{Heading: "steps", Steps: []string{"first", "second"}},
		block.Materials{Students: 2, Items: []block.Material{{Name: "material", Amount: "amount", CostCents: 3}}},
	} {
		d.Blocks = append(d.Blocks, block.Block{Key: "k", Body: body})
	}
	return d
}
