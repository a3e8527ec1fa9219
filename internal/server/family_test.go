package server_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/server"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// What stands around versions: the family as a picture and a table, a person's page, parts that versions are asked to keep, thanks with one
// tap, and an original that is given to another school and back.
func TestTheFamilyAndItsPeople(t *testing.T) {
	s, at := runDemo(t, server.Options{})
	nora, rosa := demoActor(t, s, "oak"), demoActor(t, s, "elm")
	core := must(s.Catalog.Share(t.Context(), nora, catalog.ShareInput{School: nora.Schools[0].School, Visibility: catalog.SeenByDistrict, Document: sixMoves()}))(t).ID
	elm := versionOf(t, s, rosa, core, map[block.Key]string{"three": elmsThree, "four": elmsFour})
	versionOf(t, s, demoActor(t, s, "pine"), elm, nil)
	offer := must(s.Adapt.Offer(t.Context(), rosa, adapt.OfferInput{Version: elm, Keys: []block.Key{"three"}, Why: "It starts a talk."}))(t)
	shown := must(s.Adapt.ShowOffer(t.Context(), nora, offer))(t)
	if err := s.Adapt.Accept(t.Context(), nora, offer, adapt.AcceptInput{Parts: map[block.Key]adapt.Picked{"three": {Choice: adapt.Use, Seen: shown.Seen("three")}}}); err != nil {
		t.Fatal(err)
	}
	p := browsertest.Start(t).Open(t, at+"/demo")
	comeIn(p, at, "Nora Whitfield")
	p.Go(at + core.Path(""))
	p.Sees("In use at Elm and Pine.")
	p.Press("link", "See all versions")
	p.Sees("Oak’s original", "Elm’s version", "Pine’s version", "Made from", "1 part changed", "Suggestions that were used", "Rosa Delgado, Elm, in Oak’s original", "It starts a talk.")
	p.Inspect()
	p.Press("button", "Thank Rosa Delgado")
	p.Sees("Rosa Delgado hears of your thanks.", "You thanked Rosa Delgado.")
	p.Press("button", "Take it back")
	p.Sees("Your thanks are taken back.")
	p.Press("button", "Thank Rosa Delgado")
	p.Resize(320)
	p.Inspect()
	picture(p, "family-320")
	p.Go(at + "/people/" + string(rosa.Person))
	p.Sees("A suggestion of theirs was used at Oak:", "It starts a talk.", "Pine made its own version of", "Nora Whitfield, Oak, for")
	p.Inspect()
	picture(p, "person-320")
	p.Resize(1280)
	keepAPart(p, at+core.Path(""))
	giveToAnotherSchool(p, at, core, elm)
}

// keepAPart asks versions to keep a part, which the version's page says, and takes that back.
func keepAPart(nora *browsertest.Page, core string) {
	nora.Go(core)
	nora.Press("link", "Ask versions to keep some parts")
	nora.Choose("Text: Stop before you scroll")
	nora.Inspect()
	picture(nora, "keep")
	nora.Press("button", "Ask versions to keep these")
	nora.Sees("Versions are asked to keep these parts.", "Please keep")
	nora.Inspect()
	nora.Press("button", "Undo")
	nora.Sees("What is asked is as it was before.", "Ask versions to keep these")
}

// giveToAnotherSchool has a coordinator give the original to Pine: Elm's version says so, and lives on.
func giveToAnotherSchool(ana *browsertest.Page, at string, core, elm catalog.ResourceID) {
	comeIn(ana, at, "Ana Villarreal")
	ana.Go(at + core.Path(""))
	ana.Press("link", "Give to another school")
	ana.Sees("It belongs to that school from then on", "Its address, its earlier versions and everyone’s credit stay")
	ana.Inspect()
	picture(ana, "give")
	ana.Select("To which school?", "Fir")
	ana.Press("button", "Give to another school")
	ana.Sees("It belongs to Fir now.", "Nora Whitfield, Oak began it")
	ana.Inspect()
	ana.Go(at + elm.Path(""))
	ana.Sees("Elm’s version of Fir’s original", "When it was made, the original was Oak’s; now it belongs to Fir.", "Nora Whitfield, Oak began it")
	ana.Inspect()
	picture(ana, "moved")
	ana.Go(at + core.Path(""))
	ana.Press("link", "Give to another school")
	ana.Select("To which school?", "Oak")
	ana.Press("button", "Give to another school")
	ana.Sees("It belongs to Oak now.")
	ana.Press("button", "Undo")
	ana.Sees("It belongs to Fir again.")
}
