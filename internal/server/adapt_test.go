package server_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/server"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// demoActor is a person of the demonstration, by the key with which they come in.
func demoActor(t *testing.T, s *server.Server, key string) actor.Actor {
	t.Helper()
	who := must(db.One(t.Context(), s.DB, func(row db.Row) (a actor.Actor, err error) {
		return a, row.Scan(&a.District, &a.Person)
	}, `SELECT district, id FROM person WHERE demo = $1`, key))(t)
	return must(s.People.Actor(t.Context(), who.District, who.Person))(t)
}

// sixMoves is a guide of six parts.
func sixMoves() block.Document {
	d := block.Document{About: block.About{Title: "Six moves for any page", Why: "Six short checks a class can do in one period.", Type: block.Guide,
		Grades: grade.Range(5, 9), Language: "en", Rights: "colleagues"}}
	for _, p := range [][3]string{
		{"one", "Stop before you scroll", "Read only the top of the page. Say aloud what you think it wants from you."},
		{"two", "Ask who is speaking", "Look for a name, then look for that name somewhere else."},
		{"three", "Follow the money", "Every page costs somebody something. Ask who gains when you believe it."},
		{"four", "Leave the page", "Open a second tab and see what others say about the site."},
		{"five", "The date test", "Look for a date, and ask what has happened since."},
		{"six", "Turn the slip over", "Was your first word right? Change it if you must."},
	} {
		d.Blocks = append(d.Blocks, block.Block{Key: block.Key(p[0]), Body: block.Text{Heading: p[1], Markdown: p[2]}})
	}
	return d
}

// picture leaves a picture of a page in the folder that SHOTS names, if any.
func picture(p *browsertest.Page, name string) {
	if folder := os.Getenv("SHOTS"); folder != "" {
		p.Screenshot(filepath.Join(folder, name+".png"))
	}
}

// The story "Adapt without losing the core".
func TestAdaptWithoutLosingTheCore(t *testing.T) {
	s, at := runDemo(t, server.Options{})
	b := browsertest.Start(t)
	nora := demoActor(t, s, "oak")
	core := must(s.Catalog.Share(t.Context(), nora, catalog.ShareInput{School: nora.Schools[0].School, Visibility: catalog.SeenByDistrict, Document: sixMoves()}))(t)
	rosa := b.Open(t, at+"/demo")
	comeIn(rosa, at, "Rosa Delgado")
	rosa.Go(at + "/resources/" + string(core.ID))
	rosa.Inspect()
	makeElmsVersion(rosa)
}

// makeElmsVersion edits part 3, leaves out part 5 and adds a seventh.
func makeElmsVersion(rosa *browsertest.Page) {
	rosa.Press("link", "Make our version")
	rosa.Sees("You get every part of “Six moves for any page”", "stays in its credit")
	rosa.Inspect()
	picture(rosa, "make")
	rosa.Press("button", "Make our version")
	rosa.Sees("Every part is here.", "6. Text")
	rosa.Inspect()
	browsertest.Eval[bool](rosa, `(document.querySelector('[name="b.three.text"]').value =
		"Every page costs somebody something. Find the advertisement, the shop or the give button.", true)`)
	browsertest.Eval[bool](rosa, `(document.querySelector('button[name="remove"][value="five"]').click(), true)`)
	rosa.Sees("Bring it back")
	share(rosa)
	rosa.Sees("Shared with your colleagues.", "Elm’s version of Oak’s original", "From Oak’s original", "Changed here", "Nora Whitfield, Oak began it", "Rosa Delgado, Elm made Elm’s version", "Left out here", "It is still in Oak’s original.")
	rosa.Inspect()
	picture(rosa, "version")
}
