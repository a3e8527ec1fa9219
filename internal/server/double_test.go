package server_test

import (
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/server"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// A coordinator finds what two schools shared alike, looks at both, links them, takes that back, and makes them one family.
func TestWhatIsSharedMoreThanOnce(t *testing.T) {
	s, at := runDemo(t, server.Options{})
	share := func(person, title string, change func(*block.Document)) catalog.ResourceID {
		t.Helper()
		by, d := demoActor(t, s, person), sixMoves()
		d.About.Title = title
		d.Blocks = append(d.Blocks, block.Block{Key: block.Key(person + "-link"), Body: block.Link{URL: "https://www.example.org/moves", Title: "Where it comes from"}})
		change(&d)
		return must(s.Catalog.Share(t.Context(), by, catalog.ShareInput{School: by.Schools[0].School, Visibility: catalog.SeenByDistrict, Document: d}))(t).ID
	}
	first := share("oak", "Six moves for checking a source", func(*block.Document) {})
	then := share("elm", "Moves to check a source", func(d *block.Document) {
		for i, b := range d.Blocks {
			if text, ok := b.Body.(block.Text); ok {
				d.Blocks[i].Key = "elm-" + b.Key
				d.Blocks[i].Body = block.Text{Heading: text.Heading, Markdown: strings.Replace(text.Markdown, "the", "this", 1)}
			}
		}
	})
	p := browsertest.Start(t).Open(t, at+"/demo")
	comeIn(p, at, "Ana Villarreal")
	p.Go(at + "/admin")
	p.Sees("2 pairs in the catalog look alike")
	p.Inspect()
	p.Press("link", "Look at them: 2 pairs in the catalog look alike")
	p.Sees("Shared more than once", "In both: the same link and nearly the same text")
	p.Inspect()
	picture(p, "doubles")
	p.Press("link", "Look at both: Six moves for checking a source; Moves to check a source")
	p.Sees("How they differ", "What are they to each other?", "Oak’s “Six moves for checking a source” is the original")
	p.Inspect()
	picture(p, "double-pair")
	p.Resize(320)
	p.Inspect()
	picture(p, "double-pair-320")
	p.Press("button", "Let each name the other")
	p.Sees("Each names the other on its page now.", "lets each name the other")
	p.Inspect()
	picture(p, "doubles-320")
	p.Go(at + then.Path(""))
	p.Sees("See also", "Six moves for checking a source")
	p.Inspect()
	p.Go(at + "/admin/doubles")
	p.Press("button", "Undo: Six moves for checking a source; Moves to check a source")
	p.Sees("Taken back.", "2 pairs look alike")
	p.Resize(1280)
	p.Go(at + "/admin/doubles/" + string(first) + "/" + string(then))
	p.Press("button", "Make them one family")
	p.Sees("They are one family now. Nothing of either was changed.", "made them one family")
	p.Go(at + then.Path(""))
	p.Sees("Kept together with Oak’s original Each was written by itself.", "Written here", "began it", "Kept together with Oak’s own, written by itself.")
	p.SeesNot("made Elm’s version", "Elm’s version of", "In use at Oak")
	p.Inspect()
	picture(p, "double-version")
	p.Go(at + "/admin/doubles")
	p.Press("button", "Undo: Six moves for checking a source; Moves to check a source")
	p.Sees("2 pairs look alike")
	// and in the dark, on a phone, without scripts, in Spanish: apart, and back
	dark := browsertest.Start(t).Open(t, at+"/demo", browsertest.Dark(), browsertest.Width(320), browsertest.NoScripts(), browsertest.Language("es"))
	enter(dark, at, "Ana Villarreal")
	dark.Go(at + "/admin/doubles/" + string(first) + "/" + string(then))
	dark.Sees("Dos que se parecen", "En qué se diferencian")
	dark.Inspect()
	picture(dark, "double-pair-dark")
	dark.Press("button", "Mantener separados")
	dark.Sees("Compartido más de una vez", "1 pareja se parece")
	dark.Inspect()
	picture(dark, "doubles-dark")
	dark.Press("button", "Deshacer")
	dark.Sees("2 parejas se parecen")
}
