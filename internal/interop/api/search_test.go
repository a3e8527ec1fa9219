package api_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

func TestSharedIsFoundByTheNextRequest(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		rosa, mai := s.writing("rosa"), s.holding("mai", people.MayRead)
		for i := range 5 {
			title := fmt.Sprint("Lantern walk number ", i)
			made := rosa.share(tip(title))
			got := mai.get(fmt.Sprint("/api/v1/search?q=lantern+", i)).is(http.StatusOK)
			if !strings.HasPrefix(got.titles(), title) || got.body["whole"] != 1.0 {
				t.Fatalf("found %s", got.raw)
			}
			first := got.body["items"].([]any)[0].(map[string]any)
			for _, field := range []string{"id", "title", "summary", "kind", "school", "schoolId", "url", "sharedAt", "changedAt"} {
				if first[field] == "" || first[field] == nil || first[field] != made.body[field] {
					t.Errorf("%s is %v, shared as %v", field, first[field], made.body[field])
				}
			}
			if first["school"] != "Elm" || first["schoolId"] != "elm" || first["language"] != "en" || !strings.HasPrefix(first["url"].(string), s.url+"/resources/"+first["id"].(string)+"/lantern-walk") {
				t.Errorf("the item is %v", first)
			}
		}
	})
}

func TestSearchByFacets(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		if _, err := s.topics.Add(t.Context(), s.actor("ana"), vocab.NewTerm{English: "Misinformation", Spanish: "Desinformación", Synonyms: []vocab.Name{{Text: "fake news"}}}); err != nil {
			t.Fatal(err)
		}
		rosa, mai := s.writing("rosa"), s.writing("mai")
		rosa.share(tip("Two colors", object{"kind": "guide", "grades": []string{"3-5"}, "subjects": []string{"ela"}, "tags": []string{"misinformation"}, "formats": []string{"read", "print"}, "access": []string{"largePrint"}}))
		rosa.share(tip("Dos colores", object{"kind": "guide", "grades": []string{"3"}, "language": "es", "tags": []string{"misinformation"}}))
		mai.share(tip("Paper cranes", object{"kind": "maker", "grades": []string{"K", "7"}, "subjects": []string{"arts", "math"}}))
		for query, want := range map[string]string{
			"":                                    "Paper cranes, Dos colores, Two colors",
			"kind=guide":                          "Dos colores, Two colors",
			"kind=guide&kind=maker":               "Paper cranes, Dos colores, Two colors",
			"kind=guide&language=es":              "Dos colores",
			"subject=math&subject=ela":            "Paper cranes, Two colors",
			"grade=6-8":                           "Paper cranes",
			"grade=3-5&grade=6-8":                 "Paper cranes, Dos colores, Two colors",
			"format=print":                        "Two colors",
			"access=largePrint":                   "Two colors",
			"tag=misinformation":                  "Dos colores, Two colors",
			"school=elm":                          "Dos colores, Two colors",
			"school=Pine":                         "Paper cranes",
			"school=pine+elementary+school":       "Paper cranes",
			"school=Pine&school=Elm":              "Paper cranes, Dos colores, Two colors",
			"q=fake+news&sort=newest":             "Dos colores, Two colors",
			"q=fake+news&sort=newest&subject=ela": "Two colors",
			"kind=":                               "Paper cranes, Dos colores, Two colors",
			"kind=nonsense":                       "",
			"kind=guide&school=Nowhere":           "",
			"nothing=known":                       "Paper cranes, Dos colores, Two colors",
			"grade=4-7":                           "Paper cranes, Two colors",
			"grade=k":                             "Paper cranes",
			"tried=not-yet":                       "Dos colores, Two colors",
			"use=my-school&purchase=none":         "Paper cranes, Dos colores, Two colors",
			"captions=yes":                        "",
			"shared=month":                        "Paper cranes, Dos colores, Two colors",
			"until=2020-01-01":                    "",
			"since=2020-01-01&kind=maker":         "Paper cranes",
		} {
			got := mai.get("/api/v1/search?" + query).is(http.StatusOK)
			if got.titles() != want {
				t.Errorf("%q finds %q, want %q", query, got.titles(), want)
			}
		}
		if none := mai.get("/api/v1/search?kind=nonsense").body["facets"].(object)["kind"].(object); none["nonsense"] != nil {
			t.Errorf("of a kind that is none: %v", none)
		}
		for _, query := range []string{"since=2026-13-45", "until=tomorrow", "shared=decade", "use=theirs", "tried=no", "purchase=some"} {
			mai.get("/api/v1/search?" + query).is(http.StatusUnprocessableEntity)
		}
		ana := s.holding("ana", people.MayRead)
		ana.get("/api/v1/search?purchase=none").is(http.StatusOK)
		for _, query := range []string{"use=my-school", "tried=not-yet"} {
			ana.get("/api/v1/search?" + query).is(http.StatusUnprocessableEntity)
		}
		facets := mai.get("/api/v1/search?kind=guide").body["facets"].(map[string]any)
		for facet, want := range map[string]map[string]any{
			"kind": {"guide": 2.0, "maker": 1.0}, "grade": {"3-5": 2.0}, "subject": {"ela": 1.0}, "language": {"en": 1.0, "es": 1.0},
			"format": {"read": 1.0, "print": 1.0}, "school": {"elm": 2.0}, "tag": {"misinformation": 2.0}, "access": {"largePrint": 1.0},
		} {
			if got := facets[facet].(map[string]any); !maps.Equal(got, want) {
				t.Errorf("%s counts %v, want %v", facet, got, want)
			}
		}
		if len(facets) != 10 {
			t.Errorf("%d facets", len(facets))
		}
	})
}

