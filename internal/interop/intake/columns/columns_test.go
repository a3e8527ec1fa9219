package columns_test

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/interop/intake/columns"
)

func guess(headings []string, rows [][]string, chosen columns.Mapping) (list []columns.Field) {
	names := columns.Names(headings)
	table := make([]columns.Column, len(names))
	for i, name := range names {
		table[i].Name = name
		for _, row := range rows {
			if row[i] != "" {
				table[i].Samples = append(table[i].Samples, row[i])
			}
		}
	}
	mapping := columns.Guess(table, chosen)
	for _, name := range names {
		list = append(list, mapping[name])
	}
	return list
}

func TestHeadings(t *testing.T) {
	for _, c := range []struct {
		headings []string
		want     []columns.Field
	}{
		{[]string{"Title", "URL", "Description", "Grade Level(s)", "Subject", "Tags"}, []columns.Field{columns.Title, columns.Link, columns.Why, columns.Grades, columns.Subjects, columns.Tags}},
		{[]string{"Título del recurso", "Enlace", "¿Por qué?", "Grados", "Materia", "Palabras clave", "Idioma"}, []columns.Field{columns.Title, columns.Link, columns.Why, columns.Grades, columns.Subjects, columns.Tags, columns.Language}},
		{[]string{"Name of Resource", "Link / Enlace", "Notes", "Notes", ""}, []columns.Field{columns.Title, columns.Link, columns.Notes, columns.Notes, columns.Text}},
		{[]string{"book_id", "isbn", "isbn13", "authors", "original_publication_year", "original_title", "title", "language_code", "average_rating", "image_url"},
			[]columns.Field{columns.ID, columns.ISBN, columns.ISBN, columns.Creator, columns.Year, columns.Text, columns.Title, columns.Language, columns.Text, columns.Text}},
		{[]string{"identifier", "fullStatement", "conceptKeywords", "educationLevel", "license", "CFItemType"}, []columns.Field{columns.ID, columns.Title, columns.Tags, columns.Grades, columns.Rights, columns.Text}},
		{[]string{"Name", "Title"}, []columns.Field{columns.Text, columns.Title}},
		{[]string{"Resource (name)", "Cost ($)", "Time [min]", "School", "Visibility", "Review by"}, []columns.Field{columns.Title, columns.Cost, columns.Minutes, columns.School, columns.Visibility, columns.ReviewBy}},
		{[]string{"Student Level", "Tool"}, []columns.Field{columns.Grades, columns.Title}},
	} {
		if got := guess(c.headings, nil, nil); !slices.Equal(got, c.want) {
			t.Errorf("%q mean %q, want %q", c.headings, got, c.want)
		}
	}
}

