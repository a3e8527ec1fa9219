// Package catalogweb is the pages of the catalog: start, finding, sharing, a resource and its versions.
package catalogweb

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/credit"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fetch"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/prose"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/reading"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// School is a school as forms and facets name it.
type School struct {
	ID     id.SchoolID
	Name   string // short
	Bands  []string
	Closed bool // nothing more is shared in its name
}

// Options are what the pages are made of.
type Options struct {
	More Slots // which come before those of Slots

	Catalog *catalog.Service
	Credit  *credit.Service // nil: nobody is asked whose idea something was
	Search  *search.Service
	Topics  *vocab.Service
	// Starting are topics offered to a district that has none.
	Starting []vocab.NewTerm
	Files    *files.Store
	Fetch    *fetch.Fetcher
	IDs      id.Source
	BaseURL  string // address people type, without a slash at the end
	// Schools lists the schools of a district, in order.
	Schools func(ctx context.Context, district id.DistrictID) ([]School, error)
	// Colleagues are those whom the reader may know by names that begin with each of the words; nil: nobody is suggested.
	Colleagues func(ctx context.Context, by actor.Actor, words []string, limit int) ([]ui.Suggested, error)
	// Named are those of some people whom the reader may know; nil: nobody is shown.
	Named func(ctx context.Context, by actor.Actor, people []id.PersonID, limit int) ([]ui.Suggested, error)
	Slots Slots
	// ByLetter says who reads what stands in a letter; nil: no letters lead here.
	ByLetter ByLetter
	Letters  *letterbox.Service // whose readers share by them; nil: nobody does
	Words    *lang.Catalog
	Answers  Answering // nil functions: nothing new answers a question
	// AsksToShare says whether a letter asks its reader to share something of a kind.
	AsksToShare func(ctx context.Context, held letterbox.Held, kind block.ResourceKind) (bool, error)
}

// Slots are the places on the catalog's pages that other domains fill.
type Slots struct {
	Margin  web.Margin  // above a resource's parts and beside them, by its id; nil: nothing is
	Acts    []web.Panel // what may be done with a resource, by its id: first among the buttons
	Notes   web.Each    // beside each line of colleagues under a resource, by its id; nil: nothing is
	Under   []web.Panel // below a resource's parts and before its credit, by its id
	Related []web.Panel // below a resource's parts, before what is about the same, by its id
	ByLink  []web.Panel // below the parts of what a share link opened, by its token
	Links   []web.Panel // beside the share links of a resource, by its id
	Search  []web.Panel // under the search field of the catalog, by the words looked for
	Saving  []web.Panel // under the search field of the catalog, by a name for what is looked for: its words and what is chosen
	Nothing []web.Panel // below a search that found nothing with all its words, by these
	Asked   []web.Panel // beside a search that found little, by its words: what colleagues asked about the same
	First   []web.Panel // on the start page, before what waits; about nothing
	Waiting []web.Todos // on the start page, before the reader's drafts
	Start   []web.Panel // on the start page, after what is new; about nothing
	Moves   []web.Moves // among the small moves of the start page, first
}

// and joins the slots of several domains.
func (s Slots) and(o Slots) Slots {
	if o.Margin == nil {
		o.Margin = s.Margin
	}
	if o.Notes == nil {
		o.Notes = s.Notes
	}
	return Slots{
		Margin: o.Margin, Notes: o.Notes,
		Acts: slices.Concat(s.Acts, o.Acts), Under: slices.Concat(s.Under, o.Under), Related: slices.Concat(s.Related, o.Related), ByLink: slices.Concat(s.ByLink, o.ByLink), Links: slices.Concat(s.Links, o.Links),
		Search: slices.Concat(s.Search, o.Search), Saving: slices.Concat(s.Saving, o.Saving), Nothing: slices.Concat(s.Nothing, o.Nothing), Asked: slices.Concat(s.Asked, o.Asked), First: slices.Concat(s.First, o.First),
		Waiting: slices.Concat(s.Waiting, o.Waiting), Start: slices.Concat(s.Start, o.Start), Moves: slices.Concat(s.Moves, o.Moves),
	}
}

type pages struct {
	Options
	prose *prose.Renderer
	zones sync.Map // *time.Location by its name: reading one takes longer than a card
}

// zone is a district's time zone; UTC where this machine does not know it.
func (p *pages) zone(name string) *time.Location {
	if known, ok := p.zones.Load(name); ok {
		return known.(*time.Location)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		zone = time.UTC
	}
	p.zones.Store(name, zone)
	return zone
}

