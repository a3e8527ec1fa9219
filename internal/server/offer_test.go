package server_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/server"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// versionOf makes a version of something for an actor's school and shares it with other words in some parts.
func versionOf(t *testing.T, s *server.Server, by actor.Actor, core catalog.ResourceID, words map[block.Key]string) catalog.ResourceID {
	t.Helper()
	draft := must(s.Adapt.Make(t.Context(), by, core, by.Schools[0].School))(t)
	d := must(s.Catalog.Show(t.Context(), by, core))(t).Document
	for key, text := range words {
		d = rewrite(d, key, text)
	}
	must(s.Catalog.Share(t.Context(), by, catalog.ShareInput{ID: draft.Resource, School: draft.School, Visibility: catalog.SeenByDistrict, Document: d, Draft: draft.At()}))(t)
	return draft.Resource
}

const (
	elmsThree = "Every page costs somebody something. Ask your class who gains when they believe it."
	elmsFour  = "Open a second tab, and a third, and see what others say about the site."
)

// The story "Offer back".
func TestOfferBack(t *testing.T) {
	s, at := runDemo(t, server.Options{})
	b := browsertest.Start(t)
	nora := demoActor(t, s, "oak")
	core := must(s.Catalog.Share(t.Context(), nora, catalog.ShareInput{School: nora.Schools[0].School, Visibility: catalog.SeenByDistrict, Document: sixMoves()}))(t).ID
	elm := versionOf(t, s, demoActor(t, s, "elm"), core, map[block.Key]string{"three": elmsThree, "four": elmsFour})
	pine := versionOf(t, s, demoActor(t, s, "pine"), core, nil)

	p := b.Open(t, at+"/demo")
	three := suggestThree(p, at, elm)
	acceptInOtherWords(p, at, b.Open(t, at+"/demo"), three)
	p.Go(at + core.Path(""))
	p.Sees("even if it looks free", "Rosa Delgado, Elm changed it")
	p.Inspect()

	comeIn(p, at, "Mai Tran")
	p.Go(at + pine.Path(""))
	p.Sees("1 change in Oak’s original")
	p.Press("link", "See what changed")
	p.Press("link", "Text: Follow the money")
	p.Sees("Oak has changed this part. Nothing was changed here.", "Rosa Delgado, Elm; Nora Whitfield, Oak", "even if it looks free")
	p.Inspect()
	declineFour(p, at, elm)
}

// suggestThree has Rosa suggest part 3 of Elm's version, without a reason first.
func suggestThree(rosa *browsertest.Page, at string, elm catalog.ResourceID) (suggestion string) {
	comeIn(rosa, at, "Rosa Delgado")
	rosa.Go(at + elm.Path(""))
	rosa.Sees("Suggest this change")
	rosa.Inspect()
	picture(rosa, "offer-version")
	rosa.Press("link", "Suggest this change: Text: Follow the money")
	rosa.Sees("Suggest a change to Oak", "Text: Follow the money", "Text: Leave the page")
	rosa.Inspect()
	picture(rosa, "offer-suggest")
	rosa.Press("button", "Suggest this change")
	rosa.Sees("Say in one line why.")
	rosa.Inspect()
	rosa.Fill("Why, in one line", "Asked of a class, it starts a talk.")
	rosa.Press("button", "Suggest this change")
	rosa.Sees("Suggested. You hear here what becomes of it.", "It waits for a media specialist at Oak.", "Elm changed this part.")
	rosa.Inspect()
	picture(rosa, "offer-waits")
	suggestion = rosa.URL()
	rosa.Press("button", "Undo")
	rosa.Sees("Taken back by Rosa Delgado")
	rosa.Press("button", "Undo")
	rosa.Sees("It waits again", "It waits for a media specialist at Oak.")
	return suggestion
}

// acceptInOtherWords has Nora change a word and use it, while Ana has it open: she is told, and what she wrote stays before her.
func acceptInOtherWords(nora *browsertest.Page, at string, ana *browsertest.Page, suggestion string) {
	comeIn(ana, at, "Ana Villarreal")
	ana.Go(suggestion)
	ana.Sees("Elm suggests a change", "Asked of a class, it starts a talk.")
	comeIn(nora, at, "Nora Whitfield")
	nora.Sees("Elm suggests a change: “Asked of a class, it starts a talk.”")
	nora.Inspect()
	nora.Press("link", "See what is suggested: Six moves for any page")
	nora.Sees("Elm changed this part.", "Rosa Delgado, Elm")
	nora.Inspect()
	picture(nora, "offer-look")
	changeWords(nora, "Every page costs somebody something, even if it looks free. Ask your class who gains when they believe it.")
	nora.Inspect()
	nora.Press("button", "Use it")
	nora.Sees("Used, with credit to Rosa Delgado.", "even if it looks free")
	nora.Press("button", "Undo")
	nora.Sees("It waits again, and everything is as it was before.")
	changeWords(nora, "Every page costs somebody something, even if it looks free. Ask your class who gains when they believe it.")
	nora.Press("button", "Use it")
	nora.Sees("Used, with credit to Rosa Delgado.")
	changeWords(ana, "Ana writes otherwise.")
	ana.Press("button", "Use it")
	ana.Sees("Somebody has decided about this suggestion already.", "Used by Nora Whitfield", "What you wrote")
	ana.Until(`[...document.querySelectorAll("textarea[readonly]")].some(t => t.value === "Ana writes otherwise.")`)
	ana.Inspect()
	picture(ana, "offer-told")
}

// changeWords opens the words of part 3 and writes others.
func changeWords(p *browsertest.Page, text string) {
	p.Until(`document.querySelector('[name="text.three.markdown"]') !== null`)
	browsertest.Eval[bool](p, `(document.querySelector('[name="text.three.markdown"]').closest("details").open = true)`)
	browsertest.Eval[bool](p, `(document.querySelector('[name="text.three.markdown"]').value = `+quoted(text)+`, true)`)
}

// declineFour has Rosa suggest part 4, and Nora say not this time, with a reason that Rosa alone reads.
func declineFour(p *browsertest.Page, at string, elm catalog.ResourceID) {
	comeIn(p, at, "Rosa Delgado")
	p.Sees("What you suggested", "Nora Whitfield used your change in")
	p.Go(at + elm.Path("") + "/suggest?part=four")
	p.Fill("Why, in one line", "Two are not enough.")
	p.Press("button", "Suggest this change")
	p.Sees("It waits for a media specialist at Oak.")
	suggestion := p.URL()
	comeIn(p, at, "Nora Whitfield")
	p.Go(suggestion)
	p.Sees("Not this time")
	browsertest.Eval[bool](p, `(document.querySelector('[name="reason"]').closest("details").open = true)`)
	p.Press("button", "Not this time")
	p.Sees("Say why, so that the answer helps.")
	p.Inspect()
	p.Fill("Why not? Only Rosa Delgado sees this.", "Our computers are slow.")
	p.Press("button", "Not this time")
	p.Sees("Said: not this time.")
	p.SeesNot("Our computers are slow.")
	p.Inspect()
	comeIn(p, at, "Rosa Delgado")
	p.Sees("Not this time, in", "Our computers are slow.")
	p.Inspect()
	picture(p, "offer-start")
}
