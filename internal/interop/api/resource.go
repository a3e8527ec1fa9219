package api

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
)

// resource is a whole resource as its readers see it.
type resource struct {
	ID           catalog.ResourceID `json:"id"`
	Version      catalog.VersionID  `json:"version" doc:"The newest: a change says that it began from it"`
	URL          string             `json:"url" format:"uri" doc:"Where people read it"`
	School       string             `json:"school" doc:"Short name of the school whose it is"`
	SchoolID     id.SchoolID        `json:"schoolId"`
	Visibility   string             `json:"visibility" doc:"Who may see it: its school, the district, partner districts too where there are some (consortium), anyone where public pages are on"`
	State        string             `json:"state" enum:"draft,published,retired"`
	RetireReason string             `json:"retireReason,omitempty" doc:"Why it was taken out of the catalog"`
	SharedAt     time.Time          `json:"sharedAt"`
	ChangedAt    time.Time          `json:"changedAt"`
	Document
	VersionOf catalog.ResourceID `json:"versionOf,omitempty" doc:"The resource that this is a school's version of, where the caller may see it"`
	KeptWith  catalog.ResourceID `json:"keptWith,omitempty" doc:"The resource that this is kept together with: each was written by itself, and nothing of it is used here; where the caller may see it"`
	Credit    []contribution     `json:"credit" nullable:"false" doc:"Whose work it is, first come first, those before who wrote what it is a version of, those after of whose own something is used here: derived from the versions"`
	Versions  []version          `json:"versions" nullable:"false" doc:"Its versions, newest first"`
	Warnings  []warning          `json:"warnings,omitempty" nullable:"false" doc:"What looks as if it named a student, for those who may change the resource. Nothing was refused for it"`
}

// TransformSchema implements huma.SchemaTransformer.
func (resource) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema { return enumerate(s) }

// warning is a field that seems to say what should be left out.
type warning struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// contribution is what one person wrote for one school.
type contribution struct {
	Person    string    `json:"person,omitempty" doc:"Inside the district; outside, the school alone is credited"`
	School    string    `json:"school"`
	Began     bool      `json:"began" doc:"The first version is theirs"`
	Idea      bool      `json:"idea,omitempty" doc:"Whoever began it says that the idea was theirs; they have written nothing"`
	Answered  bool      `json:"answered,omitempty" doc:"They answered a question, and what they answered was put in by whoever asked"`
	VersionOf string    `json:"versionOf,omitempty" doc:"Short name of the school whose version they wrote at; absent: the original"`
	Apart     string    `json:"apart,omitempty" doc:"Short name of the school whose own they wrote at, which is kept together with this and of which something is used here"`
	First     time.Time `json:"first"`
	Last      time.Time `json:"last"`
}

// version is one saved state.
type version struct {
	Version catalog.VersionID `json:"version"`
	Number  int               `json:"number" doc:"1, 2, 3 along the resource"`
	School  string            `json:"school"`
	Person  string            `json:"person,omitempty" doc:"Inside the district; outside, the school alone is credited"`
	At      time.Time         `json:"at"`
	Reason  string            `json:"reason,omitempty"`
}

// draft is a resource to be shared.
type draft struct {
	School     string `json:"school,omitempty" doc:"Id or name of the school that shares it; absent: the caller's first"`
	Visibility string `json:"visibility,omitempty" doc:"Who may see it; absent: the district. consortium is kept as asked, and until the district has partners it is as district; public is, until the coordinator turns public pages on"`
	Document
}

// TransformSchema implements huma.SchemaTransformer.
func (draft) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	s.Required = []string{"title", "summary"}
	s.Properties["kind"].Description += "; absent: a quick tip"
	s.Properties["grades"].Description += "; absent: those of the school"
	return enumerate(s)
}

// change is a JSON merge patch of a resource.
type change struct {
	Version    catalog.VersionID `json:"version,omitempty" doc:"The version that the change began from, unless If-Match says it"`
	Reason     string            `json:"reason,omitempty" doc:"Why, in a line that stands in the history"`
	Visibility string            `json:"visibility,omitempty"`
	Document
}

// TransformSchema implements huma.SchemaTransformer.
func (change) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	s.Required = nil
	s.AdditionalProperties = nil
	return enumerate(s)
}

type (
	one struct {
		ID catalog.ResourceID `path:"id"`
	}
	shown struct {
		ETag     string `header:"ETag" doc:"The version, for If-Match"`
		Location string `header:"Location" doc:"Of a new resource"`
		Body     resource
	}
	sharing struct {
		RawBody []byte
	}
	changing struct {
		ID      catalog.ResourceID `path:"id"`
		IfMatch string             `header:"If-Match" doc:"The version that the change began from, in quotation marks"`
		RawBody []byte
	}
)