func TestEveryValueOfAFacetIsCounted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		var topics []string
		for i := range 70 {
			topics = append(topics, fmt.Sprintf("topic-%02d", i))
			if _, err := s.topics.Add(t.Context(), s.actor("ana"), vocab.NewTerm{ID: vocab.TermID(topics[i]), English: topics[i]}); err != nil {
				t.Fatal(err)
			}
		}
		rosa := s.writing("rosa")
		rosa.share(tip("Lanterns", object{"tags": topics}))
		if got := rosa.get("/api/v1/search").body["facets"].(object)["tag"].(object); len(got) != len(topics) {
			t.Errorf("%d topics are counted, want %d", len(got), len(topics))
		}
	})
}

func TestPagesOfASearch(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		rosa := s.writing("rosa")
		for i := range 23 {
			rosa.share(tip(fmt.Sprint("Lantern ", i)))
		}
		for page, items := range map[string]int{"": 20, "page=1": 20, "page=2": 3, "page=3": 0, "page=1000000": 0} {
			got := rosa.get("/api/v1/search?" + page).is(http.StatusOK)
			if n := len(got.body["items"].([]any)); n != items || got.body["total"] != 23.0 || got.body["pages"] != 2.0 {
				t.Errorf("%q has %d items of %v on %v pages", page, n, got.body["total"], got.body["pages"])
			}
		}
		for _, page := range []string{"0", "-1", "1000001", "two", "99999999999999999999"} {
			rosa.get("/api/v1/search?page=" + page).is(http.StatusUnprocessableEntity).names("page")
		}
		rosa.get("/api/v1/search?sort=best").is(http.StatusUnprocessableEntity).names("sort")
		rosa.with("Accept-Language", "es").get("/api/v1/search?page=0&sort=best").is(http.StatusUnprocessableEntity).names("page", "sort")
	})
}

func TestASearchShowsNobodyWhatTheyMayNotSee(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		rosa := s.writing("rosa")
		for _, v := range []string{"school", "district", "consortium", "public"} {
			rosa.share(tip("Lantern "+v, object{"visibility": v}))
		}
		everything := "Lantern public, Lantern consortium, Lantern district, Lantern school"
		for who, c := range map[string]struct {
			caller caller
			want   string
		}{
			"rosa's program": {rosa, everything},
			"rosa's browser": {s.browser("rosa"), everything},
			"the teacher":    {s.browser("tom"), everything},
			"a coordinator":  {s.holding("ana", people.MayRead), everything},
			"mai":            {s.holding("mai", people.MayRead), "Lantern public, Lantern consortium, Lantern district"},
			"a stranger":     {s.writing("stranger"), "Lantern public"},
		} {
			for _, query := range []string{"", "?q=lantern&sort=newest", "?school=elm", "?kind=tip"} {
				got := c.caller.get("/api/v1/search" + query).is(http.StatusOK)
				if got.titles() != c.want {
					t.Errorf("%s asks %q and finds %q, want %q", who, query, got.titles(), c.want)
				}
				total := len(strings.Split(c.want, ", "))
				if got.body["total"] != float64(total) || got.body["facets"].(map[string]any)["kind"].(map[string]any)["tip"] != float64(total) {
					t.Errorf("%s asks %q and is told of more than %d: %s", who, query, total, got.raw)
				}
			}
		}
	})
}

