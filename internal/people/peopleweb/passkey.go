package peopleweb

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
)

// askForPasskey handles POST /sign-in/passkey/ask, for a script: what the browser is to ask the device for.
func (p *pages) askForPasskey(w http.ResponseWriter, r *web.Request) error {
	if err := r.Limit(tryByClient, r.Client()); err != nil {
		return err
	}
	options, secret, err := p.People.AskForPasskey(r.Context())
	if err != nil {
		return err
	}
	return asked(w, secret, options.Response)
}

// asked answers a script with what to tell the browser, and the secret to send along.
func asked(w http.ResponseWriter, secret people.Secret, options any) error {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(struct {
		Secret    string `json:"secret"`
		PublicKey any    `json:"publicKey"`
	}{secret.Reveal(), options})
}

// usePasskey handles POST /sign-in/passkey.
func (p *pages) usePasskey(w http.ResponseWriter, r *web.Request) error {
	if err := r.Limit(tryByClient, r.Client()); err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in, err := p.People.UsePasskey(r.Context(), people.SecretOf(form.Text("request")), []byte(form.Text("answer")), device(r, form))
	in.Next = form.Text("next")
	return p.comeIn(w, r, in, err)
}

// newPasskey handles POST /me/passkeys/ask, for a script.
func (p *pages) newPasskey(w http.ResponseWriter, r *web.Request) error {
	options, secret, err := p.People.NewPasskey(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return asked(w, secret, options.Response)
}

// addPasskey handles POST /me/passkeys.
func (p *pages) addPasskey(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in := people.AddPasskeyInput{Secret: people.SecretOf(form.Text("request")), Name: form.Text("passkey"), Answer: []byte(form.Text("answer"))}
	key, err := p.People.AddPasskey(r.Context(), r.Actor, in)
	var conflict fault.Conflict
	if errors.As(err, &conflict) {
		err = fault.Fields{"passkey": conflict.Reason}
	}
	if wrong, ok := fault.AsFields(err); ok {
		return p.showMe(w, r, mePage{Errors: wrong, Scope: people.MayRead, NewPasskey: in.Name})
	}
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, "/me", "/me/passkeys/"+key.ID+"/remove", "people.passkey.added", key.Name)
}

// renamePasskey handles POST /me/passkeys/{id}.
func (p *pages) renamePasskey(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	name := form.Text("name." + id)
	err = p.People.RenamePasskey(r.Context(), r.Actor, id, name)
	if wrong, ok := fault.AsFields(err); ok {
		return p.showMe(w, r, mePage{Errors: wrong, Scope: people.MayRead, Renamed: map[string]string{id: name}})
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/me", "people.me.saved")
}

// removePasskey handles POST /me/passkeys/{id}/remove.
func (p *pages) removePasskey(w http.ResponseWriter, r *web.Request) error {
	name, err := p.People.RemovePasskey(r.Context(), r.Actor, r.PathValue("id"), false)
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, "/me", "/me/passkeys/"+r.PathValue("id")+"/return", "people.passkey.removed", name)
}

// returnPasskey handles POST /me/passkeys/{id}/return.
func (p *pages) returnPasskey(w http.ResponseWriter, r *web.Request) error {
	name, err := p.People.RemovePasskey(r.Context(), r.Actor, r.PathValue("id"), true)
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, "/me", "/me/passkeys/"+r.PathValue("id")+"/remove", "people.passkey.added", name)
}

// passkeyFields lists the fields of the passkeys as they stand on the page.
func (m mePage) passkeyFields() []string {
	out := []string{"passkey"}
	for _, key := range m.Passkeys {
		out = append(out, "name."+key.ID)
	}
	return out
}

// nameOf is what a passkey is called, or what was typed for it.
func (m mePage) nameOf(key people.Passkey) string {
	if typed, ok := m.Renamed[key.ID]; ok {
		return typed
	}
	return key.Name
}
