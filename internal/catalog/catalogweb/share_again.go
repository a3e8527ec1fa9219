package catalogweb

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/web"
)

// became leads from the address of a draft that was shared to what it became; notFound is the answer where nothing tells.
func (p *pages) became(w http.ResponseWriter, r *web.Request, notFound error) error {
	to, err := p.Catalog.Became(r.Context(), r.Actor, catalog.DraftID(r.PathValue("draft")))
	switch {
	case fault.IsNotFound(err):
		return notFound
	case err != nil:
		return err
	case to.Draft.ID != "":
		return web.SeeOther(w, r, draftURL(to.Draft.ID), "")
	}
	return web.SeeOther(w, r, resourceURL(to.Resource, to.Title), "")
}

// sharedAgain answers a form that is sent although its draft is gone: by a second tap, or again after going back. What was shared
// just so is shown; other words become a change to it, to be looked at. A resource that is a draft again goes on from the form, and so
// does a draft that was thrown away.
func (p *pages) sharedAgain(w http.ResponseWriter, r *web.Request, notFound error) error {
	to, err := p.Catalog.Became(r.Context(), r.Actor, catalog.DraftID(r.PathValue("draft")))
	if fault.IsNotFound(err) {
		if _, err := p.Catalog.RestoreDraft(r.Context(), r.Actor, catalog.DraftID(r.PathValue("draft"))); err != nil {
			return notFound
		}
		return p.sharePost(w, r)
	}
	if err != nil {
		return err
	}
	if to.Draft.ID != "" {
		r.SetPathValue("draft", string(to.Draft.ID))
		return p.sharePost(w, r)
	}
	in, err := p.readPost(r)
	if err != nil {
		return err
	}
	shown, err := p.Catalog.Show(r.Context(), r.Actor, to.Resource)
	if err != nil {
		return err
	}
	now := formOf(shown.Document, shown.School, shown.Visibility)
	f := readForm(in.form, now)
	f.takeFiles(&in)
	terms, err := p.terms(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	f.knowTopics(terms)
	f.letGo()
	return p.showShared(w, r, to, f)
}

// sharedMeanwhile is sharedAgain for a form that was read while the other was being shared; otherwise is the answer where nothing was.
func (p *pages) sharedMeanwhile(w http.ResponseWriter, r *web.Request, f form, otherwise error) error {
	to, err := p.Catalog.Became(r.Context(), r.Actor, catalog.DraftID(r.PathValue("draft")))
	switch {
	case fault.IsNotFound(err), err == nil && to.Resource == "":
		return otherwise
	case err != nil:
		return err
	}
	return p.showShared(w, r, to, f)
}

// showShared leads to what was shared if the form says the same, else to the form as a change to it.
func (p *pages) showShared(w http.ResponseWriter, r *web.Request, to catalog.Became, f form) error {
	d, _ := f.document()
	same, err := p.Catalog.Holds(r.Context(), r.Actor, to.Resource, d)
	if err != nil {
		return err
	}
	if same || !to.MayEdit {
		undo, flash := "", "catalog.flash.saved"
		if to.MayUndo {
			undo, flash = bareURL(to.Resource)+"/unshare", "catalog.flash.shared"
		}
		return web.SeeOtherUndo(w, r, resourceURL(to.Resource, to.Title), undo, flash)
	}
	data, err := f.encode()
	if err != nil {
		return err
	}
	change, err := p.Catalog.EditDraft(r.Context(), r.Actor, to.Resource, data)
	if err != nil {
		return err
	}
	if string(change.Form) != string(data) { // a change was begun already
		return p.showElsewhere(w, r, change, f)
	}
	if to.Base != "" && to.Base != change.Base {
		if _, err := p.Catalog.Rebase(r.Context(), r.Actor, change.ID, to.Base); err != nil {
			return err
		}
	}
	return web.SeeOther(w, r, draftURL(change.ID), "catalog.flash.shared_before")
}

// once stands for the browser tab of a page without scripts: the same words and files sent again are the same draft, as long as
// nobody has gone on with it.
func once(what string, in posted) catalog.Tab {
	sum := sha256.Sum256([]byte(what + "\n" + in.files["file"].Hash + "\n" + in.files["file"].Name + "\n" + in.form.Text("kind")))
	return catalog.Tab{ID: "once-" + hex.EncodeToString(sum[:16])}
}
