package exchangeweb_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogtest"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/exchange"
	"github.com/commonshelf/commonshelf/internal/exchange/exchangeweb"
	"github.com/commonshelf/commonshelf/internal/feed"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/sitetest"
)

// shelf is the pages of exchanges on a world.
type shelf struct {
	*sitetest.Site
	feed *feed.Service
}

func newShelf(t *testing.T) *shelf {
	t.Helper()
	w := catalogtest.New(t, dbtest.SQLite(t))
	s := &shelf{feed: feed.New(feed.Options{DB: w.DB, Clock: w.Clock, People: w.People, Catalog: w.Catalog, Topics: w.Topics})}
	s.Site = sitetest.New(w, func(address string) []web.Route {
		letters := letterbox.New(letterbox.Options{DB: w.DB, Clock: w.Clock, Jobs: w.Jobs, Mail: w.Mail, People: w.People, Words: w.Words, BaseURL: address})
		exchanges := exchange.New(exchange.Options{DB: w.DB, Clock: w.Clock, People: w.People, Catalog: w.Catalog, Letters: letters, Feed: s.feed, Words: w.Words, BaseURL: address})
		return exchangeweb.Routes(exchangeweb.Options{Exchanges: exchanges, People: w.People, Catalog: w.Catalog, Letters: letters, Words: w.Words})
	})
	return s
}

// maps is an exchange that Rosa of Elm invites to.
func (s *shelf) maps(fields ...string) *sitetest.Page {
	s.T.Helper()
	return s.As("rosa").Get("/exchanges/new?topic=Old+maps").Is(http.StatusOK).Press("Send invitations", fields...)
}

func TestEverythingIsFilledIn(t *testing.T) {
	s := newShelf(t)
	r, err := s.Catalog.Share(t.Context(), s.Rosa, catalog.ShareInput{School: "elm", Visibility: catalog.SeenBySchool, Document: catalogtest.Tip("Quiet endings")})
	if err != nil {
		t.Fatal(err)
	}
	p := s.As("rosa").Get("/exchanges/new?resource=" + string(r.ID)).Is(http.StatusOK).Says("It takes 20 minutes.")
	for field, want := range map[string]string{"topic": "Quiet endings", "day": "2026-11-30", "hour": "15:30", "second-day": "2026-12-01", "second-hour": "15:30", "place": "Library at Elm"} {
		if got := p.Value(field); got != want {
			t.Errorf("%s is %q, want %q", field, got, want)
		}
	}
	p = p.Press("Send invitations", "school", "oak").Is(http.StatusOK).Says("Invitations are on their way.", "Rosa Delgado hosts", "with Oak", "About Quiet endings")
	s.As("mai").Get(p.Path).Is(http.StatusOK).SaysNot("About") // who may not see the resource
	s.As("mai").Get("/exchanges/new?resource=" + string(r.ID)).Is(http.StatusNotFound)
	p.Press("Undo").Says("This exchange was called off.")
}

func TestWhatIsTypedIsKeptBesideWhatIsWrong(t *testing.T) {
	s := newShelf(t)
	p := s.maps("topic", " ", "day", "2026-11-01", "place", strings.Repeat("far ", 60)).Is(http.StatusUnprocessableEntity)
	p.Says("Say in a few words what it is about.", "That time is over. Give one to come.", "Give a shorter place, of 200 letters at most.")
	if p := s.maps("topic", " ", "school", "pine").Is(http.StatusUnprocessableEntity); p.Value("school") != "pine" {
		t.Errorf("invited was %q", p.Value("school"))
	}
	if p.Value("second-day") != "2026-12-01" || !strings.HasPrefix(p.Value("place"), "far far") {
		t.Errorf("typed were %q and %q", p.Value("second-day"), p.Value("place"))
	}
}

// A place is a link only where it is a web address, and then no more of it than that.
func TestAPlaceIsALinkOnlyWhereItIsOne(t *testing.T) {
	s := newShelf(t)
	for place, link := range map[string]string{
		"https://meet.example/maps code 12": "https://meet.example/maps", "javascript:alert(1)": "", "data:text/html,x": "", "Library at Elm": "",
	} {
		p := s.maps("place", place).Is(http.StatusOK).Says(place)
		if got := p.Link(strings.Fields(place)[0]); got != link {
			t.Errorf("%q leads to %q", place, got)
		}
	}
}

var answering = regexp.MustCompile(`http://\S+(/letters/\S+/exchange)`)

func TestAnAnswerFromTheEmail(t *testing.T) {
	s := newShelf(t)
	at := s.maps("school", "pine").Is(http.StatusOK).Path
	if err := s.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	letters := s.Outbox.Letters()
	if len(letters) != 1 || !strings.Contains(letters[0].To, "mai@maple.example") {
		t.Fatalf("letters to %+v", letters)
	}
	link := answering.FindStringSubmatch(letters[0].Text)[1]
	nobody := s.As("")
	p := nobody.Get(link).Is(http.StatusOK).Says("Can you come?", "Rosa Delgado hosts ·", "This is about the email to Mai Tran", "looking at it changes nothing")
	if p.Header.Get("X-Robots-Tag") != "noindex" || p.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("it comes with %v", p.Header)
	}
	s.As("rosa").Get(at).Says("Leave out students’ names.").SaysNot("Mai Tran") // opening it answered nothing
	p.Press("Answer").Is(http.StatusUnprocessableEntity).Says("Choose an answer.")
	p.Press("Answer", "says", "tomorrow").Is(http.StatusUnprocessableEntity)
	p = p.Press("Answer", "says", "second").Is(http.StatusOK).Says("Your answer is noted.", "3:30 PM: Mai Tran")
	p.Press("Undo").SaysNot("3:30 PM: Mai Tran")
	nobody.Get(strings.Replace(link, "/letters/", "/letters/x", 1)).Is(http.StatusNotFound)
	s.Clock.Advance(20 * 24 * time.Hour)
	nobody.Get(link).Is(http.StatusOK).Says("This exchange is over.", "Rosa Delgado hosted ·")
	s.As("mai").Get("/exchanges").Is(http.StatusOK).Says("Rosa Delgado hosted").SaysNot("Rosa Delgado hosts")
}

