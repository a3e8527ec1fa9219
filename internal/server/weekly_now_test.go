package server_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/server"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// Whoever tries the demonstration reads the weekly email on any day, with what is new for a search that somebody keeps, and a second time
// nothing that it told already.
func TestTheDemonstrationShowsItsWeeklyEmail(t *testing.T) {
	at := serveDemo(t, server.Options{})
	p := browsertest.Start(t).Open(t, at+"/demo/mail", browsertest.Width(320))
	p.Sees("No email yet")
	p.Press("button", "Write the weekly email now")
	p.Sees("The weekly emails are written.")
	for range 50 { // each is written by a job of its own
		if browsertest.Eval[bool](p, `document.body.innerText.includes("New for “Checking websites”")`) {
			break
		}
		p.Go(at + "/demo/mail")
	}
	p.Sees("New for “Checking websites”", "Six moves at Oak")
	p.Inspect()
}
