package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/interop/api"
	"github.com/commonshelf/commonshelf/internal/rights"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
)

// description is the description as anyone reads it.
func description(t *testing.T) object {
	t.Helper()
	data, err := json.Marshal(api.Described().OpenAPI())
	if err != nil {
		t.Fatal(err)
	}
	var out object
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTheDescriptionListsTheOperations(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		read, err := http.Get(s.url + "/api/openapi.json")
		if err != nil {
			t.Fatal(err)
		}
		defer read.Body.Close()
		var doc object
		if err := json.NewDecoder(read.Body).Decode(&doc); err != nil || read.Header.Get("Content-Type") != "application/openapi+json" {
			t.Fatalf("%v, %q", err, read.Header.Get("Content-Type"))
		}
		var listed []string
		for path, item := range doc["paths"].(object) {
			for method := range item.(object) {
				listed = append(listed, strings.ToUpper(method)+" "+path)
			}
		}
		slices.Sort(listed)
		want := []string{"GET /api/v1/questions", "GET /api/v1/questions/{id}", "GET /api/v1/resources/{id}", "GET /api/v1/resources/{id}/uses", "GET /api/v1/search", "PATCH /api/v1/resources/{id}", "POST /api/v1/resources"}
		if !slices.Equal(listed, want) {
			t.Errorf("it lists %v", listed)
		}
		for _, pattern := range want {
			if !slices.ContainsFunc(s.site.Routes(), func(r web.Route) bool { return r.Pattern == pattern }) {
				t.Errorf("%s is not served", pattern)
			}
		}
		if at := doc["servers"].([]any)[0].(object)["url"]; at != s.url {
			t.Errorf("it says to be at %v", at)
		}
	})
}

// What OpenAPI 3.1 asks of a document, as far as this one has it.
func TestTheDescriptionIsWhole(t *testing.T) {
	doc := description(t)
	info := doc["info"].(object)
	if doc["openapi"] != "3.1.0" || info["title"] == "" || info["version"] == "" {
		t.Errorf("it begins %v %v", doc["openapi"], info)
	}
	components := doc["components"].(object)
	schemas, schemes := components["schemas"].(object), components["securitySchemes"].(object)
	ids := map[string]bool{}
	for path, operations := range doc["paths"].(object) {
		for method, op := range operations.(object) {
			at := method + " " + path
			checkOperation(t, at, path, op.(object), schemes)
			id, _ := op.(object)["operationId"].(string)
			if id == "" || ids[id] {
				t.Errorf("%s has the id %q", at, id)
			}
			ids[id] = true
		}
	}
	used := map[string]bool{}
	walk(doc, func(at string, o object) {
		if ref, ok := o["$ref"].(string); ok {
			name, found := strings.CutPrefix(ref, "#/components/schemas/")
			if used[name] = true; !found || schemas[name] == nil {
				t.Errorf("%s refers to %q, which is not there", at, ref)
			}
		}
	})
	for name := range schemas {
		if !used[name] {
			t.Errorf("nothing refers to the schema %s", name)
		}
	}
}

var gap = regexp.MustCompile(`\{(\w+)\}`)

func checkOperation(t *testing.T, at, path string, op, schemes object) {
	t.Helper()
	if op["summary"] == "" {
		t.Errorf("%s has no summary", at)
	}
	declared := map[string]bool{}
	parameters, _ := op["parameters"].([]any)
	for _, p := range parameters {
		p := p.(object)
		declared[fmt.Sprint(p["in"], " ", p["name"])] = true
		if p["schema"] == nil || p["in"] == "path" && p["required"] != true {
			t.Errorf("%s: the parameter %v is not whole", at, p)
		}
	}
	for _, m := range gap.FindAllStringSubmatch(path, -1) {
		if !declared["path "+m[1]] {
			t.Errorf("%s does not declare %s", at, m[1])
		}
	}
	if body, ok := op["requestBody"].(object); ok {
		for kind, c := range body["content"].(object) {
			if !strings.HasSuffix(kind, "json") || c.(object)["schema"] == nil {
				t.Errorf("%s takes %s: %v", at, kind, c)
			}
		}
	}
	success := false
	for status, r := range op["responses"].(object) {
		r := r.(object)
		success = success || strings.HasPrefix(status, "2")
		if r["description"] == nil || r["description"] == "" || r["content"] == nil {
			t.Errorf("%s: the response %s is not whole: %v", at, status, r)
		}
	}
	if !success {
		t.Errorf("%s never succeeds", at)
	}
	for _, way := range op["security"].([]any) {
		for name := range way.(object) {
			if schemes[name] == nil {
				t.Errorf("%s is opened by %s, which is not there", at, name)
			}
		}
	}
}

