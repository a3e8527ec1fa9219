package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/people"
	asking "github.com/commonshelf/commonshelf/internal/question"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
)

// Options are what the API stands on.
type Options struct {
	People   *people.Service
	Catalog  *catalog.Service
	Search   *search.Service
	Topics   *vocab.Service
	Feedback *feedback.Service
	Question *asking.Service
	BaseURL  string // address people type, without a slash at the end
}

type api struct {
	Options
	mux      *http.ServeMux
	readable map[string]*huma.Schema // of a resource, by property
	writable map[string]*huma.Schema // of one to be shared
}

const (
	bodyLimit = 2 << 20 // bytes of a request
	bodyTime  = 2 * time.Minute

	// pastedLimit is how many bytes the address of a search may have: what is too long is refused field by field, as what is wrong.
	pastedLimit = 64 << 10
)

// How often the holder of one token, or somebody signed in, may call.
var (
	reads  = web.Rate{Act: "api.read", Most: 1200, Within: time.Minute}
	writes = web.Rate{Act: "api.write", Most: 300, Within: time.Minute}
)

// Routes lists the API's routes.
func Routes(o Options) []web.Route {
	a, operations := newAPI(o)
	// The description is made of what was registered: it cannot fail but by a fault of this package, at the start.
	description, err := json.Marshal(operations.OpenAPI())
	if err != nil {
		panic(fmt.Sprintf("describe the API: %v", err))
	}
	return []web.Route{
		{Pattern: "GET /api/openapi.json", Who: web.Machine, Handler: describe(description)},
		{Pattern: "GET /api/v1/search", Who: web.Open, Handler: a.signedIn, Query: pastedLimit},
		{Pattern: "GET /api/v1/resources/{id}", Who: web.Open, Handler: a.signedIn},
		{Pattern: "POST /api/v1/resources", Who: web.Open, Handler: a.signedIn, Body: bodyLimit + 1},
		{Pattern: "PATCH /api/v1/resources/{id}", Who: web.Open, Handler: a.signedIn, Body: bodyLimit + 1},
		{Pattern: "GET /api/v1/resources/{id}/uses", Who: web.Open, Handler: a.signedIn},
		{Pattern: "GET /api/v1/questions", Who: web.Open, Handler: a.signedIn},
		{Pattern: "GET /api/v1/questions/{id}", Who: web.Open, Handler: a.signedIn},
	}
}

// newAPI registers the operations.
func newAPI(o Options) (*api, huma.API) {
	a := &api{Options: o, mux: http.NewServeMux()}
	operations := humago.New(a.mux, huma.Config{
		OpenAPI: a.about(), DefaultFormat: "application/json", Transformers: []huma.Transformer{ours},
		Formats: map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat}, // also of types that end in +json
	})
	a.addSearch(operations)
	a.addResources(operations)
	a.addUses(operations)
	a.addQuestions(operations)
	schemas := operations.OpenAPI().Components.Schemas.Map()
	delete(schemas, "ErrorModel") // the framework's own, which nobody sees
	delete(schemas, "ErrorDetail")
	return a, operations
}

// about is what the description says of the API as a whole.
func (a *api) about() *huma.OpenAPI {
	return &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{Title: "Commonshelf", Version: "1", Description: "Search the shared catalog of a school district, read " +
			"resources, share and change them, read how they did and what colleagues ask. What somebody means to try is theirs alone: no " +
			"program reads it.\n\n" +
			"Send a personal token, made on one's own page (" + a.BaseURL + "/me), as `Authorization: Bearer TOKEN`; programs in the " +
			"browser may use the session instead. Without either the answer is 401 and says how to get a token. What is public is read " +
			"without one on the pages themselves. In any minute a token, or a session, may read 1,200 and write 300 times; more is answered by 429 " +
			"with `Retry-After`.\n\n" +
			"Failures are problem details (RFC 9457) in English or Spanish, as `Accept-Language` asks. Where fields are wrong, `errors` " +
			"says what is wrong with each."},
		Servers: []*huma.Server{{URL: a.BaseURL}},
		Components: &huma.Components{
			Schemas: huma.NewMapRegistry("#/components/schemas/", schemaName),
			SecuritySchemes: map[string]*huma.SecurityScheme{
				"token":   {Type: "http", Scheme: "bearer", Description: "A personal token, for reading or for reading and writing"},
				"session": {Type: "apiKey", In: "cookie", Name: "__Host-cs_session", Description: "The session of a signed-in browser; `cs_session` where the server has no https"},
			},
		},
	}
}

// somebody is who may call an operation.
var somebody = []map[string][]string{{"token": {}}, {"session": {}}}

func describe(description []byte) web.Handler {
	return func(w http.ResponseWriter, _ *web.Request) error {
		w.Header().Set("Content-Type", "application/openapi+json")
		w.Header().Set("Cache-Control", "no-cache")
		_, _ = w.Write(description) // whoever went away needs no answer
		return nil
	}
}
