package server_test

import (
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/exchange"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// Every link of a weekly email, followed by somebody who is signed in nowhere: the two minutes are done and undone on the letter's own
// page, the date is answered there, and what is theirs alone opens by a link that is sent to them, and to nobody to whom the letter was
// passed on.
func TestEachLinkOfAWeeklyEmailWorksSignedOut(t *testing.T) {
	d := openDistrict(t, mapleValley())
	b := browsertest.Start(t)
	joan := must(d.People.Actor(t.Context(), "maple", "joan"))(t)
	rosa := must(d.People.Actor(t.Context(), "maple", "rosa"))(t)
	d.share("joan", "Quiet endings")
	must(d.Catalog.KeepDraft(t.Context(), rosa, catalog.DraftInput{School: "elm", Title: "Half a thought", Form: []byte(`{"school":"elm","title":"Half a thought"}`)}))(t)
	e := must(d.Exchange.Invite(t.Context(), joan, exchange.Input{Topic: "Atlases", School: "elm", Day: "2026-12-08", Hour: "15:30"}))(t)
	d.toFriday()
	letter := d.post.Await(t, "rosa@maple.example", 2)[0]
	for _, l := range d.post.Await(t, "rosa@maple.example", 2) {
		if strings.Contains(l.Text, "Two minutes") {
			letter = l
		}
	}
	d.scan(letter)
	if n := len(must(d.Catalog.New(t.Context(), rosa, 10))(t)); n != 1 {
		t.Errorf("after a scanner's visit %d things are shared", n)
	}

	p := b.Open(t, d.linkTo(letter, "/share/tip"), browsertest.NoScripts(), browsertest.Width(320))
	p.Sees("Share one thing that worked this week", "in the name of Elm", "This is about the email to Rosa Delgado")
	p.Inspect()
	p.Press("button", "Share")
	p.Sees("Give it a title")
	p.Inspect()
	p.Fill("Title", "Ten atlases in a crate")
	p.Fill("Why would a colleague want this?", "They travel to any classroom.")
	p.Fill("A link (optional)", "atlas")
	p.Press("button", "Share")
	p.Sees("Write the whole address")
	p.Fill("A link (optional)", "https://atlas.example/crate")
	p.Press("button", "Share")
	p.Sees("Shared with your colleagues.", "“Ten atlases in a crate” is in the catalog, with your name.")
	p.Inspect()
	p.Press("button", "Undo")
	p.Sees("It is your draft again.")
	p.Press("button", "Share")
	p.Sees("“Ten atlases in a crate” is in the catalog, with your name.")
	shared := must(d.Catalog.New(t.Context(), rosa, 10))(t)
	if len(shared) != 2 {
		t.Fatalf("%d things are shared", len(shared))
	}
	if blocks := must(d.Catalog.Show(t.Context(), rosa, shared[0].ID))(t).Document.Blocks; len(blocks) != 1 || blocks[0].Body.(block.Link).URL != "https://atlas.example/crate" {
		t.Errorf("taken back and shared again it holds %v", blocks)
	}
	must(d.Catalog.Retire(t.Context(), rosa, shared[0].ID, "Old"))(t)
	p.Go(d.linkTo(letter, "/share/tip"))
	p.Sees("What you shared from this email was taken out of the catalog since.")
	p.Inspect()

	p.Go(d.linkTo(letter, "/exchanges/"))
	p.Sees("Atlases", "This is about the email to Rosa Delgado")
	p.Inspect()
	p.Choose("Yes, Tuesday, December 8, 3:30 PM")
	p.Press("button", "Answer")
	p.Sees("Undo")
	if got := must(d.Exchange.Find(t.Context(), joan, e.ID))(t).Said("rosa"); got == "" {
		t.Error("the answer did not arrive")
	}

	p.Go(d.linkTo(letter, "/inside/share/"))
	p.Sees("One more step", "We send a link to rosa@maple.example")
	p.Inspect()
	before := len(d.post.Await(t, "rosa@maple.example", 2))
	p.Press("button", "Send me the link")
	p.Until(`location.pathname.startsWith("/sign-in/")`)
	signIn := d.post.Await(t, "rosa@maple.example", before+1)[before]
	p.Go(d.linkTo(signIn, "/sign-in/link/"))
	p.Press("button", "Sign in as Rosa Delgado")
	p.Until(`location.pathname.startsWith("/share/")`)
	p.Sees("Half a thought")
	p.Go(d.linkTo(letter, "/share/tip")) // signed in, one does it where one can do more
	p.Until(`location.pathname === "/share"`)
	d.clock.Advance(time.Minute)
}
