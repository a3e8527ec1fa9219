package columns_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/interop/intake/columns"
)

// What media specialists call their columns, and what stands under them. Each stands beside a column of titles.
func TestHeadingsOfRealLists(t *testing.T) {
	for _, c := range []struct {
		heading string
		values  []string
		want    columns.Field
	}{
		{"What is it?", []string{"Lesson plan", "Video", "Book list"}, columns.Kind},
		{"What is it?", []string{"A site where students compare old maps", "Short films about rivers"}, columns.Why},
		{"Type", []string{"Website", "Lesson", "Video", "Guide"}, columns.Kind},
		{"Type", []string{"Print", "eBook", "Audiobook"}, columns.Format},
		{"Type", []string{"Elementary", "Middle", "Elementary"}, columns.Grades},
		{"Resource type", []string{"Database", "Tool"}, columns.Kind},
		{"Type of resource", []string{"Lesson", "Slides"}, columns.Kind},
		{"Kind", []string{"Guide", "Rubric"}, columns.Kind},
		{"Category", []string{"Lesson plans", "Videos", "Book lists"}, columns.Kind},
		{"Category", []string{"Research", "Reading for fun"}, columns.Tags},
		{"Topic/Theme/Unit", []string{"Weather", "Immigration"}, columns.Tags},
		{"Topic(s)", []string{"Fake news; Ads", "Maps"}, columns.Tags},
		{"Theme", []string{"Courage", "Friendship"}, columns.Tags},
		{"Unit", []string{"Civil War", "Ecosystems", "Civil War"}, columns.Tags},
		{"Key Words", []string{"copyright, citing"}, columns.Tags},
		{"Skill(s)", []string{"Citing", "Evaluating sources"}, columns.Tags},
		{"Genre", []string{"Fantasy", "Mystery"}, columns.Tags},
		{"Standard", []string{"AASL 1.A.2", "CCSS.ELA-LITERACY.RI.4.1"}, columns.Text},
		{"Standards Addressed", []string{"RI.4.1", "W.5.7"}, columns.Text},
		{"Grade level(s)", []string{"K-2", "3-5"}, columns.Grades},
		{"GRADE", []string{"3", "4"}, columns.Grades},
		{"Gr. Level", []string{"6-8"}, columns.Grades},
		{"Suggested Grade(s)", []string{"All", "K-5"}, columns.Grades},
		{"Best for", []string{"K-2", "3-5", "Middle school"}, columns.Grades},
		{"Best for", []string{"Reluctant readers", "Book clubs"}, columns.Audience},
		{"Who is it for?", []string{"Teachers", "Families"}, columns.Audience},
		{"Level", []string{"Beginner", "Advanced", "Beginner"}, columns.Text},
		{"Level", []string{"Elementary", "High"}, columns.Grades},
		{"Lexile", []string{"850L", "620L"}, columns.Text},
		{"Ages", []string{"8-10", "10-12"}, columns.Text},
		{"Year", []string{"Year 3", "Year 4"}, columns.Grades},
		{"Year", []string{"2004", "1998"}, columns.Year},
		{"Copyright", []string{"2004", "1998"}, columns.Year},
		{"Copyright", []string{"CC BY 4.0", "Public domain"}, columns.Rights},
		{"Website/URL/Link", []string{"https://www.loc.gov/maps"}, columns.Link},
		{"Link to resource", []string{"www.loc.gov/item/1"}, columns.Link},
		{"URL (copy and paste)", []string{"https://kiwix.org"}, columns.Link},
		{"Where to find it", []string{"https://kiwix.org", "https://example.org/b"}, columns.Link},
		{"Where?", []string{"Shelf by the door", "Cart two"}, columns.Text},
		{"Click me", []string{"https://kiwix.org", "https://example.org/b"}, columns.Link},
		{"Notes/Comments", []string{"They loved it", "Needs headphones"}, columns.Why}, // no other column says why
		{"Why I like it", []string{"No ads", "It reads aloud"}, columns.Why},
		{"What it's for", []string{"Citing", "Drawing timelines"}, columns.Why},
		{"Ideas for use", []string{"A warm-up", "A station"}, columns.Why},
		{"Subject Area(s)", []string{"Science", "Social Studies"}, columns.Subjects},
		{"Curricular connection", []string{"Science", "Art"}, columns.Subjects},
		{"Language(s)", []string{"English, Spanish", "English"}, columns.Language},
		{"Available in", []string{"Spanish", "Vietnamese"}, columns.Language},
		{"In other words", []string{"Español", "Inglés", "Español"}, columns.Language},
		{"Time needed", []string{"45 min", "1 hour"}, columns.Minutes},
		{"Time", []string{"Morning", "Afternoon"}, columns.Text},
		{"Cost/Free?", []string{"Free", "$20"}, columns.Cost},
		{"Cost", []string{"The district pays", "Ask the office"}, columns.Text},
		{"ISBN #", []string{"9780306406157"}, columns.ISBN},
		{"Barcode", []string{"9780306406157", "9780140328721"}, columns.ISBN},
		{"Author(s)", []string{"Rita Williams-Garcia"}, columns.Creator},
		{"Call Number", []string{"796.3", "FIC GAR"}, columns.Text},
		{"Rating", []string{"5", "4", "5"}, columns.Text},
		{"Date added", []string{"3/5/2026", "4/7/2026"}, columns.Text},
		{"Format", []string{"Video", "PDF"}, columns.Format},
		{"¿Qué es?", []string{"Lección", "Guía"}, columns.Kind},
		{"¿De qué trata?", []string{"Un cuento de dos primos", "Mapas de la ciudad"}, columns.Why},
		{"Tipo de recurso", []string{"Video", "Lección"}, columns.Kind},
		{"Tema", []string{"Migración", "Agua"}, columns.Tags},
		{"Unidad", []string{"El agua", "Los ríos", "El agua"}, columns.Tags},
		{"Grado(s)", []string{"1.º a 3.º", "4.º"}, columns.Grades},
		{"Curso", []string{"3.º", "4.º"}, columns.Grades},
		{"Curso", []string{"Ciencias", "Arte"}, columns.Subjects},
		{"Nivel", []string{"Primaria", "Secundaria"}, columns.Grades},
		{"Materia", []string{"Ciencias"}, columns.Subjects},
		{"Lengua", []string{"Español", "Inglés"}, columns.Language},
		{"Lengua", []string{"Cuentos", "Poesía"}, columns.Subjects},
		{"Dirección web", []string{"www.bne.es"}, columns.Link},
		{"Comentarios", []string{"A los chicos les encantó"}, columns.Why},
		{"¿Por qué me gusta?", []string{"Es gratis y claro"}, columns.Why},
		{"¿Para qué sirve?", []string{"Para citar"}, columns.Why},
		{"Autor/a", []string{"Pam Muñoz Ryan"}, columns.Creator},
		{"Año", []string{"2000"}, columns.Year},
		{"Duración", []string{"45 minutos"}, columns.Minutes},
		{"Dirigido a", []string{"Familias", "Docentes"}, columns.Audience},
	} {
		headings, rows := []string{"Title", c.heading}, [][]string{}
		for i, value := range c.values {
			rows = append(rows, []string{[]string{"Old maps of rivers", "Short films", "Cards to sort"}[i%3], value})
		}
		if got := guess(headings, rows, nil); got[0] != columns.Title || got[1] != c.want {
			t.Errorf("%q over %q means %q, want %q", c.heading, c.values, got[1], c.want)
		}
	}
}

