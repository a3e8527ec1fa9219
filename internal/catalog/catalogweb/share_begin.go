package catalogweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/proto/isbn"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// beginPage is the page at /share: one box that takes a link, an ISBN, a file or a few words.
type beginPage struct {
	ui.Chrome
	What   string // typed so far
	Kind   string // asked for by a link that leads here; empty: to be guessed
	Wrong  map[string]string
	Drafts int // begun earlier
}

// shareBegin handles GET /share. What another program shares to this page comes in the address.
func (p *pages) shareBegin(w http.ResponseWriter, r *web.Request) error {
	in := r.Query()
	what := strings.TrimSpace(strings.Join([]string{in.Text("title"), in.Long("text"), in.Text("url")}, "\n"))
	return p.showBegin(w, r, http.StatusOK, beginPage{What: what, Kind: in.Text("kind")}, nil)
}

func (p *pages) showBegin(w http.ResponseWriter, r *web.Request, status int, page beginPage, wrong fault.Fields) error {
	drafts, err := p.Catalog.Drafts(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	page.Chrome = r.Chrome(r.P.T("base.share_something"), ui.Nowhere)
	page.Wrong, page.Drafts = faults(page.Chrome, wrong), len(drafts)
	return web.Render(w, r, status, showShareBegin(page))
}

// beginKeep handles POST /share/keep, which scripts send at every pause: what stands in the box becomes a draft.
func (p *pages) beginKeep(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	if in.Text("what") == "" {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	f, err := p.newForm(r)
	if err != nil {
		return err
	}
	f.takeText(lines(in.Long("what")), p.newKey())
	draft, err := p.begunDraft(r, in)
	if err != nil {
		return err
	}
	if draft, err = p.keep(r, draft, f); err != nil {
		return err
	}
	return answerKept(w, map[string]string{"draft": string(draft.ID)})
}

// begunDraft is the draft that scripts began from the box; a new one where there is none.
func (p *pages) begunDraft(r *web.Request, in web.Form) (catalog.Draft, error) {
	id := catalog.DraftID(in.Text("draft"))
	if id == "" {
		return catalog.Draft{}, nil
	}
	return p.Catalog.Draft(r.Context(), r.Actor, id)
}

// shareBegun handles POST /share: it makes a draft of what was given and goes on to it.
func (p *pages) shareBegun(w http.ResponseWriter, r *web.Request) error {
	posted, err := p.readPost(r)
	if err != nil {
		return err
	}
	what := posted.form.Long("what")
	upload, hasFile := posted.files["file"]
	var wrong fault.Fields
	switch {
	case posted.wrong != nil:
		wrong = posted.wrong
	case what == "" && !hasFile:
		wrong.Add("what", "catalog.wrong.what")
	case hasFile && posted.form.Text("made") == "":
		wrong.Add("made", "catalog.wrong.made")
	}
	if wrong != nil {
		return p.showBegin(w, r, http.StatusUnprocessableEntity, beginPage{What: what, Kind: posted.form.Text("kind")}, wrong)
	}
	f, err := p.newForm(r)
	if err != nil {
		return err
	}
	f.Language = string(r.P.Locale)
	if kind := block.ResourceKind(posted.form.Text("kind")); kind.Known() {
		f.Kind = string(kind)
	}
	if hasFile {
		f.takeFile(p.newKey(), upload, posted.form.Text("made") == "me")
	}
	p.takeWords(r.Context(), &f, what)
	terms, err := p.terms(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	for _, t := range terms.Suggest(f.Title+" "+f.Why+" "+what, suggested) {
		f.Tags = append(f.Tags, string(t.ID))
	}
	draft, err := p.begunDraft(r, posted.form)
	if err != nil {
		return err
	}
	if draft, err = p.keep(r, draft, f); err != nil {
		return err
	}
	return web.SeeOther(w, r, draftURL(draft.ID), "")
}

// suggested is how many topics are suggested from what was written.
const suggested = 4

func (p *pages) newKey() block.Key { return block.NewKey(p.IDs) }

// newForm begins with what is known of whoever writes: the first school where they share, its grades.
func (p *pages) newForm(r *web.Request) (form, error) {
	f := form{Kind: string(block.QuickTip), Visibility: catalog.SeenByDistrict}
	schools, err := p.sharingSchools(r.Context(), r.Actor)
	if err != nil {
		return f, err
	}
	if len(schools) > 0 {
		f.School, f.Bands = schools[0].ID, schools[0].Bands
	}
	return f, nil
}

// sharingSchools are the schools in whose name the actor may share, the own ones first.
func (p *pages) sharingSchools(ctx context.Context, by actor.Actor) ([]School, error) {
	all, err := p.Schools(ctx, by.District)
	if err != nil {
		return nil, err
	}
	var own, others []School
	for _, school := range all {
		switch {
		case by.MediaSpecialistAt(school.ID):
			own = append(own, school)
		case by.MayContributeAt(school.ID):
			others = append(others, school)
		}
	}
	slices.SortStableFunc(own, func(a, b School) int {
		return slices.Index(by.SchoolIDs(), a.ID) - slices.Index(by.SchoolIDs(), b.ID)
	})
	return append(own, others...), nil
}

// takeWords reads what was pasted: a first line that is a link or an ISBN, and words. It guesses the kind.
func (p *pages) takeWords(ctx context.Context, f *form, what string) {
	var words []string
	for _, line := range strings.Split(what, "\n") {
		line = strings.TrimSpace(line)
		switch link, number := asLink(line), asISBN(line); {
		case line == "":
		case link != "":
			p.takeLink(ctx, f, link)
		case number != "":
			f.Kind = string(block.BookList)
			f.Blocks = append(f.Blocks, formBlock{Key: p.newKey(), Kind: block.KindBook, ISBN: number})
		default:
			words = append(words, line)
		}
	}
	f.takeText(words, p.newKey())
}

// takeText makes title, summary and text of the words: a short first line is the title, the next the summary.
func (f *form) takeText(words []string, key block.Key) {
	if len(words) == 0 {
		return
	}
	if f.Title == "" && len([]rune(words[0])) <= 90 {
		f.Title, words = strings.TrimSuffix(words[0], "."), words[1:]
	}
	if len(words) == 0 {
		return
	}
	text := strings.Join(words, "\n\n")
	if len([]rune(text)) <= 300 {
		f.Why = text
		return
	}
	f.Blocks = append(f.Blocks, formBlock{Key: key, Kind: block.KindText, Text: text})
}

// takeLink adds a link with what its page says of itself. A page that cannot be read is no reason to stop anyone.
func (p *pages) takeLink(ctx context.Context, f *form, link string) {
	b := formBlock{Key: p.newKey(), Kind: block.KindLink, URL: link}
	ctx, cancel := context.WithTimeout(ctx, 6*time.Second)
	defer cancel()
	if page, err := p.Fetch.Preview(ctx, link); err == nil {
		b.Title, b.Language = page.Title, page.Language
		if f.Title == "" {
			f.Title, f.Why = page.Title, page.Summary
		}
		if f.Language == "" && page.Language != "" {
			f.Language = page.Language
		}
	}
	if isVideo(link) {
		b.Kind = block.KindVideo
		f.Kind = string(block.Reel)
	}
	f.Blocks = append(f.Blocks, b)
}

// takeFile adds an upload. Somebody else's file is not kept: a link to it is asked for instead.
func (f *form) takeFile(key block.Key, upload storedFile, mine bool) {
	name := upload.Name
	if dot := strings.LastIndexByte(name, '.'); dot > 0 {
		name = name[:dot]
	}
	f.Title = strings.TrimSpace(strings.NewReplacer("_", " ", "-", " ").Replace(name))
	if !mine {
		f.Blocks = append(f.Blocks, formBlock{Key: key, Kind: block.KindLink, Title: f.Title})
		f.SourceName, f.Open = f.Title, true
		return
	}
	f.Rights = "colleagues"
	f.Blocks = append(f.Blocks, formBlock{Key: key, Kind: block.KindFile, File: upload})
}

func asLink(line string) string {
	if strings.ContainsAny(line, " \t") || !strings.Contains(line, ".") {
		return ""
	}
	u, err := url.Parse(address(line))
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || !strings.Contains(u.Host, ".") {
		return ""
	}
	return u.String()
}

func asISBN(line string) string {
	number, err := isbn.Parse(strings.TrimPrefix(strings.TrimPrefix(strings.ToUpper(line), "ISBN"), ":"))
	if err != nil {
		return ""
	}
	return string(number)
}

// isVideo knows the addresses where films are kept.
func isVideo(link string) bool {
	u, err := url.Parse(link)
	if err != nil {
		return false
	}
	switch strings.TrimPrefix(strings.TrimPrefix(u.Hostname(), "www."), "m.") {
	case "youtube.com", "youtu.be", "vimeo.com":
		return true
	}
	return false
}
