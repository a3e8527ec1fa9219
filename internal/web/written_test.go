package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/web"
)

// writes is a site on a database whose one page writes to the log, and notes what it was asked to wait for.
func writes(t *testing.T, d *db.DB, asked *[]int64) *shelf {
	s := newShelf(t, func(o *web.Options) {
		o.IDs = id.Source{}
		o.CatchUp = func(_ context.Context, by actor.Actor, transaction int64) error {
			if by.Person != rosa.Person {
				t.Errorf("asked for %q", by.Person)
			}
			*asked = append(*asked, transaction)
			return nil
		}
	})
	s.Add(web.Route{Pattern: "POST /write", Who: web.SignedIn, Handler: func(w http.ResponseWriter, r *web.Request) error {
		err := d.Do(r.Context(), func(tx *db.DB) error {
			return activity.Write(r.Context(), tx, activity.Activity{District: "maple", Verb: "test.done", ObjectKind: "test", Object: "x", At: start})
		})
		if err != nil {
			return err
		}
		return web.SeeOther(w, r, "/", "")
	}})
	return s
}

// standsAt is the cookie that says where in the log one's last write stands; empty when none was set.
func standsAt(answer *http.Response) string {
	for _, c := range answer.Cookies() {
		if c.Name == "cs_written" {
			return c.Value
		}
	}
	return ""
}

func visit(s *shelf, method, path, cookie string) *http.Response {
	r := httptest.NewRequest(method, path, nil)
	r.AddCookie(&http.Cookie{Name: "cs_session", Value: "rosa"})
	if cookie != "" {
		r.AddCookie(&http.Cookie{Name: "cs_written", Value: cookie})
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w.Result()
}

// A write says in a cookie where it stands; the node that took it waits for nothing, another one does.
func TestAWriteSaysWhereItStands(t *testing.T) {
	d := dbtest.Postgres(t)
	if _, err := d.Exec(t.Context(), `INSERT INTO district (id, name, consortium, time_zone, calling, locale, public_on, setup, created_at)
		VALUES ('maple', 'Maple', '', 'UTC', 'librarian', 'en', FALSE, 'done', 0)`); err != nil {
		t.Fatal(err)
	}
	var here, there []int64
	one, two := writes(t, d, &here), writes(t, d, &there)
	cookie := standsAt(visit(one, "POST", "/write", ""))
	node, number, found := strings.Cut(cookie, ".")
	if !found || node == "" || number == "" {
		t.Fatalf("the cookie says %q", cookie)
	}
	visit(one, "GET", "/nowhere", cookie)
	visit(two, "GET", "/nowhere", cookie)
	if len(here) != 0 || len(there) != 1 || there[0] <= 0 {
		t.Errorf("the node that wrote waits for %v, the other for %v", here, there)
	}
	for _, wrong := range []string{"x", "x.", ".", "x.-1", "x.0", "x.99999999999999999999", "x.1.2"} {
		visit(two, "GET", "/nowhere", wrong)
	}
	if len(there) != 1 {
		t.Errorf("waited for what nobody wrote: %v", there)
	}
	if got := standsAt(visit(one, "GET", "/nowhere", "")); got != "" {
		t.Errorf("reading sets %q", got)
	}
}
