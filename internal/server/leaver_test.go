package server_test

import (
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// sharePublic has Ana share a guide with anyone, and leave a draft unfinished; it gives the guide's local address.
func sharePublic(d *district) string {
	d.t.Helper()
	ana := must(d.People.Actor(d.t.Context(), "maple", "ana"))(d.t)
	r := must(d.Catalog.Share(d.t.Context(), ana, catalog.ShareInput{School: "oak", Visibility: catalog.SeenByAnyone, Document: block.Document{
		About:  block.About{Title: "Maps before lunch", Why: "A quiet start.", Type: block.Guide, Grades: grade.All, Rights: "cc-by-4.0"},
		Blocks: []block.Block{{Key: "words", Body: block.Text{Markdown: "Put one map on each table."}}},
	}}))(d.t)
	must(d.Catalog.KeepDraft(d.t.Context(), ana, catalog.DraftInput{School: "oak", Title: "Atlases, unfinished", Form: []byte(`{"title":"Atlases, unfinished"}`)}))(d.t)
	return "/resources/" + string(r.ID)
}

// Week 4, a leaver: the coordinator leaves, the second one works on; what she shared is Oak's, credit intact; public pages name the
// library and nobody.
func TestWeekFourALeaver(t *testing.T) {
	roll := mapleValley()
	roll.District.PublicOn = true
	d := openDistrict(t, roll)
	d.clock.Advance(25 * 24 * time.Hour)
	b := browsertest.Start(t)
	guide := sharePublic(d)
	ana, joan := b.Open(t, d.at+"/sign-in"), b.Open(t, d.at+"/sign-in")
	d.byMail(ana, "ana@maple.example")
	d.byMail(joan, "joan@maple.example")

	joan.Go(d.at + "/admin/people/ana")
	joan.Press("button", "Has left")
	joan.Sees("There are always two coordinators")
	joan.Inspect()
	joan.Go(d.at + "/admin/people/rosa")
	joan.Press("button", "Make coordinator")
	joan.Sees("Rosa Delgado is coordinator now.")
	joan.Go(d.at + "/admin/people/ana")
	joan.Press("button", "Has left")
	joan.Sees("Ana Villarreal has left. Drafts went to the school; what was shared stays, with its credit.")
	joan.Inspect()
	joan.Press("button", "Undo")
	joan.Sees("Ana Villarreal is back on the list.")
	joan.Press("button", "Has left")
	joan.Sees("Ana Villarreal has left.")

	ana.Go(d.at + "/me")
	ana.Sees("Come in") // out at once
	ana.Fill("Your work email", "ana@maple.example")
	ana.Press("button", "Send me a link")
	ana.Sees("Look into your email")

	joan.Go(d.at + "/drafts")
	joan.Sees("Atlases, unfinished", "Left to your school by a colleague who moved on")
	joan.Inspect()
	joan.Go(d.at + guide)
	joan.Sees("Maps before lunch", "Ana Villarreal", "Oak", "began it")
	joan.Press("button", "Change it")
	joan.Until(`location.pathname.startsWith("/share/") && document.readyState === "complete"`)
	joan.Fill("Why would a colleague want this?", "A quiet start, also on Mondays.")
	share(joan)
	joan.Sees("A quiet start, also on Mondays.", "Ana Villarreal", "Joan Kowalski")
	joan.Inspect()

	stranger := b.Open(t, d.at+guide)
	stranger.Sees("Maps before lunch", "Oak library began it")
	stranger.SeesNot("Villarreal")
	stranger.SeesNot("Kowalski")
	stranger.Inspect()
	letters := 0 // that let somebody in: the weekly email goes its own way
	for _, l := range d.post.Letters(t) {
		if strings.HasPrefix(l.Subject, "Your link to the shelf") {
			letters++
		}
	}
	if letters != 2 {
		t.Errorf("%d letters, want those to Ana and Joan before she left", letters)
	}
}
