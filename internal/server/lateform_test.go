package server_test

import (
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// A form that comes when the session is over waits for its person alone; what was typed is sent after signing in again.
func TestALateFormIsSentAfterSigningInAgain(t *testing.T) {
	d := openDistrict(t, mapleValley())
	b := browsertest.Start(t)
	p := b.Open(t, d.at+"/sign-in", browsertest.NoScripts(), browsertest.Width(390))
	d.byMail(p, "rosa@maple.example")
	p.Go(d.at + "/share")
	p.Fill("Paste a link, or just write it down", "Quiet endings for fourth grade")
	d.clock.Advance(12 * time.Hour)
	p.Press("button", "Go on")
	p.Sees("We kept what you typed. Sign in, and you can send it.")
	p.Inspect()
	p.Fill("Your work email", "rosa@maple.example")
	p.Press("button", "Send me a link")
	p.Sees("Look into your email")
	p.Go(linkIn.FindString(d.post.Await(t, "rosa@maple.example", 2)[1].Text))
	p.Press("button", "Sign in as Rosa Delgado")
	p.Sees("We kept what you typed", "Quiet endings for fourth grade")
	p.Inspect()
	p.Press("button", "Send it now")
	p.Until(`document.getElementById("title")?.value === "Quiet endings for fourth grade"`)
}
