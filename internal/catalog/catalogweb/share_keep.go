package catalogweb

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
)

// keep writes what was typed into the draft, in the place of a newer state where that is what the writer chose.
func (p *pages) keep(r *web.Request, draft catalog.Draft, f form, in web.Form) (catalog.Draft, error) {
	return p.keepAs(r, draft, f, in, tabOf(in))
}

// keepAs is keep from a browser tab that the form may not name.
func (p *pages) keepAs(r *web.Request, draft catalog.Draft, f form, in web.Form, tab catalog.Tab) (catalog.Draft, error) {
	data, err := f.encode()
	if err != nil {
		return catalog.Draft{}, err
	}
	return p.Catalog.KeepDraft(r.Context(), r.Actor, catalog.DraftInput{Draft: draft.ID, School: f.School, Title: f.Title, Form: data, Saves: draft.Saves, Replaces: replaced(in), Tab: tab})
}

// post reads the form of a draft. The count of saves comes from the form, so that a second tab is noticed.
func (p *pages) post(r *web.Request) (catalog.Draft, form, posted, error) {
	draft, err := p.Catalog.Draft(r.Context(), r.Actor, catalog.DraftID(r.PathValue("draft")))
	if err != nil {
		return draft, form{}, posted{}, err
	}
	kept, err := decodeForm(draft.Form)
	if err != nil {
		return draft, form{}, posted{}, err
	}
	in, err := p.readPost(r)
	if err != nil {
		return draft, form{}, posted{}, err
	}
	f := readForm(in.form, kept)
	f.takeFiles(&in)
	if saves, ok := in.form.Int("saves"); ok {
		draft.Saves = int64(saves)
	}
	return draft, f, in, nil
}

// replaced is the count of the newer state beside which the form was shown; 0 where it was the newest itself.
func replaced(in web.Form) int64 {
	count, _ := in.Int("replaces")
	return int64(count)
}

// longestTab is how long the name of a browser tab may be.
const longestTab = 64

// tabOf is the browser tab that a form comes from, as its script names it.
func tabOf(in web.Form) catalog.Tab {
	name := in.Text("tab")
	turn, ok := in.Int("turn")
	if !ok || len(name) > longestTab {
		return catalog.Tab{}
	}
	return catalog.Tab{ID: name, Turn: int64(turn)}
}

// shareKeep handles POST /share/{draft}/keep, which scripts send at every pause.
func (p *pages) shareKeep(w http.ResponseWriter, r *web.Request) error {
	draft, f, in, err := p.post(r)
	if err != nil {
		return err
	}
	if draft, err = p.keep(r, draft, f, in.form); err != nil {
		return err
	}
	_, wrong := f.document()
	fields := []string{}
	for field := range wrong {
		fields = append(fields, field)
	}
	return answerKept(w, r, map[string]string{"saves": strconv.FormatInt(draft.Saves, 10)}, fields)
}

// answerKept tells the script which fields of its form have changed, which are still wrong (nil: nobody looked), and when the
// draft was kept by the district's clock.
func answerKept(w http.ResponseWriter, r *web.Request, fields map[string]string, wrong []string) error {
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(struct {
		Fields map[string]string `json:"fields"`
		Wrong  []string          `json:"wrong,omitempty"`
		Looked bool              `json:"looked,omitempty"`
		Time   string            `json:"time"`
	}{fields, wrong, wrong != nil, r.P.Clock(r.Now())})
}

