package catalogweb

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// topicsPage is the page at /admin/topics.
type topicsPage struct {
	ui.Chrome
	Waiting []proposalView // on this page of them
	Of      string         // how many there are, where they are on more pages
	Next    ui.Way         // to those that follow, or back to the first; without text: these are all
	Terms   []termView     // on this page
	Total   int            // topics in use
	Start   int            // topics offered to begin with; 0: none are
	Find    string         // typed into the search box
	Found   int            // that have it
	Letters []ui.Way       // where topics begin with another letter
	Pager   ui.Pager
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
	page            int // of those that wait, on which it stands
}

// action is the address that the decision is posted to.
func (q proposalView) action() string {
	return "/admin/topics/" + string(q.ID) + strings.TrimPrefix(waitingURL(q.page), "/admin/topics")
}

// field is the id of one of its fields, of which the page has several of a name.
func (q proposalView) field(name string) string { return name + "-" + string(q.ID) }

type termView struct {
	Label, Other string
	Names        string
	URL          string // where its resources are
	Change       string // where it is changed
	Letter       string // with which it is the first to begin; empty: it is not
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
	page.list(terms.All(c.Locale), r.Query())
	if page.Total == 0 {
		page.Start = len(p.Starting)
	}
	waiting, at := page.some(waiting, r.Query())
	written, err := p.languages(r, waiting)
	if err != nil {
		return page, err
	}
	for _, q := range waiting {
		v := proposalView{page: at, ID: q.ID, Name: q.Name, Who: q.PersonName, Date: c.Date(q.At.In(c.Zone)),
			Options: append([]ui.Option{{Value: "", Label: c.T("catalog.topic_new")}}, page.Options...)}
		if proposedIn(q.Name, q.Locale, written[q.Resource]) == lang.Spanish {
			v.Spanish = q.Name
		} else {
			v.English = q.Name
		}
		if q.Resource != "" {
			v.Resource = bareURL(catalog.ResourceID(q.Resource))
		}
		page.Waiting = append(page.Waiting, v)
	}
	return page, nil
}

// waitingPageSize is how many of the words that wait are on a page, each with every topic to file it under.
const waitingPageSize = 50

// some takes a page of the words that wait and says which it is.
func (p *topicsPage) some(all []vocab.Proposal, in web.Form) (_ []vocab.Proposal, at int) {
	last := max(1, (len(all)+waitingPageSize-1)/waitingPageSize)
	at, _ = in.Int("waiting")
	at = min(max(at, 1), last)
	from := (at - 1) * waitingPageSize
	to := min(from+waitingPageSize, len(all))
	switch {
	case last == 1:
		return all, at
	case at < last:
		p.Next = ui.Way{Text: p.T("catalog.topics_waiting_next"), URL: waitingURL(at + 1)}
	default:
		p.Next = ui.Way{Text: p.T("catalog.topics_waiting_first"), URL: waitingURL(1)}
	}
	p.Of = p.T("catalog.topics_waiting_of", from+1, to, len(all))
	return all[from:to], at
}

// waitingURL is the address of a page of the words that wait.
func waitingURL(page int) string {
	if page <= 1 {
		return "/admin/topics"
	}
	return "/admin/topics?waiting=" + strconv.Itoa(page)
}

