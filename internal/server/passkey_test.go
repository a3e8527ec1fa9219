package server_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// inspect looks at what is on the screen and, with SHOTS=folder in the environment, leaves a picture of it there.
func inspect(p *browsertest.Page, name string) {
	p.Inspect()
	if folder := os.Getenv("SHOTS"); folder != "" {
		p.Screenshot(filepath.Join(folder, name+".png"))
	}
}

// Rosa adds a passkey on her own device, names it, comes in by it, removes it and takes that back. Without scripts the other ways
// are there.
func TestPasskeyInABrowser(t *testing.T) {
	d := openDistrict(t, mapleValley())
	b := browsertest.Start(t)
	p := b.Open(t, d.at+"/sign-in", browsertest.Width(390))
	p.HoldPasskeys()
	d.byMail(p, "rosa@maple.example")
	p.Go(d.at + "/me")
	p.Sees("Passkeys", "the fingerprint, face or PIN of your own device")
	inspect(p, "me-phone")
	p.Press("button", "Add a passkey")
	p.Sees("Write the name.")
	p.Inspect()
	p.Fill("Name of a new passkey", "My phone")
	p.Press("button", "Add a passkey")
	p.Sees("The passkey “My phone” opens this shelf now.", "Added on")
	inspect(p, "me-passkey-phone")
	p.Fill("Name of the passkey “My phone”", "Rosa’s phone")
	p.Press("button", "Rename: My phone")
	p.Sees("Saved.")
	p.Until(`document.querySelector("input[name^='name.']").value === "Rosa’s phone"`)

	p.Press("button", "Sign out")
	p.Sees("You are signed out.")
	inspect(p, "door-passkey-phone")
	p.Choose("This is a shared computer")
	p.Press("button", "With a passkey")
	p.Until(`location.pathname === "/"`)
	p.Go(d.at + "/me")
	p.Sees("Rosa Delgado")
	p.Press("button", "Remove the passkey Rosa’s phone")
	p.Sees("The passkey “Rosa’s phone” opens nothing any more.")
	p.Press("button", "Undo")
	p.Sees("The passkey “Rosa’s phone” opens this shelf now.")
	p.Press("button", "Remove the passkey Rosa’s phone")
	p.Sees("opens nothing any more.")
	p.Press("button", "Sign out")
	p.Sees("You are signed out.")
	p.Press("button", "With a passkey")
	p.Sees("This passkey opens nothing here", "Your work email")
	p.Inspect()

	other := b.Open(t, d.at+"/sign-in")
	other.HoldPasskeys() // and none for this shelf
	inspect(other, "door-passkey")
	other.Press("button", "With a passkey")
	other.Sees("No passkey came.")
	other.Inspect()

	plain := b.Open(t, d.at+"/sign-in", browsertest.NoScripts(), browsertest.Width(320), browsertest.Language("es"))
	plain.SeesNot("llave de acceso")
	plain.Sees("Su correo del trabajo")
	inspect(plain, "door-plain-es")
	d.signInPlain(plain)
	plain.Go(d.at + "/me")
	plain.Sees("Para añadir una, esta página necesita JavaScript.")
	inspect(plain, "me-plain-es")
}

// signInPlain signs Joan in on a Spanish page without scripts.
func (d *district) signInPlain(p *browsertest.Page) {
	d.t.Helper()
	p.Fill("Su correo del trabajo", "joan@maple.example")
	p.Press("button", "Enviarme un enlace")
	p.Sees("Mire su correo")
	p.Go(linkIn.FindString(d.post.Await(d.t, "joan@maple.example", 1)[0].Text))
	inspect(p, "link-plain-es")
	p.Press("button", "Entrar como Joan Kowalski")
	p.Until(`location.pathname === "/"`)
}
