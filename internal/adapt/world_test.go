package adapt_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogtest"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
)

// world is a catalog with versions. Pine shares, Elm and Oak make versions.
type world struct {
	*catalogtest.World
	adapt *adapt.Service
}

func newWorld(t testing.TB, d *db.DB) *world {
	w := &world{World: catalogtest.New(t, d)}
	form := func(d block.Document, _ id.SchoolID, _ catalog.Visibility) ([]byte, error) { return json.Marshal(d) }
	w.adapt = adapt.New(adapt.Options{DB: d, Clock: w.Clock, Jobs: w.Jobs, Catalog: w.Catalog, Form: form, BaseURL: catalogtest.BaseURL})
	return w
}

func (w *world) ok(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// guide is a document of texts: "one:First words" is a part with the key "one".
func guide(parts ...string) block.Document {
	d := block.Document{About: block.About{Title: "Six moves", Why: "Because it works.", Type: block.Guide, Grades: grade.Range(3, 6), Language: "en", Rights: "colleagues"}}
	for _, p := range parts {
		key, text, _ := strings.Cut(p, ":")
		d.Blocks = append(d.Blocks, block.Block{Key: block.Key(key), Body: block.Text{Markdown: text}})
	}
	return d
}

// said is a document as guide takes it.
func said(d block.Document) string {
	var out []string
	for _, b := range d.Blocks {
		out = append(out, fmt.Sprintf("%s:%s", b.Key, b.Body.(block.Text).Markdown))
	}
	return strings.Join(out, " | ")
}

func (w *world) share(by actor.Actor, d block.Document) catalog.Resource {
	w.T.Helper()
	r, err := w.Catalog.Share(w.T.Context(), by, catalog.ShareInput{School: by.Schools[0].School, Visibility: catalog.SeenByDistrict, Document: d})
	w.ok(err)
	return r
}

// version makes a version of a core and shares it as the document that change makes of it.
func (w *world) version(by actor.Actor, core catalog.ResourceID, change func(block.Document) block.Document) catalog.ResourceID {
	w.T.Helper()
	w.Clock.Advance(time.Minute)
	draft, err := w.adapt.Make(w.T.Context(), by, core, by.Schools[0].School)
	w.ok(err)
	var d block.Document
	w.ok(json.Unmarshal(draft.Form, &d))
	_, err = w.Catalog.Share(w.T.Context(), by, catalog.ShareInput{ID: draft.Resource, School: draft.School, Visibility: catalog.SeenByDistrict, Document: change(d), Draft: draft.At()})
	w.ok(err)
	return draft.Resource
}

func same(d block.Document) block.Document { return d }

// to is a change to the parts of a document, as guide takes them.
func to(parts ...string) func(block.Document) block.Document {
	return func(d block.Document) block.Document {
		d.Blocks = guide(parts...).Blocks
		return d
	}
}

// save makes another document of a resource.
func (w *world) save(by actor.Actor, r catalog.ResourceID, change func(block.Document) block.Document) catalog.Resource {
	w.T.Helper()
	w.Clock.Advance(time.Minute)
	shown, err := w.Catalog.Show(w.T.Context(), by, r)
	w.ok(err)
	saved, err := w.Catalog.Save(w.T.Context(), by, catalog.SaveInput{Resource: r, Base: shown.Head, Document: change(shown.Document)})
	w.ok(err)
	return saved.Resource
}

// reads is what a resource says.
func (w *world) reads(r catalog.ResourceID, want string) {
	w.T.Helper()
	shown, err := w.Catalog.Show(w.T.Context(), w.Ana, r)
	w.ok(err)
	if got := said(shown.Document); got != want {
		w.T.Errorf("it says %q, want %q", got, want)
	}
}

// states are the parts of a version in words: "one core, two changed edited".
func states(parts []adapt.Part) string {
	var out []string
	for _, p := range parts {
		if p.Key == block.AboutKey && p.State == adapt.FromCore && p.Waits == "" {
			continue
		}
		line := string(p.Key)
		if p.State != adapt.NotYet {
			line += " " + string(p.State)
		}
		if p.Waits != "" {
			line += " " + string(p.Waits)
		}
		out = append(out, line)
	}
	return strings.Join(out, ", ")
}

// stands is how the parts of a version stand.
func (w *world) stands(r catalog.ResourceID, want string) adapt.Shown {
	w.T.Helper()
	shown, err := w.adapt.Show(w.T.Context(), w.Ana, r)
	w.ok(err)
	if got := states(shown.Parts); got != want {
		w.T.Errorf("it stands %q, want %q", got, want)
	}
	return shown
}
