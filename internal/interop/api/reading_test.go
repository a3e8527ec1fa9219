package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/interop/api"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/question"
)

// described fails unless the answer is what the description calls so.
func (a answer) described(name string) answer {
	a.t.Helper()
	registry := api.Described().OpenAPI().Components.Schemas
	schema := registry.Map()[name]
	if schema == nil {
		a.t.Fatalf("nothing is described as %s", name)
	}
	path, result := huma.NewPathBuffer([]byte{}, 0), &huma.ValidateResult{}
	huma.Validate(registry, schema, path, huma.ModeReadFromServer, map[string]any(a.body), result)
	for _, err := range result.Errors {
		a.t.Errorf("%s is no %s: %v", a.call, name, err)
	}
	return a
}

// How a resource did is read by everybody of the district who may see it, without who said so; nobody writes it here.
func TestUsesAreRead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		made := s.writing("rosa").share(tip("Tide tables")).text("id")
		hidden := s.writing("rosa").share(tip("Keys", object{"visibility": "school"})).text("id")
		for i, said := range []feedback.Said{
			{School: "pine", Outcome: feedback.Worked, Visits: 2, Words: "We used three stations."},
			{School: "pine", Outcome: feedback.Improve, Classes: 3},
		} {
			s.clock.Advance(time.Minute)
			if _, err := s.uses.Report(t.Context(), s.actor("mai"), catalog.ResourceID(made), said); err != nil {
				t.Fatal(i, err)
			}
		}
		at := "/api/v1/resources/" + made + "/uses"
		got := s.holding("tom", people.MayRead).get(at).is(http.StatusOK).described("Uses")
		items := got.body["items"].([]any)
		if got.body["total"] != 2.0 || len(items) != 2 {
			t.Fatalf("uses are %s", got.raw)
		}
		last, first := items[0].(map[string]any), items[1].(map[string]any)
		if last["outcome"] != "improve" || last["classes"] != 3.0 || first["outcome"] != "worked" || first["visits"] != 2.0 || first["words"] != "We used three stations." || first["school"] != "Pine" || first["schoolId"] != "pine" {
			t.Errorf("uses are %s", got.raw)
		}
		if strings.Contains(got.raw, "Mai") {
			t.Errorf("who reported it is told: %s", got.raw)
		}
		if one := s.browser("mai").get(at + "?limit=1").is(http.StatusOK); one.body["total"] != 2.0 || len(one.body["items"].([]any)) != 1 {
			t.Errorf("one use is %s", one.raw)
		}
		s.nobody().get(at).is(http.StatusUnauthorized)
		s.writing("stranger").get(at).is(http.StatusNotFound)
		s.writing("mai").get("/api/v1/resources/" + hidden + "/uses").is(http.StatusNotFound)
		s.writing("mai").get(at + "?limit=0").is(http.StatusUnprocessableEntity).names("limit")
	})
}

// What colleagues ask is read by those who share; a withdrawn question by whoever asked and by coordinators.
func TestQuestionsAreRead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		rosa, mai := s.actor("rosa"), s.actor("mai")
		shelved := s.writing("rosa").share(tip("Atlases by the dozen", object{"visibility": "school"})).text("id")
		ask := func(words string) question.Question {
			s.clock.Advance(time.Minute)
			q, err := s.asking.Ask(t.Context(), mai, words, "2026-12-01")
			if err != nil {
				t.Fatal(err)
			}
			return q
		}
		ok := func(err error) {
			if err != nil {
				t.Fatal(err)
			}
		}
		open, closed, gone := ask("Who has atlases to lend?"), ask("Who has globes?"), ask("Who has sand?")
		_, err := s.asking.Answer(t.Context(), rosa, open.ID, question.Given{Words: "Elm has twelve.", Resource: catalog.ResourceID(shelved)})
		ok(err)
		given, err := s.asking.Answer(t.Context(), rosa, closed.ID, question.Given{URL: "https://globes.example/"})
		ok(err)
		tip, err := s.asking.Close(t.Context(), mai, closed.ID, question.CloseInput{Helped: []question.AnswerID{given}, Words: "Elm lends them."})
		ok(err)
		ok(s.asking.Withdraw(t.Context(), mai, gone.ID, false))

		words := func(a answer) string {
			var out []string
			for _, i := range a.is(http.StatusOK).body["items"].([]any) {
				out = append(out, fmt.Sprint(i.(map[string]any)["words"]))
			}
			return strings.Join(out, ", ")
		}
		reader := s.holding("rosa", people.MayRead)
		if got := words(reader.get("/api/v1/questions")); got != "Who has atlases to lend?" {
			t.Errorf("open are %s", got)
		}
		if got := words(reader.get("/api/v1/questions?state=closed")); got != "Who has globes?" {
			t.Errorf("closed are %s", got)
		}
		at := "/api/v1/questions/"
		whole := reader.get(at + string(open.ID)).is(http.StatusOK).described("QuestionWithAnswers")
		answers := whole.body["given"].([]any)
		if len(answers) != 1 || whole.body["needBy"] != "2026-12-01" || whole.body["person"] != "Mai Tran" || whole.body["school"] != "Pine" || whole.body["answers"] != 1.0 {
			t.Fatalf("the question is %s", whole.raw)
		}
		if first := answers[0].(map[string]any); first["words"] != "Elm has twelve." || first["person"] != "Rosa Delgado" || first["resource"] != shelved {
			t.Errorf("the answer is %v", first)
		}
		if theirs := s.writing("mai").get(at + string(open.ID)).is(http.StatusOK); strings.Contains(theirs.raw, shelved) {
			t.Errorf("what Mai may not see is named: %s", theirs.raw)
		}
		ended := reader.get(at + string(closed.ID)).is(http.StatusOK).described("QuestionWithAnswers")
		if ended.body["tip"] != string(tip) || ended.body["state"] != "closed" || ended.body["endedAt"] == nil || !strings.Contains(ended.raw, `"helped":true`) {
			t.Errorf("the closed question is %s", ended.raw)
		}
		for _, c := range []struct {
			who                 id.PersonID
			list, open, removed int
		}{{"mai", 200, 200, 200}, {"ana", 200, 200, 200}, {"rosa", 200, 200, 404}, {"tom", 403, 403, 404}, {"stranger", 200, 404, 404}} {
			by := s.writing(c.who)
			by.get("/api/v1/questions").is(c.list)
			by.get(at + string(open.ID)).is(c.open)
			by.get(at + string(gone.ID)).is(c.removed)
		}
		if got := words(s.writing("stranger").get("/api/v1/questions")); got != "" {
			t.Errorf("another district reads %s", got)
		}
		s.nobody().get(at + string(open.ID)).is(http.StatusUnauthorized)
		reader.get("/api/v1/questions?state=withdrawn").is(http.StatusUnprocessableEntity).names("state")
	})
}
