package server_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/server"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// beginWriting opens the form with a first few words.
func beginWriting(p *browsertest.Page, at, name string) {
	comeIn(p, at, name)
	p.Go(at + "/share")
	p.Fill("Paste a link, or just write it down", "Quiet endings\nThey hear it.")
	p.Press("button", "Go on")
	p.Sees("As others will see it")
}

// While one writes, words beside the field say that a student seems to be named, go away with it, and keep nobody from sharing.
func TestAStudentIsWarnedAboutWhileOneWrites(t *testing.T) {
	at := serveDemo(t, server.Options{})
	p := browsertest.Start(t).Open(t, at+"/demo", browsertest.Width(320))
	beginWriting(p, at, "Mai Tran")
	p.Fill("Why would a colleague want this?", "Maria Lopez 482913 heard it at once.")
	p.Sees("“Maria Lopez 482913” looks like a student.")
	p.Until(`document.getElementById("why").getAttribute("aria-describedby").includes("why-doubt")`)
	p.Inspect()
	p.Fill("Why would a colleague want this?", "A bell, rung twice, and 25 students were still.")
	p.SeesNot("looks like a student")
	p.Fill("Why would a colleague want this?", "Maria Lopez 482913 heard it at once.")
	p.Sees("looks like a student")
	share(p)
	p.Sees("Shared with your colleagues.", "Does this name a student?")
	p.Inspect()
}
