package catalogweb_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/demo/content"
)

// demoDocuments are the newest versions of everything in the demonstration and on the starter shelves.
func demoDocuments(t *testing.T) map[string]block.Document {
	t.Helper()
	district, err := content.MapleValley()
	if err != nil {
		t.Fatal(err)
	}
	list := district.Resources
	for _, language := range []string{"en", "es"} {
		starter, err := content.Starter(language)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, starter...)
	}
	out := map[string]block.Document{}
	for _, r := range list {
		versions, err := r.Versions()
		if err != nil {
			t.Fatal(err)
		}
		newest := versions[len(versions)-1]
		d := block.Document{About: newest.About}
		for _, b := range newest.Blocks {
			body := b.Body()
			if b.File != nil {
				body = block.File{Hash: "stored" + b.Key, Name: b.File.Name, MediaType: b.File.MediaType(), Size: int64(len(b.File.Text)), Note: b.File.Note}
			}
			if b.Shelf != nil {
				body = block.Link{URL: "https://example.org/shelf/" + b.Shelf.Key, Title: b.Shelf.Key, Note: b.Shelf.Note}
			}
			d.Blocks = append(d.Blocks, block.Block{Key: block.Key(b.Key), Body: body})
		}
		out[r.Key] = d
	}
	return out
}

func TestAFormThatIsPostedUnchangedChangesNothing(t *testing.T) {
	s := newShelf(t)
	writer := actor.Actor{District: maple, Person: "ana", Coordinator: true, Schools: rosa.Schools}
	v := s.as(ana)
	documents := demoDocuments(t)
	if len(documents) < 100 {
		t.Fatalf("%d documents", len(documents))
	}
	known := map[string]bool{}
	for _, d := range documents { // the district has every other topic
		for _, tag := range d.About.Tags {
			if _, seen := known[tag]; !seen {
				known[tag] = len(known)%2 == 0
				if known[tag] {
					s.exec(`INSERT INTO term (id, district, label_en, label_es, state, merged_into, created_at) VALUES ($1, $2, $1, $1, 'used', NULL, 0)`, tag, maple)
				}
			}
		}
	}
	for key, d := range documents {
		r, err := s.catalog.Share(t.Context(), writer, catalog.ShareInput{School: "elm", Visibility: catalog.SeenByDistrict, Document: d})
		if err != nil {
			t.Fatalf("%s: %v", key, err)
		}
		form := v.post(s.at(r)+"/edit", nil).is(http.StatusOK)
		form.press("do", "share").is(http.StatusOK)
		shown, err := s.catalog.Show(t.Context(), writer, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		if shown.Newest.Number == 1 {
			continue
		}
		was, err := s.catalog.ShowVersion(t.Context(), writer, r.ID, shown.Newest.Parent)
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range shown.Newest.Manifest {
			before := was.Manifest
			if i < len(before) && before[i] == e {
				continue
			}
			t.Errorf("%s: part %s reads\n%s\nwas\n%s", key, e.Key, written(t, shown.Document, e.Key), written(t, was.Document, e.Key))
		}
	}
}

// written is the stored form of a part.
func written(t *testing.T, d block.Document, key block.Key) string {
	t.Helper()
	_, stored, err := block.Split(d)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range stored {
		out = append(out, string(s.Body))
	}
	for i, b := range d.Blocks {
		if b.Key == key {
			return strings.TrimSpace(out[min(i+1, len(out)-1)])
		}
	}
	return out[0]
}
