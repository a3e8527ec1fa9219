package peopleweb_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/mail/mailtest"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// working starts the queue, so that letters leave by themselves.
func (s *shelf) working() *shelf {
	s.t.Helper()
	if err := s.jobs.Start(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		if err := s.jobs.Stop(ctx); err != nil {
			s.t.Error(err)
		}
	})
	return s
}

// by sends letters to a real mail server.
func by(server *mailtest.Server) func(*web.Options, *mail.Options) {
	return func(_ *web.Options, o *mail.Options) {
		o.URL, o.From, o.Outbox = server.URL, "Maple Valley Shelf <shelf@maple.example>", nil
	}
}

// look inspects what is on the screen and, with SHOTS=folder in the environment, leaves a picture of it there.
func look(t *testing.T, p *browsertest.Page, name string) {
	t.Helper()
	p.Inspect()
	if folder := os.Getenv("SHOTS"); folder != "" {
		p.Screenshot(filepath.Join(folder, name+".png"))
	}
}

// devices are ways to read a page that must all work.
var devices = map[string][]browsertest.Option{
	"desk":    nil,
	"phone":   {browsertest.Width(320), browsertest.Dark()},
	"plain":   {browsertest.NoScripts()},
	"spanish": {browsertest.Width(390), browsertest.Language("es")},
}

// words are the English or, for the device of that name, the Spanish ones.
func words(device, english, spanish string) string {
	if device == "spanish" {
		return spanish
	}
	return english
}

func TestSignInByARealLetter(t *testing.T) {
	server := mailtest.Start(t)
	b := browsertest.Start(t)
	for device, options := range devices {
		t.Run(device, func(t *testing.T) {
			say := func(english, spanish string) string { return words(device, english, spanish) }
			s := newShelf(t, by(server)).mapleValley().working()
			server.Clear(t)
			p := b.Open(t, s.url+"/catalog", options...)
			p.Sees(say("Come in", "Adelante"))
			look(t, p, "door-"+device)
			p.Fill(say("Your work email", "Su correo del trabajo"), "rosa@maple.example")
			p.Press("button", say("Send me a link", "Enviarme un enlace"))
			p.Sees(say("Look into your email", "Mire su correo"))
			look(t, p, "sent-"+device)

			link := linkIn.FindString(server.Await(t, "rosa@maple.example", 1)[0].Text)
			scanner := s.visitor()
			scanner.get(path(link)).is(200, path(link))
			p.Go(link)
			p.Sees("Rosa Delgado")
			look(t, p, "link-"+device)
			p.Press("button", say("Sign in as Rosa Delgado", "Entrar como Rosa Delgado"))
			p.Sees("Elsewhere at /catalog")
			p.Press("button", say("Sign out", "Salir"))
			p.Sees(say("You are signed out.", "Ha salido."))
			p.Go(link)
			p.Sees(say("This link was used already", "Este enlace ya se usó"))
			look(t, p, "used-"+device)
		})
	}
}
