// Package feedbackweb is how a resource did: what stands under it, the form to say so, thanks, and what a teacher's link asks.
package feedbackweb

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/mylist"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// School is a school as the form names it.
type School struct {
	ID     id.SchoolID
	Name   string // short
	Grades grade.Set
	Closed bool
}

// Options are what the pages are made of.
type Options struct {
	Feedback *feedback.Service
	Catalog  *catalog.Service
	Schools  func(ctx context.Context, district id.DistrictID) ([]School, error)
	List     *mylist.Service
	Letters  *letterbox.Service
	Words    *lang.Catalog
	// InLetter says whether a letter asks its reader how a resource went.
	InLetter func(ctx context.Context, held letterbox.Held, resource catalog.ResourceID) (bool, error)
}

type pages struct{ Options }

// Routes lists the routes of use reports.
func Routes(o Options) []web.Route {
	p := &pages{o}
	return []web.Route{
		{Pattern: "GET /resources/{id}/uses", Who: web.SignedIn, Handler: p.uses},
		{Pattern: "GET /resources/{id}/uses/new", Who: web.SignedIn, Handler: p.begin},
		{Pattern: "POST /resources/{id}/uses", Who: web.SignedIn, Handler: p.report},
		{Pattern: "GET /uses/{id}", Who: web.SignedIn, Handler: p.edit},
		{Pattern: "POST /uses/{id}", Who: web.SignedIn, Handler: p.change},
		{Pattern: "POST /uses/{id}/remove", Who: web.SignedIn, Handler: p.remove},
		{Pattern: "POST /uses/{id}/back", Who: web.SignedIn, Handler: p.back},
		{Pattern: "GET /letters/{token}/tried/{id}", Who: web.Open, Handler: p.tried},
		{Pattern: "POST /letters/{token}/tried/{id}", Who: web.Open, Handler: p.reportByLetter},
		{Pattern: "POST /letters/{token}/tried/{id}/uses/{use}/remove", Who: web.Open, Handler: p.removeByLetter},
		{Pattern: "POST /letters/{token}/tried/{id}/not-yet", Who: web.Open, Handler: p.putOffByLetter},
		{Pattern: "POST /letters/{token}/tried/{id}/ask-again", Who: web.Open, Handler: p.askAgainByLetter},
		{Pattern: "POST /letters/{token}/tried/{id}/off", Who: web.Open, Handler: p.takeOffByLetter},
		{Pattern: "POST /letters/{token}/tried/{id}/back", Who: web.Open, Handler: p.putBackByLetter},
		{Pattern: "POST /thanks/{kind}/{object}", Who: web.SignedIn, Handler: p.thank},
		{Pattern: "POST /thanks/{kind}/{object}/back", Who: web.SignedIn, Handler: p.takeThanksBack},
		{Pattern: "GET /s/{token}/worked", Who: web.Open, Handler: p.backToLink},
		{Pattern: "GET /s/{token}/worked/undo", Who: web.Open, Handler: p.backToLink},
		{Pattern: "POST /s/{token}/worked", Who: web.Open, Handler: p.worked},
		{Pattern: "POST /s/{token}/worked/undo", Who: web.Open, Handler: p.takeBack},
	}
}

// useView is one use in words.
type useView struct {
	Line   string // "Used at Elm, grade 4, two visits"
	Words  string
	Who    string // and when
	Change string // address of the form; empty: not the reader's
	Remove string // address to POST to; empty: not the reader's
	Doubt  string // asks to leave out what looks like a student
}

func view(c ui.Chrome, u feedback.Report) useView {
	v := useView{Line: Line(c, u), Words: Words(c, u), Who: c.T("use.who", who(c, u), c.Date(u.At.In(c.Zone)))}
	if u.MayChange {
		v.Change = "/uses/" + string(u.ID)
	}
	if u.MayRemove {
		v.Remove = "/uses/" + string(u.ID) + "/remove"
		v.Doubt = c.LeaveOut(u.Words)
	}
	return v
}

func who(c ui.Chrome, u feedback.Report) string {
	if u.Person == "" {
		return c.T("use.a_teacher")
	}
	return u.PersonName
}

// Line says where a resource was used, and with whom: "Used at Elm, grade 4, two visits".
func Line(c ui.Chrome, u feedback.Report) string {
	out := c.T("use.at", u.SchoolName)
	if !u.Grades.Empty() {
		out += ", " + c.T("use.grades", u.Grades.Len(), u.Grades.Said())
	}
	if u.Visits > 0 {
		out += ", " + c.T("use.visits", u.Visits, number(c, u.Visits))
	}
	if u.Classes > 0 {
		out += ", " + c.T("use.classes", u.Classes, number(c, u.Classes))
	}
	return out
}

