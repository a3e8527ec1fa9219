package api_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
)

func TestItemsSayWhyTheyWereFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		share := func(who id.PersonID, title string, of *catalog.Resource) catalog.Resource {
			t.Helper()
			by := s.actor(who)
			in := catalog.ShareInput{School: by.Schools[0].School, Visibility: catalog.SeenByDistrict, Document: block.Document{
				About: block.About{Title: title, Why: "For the harbor.", Type: block.QuickTip, Grades: grade.Range(4, 6)}}}
			if of != nil {
				in.Core, in.CoreVersion = of.ID, of.Head
			}
			r, err := s.catalog.Share(t.Context(), by, in)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		core := share("rosa", "Tide tables", nil)
		ours, theirs := share("rosa", "Lanterns at Elm", &core), share("mai", "A lantern", &core)
		if _, err := s.uses.Report(t.Context(), s.actor("mai"), ours.ID, feedback.Said{School: "pine", Outcome: feedback.Worked}); err != nil {
			t.Fatal(err)
		}
		rosa := s.browser("rosa")
		every := rosa.get("/api/v1/search?q=lantern+grade+3").is(http.StatusOK)
		if every.titles() != "A lantern, Lanterns at Elm" || every.body["total"] != 2.0 || every.body["every"] != 2.0 {
			t.Errorf("every version: %s", every.raw)
		}
		once := rosa.get("/api/v1/search?q=lantern+grade+3&versions=once").is(http.StatusOK)
		if once.titles() != "Lanterns at Elm" || once.body["total"] != 1.0 || once.body["every"] != 2.0 || once.body["facets"].(object)["kind"].(object)["tip"] != 1.0 {
			t.Errorf("once: %s", once.raw)
		}
		why := once.body["items"].([]any)[0].(map[string]any)["why"].(map[string]any)
		if !slices.Equal(why["words"].([]any), []any{"Lanterns"}) || !slices.Equal(why["triedAt"].([]any), []any{"Pine"}) || why["workedHere"] != false || why["grades"] != true || why["otherVersions"] != 1.0 {
			t.Errorf("why: %v", why)
		}
		mai := s.browser("mai").get("/api/v1/search?q=lantern&versions=once").is(http.StatusOK)
		if mai.titles() != "A lantern" || mai.body["items"].([]any)[0].(map[string]any)["id"] != string(theirs.ID) {
			t.Errorf("for Pine: %s", mai.raw)
		}
		if stranger := s.writing("stranger").get("/api/v1/search?q=lantern&versions=once").is(http.StatusOK); stranger.body["total"] != 0.0 || stranger.body["every"] != 0.0 {
			t.Errorf("a stranger is told %s", stranger.raw)
		}
		rosa.get("/api/v1/search?versions=some").is(http.StatusUnprocessableEntity).names("versions")
		if plain := rosa.get("/api/v1/search").body["items"].([]any)[0].(map[string]any); plain["why"] != nil {
			t.Errorf("nothing was looked for, and it says why: %v", plain)
		}
	})
}
