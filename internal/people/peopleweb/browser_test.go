package peopleweb_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
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

func TestSetUpInABrowser(t *testing.T) {
	server := mailtest.Start(t)
	b := browsertest.Start(t)
	for device, options := range devices {
		t.Run(device, func(t *testing.T) {
			say := func(english, spanish string) string { return words(device, english, spanish) }
			s := newShelf(t, by(server)).working()
			server.Clear(t)
			next := say("Go on", "Seguir")
			p := b.Open(t, s.url+s.setUpLink(), options...)
			look(t, p, "setup-district-"+device)
			p.Press("button", next)
			p.Sees(say("Choose a time zone from the list.", "Elija un huso horario de la lista."))
			look(t, p, "setup-district-wrong-"+device)
			p.Fill(say("Name of the district", "Nombre del distrito"), "River Bend")
			p.Select(say("Time zone", "Huso horario"), say("Central time", "Hora del Centro"))
			p.Press("button", next)
			p.Sees(say("Who are you?", "¿Quién es usted?"))
			look(t, p, "setup-you-"+device)
			p.Fill(say("Your name", "Su nombre"), "Ana Villarreal")
			p.Fill(say("Email address", "Correo electrónico"), "ana@river.example")
			p.Press("button", next)

			p.Sees(say("Which schools do you have?", "¿Qué escuelas tienen?"))
			p.Press("button", next)
			p.Sees(say("Paste at least one school.", "Pegue al menos una escuela."))
			p.Fill(say("Schools, one on each line", "Escuelas, una por línea"), eighteenSchools())
			p.Press("button", next)
			p.Sees(say("Who works in the libraries?", "¿Quién trabaja en las bibliotecas?"))
			look(t, p, "setup-people-"+device)
			p.Fill(say("People, one on each line", "Personas, una por línea"), fifteenPeople())
			p.Press("button", next)
			p.Sees(say("14 people are kept.", "14 personas están guardadas."), "12")
			look(t, p, "setup-people-wrong-"+device)
			p.Fill(say("People, one on each line", "Personas, una por línea"), "Person 12, person12@river.example, School 12")
			p.Press("button", next)

			p.Sees(say("Who coordinates with you?", "¿Quién coordina con usted?"))
			look(t, p, "setup-second-"+device)
			p.Choose("Person 1 " + say("Librarian at School 1", "Bibliotecaria en School 1"))
			p.Press("button", next)
			p.Sees(say("Does email arrive?", "¿Llega el correo?"))
			p.Press("button", say("Send me a test email", "Enviarme un correo de prueba"))
			p.Sees(say("The test email is on its way.", "El correo de prueba va en camino."))
			server.Await(t, "ana@river.example", 1)
			look(t, p, "setup-mail-"+device)
			p.Press("button", next)
			p.Sees(say("A starter shelf", "Un estante inicial"))
			look(t, p, "setup-shelf-"+device)
			p.Select(say("In whose name does it stand?", "¿A nombre de qué escuela queda?"), "School 2")
			p.Press("button", say("Put up the starter shelf", "Poner el estante inicial"))
			p.Sees(say("3 things of it are on the shelf.", "3 cosas suyas están en el estante."))
			p.Press("button", next)

			p.Sees(say("Whom do you invite first?", "¿A quién invita primero?"))
			if got := len(server.Letters(t)); got != 1 {
				t.Errorf("%d letters before anyone was invited, want the test alone", got)
			}
			for _, n := range []string{"2", "3", "4"} {
				p.Choose("Person " + n + " person" + n + "@river.example, " + say("Librarian at School ", "Bibliotecaria en School ") + n)
			}
			look(t, p, "setup-invite-"+device)
			p.Press("button", say("Invite 3 first", "Invitar primero a 3"))
			p.Sees(say("3 invitations are on their way.", "3 invitaciones van en camino."))
			for _, n := range []string{"2", "3", "4"} {
				server.Await(t, "person"+n+"@river.example", 1)
			}
			if got := len(server.Letters(t)); got != 4 {
				t.Errorf("%d letters, want the test and exactly 3", got)
			}
			for _, at := range []string{"/people", "/me", "/admin", "/admin/people", "/admin/schools", "/admin/settings"} {
				p.Go(s.url + at)
				look(t, p, strings.ReplaceAll(at[1:], "/", "-")+"-"+device)
			}
		})
	}
}

// eighteenSchools are as many lines.
func eighteenSchools() string {
	lines := make([]string, 18)
	for i := range lines {
		lines[i] = fmt.Sprintf("School %d, , K-5", i+1)
	}
	return strings.Join(lines, "\n")
}

// fifteenPeople are as many lines: two at two schools, the twelfth without a good address.
func fifteenPeople() string {
	lines := make([]string, 15)
	for i := range lines {
		schools := fmt.Sprintf("School %d", i+1)
		if i == 13 || i == 14 {
			schools += fmt.Sprintf("/School %d", i+3)
		}
		lines[i] = fmt.Sprintf("Person %d, person%d@river.example, %s", i+1, i+1, schools)
	}
	lines[11] = strings.Replace(lines[11], "@", " at ", 1)
	return strings.Join(lines, "\n")
}
