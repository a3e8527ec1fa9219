package catalogweb

import (
	"net/http"
	"time"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/reading"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// topicPage is the page at /admin/topic/{term}.
type topicPage struct {
	ui.Chrome
	Bare    string // its address
	English string // labels, as typed after a mistake
	Spanish string
	Also    string   // more names, as typed
	Names   []string // by which it is found beside its labels
	Options []ui.Option
	Wrong   map[string]string
}

// changeView is what was done to a topic.
type changeView struct {
	Text, Date string
	Undo       string // address to POST to
}

// undoable is how long changes of topics are listed to be undone.
const undoable = 30 * 24 * time.Hour

func topicURL(t vocab.TermID) string { return "/admin/topic/" + string(t) }

// undoTopicURL is empty where nothing was changed.
func undoTopicURL(c vocab.ChangeID) string {
	if c == "" {
		return ""
	}
	return "/admin/topic-changes/" + string(c) + "/undo"
}

// topicChanges lists what was done lately to topics.
func (p *pages) topicChanges(r *web.Request, c ui.Chrome, terms *vocab.Terms) ([]changeView, error) {
	list, err := p.Topics.Lately(r.Context(), r.Actor, c.Now.Add(-undoable))
	if err != nil {
		return nil, err
	}
	out := make([]changeView, len(list))
	for i, change := range list {
		now := reading.TermLabel(terms, string(change.Term), c.Locale)
		if change.What == vocab.Merged {
			now = reading.TermLabel(terms, string(change.Other), c.Locale)
		}
		out[i] = changeView{Text: c.T("catalog.topic_did."+string(change.What), change.Said, now), Date: c.Date(change.At.In(c.Zone)), Undo: undoTopicURL(change.ID)}
	}
	return out, nil
}

// topic handles GET /admin/topic/{term}.
func (p *pages) topic(w http.ResponseWriter, r *web.Request) error {
	page, err := p.topicPage(r)
	if err != nil {
		return err
	}
	return render(w, r, showTopic(page))
}

func (p *pages) topicPage(r *web.Request) (topicPage, error) {
	terms, err := p.terms(r.Context(), r.Actor)
	if err != nil {
		return topicPage{}, err
	}
	asked := vocab.TermID(r.PathValue("term"))
	term, ok := terms.Get(asked)
	if !ok || term.ID != asked {
		return topicPage{}, fault.NotFound{What: "topic"}
	}
	c := r.Chrome(term.Label(r.P.Locale), ui.Admin)
	page := topicPage{Chrome: c, Bare: topicURL(term.ID), English: term.English, Spanish: term.Spanish, Options: []ui.Option{{Value: "", Label: c.T("catalog.topic_choose")}}}
	for _, n := range term.Names {
		if n.Text != term.English && n.Text != term.Spanish {
			page.Names = append(page.Names, n.Text)
		}
	}
	for _, t := range terms.All(c.Locale) {
		if t.ID != term.ID {
			page.Options = append(page.Options, ui.Option{Value: string(t.ID), Label: t.Label(c.Locale)})
		}
	}
	return page, nil
}

// topicWrong shows the page again with what is wrong.
func (p *pages) topicWrong(w http.ResponseWriter, r *web.Request, wrong fault.Fields, typed func(*topicPage)) error {
	page, err := p.topicPage(r)
	if err != nil {
		return err
	}
	typed(&page)
	page.Wrong = faults(page.Chrome, wrong)
	return web.Render(w, r, http.StatusUnprocessableEntity, showTopic(page))
}

// renameTopic handles POST /admin/topic/{term}.
func (p *pages) renameTopic(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	term := vocab.NewTerm{ID: vocab.TermID(r.PathValue("term")), English: in.Text("english"), Spanish: in.Text("spanish")}
	for _, word := range (form{Proposals: in.Text("synonyms")}).proposals() {
		term.Synonyms = append(term.Synonyms, vocab.Name{Text: word})
	}
	change, err := p.Topics.Rename(r.Context(), r.Actor, term)
	if wrong, ok := fault.AsFields(err); ok {
		return p.topicWrong(w, r, wrong, func(page *topicPage) {
			page.English, page.Spanish, page.Also = term.English, term.Spanish, in.Text("synonyms")
		})
	}
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, topicURL(term.ID), undoTopicURL(change.ID), "catalog.flash.topic_changed")
}

// unnameTopic handles POST /admin/topic/{term}/unname.
func (p *pages) unnameTopic(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	term := vocab.TermID(r.PathValue("term"))
	change, err := p.Topics.Unname(r.Context(), r.Actor, term, in.Text("name"))
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, topicURL(term), undoTopicURL(change.ID), "catalog.flash.topic_unnamed", change.Said)
}

// mergeTopic handles POST /admin/topic/{term}/merge.
func (p *pages) mergeTopic(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	change, err := p.Topics.Merge(r.Context(), r.Actor, vocab.TermID(r.PathValue("term")), vocab.TermID(in.Text("into")))
	if wrong, ok := fault.AsFields(err); ok {
		return p.topicWrong(w, r, wrong, func(*topicPage) {})
	}
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, topicURL(change.Other), undoTopicURL(change.ID), "catalog.flash.topic_merged", change.Said)
}

// undoTopic handles POST /admin/topic-changes/{change}/undo.
func (p *pages) undoTopic(w http.ResponseWriter, r *web.Request) error {
	if err := p.Topics.Undo(r.Context(), r.Actor, vocab.ChangeID(r.PathValue("change"))); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/admin/topics", "catalog.flash.topic_undone")
}