// walk visits every object in a value.
func walk(v any, do func(at string, o object)) { walkAt("", v, do) }

func walkAt(at string, v any, do func(at string, o object)) {
	switch v := v.(type) {
	case object:
		do(at, v)
		for key, inner := range v {
			walkAt(at+"/"+key, inner, do)
		}
	case []any:
		for i, inner := range v {
			walkAt(fmt.Sprint(at, "/", i), inner, do)
		}
	}
}

func TestTheDescriptionNamesTheCodes(t *testing.T) {
	schemas := api.Described().OpenAPI().Components.Schemas.Map()
	strs := func(list []any) []string {
		var out []string
		for _, v := range list {
			out = append(out, v.(string))
		}
		return out
	}
	for _, name := range []string{"Resource", "NewResource", "Change"} {
		s := schemas[name].Properties
		for field, want := range map[string][]string{"subjects": vocab.Subjects.Codes, "formats": vocab.Formats.Codes, "audience": vocab.Audiences.Codes, "access": vocab.Access.Codes} {
			if got := strs(s[field].Items.Enum); !slices.Equal(got, want) {
				t.Errorf("%s of %s are %v", field, name, got)
			}
		}
		if len(s["kind"].Enum) != len(block.ResourceKinds) || len(s["rights"].Enum) != len(rights.All) || len(s["visibility"].Enum) != 4 {
			t.Errorf("%s does not list its codes", name)
		}
	}
	if got := schemas["Block"].OneOf; len(got) != len(block.Kinds) {
		t.Errorf("%d kinds of block", len(got))
	}
}

// The answers of the running API are what the description says they are.
func TestAnswersAreAsDescribed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		rosa := s.writing("rosa")
		made := rosa.share(whole())
		at := "/api/v1/resources/" + made.text("id")
		saved := rosa.call(http.MethodPatch, at, object{"version": made.text("version"), "tool": object{"for": "x", "signIn": "none"}, "plan": []object{{"month": 9, "text": "x"}}}).is(http.StatusOK)
		registry := api.Described().OpenAPI().Components.Schemas
		for name, list := range map[string][]answer{
			"Resource":     {made, saved, s.writing("mai").get("/api/v1/resources/" + rosa.share(tip("x", object{"visibility": "public"})).text("id"))},
			"SearchResult": {rosa.get("/api/v1/search"), s.writing("mai").get("/api/v1/search?kind=form"), rosa.get("/api/v1/search?page=9&tag=x&q=circuit+nothing")},
			"Problem": {rosa.get("/api/v1/search?page=0"), rosa.get("/api/v1/resources/x"), s.nobody().call(http.MethodPost, "/api/v1/resources", object{}),
				rosa.call(http.MethodPatch, at, object{"version": "old"}), rosa.call(http.MethodPost, "/api/v1/resources", "{")},
		} {
			for _, a := range list {
				path, result := huma.NewPathBuffer([]byte{}, 0), &huma.ValidateResult{}
				huma.Validate(registry, registry.Map()[name], path, huma.ModeReadFromServer, map[string]any(a.body), result)
				for _, err := range result.Errors {
					t.Errorf("%s is no %s: %v", a.call, name, err)
				}
			}
		}
	})
}
