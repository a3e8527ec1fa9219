package catalogweb

import (
	"net/http"
	"net/url"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// LiveTopic is under which a page hears that a resource has changed.
func LiveTopic(resource catalog.ResourceID) string {
	return catalog.ObjectKind + "/" + string(resource)
}

// liveURL is where a page that shows a version asks whether there is a newer one.
func liveURL(resource catalog.ResourceID, shows catalog.VersionID, writing bool) string {
	query := url.Values{"shows": {string(shows)}}
	if writing {
		query.Set("writing", "yes")
	}
	return "/live/resources/" + string(resource) + "?" + query.Encode()
}

// changedView says that somebody changed what a page shows.
type changedView struct {
	ui.Chrome
	Text  string
	Stays string // what becomes of what somebody is writing; empty: nobody is
	See   string // where one sees what changed
}

// newer handles GET /live/resources/{id}: a line for a page that shows an older version, and nothing for one that is as it should be.
func (p *pages) newer(w http.ResponseWriter, r *web.Request) error {
	resource := catalog.ResourceID(r.PathValue("id"))
	v, newer, err := p.Catalog.Newer(r.Context(), r.Actor, resource, catalog.VersionID(r.Query().Text("shows")))
	if fault.IsNotFound(err) || err == nil && !newer { // what may no longer be seen is told by the page, when it is opened again
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	if err != nil {
		return err
	}
	view := changedView{Chrome: r.Chrome("", ui.Nowhere), See: bareURL(resource)}
	at := view.Clock(v.At.In(r.Zone()))
	view.Text = view.T("catalog.live.changed", at)
	if v.AuthorName != "" {
		view.Text, view.See = view.T("catalog.live.changed_by", at, v.AuthorName), bareURL(resource)+"/versions"
	}
	if r.Query().Text("writing") != "" {
		view.Stays = view.T("catalog.live.stays")
	}
	return render(w, r, showChanged(view))
}
