// Package doubleweb is the pages on which a coordinator decides about what a district has more than once.
package doubleweb

import (
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/double"
	"github.com/commonshelf/commonshelf/internal/prose"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
)

// Options are what the pages are made of.
type Options struct {
	Double  *double.Service
	Catalog *catalog.Service
	Topics  *vocab.Service
}

type pages struct {
	Options
	prose *prose.Renderer
}

// Routes lists the routes of pairs.
func Routes(o Options) []web.Route {
	p := &pages{o, prose.New()}
	return []web.Route{
		{Pattern: "GET /admin/doubles", Who: web.Coordinator, Handler: p.list},
		{Pattern: "GET /admin/doubles/{first}/{then}", Who: web.Coordinator, Handler: p.pair},
		{Pattern: "POST /admin/doubles/{first}/{then}", Who: web.Coordinator, Handler: p.decide},
		{Pattern: "POST /admin/doubles/{first}/{then}/back", Who: web.Coordinator, Handler: p.back},
	}
}

// listPath is the local address of all pairs.
const listPath = "/admin/doubles"

func pairPath(a, b catalog.ResourceID) string { return listPath + "/" + string(a) + "/" + string(b) }
