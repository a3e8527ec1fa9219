package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/web"
)

// problem is a failure as the caller reads it.
type problem struct {
	web.Problem
	Current *resource  `json:"current,omitempty" doc:"With 409 after somebody else saved: the resource as it is now. Nothing was changed"`
	Yours   *Document  `json:"yours,omitempty" doc:"With 409: what the change would have made of the version that it began from"`
	Parts   []conflict `json:"parts,omitempty" doc:"With 409: the parts that both changed in different ways"`
}

// Error implements error.
func (p *problem) Error() string { return p.Title }

// GetStatus implements huma.StatusError.
func (p *problem) GetStatus() int { return p.Status }

// ContentType implements huma.ContentTypeFilter.
func (p *problem) ContentType(string) string { return "application/problem+json" }

// failed says an error of an operation in the caller's words.
func failed(ctx context.Context, err error) *problem {
	r := requestOf(ctx)
	p := &problem{Problem: r.Problem(err)}
	if p.Status == http.StatusUnprocessableEntity {
		p.Detail = r.P.T("api.invalid")
	}
	return p
}

// unknownField is said of a name that is no field here, also where a document has a field of that name.
const unknownField = "api.wrong.unknown"

// named gives the faults of a document the names that the fields have here.
func named(err error) error {
	wrong, ok := fault.AsFields(err)
	if !ok {
		return err
	}
	if message, there := wrong["why"]; there && message.Key != unknownField {
		delete(wrong, "why")
		wrong["summary"] = message
	}
	if message, there := wrong["source_url"]; there {
		delete(wrong, "source_url")
		wrong["source.url"] = message
	}
	return wrong
}

// saidAs is a failure of a status in the words of two messages: key.title and key.reason.
func saidAs(ctx context.Context, status int, key string) *problem {
	words := requestOf(ctx).P
	return &problem{Problem: web.Problem{Type: "about:blank", Title: words.T(key + ".title"), Status: status, Detail: words.T(key + ".reason")}}
}

// conflict is a part that both changed in different ways.
type conflict struct {
	Key    string   `json:"key" doc:"Of the block; about: what the resource says of itself; visibility: who may see it"`
	Fields []string `json:"fields,omitempty" doc:"In which they differ; none where one side removed the part"`
}

// diverged tells a writer that somebody else saved in between and changed the same, and hands over what is there now and, as far
// as it could be read, what the writer wanted.
func (a *api) diverged(ctx context.Context, moved catalog.Diverged, mine *catalog.Written) *problem {
	p := failed(ctx, moved)
	p.Detail = requestOf(ctx).P.T("api.diverged")
	if now, err := a.show(ctx, moved.Resource); err == nil {
		p.Current = &now
	}
	if mine == nil {
		return p
	}
	if d, err := documentOf(mine.Document); err == nil {
		p.Yours = &d
	}
	if d, err := a.Catalog.Reconcile(ctx, requestOf(ctx).Actor, moved.Resource, *mine, ""); err == nil {
		for _, c := range d.Result.Conflicts {
			p.Parts = append(p.Parts, conflict{string(c.Key), c.Fields})
		}
		if d.Seen.Apart {
			p.Parts = append(p.Parts, conflict{Key: "visibility"})
		}
	}
	return p
}

// matches reads the number out of a message of the framework.
func matches(message, form string, number *int) bool {
	n, err := fmt.Sscanf(message, form, number)
	return err == nil && n == 1
}

// ours says in the caller's words what the framework found wrong with a request.
func ours(ctx huma.Context, _ string, v any) (any, error) {
	theirs, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	if theirs.Status == http.StatusUnprocessableEntity {
		var wrong fault.Fields
		for _, detail := range theirs.Errors {
			field := fieldOf(detail.Location)
			if most := 0; matches(detail.Message, validation.MsgExpectedMaxLength, &most) {
				wrong.Add(field, "api.wrong.long", most)
				continue
			}
			wrong.Add(field, "api.wrong.value")
		}
		return failed(ctx.Context(), wrong), nil
	}
	if theirs.Status == http.StatusRequestEntityTooLarge {
		return saidAs(ctx.Context(), theirs.Status, "web.large"), nil
	}
	return saidAs(ctx.Context(), theirs.Status, "api.unreadable"), nil
}

// fieldOf is the field that a location such as "query.page" or "body.blocks[2].url" points to.
func fieldOf(location string) string {
	_, field, found := strings.Cut(location, ".")
	if !found {
		return location
	}
	return strings.NewReplacer("[", ".", "]", "").Replace(field)
}

// run is an operation whose failures are said in the caller's words.
func run[I, O any](do func(context.Context, *I) (*O, error)) func(context.Context, *I) (*O, error) {
	return func(ctx context.Context, in *I) (*O, error) {
		out, err := do(ctx, in)
		var said *problem
		if err == nil || errors.As(err, &said) {
			return out, err
		}
		return nil, failed(ctx, named(err))
	}
}

// fails describes the failures of an operation.
func fails(r huma.Registry, statuses ...int) map[string]*huma.Response {
	schema := r.Schema(typeOf[problem](), true, "")
	out := map[string]*huma.Response{}
	for _, status := range append(statuses, http.StatusTooManyRequests, http.StatusInternalServerError) {
		out[strconv.Itoa(status)] = &huma.Response{Description: said[status], Content: map[string]*huma.MediaType{"application/problem+json": {Schema: schema}}}
	}
	return out
}

// said is what a status means here.
var said = map[int]string{
	http.StatusBadRequest:            "The body is no JSON object",
	http.StatusUnauthorized:          "A token or a session is needed, or the token opens nothing",
	http.StatusForbidden:             "The caller may not do this, or the token is for reading alone",
	http.StatusNotFound:              "Not there, or not for the caller to see",
	http.StatusConflict:              "Somebody else saved since the version that the change began from; `current` is what is there now, `yours` what would have been saved",
	http.StatusPreconditionRequired:  "The change does not say from which version it began",
	http.StatusRequestEntityTooLarge: "The body is larger than 2 MiB",
	http.StatusUnprocessableEntity:   "Something is missing or wrong; `errors` names the fields",
	http.StatusTooManyRequests:       "Too often; `Retry-After` says when again",
	http.StatusInternalServerError:   "Something went wrong here",
}
