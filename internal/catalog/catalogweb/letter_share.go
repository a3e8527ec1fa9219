package catalogweb

import (
	"crypto/sha256"
	"net/http"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/rights"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// letterSharePage is the page at /letters/{token}/share/{kind}: the two minutes of a weekly email, for a reader who need not sign in.
type letterSharePage struct {
	ui.Chrome
	At     string // where its buttons post to
	Whose  string // "This is about the email to Rosa Delgado, ..."
	Asks   string // what the letter asked for
	School string // in whose name it is shared
	More   string // address at which the reader can do more, once signed in
	Title  string
	Why    string
	URL    string
	Done   bool // it is shared
	Errors map[string]string
	Faults []ui.FieldFault
}

func (p letterSharePage) label(field, text, hint string) ui.Label {
	return ui.Label{Name: field, Text: text, Hint: hint, Wrong: p.Errors[field], Focus: len(p.Faults) > 0 && p.Faults[0].Field == field}
}

// sharing is a letter that asks its reader to share something of a kind, and what was shared by it.
type sharing struct {
	letterbox.Held
	kind     block.ResourceKind
	school   School
	resource catalog.ResourceID // one for each letter: sent twice it is shared once
	at       string
}

// sharesByLetter is the letter of the address, in its reader's language, and in whose name its reader shares.
func (p *pages) sharesByLetter(w http.ResponseWriter, r *web.Request) (sharing, error) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Robots-Tag", "noindex")
	token := r.PathValue("token")
	out := sharing{kind: block.ResourceKind(r.PathValue("kind")), at: "/letters/" + token + "/share/" + r.PathValue("kind")}
	var err error
	if out.Held, err = p.Letters.Open(r.Context(), token); err != nil {
		return out, err
	}
	if lang.Known(out.Person.Locale) {
		r.P = p.Words.Printer(out.Person.Locale, out.District.Calling)
	}
	if out.Old {
		return out, fault.Conflict{Reason: fault.Say("letter.old")}
	}
	asks, err := p.AsksToShare(r.Context(), out.Held, out.kind)
	if err != nil {
		return out, err
	}
	schools, err := p.sharingSchools(r.Context(), out.Actor)
	if err != nil {
		return out, err
	}
	if !asks || len(schools) == 0 {
		return out, fault.NotFound{What: catalog.ObjectKind}
	}
	out.school = schools[0]
	sum := sha256.Sum256([]byte("shared by letter " + token))
	out.resource = catalog.ResourceID(id.Base32.EncodeToString(sum[:10]))
	return out, nil
}

// shareByLetterShow handles GET /letters/{token}/share/{kind}: it asks, and shares nothing. Whoever is signed in shares where they can do more.
func (p *pages) shareByLetterShow(w http.ResponseWriter, r *web.Request) error {
	s, err := p.sharesByLetter(w, r)
	if err != nil {
		return err
	}
	if r.Actor.SignedIn() && r.Actor.Person == s.Person.ID {
		return web.SeeOther(w, r, "/share?kind="+string(s.kind), "")
	}
	now, err := p.sharedBy(r, s)
	if err != nil {
		return err
	}
	page := letterSharePage{Title: now.About.Title, Why: now.About.Why, Done: now.State == catalog.StatePublished}
	if now.State == catalog.StateDraft {
		f, _, err := p.takenBack(r, s)
		if err != nil {
			return err
		}
		page.Title, page.Why, page.URL = f.Title, f.Why, f.link().URL
	}
	return p.letterShare(w, r, s, page, nil)
}

// sharedBy is what was shared by a letter, with no id where nothing was yet. It returns fault.Conflict for what was taken out of the
// catalog since: another is shared inside.
func (p *pages) sharedBy(r *web.Request, s sharing) (catalog.Outlined, error) {
	now, err := p.Catalog.Outline(r.Context(), s.Actor, s.resource)
	switch {
	case fault.IsNotFound(err):
		return catalog.Outlined{}, nil
	case err == nil && now.State == catalog.StateRetired:
		err = fault.Conflict{Reason: fault.Say("catalog.letter.retired")}
	}
	return now, err
}