// Whole first rows of lists as they are kept, with a row beneath.
func TestFirstRowsOfRealLists(t *testing.T) {
	for _, c := range []struct {
		rows [][]string
		want []columns.Field
	}{
		{[][]string{{"Unit", "Link", "Notes", "Grade"}, {"Civil War", "https://example.org/a", "Letters home", "5"}, {"Ecosystems", "https://example.org/b", "Ponds", "4"}},
			[]columns.Field{columns.Title, columns.Link, columns.Why, columns.Grades}},
		{[][]string{{"Tool", "What is it?", "Notes", "Comments"}, {"Padlet", "Tool", "A wall", "Ask for a code"}, {"Kiwix", "Database", "Works offline", "Big"}},
			[]columns.Field{columns.Title, columns.Kind, columns.Notes, columns.Notes}},
		{[][]string{{"Resource", "Type", "Category", "URL"}, {"Maps", "Lesson", "Guide", "https://example.org/a"}, {"Reefs", "Video", "Lesson", "https://example.org/b"}},
			[]columns.Field{columns.Title, columns.Kind, columns.Tags, columns.Link}},
		{[][]string{{"Nombre", "Enlace", "Tipo", "Notas"}, {"Mapas", "www.bne.es", "Lección", "Para sexto"}, {"Ríos", "www.ign.es", "Video", "Corto"}},
			[]columns.Field{columns.Title, columns.Link, columns.Kind, columns.Why}},
	} {
		got := guess(c.rows[0], c.rows[1:], nil)
		for i := range c.want {
			if got[i] != c.want[i] {
				t.Errorf("%q: column %q means %q, want %q", c.rows[0], c.rows[0][i], got[i], c.want[i])
			}
		}
	}
}