// Routes lists the catalog's routes.
func Routes(o Options) []web.Route {
	o.Slots = o.More.and(o.Slots)
	p := &pages{Options: o, prose: prose.New()}
	var letters []web.Route
	if o.ByLetter != nil {
		letters = []web.Route{
			{Pattern: "GET /letters/{token}/resources/{id}", Who: web.Open, Handler: p.readByLetter},
			{Pattern: "GET /letters/{token}/resources/{id}/files/{hash}/{name}", Who: web.Open, Handler: p.letterFile},
			{Pattern: "GET /letters/{token}/share/{kind}", Who: web.Open, Handler: p.shareByLetterShow},
			{Pattern: "POST /letters/{token}/share/{kind}", Who: web.Open, Handler: p.shareByLetter},
			{Pattern: "POST /letters/{token}/share/{kind}/undo", Who: web.Open, Handler: p.unshareByLetter},
		}
	}
	return append(letters, []web.Route{
		{Pattern: "GET /{$}", Who: web.Open, Handler: p.start},
		{Pattern: "GET /catalog", Who: web.Open, Handler: p.catalog, Query: pastedLimit},
		{Pattern: "GET /catalog/suggest", Who: web.Open, Handler: p.suggest},
		{Pattern: "GET " + howFoundAt, Who: web.Open, Handler: p.howFound},
		{Pattern: "GET /new", Who: web.SignedIn, Handler: p.news},

		{Pattern: "GET /share", Who: web.Contributor, Handler: p.shareBegin},
		{Pattern: "POST /share", Who: web.Contributor, Handler: p.shareBegun, Body: uploadLimit},
		{Pattern: "POST /share/keep", Who: web.Contributor, Handler: p.beginKeep},
		{Pattern: "GET /share/{draft}", Who: web.Contributor, Handler: p.shareShow},
		{Pattern: "POST /share/{draft}", Who: web.Contributor, Handler: p.sharePost, Body: uploadLimit},
		{Pattern: "POST /share/{draft}/keep", Who: web.Contributor, Handler: p.shareKeep, Body: formLimit},
		{Pattern: "POST /share/{draft}/card", Who: web.Contributor, Handler: p.shareCard, Body: formLimit},
		{Pattern: "GET /share/{draft}/preview", Who: web.Contributor, Handler: p.preview},
		{Pattern: "GET /share/{draft}/differs", Who: web.Contributor, Handler: p.differs},
		{Pattern: "POST /share/{draft}/differs", Who: web.Contributor, Handler: p.differsDecided},
		{Pattern: "GET /drafts", Who: web.Contributor, Handler: p.drafts},
		{Pattern: "POST /drafts/{draft}/discard", Who: web.Contributor, Handler: p.draftDiscard, Body: formLimit},
		{Pattern: "POST /drafts/{draft}/restore", Who: web.Contributor, Handler: p.draftRestore},
		{Pattern: "GET /retired", Who: web.Contributor, Handler: p.retired},

		{Pattern: "GET /resources/{id}", Who: web.Open, Handler: p.show},
		{Pattern: "GET /resources/{id}/{slug}", Who: web.Open, Handler: p.show},
		{Pattern: "GET /live/resources/{id}", Who: web.SignedIn, Handler: p.newer},
		{Pattern: "POST /resources/{id}/edit", Who: web.Contributor, Handler: p.edit},
		{Pattern: "POST /resources/{id}/unshare", Who: web.Contributor, Handler: p.unshare},
		{Pattern: "GET /resources/{id}/retire", Who: web.Contributor, Handler: p.retireShow},
		{Pattern: "POST /resources/{id}/retire", Who: web.Contributor, Handler: p.retire},
		{Pattern: "GET /resources/{id}/school", Who: web.Contributor, Handler: p.giveShow},
		{Pattern: "POST /resources/{id}/school", Who: web.Contributor, Handler: p.give},
		{Pattern: "POST /resources/{id}/put-back", Who: web.Contributor, Handler: p.putBack},
		{Pattern: "POST /resources/{id}/notes", Who: web.Contributor, Handler: p.addNote},
		{Pattern: "POST /resources/{id}/notes/{note}/remove", Who: web.Contributor, Handler: p.removeNote},
		{Pattern: "POST /resources/{id}/notes/{note}/back", Who: web.Contributor, Handler: p.putNoteBack},
		{Pattern: "GET /resources/{id}/versions", Who: web.SignedIn, Handler: p.versions},
		{Pattern: "GET /resources/{id}/versions/compare", Who: web.SignedIn, Handler: p.compare},
		{Pattern: "GET /resources/{id}/versions/{version}/changes", Who: web.SignedIn, Handler: p.changes},
		{Pattern: "GET /resources/{id}/versions/{version}", Who: web.SignedIn, Handler: p.version},
		{Pattern: "GET /resources/{id}/versions/{version}/files/{hash}/{name}", Who: web.SignedIn, Handler: p.versionFile},
		{Pattern: "POST /resources/{id}/versions/{version}/restore", Who: web.Contributor, Handler: p.restore},
		{Pattern: "GET /resources/{id}/links", Who: web.Contributor, Handler: p.links},
		{Pattern: "POST /resources/{id}/links", Who: web.Contributor, Handler: p.makeLink},
		{Pattern: "POST /resources/{id}/links/{link}/close", Who: web.Contributor, Handler: p.closeLink},
		{Pattern: "POST /resources/{id}/links/{link}/reopen", Who: web.Contributor, Handler: p.reopenLink},
		{Pattern: "GET /resources/{id}/files/{hash}/{name}", Who: web.Open, Handler: p.file},
		{Pattern: "GET /share/{draft}/files/{hash}/{name}", Who: web.Contributor, Handler: p.draftFile},
		{Pattern: "GET /s/{token}", Who: web.Open, Handler: p.openLink},
		{Pattern: "GET /s/{token}/files/{hash}/{name}", Who: web.Open, Handler: p.linkFile},

		{Pattern: "GET /admin/topics", Who: web.Coordinator, Handler: p.topics},
		{Pattern: "POST /admin/topics", Who: web.Coordinator, Handler: p.addTopic},
		{Pattern: "POST /admin/topics/{proposal}", Who: web.Coordinator, Handler: p.decideTopic},
		{Pattern: "POST /admin/topics/{proposal}/reopen", Who: web.Coordinator, Handler: p.reopenTopic},
		{Pattern: "GET /admin/topic/{term}", Who: web.Coordinator, Handler: p.topic},
		{Pattern: "POST /admin/topic/{term}", Who: web.Coordinator, Handler: p.renameTopic},
		{Pattern: "POST /admin/topic/{term}/unname", Who: web.Coordinator, Handler: p.unnameTopic},
		{Pattern: "POST /admin/topic/{term}/merge", Who: web.Coordinator, Handler: p.mergeTopic},
		{Pattern: "POST /admin/topics-start", Who: web.Coordinator, Handler: p.startTopics},
		{Pattern: "POST /admin/topics-start/undo", Who: web.Coordinator, Handler: p.unstartTopics},
		{Pattern: "POST /admin/topic-changes/{change}/undo", Who: web.Coordinator, Handler: p.undoTopic},

		{Pattern: "GET /accessibility", Who: web.Open, Handler: p.accessibility},
		{Pattern: "GET /privacy", Who: web.Open, Handler: p.privacy},
	}...)
}

