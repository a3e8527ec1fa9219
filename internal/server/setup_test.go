package server_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/people/peopleweb"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// setUpLink is the address that the program prints when it starts.
func (d *district) setUpLink() string {
	d.t.Helper()
	link := must(d.People.NewSetUpLink(d.t.Context()))(d.t)
	if !link.Needed {
		d.t.Fatal("no link to set up with is needed")
	}
	return d.at + peopleweb.SetUpPath(link.Secret)
}

// Day 1, set-up: an empty server and its one-time link; 18 schools and 15 people are pasted, two of them at two schools, one with a bad
// address; of a sheet of 12 rows the bad one is named and the rest kept; closing and coming back resumes; no mail but the test has left;
// "Invite 3 first" sends exactly three.
func TestDayOneSetUp(t *testing.T) {
	b := browsertest.Start(t)
	for name, options := range map[string][]browsertest.Option{
		"at a desk":                             nil,
		"on a phone in Spanish without scripts": {browsertest.Width(320), browsertest.Dark(), browsertest.NoScripts(), browsertest.Language("es")},
	} {
		t.Run(name, func(t *testing.T) {
			w := setUpWalk{district: openEmpty(t), Page: nil, spanish: options != nil}
			w.Page = b.Open(t, w.setUpLink(), options...)
			w.nameDistrict()
			w.pasteSchools()
			w.pastePeople()
			w.comeBack(b, options)
			w.bringSheet()
			w.inviteThree()
		})
	}
}

// setUpWalk is somebody on her way through setting up.
type setUpWalk struct {
	*district
	*browsertest.Page
	spanish bool
}

// say is what stands on her screen.
func (w *setUpWalk) say(english, spanish string) string {
	if w.spanish {
		return spanish
	}
	return english
}

func (w *setUpWalk) next() { w.Press("button", w.say("Go on", "Seguir")) }

func (w *setUpWalk) nameDistrict() {
	w.Inspect()
	w.next()
	w.Sees(w.say("Choose a time zone from the list.", "Elija un huso horario de la lista."))
	w.Inspect()
	w.Fill(w.say("Name of the district", "Nombre del distrito"), "River Bend")
	w.Select(w.say("Time zone", "Huso horario"), w.say("Central time", "Hora del Centro"))
	w.next()
	w.Sees(w.say("Who are you?", "¿Quién es usted?"))
	w.Inspect()
	districts, err := w.People.Districts(w.t.Context())
	if err != nil || len(districts) != 1 {
		w.t.Fatalf("%d districts, %v", len(districts), err)
	}
	terms, err := w.Topics.Terms(w.t.Context(), districts[0].ID)
	if err != nil || len(terms.Suggest("Noticias falsas and Fake news", 6)) != 1 {
		w.t.Errorf("the new district suggests no topic, %v", err)
	}
	w.Fill(w.say("Your name", "Su nombre"), "Ana Villarreal")
	w.Fill(w.say("Email address", "Correo electrónico"), "ana@river.example")
	w.next()
	w.Sees(w.say("Which schools do you have?", "¿Qué escuelas tienen?"))
}

func (w *setUpWalk) pasteSchools() {
	w.next()
	w.Sees(w.say("Paste at least one school.", "Pegue al menos una escuela."))
	w.Inspect()
	lines := make([]string, 18)
	for i := range lines {
		lines[i] = fmt.Sprintf("School %d, , K-5", i+1)
	}
	w.Fill(w.say("Schools, one on each line", "Escuelas, una por línea"), strings.Join(lines, "\n"))
	w.next()
	w.Sees(w.say("18 schools are on the list.", "18 escuelas están en la lista."), w.say("Who works in the libraries?", "¿Quién trabaja en las bibliotecas?"))
	w.Inspect()
}

// pastePeople pastes fifteen: the last two work at two schools, the twelfth has a bad address.
func (w *setUpWalk) pastePeople() {
	lines := make([]string, 15)
	for i := range lines {
		lines[i] = fmt.Sprintf("Person %d, person%d@river.example, School %d", i+1, i+1, i+1)
		if i >= 13 {
			lines[i] += fmt.Sprintf("/School %d", i+3)
		}
	}
	lines[11] = strings.Replace(lines[11], "@", " at ", 1)
	box := w.say("People, one on each line", "Personas, una por línea")
	w.Fill(box, strings.Join(lines, "\n"))
	w.next()
	w.Sees(w.say("14 people are kept.", "14 personas están guardadas."), w.say("“person12 at river.example” is not an email address.", "«person12 at river.example» no es una dirección de correo"))
	w.Inspect()
	w.Fill(box, "Person 12, person12@river.example, School 12")
	w.next()
	w.Sees(w.say("Who coordinates with you?", "¿Quién coordina con usted?"))
	w.Sees(w.say("Librarian at School 14 and School 16", "Bibliotecaria en School 14 y School 16"), w.say("Librarian at School 15 and School 17", "Bibliotecaria en School 15 y School 17"))
	w.Inspect()
}

