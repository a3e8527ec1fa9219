package server_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/mail/mailtest"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

var anyLink = regexp.MustCompile(`http://\S+`)

// links are the addresses of a letter that lead here, by what stands behind the host.
func (d *district) links(l mailtest.Letter) []string {
	d.t.Helper()
	var out []string
	for _, link := range anyLink.FindAllString(l.Text, -1) {
		if !strings.Contains(l.HTML, link) {
			d.t.Errorf("%s is not in the HTML", link)
		}
		out = append(out, link)
	}
	return out
}

// linkTo is the address in a letter that ends so.
func (d *district) linkTo(l mailtest.Letter, part string) string {
	d.t.Helper()
	for _, link := range d.links(l) {
		if strings.Contains(link, part) {
			return link
		}
	}
	d.t.Fatalf("no link with %q in\n%s", part, l.Text)
	return ""
}

// scan fetches everything a letter leads to, as scanners of mail do.
func (d *district) scan(l mailtest.Letter) {
	d.t.Helper()
	for _, link := range d.links(l) {
		for _, method := range []string{http.MethodHead, http.MethodGet} {
			r := must(http.NewRequestWithContext(d.t.Context(), method, link, nil))(d.t)
			answer := must(http.DefaultClient.Do(r))(d.t)
			_, _ = io.Copy(io.Discard, answer.Body)
			if err := answer.Body.Close(); err != nil || answer.StatusCode != http.StatusOK {
				d.t.Errorf("%s %s: %d, %v", method, link, answer.StatusCode, err)
			}
		}
	}
}

