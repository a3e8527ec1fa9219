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

// rewrite is a document with another text in a part.
func rewrite(d block.Document, key block.Key, text string) block.Document {
	out := d
	out.Blocks = append([]block.Block(nil), d.Blocks...)
	for i, b := range out.Blocks {
		if body, ok := b.Body.(block.Text); ok && b.Key == key {
			body.Markdown = text
			out.Blocks[i].Body = body
		}
	}
	return out
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
	version := rosa.URL()
	d := rewrite(rewrite(rewrite(sixMoves(), "two", "Look for a name, then look for that name on another page."),
		"three", "Every page costs somebody something, even those that look free. Ask who gains when you believe it."), "five", "Look for two dates.")
	must(s.Catalog.Save(t.Context(), nora, catalog.SaveInput{Resource: core.ID, Base: core.Head, Document: d}))(t)
	rosa.Go(version)
	rosa.Sees("3 changes in Oak’s original", "Changed by Oak since", elmsSeven)
	rosa.Inspect()
	picture(rosa, "waits")
	decideAboutEach(rosa)
	rosa.Go(version)
	rosa.SeesNot("See what changed")
	rosa.Sees(elmsSeven, "on another page", "even those that look free", "Rosa Delgado, Elm made Elm’s version")
	rosa.Inspect()
}

// elmsSeven is the part that Elm adds to the guide of six.
const elmsSeven = "We end with a line on the wall."

// choose ticks what to do about a change.
func choose(p *browsertest.Page, what string) {
	at := `document.querySelector('input[name="do"][value="` + what + `"]')`
	p.Until(at + ` !== null`)
	browsertest.Eval[bool](p, `(`+at+`.click(), true)`)
}

// decideAboutEach uses part 2, keeps part 3 and takes that back, makes some of each of it, and leaves part 5 out.
func decideAboutEach(rosa *browsertest.Page) {
	rosa.Press("link", "See what changed")
	rosa.Sees("Text: Ask who is speaking", "Text: Follow the money", "Oak has changed this part, which was left out here.", "Use the change that touches nothing of ours")
	rosa.Inspect()
	picture(rosa, "core")
	rosa.Press("link", "Text: Ask who is speaking")
	rosa.Sees("Oak has changed this part. Nothing was changed here.", "Nora Whitfield, Oak")
	rosa.Inspect()
	picture(rosa, "change")
	rosa.Press("button", "Use this change")
	rosa.Sees("The change is used.", "2 changes in Oak’s original")
	rosa.Press("link", "Text: Follow the money")
	rosa.Sees("Both versions changed this part. Nothing is lost.", "Ours, at Elm", "Oak’s original, now", "How it was before", "Rosa Delgado, Elm", "Later changes are still told.")
	rosa.Inspect()
	picture(rosa, "both")
	choose(rosa, "keep")
	rosa.Press("button", "Save this choice")
	rosa.Sees("Ours stays as it is.", "1 change in Oak’s original")
	rosa.Press("button", "Undo")
	rosa.Sees("Everything is as it was before.", "2 changes in Oak’s original")
	rosa.Press("link", "Text: Follow the money")
	rosa.Sees("How it was before")
	choose(rosa, "combine")
	rosa.Fill("Text made of both", "Every page costs somebody something, even those that look free. Find the give button.")
	rosa.Press("button", "Save this choice")
	rosa.Sees("Some of each is used.", "1 change in Oak’s original")
	rosa.Press("link", "Text: The date test")
	rosa.Sees("Oak has changed this part, which was left out here.")
	rosa.Inspect()
	rosa.Press("button", "Leave it out")
	rosa.Sees("Ours stays as it is.", "Elm’s version of Oak’s original")
	rosa.Press("link", "How its changes come")
	rosa.Sees("Nothing new in Oak’s original", "Decided lately", "Ours kept by Rosa Delgado", "Used by Rosa Delgado")
	rosa.Inspect()
	picture(rosa, "decided")
	rosa.Press("button", "Undo: Text: The date test")
	rosa.Sees("Everything is as it was before.", "1 change in Oak’s original")
	rosa.Press("link", "Text: The date test")
	rosa.Press("button", "Leave it out")
	rosa.Sees("Ours stays as it is.")
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
	browsertest.Eval[bool](rosa, `(document.querySelector('button[name="add"][value="text"]').click(), true)`)
	rosa.Until(`document.querySelectorAll('textarea[name$=".text"]').length === 6 && document.querySelector('[name="b.five.text"]') === null && document.readyState === "complete"`)
	browsertest.Eval[bool](rosa, `(f => { f.value = "`+elmsSeven+`"; return true })([...document.querySelectorAll('textarea[name$=".text"]')].at(-1))`)
	share(rosa)
	rosa.Sees("Shared with your colleagues.", "Added here", elmsSeven, "Elm’s version of Oak’s original", "From Oak’s original", "Changed here", "Nora Whitfield, Oak began it", "Rosa Delgado, Elm made Elm’s version", "Left out here", "It is still in Oak’s original.")
	rosa.Inspect()
	picture(rosa, "version")
}