func (a *api) addResources(to huma.API) {
	schemas := to.OpenAPI().Components.Schemas
	huma.Register(to, huma.Operation{
		OperationID: "readResource", Method: http.MethodGet, Path: "/api/v1/resources/{id}", Summary: "Read a resource", Security: somebody,
		Responses: fails(schemas, http.StatusUnauthorized, http.StatusNotFound),
	}, run(a.read))
	huma.Register(to, huma.Operation{
		OperationID: "shareResource", Method: http.MethodPost, Path: "/api/v1/resources", Summary: "Share a new resource", Security: somebody,
		DefaultStatus: http.StatusCreated, MaxBodyBytes: bodyLimit, BodyReadTimeout: bodyTime, SkipValidateBody: true,
		Responses: fails(schemas, http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity),
	}, run(a.share))
	huma.Register(to, huma.Operation{
		OperationID: "changeResource", Method: http.MethodPatch, Path: "/api/v1/resources/{id}", Summary: "Change a resource", Security: somebody,
		Description: "A JSON merge patch (RFC 7396): what is named is put in place, null takes it away, lists and blocks are replaced whole. " +
			"It says from which version it began; if somebody has saved since, the two are joined part by part and word by word. Where both " +
			"changed the same in different ways nothing is changed, and 409 hands over what is there now and what would have been saved. " +
			"What cannot be changed here may stand in the patch as it is.",
		MaxBodyBytes: bodyLimit, BodyReadTimeout: bodyTime, SkipValidateBody: true,
		Responses: fails(schemas, http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusConflict,
			http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity, http.StatusPreconditionRequired),
	}, run(a.change))
	paths := to.OpenAPI().Paths
	takes(paths["/api/v1/resources"].Post, schemas.Schema(typeOf[draft](), true, ""), "application/json")
	takes(paths["/api/v1/resources/{id}"].Patch, schemas.Schema(typeOf[change](), true, ""), "application/merge-patch+json", "application/json")
	a.readable = schemas.Map()["Resource"].Properties
	a.writable = schemas.Map()["NewResource"].Properties
}

// takes says what the body of an operation holds.
func takes(op *huma.Operation, schema *huma.Schema, types ...string) {
	content := map[string]*huma.MediaType{}
	for _, t := range types {
		content[t] = &huma.MediaType{Schema: schema}
	}
	op.RequestBody = &huma.RequestBody{Required: true, Content: content}
}

// read answers GET /api/v1/resources/{id}.
func (a *api) read(ctx context.Context, in *one) (*shown, error) {
	out, err := a.show(ctx, in.ID)
	return &shown{ETag: quoted(out.Version), Body: out}, err
}

func (a *api) show(ctx context.Context, r catalog.ResourceID) (resource, error) {
	s, err := a.Catalog.Show(ctx, requestOf(ctx).Actor, r)
	if err != nil {
		return resource{}, err
	}
	return a.resource(ctx, s)
}

func (a *api) resource(ctx context.Context, s catalog.Shown) (resource, error) {
	d, err := documentOf(s.Document)
	if err != nil {
		return resource{}, err
	}
	out := resource{
		ID: s.ID, Version: s.Head, URL: a.url(s.ID, d.Title), School: s.SchoolName, SchoolID: s.School, Visibility: string(s.Visibility),
		State: string(s.State), RetireReason: s.RetireReason, SharedAt: s.SharedAt, ChangedAt: s.ChangedAt, Document: d,
	}
	versions, err := a.Catalog.Lineage(ctx, requestOf(ctx).Actor, s.ID)
	if err != nil {
		return resource{}, err
	}
	out.Versions = make([]version, len(versions))
	for i, v := range versions {
		out.Versions[i] = version{v.ID, v.Number, v.SchoolName, v.AuthorName, v.At, v.Reason}
	}
	out.Credit = make([]contribution, len(s.Credit))
	for i, k := range s.Credit {
		out.Credit[i] = contribution{k.PersonName, k.SchoolName, k.Began, k.Idea, k.Answered, k.VersionOf, k.Apart, k.First, k.Last}
	}
	if s.Core != "" {
		switch err := a.Catalog.MaySee(ctx, requestOf(ctx).Actor, s.Core); {
		case err == nil && s.CoreVersion == "":
			out.KeptWith = s.Core
		case err == nil:
			out.VersionOf = s.Core
		case !fault.IsNotFound(err):
			return resource{}, err
		}
	}
	if s.MayEdit {
		for _, doubt := range catalog.Doubts(s.Document) {
			field := doubt.Field
			if field == "why" {
				field = "summary"
			}
			out.Warnings = append(out.Warnings, warning{field, requestOf(ctx).P.T("ui.leave_out", doubt.Words)})
		}
	}
	return out, nil
}

func quoted(v catalog.VersionID) string { return `"` + string(v) + `"` }