// number is a small number as a word.
func number(c ui.Chrome, n int) string {
	words := []string{"two", "three", "four", "five", "six", "seven", "eight", "nine"}
	if n < 2 || n > 9 {
		return itoa(n)
	}
	return c.T("use.number." + words[n-2])
}

// Words are what somebody says of a use, and that they would change something.
func Words(c ui.Chrome, u feedback.Report) string {
	switch {
	case u.Outcome != feedback.Improve:
		return u.Words
	case u.Words == "":
		return c.T("use.improve")
	}
	return c.T("use.improve_so", u.Words)
}

// usesPage is the page at /resources/{id}/uses.
type usesPage struct {
	ui.Chrome
	Name  string // of the resource
	Back  string
	Uses  []useView
	New   string
	Thank templ.Component // for who shared it; nil: nobody to thank
}

// usesListed is how many uses the page lists, and usesShown how many stand under the resource.
const (
	usesListed = 300
	usesShown  = 5
)

// uses handles GET /resources/{id}/uses.
func (p *pages) uses(w http.ResponseWriter, r *web.Request) error {
	resource := catalog.ResourceID(r.PathValue("id"))
	shown, err := p.Catalog.Show(r.Context(), r.Actor, resource)
	if err != nil {
		return err
	}
	list, _, err := p.Feedback.Of(r.Context(), r.Actor, resource, usesListed)
	if err != nil {
		return err
	}
	page := usesPage{Chrome: r.Chrome(r.P.T("use.head"), ui.Catalog), Name: shown.Document.About.Title, Back: resource.Path(shown.Document.About.Title),
		New: resource.Path("") + "/uses/new"}
	if shown.State != catalog.StatePublished {
		page.New = ""
	}
	for _, u := range list {
		page.Uses = append(page.Uses, view(page.Chrome, u))
	}
	return web.Render(w, r, http.StatusOK, showUses(page))
}

// Under is what stands below a resource: how it did.
func Under(service *feedback.Service) web.Panel {
	return func(r *web.Request, c ui.Chrome, about string) (templ.Component, error) {
		if !r.Actor.SignedIn() {
			return nil, nil
		}
		resource := catalog.ResourceID(about)
		list, all, err := service.Of(r.Context(), r.Actor, resource, usesShown)
		if err != nil {
			return nil, err
		}
		page := usesPage{Chrome: c, Back: resource.Path("") + "/uses"}
		there, err := service.Catalog.Cards(r.Context(), r.Actor, []catalog.ResourceID{resource})
		if err != nil {
			return nil, err
		}
		if len(there) > 0 {
			page.New = resource.Path("") + "/uses/new"
		}
		for _, u := range list {
			page.Uses = append(page.Uses, view(c, u))
		}
		if all <= len(list) {
			page.Back = ""
		}
		thank, err := ThankEach(service, feedback.ForResource)(r, c, []string{about})
		if err != nil {
			return nil, err
		}
		page.Thank = thank[about]
		if page.New == "" && len(page.Uses) == 0 && page.Thank == nil {
			return nil, nil
		}
		return underResource(page), nil
	}
}

// What the start page tells of uses.
const (
	thanksLast = 14 * 24 * time.Hour
	thanksMost = 3
)

// thanksLine is one line of thanks.
type thanksLine struct{ Before, Title, URL, After string }

// Thanks are quiet lines on the start page: who used what one made.
func Thanks(service *feedback.Service) web.Panel {
	return func(r *web.Request, c ui.Chrome, _ string) (templ.Component, error) {
		list, err := service.Thanks(r.Context(), r.Actor, c.Now.Add(-thanksLast), thanksMost)
		if err != nil {
			return nil, err
		}
		taps, err := service.Taps(r.Context(), r.Actor, r.Actor.Person, c.Now.Add(-thanksLast), thanksMost)
		if err != nil || len(list)+len(taps) == 0 {
			return nil, err
		}
		var views []thanksLine
		for _, t := range taps {
			views = append(views, thanksLine{Before: c.T("thanks.line", t.PersonName), Title: t.Card.About.Title, URL: t.Card.ID.Path(t.Card.About.Title)})
		}
		for _, t := range list {
			name := t.PersonName
			if t.Person == "" {
				name = c.T("use.a_teacher")
			}
			v := thanksLine{Before: c.T("use.thanks", name, t.SchoolName), Title: t.Card.About.Title, URL: t.Resource.Path(t.Card.About.Title), After: c.T("use.thanks.worked")}
			if t.Outcome == feedback.Improve {
				v.After = c.T("use.thanks.improve")
			}
			views = append(views, v)
		}
		return thanks(c, views), nil
	}
}