// languages are those of the resources with which words were proposed, by their ids.
func (p *pages) languages(r *web.Request, waiting []vocab.Proposal) (map[string]string, error) {
	var ids []catalog.ResourceID
	for _, q := range waiting {
		if q.Resource != "" {
			ids = append(ids, catalog.ResourceID(q.Resource))
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	cards, err := p.Catalog.Cards(r.Context(), r.Actor, ids)
	out := make(map[string]string, len(cards))
	for _, card := range cards {
		out[string(card.ID)] = card.About.Language
	}
	return out, err
}

// proposedIn is the language that a proposed word is most likely in, by its letters, by what it was proposed with (BCP 47; empty:
// not known) and by the language in which its proposer reads these pages.
func proposedIn(word string, reads lang.Locale, written string) lang.Locale {
	written, _, _ = strings.Cut(written, "-")
	switch {
	case strings.ContainsAny(strings.ToLower(word), "ñ¿¡"), written == "es":
		return lang.Spanish
	case strings.ContainsAny(strings.ToLower(word), "áéíóú") && (written == "" || written == "en"):
		return lang.Spanish
	case reads == lang.Spanish && (written == "" || written == "en"):
		return lang.Spanish
	}
	return lang.English
}

const (
	topicsPageSize = 20 // topics on a page
	manyTopics     = 20 // that are worth searching
)

// list takes a page of the topics in use, in order, narrowed down to those that have what was typed among their names.
func (p *topicsPage) list(all []vocab.Term, in web.Form) {
	p.Total, p.Find = len(all), in.Text("q")
	var found []vocab.Term
	for _, t := range all {
		p.Options = append(p.Options, ui.Option{Value: string(t.ID), Label: t.Label(p.Locale)})
		if named(t, fold.Key(p.Find)) {
			found = append(found, t)
		}
	}
	p.Found = len(found)
	last := max(1, (len(found)+topicsPageSize-1)/topicsPageSize)
	at, _ := in.Int("page")
	at = min(max(at, 1), last)
	p.Pager = ui.Pager{Page: at, Last: last, URL: p.url}
	for i, t := range found {
		if last > 1 && (i == 0 || initial(t.Label(p.Locale)) != initial(found[i-1].Label(p.Locale))) {
			letter := initial(t.Label(p.Locale))
			p.Letters = append(p.Letters, ui.Way{Text: letter, URL: p.url(i/topicsPageSize+1) + "#letter-" + letter})
		}
		if i/topicsPageSize+1 != at {
			continue
		}
		v := termView{Label: t.English, Other: t.Spanish, Names: otherWords(t), URL: "/catalog?tag=" + string(t.ID), Change: topicURL(t.ID)}
		if i == 0 || initial(t.Label(p.Locale)) != initial(found[i-1].Label(p.Locale)) {
			v.Letter = initial(t.Label(p.Locale))
		}
		p.Terms = append(p.Terms, v)
	}
}

// url is the address of a page of the list, with the words typed.
func (p *topicsPage) url(page int) string {
	v := url.Values{}
	if p.Find != "" {
		v.Set("q", p.Find)
	}
	if page > 1 {
		v.Set("page", strconv.Itoa(page))
	}
	if len(v) == 0 {
		return "/admin/topics"
	}
	return "/admin/topics?" + v.Encode()
}

// named says whether one of a topic's names holds the folded words.
func named(t vocab.Term, words string) bool {
	return words == "" || strings.Contains(fold.Key(t.English), words) || strings.Contains(fold.Key(t.Spanish), words) ||
		slices.ContainsFunc(t.Names, func(n vocab.Name) bool { return strings.Contains(fold.Key(n.Text), words) })
}

// otherWords are the names of a topic beside its labels.
func otherWords(t vocab.Term) string {
	var names []string
	for _, n := range t.Names {
		if n.Text != t.English && n.Text != t.Spanish {
			names = append(names, n.Text)
		}
	}
	return strings.Join(names, ", ")
}

// initial is the first letter of a label, as a list has it.
func initial(label string) string {
	first, _ := utf8.DecodeRuneInString(strings.ToUpper(fold.Key(label)))
	return string(first)
}

// ProposalsWait says that words which colleagues missed wait for the coordinator: the words themselves while they are few.
func ProposalsWait(s *vocab.Service) web.Todos {
	return func(r *web.Request, c ui.Chrome) ([]ui.Todo, error) {
		if !r.Actor.Coordinator {
			return nil, nil
		}
		list, err := s.Waiting(r.Context(), r.Actor)
		if err != nil || len(list) == 0 {
			return nil, err
		}
		var words []string
		for _, q := range list[:min(len(list), wordsShown)] {
			words = append(words, c.T("catalog.topics_word", q.Name, q.PersonName))
		}
		text := c.List(words)
		if len(list) > wordsShown {
			text = c.T("catalog.topics_word_more", strings.Join(words, ", "))
		}
		return []ui.Todo{{Icon: "list", Title: c.T("catalog.topics_wait", len(list)), URL: "/admin/topics", Text: text,
			Action: c.T("catalog.topics_wait_go"), To: "/admin/topics"}}, nil
	}
}

// wordsShown is how many of the words that wait are shown on other pages.
const wordsShown = 3

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

// startTopics handles POST /admin/topics-start.
func (p *pages) startTopics(w http.ResponseWriter, r *web.Request) error {
	if err := p.Topics.Start(r.Context(), r.Actor, p.Starting); err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, "/admin/topics", "/admin/topics-start/undo", "catalog.flash.topics_started", len(p.Starting))
}

// unstartTopics handles POST /admin/topics-start/undo.
func (p *pages) unstartTopics(w http.ResponseWriter, r *web.Request) error {
	gone, err := p.Topics.TakeOut(r.Context(), r.Actor, p.Starting)
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/admin/topics", "catalog.flash.topics_unstarted", gone)
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
	at, _ := r.Query().Int("waiting")
	return web.SeeOtherUndo(w, r, waitingURL(at), "/admin/topics/"+string(decision.Proposal)+"/reopen", "catalog.flash.topic_decided")
}

// reopenTopic handles POST /admin/topics/{proposal}/reopen.
func (p *pages) reopenTopic(w http.ResponseWriter, r *web.Request) error {
	if err := p.Topics.Reopen(r.Context(), r.Actor, vocab.ProposalID(r.PathValue("proposal"))); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/admin/topics", "catalog.flash.topic_reopened")
}
