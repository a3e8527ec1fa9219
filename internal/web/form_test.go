package web_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/web"
)

func TestFormsComeBackClean(t *testing.T) {
	f := web.NewForm(url.Values{
		"title": {"  Cita\u200Btion\r\n\u202Eslips\x00\x07 "}, "text": {"  one\r\ntwo\rthree\n\n \t"}, "broken": {"a\xffb"}, "grades": {"3", " ", "4 \uFEFF", ""},
		"minutes": {" 20 "}, "cost": {"twenty"}, "ticked": {""},
	})
	if got := f.Text("title"); got != "Citation slips" {
		t.Errorf("title is %q", got)
	}
	if got := f.Long("text"); got != "  one\ntwo\nthree" {
		t.Errorf("text is %q", got)
	}
	if got := f.Text("broken"); got != "a\uFFFDb" {
		t.Errorf("broken text is %q", got)
	}
	if got := f.All("grades"); !slices.Equal(got, []string{"3", "4"}) {
		t.Errorf("grades are %q", got)
	}
	if n, ok := f.Int("minutes"); n != 20 || !ok {
		t.Errorf("minutes are %d, %v", n, ok)
	}
	if _, ok := f.Int("cost"); ok {
		t.Error("words passed as a number")
	}
	if !f.Has("ticked") || f.Has("other") || f.Text("other") != "" || len(f.All("other")) != 0 {
		t.Error("what was sent and what was not are mixed up")
	}
	if got := slices.Sorted(slices.Values(f.Fields())); !slices.Equal(got, []string{"broken", "cost", "grades", "minutes", "text", "ticked", "title"}) {
		t.Errorf("fields are %v", got)
	}
}

func echo(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "title=%s query=%s all=%v", form.Text("title"), r.Query().Text("q"), form.All("title"))
	return err
}

func TestFormsAreReadFromTheBodyOnly(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "POST /x", Who: web.Open, Handler: echo})
	wantText(t, text(t, s.post("/x?title=other&q=word", "", url.Values{"title": {"Slips"}})), "title=Slips query=word all=[Slips]")

	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if err := form.WriteField("title", "Slips"); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	wantText(t, text(t, s.raw("/x", form.FormDataContentType(), &body)), "title=Slips")
}

func (s *shelf) raw(path, kind string, body io.Reader) *http.Response {
	s.t.Helper()
	r := httptest.NewRequest("POST", path, body)
	r.Header.Set("Content-Type", kind)
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w.Result()
}

func TestFormsHaveALimit(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "POST /x", Who: web.Open, Handler: echo}, web.Route{Pattern: "POST /small", Who: web.Open, Handler: echo, Body: 10})
	const kind = "application/x-www-form-urlencoded"
	wantStatus(t, s.raw("/x", kind, strings.NewReader("title="+strings.Repeat("a", 1<<20-6))), 200)
	answer := s.raw("/x", kind, strings.NewReader("title="+strings.Repeat("a", 1<<20-5)))
	wantStatus(t, answer, 413)
	wantText(t, text(t, answer), "too large to send")
	wantStatus(t, s.raw("/small", kind, strings.NewReader("title=abcde")), 413)
	wantStatus(t, s.raw("/x", kind, strings.NewReader("title=%zz")), 400)
	wantStatus(t, s.raw("/x", "multipart/form-data", strings.NewReader("--x")), 400)
	wantStatus(t, s.raw("/x", "multipart/form-data; boundary=y", strings.NewReader("--y\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"+strings.Repeat("a", 1<<20))), 413)
}

func TestABodyHasATimeToArrive(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "POST /x", Who: web.Open, Handler: page}, web.Route{Pattern: "POST /files", Who: web.Open, Handler: page, Body: 200 << 20},
		web.Route{Pattern: "GET /x", Who: web.Open, Handler: page})
	for _, c := range []struct {
		path, token string
		from, to    time.Duration
	}{
		{"/x", "rosa", time.Minute, 2 * time.Minute},
		{"/files", "rosa", 59 * time.Minute, time.Hour},
		{"/files", "", time.Minute, 2 * time.Minute},
		{"/files", "nobody's", time.Minute, 2 * time.Minute},
	} {
		to := &connection{ResponseRecorder: httptest.NewRecorder()}
		r := httptest.NewRequest("POST", c.path, strings.NewReader("a=b"))
		r.AddCookie(&http.Cookie{Name: "cs_session", Value: c.token})
		s.Handler().ServeHTTP(to, r)
		if left := time.Until(to.readBy); left < c.from || left > c.to {
			t.Errorf("%s with the session %q must arrive within %v, want %v to %v", c.path, c.token, left, c.from, c.to)
		}
	}
	to := &connection{ResponseRecorder: httptest.NewRecorder()}
	s.Handler().ServeHTTP(to, httptest.NewRequest("GET", "/x", nil))
	if !to.readBy.IsZero() {
		t.Error("a request without body has a time to arrive")
	}
}

// upload notes the parts of an upload and reads files without keeping them.
func upload(notes *[]string) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		err := r.EachPart(func(p web.Part) error {
			if p.Filename == "" {
				value, err := p.Text()
				*notes = append(*notes, p.Name+"="+value)
				return err
			}
			size, err := io.Copy(io.Discard, p)
			*notes = append(*notes, fmt.Sprintf("%s %s %s %d", p.Name, p.Filename, p.Type, size))
			return err
		})
		if err != nil {
			return err
		}
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
}

func TestUploadsAreReadWhileTheyArrive(t *testing.T) {
	var notes []string
	s := newShelf(t)
	s.Add(web.Route{Pattern: "POST /files", Who: web.Open, Handler: upload(&notes), Body: 3 << 20}, web.Route{Pattern: "POST /x", Who: web.Open, Handler: upload(&notes)})
	send := func(path, field, filename string, size int) *http.Response {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		if err := form.WriteField("alt", field); err != nil {
			t.Fatal(err)
		}
		file, err := form.CreateFormFile("file", filename)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.Write(make([]byte, size)); err != nil {
			t.Fatal(err)
		}
		if err := form.Close(); err != nil {
			t.Fatal(err)
		}
		return s.raw(path, form.FormDataContentType(), &body)
	}

	wantStatus(t, send("/files", " A poster\r\n", `C:\Users\rosa\poster.pdf`, 2<<20), 204)
	if want := []string{"alt=A poster", "file poster.pdf application/octet-stream 2097152"}; !slices.Equal(notes, want) {
		t.Errorf("the parts are %q, want %q", notes, want)
	}
	wantStatus(t, send("/files", "", "big.pdf", 3<<20), 413)
	wantStatus(t, send("/x", "", "big.pdf", 1<<20), 413)
	wantStatus(t, send("/files", strings.Repeat("a", 64<<10+1), "a.pdf", 1), 413)
	wantStatus(t, s.post("/files", "", url.Values{"alt": {"x"}}), 400)
}