func TestAnInvitationInSpanish(t *testing.T) {
	s := newShelf(t)
	if _, err := s.DB.Exec(t.Context(), `UPDATE person SET locale = 'es' WHERE id = 'mai'`); err != nil {
		t.Fatal(err)
	}
	s.maps("school", "pine").Is(http.StatusOK)
	if err := s.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	letter := s.Outbox.Letters()[0]
	if letter.Subject != "¿20 minutos sobre «Old maps»?" || !strings.Contains(letter.Text, "lunes, 30 de noviembre, 15:30 o martes, 1 de diciembre, 15:30") ||
		!strings.Contains(string(letter.Attachments[0].Data), "SUMMARY:Intercambio: Old maps") {
		t.Errorf("it reads %s\n%s", letter.Subject, letter.Text)
	}
	p := s.As("").Get(answering.FindStringSubmatch(letter.Text)[1]).Is(http.StatusOK).Says("¿Puede venir?", "Organiza Rosa Delgado")
	p.Press("Responder", "says", "no").Is(http.StatusOK).Says("Su respuesta queda anotada.").Press("Deshacer").Is(http.StatusOK)
}

func TestWhoMayDoWhatOnThePage(t *testing.T) {
	s := newShelf(t)
	at := s.maps().Is(http.StatusOK).Path
	s.As("tom").Get(at).Is(http.StatusForbidden)
	s.As("stranger").Get(at).Is(http.StatusNotFound)
	for person, hosts := range map[id.PersonID]bool{"rosa": true, "mai": false, "ana": true} {
		words := "Rosa Delgado can’t host: hand it on"
		if person == "rosa" {
			words = "I can’t host: hand it on"
		}
		if p := s.As(person).Get(at).Is(http.StatusOK); p.Has("Call it off") != hosts || p.Has(words) != hosts {
			t.Errorf("%s may: %v, want %v", person, p.Has("Call it off"), hosts)
		}
	}
	for _, act := range []string{"hand-on", "off"} {
		s.As("mai").Post(at+"/"+act, nil).Is(http.StatusForbidden)
		s.As("stranger").Post(at+"/"+act, nil).Is(http.StatusNotFound)
	}
	p := s.As("mai").Get(at).Press("Note it", "note", "Begin with the sea monsters.").Is(http.StatusOK).Says("Noted.")
	remove := "Remove: Begin with the sea monsters."
	if !p.Has(remove) || s.As("rosa").Get(at).Has(remove) {
		t.Error("a note is not its writer's alone to take away")
	}
	s.As("ana").Get(at).Press(remove).Says("The note of Mai Tran is removed.").Press("Undo").Says("The note of Mai Tran is back.", "Begin with the sea monsters.")
	p.Press("Note it", "note", " ").Is(http.StatusUnprocessableEntity).Says("Write a line first.")
}

func TestTwoWriteTheLinesAtOnce(t *testing.T) {
	s := newShelf(t)
	p := s.As("rosa").Get("/exchanges/new?held=1").Is(http.StatusOK).Press("Write it down", "topic", "Weeding", "hour", "08:00").Is(http.StatusOK).Says("Written down.")
	first, second := s.As("mai").Get(p.Path), s.As("lin").Get(p.Path)
	first.Press("Save the lines", "summary", "Red dots work.").Is(http.StatusOK).Says("Saved.", "Red dots work. Mai Tran")
	late := second.Press("Save the lines", "summary", "Two carts.").Is(http.StatusUnprocessableEntity).Says("A colleague wrote these lines meanwhile.", "Red dots work.")
	if late.Value("summary") != "Two carts." {
		t.Errorf("typed was %q", late.Value("summary"))
	}
	late.Press("Save the lines", "summary", "Red dots work.\r\nTwo carts.").Is(http.StatusOK).Says("Two carts. Lin Chen").Press("Undo").Is(http.StatusOK).Says("Red dots work. Mai Tran").SaysNot("Two carts. Lin Chen")
}

func TestTheCalendarIsForItsHolderAlone(t *testing.T) {
	s := newShelf(t)
	s.maps().Is(http.StatusOK)
	secret, err := s.feed.Make(t.Context(), s.Mai)
	if err != nil {
		t.Fatal(err)
	}
	at := "/calendar/" + url.PathEscape(secret) + "/exchanges.ics"
	p := s.As("").Get(at).Is(http.StatusOK)
	if !strings.Contains(p.Body, "SUMMARY:Exchange: Old maps\r\n") || p.Header.Get("Content-Type") != exchange.MediaType || !strings.HasPrefix(p.Header.Get("Cache-Control"), "private") || p.Header.Get("X-Robots-Tag") != "noindex" {
		t.Errorf("%v\n%s", p.Header, p.Body)
	}
	if err := s.feed.Stop(t.Context(), s.Mai); err != nil {
		t.Fatal(err)
	}
	s.As("").Get(at).Is(http.StatusNotFound)
}
