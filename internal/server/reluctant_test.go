package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/exchange"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/question"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// subjects are those of the letters to Rosa, in order, once there are so many.
func (d *district) subjects(count int) string {
	d.t.Helper()
	var out []string
	for _, l := range d.post.Await(d.t, "rosa@maple.example", count) {
		out = append(out, l.Subject)
	}
	return strings.Join(out, "; ")
}

// lettersDone waits until no letter that is due is still to be sent.
func (d *district) lettersDone() {
	d.t.Helper()
	d.until("letters are still to be sent", func() bool {
		due := 0
		err := jobs.EachWaiting(d.t.Context(), d.DB, func(w jobs.Waiting) error {
			if (w.Name == "letterbox.letter" || w.Name == "people.letter") && !w.At.After(d.clock.Now()) {
				due++
			}
			return nil
		})
		if err != nil {
			d.t.Fatal(err)
		}
		return due == 0
	})
}

// Week 1, a reluctant colleague: she never signs in. Three letters reach her in the first week and no fourth; she answers a question from
// the weekly one by one link; a colleague makes a tip of it, of which one letter tells her as soon as her first week is over, and taking it
// down works; "Stop these" stops all at once. A scanner fetches every link and changes nothing.
func TestAReluctantColleague(t *testing.T) {
	roll := mapleValley()
	roll.People[2].State = people.Listed
	d := openDistrict(t, roll)
	b := browsertest.Start(t)
	joan := must(d.People.Actor(t.Context(), "maple", "joan"))(t)
	if _, err := d.People.Invite(t.Context(), joan, []id.PersonID{"rosa"}); err != nil {
		t.Fatal(err)
	}
	d.post.Await(t, "rosa@maple.example", 1)
	d.share("joan", "Quiet endings")
	asked := must(d.Question.Ask(t.Context(), joan, "Who has atlases to lend?", ""))(t)
	d.toFriday()
	weekly := d.post.Await(t, "rosa@maple.example", 2)[1]
	if n := letterbox.Words(weekly.Text); n > 150 || !strings.Contains(weekly.Text, "Who has atlases to lend?") {
		t.Errorf("%d words:\n%s", n, weekly.Text)
	}
	d.scan(weekly)
	if q := must(d.Question.Find(t.Context(), joan, asked.ID))(t); q.Answers != 0 {
		t.Errorf("a scanner answered %d times", q.Answers)
	}

	rosa := b.Open(t, d.linkTo(weekly, "/questions/"), browsertest.NoScripts(), browsertest.Width(320))
	rosa.Sees("Who has atlases to lend?", "Joan Kowalski, Oak asked", "This is about the email to Rosa Delgado")
	rosa.Inspect()
	rosa.Press("button", "Send the answer")
	rosa.Sees("Write a line, paste a link")
	rosa.Inspect()
	rosa.Fill("Your answer", "Elm has twelve, ask me any morning.")
	rosa.Press("button", "Send the answer")
	rosa.Sees("Your answer is there.", "Elm has twelve")
	rosa.Inspect()
	rosa.Press("button", "Undo")
	rosa.Sees("The answer is taken away.")
	rosa.SeesNot("Elm has twelve")
	rosa.Press("button", "Undo")
	rosa.Sees("The answer stands again.", "Elm has twelve")

	for _, topic := range []string{"Atlases", "Globes"} { // the second invitation would be the fourth letter of her first week
		must(d.Exchange.Invite(t.Context(), joan, exchange.Input{Topic: topic, School: "elm", Day: "2026-12-08", Hour: "15:30"}))(t)
		d.lettersDone()
	}
	p := b.Open(t, d.at+"/sign-in")
	d.comeInAs(p, "joan", "Joan Kowalski")
	p.Go(d.at + "/questions/" + string(asked.ID))
	p.Press("checkbox", "Elm has twelve, ask me any morning.")
	p.Fill("What helped, in a sentence", "Elm lends a dozen atlases.")
	p.Press("button", "Close the question")
	p.Sees("What helped is a tip now.", "Rosa Delgado, Elm")
	tip := p.URL()
	d.clock.Advance(24 * time.Hour)
	d.lettersDone()
	if got := d.subjects(3); strings.Count(got, ";") != 2 {
		t.Errorf("in her first week Rosa gets %s", got)
	}
	d.clock.Advance(3 * 24 * time.Hour)
	credit := d.post.Await(t, "rosa@maple.example", 4)[3]
	if credit.Subject != "Joan Kowalski made a tip of what you answered" || credit.Header.Get("List-Unsubscribe") != "<"+d.linkTo(credit, "/stop")+">" {
		t.Errorf("the fourth letter is %q and stopped at %s", credit.Subject, credit.Header.Get("List-Unsubscribe"))
	}
	d.scan(credit)
	d.comeInAs(p, "joan", "Joan Kowalski")
	p.Go(tip)
	p.Sees("Elm lends a dozen atlases.")
	p.SeesNot("asked to take it down")

	for name, options := range map[string][]browsertest.Option{"without scripts": {browsertest.NoScripts(), browsertest.Width(320)}, "dark": {browsertest.Dark()}} {
		t.Run(name, func(t *testing.T) {
			rosa := b.Open(t, d.linkTo(credit, "/resources/"), options...)
			rosa.Sees("Elm lends a dozen atlases.", "Rosa Delgado")
			rosa.Inspect()
			rosa.Go(d.linkTo(credit, "/credit"))
			rosa.Sees("In the catalog with your name", "It stands in the catalog", "Only you or a coordinator can put it back.")
			rosa.Inspect()
			rosa.Press("button", "Take it down")
			rosa.Sees("Taken down. It is out of the catalog.")
			rosa.SeesNot("It stands in the catalog")
			rosa.Inspect()
			p.Go(tip)
			p.Sees("Rosa Delgado, whose answer it holds, asked to take it down.")
			if !p.Has("button", "Put it back") { // Joan coordinates
				t.Error("a coordinator is not offered to put it back")
			}
			rosa.Press("button", "Undo")
			rosa.Sees("It is in the catalog again.")
		})
	}
	rosa.Go(d.linkTo(credit, "/credit"))
	rosa.Press("button", "Take it down")
	rosa.Sees("Taken down.")
	rosa.Go(d.linkTo(credit, "/stop"))
	rosa.Press("button", "Stop these")
	rosa.Sees("Stopped. No more email comes.")
	must(d.Exchange.Invite(t.Context(), joan, exchange.Input{Topic: "Maps", School: "elm", Day: "2026-12-14", Hour: "15:30"}))(t)
	d.share("joan", "New maps")
	d.toFriday()
	d.lettersDone()
	if got := d.subjects(4); strings.Count(got, ";") != 3 {
		t.Errorf("after she stopped them Rosa gets %s", got)
	}
}

