package catalogweb

import (
	"net/http"
	"strings"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// topicsPage is the page at /admin/topics.
type topicsPage struct {
	ui.Chrome
	Waiting []proposalView
	Terms   []termView
	Options []ui.Option // every topic, to file a word under
	Typed   vocab.NewTerm
	Wrong   map[string]string
}

type proposalView struct {
	Name, Who, Date string
	Action          string
	Resource        string // address; empty: none
	Options         []ui.Option
}

type termView struct {
	Label, Other string
	Names        string
	URL          string
}

// topics handles GET /admin/topics.
func (p *pages) topics(w http.ResponseWriter, r *web.Request) error {
	return p.showTopics(w, r, http.StatusOK, vocab.NewTerm{}, nil)
}

func (p *pages) showTopics(w http.ResponseWriter, r *web.Request, status int, typed vocab.NewTerm, wrong fault.Fields) error {
	c := r.Chrome(r.P.T("catalog.topics"), ui.Admin)
	terms, err := p.terms(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	waiting, err := p.Topics.Waiting(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	page := topicsPage{Chrome: c, Typed: typed, Wrong: faults(c, wrong)}
	for _, t := range terms.All(c.Locale) {
		var names []string
		for _, n := range t.Names {
			if n.Text != t.English && n.Text != t.Spanish {
				names = append(names, n.Text)
			}
		}
		page.Terms = append(page.Terms, termView{t.English, t.Spanish, strings.Join(names, ", "), "/catalog?tag=" + string(t.ID)})
		page.Options = append(page.Options, ui.Option{Value: string(t.ID), Label: t.Label(c.Locale)})
	}
	for _, q := range waiting {
		v := proposalView{Name: q.Name, Who: q.PersonName, Date: c.Date(q.At.In(c.Zone)), Action: "/admin/topics/" + string(q.ID),
			Options: append([]ui.Option{{Value: "", Label: c.T("catalog.topic_new")}}, page.Options...)}
		if q.Resource != "" {
			v.Resource = bareURL(catalog.ResourceID(q.Resource))
		}
		page.Waiting = append(page.Waiting, v)
	}
	return web.Render(w, r, status, showTopics(page))
}

// addTopic handles POST /admin/topics.
func (p *pages) addTopic(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	term := vocab.NewTerm{English: in.Text("english"), Spanish: in.Text("spanish")}
	for _, word := range (form{Proposals: in.Text("synonyms")}).proposals() {
		term.Synonyms = append(term.Synonyms, vocab.Name{Text: word})
	}
	_, err = p.Topics.Add(r.Context(), r.Actor, term)
	if wrong, ok := fault.AsFields(err); ok {
		return p.showTopics(w, r, http.StatusUnprocessableEntity, term, wrong)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/admin/topics", "catalog.flash.topic_added", term.English)
}

// decideTopic handles POST /admin/topics/{proposal}.
func (p *pages) decideTopic(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	decision := vocab.Decision{Proposal: vocab.ProposalID(r.PathValue("proposal"))}
	if in.Text("do") == "take" {
		decision.Into, decision.English, decision.Spanish = vocab.TermID(in.Text("into")), in.Text("english"), in.Text("spanish")
	}
	if _, err := p.Topics.Decide(r.Context(), r.Actor, decision); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/admin/topics", "catalog.flash.topic_decided")
}