// takenBack is what was shared by a letter and is its reader's draft again, which may hold more by now than the letter's page shows.
func (p *pages) takenBack(r *web.Request, s sharing) (form, catalog.Draft, error) {
	draft, err := p.Catalog.DraftOf(r.Context(), s.Actor, s.resource)
	if err != nil {
		return form{}, draft, err
	}
	f, err := decodeForm(draft.Form)
	return f, draft, err
}

// link is the first link of a form; one that is not there where it has none.
func (f *form) link() *formBlock {
	for i := range f.Blocks {
		if f.Blocks[i].Kind == block.KindLink && !f.Blocks[i].Removed {
			return &f.Blocks[i]
		}
	}
	return &formBlock{}
}

func (p *pages) letterShare(w http.ResponseWriter, r *web.Request, s sharing, page letterSharePage, wrong fault.Fields) error {
	page.Chrome = r.Chrome(r.P.T("catalog.letter.title"), ui.Nowhere)
	page.At, page.Whose, page.School = s.at, page.T("letter.whose", s.Person.Name, s.Person.Mail), s.school.Name
	page.Asks = page.T("catalog.letter.asks." + string(s.kind))
	page.More = letterbox.Inside("/letters/"+r.PathValue("token"), "/share?kind="+string(s.kind))
	if page.Done {
		page.More = letterbox.Inside("/letters/"+r.PathValue("token"), bareURL(s.resource))
	}
	page.Errors, page.Faults = faults(page.Chrome, wrong), page.Chrome.Faults(wrong, "title", "why", "url")
	status := http.StatusOK
	if len(wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, showLetterShare(page))
}

// shareByLetter handles POST /letters/{token}/share/{kind}.
func (p *pages) shareByLetter(w http.ResponseWriter, r *web.Request) error {
	s, err := p.sharesByLetter(w, r)
	if err != nil {
		return err
	}
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	page := letterSharePage{Title: in.Text("title"), Why: in.Long("why"), URL: in.Text("url")}
	now, err := p.sharedBy(r, s)
	if err != nil {
		return err
	}
	if now.State == catalog.StatePublished {
		return web.SeeOther(w, r, s.at, "")
	}
	f := form{Kind: string(s.kind), Bands: s.school.Bands, Language: string(r.P.Locale), Rights: string(rights.Colleagues), Visibility: catalog.SeenByDistrict}
	share := catalog.ShareInput{ID: s.resource, New: now.ID == ""}
	if !share.New {
		var draft catalog.Draft
		if f, draft, err = p.takenBack(r, s); err != nil {
			return err
		}
		share.Draft = draft.At()
	}
	f.School, f.Title, f.Why = s.school.ID, page.Title, page.Why
	if link := f.link(); link.Key != "" {
		link.URL, link.Removed = page.URL, page.URL == ""
	} else if page.URL != "" {
		f.Blocks = append(f.Blocks, formBlock{Key: p.newKey(), Kind: block.KindLink, URL: page.URL})
	}
	var wrong fault.Fields
	share.Document, wrong = f.document()
	share.School, share.Visibility = f.School, f.Visibility
	if len(wrong) == 0 {
		_, err = p.Catalog.Share(r.Context(), s.Actor, share)
		if wrong, _ = fault.AsFields(err); err != nil && wrong == nil {
			return err
		}
	}
	if len(wrong) > 0 {
		if field := f.link().name("url"); wrong[field].Key != "" {
			wrong.Add("url", wrong[field].Key, wrong[field].Args...)
			delete(wrong, field)
		}
		return p.letterShare(w, r, s, page, wrong)
	}
	return web.SeeOtherUndo(w, r, s.at, s.at+"/undo", "catalog.flash.shared")
}

// unshareByLetter handles POST /letters/{token}/share/{kind}/undo: what was shared by the letter is its reader's draft.
func (p *pages) unshareByLetter(w http.ResponseWriter, r *web.Request) error {
	s, err := p.sharesByLetter(w, r)
	if err != nil {
		return err
	}
	shown, err := p.Catalog.Show(r.Context(), s.Actor, s.resource)
	if err != nil {
		return err
	}
	data, err := FormOf(shown.Document, shown.School, shown.Visibility)
	if err != nil {
		return err
	}
	if shown.State == catalog.StatePublished {
		if _, err := p.Catalog.Unshare(r.Context(), s.Actor, s.resource, data); err != nil {
			return err
		}
	}
	return web.SeeOther(w, r, s.at, "catalog.flash.unshared")
}
