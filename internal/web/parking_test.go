package web_test

import (
	"bytes"
	"errors"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/web"
)

var tip = url.Values{"title": {"Citation slips"}, "why": {"They cite what they find.\r\nAnd \"quote\" <it>."}, "grades": {"3", "4"}, "empty": {""}}

// late is a site where Rosa's session is over by the time she sends her form.
func late(t *testing.T) *shelf {
	t.Helper()
	s := newShelf(t)
	s.Add(web.Route{Pattern: "POST /share", Who: web.Contributor, Handler: func(w http.ResponseWriter, r *web.Request) error {
		form, err := r.ReadForm()
		if err != nil {
			return err
		}
		if form.Text("title") == "" {
			return web.Render(w, r, http.StatusUnprocessableEntity, written("Give it a title"))
		}
		return web.SeeOther(w, r, "/shared", "")
	}})
	s.clock.Advance(13 * time.Hour)
	return s
}

// signedInAgain is a new session of someone, whose token is its name.
func (s *shelf) signedInAgain(as, token string) {
	session := s.sessions[as]
	session.Expires = s.clock.Now().Add(time.Hour)
	s.sessions[token] = session
}

func TestAFormSentTooLateIsKeptAndOfferedAgain(t *testing.T) {
	s := late(t)

	answer := s.post("/share?from=start", "rosa", tip)

	wantTo(t, answer, "/sign-in?next=/kept/form1")
	if said := cookie(answer, "cs_flash"); said == nil {
		t.Error("the sign-in page will not say that it is kept")
	}
	kept := s.parked["form1"]
	if kept.Person != rosa.Person || kept.District != rosa.District || kept.Path != "/share?from=start" || !kept.Until.Equal(kept.Until.Truncate(time.Microsecond)) {
		t.Errorf("kept %+v", kept)
	}
	if left := kept.Until.Sub(s.clock.Now()); left < 59*time.Minute || left > time.Hour {
		t.Errorf("it is kept for %v, want an hour", left)
	}

	s.signedInAgain("rosa", "again")
	body := text(t, s.get("/kept/form1", "again"))

	wantText(t, body, "We kept what you typed", `action="/share?from=start&amp;kept=form1"`, "They cite what they find.", "And &#34;quote&#34; &lt;it&gt;.",
		`name="title" value="Citation slips"`, `name="grades" value="3"`, `name="grades" value="4"`, `name="empty" value=""`,
		"value=\"They cite what they find.\nAnd &#34;quote&#34; &lt;it&gt;.\"", `action="/kept/form1/discard"`)
	wantNone(t, body, "<p>3</p>")

	wantTo(t, s.post("/share?from=start&kept=form1", "again", tip), "/shared")
	if len(s.parked) != 0 {
		t.Error("it is still kept after it was sent")
	}
}

func TestAKeptFormStaysUntilItIsSentWell(t *testing.T) {
	s := late(t)
	s.post("/share", "rosa", tip)
	s.signedInAgain("rosa", "again")
	wantStatus(t, s.post("/share?kept=form1", "again", url.Values{"title": {""}}), 422)
	if len(s.parked) != 1 {
		t.Error("a form that was refused is no longer kept")
	}
	wantTo(t, s.post("/kept/form1/discard", "again", nil), "/")
	if len(s.parked) != 0 {
		t.Error("it is still kept after it was thrown away")
	}
}

func TestAKeptFormIsForWhoeverTypedIt(t *testing.T) {
	s := late(t)
	s.post("/share", "rosa", tip)
	for _, who := range []string{"ines", "tom"} {
		s.signedInAgain(who, "other")
		answer := s.get("/kept/form1", "other")
		wantTo(t, answer, "/")
		wantNone(t, text(t, answer), "Citation")
		s.post("/kept/form1/discard", "other", nil)
		s.signedInAgain("ines", "ines2")
		s.post("/share?kept=form1", "ines2", tip)
	}
	if len(s.parked) != 1 {
		t.Error("someone else threw it away")
	}
	wantTo(t, s.get("/kept/form1", ""), "/sign-in?next=/kept/form1")

	s.clock.Advance(61 * time.Minute)
	s.signedInAgain("rosa", "again")
	wantTo(t, s.get("/kept/form1", "again"), "/")
}

func TestWhatCannotBeKeptIsSaidOnTheSpot(t *testing.T) {
	long := url.Values{"text": {strings.Repeat("a", 256<<10)}}
	for name, a := range map[string]ask{
		"nobody knows whose it is": {method: "POST", path: "/share", form: tip},
		"a session that was ended": {method: "POST", path: "/share", token: "no-such-session", form: tip},
		"too long":                 {method: "POST", path: "/share", token: "rosa", form: long},
		"no form":                  {method: "POST", path: "/share", token: "rosa", form: tip, header: map[string]string{"Content-Type": "application/json"}},
		"of no kind":               {method: "POST", path: "/share", token: "rosa", form: tip, header: map[string]string{"Content-Type": ""}},
	} {
		t.Run(name, func(t *testing.T) {
			s := late(t)
			answer := s.send(a)
			wantStatus(t, answer, 401)
			wantText(t, text(t, answer), "so this was not sent", "what you typed is still there", `target="_blank"`)
			if len(s.parked) != 0 {
				t.Errorf("kept %v", s.parked)
			}
		})
	}
}

func TestOfAFormWithFilesTheTextIsKept(t *testing.T) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	steps := []error{form.WriteField("title", "Citation slips"), form.WriteField("text", "a & b\r\nc"), form.WriteField("grades", "3"), form.WriteField("grades", "4")}
	file, err := form.CreateFormFile("file", "poster.pdf")
	if err != nil {
		t.Fatal(err)
	}
	_, err = file.Write(bytes.Repeat([]byte("secret"), 100_000))
	_, err2 := form.CreateFormFile("other", "")
	if err := errors.Join(append(steps, err, err2, form.WriteField("after", "x"), form.Close())...); err != nil {
		t.Fatal(err)
	}
	s := late(t)
	r := httptest.NewRequest("POST", "/share", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.AddCookie(&http.Cookie{Name: "cs_session", Value: "rosa"})
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)

	wantTo(t, w.Result(), "/sign-in?next=/kept/form1")
	if got, want := string(s.parked["form1"].Body), "title=Citation+slips&text=a+%26+b%0D%0Ac&grades=3&grades=4&after=x"; got != want {
		t.Errorf("kept %.200q, want %q", got, want)
	}
}

func TestAPartOfAPageStaysWhereItsTextIs(t *testing.T) {
	s := late(t)
	answer := s.send(ask{method: "POST", path: "/share", token: "rosa", form: tip, header: map[string]string{"HX-Request-Type": "partial"}})
	wantStatus(t, answer, 401)
	wantText(t, text(t, answer), "What you typed is still here")
	if len(s.parked) != 0 {
		t.Error("a part of a page was kept though the page still holds it")
	}
}
