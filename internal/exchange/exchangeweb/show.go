package exchangeweb

import (
	"net/http"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/exchange"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// exchangePage is the page at /exchanges/{id}, and the one that an invitation leads to.
type exchangePage struct {
	ui.Chrome
	exchange.Exchange
	At      string // where its forms post to
	About   string // title of the resource it is about; empty: of none, or of one the reader may not see
	By      string // "This is about the email to ..."; empty: signed in
	Said    exchange.Says
	Notes   []exchange.Note
	Note    string // typed
	Typed   string // of a summary
	Errors  fault.Fields
	MayHost bool // hand on, call off
	Hosts   bool
}

// handOn is what the button that hands it on says: in whose place, if not the reader's own.
func (e exchangePage) handOn() string {
	if e.Hosts {
		return e.T("exchange.hand_on")
	}
	return e.T("exchange.hand_on_for", e.HostName)
}

// times are when it is, or both while that is open.
func (e exchangePage) times() []time.Time {
	if e.Sure() {
		return []time.Time{e.Exchange.At()}
	}
	return []time.Time{e.First, e.Second}
}

// stamp is a time as it is stamped on the page.
func (e exchangePage) stamp(at time.Time) ui.StampView {
	at = at.In(e.Zone)
	return ui.StampView{Above: e.Weekday(at.Weekday()), Date: e.DayOfMonth(at), Below: e.Clock(at), At: at.Format(time.RFC3339)}
}

func (e exchangePage) over() bool { return e.Over(e.Now) }

// answers are what one may say.
func (e exchangePage) answers() []ui.Option {
	out := []ui.Option{{Value: string(exchange.ToFirst), Label: e.T("exchange.yes", exchange.Moment(e.Printer, e.First, e.Zone))}}
	if !e.Second.IsZero() {
		out = append(out, ui.Option{Value: string(exchange.ToSecond), Label: e.T("exchange.yes", exchange.Moment(e.Printer, e.Second, e.Zone))})
	}
	out = append(out, ui.Option{Value: string(exchange.No), Label: e.T("exchange.no")})
	for i := range out {
		out[i].Chosen = out[i].Value == string(e.Said)
	}
	return out
}

// comes says who can come to a time: names while they are few.
func (e exchangePage) comes(says exchange.Says) string {
	names := e.Who(says)
	if len(names) < 5 {
		return e.List(names)
	}
	return e.T("exchange.count", len(names))
}

// meeting is the address at which a place is, and what is said behind it; of a room there is none.
func (e exchangePage) meeting() (link, more string) {
	link, more, _ = strings.Cut(e.Place, " ")
	if !strings.HasPrefix(link, "https://") {
		return "", ""
	}
	return link, more
}

// show handles GET /exchanges/{id}.
func (p *pages) show(w http.ResponseWriter, r *web.Request) error {
	return p.page(w, r, exchangePage{})
}

func (p *pages) page(w http.ResponseWriter, r *web.Request, page exchangePage) error {
	e, err := p.Exchanges.Find(r.Context(), r.Actor, of(r))
	if err != nil {
		return err
	}
	if page.Notes, err = p.Exchanges.Notes(r.Context(), r.Actor, e.ID); err != nil {
		return err
	}
	if page.Typed == "" {
		page.Typed = e.Summary
	}
	if e.Resource != "" {
		shown, err := p.Catalog.Show(r.Context(), r.Actor, e.Resource)
		if err != nil && !fault.IsNotFound(err) {
			return err
		}
		page.About = shown.Document.About.Title
	}
	page.Exchange, page.At, page.Said = e, exchange.Path(e.ID), e.Said(r.Actor.Person)
	page.MayHost = r.Actor.Coordinator || r.Actor.Person == e.Host || r.Actor.Person == e.Maker
	page.Hosts = r.Actor.Person == e.Host
	page.Chrome = r.Chrome(e.Topic, ui.Meet)
	status := http.StatusOK
	if len(page.Errors) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, showExchange(page))
}

func of(r *web.Request) exchange.ExchangeID { return exchange.ExchangeID(r.PathValue("id")) }

// answer handles POST /exchanges/{id}/answer.
func (p *pages) answer(w http.ResponseWriter, r *web.Request) error {
	says, err := said(r)
	if err != nil {
		return err
	}
	before, err := p.Exchanges.Answer(r.Context(), r.Actor, of(r), says)
	if wrong, ok := fault.AsFields(err); ok {
		return p.page(w, r, exchangePage{Errors: wrong})
	}
	if err != nil {
		return err
	}
	at := exchange.Path(of(r))
	return web.SeeOtherUndo(w, r, at, at+"/answer?says="+orNone(before), "exchange.answered")
}

const none = "none" // takes an answer back

func orNone(s exchange.Says) string {
	if s == "" {
		return none
	}
	return string(s)
}

// said is what a form answers, or the way back from one.
func said(r *web.Request) (exchange.Says, error) {
	f, err := r.ReadForm()
	if err != nil {
		return "", err
	}
	text := f.Text("says")
	if text == "" {
		text = r.Query().Text("says")
	}
	switch text {
	case none:
		return "", nil
	case "":
		return "?", nil // nothing was chosen
	}
	return exchange.Says(text), nil
}
