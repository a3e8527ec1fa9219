package exchangeweb

import (
	"net/http"

	"github.com/commonshelf/commonshelf/internal/exchange"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/web"
)

// sumUp handles POST /exchanges/{id}/summary.
func (p *pages) sumUp(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	text := f.Long("summary")
	err = p.Exchanges.SumUp(r.Context(), r.Actor, of(r), text, f.Long("began"))
	if wrong, ok := fault.AsFields(err); ok {
		return p.page(w, r, exchangePage{Typed: text, Errors: wrong})
	}
	if err != nil {
		return err
	}
	at := exchange.Path(of(r))
	return web.SeeOtherUndo(w, r, at, at+"/summary/undo", "exchange.saved")
}

// undoSummary handles POST /exchanges/{id}/summary/undo.
func (p *pages) undoSummary(w http.ResponseWriter, r *web.Request) error {
	if err := p.Exchanges.UndoSummary(r.Context(), r.Actor, of(r)); err != nil {
		return err
	}
	at := exchange.Path(of(r))
	return web.SeeOtherUndo(w, r, at, at+"/summary/undo", "exchange.summary_undone")
}

// addNote handles POST /exchanges/{id}/notes.
func (p *pages) addNote(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	n, err := p.Exchanges.AddNote(r.Context(), r.Actor, of(r), f.Text("note"))
	if wrong, ok := fault.AsFields(err); ok {
		return p.page(w, r, exchangePage{Note: f.Text("note"), Errors: wrong})
	}
	if err != nil {
		return err
	}
	at := exchange.Path(of(r))
	return web.SeeOtherUndo(w, r, at, at+"/notes/"+string(n)+"/remove", "exchange.noted")
}

// removeNote handles POST /exchanges/{id}/notes/{note}/remove.
func (p *pages) removeNote(w http.ResponseWriter, r *web.Request) error {
	at, n := exchange.Path(of(r)), r.PathValue("note")
	name, err := p.Exchanges.RemoveNote(r.Context(), r.Actor, of(r), exchange.NoteID(n), false)
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, at, at+"/notes/"+n+"/back", "exchange.note_removed", name)
}

// putNoteBack handles POST /exchanges/{id}/notes/{note}/back.
func (p *pages) putNoteBack(w http.ResponseWriter, r *web.Request) error {
	name, err := p.Exchanges.RemoveNote(r.Context(), r.Actor, of(r), exchange.NoteID(r.PathValue("note")), true)
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, exchange.Path(of(r)), "exchange.note_back", name)
}
