package adaptweb

import (
	"net/http"
	"time"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// Thanked is a tap of thanks.
type Thanked struct {
	Name, School string // whose
	Card         catalog.Card
	At           time.Time
}

// personPage is the page at /people/{id}: what somebody shared, what others took up of theirs, and who thanked them. Nothing is counted.
type personPage struct {
	ui.Chrome
	Name    string
	Schools string
	Left    bool // they work here no more
	Shared  []takenView
	Taken   []takenView
	Thanks  []takenView
}

// takenView is a line about something of theirs.
type takenView struct{ Before, Title, URL, After string }

// person handles GET /people/{id}.
func (p *pages) person(w http.ResponseWriter, r *web.Request) error {
	who := id.PersonID(r.PathValue("id"))
	colleague, err := p.People.Colleague(r.Context(), r.Actor, who)
	if err != nil {
		return err
	}
	c := r.Chrome(colleague.Name, ui.People)
	page := personPage{Chrome: c, Name: colleague.Name, Schools: c.List(colleague.Schools), Left: colleague.Left}
	begun, err := p.Catalog.BegunBy(r.Context(), r.Actor, who)
	if err != nil {
		return err
	}
	for _, card := range begun {
		page.Shared = append(page.Shared, takenView{Title: card.About.Title, URL: card.ID.Path(card.About.Title),
			After: c.T("vocab.kind."+string(card.About.Type)) + " · " + c.Date(card.SharedAt.In(c.Zone))})
	}
	if page.Taken, err = p.takenUp(r, c, who, begun); err != nil {
		return err
	}
	thanks, err := p.Thanks(r.Context(), r.Actor, who)
	if err != nil {
		return err
	}
	for _, t := range thanks {
		page.Thanks = append(page.Thanks, takenView{Before: c.T("person.thanked", nameAt(c, t.Name, t.School)), Title: t.Card.About.Title,
			URL: t.Card.ID.Path(t.Card.About.Title), After: c.Date(t.At.In(c.Zone))})
	}
	return web.Render(w, r, http.StatusOK, showPerson(page))
}

func nameAt(c ui.Chrome, name, school string) string {
	if school == "" {
		return name
	}
	return c.T("catalog.who", name, school)
}

// takenUp are the suggestions of theirs that others used, and the versions that other schools made of what they began.
func (p *pages) takenUp(r *web.Request, c ui.Chrome, who id.PersonID, begun []catalog.Card) ([]takenView, error) {
	used, err := p.Adapt.UsedOf(r.Context(), r.Actor, who)
	if err != nil {
		return nil, err
	}
	var out []takenView
	for _, o := range used {
		out = append(out, takenView{Before: c.T("person.used", o.Card.SchoolName), Title: o.Card.About.Title, URL: o.Core.Path(o.Card.About.Title), After: o.Why})
	}
	versions, err := p.Adapt.VersionsOf(r.Context(), r.Actor, begun)
	if err != nil {
		return nil, err
	}
	for _, v := range versions {
		out = append(out, takenView{Before: c.T("person.version", v.Card.SchoolName), Title: v.Of.About.Title, URL: v.Card.ID.Path(v.Card.About.Title)})
	}
	return out, nil
}
