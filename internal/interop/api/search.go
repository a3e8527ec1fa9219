package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/search"
)

// question is what a search asks for.
type question struct {
	Words    string   `query:"q" maxLength:"500" doc:"Words to look for, in any language; topics are found by every name they have. None: everything, newest first"`
	Kind     []string `query:"kind,explode" maxItems:"20" doc:"Several values of one facet are alternatives, here and below; at most 60 of all facets together"`
	Subject  []string `query:"subject,explode" maxItems:"20"`
	Grade    []string `query:"grade,explode" maxItems:"20" doc:"Bands (pk, k-2, 3-5, 6-8, 9-12), single grades (pk, k, 1 to 12), or from one to another: 4-7"`
	Language []string `query:"language,explode" maxItems:"20" doc:"BCP 47"`
	Format   []string `query:"format,explode" maxItems:"20"`
	School   []string `query:"school,explode" maxItems:"20" doc:"Ids or names"`
	Tag      []string `query:"tag,explode" maxItems:"20" doc:"Codes of topics"`
	Access   []string `query:"access,explode" maxItems:"20" doc:"Access features"`
	Purchase []string `query:"purchase,explode" maxItems:"1" enum:"none" doc:"none: nothing has to be bought for it"`
	Captions []string `query:"captions,explode" maxItems:"1" enum:"yes" doc:"yes: its films have captions"`
	Use      []string `query:"use,explode" maxItems:"1" enum:"my-school" doc:"my-school: what the caller's schools may use. The caller must be at one"`
	Tried    []string `query:"tried,explode" maxItems:"1" enum:"not-yet" doc:"not-yet: what nobody at the caller's schools has used or shared. The caller must be at one"`
	Shared   []string `query:"shared,explode" maxItems:"3" enum:"month,school-year,12-months" doc:"When it was shared, by the days of the caller's district; a school year begins in August"`
	Since    string   `query:"since" maxLength:"10" doc:"The first day on which it was shared, as 2026-09-01"`
	Until    string   `query:"until" maxLength:"10" doc:"The last day on which it was shared"`
	Versions string   `query:"versions" enum:"all,once" default:"all" doc:"once: of the versions of one resource that the words find, one is an item: the caller's own school's if it fits, else the best; without words the newest. Facets count them as the total does"`
	Sort     string   `query:"sort" enum:"fit,newest" default:"fit"`
	Page     int      `query:"page" minimum:"1" maximum:"1000000" default:"1" doc:"Of 20 items"`
}

// page is one page of what was found.
type page struct {
	Total   int                       `json:"total" doc:"Items on all pages"`
	Every   int                       `json:"every" doc:"The same with every version"`
	Page    int                       `json:"page"`
	Pages   int                       `json:"pages"`
	Relaxed bool                      `json:"relaxed" doc:"Few have all the words: with them are those that have most of what counts"`
	Whole   int                       `json:"whole" doc:"How many of the total have all the words"`
	Left    string                    `json:"notLookedFor,omitempty" doc:"The first of the words that were left out, since a search takes at most 24 different ones"`
	Beyond  []string                  `json:"noSuchGrades,omitempty" doc:"Grades that the words named and that there are not: the other words were looked for"`
	Items   []item                    `json:"items" nullable:"false"`
	Facets  map[string]map[string]int `json:"facets" doc:"How many were found by facet and value, as if nothing were chosen in this facet; values that nothing has are left out"`
}

// item is a resource as a list shows it.
type item struct {
	ID        catalog.ResourceID `json:"id"`
	Title     string             `json:"title"`
	Summary   string             `json:"summary"`
	Kind      string             `json:"kind"`
	School    string             `json:"school" doc:"Short name of the school that shares it"`
	SchoolID  string             `json:"schoolId"`
	URL       string             `json:"url" format:"uri" doc:"Where people read it"`
	Grades    []string           `json:"grades" nullable:"false"`
	Bands     []string           `json:"bands" nullable:"false" doc:"The bands that the grades touch: the values of the facet grade"`
	Subjects  []string           `json:"subjects" nullable:"false"`
	Formats   []string           `json:"formats" nullable:"false"`
	Access    []string           `json:"access" nullable:"false"`
	Tags      []string           `json:"tags" nullable:"false"`
	Language  string             `json:"language"`
	Minutes   int                `json:"minutes,omitempty"`
	SharedAt  time.Time          `json:"sharedAt"`
	ChangedAt time.Time          `json:"changedAt"`
	Why       *why               `json:"why,omitempty" doc:"Why it was found; only where words were looked for"`
}

type found struct{ Body page }

func (a *api) addSearch(to huma.API) {
	huma.Register(to, huma.Operation{
		OperationID: "search", Method: http.MethodGet, Path: "/api/v1/search", Summary: "Find resources", Security: somebody,
		Description: "What the caller may see and nothing else is found and counted. What was saved is found by the next search.",
		Responses:   fails(to.OpenAPI().Components.Schemas, http.StatusUnauthorized, http.StatusUnprocessableEntity),
	}, run(a.search))
}

