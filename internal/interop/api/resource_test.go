package api_test

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// whole is a resource with everything that one can say.
func whole() object {
	return object{
		"title": "A paper circuit", "summary": "It lights up.", "kind": "maker", "grades": []any{"3", "4", "5"}, "subjects": []any{"science"},
		"audience": []any{"students"}, "formats": []any{"make"}, "access": []any{"largePrint"}, "tags": []any{}, "language": "en-US", "minutes": 40.0,
		"cost": object{"cents": 120.0, "per": "student"}, "source": object{"title": "Circuit book", "url": "https://example.org/book"}, "rights": "cc-by-4.0",
		"reviewBy": "2027-06-30", "rough": true, "visibility": "district",
		"blocks": []any{
			object{"kind": "text", "heading": "Why", "markdown": "It is *bright*."},
			object{"kind": "link", "url": "https://example.org/led", "title": "LEDs"},
			object{"kind": "book", "title": "Making", "isbn": "9780374480097", "creators": []any{"A. Maker"}, "format": "print"},
			object{"kind": "video", "title": "Soldering", "url": "https://example.org/film", "captions": []any{object{"language": "en"}}},
			object{"kind": "steps", "steps": []any{"Fold.", "Tape."}},
			object{"kind": "materials", "students": 24.0, "items": []any{object{"name": "Copper tape", "amount": "2 rolls", "costCents": 900.0}}},
		},
	}
}

func TestWhatIsSharedIsReadAsItWasSaid(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		rosa := s.writing("rosa")
		sent := whole()
		made := rosa.share(sent)
		if at := made.header.Get("Location"); at != s.url+"/api/v1/resources/"+made.text("id") {
			t.Errorf("it is said to be at %q", at)
		}
		read := s.holding("mai", people.MayRead).get("/api/v1/resources/" + made.text("id")).is(http.StatusOK)
		if !reflect.DeepEqual(read.body, made.body) {
			t.Errorf("read as %s, made as %s", read.raw, made.raw)
		}
		if read.header.Get("ETag") != `"`+read.text("version")+`"` || read.text("version") == "" {
			t.Errorf("version %q, tag %q", read.text("version"), read.header.Get("ETag"))
		}
		for _, b := range read.body["blocks"].([]any) {
			if key, _ := b.(object)["key"].(string); key == "" {
				t.Errorf("a block without a key: %v", b)
			}
			delete(b.(object), "key")
		}
		for field, want := range sent {
			if got := read.body[field]; !reflect.DeepEqual(got, want) {
				t.Errorf("%s is read as %v, was sent as %v", field, got, want)
			}
		}
		credit := read.body["credit"].([]any)
		if len(credit) != 1 || credit[0].(object)["person"] != "Rosa Delgado" || credit[0].(object)["school"] != "Elm" || read.text("state") != "published" {
			t.Errorf("credit %v", credit)
		}
	})
}

func TestAVersionIsReadWithTheCreditOfItsCore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		for visibility, seen := range map[string]bool{"district": true, "school": false} {
			core := s.writing("mai").share(tip("Lanterns", object{"visibility": visibility, "grades": []any{"3"}}))
			rosa := s.actor("rosa")
			made, err := s.catalog.Share(t.Context(), rosa, catalog.ShareInput{School: "elm", Document: block.Document{About: block.About{Title: "Our lanterns", Why: "Brighter.",
				Type: block.QuickTip, Grades: grade.All}}, Core: catalog.ResourceID(core.text("id")), CoreVersion: catalog.VersionID(core.text("version"))})
			if err != nil {
				t.Fatal(err)
			}
			read := s.browser("rosa").get("/api/v1/resources/" + string(made.ID)).is(http.StatusOK)
			credit := read.body["credit"].([]any)
			if len(credit) != 2 || credit[0].(object)["person"] != "Mai Tran" || credit[0].(object)["began"] != true || credit[1].(object)["versionOf"] != "Elm" {
				t.Errorf("credit %v", credit)
			}
			if named := read.text("versionOf") == core.text("id"); named != seen {
				t.Errorf("%s: a version of %q", visibility, read.text("versionOf"))
			}
		}
	})
}