// sharePost handles POST /share/{draft}: the buttons of the form.
func (p *pages) sharePost(w http.ResponseWriter, r *web.Request) error {
	draft, f, in, err := p.post(r)
	if fault.IsNotFound(err) {
		return p.sharedAgain(w, r, err)
	}
	if err != nil {
		return err
	}
	at := f.press(in.form, p.newKey)
	terms, err := p.terms(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	f.knowTopics(terms)
	let := f.letGo()
	kept, err := p.keep(r, draft, f, in.form)
	if fault.IsConflict(err) {
		if err = p.showElsewhere(w, r, draft, f); err == nil {
			return nil
		}
	}
	if fault.IsNotFound(err) { // shared while this form was on its way
		return p.sharedMeanwhile(w, r, f, err)
	}
	if err != nil {
		return err
	}
	draft = kept
	switch {
	case len(in.wrong) > 0:
		return p.showForm(w, r, http.StatusUnprocessableEntity, draft, f, in.wrong)
	case in.form.Text("do") == "share":
		return p.publish(w, r, draft, f)
	case in.form.Text("do") == "keep":
		return web.SeeOther(w, r, "/drafts", "catalog.flash.kept")
	case in.form.Text("do") == "preview":
		return web.SeeOther(w, r, draftURL(draft.ID)+"/preview", "")
	}
	if let || slices.ContainsFunc(slices.Collect(maps.Values(in.files)), func(f storedFile) bool { return f.Hash == "" }) {
		return web.SeeOther(w, r, draftURL(draft.ID), "catalog.flash.file_not_kept")
	}
	return web.SeeOther(w, r, draftURL(draft.ID)+at, "")
}

// publish shares the draft, or adds a version.
func (p *pages) publish(w http.ResponseWriter, r *web.Request, draft catalog.Draft, f form) error {
	d, wrong := f.document()
	if len(wrong) == 0 {
		var err error
		flash, undo := "catalog.flash.saved", ""
		if !draft.Change {
			err = p.share(r, f.Idea, catalog.ShareInput{ID: draft.Resource, School: f.School, Visibility: f.Visibility,
				Document: d, Proposals: d.About.Missing, Draft: draft.At()})
		} else {
			var saved catalog.Saved
			saved, err = p.Catalog.Save(r.Context(), r.Actor, catalog.SaveInput{Resource: draft.Resource, Base: draft.Base, Visibility: f.Visibility,
				Document: d, Proposals: d.About.Missing, Reason: f.Reason, Draft: draft.At()})
			switch {
			case saved.OpenLinks > 0:
				flash = "catalog.flash.saved_links"
			case saved.Joined:
				flash = "catalog.flash.joined"
			}
			if saved.Head != saved.Former {
				undo = undoURL(draft.Resource, saved.Head, saved.Former)
			}
		}
		var moved catalog.Diverged
		switch {
		case !draft.Change && fault.IsConflict(err):
			return p.sharedMeanwhile(w, r, f, err)
		case errors.As(err, &moved):
			return web.SeeOther(w, r, draftURL(draft.ID)+"/differs", "")
		case err == nil && draft.Change:
			return web.SeeOtherUndo(w, r, resourceURL(draft.Resource, d.About.Title), undo, flash)
		case err == nil:
			if flash, err = p.answer(r, f, draft.Resource); err != nil {
				return err
			}
			return web.SeeOtherUndo(w, r, resourceURL(draft.Resource, d.About.Title), bareURL(draft.Resource)+"/unshare", flash)
		}
		var invalid bool
		if wrong, invalid = fault.AsFields(err); !invalid {
			return err
		}
	}
	return p.showForm(w, r, http.StatusUnprocessableEntity, draft, f, wrong)
}

// share shares something new, and names the colleague whose idea it was.
func (p *pages) share(r *web.Request, idea id.PersonID, in catalog.ShareInput) error {
	if p.Credit == nil {
		_, err := p.Catalog.Share(r.Context(), r.Actor, in)
		return err
	}
	_, err := p.Credit.Share(r.Context(), r.Actor, in, idea, r.P.T("credit.idea_reason"))
	return err
}

// knowTopics files the words that name a topic under it and leaves the others to be proposed.
func (f *form) knowTopics(terms *vocab.Terms) {
	var missing []string
	for _, word := range f.proposals() {
		term, ok := terms.Find(word)
		switch {
		case !ok:
			missing = append(missing, word)
		case !slices.Contains(f.Tags, string(term.ID)):
			f.Tags = append(f.Tags, string(term.ID))
		}
	}
	f.Proposals = strings.Join(missing, ", ")
}

// draftFile handles GET /share/{draft}/files/{hash}/{name}: a file that the writer has just stored.
func (p *pages) draftFile(w http.ResponseWriter, r *web.Request) error {
	draft, err := p.Catalog.Draft(r.Context(), r.Actor, catalog.DraftID(r.PathValue("draft")))
	if err != nil {
		return err
	}
	f, err := decodeForm(draft.Form)
	if err != nil {
		return err
	}
	hash := r.PathValue("hash")
	for _, b := range f.Blocks {
		if b.File.Hash == hash && hash != "" {
			return p.serve(w, r, anHour, r.Actor.District, b.File.Hash, b.File.Name, b.File.MediaType)
		}
		for _, t := range b.Tracks {
			if t.Hash == hash && hash != "" {
				return p.serve(w, r, anHour, r.Actor.District, t.Hash, r.PathValue("name"), files.VTT)
			}
		}
	}
	return fault.NotFound{What: "file"}
}
