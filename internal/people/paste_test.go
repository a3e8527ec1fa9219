package people

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/grade"
)

func TestReadSchools(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Oak Elementary School", "Oak Elementary School||K–5"},
		{"Oak Elementary, Oak, PK-5", "Oak Elementary|Oak|PK–5"},
		{"Oak Elementary\tPK-5", "Oak Elementary||PK–5"},
		{"Ash Middle School; Ash; 6-8", "Ash Middle School|Ash|6–8"},
		{"School,Short name,Grades\nBay Middle,Bay,\"6, 7, 8\"", "Bay Middle|Bay|6–8"},
		{"Lincoln K-8 Academy", "Lincoln K-8 Academy||K–8"},
		{"Fir Junior High", "Fir Junior High||6–8"},
		{"Escuela Primaria Benito Juárez", "Escuela Primaria Benito Juárez||K–5"},
		{"Harbor\n\n  \nharbor\n,,,\n", "Harbor||"},
		{"Oak,,what", "1 people.line.grades"},
		{"\n,Oak\nElm", "2 people.line.no_name; Elm||"},
		{"rosa@maple.example", "1 people.line.school_mail"},
		{strings.Repeat("x", 121), "1 people.line.long"},
	} {
		var got []string
		read, wrong := readSchools(c.text)
		for _, w := range wrong {
			got = append(got, fmt.Sprintf("%d %s", w.Number, w.Message.Key))
		}
		for _, s := range read {
			got = append(got, s.Name+"|"+s.Short+"|"+s.Grades.String())
		}
		if joined := strings.Join(got, "; "); joined != c.want {
			t.Errorf("%q: got %s, want %s", c.text, joined, c.want)
		}
	}
}

func TestShortNames(t *testing.T) {
	there := []School{{Name: "Elm Elementary", Short: "Elm"}}
	fresh := withShortNames(there, []School{{Name: "Oak Elementary School"}, {Name: "Oak Middle School"}, {Name: "Elm High"}, {Name: "High School"}, {Name: "Bay", Short: "The Bay"}})
	var got []string
	for _, s := range fresh {
		got = append(got, s.Short)
	}
	if joined := strings.Join(got, "; "); joined != "Oak Elementary School; Oak Middle School; Elm High; High School; The Bay" {
		t.Errorf("got %s", joined)
	}
	for name, want := range map[string]string{"Oak Elementary School": "Oak", "School 12": "School 12", "P.S. 9": "P.S. 9", "Escuela Benito Juárez": "Benito Juárez"} {
		if got := shortName(name); got != want {
			t.Errorf("%s is called %q, want %q", name, got, want)
		}
	}
}

var rosterSchools = []School{
	{"oak", "Oak Elementary School", "Oak", grade.All, false}, {"elm", "Elm Elementary School", "Elm", grade.All, false},
	{"k8", "K/8 Academy", "K/8 Academy", grade.All, false}, {"pm", "Pine Middle", "Pine", grade.All, false}, {"ph", "Pine High", "Pine", grade.All, false},
}