const (
	formLimit   = 2 << 20   // bytes of a form with many parts
	uploadLimit = 205 << 20 // bytes of a form with files: one of the largest and what stands beside it
	fileLimit   = 200 << 20
)

// resourceURL is the readable address of a resource. The id alone leads there too.
func resourceURL(r catalog.ResourceID, title string) string { return r.Path(title) }

func bareURL(r catalog.ResourceID) string { return r.Path("") }

func draftURL(d catalog.DraftID) string { return "/share/" + string(d) }

// terms are the topics of the reader's district; none for a visitor.
func (p *pages) terms(ctx context.Context, by actor.Actor) (*vocab.Terms, error) {
	return p.Topics.Terms(ctx, by.District)
}

// cardViews are the cards of a list, each with its topics as the district that shared it calls them.
func (p *pages) cardViews(ctx context.Context, c ui.Chrome, cards []catalog.Card) ([]ui.CardView, error) {
	known := map[id.DistrictID]*vocab.Terms{}
	out := make([]ui.CardView, len(cards))
	for i, card := range cards {
		if known[card.District] == nil {
			terms, err := p.Topics.Terms(ctx, card.District)
			if err != nil {
				return nil, err
			}
			known[card.District] = terms
		}
		out[i] = cardView(c, card, known[card.District], p.zone(card.TimeZone))
	}
	return out, nil
}

// cardTags is how many topics a card shows.
const cardTags = 3

// cardView is how a card looks to a reader, with topics and dates as in the district that shared it.
func cardView(c ui.Chrome, card catalog.Card, terms *vocab.Terms, zone *time.Location) ui.CardView {
	a := card.About
	v := ui.CardView{
		URL: resourceURL(card.ID, a.Title), Title: a.Title, Lang: a.Language, Kind: string(a.Type), KindWord: c.T("vocab.kind." + string(a.Type)),
		Summary: a.Why,
		Label:   ui.SpineLabel{Grades: a.Grades.String(), School: card.SchoolName, Year: year(card.ChangedAt, zone)},
	}
	codes := terms.Resolve(a.Tags)
	for _, code := range codes[:min(cardTags, len(codes))] {
		v.Tags = append(v.Tags, reading.TermLabel(terms, code, c.Locale))
	}
	if a.Rough {
		v.Ends = append(v.Ends, ui.Fact{Icon: "pencil", Text: c.T("catalog.rough")})
	}
	if a.Minutes > 0 {
		v.Ends = append(v.Ends, ui.Fact{Icon: "clock", Text: c.T("catalog.minutes", a.Minutes)})
	}
	return v
}

func year(at time.Time, zone *time.Location) string {
	if at.IsZero() {
		return ""
	}
	return at.In(zone).Format("2006")
}

// render shows a page.
func render(w http.ResponseWriter, r *web.Request, page templ.Component) error {
	return web.Render(w, r, http.StatusOK, page)
}

// faults turns the faults of a form into words.
func faults(c ui.Chrome, wrong fault.Fields) map[string]string {
	out := make(map[string]string, len(wrong))
	for field, message := range wrong {
		out[field] = c.T(message.Key, message.Args...)
	}
	return out
}