func TestWhoHadTheIdeaIsReadAsThat(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		in := catalog.ShareInput{School: "elm", Document: block.Document{About: block.About{Title: "Lanterns", Why: "Bright.", Type: block.QuickTip, Grades: grade.All}}}
		made, err := s.credits.Share(t.Context(), s.actor("rosa"), in, "mai", "The idea")
		if err != nil {
			t.Fatal(err)
		}
		read := s.browser("rosa").get("/api/v1/resources/" + string(made.ID)).is(http.StatusOK)
		credit := read.body["credit"].([]any)
		if len(credit) != 2 || credit[0].(object)["idea"] != nil || credit[1].(object)["person"] != "Mai Tran" || credit[1].(object)["idea"] != true {
			t.Errorf("credit %v", credit)
		}
	})
}

func TestLittleIsEnoughToShare(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		made := s.browser("rosa").share(tip("Lanterns"))
		if made.text("kind") != "tip" || made.text("school") != "Elm" || made.text("visibility") != "district" ||
			!reflect.DeepEqual(made.body["grades"], []any{"K", "1", "2", "3", "4", "5"}) {
			t.Errorf("shared as %s", made.raw)
		}
		for named, want := range map[string]string{"pine": "Pine", "Pine": "Pine", "ELM": "Elm", "elm elementary school": "Elm"} {
			got := s.writing("ana").share(tip("Lanterns", object{"school": named, "grades": []string{"K-2", "PreK"}}))
			if got.text("school") != want || !reflect.DeepEqual(got.body["grades"], []any{"PK", "K", "1", "2"}) {
				t.Errorf("for %q shared as %s", named, got.raw)
			}
		}
	})
}

func TestTopicsAreReadByEveryNameAndOthersProposed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		ana := s.actor("ana")
		if _, err := s.topics.Add(t.Context(), ana, vocab.NewTerm{English: "Misinformation", Spanish: "Desinformación", Synonyms: []vocab.Name{{Text: "fake news"}}}); err != nil {
			t.Fatal(err)
		}
		made := s.writing("rosa").share(tip("Two colors", object{"tags": []string{"Fake News", "desinformacion", "misinformation", "Kite flying"}}))
		if got := fmt.Sprint(made.body["tags"]); got != "[misinformation]" {
			t.Errorf("filed under %s", got)
		}
		if got := fmt.Sprint(made.body["missing"]); got != "[Kite flying]" {
			t.Errorf("missing are %s", got)
		}
		waiting, err := s.topics.Waiting(t.Context(), ana)
		if err != nil || len(waiting) != 1 || waiting[0].Name != "Kite flying" || waiting[0].Resource != made.text("id") {
			t.Errorf("%+v wait, %v", waiting, err)
		}
	})
}

func TestFewTopicsAreProposedWithOneResource(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		words := func(n int) (out []string) {
			for i := range n {
				out = append(out, fmt.Sprint("word ", i))
			}
			return out
		}
		rosa := s.writing("rosa")
		for _, field := range []string{"missing", "tags"} {
			rosa.call(http.MethodPost, "/api/v1/resources", tip("Lanterns", object{field: words(21)})).is(http.StatusUnprocessableEntity).names("missing")
		}
		if _, err := s.catalog.Share(t.Context(), s.actor("rosa"), catalog.ShareInput{School: s.actor("rosa").Schools[0].School, Document: block.Document{About: block.About{
			Title: "Lanterns", Why: "They glow.", Type: block.QuickTip, Grades: grade.All}}, Proposals: words(21)}); err == nil {
			t.Error("21 are proposed at once")
		}
		waiting, err := s.topics.Waiting(t.Context(), s.actor("ana"))
		if err != nil || len(waiting) != 0 {
			t.Errorf("%d wait, %v", len(waiting), err)
		}
		rosa.share(tip("Lanterns", object{"missing": words(20)}))
		if waiting, err = s.topics.Waiting(t.Context(), s.actor("ana")); err != nil || len(waiting) != 20 {
			t.Errorf("%d wait, %v", len(waiting), err)
		}
	})
}

