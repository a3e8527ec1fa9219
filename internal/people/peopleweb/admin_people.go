package peopleweb

import (
	"net/http"

	"github.com/commonshelf/commonshelf/internal/fault"
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
		for _, state := range states {
			if who.State == state {
				out = append(out, who)
			}
		}
	}
	return out
}

// everyonePage is the page at /admin/people.
type everyonePage struct {
	ui.Chrome
	Roll  roll
	Paste pasted
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
	return web.Render(w, r, paste.status(), showEveryone(everyonePage{Chrome: r.Chrome(r.P.T("people.desk.people"), ui.Admin), Roll: list, Paste: paste}))
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
	n, err := p.People.InviteEveryone(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/admin/people", "people.invited", n)
}