// toFriday goes on to the next Friday morning and has the weekly emails written.
func (d *district) toFriday() {
	d.t.Helper()
	zone := must(time.LoadLocation("America/Los_Angeles"))(d.t)
	now := d.clock.Now().In(zone)
	days := (int(time.Friday) - int(now.Weekday()) + 7) % 7
	if days == 0 {
		days = 7
	}
	d.clock.Advance(time.Date(now.Year(), now.Month(), now.Day()+days, 7, 0, 0, 0, zone).Sub(now))
	if err := d.Digest.Look(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
}

// The weekly email of somebody who never signs in: a scanner changes nothing, one tap shows what stands in it, "Stop these" stops all
// at once by the page and by a mail program's one click, and Undo has it come again.
func TestALetterIsReadAndStoppedWithoutSigningIn(t *testing.T) {
	d := openDistrict(t, mapleValley())
	b := browsertest.Start(t)
	d.share("joan", "Quiet endings")
	d.toFriday()
	letter := d.post.Await(t, "rosa@maple.example", 1)[0]
	if n := letterbox.Words(letter.Text); n > 150 || !strings.Contains(letter.Text, "Quiet endings") {
		t.Errorf("%d words:\n%s", n, letter.Text)
	}
	d.scan(letter)

	for name, options := range map[string][]browsertest.Option{"with scripts": nil, "without scripts": {browsertest.NoScripts(), browsertest.Width(320)}, "dark": {browsertest.Dark()}, "in Spanish": {browsertest.Language("es-MX")}} {
		t.Run(name, func(t *testing.T) {
			p := b.Open(t, d.linkTo(letter, "/resources/"), options...)
			p.Sees("Quiet endings", "Read the first page aloud.")
			p.Inspect()
			if name == "in Spanish" {
				p.Go(d.linkTo(letter, "/stop"))
				p.Sees("No recibir ningún correo", "Rosa Delgado")
				p.Inspect()
				return
			}
			p.Go(d.linkTo(letter, "/stop"))
			p.Sees("This stops the weekly email and every other letter at once.", "Rosa Delgado, rosa@maple.example")
			p.Inspect()
			p.Press("button", "Stop these")
			p.Sees("Stopped. No more email comes.")
			p.Inspect()
			p.Press("button", "Undo")
			p.Sees("Email comes again.", "On which day?")
			p.Inspect()
			p.Choose("Monday")
			p.Press("button", "Save")
			p.Sees("Saved.")
			p.Press("button", "Undo")
			p.Sees("Saved.")
			p.Until(`document.querySelector('input[name="day"]:checked').value === "5"`)
		})
	}

	header := strings.Trim(letter.Header.Get("List-Unsubscribe"), "<>")
	answer := must(http.PostForm(header, url.Values{"List-Unsubscribe": {"One-Click"}}))(t)
	if err := answer.Body.Close(); err != nil || answer.StatusCode != http.StatusNoContent {
		t.Errorf("one click is answered %d, %v", answer.StatusCode, err)
	}
	d.share("rosa", "Old maps")
	d.share("joan", "New maps")
	d.toFriday()
	d.post.Await(t, "joan@maple.example", 1)
	if n := len(d.post.Await(t, "rosa@maple.example", 1)); n != 1 {
		t.Errorf("%d letters after the click", n)
	}
}

// One's own page of email, and the coordinator's of breaks, with the way back from each act.
func TestEmailAndBreaksArePutRightOnPages(t *testing.T) {
	d := openDistrict(t, mapleValley())
	b := browsertest.Start(t)
	way := func(person id.PersonID) string { return d.at + d.linkFor(person) }
	p := b.Open(t, way("joan"), browsertest.NoScripts(), browsertest.Width(320))
	p.Press("button", "Sign in as Joan Kowalski")
	p.Until(`location.pathname === "/"`)
	p.Go(d.at + "/me")
	p.Press("link", "Your weekly email")
	p.Sees("On which day?", "Nothing comes twice in eight weeks")
	p.Inspect()
	p.Choose("Never")
	p.Press("button", "Save")
	p.Sees("Saved.")
	p.Press("button", "Undo")
	p.Until(`document.querySelector('input[name="day"]:checked').value === "5"`)
	p.Press("button", "Stop these")
	p.Sees("Stopped. No more email comes.", "All email is stopped")
	p.Inspect()
	p.Press("button", "Undo")
	p.Sees("Email comes again.")

	p.Go(d.at + "/admin")
	p.Press("link", "Breaks")
	p.Sees("No break is entered")
	p.Inspect()
	p.Press("button", "Add it")
	p.Sees("Give a day")
	p.Inspect()
	browsertest.Eval[bool](p, `(document.getElementById("first").value = "2026-12-21", document.getElementById("last").value = "2027-01-01", true)`)
	p.Fill("Name (optional)", "Winter")
	p.Press("button", "Add it")
	p.Sees("The break is entered.", "Winter", "Dec 21, 2026 to Jan 1, 2027")
	p.Inspect()
	p.Press("button", "Remove: Winter")
	p.Sees("The break is removed.")
	p.SeesNot("Dec 21, 2026")
	p.Press("button", "Undo")
	p.Sees("The break is entered again.", "Dec 21, 2026 to Jan 1, 2027")
}

// A mail server that refuses an address for good: the coordinator sees it on her desk and has it tried again.
func TestACoordinatorSeesWhomNoMailReaches(t *testing.T) {
	d := openDistrict(t, mapleValley())
	d.share("joan", "Quiet endings")
	d.post.Refuse(t, mailtest.Recipient, 550)
	d.toFriday()
	joan := browsertest.Start(t).Open(t, d.at+d.linkFor("joan"))
	joan.Press("button", "Sign in as Joan Kowalski")
	joan.Until(`location.pathname === "/"`)
	d.until("the desk says nothing of Rosa", func() bool {
		joan.Go(d.at + "/admin")
		return strings.Contains(joan.Text(), "No email reaches Rosa Delgado")
	})
	joan.Sees("The mail server refused rosa@maple.example for good and said 550")
	joan.Inspect()
	d.post.Refuse(t, mailtest.Recipient, 0)
	joan.Press("button", "Try again: No email reaches Rosa Delgado")
	joan.Sees("Letters to Rosa Delgado are tried again.")
	joan.Go(d.at + "/admin")
	joan.SeesNot("No email reaches Rosa")
	joan.Go(d.at + "/admin/people/rosa")
	joan.Inspect()
	joan.Press("button", "Their email comes back")
	joan.Sees("Noted. No more email is sent to this address.", "Email to rosa@maple.example comes back, as a coordinator noted.")
	joan.Inspect()
	joan.Press("button", "Undo")
	joan.Sees("Letters to Rosa Delgado are tried again.")
	joan.SeesNot("as a coordinator noted")
}

// linkFor is the local address of a fresh link that signs somebody in.
func (d *district) linkFor(person id.PersonID) string {
	d.t.Helper()
	secret := must(d.People.LinkFor(d.t.Context(), actor.Actor{District: "maple", System: true}, person))(d.t)
	return fmt.Sprint("/sign-in/link/", secret.Reveal())
}

// An answer that is not finished is not sent by looking on the shelf for nothing.
func TestALetterSendsNoAnswerWhereOneLooks(t *testing.T) {
	d := openDistrict(t, mapleValley())
	joan := must(d.People.Actor(t.Context(), "maple", "joan"))(t)
	ana := must(d.People.Actor(t.Context(), "maple", "ana"))(t)
	if err := d.Question.ChooseAtOnce(t.Context(), joan, true); err != nil {
		t.Fatal(err)
	}
	asked := must(d.Question.Ask(t.Context(), ana, "Where are sea monsters?", ""))(t)
	d.clock.Advance(10 * time.Minute)
	link := d.linkTo(d.post.Await(t, "joan@maple.example", 1)[0], "/questions/")
	page := must(http.PostForm(link, url.Values{"shelf": {""}, "do": {"look"}, "answer-words": {"Half an ans"}}))(t)
	body := string(must(io.ReadAll(page.Body))(t))
	if err := page.Body.Close(); err != nil {
		t.Fatal(err)
	}
	if page.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(body, "Write what to look for.") || !strings.Contains(body, "Half an ans</textarea>") {
		t.Errorf("%d:\n%s", page.StatusCode, body)
	}
	if given := must(d.Question.Answers(t.Context(), ana, asked.ID))(t); len(given) > 0 {
		t.Errorf("answered %+v", given)
	}
}

// A letter may be passed on. What is found on the shelf by its link is what the whole district sees.
func TestALetterPassedOnFindsNothingThatASchoolKeeps(t *testing.T) {
	d := openDistrict(t, mapleValley())
	joan := must(d.People.Actor(t.Context(), "maple", "joan"))(t)
	ana := must(d.People.Actor(t.Context(), "maple", "ana"))(t)
	d.share("joan", "Sea monsters for all")
	kept := must(d.Catalog.Share(t.Context(), joan, catalog.ShareInput{School: "oak", Visibility: catalog.SeenBySchool, Document: block.Document{
		About: block.About{Title: "Sea monsters of Oak alone", Why: "It is ours.", Type: block.QuickTip, Grades: grade.All, Rights: "colleagues"}}}))(t)
	if err := d.Question.ChooseAtOnce(t.Context(), joan, true); err != nil {
		t.Fatal(err)
	}
	must(d.Question.Ask(t.Context(), ana, "Where are sea monsters?", ""))(t)
	d.clock.Advance(10 * time.Minute)
	link := d.linkTo(d.post.Await(t, "joan@maple.example", 1)[0], "/questions/")
	answer := must(http.PostForm(link, url.Values{"shelf": {"sea monsters"}, "do": {"look"}}))(t)
	body := must(io.ReadAll(answer.Body))(t)
	if err := answer.Body.Close(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(body), "Sea monsters for all") || strings.Contains(string(body), "Oak alone") || strings.Contains(string(body), string(kept.ID)) {
		t.Errorf("%d, found:\n%s", answer.StatusCode, body)
	}
}
