package server_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/server"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// A page of a resource, and a form in which somebody writes, say quietly that a colleague has saved it meanwhile.
func TestAPageSaysThatAColleagueChangedIt(t *testing.T) {
	at := serveDemo(t, server.Options{})
	b := browsertest.Start(t)
	mai, other := b.Open(t, at+"/demo"), b.Open(t, at+"/demo")
	comeIn(mai, at, "Mai Tran")
	mai.Go(at + "/share")
	mai.Fill("Paste a link, or just write it down", "Lanterns in the hall")
	mai.Press("button", "Go on")
	mai.Fill("Title", "Lanterns in the hall")
	mai.Fill("Why would a colleague want this?", "They are bright.")
	browsertest.Eval[bool](mai, `([...document.querySelectorAll('[name="grades"]')][1].click(), true)`)
	share(mai)
	mai.Sees("Shared with your colleagues.")
	page := mai.URL()
	comeIn(other, at, "Ana Villarreal")
	other.Go(page)
	other.Press("button", "Change it")
	other.Fill("Why would a colleague want this?", "They are bright, and cheap.")
	share(other)
	other.Sees("They are bright, and cheap.")
	mai.Sees("This was changed at", "by Ana Villarreal", "See what changed")
	mai.SeesNot("and cheap")
	mai.Inspect()
	shot(mai, "live")
	mai.Resize(320)
	mai.Inspect()
	shot(mai, "live-320")
	mai.Resize(1280)
	mai.Go(page)
	mai.Press("button", "Change it")
	mai.Fill("Title", "Lanterns of ours")
	other.Go(page)
	other.Press("button", "Change it")
	other.Fill("Why would a colleague want this?", "They are cheap.")
	share(other)
	other.Sees("They are cheap.")
	mai.Sees("This was changed at", "by Ana Villarreal", "What you write stays as it is.")
	if got := browsertest.Eval[string](mai, `document.getElementById("title").value`); got != "Lanterns of ours" {
		t.Errorf("what was typed became %q", got)
	}
	mai.Inspect()
	shot(mai, "live-edit")
	share(mai)
	mai.Sees("A colleague had saved in between: both changes are in it.", "Lanterns of ours", "They are cheap.")
}