// Whose idea it was: a colleague names her when sharing. One letter tells her, by which she takes it down without ever signing in, in
// her language; what is undone at once is told to nobody.
func TestAnIdeaIsCreditedAndTakenDown(t *testing.T) {
	roll := mapleValley()
	roll.People[2].State, roll.People[2].Locale = people.Invited, lang.Spanish
	d := openDistrict(t, roll)
	b := browsertest.Start(t)
	p := b.Open(t, d.at+"/sign-in", browsertest.Width(320))
	d.comeInAs(p, "joan", "Joan Kowalski")
	p.Go(d.at + "/share")
	p.Fill("Paste a link, or just write it down", "Quiet endings")
	p.Press("button", "Go on")
	p.Fill("Title", "Quiet endings")
	p.Fill("Why would a colleague want this?", "The last five minutes stay calm.")
	browsertest.Eval[bool](p, `document.getElementById("idea").closest("details").open = true`)
	p.Select("Whose idea was it?", "Rosa Delgado")
	p.Inspect()
	share(p)
	p.Sees("Rosa Delgado, Elm", "gave the idea")
	shared := p.URL()
	p.Press("button", "Undo")
	p.Sees("It is your draft again.")
	d.clock.Advance(10 * time.Minute)
	d.lettersDone()
	if n := len(d.post.Letters(t)); n != 0 {
		t.Errorf("%d letters tell of what was undone", n)
	}
	d.comeInAs(p, "joan", "Joan Kowalski")
	p.Go(d.at + "/drafts")
	p.Press("link", "Go on writing: Quiet endings")
	p.Until(`document.querySelector('.done-bar button[value="share"]') !== null`)
	share(p)
	p.Sees("Rosa Delgado, Elm", "gave the idea")
	if p.URL() != shared {
		t.Errorf("shared again it stands at %s, not at %s", p.URL(), shared)
	}
	d.clock.Advance(10 * time.Minute)
	letter := d.post.Await(t, "rosa@maple.example", 1)[0]
	if letter.Subject != "Joan Kowalski compartió una idea de usted" {
		t.Errorf("the letter is %q", letter.Subject)
	}
	d.scan(letter)
	rosa := b.Open(t, d.linkTo(letter, "/credit"), browsertest.NoScripts(), browsertest.Width(320))
	rosa.Sees("En el catálogo con su nombre", "dice que la idea fue de usted", "Quiet endings")
	rosa.Inspect()
	rosa.Press("button", "Retirarlo")
	rosa.Sees("Retirado. Está fuera del catálogo.")
	rosa.Inspect()
	p.Go(shared)
	p.Sees("Rosa Delgado, whose idea it was, asked to take it down.")
	rosa.Press("button", "Deshacer")
	rosa.Sees("Está otra vez en el catálogo.")
	p.Go(shared)
	p.SeesNot("asked to take it down")
}

