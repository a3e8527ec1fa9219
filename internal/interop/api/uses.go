package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/id"
)

// uses is how a resource did in the caller's district. Who reported a use stands on its page: programs could count it up by person.
type uses struct {
	Total int   `json:"total" doc:"That stand under the resource"`
	Items []use `json:"items" nullable:"false" doc:"The last first"`
}

// use is one use of a resource.
type use struct {
	ID       feedback.ReportID `json:"id"`
	School   string            `json:"school" doc:"Short name of the school where it was used"`
	SchoolID id.SchoolID       `json:"schoolId"`
	At       time.Time         `json:"at"`
	Outcome  feedback.Outcome  `json:"outcome" enum:"worked,improve" doc:"improve: somebody would change something"`
	Grades   []string          `json:"grades" nullable:"false"`
	Visits   int               `json:"visits,omitempty"`
	Classes  int               `json:"classes,omitempty"`
	Words    string            `json:"words,omitempty" doc:"With whom, and what was changed"`
}

type (
	usesOf struct {
		ID    catalog.ResourceID `path:"id"`
		Limit int                `query:"limit" minimum:"1" maximum:"300" default:"50" doc:"At most so many, the last ones"`
	}
	used struct{ Body uses }
)

func (a *api) addUses(to huma.API) {
	huma.Register(to, huma.Operation{
		OperationID: "listUses", Method: http.MethodGet, Path: "/api/v1/resources/{id}/uses", Summary: "Read how a resource did", Security: somebody,
		Description: "What colleagues, and teachers with a link, reported of it in the caller's district. Who reported what is not said.",
		Responses:   fails(to.OpenAPI().Components.Schemas, http.StatusUnauthorized, http.StatusNotFound, http.StatusUnprocessableEntity),
	}, run(a.uses))
}

// uses answers GET /api/v1/resources/{id}/uses.
func (a *api) uses(ctx context.Context, in *usesOf) (*used, error) {
	list, all, err := a.Feedback.Of(ctx, requestOf(ctx).Actor, in.ID, in.Limit)
	if err != nil {
		return nil, err
	}
	out := uses{Total: all, Items: make([]use, len(list))}
	for i, u := range list {
		out.Items[i] = use{ID: u.ID, School: u.SchoolName, SchoolID: u.School, At: u.At, Outcome: u.Outcome, Grades: listed(u.Grades.Codes()), Visits: u.Visits, Classes: u.Classes, Words: u.Words}
	}
	return &used{out}, nil
}