// share answers POST /api/v1/resources.
func (a *api) share(ctx context.Context, in *sharing) (*shown, error) {
	by := requestOf(ctx).Actor
	body, err := parse(in.RawBody)
	if err != nil {
		return nil, unreadable(ctx)
	}
	var wrong fault.Fields
	for name := range body {
		if a.writable[name] == nil {
			wrong.Add(name, unknownField)
		}
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	var what draft
	if err := object(merged(map[string]any{}, map[string]any(body)).(map[string]any)).decode(&what); err != nil {
		return nil, err
	}
	school, err := a.school(ctx, by, what.School)
	if err != nil {
		return nil, err
	}
	if what.Kind == "" {
		what.Kind = string(block.QuickTip)
	}
	if len(what.Grades) == 0 {
		what.Grades = school.Grades.Codes()
	}
	doc, err := a.document(ctx, by, what.Document, what.Visibility, nil)
	if err != nil {
		return nil, err
	}
	r, err := a.Catalog.Share(ctx, by, catalog.ShareInput{School: school.ID, Visibility: catalog.Visibility(what.Visibility), Document: doc, Proposals: doc.About.Missing})
	if err != nil {
		return nil, err
	}
	out, err := a.show(ctx, r.ID)
	return &shown{ETag: quoted(out.Version), Location: a.BaseURL + "/api/v1/resources/" + string(r.ID), Body: out}, err
}

// school finds the school that shares: by id, by name, or the caller's first.
func (a *api) school(ctx context.Context, by actor.Actor, named string) (people.School, error) {
	if named == "" && len(by.Schools) > 0 {
		named = string(by.Schools[0].School)
	}
	ids, err := a.schoolIDs(ctx, by, []string{named})
	if err != nil {
		return people.School{}, err
	}
	school, err := a.People.School(ctx, by.District, id.SchoolID(ids[0]))
	if fault.IsNotFound(err) {
		return school, fault.Fields{"school": fault.Say("api.wrong.school")}
	}
	return school, err
}

// change answers PATCH /api/v1/resources/{id}.
func (a *api) change(ctx context.Context, in *changing) (*shown, error) {
	by := requestOf(ctx).Actor
	patch, err := parse(in.RawBody)
	if err != nil {
		return nil, unreadable(ctx)
	}
	began, err := begunFrom(ctx, in.IfMatch, patch)
	if err != nil {
		return nil, err
	}
	before, err := a.Catalog.Show(ctx, by, in.ID)
	if err != nil {
		return nil, err
	}
	if before.State != catalog.StatePublished {
		return nil, fault.Conflict{Reason: fault.Say("catalog.conflict.state")}
	}
	older := before.Head != began
	if older {
		version, err := a.Catalog.ShowVersion(ctx, by, in.ID, began)
		if fault.IsNotFound(err) {
			return nil, a.diverged(ctx, catalog.Diverged{Resource: before.ID, Base: began, Head: before.Head}, nil)
		}
		if err != nil {
			return nil, err
		}
		before.Document, before.Visibility = version.Document, version.Visibility
	}
	what, err := a.changed(ctx, before, patch, older)
	if err != nil {
		return nil, err
	}
	doc, err := a.document(ctx, by, what.Document, what.Visibility, &before)
	if err != nil {
		return nil, err
	}
	_, err = a.Catalog.Save(ctx, by, catalog.SaveInput{Resource: before.ID, Base: began, Visibility: catalog.Visibility(what.Visibility),
		Document: doc, Proposals: doc.About.Missing, Reason: what.Reason})
	var moved catalog.Diverged
	if errors.As(err, &moved) {
		return nil, a.diverged(ctx, moved, &catalog.Written{Base: began, Visibility: catalog.Visibility(what.Visibility), Document: doc})
	}
	if err != nil {
		return nil, err
	}
	out, err := a.show(ctx, before.ID)
	return &shown{ETag: quoted(out.Version), Body: out}, err
}

// begunFrom is the version that a change began from, as If-Match or the patch says. Both may, if they agree.
func begunFrom(ctx context.Context, ifMatch string, patch object) (catalog.VersionID, error) {
	match := strings.Trim(strings.TrimSpace(ifMatch), `"`)
	if match == "*" {
		match = ""
	}
	version, _ := patch["version"].(string)
	switch {
	case version == "" && match == "":
		return "", saidAs(ctx, http.StatusPreconditionRequired, "api.unversioned")
	case version != "" && match != "" && version != match:
		return "", fault.Fields{"version": fault.Say("api.wrong.version")}
	case version == "":
		return catalog.VersionID(match), nil
	}
	return catalog.VersionID(version), nil
}

// changed applies a patch to a resource as the caller sees it, or saw it when it was older: what cannot be changed may then be
// said as it was.
func (a *api) changed(ctx context.Context, before catalog.Shown, patch object, older bool) (change, error) {
	now, err := a.resource(ctx, before)
	if err != nil {
		return change{}, err
	}
	old, err := asObject(now)
	if err != nil {
		return change{}, err
	}
	after := object(merged(map[string]any(old), map[string]any(patch)).(map[string]any))
	var wrong fault.Fields
	for name := range patch {
		switch fixed := a.writable[name] == nil || name == "school"; {
		case name == "version" || name == "reason":
		case fixed && a.readable[name] == nil:
			wrong.Add(name, unknownField)
		case fixed && !older && !reflect.DeepEqual(after[name], old[name]):
			wrong.Add(name, "api.wrong.fixed")
		}
	}
	if err := wrong.Err(); err != nil {
		return change{}, err
	}
	var out change
	return out, after.decode(&out)
}

func unreadable(ctx context.Context) *problem {
	return saidAs(ctx, http.StatusBadRequest, "api.unreadable")
}