func TestWhatIsWrongIsNamedByField(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		rosa, ana := s.writing("rosa"), s.writing("ana")
		for name, c := range map[string]struct {
			send   any
			fields []string
		}{
			"nothing":            {object{}, []string{"title", "summary"}},
			"blank":              {tip(" ", object{"summary": "\n"}), []string{"title", "summary"}},
			"too long":           {tip(strings.Repeat("é", 301)), []string{"title"}},
			"a number":           {object{"title": 5}, []string{"title"}},
			"no list":            {tip("Lanterns", object{"subjects": "ela"}), []string{"subjects"}},
			"inside":             {tip("Lanterns", object{"cost": object{"cents": "many"}}), []string{"cost.cents"}},
			"no field":           {tip("Lanterns", object{"sumary": "x", "id": "mine"}), []string{"sumary", "id"}},
			"codes":              {tip("Lanterns", object{"kind": "poem", "subjects": []string{"magic"}, "formats": []string{"x"}, "audience": []string{"x"}, "access": []string{"x"}, "rights": "x", "language": "???"}), []string{"kind", "subjects", "formats", "audience", "access", "rights", "language"}},
			"more codes":         {tip("Lanterns", object{"grades": []string{"13"}, "cost": object{"per": "hour"}, "tool": object{"signIn": "x", "approved": "x"}, "visibility": "world", "reviewBy": "soon"}), []string{"grades", "cost.per", "tool.signIn", "tool.approved", "visibility", "reviewBy"}},
			"a month":            {tip("Lanterns", object{"plan": []object{{"month": 13, "text": "x"}}}), []string{"plan.0.month"}},
			"a source":           {tip("Lanterns", object{"source": object{"url": "here"}}), []string{"source.url", "rights"}},
			"blocks":             {tip("Lanterns", object{"blocks": []any{object{"kind": "text"}, object{"kind": "link", "url": "here"}, object{"kind": "book", "title": "x", "isbn": "123"}}}), []string{"blocks.0.markdown", "blocks.1.url", "blocks.2.isbn"}},
			"no block":           {tip("Lanterns", object{"blocks": []any{object{"kind": "poem"}, object{"kind": "about", "title": "x"}, "text", object{"kind": "text", "markdown": 5}, object{"kind": "text", "markdown": "x", "key": "about"}}}), []string{"blocks.0.kind", "blocks.1.kind", "blocks.2", "blocks.3.markdown", "blocks.4.key"}},
			"a format of a book": {tip("Lanterns", object{"blocks": []any{object{"kind": "book", "title": "x", "format": "stone"}}}), []string{"blocks.0.format"}},
			"two keys":           {tip("Lanterns", object{"blocks": []any{object{"kind": "text", "markdown": "x", "key": "a"}, object{"kind": "text", "markdown": "y", "key": "a"}, object{"kind": "text", "markdown": "y", "key": "a b"}}}), []string{"blocks.1.key", "blocks.2.key"}},
			"no school":          {tip("Lanterns", object{"school": "Oak"}), []string{"school"}},
			"a file of nobody":   {tip("Lanterns", object{"blocks": []any{object{"kind": "file", "hash": "abc", "name": "x.pdf", "mediaType": "application/pdf"}}}), []string{"blocks.0.hash"}},
		} {
			t.Run(name, func(t *testing.T) {
				a := rosa.call(http.MethodPost, "/api/v1/resources", c.send)
				a.t = t
				a.is(http.StatusUnprocessableEntity).names(c.fields...)
			})
		}
		ana.call(http.MethodPost, "/api/v1/resources", tip("Lanterns")).is(http.StatusUnprocessableEntity).names("school") // she is at none
		spanish := rosa.with("Accept-Language", "es").call(http.MethodPost, "/api/v1/resources", object{"summary": "x"}).is(http.StatusUnprocessableEntity).names("title")
		if text := spanish.body["errors"].(object)["title"].(string); !strings.Contains(text, "título") {
			t.Errorf("said as %q", text)
		}
		for _, body := range []string{"", "{", "[]", "null", "5", `{"title":"a"} {"title":"b"}`, "title=a"} {
			rosa.call(http.MethodPost, "/api/v1/resources", body).is(http.StatusBadRequest)
		}
		rosa.call(http.MethodPost, "/api/v1/resources", tip("Lanterns", object{"blocks": []any{object{"kind": "text", "markdown": strings.Repeat("x", 3<<20)}}})).is(http.StatusRequestEntityTooLarge)
		if got := rosa.get("/api/v1/search"); got.body["total"] != 0.0 {
			t.Errorf("something was shared: %s", got.raw)
		}
	})
}

func TestTextsHoldWhatDatabasesHold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		made := s.writing("rosa").call(http.MethodPost, "/api/v1/resources", `{"title":"Lan\u0000tern\u0007s \ud83c\udfee","summary":"a\r\nb\tc","blocks":[{"kind":"text","markdown":"x\u0000y"}]}`).is(http.StatusCreated)
		if made.text("title") != "Lanterns 🏮" || made.text("summary") != "a\nb\tc" || made.body["blocks"].([]any)[0].(object)["markdown"] != "xy" {
			t.Errorf("shared as %s", made.raw)
		}
	})
}

