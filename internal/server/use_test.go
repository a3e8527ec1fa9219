package server_test

import (
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/server"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

const monsters = "Ships’ monsters on a chart"

// shareMonsters lets Mai Tran share something of her own and gives its address.
func shareMonsters(p *browsertest.Page, at string) string {
	comeIn(p, at, "Mai Tran")
	p.Go(at + "/share")
	p.Fill("Paste a link, or just write it down", monsters)
	p.Press("button", "Go on")
	p.Sees("As others will see it")
	p.Fill("Title", monsters)
	p.Fill("Why would a colleague want this?", "Children look for an hour.")
	share(p)
	p.Sees("Shared with your colleagues.", monsters)
	return p.URL()
}

// Week 4, "habit", on the pages: "How did it go?" is asked once, what came of it stands under the resource as a use at Elm, and its author
// is thanked by name.
func TestHowDidItGo(t *testing.T) {
	moved := clock.NewMoved(time.Date(2026, 11, 23, 16, 0, 0, 0, time.UTC))
	at := serveDemo(t, server.Options{Clock: moved})
	b := browsertest.Start(t)
	mai, rosa := b.Open(t, at+"/demo"), b.Open(t, at+"/demo")
	made := shareMonsters(mai, at)
	comeIn(rosa, at, "Rosa Delgado")
	rosa.Go(made)
	rosa.Press("button", "I’ll try this next week")
	rosa.Sees("On your list: next week")
	rosa.Go(at + "/")
	rosa.SeesNot("How did it go?")
	moved.Advance(12 * 24 * time.Hour)
	comeIn(rosa, at, "Rosa Delgado")
	rosa.Sees("How did it go?", monsters)
	rosa.Inspect()
	rosa.Press("button", "Not yet: "+monsters)
	rosa.Sees("We don’t ask again.")
	rosa.SeesNot("How did it go?")
	rosa.Press("button", "Undo")
	rosa.Sees("How did it go?")
	rosa.Press("link", "It worked: "+monsters)
	rosa.Sees("With whom, and what did you change?", "Leave out students’ names.")
	rosa.Inspect()
	rosa.Fill("Visits", "two")
	rosa.Press("button", "Let it stand under the resource")
	rosa.Sees("Write a whole number up to 99")
	rosa.Inspect()
	rosa.Press("checkbox", "4")
	rosa.Fill("Visits", "2")
	rosa.Fill("What did you change, or what would you?", "We used three stations.")
	rosa.Press("button", "Let it stand under the resource")
	rosa.Sees("Thank you. It stands under the resource", "Used at Elm, grade 4, two visits: We used three stations.", "Tried")
	rosa.Inspect()
	rosa.Go(at + "/")
	rosa.SeesNot("How did it go?")
	comeIn(mai, at, "Mai Tran")
	mai.Sees("Rosa Delgado at Elm used "+monsters, "It worked.")
	mai.Inspect()
	mai.Go(made)
	mai.Sees("Used at Elm, grade 4, two visits: We used three stations.")
	rosa.Go(made)
	rosa.Press("link", "Change: Used at Elm, grade 4, two visits")
	rosa.Choose("I’d change something")
	rosa.Press("button", "Save")
	rosa.Sees("Used at Elm, grade 4, two visits: I’d change something: We used three stations.")
	rosa.Press("button", "Take it away: Used at Elm, grade 4, two visits")
	rosa.Sees("Taken away.")
	rosa.SeesNot("three stations")
	rosa.Press("button", "Undo")
	rosa.Sees("It stands again.", "three stations")
}

// Week 4, "principal", the teacher's part: signed out she says that it worked in two classes, takes it back, and says it again; a fetch
// changes nothing, and no cookie is set. With scripts and without.
func TestATeacherSaysItWorked(t *testing.T) {
	b := browsertest.Start(t)
	for name, options := range map[string][]browsertest.Option{
		"with scripts":               nil,
		"without scripts, at 320 px": {browsertest.NoScripts(), browsertest.Width(320)},
		"dark":                       {browsertest.Dark()},
	} {
		t.Run(name, func(t *testing.T) {
			at := serveDemo(t, server.Options{})
			mai := b.Open(t, at+"/demo", options...)
			made := shareMonsters(mai, at)
			mai.Press("link", "Send to a teacher")
			mai.Inspect()
			mai.Press("button", "Make a link")
			mai.Sees("Tell my teachers")
			mai.Inspect()
			text := browsertest.Eval[string](mai, `document.getElementById("tell-en").value`)
			_, link, found := strings.Cut(text, at+"/s/")
			if spanish := browsertest.Eval[string](mai, `document.getElementById("tell-es").value`); !found || !strings.Contains(text, monsters) || !strings.Contains(spanish, at+"/s/"+link) || !strings.Contains(spanish, "Encontré algo") {
				t.Fatalf("nothing to paste: %q, %q", text, spanish)
			}
			teacher := b.Open(t, at+"/s/"+strings.TrimSpace(link), options...)
			teacher.Sees(monsters, "In how many classes?", "Leave out students’ names.")
			teacher.Inspect()
			for range 2 { // a scanner looks
				teacher.Go(at + "/s/" + strings.TrimSpace(link))
			}
			teacher.Fill("In how many classes?", "2")
			teacher.Press("button", "It worked")
			teacher.Sees("2 classes are counted.")
			teacher.Inspect()
			mai.Go(made)
			mai.Sees("Used at Pine, two classes")
			teacher.Press("button", "Undo")
			teacher.Sees("Taken back")
			teacher.Inspect()
			mai.Go(made)
			mai.SeesNot("Used at Pine")
			teacher.Fill("In how many classes?", "many")
			teacher.Press("button", "It worked")
			teacher.Sees("Write how many classes")
			teacher.Inspect()
			teacher.Fill("In how many classes?", "2")
			teacher.Fill("A line for the librarian (optional)", "They asked for more.")
			teacher.Press("button", "It worked")
			teacher.Sees("2 classes are counted.")
			mai.Go(made)
			mai.Sees("Used at Pine, two classes: They asked for more.", "A teacher")
			mai.Go(at + "/")
			mai.Sees("A teacher at Pine used " + monsters)
			mai.Go(made)
			mai.Press("button", "Take it away: Used at Pine, two classes")
			mai.SeesNot("They asked for more.")
			mai.Press("link", "Send to a teacher")
			mai.Press("button", "Close this link")
			mai.Sees("Link closed.")
			teacher.Go(at + "/s/" + strings.TrimSpace(link))
			teacher.Sees("This link is closed", "Pine library closed it. Ask them for a new one.")
		})
	}
}
