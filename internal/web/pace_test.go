package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/web"
)

// still is a clock that goes on only when it is told.
type still struct{ at time.Time }

func (c *still) Now() time.Time { return c.at }

// pacedShelf is a site on which people and holders of links write.
type pacedShelf struct {
	*shelf
	now     *still
	written int // writes that got through
}

func paced(t *testing.T) *pacedShelf {
	s := &pacedShelf{now: &still{start}}
	s.shelf = newShelf(t, func(o *web.Options) { o.Clock = s.now })
	write := func(w http.ResponseWriter, r *web.Request) error {
		s.written++
		return page(w, r)
	}
	s.Add(web.Route{Pattern: "POST /x", Who: web.SignedIn, Handler: write}, web.Route{Pattern: "GET /x", Who: web.SignedIn, Handler: page},
		web.Route{Pattern: "POST /l/{token}", Who: web.Open, Handler: write}, web.Route{Pattern: "POST /out", Who: web.Open, Handler: page})
	return s
}

func TestWhoWritesWithoutEndWaits(t *testing.T) {
	s := paced(t)
	form := url.Values{"text": {"Ask who gains."}}
	for range 1200 {
		wantStatus(t, s.post("/x", "rosa", form), 200)
	}
	answer := s.post("/x", "rosa", form)
	wantStatus(t, answer, 429)
	wantText(t, text(t, answer), "That was a little too often", "Wait a minute", "Ask who gains.</textarea>")
	if answer.Header.Get("Retry-After") != "1" || s.written != 1200 {
		t.Errorf("wait %q after %d", answer.Header.Get("Retry-After"), s.written)
	}
	wantStatus(t, s.get("/x", "rosa"), 200)
	wantStatus(t, s.post("/out", "rosa", nil), 200)
	wantStatus(t, s.post("/x", "ines", form), 200)
	s.now.at = s.now.at.Add(time.Second)
	wantStatus(t, s.post("/x", "rosa", form), 200)
	wantStatus(t, s.post("/x", "rosa", form), 200)
	wantStatus(t, s.post("/x", "rosa", form), 429)
	s.now.at = s.now.at.Add(10 * time.Minute)
	for range 1200 {
		wantStatus(t, s.post("/x", "rosa", form), 200)
	}
	wantStatus(t, s.post("/x", "rosa", form), 429)
}

func TestALettersLinkWritesNoFasterThanAPerson(t *testing.T) {
	s := paced(t)
	for range 1200 {
		wantStatus(t, s.post("/l/one", "", nil), 200)
	}
	wantStatus(t, s.post("/l/one", "", nil), 429)
	wantStatus(t, s.post("/l/two", "", nil), 200)
}

func TestADistrictWritesWithoutEndNeither(t *testing.T) {
	s := paced(t)
	for i := range 11 {
		token := fmt.Sprint("person", i)
		for district, name := range map[id.DistrictID]string{"maple": token, "birch": token + "birch"} {
			by := actor.Actor{District: district, Person: id.PersonID(name), Name: name}
			s.sessions[name] = web.Session{Actor: by, Zone: time.UTC, Expires: start.Add(time.Hour)}
		}
	}
	for i := range 12_000 {
		s.post("/x", fmt.Sprint("person", i%11), nil)
	}
	if s.written != 12_000 {
		t.Fatalf("%d got through", s.written)
	}
	wantStatus(t, s.post("/x", "person3", nil), 429)
	wantStatus(t, s.post("/x", "person3birch", nil), 200)
}

// However many come, what is counted of those who are over their pace is held, and what counts no more is dropped.
func TestWhoeverWritesOnceIsForgotten(t *testing.T) {
	s := paced(t)
	for range 1200 {
		s.post("/l/busy", "", nil)
	}
	for i := range 25_000 {
		s.now.at = s.now.at.Add(time.Millisecond)
		if answer := s.post(fmt.Sprint("/l/", i), "", nil); answer.StatusCode != 200 {
			t.Fatalf("answer %d: %d", i, answer.StatusCode)
		}
	}
	for range 50 { // 25 seconds are worth 50 acts
		wantStatus(t, s.post("/l/busy", "", nil), 200)
	}
	wantStatus(t, s.post("/l/busy", "", nil), 429)
}