func TestATokenIsHeldToItsRate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		rosa, other := s.writing("rosa"), s.writing("rosa")
		var last answer
		for range 301 {
			last = rosa.call(http.MethodPost, "/api/v1/resources", object{})
		}
		last.is(http.StatusTooManyRequests)
		if last.header.Get("Retry-After") == "" {
			t.Error("nobody says when again")
		}
		rosa.get("/api/v1/search").is(http.StatusOK)
		other.call(http.MethodPost, "/api/v1/resources", object{}).is(http.StatusUnprocessableEntity)
		browser := s.browser("rosa")
		for range 300 {
			browser.call(http.MethodPost, "/api/v1/resources", object{}).is(http.StatusUnprocessableEntity)
		}
		browser.call(http.MethodPost, "/api/v1/resources", object{}).is(http.StatusTooManyRequests)
		s.browser("mai").call(http.MethodPost, "/api/v1/resources", object{}).is(http.StatusUnprocessableEntity)
	})
}

func TestTokens(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		reader := s.holding("rosa", people.MayRead)
		reader.get("/api/v1/search").is(http.StatusOK)
		reader.call(http.MethodPost, "/api/v1/resources", tip("Lanterns")).is(http.StatusForbidden)
		reader.call(http.MethodPatch, "/api/v1/resources/x", object{}).is(http.StatusForbidden)
		for _, token := range []string{"", "cs_none", "none", strings.Repeat("x", 5000)} {
			nobody := s.nobody().with("Authorization", "Bearer "+token)
			for _, a := range []answer{nobody.get("/api/v1/search"), nobody.call(http.MethodPost, "/api/v1/resources", tip("Lanterns"))} {
				if a.is(http.StatusUnauthorized).header.Get("WWW-Authenticate") == "" {
					t.Errorf("%s does not say how to come in", a.call)
				}
			}
		}
		// A token that opens nothing is not made good by a session.
		s.browser("rosa").with("Authorization", "Bearer cs_none").get("/api/v1/search").is(http.StatusUnauthorized)
		s.nobody().with("Authorization", strings.Replace(reader.header.Get("Authorization"), "Bearer", "bearer", 1)).get("/api/v1/search").is(http.StatusOK)

		if _, err := s.people.Leave(t.Context(), s.actor("ana"), "rosa"); err != nil {
			t.Fatal(err)
		}
		reader.get("/api/v1/search").is(http.StatusUnauthorized)
	})
}

func TestNobodyIsSignedOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		public := s.writing("rosa").share(tip("Lanterns", object{"visibility": "public"}))
		for _, a := range []answer{
			s.nobody().get("/api/v1/search"), s.nobody().get("/api/v1/search?page=0"), s.nobody().get("/api/v1/resources/" + public.text("id")),
			s.nobody().call(http.MethodPost, "/api/v1/resources", tip("Lanterns")), s.nobody().call(http.MethodPatch, "/api/v1/resources/x", object{}),
		} {
			a.is(http.StatusUnauthorized)
			if kind := a.header.Get("Content-Type"); kind != "application/problem+json" || a.header.Get("WWW-Authenticate") != "Bearer" {
				t.Errorf("%s is refused as %s, %q", a.call, kind, a.header.Get("WWW-Authenticate"))
			}
			if detail := a.text("detail"); !strings.Contains(detail, "/me") || !strings.Contains(detail, "Authorization: Bearer") {
				t.Errorf("%s does not say how to get a token: %q", a.call, detail)
			}
		}
		spanish := s.nobody().with("Accept-Language", "es-MX,es").call(http.MethodPost, "/api/v1/resources", object{}).is(http.StatusUnauthorized)
		if !strings.Contains(spanish.text("title"), "sesión") {
			t.Errorf("said as %q", spanish.text("title"))
		}
	})
}

func TestOtherSitesMayNotWriteWithASession(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		rosa := s.browser("rosa")
		rosa.with("Sec-Fetch-Site", "cross-site").call(http.MethodPost, "/api/v1/resources", tip("Lanterns")).is(http.StatusForbidden)
		rosa.with("Origin", "https://elsewhere.example").call(http.MethodPost, "/api/v1/resources", tip("Lanterns")).is(http.StatusForbidden)
		rosa.with("Sec-Fetch-Site", "same-origin").call(http.MethodPost, "/api/v1/resources", tip("Lanterns")).is(http.StatusCreated)
	})
}

