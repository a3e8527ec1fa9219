package server_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/mail/mailtest"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// things are what a letter leads to, without what its links carry: "/resources/0123456789abcdef", "/share?kind=list".
func (d *district) things(l mailtest.Letter) []string {
	d.t.Helper()
	page := strings.TrimSuffix(d.linkTo(l, "/stop"), "/stop")
	var out []string
	for _, link := range d.links(l) {
		if thing := strings.TrimPrefix(strings.TrimPrefix(link, page), d.at); thing != "" && thing != "/stop" {
			out = append(out, thing)
		}
	}
	return out
}

// fourWeeks has four weekly emails go, with something new on the shelf, a question and something for everybody's grades each week, and
// gives those to an address.
func (d *district) fourWeeks(address string, each func(week int)) []mailtest.Letter {
	d.t.Helper()
	joan := must(d.People.Actor(d.t.Context(), "maple", "joan"))(d.t)
	for week := 1; week <= 4; week++ {
		for _, what := range []string{"Tip", "Trick"} {
			d.share("joan", fmt.Sprintf("%s of week %d", what, week))
		}
		must(d.Question.Ask(d.t.Context(), joan, fmt.Sprintf("Who knows %d?", week), ""))(d.t)
		each(week)
		d.toFriday()
		d.post.Await(d.t, address, week)
	}
	return d.post.Await(d.t, address, 4)
}

// Week 4, habit, with real mail and the clock moved: what was kept for next week is asked about in one of four weekly emails; "It worked"
// and a line, by that email's link, show under the resource as a use at Elm, and its author is thanked by name. The fourth email repeats
// nothing from the first three, in English and in Spanish.
func TestWeekFourHabit(t *testing.T) {
	roll := mapleValley()
	roll.People = append(roll.People, people.Person{ID: "lucia", Name: "Lucía Reyes", Mail: "lucia@maple.example", State: people.Active, Locale: lang.Spanish,
		Memberships: []people.Membership{{School: "elm", Role: actor.MediaSpecialist, Percent: 100}}})
	d := openDistrict(t, roll)
	b := browsertest.Start(t)
	made := d.share("joan", monsters)
	rosa, joan := b.Open(t, d.at+"/sign-in"), b.Open(t, d.at+"/sign-in")
	d.comeInAs(rosa, "rosa", "Rosa Delgado")
	rosa.Go(d.at + made)
	rosa.Press("button", "I’ll try this next week")
	rosa.Sees("On your list: next week")
	rosa.Go(d.at + "/")
	rosa.SeesNot("How did it go?")
	letters := d.fourWeeks("rosa@maple.example", func(week int) {
		if week == 3 {
			d.asksOnce(b, rosa, made)
		}
	})
	spanish := d.post.Await(t, "lucia@maple.example", 4)
	for name, list := range map[string][]mailtest.Letter{"English": letters, "Spanish": spanish} {
		before := map[string]int{}
		for i, l := range list {
			things := d.things(l)
			if n := letterbox.Words(l.Text); n > 150 || len(things) < 3 {
				t.Errorf("%s, letter %d: %d words, leads to %v", name, i+1, n, things)
			}
			for _, thing := range things {
				if before[thing] > 0 {
					t.Errorf("%s: %s is in letter %d and again in %d", name, thing, before[thing], i+1)
				}
				before[thing] = i + 1
			}
		}
	}
	asked := 0
	for _, l := range d.post.Letters(t) {
		if strings.Contains(l.Text, "How did it go?") || strings.Contains(l.Text, "¿Cómo resultó?") {
			asked++
		}
	}
	if asked != 1 || !strings.Contains(letters[1].Text, "Waiting for you\nHow did it go?\n"+monsters) {
		t.Errorf("%d letters ask how it went, the second says\n%s", asked, letters[1].Text)
	}
	if last := spanish[3].Text; !strings.HasPrefix(last, "Hola") || !strings.Contains(last, "Pregunta de un colega\nWho knows 4?") {
		t.Errorf("the fourth to Lucía says\n%s", last)
	}

	d.comeInAs(joan, "joan", "Joan Kowalski")
	joan.Sees("Rosa Delgado at Elm used "+monsters, "It worked.")
	joan.Inspect()
	d.comeInAs(rosa, "rosa", "Rosa Delgado")
	rosa.SeesNot("How did it go?")
	rosa.Go(d.at + made)
	rosa.Sees("Used at Elm, grade 4, two visits: We used three stations.", "Tried")
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

// asksOnce answers "How did it go?": first on the start page, and taken back there; then by the second letter's link, without signing in.
func (d *district) asksOnce(b *browsertest.Browser, rosa *browsertest.Page, made string) {
	d.t.Helper()
	d.comeInAs(rosa, "rosa", "Rosa Delgado")
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

	letter := d.post.Await(d.t, "rosa@maple.example", 2)[1]
	d.scan(letter)
	p := b.Open(d.t, d.linkTo(letter, "/tried/"), browsertest.NoScripts(), browsertest.Width(320))
	p.Sees("How did it go?", monsters, "This is about the email to Rosa Delgado")
	p.Inspect()
	p.Press("button", "Not yet")
	p.Sees("We don’t ask again.")
	p.Press("button", "Undo")
	p.Press("button", "Take it off")
	p.Sees("Taken off your list.", "It is not on your list any more.")
	p.Inspect()
	p.Press("button", "Undo")
	p.Sees("It is on your list again.")
	p.Fill("Visits (optional)", "two")
	p.Press("button", "Share how it went")
	p.Sees("Write a whole number up to 99")
	p.Inspect()
	p.Press("checkbox", "4")
	p.Fill("Visits (optional)", "2")
	p.Fill("What did you change, or what would you?", "We used three stations.")
	p.Press("button", "Share how it went")
	p.Sees("Thank you. It stands under the resource", "You have said how it went.")
	p.Inspect()
	p.Press("button", "Undo")
	p.Sees("Taken away.", "How did it go?")
	p.Press("checkbox", "4")
	p.Fill("Visits (optional)", "2")
	p.Fill("What did you change, or what would you?", "We used three stations.")
	p.Press("button", "Share how it went")
	p.Sees("Thank you. It stands under the resource")
	p.Go(d.at + made)
	p.SeesNot(monsters) // the letter signs nobody in
	d.clock.Advance(time.Minute)
}
