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
	Lately  []changeView // what coordinators did to topics, each to be undone
	Options []ui.Option  // every topic, to file a word under
	Typed   vocab.NewTerm
	Also    string // other names of the new topic, as typed
	Wrong   map[string]string
}

// proposalView is a word that waits for a decision.
type proposalView struct {
	ID              vocab.ProposalID
	Name, Who, Date string
	Resource        string      // address; empty: none
	Options         []ui.Option // topics to file it under
	English         string      // typed
	Spanish         string
	Wrong           map[string]string
}

// action is the address that the decision is posted to.
func (q proposalView) action() string { return "/admin/topics/" + string(q.ID) }

// field is the id of one of its fields, of which the page has several of a name.
func (q proposalView) field(name string) string { return name + "-" + string(q.ID) }

type termView struct {
	Label, Other string
	Names        string
	URL          string // where its resources are
	Change       string // where it is changed
}

// topics handles GET /admin/topics.
func (p *pages) topics(w http.ResponseWriter, r *web.Request) error {
	page, err := p.topicsPage(r)
	if err != nil {
		return err
	}
	return render(w, r, showTopics(page))
}

func (p *pages) topicsPage(r *web.Request) (topicsPage, error) {
	c := r.Chrome(r.P.T("catalog.topics"), ui.Admin)
	terms, err := p.terms(r.Context(), r.Actor)
	if err != nil {
		return topicsPage{}, err
	}
	waiting, err := p.Topics.Waiting(r.Context(), r.Actor)
	if err != nil {
		return topicsPage{}, err
	}
	page := topicsPage{Chrome: c}
	if page.Lately, err = p.topicChanges(r, c, terms); err != nil {
		return page, err
	}
	for _, t := range terms.All(c.Locale) {
		var names []string
		for _, n := range t.Names {
			if n.Text != t.English && n.Text != t.Spanish {
				names = append(names, n.Text)
			}
		}
		page.Terms = append(page.Terms, termView{t.English, t.Spanish, strings.Join(names, ", "), "/catalog?tag=" + string(t.ID), topicURL(t.ID)})
		page.Options = append(page.Options, ui.Option{Value: string(t.ID), Label: t.Label(c.Locale)})
	}
	for _, q := range waiting {
		v := proposalView{ID: q.ID, Name: q.Name, Who: q.PersonName, Date: c.Date(q.At.In(c.Zone)), English: q.Name,
			Options: append([]ui.Option{{Value: "", Label: c.T("catalog.topic_new")}}, page.Options...)}
		if q.Resource != "" {
			v.Resource = bareURL(catalog.ResourceID(q.Resource))
		}
		page.Waiting = append(page.Waiting, v)
	}
	return page, nil
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
	change, err := p.Topics.Add(r.Context(), r.Actor, term)
	if wrong, ok := fault.AsFields(err); ok {
		page, err := p.topicsPage(r)
		if err != nil {
			return err
		}
		page.Typed, page.Also, page.Wrong = term, in.Text("synonyms"), faults(page.Chrome, wrong)
		return web.Render(w, r, http.StatusUnprocessableEntity, showTopics(page))
	}
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, "/admin/topics", undoTopicURL(change.ID), "catalog.flash.topic_added", term.English)
}

// decideTopic handles POST /admin/topics/{proposal}.
func (p *pages) decideTopic(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	decision := vocab.Decision{Proposal: vocab.ProposalID(r.PathValue("proposal")), Decline: in.Text("do") != "take",
		Into: vocab.TermID(in.Text("into")), English: in.Text("english"), Spanish: in.Text("spanish")}
	_, err = p.Topics.Decide(r.Context(), r.Actor, decision)
	if wrong, ok := fault.AsFields(err); ok {
		page, err := p.topicsPage(r)
		if err != nil {
			return err
		}
		for i := range page.Waiting {
			if q := &page.Waiting[i]; q.ID == decision.Proposal {
				q.English, q.Spanish, q.Wrong = decision.English, decision.Spanish, faults(page.Chrome, wrong)
			}
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, showTopics(page))
	}
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, "/admin/topics", "/admin/topics/"+string(decision.Proposal)+"/reopen", "catalog.flash.topic_decided")
}

// reopenTopic handles POST /admin/topics/{proposal}/reopen.
func (p *pages) reopenTopic(w http.ResponseWriter, r *web.Request) error {
	if err := p.Topics.Reopen(r.Context(), r.Actor, vocab.ProposalID(r.PathValue("proposal"))); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/admin/topics", "catalog.flash.topic_reopened")
}