func TestAPatchChangesWhatItNamesAndNothingElse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		rosa := s.writing("rosa")
		made := rosa.share(whole())
		at := "/api/v1/resources/" + made.text("id")
		type step struct {
			name    string
			patch   object
			changed object // expected afterwards; nil: gone
		}
		version := made.text("version")
		before := made.body
		for _, c := range []step{
			{"one field", object{"title": "A brighter circuit"}, object{"title": "A brighter circuit"}},
			{"away", object{"minutes": nil, "rough": nil, "tool": nil, "subjects": nil}, object{"minutes": nil, "rough": nil, "subjects": []any{}}},
			{"inside", object{"cost": object{"per": nil}, "source": object{"creator": "B. Maker"}}, object{
				"cost": object{"cents": 120.0}, "source": object{"title": "Circuit book", "creator": "B. Maker", "url": "https://example.org/book"}}},
			{"who may see it", object{"visibility": "school"}, object{"visibility": "school"}},
			{"as it is", object{"id": made.text("id"), "school": "Elm", "credit": nil}, nil},
		} {
			if c.name == "as it is" {
				now := rosa.get(at)
				c.patch = now.body
				c.patch["reason"] = "Nothing"
			}
			c.patch["version"] = version
			got := rosa.call(http.MethodPatch, at, c.patch).is(http.StatusOK)
			for field, want := range c.changed {
				if !reflect.DeepEqual(got.body[field], want) {
					t.Errorf("%s: %s is %v, want %v", c.name, field, got.body[field], want)
				}
			}
			for field, was := range before {
				if _, named := c.changed[field]; !named && field != "version" && field != "changedAt" && field != "credit" && field != "versions" && field != "url" && !reflect.DeepEqual(got.body[field], was) {
					t.Errorf("%s: %s became %v, was %v", c.name, field, got.body[field], was)
				}
			}
			version, before = got.text("version"), got.body
		}
	})
}

func TestBlocksAreReplacedWholeAndKeepTheirKeys(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		rosa := s.writing("rosa")
		made := rosa.share(tip("Lanterns", object{"blocks": []any{
			object{"kind": "text", "markdown": "one"}, object{"kind": "text", "markdown": "two"}, object{"kind": "text", "markdown": "three"}}}))
		old := made.body["blocks"].([]any)
		old[0].(object)["markdown"] = "first"
		got := rosa.call(http.MethodPatch, "/api/v1/resources/"+made.text("id"), object{"version": made.text("version"), "reason": "Shorter", "blocks": []any{
			object{"kind": "link", "url": "https://example.org"}, old[2], old[0]}}).is(http.StatusOK)
		now := got.body["blocks"].([]any)
		if len(now) != 3 || !reflect.DeepEqual(now[1], old[2]) || !reflect.DeepEqual(now[2], old[0]) || now[0].(object)["key"] == "" {
			t.Errorf("the blocks are %v", now)
		}
		versions := got.body["versions"].([]any)
		if len(versions) != 2 || versions[0].(object)["reason"] != "Shorter" || versions[0].(object)["version"] != got.text("version") {
			t.Errorf("versions %v", versions)
		}
	})
}

func TestAChangeSaysFromWhichVersionItBegan(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		rosa := s.writing("rosa")
		made := rosa.share(tip("Lanterns"))
		at, first := "/api/v1/resources/"+made.text("id"), made.text("version")
		rosa.call(http.MethodPatch, at, object{"title": "Torches"}).is(http.StatusPreconditionRequired)
		rosa.with("If-Match", "*").call(http.MethodPatch, at, object{"title": "Torches"}).is(http.StatusPreconditionRequired)
		rosa.with("If-Match", `"other"`).call(http.MethodPatch, at, object{"title": "Torches", "version": first}).is(http.StatusUnprocessableEntity).names("version")
		second := rosa.with("If-Match", made.header.Get("ETag")).call(http.MethodPatch, at, object{"title": "Torches"}).is(http.StatusOK)
		if second.text("version") == first {
			t.Error("no new version")
		}
		for name, late := range map[string]answer{
			"by body":   rosa.call(http.MethodPatch, at, object{"title": "Beacons", "version": first}),
			"by header": rosa.with("If-Match", `"`+first+`"`).call(http.MethodPatch, at, object{"title": "Beacons"}),
		} {
			current, _ := late.is(http.StatusConflict).body["current"].(object)
			if current["title"] != "Torches" || current["version"] != second.text("version") {
				t.Errorf("%s: what is there now is said to be %v", name, current)
			}
		}
		if now := rosa.get(at); now.text("title") != "Torches" || now.text("version") != second.text("version") {
			t.Errorf("it is %s", now.raw)
		}
	})
}