// What the links of a letter open is bound to its reader, its question and its time.
func TestALettersLinkOpensOneQuestionForAWhile(t *testing.T) {
	d := openDistrict(t, mapleValley())
	joan := must(d.People.Actor(t.Context(), "maple", "joan"))(t)
	rosa := must(d.People.Actor(t.Context(), "maple", "rosa"))(t)
	tip := d.share("joan", "Quiet endings")
	asked := must(d.Question.Ask(t.Context(), joan, "Who has atlases to lend?", ""))(t)
	d.toFriday()
	link := d.linkTo(d.post.Await(t, "rosa@maple.example", 1)[0], "/questions/")
	other := must(d.Question.Ask(t.Context(), joan, "Who has globes?", ""))(t)
	theirs := must(d.Question.Answer(t.Context(), joan, asked.ID, question.Given{Words: "I found one."}))(t)
	form := url.Values{"answer-words": {"Here"}, "answer-url": {d.at + tip}}.Encode()
	answers := func(method, address string, want int) {
		t.Helper()
		r := must(http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(form)))(t)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		answer := must(client.Do(r))(t)
		if err := answer.Body.Close(); err != nil || answer.StatusCode != want {
			t.Errorf("%s %s: %d, want %d", method, address, answer.StatusCode, want)
		}
	}
	elsewhere := strings.Replace(link, string(asked.ID), string(other.ID), 1)
	answers(http.MethodGet, link, http.StatusOK)
	answers(http.MethodGet, elsewhere, http.StatusNotFound)
	answers(http.MethodPost, elsewhere, http.StatusNotFound)
	answers(http.MethodPost, link+"/answers/"+string(theirs)+"/remove", http.StatusForbidden)
	answers(http.MethodPost, strings.Replace(link, "/questions/"+string(asked.ID), "/credit/down", 1), http.StatusNotFound)
	answers(http.MethodPost, link, http.StatusSeeOther)
	d.clock.Advance(61 * 24 * time.Hour)
	answers(http.MethodGet, link, http.StatusConflict)
	answers(http.MethodPost, link, http.StatusConflict)
	given := must(d.Question.Answers(t.Context(), rosa, asked.ID))(t)
	if len(given) != 2 || given[1].Card == nil || given[1].URL != "" || "/resources/"+string(given[1].Card.ID) != tip {
		t.Errorf("answers are %+v", given)
	}
	if err := d.People.EndAll(t.Context(), rosa, "rosa"); err != nil {
		t.Fatal(err)
	}
	answers(http.MethodGet, link, http.StatusNotFound)
}
