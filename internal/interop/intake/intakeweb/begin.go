package intakeweb

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/interop/intake"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/proto/linklist"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// beginPage is the page at /bring.
type beginPage struct {
	ui.Chrome
	Schools []ui.Option // in whose name the reader may bring something in; one: not asked
	School  id.SchoolID
	Kinds   []kindView
	Pasted  string // links typed or pasted
	Wrong   map[string]string
	SetUp   bool          // the reader is setting up the shelf, and goes on with that
	Single  bool          // what was chosen is one thing to share and no list
	Waiting []earlierView // what the reader has looked at and not brought in
	Earlier []earlierView
}

type kindView struct{ Name, Hint string }

// earlierView is an import of before.
type earlierView struct{ URL, Name, Line string }

// begin handles GET /bring.
func (p *pages) begin(w http.ResponseWriter, r *web.Request) error {
	return p.showBegin(w, r, http.StatusOK, intake.BringInput{}, "", nil)
}

func (p *pages) showBegin(w http.ResponseWriter, r *web.Request, status int, in intake.BringInput, pasted string, wrong fault.Fields) error {
	c := r.Chrome(r.P.T("base.nav.bring"), ui.Bring)
	page := beginPage{Chrome: c, Pasted: pasted, Wrong: map[string]string{}}
	for field, message := range wrong {
		page.Wrong[field] = c.T(message.Key, message.Args...)
		page.Single = slices.Contains(single, message.Key)
	}
	for _, k := range source.Kinds {
		page.Kinds = append(page.Kinds, kindView{c.T(k.Label()), c.T(k.Hint())})
	}
	var err error
	if page.SetUp, err = p.settingUp(r); err != nil {
		return err
	}
	list, err := p.Intake.Imports(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	page.School = in.School
	for _, i := range list {
		if page.School == "" && i.Person == r.Actor.Person {
			page.School = i.School
		}
		switch view := earlierOf(c, i); {
		case i.State != intake.Preview:
			page.Earlier = append(page.Earlier, view)
		case i.Person == r.Actor.Person:
			page.Waiting = append(page.Waiting, view)
		}
	}
	if page.Schools, page.School, err = p.schools(r, page.School); err != nil {
		return err
	}
	return web.Render(w, r, status, showBegin(page))
}

// settingUp says whether the reader has not come to the end of setting up the shelf.
func (p *pages) settingUp(r *web.Request) (bool, error) {
	if !r.Actor.Coordinator {
		return false, nil
	}
	district, err := p.People.District(r.Context(), r.Actor.District)
	return err == nil && district.SetUp != people.Done, err
}

// single lists what is said of files that are one thing to share.
var single = []string{"intake.refused.is.pdf", "intake.refused.is.picture", "intake.refused.is.document", "intake.refused.is.slides", "intake.refused.is.book"}

// schools are those in whose name the reader may bring something in, and the one that is chosen: the one asked for, if it is
// among them, else the first.
func (p *pages) schools(r *web.Request, asked id.SchoolID) ([]ui.Option, id.SchoolID, error) {
	all, err := p.People.Schools(r.Context(), r.Actor.District)
	if err != nil {
		return nil, "", err
	}
	mine := actor.Sharing(r.Actor, all, func(s people.School) id.SchoolID { return s.ID })
	if !slices.ContainsFunc(mine, func(s people.School) bool { return s.ID == asked }) {
		asked = ""
	}
	var out []ui.Option
	for _, s := range mine {
		if asked == "" {
			asked = s.ID
		}
		out = append(out, ui.Option{Value: string(s.ID), Label: s.Name, Chosen: s.ID == asked})
	}
	return out, asked, nil
}

// earlierOf says how far an import has come. Nothing is counted where there is nothing.
func earlierOf(c ui.Chrome, i intake.Import) earlierView {
	key := "bring.earlier." + string(i.State)
	when := i.CreatedAt.In(c.Zone)
	at := c.Date(when) + ", " + c.Clock(when)
	if none := map[intake.State]string{intake.Done: "bring.earlier.nothing", intake.Running: "bring.earlier.begins", intake.Broken: "bring.earlier.stopped"}[i.State]; none != "" && i.Counts.Imported == 0 {
		key = none
		return earlierView{importURL(i.ID), i.Source, c.T(key, at)}
	}
	if i.State == intake.Preview && i.Seen > 0 {
		return earlierView{importURL(i.ID), i.Source, c.T("bring.waiting.rows", i.Seen, at)}
	}
	if i.State == intake.Preview {
		return earlierView{importURL(i.ID), i.Source, c.T("bring.waiting.at", at)}
	}
	return earlierView{importURL(i.ID), i.Source, c.T(key, i.Counts.Imported, at)}
}

// bringing is how often somebody may bring a list: each may be large, and is read whole.
var bringing = web.Rate{Act: "bring", Most: 120, Within: time.Hour}

// bring handles POST /bring. The school comes before the file in the form, so that the file can be read as it arrives.
func (p *pages) bring(w http.ResponseWriter, r *web.Request) error {
	if err := r.Limit(bringing, string(r.Actor.Person)); err != nil {
		return err
	}
	in := intake.BringInput{}
	pasted := ""
	var made intake.Import
	err := r.EachPart(func(part web.Part) error {
		if part.Name == "file" && part.Filename != "" && made.ID == "" {
			in.Name, in.From = part.Filename, part.Reader
			var err error
			made, err = p.Intake.Bring(r.Context(), r.Actor, in)
			return err
		}
		text, err := part.Text()
		if err != nil {
			return err
		}
		switch part.Name {
		case "school":
			in.School = id.SchoolID(text)
		case "pasted":
			pasted = text
		}
		return nil
	})
	if err == nil && made.ID == "" {
		made, err = p.bringPasted(r, in, pasted)
	}
	if wrong, ok := fault.AsFields(err); ok {
		return p.showBegin(w, r, http.StatusUnprocessableEntity, in, pasted, wrong)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, importURL(made.ID), "")
}

func (p *pages) bringPasted(r *web.Request, in intake.BringInput, pasted string) (intake.Import, error) {
	if pasted == "" {
		return intake.Import{}, fault.Fields{"file": fault.Say("bring.wrong.nothing")}
	}
	in.Name, in.Kind, in.From = r.P.T("bring.pasted.name"), source.Links, strings.NewReader(pasted)
	switch links := linklist.Read(pasted); {
	case len(links) > 0:
		in.Name = r.P.T("bring.pasted.name_of", firstName(links))
	case source.Pasted(pasted) == source.CSV:
		in.Kind, in.Name = source.CSV, r.P.T("bring.pasted.table")
	default:
		return intake.Import{}, fault.Fields{"pasted": fault.Say("bring.wrong.no_links")}
	}
	return p.Intake.Bring(r.Context(), r.Actor, in)
}

// nameLength is how much of the first link of a pasted list is in the list's name.
const nameLength = 40

// firstName tells a pasted list from others: by the first link in it.
func firstName(links []linklist.Link) string {
	name := links[0].Title
	if at, err := url.Parse(links[0].URL); name == "" && err == nil {
		name = strings.TrimPrefix(at.Host, "www.") + strings.TrimSuffix(at.Path, "/")
	}
	if runes := []rune(name); len(runes) > nameLength {
		return string(runes[:nameLength]) + "…"
	}
	return name
}