func TestAChangeFromAnOlderVersionIsJoined(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		rosa := s.writing("rosa")
		made := rosa.share(tip("Lanterns"))
		at, first := "/api/v1/resources/"+made.text("id"), made.text("version")
		rosa.call(http.MethodPatch, at, object{"title": "Torches", "version": first}).is(http.StatusOK)
		whole := made.body
		whole["summary"] = "They light the way home."
		joined := rosa.call(http.MethodPatch, at, whole).is(http.StatusOK)
		if joined.text("title") != "Torches" || joined.text("summary") != "They light the way home." {
			t.Errorf("joined to %s", joined.raw)
		}
		if versions, _ := joined.body["versions"].([]any); len(versions) != 4 {
			t.Errorf("%d versions, want 4: the first, both, and the joined", len(versions))
		}
		late := rosa.call(http.MethodPatch, at, object{"title": "Beacons", "version": first}).is(http.StatusConflict)
		yours, _ := late.body["yours"].(object)
		parts, _ := late.body["parts"].([]any)
		if yours["title"] != "Beacons" || len(parts) != 1 || !strings.Contains(late.raw, `"about"`) {
			t.Errorf("the conflict says %s", late.raw)
		}
	})
}

func TestWhatCannotBeChanged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		rosa := s.writing("rosa")
		made := rosa.share(tip("Lanterns"))
		at, version := "/api/v1/resources/"+made.text("id"), made.text("version")
		for field, v := range map[string]any{"id": "other", "school": "Pine", "schoolId": "pine", "state": "retired", "sharedAt": "2020-01-01T00:00:00Z", "credit": []any{}, "versions": []any{}, "versionOf": "other", "url": nil} {
			rosa.call(http.MethodPatch, at, object{"version": version, field: v}).is(http.StatusUnprocessableEntity).names(field)
		}
		rosa.call(http.MethodPatch, at, object{"version": version, "sumary": "x"}).is(http.StatusUnprocessableEntity).names("sumary")
		rosa.call(http.MethodPatch, at, object{"version": version, "title": nil, "summary": ""}).is(http.StatusUnprocessableEntity).names("title", "summary")
		if _, err := s.catalog.Retire(t.Context(), s.actor("rosa"), catalog.ResourceID(made.text("id")), "Too hot"); err != nil {
			t.Fatal(err)
		}
		rosa.call(http.MethodPatch, at, object{"version": version, "title": "Torches"}).is(http.StatusConflict)
		if gone := rosa.get(at).is(http.StatusOK); gone.text("state") != "retired" || gone.text("retireReason") != "Too hot" {
			t.Errorf("read as %s", gone.raw)
		}
	})
}

