package questionweb_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogtest"
	"github.com/commonshelf/commonshelf/internal/credit"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/question"
	"github.com/commonshelf/commonshelf/internal/question/questionweb"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/sitetest"
)

// What is typed wrong is kept and said beside it; a link of this shelf becomes the thing on the shelf; what helped becomes a tip.
func TestAQuestionOnItsPages(t *testing.T) {
	w := catalogtest.New(t, dbtest.SQLite(t))
	var asking *question.Service
	s := sitetest.New(w, func(base string) []web.Route {
		credits := credit.New(credit.Options{DB: w.DB, Clock: w.Clock, People: w.People, Catalog: w.Catalog})
		asking = question.New(question.Options{DB: w.DB, Clock: w.Clock, People: w.People, Catalog: w.Catalog, Credit: credits, BaseURL: base})
		return questionweb.Routes(questionweb.Options{Question: asking, Words: w.Words, BaseURL: base,
			Schools: func(context.Context, id.DistrictID) ([]questionweb.School, error) {
				return []questionweb.School{{ID: "elm", Name: "Elm"}, {ID: "oak", Name: "Oak"}}, nil
			}})
	})
	tip := w.Share(w.Mai, catalog.SeenByDistrict, "Ships’ logs")

	s.Is(s.Get("/ask", ""), 303)
	s.Is(s.Get("/ask", "tom"), 403)
	if page := s.Is(s.Get("/ask?q=maps+%22of%22+%3Cb%3E", "rosa"), 200); !strings.Contains(page.Body, `maps &#34;of&#34; &lt;b&gt;`) {
		t.Errorf("the words of the search are not carried over:\n%s", page.Text())
	}
	if page := s.Is(s.Post("/questions", "rosa", url.Values{"need_by": {"2026-12-04"}}), 422); !strings.Contains(page.Body, `value="2026-12-04"`) {
		t.Errorf("the day is not kept:\n%s", page.Text())
	}
	asked := s.Is(s.Post("/questions", "rosa", url.Values{"words": {"Where are <maps>?"}, "need_by": {"2026-12-04"}}), 303)
	at := strings.SplitN(asked.To(), "?", 2)[0]
	s.Is(s.Get(at, "mai"), 200, "Where are <maps>?", "Rosa Delgado, Elm", "Dec 4")
	s.Is(s.Get("/questions", "mai"), 200, "Where are <maps>?", "no answer yet")
	page := s.Is(s.Post("/questions", "mai", url.Values{"words": {"where are  <MAPS>?"}, "need_by": {"2026-12-07"}}), 409, "Rosa Delgado, Elm asks exactly this already.", "Ask anyway")
	if !strings.Contains(page.Body, `href="`+at+`"`) || !strings.Contains(page.Body, "where are  &lt;MAPS&gt;?</textarea>") || !strings.Contains(page.Body, `value="2026-12-07"`) {
		t.Errorf("it does not lead to the question, or what was typed is not kept:\n%s", page.Body)
	}
	if to := s.Is(s.Post("/questions", "rosa", url.Values{"words": {"Where are <maps>?"}}), 303).To(); !strings.HasPrefix(to, at) {
		t.Errorf("a second press leads to %s", to)
	}
	w.Clock.Advance(2 * time.Minute)
	for who, asks := range map[id.PersonID]url.Values{"rosa": {"words": {"Where are <maps>?"}, "anyway": {"yes"}}, "lin": {"words": {"Where are <maps>?"}}} {
		if page := s.Is(s.Post("/questions", who, asks), 409, "already"); strings.Contains(page.Text(), "Ask anyway") != (who != "rosa") {
			t.Errorf("%s reads: %s", who, page.Text())
		}
	}
	if to := s.Is(s.Post("/questions", "mai", url.Values{"words": {"Where are <maps>?"}, "anyway": {"yes"}}), 303).To(); strings.HasPrefix(to, at) {
		t.Errorf("asked anyway it leads to %s", to)
	}
	if page := s.Is(s.Post("/questions", "rosa", url.Values{"words": {"xylophone"}}), 422, "“xylophone” alone tells colleagues little."); !strings.Contains(page.Body, "xylophone</textarea>") {
		t.Errorf("the word is not kept:\n%s", page.Text())
	}
	if page := s.Is(s.Get("/ask?q=xylophone", "rosa"), 200, "Add what it is for"); !strings.Contains(page.Body, "Does anybody have something on xylophone?</textarea>") {
		t.Errorf("what was looked for is no question:\n%s", page.Text())
	}
	s.Is(s.Get(at, "stranger"), 404)
	s.Is(s.Post(at, "mai", url.Values{"alter-words": {"Mine?"}}), 403)
	if page := s.Is(s.Get(at, "rosa"), 200, "Did you find it yourself?"); strings.Contains(page.Text(), "tick what helped") {
		t.Errorf("there is nothing to tick yet:\n%s", page.Text())
	}

	if page := s.Is(s.Post(at+"/answers", "mai", url.Values{"answer-words": {"Look here."}, "answer-url": {"maps"}}), 422, "Look here."); strings.Contains(page.Text(), "answered on") {
		t.Errorf("answered: %s", page.Text())
	}
	if page := s.Is(s.Post(at+"/answers", "mai", url.Values{"do": {"look"}, "shelf": {" "}, "answer-words": {"Half an ans"}}), 422, "Write what to look for."); !strings.Contains(page.Body, "Half an ans</textarea>") {
		t.Errorf("what was typed is not kept:\n%s", page.Text())
	}
	if given, err := asking.Answers(t.Context(), w.Rosa, question.QuestionID(at[strings.LastIndex(at, "/")+1:])); err != nil || len(given) > 0 {
		t.Fatalf("who wanted to look on the shelf answered %+v, %v", given, err)
	}
	s.Is(s.Post(at+"/answers", "mai", url.Values{"answer-url": {s.URL + tip.ID.Path("Ships’ logs")}}), 303)
	s.Is(s.Get(at, "rosa"), 200, "Pine: Ships’ logs", "Mai Tran, Pine", "tick what helped")
	q := question.QuestionID(at[strings.LastIndex(at, "/")+1:])
	given, err := asking.Answers(t.Context(), w.Rosa, q)
	if err != nil || len(given) != 1 || given[0].Resource != tip.ID || given[0].URL != "" {
		t.Fatalf("answers %+v, %v", given, err)
	}
	s.Is(s.Post(at+"/answers/"+string(given[0].ID)+"/remove", "lin", nil), 403)
	for _, part := range []string{"?page=2", "#part-2"} {
		s.Is(s.Post(at+"/answers", "mai", url.Values{"answer-url": {s.URL + "/resources/" + string(tip.ID) + part}}), 303)
	}
	if given, err = asking.Answers(t.Context(), w.Rosa, q); err != nil || len(given) != 3 || given[1].Resource != tip.ID || given[2].Resource != tip.ID {
		t.Fatalf("links to a part of it: answers %+v, %v", given, err)
	}
	hidden := w.Share(w.Rosa, catalog.SeenBySchool, "Of Elm alone")
	for _, no := range []string{"/resources/gone", hidden.ID.Path("Of Elm alone")} {
		page := s.Is(s.Post(at+"/answers", "mai", url.Values{"answer-words": {"Look here."}, "answer-url": {s.URL + no}}), 422, "Look here.", "leads to nothing that you can see")
		if !strings.Contains(page.Body, `value="`+s.URL+no+`"`) || strings.Contains(page.Body, "Of Elm alone") {
			t.Errorf("%s: the link is not kept, or says more:\n%s", no, page.Text())
		}
	}
	s.Is(s.Post(at+"/answers", "mai", url.Values{"answer-words": {s.URL + "/resources/gone"}}), 422, "leads to nothing that you can see")

	helped := url.Values{"close-helped": {string(given[0].ID)}, "close-school": {"elm"}}
	if page := s.Is(s.Post(at+"/close", "rosa", helped), 422); !strings.Contains(page.Body, "checked") {
		t.Errorf("what was ticked is not kept:\n%s", page.Text())
	}
	s.Is(s.Post(at+"/close", "mai", helped), 403)
	helped.Set("close-words", "Mai has them.")
	if to := s.Is(s.Post(at+"/close", "rosa", helped), 303).To(); !strings.HasPrefix(to, "/resources/") {
		t.Errorf("closing leads to %s", to)
	}
	s.Is(s.Post(at+"/answers", "lin", url.Values{"answer-words": {"Late."}}), 409)
	ours := strings.SplitN(s.Is(s.Post("/questions", "rosa", url.Values{"words": {"Where is our calendar?"}}), 303).To(), "?", 2)[0]
	s.Is(s.Post(ours+"/answers", "lin", url.Values{"answer-url": {s.URL + tip.ID.Path("Ships’ logs")}}), 303)
	if page := s.Is(s.Get(ours, "rosa"), 200); strings.Contains(page.Text(), "will not name it") {
		t.Errorf("the tip names what the district sees:\n%s", page.Text())
	}
	s.Is(s.Post(ours+"/answers", "lin", url.Values{"answer-url": {s.URL + hidden.ID.Path("Of Elm alone")}}), 303)
	s.Is(s.Get(ours, "rosa"), 200, "Elm: Of Elm alone", "Seen by one school alone, so the tip will not name it.")
	s.Is(s.Post(at+"/reopen", "rosa", nil), 303)
	s.Is(s.Post(at+"/withdraw", "rosa", nil), 303)
	s.Is(s.Get(at, "mai"), 404)
}