// comeBack closes the browser and comes back: first to the same computer, then on the next day, to another one, by the link that the
// program prints when it starts again. Both lead to where she was.
func (w *setUpWalk) comeBack(b *browsertest.Browser, options []browsertest.Option) {
	w.Go("about:blank")
	w.Go(w.at)
	w.Press("link", w.say("The shelf is not set up yet", "El estante aún no está listo"))
	w.Sees(w.say("Who coordinates with you?", "¿Quién coordina con usted?"))
	w.clock.Advance(20 * time.Hour)
	w.Page = b.Open(w.t, w.setUpLink(), options...)
	w.Inspect()
	w.Press("button", w.say("Sign in as Ana Villarreal", "Entrar como Ana Villarreal"))
	w.Sees(w.say("Who coordinates with you?", "¿Quién coordina con usted?"))
	w.Choose("Person 1 " + w.say("Librarian at School 1", "Bibliotecaria en School 1"))
	w.next()
	w.Sees(w.say("Does email arrive?", "¿Llega el correo?"))
	w.Press("button", w.say("Send me a test email", "Enviarme un correo de prueba"))
	w.Sees(w.say("The test email is on its way.", "El correo de prueba va en camino."))
	w.post.Await(w.t, "ana@river.example", 1)
	w.Inspect()
	w.next()
	w.Sees(w.say("What is on the shelf to begin with?", "¿Qué hay en el estante para empezar?"))
	w.Inspect()
}

// bringSheet brings a sheet of twelve rows in, of which the seventh says nothing that could be shared.
func (w *setUpWalk) bringSheet() {
	rows := []string{"Title,Link,Why"}
	for i := range 12 {
		rows = append(rows, fmt.Sprintf("Place %d,https://place%d.example/,Children ask for it on day %d.", i+1, i+1, i+1))
	}
	rows[7] = "\"Place 7,https://place7.example/,A quotation mark that never ends"
	path := filepath.Join(w.t.TempDir(), "places.csv")
	if err := os.WriteFile(path, []byte(strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
		w.t.Fatal(err)
	}
	w.Press("link", w.say("Bring in a list", "Traer una lista"))
	w.Select(w.say("Shared by", "Comparte"), "School 2")
	w.Upload(w.say("Or choose a file", "O elija un archivo"), path)
	w.Press("button", w.say("See what would come of it", "Ver el resultado"))
	w.Sees("places.csv", w.say("row 8", "fila 8"), w.say("A quotation mark opens here and never closes.", "Aquí se abre una comilla que nunca se cierra."))
	w.Inspect()
	w.Press("button", w.say("Share 11 things", "Compartir 11 recursos"))
	w.Until(fmt.Sprintf(`!document.body.innerText.includes(%q)`, w.say("Share 11 things", "Compartir 11 recursos")))
	again := fmt.Sprintf(`document.body.innerText.includes(%q)`, w.say("See how far it is", "Ver cómo va"))
	for end := time.Now().Add(browsertest.Patience); browsertest.Eval[bool](w.Page, again) && time.Now().Before(end); {
		w.Go(w.URL()) // without scripts one asks
	}
	w.Sees(w.say("Done: 11 new things on the shelf.", "Listo: 11 recursos nuevos en el estante."))
	w.Inspect()
}

// inviteThree goes on where she was, and writes to three colleagues; until then no letter has left but the test.
func (w *setUpWalk) inviteThree() {
	w.Go(w.at)
	w.Press("link", w.say("The shelf is not set up yet", "El estante aún no está listo"))
	w.Sees(w.say("What is on the shelf to begin with?", "¿Qué hay en el estante para empezar?"))
	w.next()
	w.Sees(w.say("Whom do you invite first?", "¿A quién invita primero?"))
	w.Inspect()
	w.Sees(w.say("What they will get", "Lo que van a recibir"), w.say("The first page, as ", "La primera página, como la ve "), w.say("Write a tip, 2 min", "Escribir un consejo, 2 min"))
	if letters := w.post.Letters(w.t); len(letters) != 1 || letters[0].To[0].Address != "ana@river.example" {
		w.t.Errorf("letters before anyone was invited: %v, want the test alone", letters)
	}
	for _, n := range []string{"2", "3", "4"} {
		w.Choose("Person " + n + " person" + n + "@river.example, " + w.say("Librarian at School ", "Bibliotecaria en School ") + n)
	}
	w.Press("button", w.say("Invite 3 first", "Invitar primero a 3"))
	w.Sees(w.say("3 invitations are on their way.", "3 invitaciones van en camino."))
	w.Inspect()
	for _, n := range []string{"2", "3", "4"} {
		w.post.Await(w.t, "person"+n+"@river.example", 1)
	}
	w.lettersDone()
	if got := len(w.post.Letters(w.t)); got != 4 {
		w.t.Errorf("%d letters, want the test and exactly 3", got)
	}
}
