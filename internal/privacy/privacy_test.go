package privacy_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/privacy"
)

// The file that people read decides.
func TestTheListInTheDocuments(t *testing.T) {
	f, err := os.Open(filepath.Join("..", "..", "docs", "student-columns.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 31 {
		t.Fatalf("only %d headings are listed", len(rows)-1)
	}
	for _, row := range rows[1:] {
		column := privacy.Column{Heading: row[0], Values: strings.Split(row[1], "|")}
		table := []privacy.Column{{Heading: "Title", Values: []string{"A"}}, column}
		finding, refused := privacy.Find(table)
		if refused != (row[2] == "yes") {
			t.Errorf("%q with %q: refused is %v, the list says %s: %s", row[0], row[1], refused, row[2], row[3])
		}
		if refused && finding.Column != 1 {
			t.Errorf("%q: the column named is %d", row[0], finding.Column)
		}
	}
}

func TestTheReasonIsSaid(t *testing.T) {
	for heading, want := range map[string]privacy.Reason{"Student ID": privacy.ByHeading, "Student": privacy.ByValues} {
		got, ok := privacy.Find([]privacy.Column{{Heading: heading, Values: []string{"Maria Lopez", "James Carter"}}})
		if !ok || got.Reason != want {
			t.Errorf("%q: %+v, %v, want %s", heading, got, ok, want)
		}
	}
}

func TestWhatIsCheckedOutIsNoListOfBooks(t *testing.T) {
	for _, heading := range []string{"Book checked out", "Libro prestado", "Titles on loan"} {
		lent := []privacy.Column{{Heading: "Last name"}, {Heading: "First name"}, {Heading: "Grade"}, {Heading: heading}}
		if got, ok := privacy.Find(lent); !ok || got.Reason != privacy.Roster {
			t.Errorf("%s: found %v, %v", heading, got, ok)
		}
	}
	authors := []privacy.Column{{Heading: "Last name"}, {Heading: "First name"}, {Heading: "Grade"}, {Heading: "Book"}}
	if got, ok := privacy.Find(authors); ok {
		t.Errorf("a list of books by their authors' names is refused: %v", got)
	}
}

func TestARosterWithoutTheWord(t *testing.T) {
	roster := []privacy.Column{{Heading: "First Name"}, {Heading: "Last Name"}, {Heading: "Grade"}, {Heading: "Teacher"}}
	if got, ok := privacy.Find(roster); !ok || got != (privacy.Finding{Column: 1, Reason: privacy.Roster}) {
		t.Errorf("got %+v, %v", got, ok)
	}
	books := []privacy.Column{{Heading: "First Name"}, {Heading: "Last Name"}, {Heading: "Book Title"}, {Heading: "Grade"}}
	if got, ok := privacy.Find(books); ok {
		t.Errorf("a list of books was taken for a class: %+v", got)
	}
	staff := []privacy.Column{{Heading: "First Name"}, {Heading: "Last Name"}, {Heading: "Email"}}
	if got, ok := privacy.Find(staff); ok {
		t.Errorf("a list of staff was taken for a class: %+v", got)
	}
}

// Lower case, capitals, accents and initials do not hide a name.
func TestNamesInAnyDress(t *testing.T) {
	for _, values := range [][]string{
		{"maria lopez", "james carter"}, {"MARÍA LÓPEZ", "JAMES CARTER"}, {"Lopez,Maria", "Carter,James"}, {"Maria J. Lopez", "James O'Neil"}, {"Maria", "James", "Wren"},
		{"Wren Ashby", "Oakley Fenn", "Maria Lopez", "Sage Holt", "Reed Marsh"}, {"a@example.org", "", "b@example.org"},
	} {
		if _, ok := privacy.Find([]privacy.Column{{Heading: "Student", Values: values}}); !ok {
			t.Errorf("%q passed", values)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("Student level", "Maria Lopez")
	f.Fuzz(func(t *testing.T, heading, value string) {
		column := privacy.Column{Heading: heading, Values: []string{value}}
		_, found := privacy.Find([]privacy.Column{column})
		if privacy.Heading(heading) && !found {
			t.Fatalf("%q is enough and was not found", heading)
		}
	})
}