func TestReadRoster(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Rosa Delgado, rosa@maple.example, Elm", "Rosa Delgado|rosa@maple.example|media_specialist elm:100"},
		{"Rosa Delgado\trosa@maple.example\tElm Elementary School\tLibrarian\t50%", "Rosa Delgado|rosa@maple.example|media_specialist elm:50"},
		{"Claire Desrosiers, claire@maple.example, Oak; Elm, 50", "Claire Desrosiers|claire@maple.example|media_specialist oak:25 elm:25"},
		{"Claire, claire@maple.example, Oak/elm, 75", "Claire|claire@maple.example|media_specialist oak:38 elm:37"},
		{"Tom Okafor;tom@maple.example;Elm;docente", "Tom Okafor|tom@maple.example|teacher elm:100"},
		{`"Delgado, Rosa",rosa@maple.example,Elm`, "Rosa Delgado|rosa@maple.example|media_specialist elm:100"},
		{"Delgado, Rosa, rosa@maple.example, Elm", "Rosa Delgado|rosa@maple.example|media_specialist elm:100"},
		{"Rosa,Delgado,rosa@maple.example,Elm", "Rosa Delgado|rosa@maple.example|media_specialist elm:100"},
		{"Last name,First name,Email,School\nDelgado,Rosa,rosa@maple.example,Elm", "Rosa Delgado|rosa@maple.example|media_specialist elm:100"},
		{"Nombre\tCorreo\tEscuela\tFTE\nInés Ávila\tines@maple.example\tOak\t0.5", "Inés Ávila|ines@maple.example|media_specialist oak:50"},
		{"Rosa Delgado <rosa@maple.example>, Elm", "Rosa Delgado|rosa@maple.example|media_specialist elm:100"},
		{"Kim, kim@maple.example, K/8 Academy, 1.0", "Kim|kim@maple.example|media_specialist k8:100"},
		{"Kim, kim@maple.example, Elm, 1", "Kim|kim@maple.example|media_specialist elm:100"},
		{"Rosa, rosa@maple, Elm", "1 people.line.mail"},
		{"Rosa, ro sa@maple.example, Elm", "1 people.line.mail"},
		{"José, josé@maple.example, Elm", "1 people.line.mail"},
		{"Rosa Delgado, Elm", "1 people.line.no_mail"},
		{"Rosa Delgado, , Elm", "1 people.line.no_mail"},
		{"Rosa Delgado, St. Mary, 0.5", "1 people.line.no_mail"},
		{"Rosa Delgado, rosa.maple.example, Elm", "1 people.line.mail"},
		{"rosa@maple.example, Elm", "1 people.line.no_name"},
		{"Rosa, rosa@maple.example", "1 people.line.no_school"},
		{"Rosa, rosa@maple.example, Fig", "1 people.line.school"},
		{"Rosa, rosa@maple.example, Pine", "1 people.line.which_school"},
		{"Rosa, rosa@maple.example, Pine High", "Rosa|rosa@maple.example|media_specialist ph:100"},
		{"Rosa, rosa@maple.example, Elm, 120", "1 people.line.percent"},
		{"Rosa, rosa@maple.example, Elm, janitor", "1 people.line.school"},
		{"Ana, ana@maple.example, Oak\nBen, ben at maple, Elm\nCid, cid@maple.example, Elm", "2 people.line.mail; Ana|ana@maple.example|media_specialist oak:100; Cid|cid@maple.example|media_specialist elm:100"},
	} {
		var got []string
		rows, wrong := readRoster(c.text, rosterSchools)
		for _, w := range wrong {
			got = append(got, fmt.Sprintf("%d %s", w.Number, w.Message.Key))
		}
		for _, r := range rows {
			line := r.name + "|" + r.mail + "|" + string(r.role)
			for _, m := range r.memberships() {
				line += fmt.Sprintf(" %s:%d", m.School, m.Percent)
			}
			got = append(got, line)
		}
		if joined := strings.Join(got, "; "); joined != c.want {
			t.Errorf("%q: got %s, want %s", c.text, joined, c.want)
		}
	}
}

// Whatever is pasted, every line that says something is either taken or named.
func TestNoLineIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([A-Za-z@.,;\t|" \n%0-9éñ/<>-]|Elm|a@b\.org){0,200}`).Draw(t, "text")
		rows, wrong := readRoster(text, rosterSchools)
		said := lines(text)
		heads := 0
		if len(said) > 0 && heading(said[0].fields, rosterHeadings) {
			heads = 1
		}
		if len(rows)+len(wrong)+heads != len(said) {
			t.Fatalf("%d taken, %d wrong, %d headings of %d lines", len(rows), len(wrong), heads, len(said))
		}
		for _, r := range rows {
			for _, m := range r.memberships() {
				if m.Percent < 1 || m.Percent > 100 {
					t.Fatalf("%q gives %d percent", r.text, m.Percent)
				}
			}
		}
	})
}

func TestShareOfAPostAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		percent, schools := rapid.IntRange(1, 100).Draw(t, "percent"), rapid.IntRange(1, 6).Draw(t, "schools")
		sum := 0
		for _, p := range shared(percent, schools) {
			sum += p
		}
		if sum != max(percent, schools) {
			t.Fatalf("%d percent at %d schools adds up to %d", percent, schools, sum)
		}
	})
}

func TestAddresses(t *testing.T) {
	for text, want := range map[string]bool{
		"rosa@maple.example": true, "Rosa.O'Neil+books@a.b.example": true,
		"": false, "rosa": false, "rosa@maple": false, "@maple.example": false, "rosa@": false, "rosa@.example.": false, "a b@maple.example": false,
		"Rosa <rosa@maple.example>": false, "rosa@maple.example\nBcc: all@maple.example": false, "rösa@maple.example": false,
		"rosa@m\u0430ple.example": false, strings.Repeat("a", 250) + "@b.org": false,
	} {
		if got := ValidMail(text); got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
	if got := MailKey("  Rosa@Maple.EXAMPLE "); got != "rosa@maple.example" {
		t.Errorf("got %q", got)
	}
	if MailKey("ro\u017fa@maple.example") == MailKey("rosa@maple.example") || MailKey("\u212a@maple.example") == MailKey("k@maple.example") {
		t.Error("addresses that only look alike are taken for one")
	}
}
