package peopleweb

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// pastePeople lists the people typed into a box.
func (p *pages) pastePeople(r *web.Request, text string) (pasted, error) {
	added, err := p.People.AddPeople(r.Context(), r.Actor, text)
	if wrong, ok := fault.AsFields(err); ok {
		return pasted{Text: text, Errors: wrong}, nil
	}
	return pasted{Text: people.TextOf(added.Wrong), Wrong: added.Wrong, Added: len(added.People) + added.Known}, err
}

// roll is who is on a district's list, with the names of their schools.
type roll struct {
	People []people.Person
	Names  map[id.SchoolID]string // short names
}

func (p *pages) roll(r *web.Request) (roll, error) {
	list, err := p.People.Everyone(r.Context(), r.Actor)
	if err != nil {
		return roll{}, err
	}
	schools, err := p.People.Schools(r.Context(), r.Actor.District)
	return roll{People: list, Names: shortNames(schools)}, err
}

// in are the people in one of the states.
func (l roll) in(states ...people.State) []people.Person {
	var out []people.Person
	for _, who := range l.People {
		if slices.Contains(states, who.State) {
			out = append(out, who)
		}
	}
	return out
}

// having are the people of a list of whom every word typed is part of the name, the address, the school or what they do.
func (l roll) having(c ui.Chrome, list []people.Person, typed string) []people.Person {
	words := strings.Fields(fold.Key(typed))
	return slices.DeleteFunc(slices.Clone(list), func(who people.Person) bool {
		text := fold.Key(who.Name + " " + who.Mail + " " + personWords(c, who, l.Names))
		return slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) })
	})
}

const (
	peoplePage = 50 // people on a page of the list
	manyPeople = 12 // on a list that is worth searching
)

// Which of the people a list shows.
const (
	showAtWork  = ""       // on the list and not left
	showWaiting = "absent" // on the list and never here yet
	showLeft    = "left"
)

// everyonePage is the page at /admin/people.
type everyonePage struct {
	ui.Chrome
	Roll  roll
	Paste pasted
	Find  string          // typed into the search box
	Show  string          // which of them
	Found []people.Person // on this page
	Total int             // found in all
	Pager ui.Pager
}

// everyone handles GET /admin/people.
func (p *pages) everyone(w http.ResponseWriter, r *web.Request) error {
	paste, err := p.rest(r, people.ListOfPeople)
	if err != nil {
		return err
	}
	return p.showEveryone(w, r, paste)
}

func (p *pages) showEveryone(w http.ResponseWriter, r *web.Request, paste pasted) error {
	list, err := p.roll(r)
	if err != nil {
		return err
	}
	page := everyonePage{Chrome: r.Chrome(r.P.T("people.desk.people"), ui.Admin), Roll: list, Paste: paste}
	page.find(r.Query())
	return web.Render(w, r, paste.status(), showEveryone(page))
}

// find cuts what the address asks for out of the list.
func (p *everyonePage) find(in web.Form) {
	p.Find, p.Show = in.Text("q"), in.Text("show")
	states := []people.State{people.Listed, people.Invited, people.Active}
	switch p.Show {
	case showWaiting:
		states = []people.State{people.Listed, people.Invited}
	case showLeft:
		states = []people.State{people.Left}
	default:
		p.Show = showAtWork
	}
	all := p.Roll.having(p.Chrome, p.Roll.in(states...), p.Find)
	p.Total = len(all)
	last := max(1, (p.Total+peoplePage-1)/peoplePage)
	at, _ := in.Int("page")
	at = min(max(at, 1), last)
	p.Found = all[min(len(all), (at-1)*peoplePage):min(len(all), at*peoplePage)]
	p.Pager = ui.Pager{Page: at, Last: last, URL: func(n int) string { return p.url(p.Show, n) }}
}

// url is the address of a part of the list, with the words typed.
func (p *everyonePage) url(show string, page int) string {
	v := url.Values{}
	if p.Find != "" {
		v.Set("q", p.Find)
	}
	if show != "" {
		v.Set("show", show)
	}
	if page > 1 {
		v.Set("page", strconv.Itoa(page))
	}
	if len(v) == 0 {
		return "/admin/people"
	}
	return "/admin/people?" + v.Encode()
}

// parts are the parts of the list one may choose between: only those that somebody is in, and none where there is one.
func (p everyonePage) parts() []string {
	out := []string{showAtWork}
	here := len(p.Roll.in(people.Active))
	if absent := len(p.Roll.in(people.Listed, people.Invited)); absent > 0 && here > 0 {
		out = append(out, showWaiting)
	}
	if len(p.Roll.in(people.Left)) > 0 {
		out = append(out, showLeft)
	}
	if len(out) == 1 {
		return nil
	}
	return out
}

// addPeople handles POST /admin/people.
func (p *pages) addPeople(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	paste, err := p.pastePeople(r, form.Long("people"))
	if err != nil {
		return err
	}
	if paste.bad() {
		return p.showEveryone(w, r, paste)
	}
	return web.SeeOther(w, r, "/admin/people", "people.people.added", paste.Added)
}

// invite handles POST /admin/people/invite: everyone who was not written to yet.
func (p *pages) invite(w http.ResponseWriter, r *web.Request) error {
	undo := uninviteURL(r)
	n, err := p.People.InviteEveryone(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, "/admin/people", undo, "people.invited", n)
}

// uninviteURL is the address that takes back what is invited from now on.
func uninviteURL(r *web.Request) string {
	return "/admin/people/uninvite?since=" + strconv.FormatInt(clock.Micros(r.Now()), 10)
}

// uninviteAll handles POST /admin/people/uninvite: the invitations that the reader sent since a moment.
func (p *pages) uninviteAll(w http.ResponseWriter, r *web.Request) error {
	since, err := strconv.ParseInt(r.Query().Text("since"), 10, 64)
	if err != nil || since <= 0 {
		return fault.NotFound{What: "invitation"}
	}
	n, err := p.People.TakeBackInvitations(r.Context(), r.Actor, clock.FromMicros(since))
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/admin/people", "people.uninvited_all", n)
}