// search answers GET /api/v1/search.
func (a *api) search(ctx context.Context, in *question) (*found, error) {
	by := requestOf(ctx).Actor
	if err := in.within(len(by.Schools) > 0); err != nil {
		return nil, err
	}
	schools, err := a.schoolIDs(ctx, by, in.School)
	if err != nil {
		return nil, err
	}
	got, err := a.Search.Search(ctx, by, search.Query{Words: in.Words, Newest: in.Sort == "newest", Every: in.Versions != "once", Page: in.Page, Since: in.Since, Until: in.Until, Filters: chosen(map[string][]string{
		search.Kind: in.Kind, search.Subject: in.Subject, search.Grade: in.Grade, search.Language: in.Language,
		search.Format: in.Format, search.School: schools, search.Tag: in.Tag, search.Access: in.Access,
		search.Purchase: in.Purchase, search.Captions: in.Captions, search.Use: in.Use, search.Tried: in.Tried, search.Shared: in.Shared,
	})})
	if err != nil {
		return nil, err
	}
	out := page{Total: got.Total, Every: got.Every, Page: got.Page, Pages: got.Pages, Relaxed: got.Relaxed, Whole: got.Whole, Left: got.Over, Beyond: got.Asked.Beyond, Items: make([]item, len(got.Cards)), Facets: map[string]map[string]int{}}
	for i, c := range got.Cards {
		out.Items[i] = a.item(c)
		out.Items[i].Why = whyOf(got, i)
	}
	for _, f := range got.Facets {
		out.Facets[f.Name] = map[string]int{}
		for _, v := range f.Values {
			if v.Count > 0 {
				out.Facets[f.Name][v.Value] = v.Count
			}
		}
	}
	return &found{out}, nil
}

// within refuses more values than one search may ask for, words in which there is nothing to look for, days that are none, and what is
// for the school of a caller who is at none.
func (in *question) within(atSchool bool) error {
	room := search.ChosenLimit
	for _, values := range [][]string{in.Kind, in.Subject, in.Grade, in.Language, in.Format, in.School, in.Tag, in.Access, in.Purchase, in.Captions, in.Use, in.Tried, in.Shared} {
		room -= len(values)
	}
	var wrong fault.Fields
	for field, day := range map[string]string{"since": in.Since, "until": in.Until} {
		if _, err := clock.ParseDay(day); err != nil {
			wrong.Add(field, "catalog.wrong.day")
		}
	}
	for field, values := range map[string][]string{"use": in.Use, "tried": in.Tried} {
		if len(values) > 0 && !atSchool {
			wrong.Add(field, "api.wrong.no_school")
		}
	}
	if room < 0 {
		wrong.Add("query", "api.wrong.many_values", search.ChosenLimit)
	}
	if search.AsTyped(in.Words).Nothing {
		wrong.Add("q", "api.wrong.no_words")
	}
	return wrong.Err()
}

// chosen leaves out facets and values that were sent empty.
func chosen(filters map[string][]string) map[string][]string {
	out := map[string][]string{}
	for facet, values := range filters {
		for _, v := range values {
			if v != "" {
				out[facet] = append(out[facet], v)
			}
		}
	}
	return out
}

// schoolIDs puts ids for the names of schools of the caller's district. What names none stays, and finds nothing.
func (a *api) schoolIDs(ctx context.Context, by actor.Actor, named []string) ([]string, error) {
	if len(named) == 0 || by.District == "" {
		return named, nil
	}
	schools, err := a.People.Schools(ctx, by.District)
	if err != nil {
		return nil, err
	}
	out := make([]string, len(named))
	for i, name := range named {
		out[i] = name
		if found, _ := people.NamedSchool(schools, name); found != nil {
			out[i] = string(found.ID)
		}
	}
	return out, nil
}

func (a *api) item(c catalog.Card) item {
	about := c.About
	language := about.Language
	if language == "" {
		language = "en"
	}
	return item{
		ID: c.ID, Title: about.Title, Summary: about.Why, Kind: string(about.Type), School: c.SchoolName, SchoolID: string(c.School),
		URL: a.url(c.ID, about.Title), Grades: about.Grades.Codes(), Bands: listed(grade.BandsOf(about.Grades)), Subjects: listed(about.Subjects),
		Formats: listed(about.Formats), Access: listed(about.Access), Tags: listed(about.Tags), Language: language, Minutes: about.Minutes,
		SharedAt: c.SharedAt, ChangedAt: c.ChangedAt,
	}
}

// url is where people read a resource.
func (a *api) url(r catalog.ResourceID, title string) string { return a.BaseURL + r.Path(title) }
