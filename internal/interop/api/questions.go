package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/commonshelf/commonshelf/internal/catalog"
	asking "github.com/commonshelf/commonshelf/internal/question"
)

// Asked is what somebody asks her colleagues.
type Asked struct {
	ID      asking.QuestionID  `json:"id"`
	URL     string             `json:"url" format:"uri" doc:"Where people read and answer it"`
	Words   string             `json:"words"`
	Person  string             `json:"person"`
	School  string             `json:"school,omitempty" doc:"Short name of the school for which it is asked"`
	NeedBy  string             `json:"needBy,omitempty" format:"date" doc:"When an answer is needed"`
	State   asking.State       `json:"state" enum:"open,closed,withdrawn" doc:"withdrawn: read by whoever asked, and by coordinators"`
	AskedAt time.Time          `json:"askedAt"`
	EndedAt *time.Time         `json:"endedAt,omitempty" doc:"When it was closed or withdrawn"`
	Tip     catalog.ResourceID `json:"tip,omitempty" doc:"The resource that what helped became"`
	Answers int                `json:"answers" doc:"How many stand under it"`
}

// askedWhole is a question with its answers.
type askedWhole struct {
	Asked
	Given []answered `json:"given" nullable:"false" doc:"The answers, the first first"`
}

// answered is what a colleague answered: a line, a link or something on the shelf.
type answered struct {
	ID       asking.AnswerID    `json:"id"`
	Person   string             `json:"person"`
	School   string             `json:"school,omitempty"`
	At       time.Time          `json:"at"`
	Words    string             `json:"words,omitempty"`
	URL      string             `json:"url,omitempty" format:"uri"`
	Resource catalog.ResourceID `json:"resource,omitempty" doc:"Something on the shelf that the caller may see"`
	Helped   bool               `json:"helped,omitempty" doc:"As whoever asked said when closing the question"`
}

type (
	questionsOf struct {
		State string `query:"state" enum:"open,closed" default:"open"`
	}
	questionList struct {
		Body struct {
			Items []Asked `json:"items" nullable:"false" doc:"At most 100: open ones the newest first, closed ones the last closed first"`
		}
	}
	questionID struct {
		ID asking.QuestionID `path:"id"`
	}
	questionShown struct{ Body askedWhole }
)

func (a *api) addQuestions(to huma.API) {
	schemas := to.OpenAPI().Components.Schemas
	huma.Register(to, huma.Operation{
		OperationID: "listQuestions", Method: http.MethodGet, Path: "/api/v1/questions", Summary: "Read what colleagues ask", Security: somebody,
		Description: "Questions go among those who share in the caller's district; teachers are answered 403.",
		Responses:   fails(schemas, http.StatusUnauthorized, http.StatusForbidden, http.StatusUnprocessableEntity),
	}, run(a.questions))
	huma.Register(to, huma.Operation{
		OperationID: "readQuestion", Method: http.MethodGet, Path: "/api/v1/questions/{id}", Summary: "Read a question and its answers", Security: somebody,
		Responses: fails(schemas, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound),
	}, run(a.question))
}

// questions answers GET /api/v1/questions.
func (a *api) questions(ctx context.Context, in *questionsOf) (*questionList, error) {
	read := a.Question.Open
	if asking.State(in.State) == asking.Closed {
		read = a.Question.Closed
	}
	list, err := read(ctx, requestOf(ctx).Actor)
	if err != nil {
		return nil, err
	}
	out := &questionList{}
	out.Body.Items = make([]Asked, len(list))
	for i, q := range list {
		out.Body.Items[i] = a.asked(q)
	}
	return out, nil
}

// question answers GET /api/v1/questions/{id}.
func (a *api) question(ctx context.Context, in *questionID) (*questionShown, error) {
	by := requestOf(ctx).Actor
	q, err := a.Question.Find(ctx, by, in.ID)
	if err != nil {
		return nil, err
	}
	list, err := a.Question.Answers(ctx, by, in.ID)
	if err != nil {
		return nil, err
	}
	out := askedWhole{Asked: a.asked(q), Given: make([]answered, len(list))}
	for i, g := range list {
		out.Given[i] = answered{ID: g.ID, Person: g.PersonName, School: g.SchoolName, At: g.At, Words: g.Words, URL: g.URL, Helped: g.Helped}
		if g.Card != nil {
			out.Given[i].Resource = g.Card.ID
		}
	}
	return &questionShown{out}, nil
}

func (a *api) asked(q asking.Question) Asked {
	out := Asked{ID: q.ID, URL: a.BaseURL + "/questions/" + string(q.ID), Words: q.Words, Person: q.PersonName, School: q.SchoolName, NeedBy: string(q.NeedBy),
		State: q.State, AskedAt: q.AskedAt, Tip: q.Tip, Answers: q.Answers}
	if !q.EndedAt.IsZero() {
		out.EndedAt = &q.EndedAt
	}
	return out
}
