package catalogweb

import (
	"net/url"

	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// otherVersions leads from a card that stands for several versions to the others: for whoever is signed in to the page of the family.
func otherVersions(c ui.Chrome, q search.Query, found search.Found, card int) ui.Way {
	if found.Others == nil || found.Others[card] == 0 {
		return ui.Way{}
	}
	way := ui.Way{Text: c.T("catalog.other_versions", found.Others[card]), URL: "/resources/" + string(found.Cards[card].ID) + "/family"}
	if c.Reader == nil {
		way.URL = everyVersion(q)
	}
	return way
}

// sayVersions says that versions stand in the list once, with a way to each of them; or leads back from there.
func (p *catalogPage) sayVersions(q search.Query, found search.Found) {
	switch {
	case q.Every:
		p.Once = p.T("catalog.versions_all")
		p.Every = ui.Way{Text: p.T("catalog.versions_each_once"), URL: catalogURL(q, func(v url.Values) { v.Del("versions") })}
	case found.Every > found.Total:
		p.Once = p.T("catalog.versions_once")
		p.Every = ui.Way{Text: p.T("catalog.every_version"), URL: everyVersion(q)}
	}
}

func everyVersion(q search.Query) string {
	return catalogURL(q, func(v url.Values) { v.Set("versions", "all") })
}