func TestRoutesAreThoseOfTheTable(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		var served []string
		for _, r := range s.site.Routes() {
			if strings.HasPrefix(r.Path(), "/api/") {
				served = append(served, r.Pattern)
			}
		}
		want := []string{"GET /api/openapi.json", "GET /api/v1/questions", "GET /api/v1/questions/{id}", "POST /api/v1/resources", "GET /api/v1/resources/{id}", "PATCH /api/v1/resources/{id}",
			"GET /api/v1/resources/{id}/uses", "GET /api/v1/search"}
		if !slices.Equal(served, want) {
			t.Errorf("served are %v", served)
		}
		s.nobody().get("/api/v1/nothing").is(http.StatusNotFound)
		if a := s.nobody().call(http.MethodDelete, "/api/v1/resources/x", nil).is(http.StatusMethodNotAllowed); !strings.Contains(a.header.Get("Allow"), "PATCH") {
			t.Errorf("allowed are %q", a.header.Get("Allow"))
		}
	})
}

func TestASearchIsBounded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		values := func(facet string, n int) string {
			var out strings.Builder
			for i := range n {
				fmt.Fprintf(&out, "&%s=x%d", facet, i)
			}
			return out.String()
		}
		mai := s.holding("mai", people.MayRead)
		mai.get("/api/v1/search?q=" + strings.Repeat("a", 500) + values("tag", 20) + values("school", 20) + values("kind", 20)).is(http.StatusOK)
		if got := mai.get("/api/v1/search?q=" + strings.Repeat("a", 500)); got.titles() != "" {
			t.Errorf("a word that is none finds %s", got.raw)
		}
		for _, q := range []string{"***", "%25", "%22", "%3F!"} {
			mai.get("/api/v1/search?q=" + q).is(http.StatusUnprocessableEntity).names("q")
		}
		mai.get("/api/v1/search?kind=bogus&page=9999").is(http.StatusOK)
		mai.get("/api/v1/search?q=" + strings.Repeat("a", 501)).is(http.StatusUnprocessableEntity).names("q")
		mai.get("/api/v1/search?" + values("tag", 21)).is(http.StatusUnprocessableEntity).names("tag")
		mai.get("/api/v1/search?" + values("tag", 20) + values("school", 20) + values("kind", 20) + values("grade", 1)).is(http.StatusUnprocessableEntity).names("query")
		if got := mai.get("/api/v1/search?" + values("tag", 9000)).is(http.StatusRequestURITooLong); got.text("title") != "This address is too long" {
			t.Errorf("%s", got.raw)
		}
	})
}

// What was not looked for is said: a text that is too long is refused by its field, words over the bound and grades that there are not
// are named.
func TestWhatIsNotLookedForIsSaid(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		rosa := s.writing("rosa")
		rosa.share(tip("Lantern walk"))
		for _, letters := range []int{501, 10_000} {
			if got := rosa.get("/api/v1/search?q=" + strings.Repeat("a", letters)).is(http.StatusUnprocessableEntity).names("q"); !strings.Contains(got.raw, "This has more than 500 characters. Send fewer.") {
				t.Errorf("%d letters are refused by %s", letters, got.raw)
			}
			s.browser("rosa").get("/api/v1/search?q=" + strings.Repeat("a", letters)).is(http.StatusUnprocessableEntity).names("q")
		}
		words := "lantern"
		for i := range 30 {
			words += fmt.Sprint("+w", i)
		}
		if got := rosa.get("/api/v1/search?q=" + words).is(http.StatusOK); got.body["notLookedFor"] != "w23" {
			t.Errorf("of 31 words those from %v on are left out", got.body["notLookedFor"])
		}
		if got := rosa.get("/api/v1/search?q=lantern+grade+13").is(http.StatusOK); fmt.Sprint(got.body["noSuchGrades"]) != "[13]" || got.titles() != "Lantern walk" {
			t.Errorf("grades that are none: %v, found %q", got.body["noSuchGrades"], got.titles())
		}
		if got := rosa.get("/api/v1/search?q=lantern").is(http.StatusOK); got.body["notLookedFor"] != nil || got.body["noSuchGrades"] != nil {
			t.Errorf("of one word something is left out: %s", got.raw)
		}
	})
}
