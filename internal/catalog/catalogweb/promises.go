package catalogweb

import (
	"net/http"

	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// promisePage says plainly what the program does and does not do: the pages at /accessibility and /privacy.
type promisePage struct {
	ui.Chrome
	Lead  string
	Parts []promise
}

// promise is one heading and what stands under it.
type promise struct {
	ID    string
	Head  string
	Lines []string
}

// What the two pages promise, by heading: the message of each line is promises.PAGE.HEADING.N.
var (
	accessible = []heading{{"works", 4}, {"yours", 2}, {"known", 3}, {"tell", 1}}
	private    = []heading{{"students", 3}, {"kept", 10}, {"not_kept", 4}, {"seen", 6}, {"gone", 3}, {"who", 1}}
)

// heading is a part of such a page and how many lines it has.
type heading struct {
	name  string
	lines int
}

// accessibility handles GET /accessibility.
func (p *pages) accessibility(w http.ResponseWriter, r *web.Request) error {
	return showPromise(w, r, "accessibility", accessible)
}

// privacy handles GET /privacy.
func (p *pages) privacy(w http.ResponseWriter, r *web.Request) error {
	return showPromise(w, r, "privacy", private)
}

func showPromise(w http.ResponseWriter, r *web.Request, page string, headings []heading) error {
	c := r.Chrome(r.P.T("base."+page), ui.Nowhere)
	view := promisePage{Chrome: c, Lead: c.T("promises." + page)}
	for _, h := range headings {
		key := "promises." + page + "." + h.name
		part := promise{ID: h.name, Head: c.T(key)}
		for n := range h.lines {
			part.Lines = append(part.Lines, c.T(key+"."+itoa(n+1)))
		}
		view.Parts = append(view.Parts, part)
	}
	return render(w, r, showPromises(view))
}
