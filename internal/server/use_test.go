package server_test

import (
	"strings"
	"testing"

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
