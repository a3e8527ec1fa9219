package server_test

import (
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// comeInAs signs somebody in by a link of the administrator's.
func (d *district) comeInAs(p *browsertest.Page, person id.PersonID, name string) {
	p.Go(d.at + d.linkFor(person))
	p.Press("button", "Sign in as "+name)
	p.Until(`location.pathname === "/"`)
}

// Week 4, exchange: one is invited in three taps, answered from the email without signing in, handed on in one tap by a host who is ill,
// and nobody sums it up, so the notes stand; one held in a room is entered afterwards; the calendar shows them in another client.
func TestWeekFourExchange(t *testing.T) {
	roll := mapleValley()
	roll.People = append(roll.People, people.Person{ID: "mai", Name: "Mai Tran", Mail: "mai@maple.example", State: people.Active,
		Memberships: []people.Membership{{School: "elm", Role: actor.MediaSpecialist, Percent: 100}}})
	d := openDistrict(t, roll)
	b := browsertest.Start(t)
	tip := d.share("joan", "Quiet endings")
	joan := b.Open(t, d.at+"/sign-in", browsertest.NoScripts(), browsertest.Width(320))
	d.comeInAs(joan, "joan", "Joan Kowalski")
	joan.Sees("20 minutes with a neighbor school")
	joan.Go(d.at + tip)
	joan.Press("link", "Talk about it for 20 minutes")
	joan.Sees("Whom do you invite?")
	joan.Inspect()
	joan.Choose("Elm")
	joan.Press("button", "Send invitations")
	joan.Sees("Invitations are on their way.", "Quiet endings", "Joan Kowalski hosts", "with Elm", "One of two times", "About Quiet endings")
	joan.Inspect()
	at := joan.URL()

	letter := d.post.Await(t, "mai@maple.example", 1)[0]
	if len(letter.Attachments) != 1 || !strings.Contains(string(letter.Attachments[0].Data), "BEGIN:VEVENT\r\n") {
		t.Errorf("the invitation holds %d files", len(letter.Attachments))
	}
	d.scan(letter)
	mai := b.Open(t, d.linkTo(letter, "/exchange"), browsertest.Dark())
	mai.Sees("Can you come?", "This is about the email to Mai Tran")
	mai.Inspect()
	mai.Press("button", "Answer")
	mai.Sees("Choose an answer.")
	mai.Inspect()
	browsertest.Eval[bool](mai, `(document.querySelector('input[value="second"]').click(), true)`)
	mai.Press("button", "Answer")
	mai.Sees("Your answer is noted.")
	mai.Press("button", "Undo")
	mai.Until(`!document.querySelector('input[name="says"]:checked')`)
	browsertest.Eval[bool](mai, `(document.querySelector('input[value="second"]').click(), true)`)
	mai.Press("button", "Answer")
	mai.Sees("3:30 PM: Mai Tran")

	joan.Go(at)
	joan.Sees("Mai Tran")
	joan.Press("button", "I can’t host: hand it on")
	joan.Sees("Mai Tran hosts now and gets an email.")
	joan.Press("button", "Undo")
	joan.Sees("Joan Kowalski hosts again.")
	joan.Press("button", "I can’t host: hand it on")
	joan.Sees("Mai Tran hosts now")
	d.clock.Advance(10 * time.Minute)
	if l := d.post.Await(t, "mai@maple.example", 2)[1]; !strings.Contains(l.Subject, "You host") {
		t.Errorf("the new host reads %q", l.Subject)
	}
	joan.Press("button", "Call it off")
	joan.Sees("Called off.", "This exchange was called off.")
	joan.Press("button", "Undo")
	joan.Sees("It takes place again.")
	joan.Fill("What I’d change, or want to keep", "One page a pair is plenty.")
	joan.Press("button", "Note it")
	joan.Sees("Noted.", "One page a pair is plenty.")
	ana := b.Open(t, d.at+"/sign-in")
	d.comeInAs(ana, "ana", "Ana Villarreal")
	ana.Go(at)
	ana.Press("button", "Remove: One page a pair is plenty.")
	ana.Sees("The note of Joan Kowalski is removed.")
	ana.Press("button", "Undo")
	ana.Sees("The note of Joan Kowalski is back.", "One page a pair is plenty.")
	ana.Inspect()

	joan.Go(d.at + "/exchanges/new?held=1")
	joan.Inspect()
	joan.Fill("Topic", "Weeding in one afternoon")
	browsertest.Eval[bool](joan, `(document.getElementById("hour").value = "08:00", true)`)
	joan.Fill("In three lines (optional)", "Red dots work.\nTwo carts are enough.")
	joan.Press("button", "Write it down")
	joan.Sees("Written down.", "Red dots work.", "Two carts are enough.")
	joan.Inspect()
	joan.Press("button", "Undo")
	joan.Sees("Taken away.", "What was written down here was taken away.")
	joan.Inspect()
	joan.Press("button", "Write it down again")
	joan.Sees("It is written down again.", "Red dots work.")
	joan.Go(d.at + "/feeds")
	joan.Press("button", "Make an address")
	joan.Sees("Address of the calendar")
	joan.Inspect()
	secret := browsertest.Eval[string](joan, `document.getElementById("calendar").value || document.getElementById("calendar").innerText`)
	if out, err := exec.Command("/usr/bin/python3", "-c", `
import sys, urllib.request, icalendar
for e in icalendar.Calendar.from_ical(urllib.request.urlopen(sys.argv[1]).read()).walk("VEVENT"):
    print(e["summary"], e["status"])`, secret).CombinedOutput(); err != nil || !strings.Contains(string(out), "Exchange: Quiet endings CONFIRMED") ||
		!strings.Contains(string(out), "Exchange: Weeding in one afternoon CONFIRMED") {
		t.Errorf("another client sees %s, %v", out, err)
	}

	d.clock.Advance(20 * 24 * time.Hour)
	d.comeInAs(joan, "joan", "Joan Kowalski")
	joan.Go(at)
	joan.Sees("the notes stand", "One page a pair is plenty.")
	joan.Inspect()
	joan.Fill("In three lines", "Silence is a signal.")
	joan.Press("button", "Save the lines")
	joan.Sees("Saved.", "Silence is a signal.")
	joan.Press("button", "Undo")
	joan.Sees("the notes stand")
	joan.Go(d.at + "/exchanges")
	joan.Sees("Weeding in one afternoon", "Quiet endings")
	joan.Inspect()
}