func TestValuesDecide(t *testing.T) {
	for _, c := range []struct {
		name     string
		headings []string
		rows     [][]string
		want     []columns.Field
	}{
		{"a website may be a name", []string{"Website", "Address"}, [][]string{{"NoodleTools", "https://example.org/a"}, {"Padlet", "https://example.org/b"}}, []columns.Field{columns.Title, columns.Link}},
		{"or an address", []string{"Website", "Title"}, [][]string{{"https://example.org/a", "A"}}, []columns.Field{columns.Link, columns.Title}},
		{"no headings at all", []string{"", "", ""}, [][]string{{"1", "Citing sources", "https://example.org/a"}, {"2", "Fake news", "https://example.org/b"}}, []columns.Field{columns.Text, columns.Title, columns.Link}},
		{"books without headings", []string{"", ""}, [][]string{{"9780306406157", "Atoms"}, {"0306406152", "Bees"}}, []columns.Field{columns.ISBN, columns.Title}},
		{"pictures are no pages", []string{"Title", "Cover Image"}, [][]string{{"A", "https://example.org/a.jpg"}}, []columns.Field{columns.Title, columns.Text}},
		{"a source of addresses", []string{"Title", "Source"}, [][]string{{"A", "https://example.org/a"}}, []columns.Field{columns.Title, columns.Link}},
	} {
		if got := guess(c.headings, c.rows, nil); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestWhatAPersonChoseStands(t *testing.T) {
	chosen := columns.Mapping{"Name": columns.Title, "Title": columns.Notes, "Gone": columns.Link, "Tags": "no such field", "Why": columns.Leave}
	got := guess([]string{"Name", "Title", "Tags", "Why", "Description"}, nil, chosen)
	if want := []columns.Field{columns.Title, columns.Notes, columns.Tags, columns.Leave, columns.Why}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHeader(t *testing.T) {
	for _, c := range []struct {
		name string
		rows [][]string
		row  int
		ok   bool
	}{
		{"first row", [][]string{{"Title", "URL"}, {"A", "https://example.org"}}, 0, true},
		{"below a title line", [][]string{{"Our databases 2026", "", ""}, {"", "", ""}, {"Resource", "Link", "Grades"}, {"A", "https://example.org", "K-2"}}, 2, true},
		{"headings unknown to us", [][]string{{"Habit", "Ran today"}, {"Monday", "No"}}, 0, true},
		{"no headings", [][]string{{"Citing", "https://example.org/a"}, {"Fake news", "https://example.org/b"}}, 0, false},
		{"one column with a heading", [][]string{{"ISBN"}, {"9780306406157"}}, 0, true},
		{"one column without", [][]string{{"https://example.org/a"}, {"https://example.org/b"}}, 0, false},
		{"nothing", nil, 0, false},
	} {
		if row, ok := columns.Header(c.rows); row != c.row || ok != c.ok {
			t.Errorf("%s: row %d, %v, want %d, %v", c.name, row, ok, c.row, c.ok)
		}
	}
}

func TestNamesAreDistinct(t *testing.T) {
	if got, want := columns.Names([]string{"Notes", " notes ", "", "Notes (2)"}), []string{"Notes", "notes (2)", "C", "Notes (2) (2)"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA"} {
		if got := columns.Letter(i); got != want {
			t.Errorf("column %d is %q, want %q", i, got, want)
		}
	}
}

func TestLabels(t *testing.T) {
	for name, want := range map[string]string{
		"key_learning_points": "Key learning points", "fullStatement": "Full statement", "ISBN-13": "ISBN-13", "Grade Level": "Grade Level", "room": "Room",
		"a.b": "A b", "grade-level": "Grade level", "URL_of_ISBN": "URL of ISBN", "_": "_", "Año": "Año",
	} {
		if got := columns.Label(name); got != want {
			t.Errorf("%q is labelled %q, want %q", name, got, want)
		}
	}
}

// Every column has a field, a field that comes once comes once, and reading the answer back changes nothing.
func TestGuessIsWholeAndStable(t *testing.T) {
	heading := rapid.SampledFrom([]string{"Title", "Name", "URL", "Website", "Source", "ISBN", "isbn13", "Grade", "Level", "x", "", "Notes", "Why", "Description", "id", "Year"})
	value := rapid.SampledFrom([]string{"", "Some words", "https://example.org", "9780306406157", "K-2", "12"})
	rapid.Check(t, func(t *rapid.T) {
		names := columns.Names(rapid.SliceOfN(heading, 1, 8).Draw(t, "headings"))
		var table []columns.Column
		for _, name := range names {
			table = append(table, columns.Column{Name: name, Samples: rapid.SliceOfN(value, 0, 4).Draw(t, "values")})
		}
		mapping := columns.Guess(table, nil)
		count := map[columns.Field]int{}
		for _, name := range names {
			count[mapping[name]]++
		}
		if count[""] > 0 || len(mapping) != len(names) {
			t.Fatalf("%q mean %v", names, mapping)
		}
		for _, once := range []columns.Field{columns.Title, columns.Why, columns.Grades, columns.ID, columns.Year, columns.Source} {
			if count[once] > 1 {
				t.Fatalf("%s comes %d times: %v", once, count[once], mapping)
			}
		}
		if again := columns.Guess(table, mapping); !maps.Equal(again, mapping) {
			t.Fatalf("%v became %v", mapping, again)
		}
	})
}