func TestWhoMayReadAndChange(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		rosa := s.writing("rosa")
		made := map[string]answer{}
		for _, v := range []string{"school", "district", "public"} {
			made[v] = rosa.share(tip("Lantern "+v, object{"visibility": v}))
		}
		const (
			ok, denied, unseen, unknown = http.StatusOK, http.StatusForbidden, http.StatusNotFound, http.StatusUnauthorized
		)
		for who, c := range map[string]struct {
			caller caller
			reads  map[string]int
			writes map[string]int
		}{
			"ana":      {s.writing("ana"), map[string]int{"school": ok, "district": ok, "public": ok}, map[string]int{"school": ok, "district": ok, "public": ok}},
			"mai":      {s.writing("mai"), map[string]int{"school": unseen, "district": ok, "public": ok}, map[string]int{"school": unseen, "district": denied, "public": denied}},
			"tom":      {s.browser("tom"), map[string]int{"school": ok, "district": ok, "public": ok}, map[string]int{"school": denied, "district": denied, "public": denied}},
			"stranger": {s.writing("stranger"), map[string]int{"school": unseen, "district": unseen, "public": ok}, map[string]int{"school": unseen, "district": unseen, "public": denied}},
			"nobody":   {s.nobody(), map[string]int{"school": unknown, "district": unknown, "public": unknown}, map[string]int{"school": unknown, "district": unknown, "public": unknown}},
		} {
			for v, a := range made {
				at := "/api/v1/resources/" + a.text("id")
				read := c.caller.get(at).is(c.reads[v])
				if c.reads[v] == ok {
					named := read.body["credit"].([]any)[0].(object)["person"] != nil
					if outside := who == "stranger"; named == outside {
						t.Errorf("%s reads the credit of %s as %v", who, v, read.body["credit"])
					}
				}
				version := rosa.get(at).text("version")
				if got := c.caller.call(http.MethodPatch, at, object{"version": version, "summary": "By " + who}); got.status != c.writes[v] {
					t.Errorf("%s changes %s: %d, want %d", who, v, got.status, c.writes[v])
				}
			}
		}
		s.browser("tom").call(http.MethodPost, "/api/v1/resources", tip("Lantern")).is(denied)
		s.writing("mai").call(http.MethodPost, "/api/v1/resources", tip("Lantern", object{"school": "Elm"})).is(denied)
		rosa.get("/api/v1/resources/nothing").is(unseen)
	})
}

func TestFilesAreThoseThatOneMayUse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		rosa, ana := s.writing("rosa"), s.writing("ana")
		if err := s.catalog.NoteFile(t.Context(), s.actor("rosa"), catalog.FileRow{Hash: "f00d", MediaType: "image/png", Size: 42, Width: 3, Height: 2}); err != nil {
			t.Fatal(err)
		}
		file := object{"kind": "file", "hash": "f00d", "name": "cat.png", "mediaType": "application/pdf", "size": 1, "alt": "A cat"}
		made := rosa.share(tip("Cats", object{"blocks": []any{file}}))
		stored := made.body["blocks"].([]any)[0].(object)
		if stored["mediaType"] != "image/png" || stored["size"] != 42.0 || stored["width"] != 3.0 {
			t.Errorf("stored as %v", stored)
		}
		at := "/api/v1/resources/" + made.text("id")
		kept := ana.call(http.MethodPatch, at, object{"version": made.text("version"), "blocks": []any{stored, object{"kind": "text", "markdown": "Meow"}}}).is(http.StatusOK)
		for _, b := range []object{file, {"kind": "link", "url": "https://example.org", "picture": "f00d"}, {"kind": "video", "title": "x", "hash": "f00d"},
			{"kind": "video", "title": "x", "url": "https://example.org", "captions": []any{object{"language": "en", "hash": "f00d"}}}} {
			ana.call(http.MethodPost, "/api/v1/resources", tip("Cats", object{"school": "Elm", "blocks": []any{b}})).is(http.StatusUnprocessableEntity).names("blocks.0.hash")
		}
		if n := len(kept.body["blocks"].([]any)); n != 2 {
			t.Errorf("%d blocks", n)
		}
	})
}

// Whoever may change a resource is told what looks like a student in it; it is shared all the same, and may be sent back as read.
func TestAStudentInATextIsWarnedAbout(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		rosa := s.writing("rosa")
		made := rosa.share(tip("Quiet endings", object{"summary": "Ask Ana, not Maria Lopez 482913.", "blocks": []any{object{"kind": "text", "markdown": "Student ID 48291"}}}))
		want := []any{
			object{"field": "summary", "message": "“Maria Lopez 482913” looks like a student. Leave out students’ names and numbers."},
			object{"field": "blocks.0.markdown", "message": "“Student ID 48291” looks like a student. Leave out students’ names and numbers."},
		}
		if got := made.body["warnings"]; !reflect.DeepEqual(got, want) {
			t.Errorf("warned of %v", got)
		}
		at := "/api/v1/resources/" + made.text("id")
		if read := s.holding("mai", people.MayRead).get(at).is(http.StatusOK); read.body["warnings"] != nil {
			t.Errorf("somebody who may not change it is warned: %s", read.raw)
		}
		changed := rosa.call(http.MethodPatch, at, object{"version": made.text("version"), "summary": "It ends in 2025.", "warnings": made.body["warnings"],
			"blocks": []any{object{"kind": "text", "markdown": "Ring it."}}}).is(http.StatusOK)
		if changed.body["warnings"] != nil {
			t.Errorf("still warned: %s", changed.raw)
		}
	})
}
