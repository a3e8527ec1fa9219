package source_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
)

// numbered are rows of a list of links, with more cells at their end.
func numbered(n int, more string) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, "Color notes %d,https://e.invalid/%d%s\n", i, i, more)
	}
	return out.String()
}

// numbers are rows that end with numbers given to people.
func numbers(n int) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, "a,b,%d\n", 104400+i)
	}
	return out.String()
}

const twoPeople = "Maria Lopez,1234567,4\nJames Carter,1234568,4\n"

func TestStudentRecordsAreFoundWhereverTheyStand(t *testing.T) {
	for name, data := range map[string]string{
		"a second row of headings":          "Title,URL,Notes\nof it,where,Student ID\nColor notes,https://e.invalid/a,1234567\nTwo,https://e.invalid/b,1234568\n",
		"a second table lower down":         "Title,URL,Notes\n" + numbered(8, ",x") + "Student Name,Student ID,Grade\n" + twoPeople,
		"a second table far down":           "Title,URL,Notes\n" + numbered(6000, ",x") + "Student Name,Student ID,Grade\n" + twoPeople,
		"one heading lower down":            "Title,URL,Notes\n" + numbered(30, ",x") + "Our class,their page,Student\na,b,Maria Lopez\nc,d,James Carter\n",
		"one heading far down":              "Title,URL,Notes\n" + numbered(5500, ",x") + "Our class,their page,Learner\na,b,Maria Lopez\nc,d,James Carter\n",
		"right of the last heading":         "Title,URL\nColor notes,https://e.invalid/a,Student ID,Maria Lopez,1234567\nTwo,https://e.invalid/b,Student ID,James Carter,1234568\n",
		"people right of the last heading":  "Title,URL\nColor notes,https://e.invalid/a,Maria Lopez,1234567\nTwo,https://e.invalid/b,James Carter,1234568\n",
		"no headings at all":                "Maria Lopez,1234567,4\nJames Carter,1234568,5\nAna Ruiz,1234569,3\n",
		"people after five thousand rows":   "Title,URL,Student\n" + numbered(5100, ",") + numbered(100, ",Maria Lopez"),
		"people after others":               "Title,URL,Student\n" + numbered(5100, ",all") + numbered(100, ",Maria Lopez"),
		"numbers after five thousand words": "Title,URL,Students\n" + numbered(5100, ",all") + numbers(20),
	} {
		_, err := open(t, source.CSV, "x.csv", []byte(data), source.Options{})
		if err == nil || !strings.Contains(err.Error(), "intake.refused.students") {
			t.Errorf("%s: %v", name, err)
		}
		_, err = open(t, source.CSV, "x.tsv", []byte(strings.ReplaceAll(data, ",", "\t")), source.Options{})
		if err == nil || !strings.Contains(err.Error(), "intake.refused.students") {
			t.Errorf("%s, with tabs: %v", name, err)
		}
	}
}

func TestListsOfBooksAreNoListsOfStudents(t *testing.T) {
	for name, data := range map[string]string{
		"titles that are names":         "Title,Author,Year\n" + numbered(3, ",1999") + "Emma,Jane Austen,1815\nThe Guardian,Nicholas Sparks,2003\nAnna Karenina,Leo Tolstoy,1878\nJane Eyre,Charlotte Bronte,1847\n",
		"a book about birthdays":        "Title,Author,Topic\nThe Birthday,Jane Austen,birthday\nHomeroom Diaries,James Patterson,homeroom\n",
		"authors without a heading":     "Color notes,Maria Lopez,https://e.invalid/a\nTwo,James Carter,https://e.invalid/b\n",
		"authors beyond the headings":   "Title,URL\nColor notes,https://e.invalid/a,Maria Lopez\nTwo,https://e.invalid/b,James Carter\n",
		"whom it is for":                "Title,URL,For\n" + numbered(4, ",Students") + numbered(4, ",Teachers") + numbered(4, ",Parents"),
		"groups of students, for long":  "Title,URL,Students\n" + numbered(6000, ",all"),
		"a section lower down":          "Title,URL,Notes\n" + numbered(10, ",x") + "Student pages,,\n" + numbered(10, ",x"),
		"a title that speaks of them":   "Title,URL,Notes\n" + numbered(10, ",x") + "Student name tags,https://e.invalid/t,print\nMaria Montessori,https://e.invalid/m,read\nHelen Keller,https://e.invalid/k,read\n",
		"a list of people one may read": "Name,Born\nMaria Montessori,1870\nHelen Keller,1880\n",
	} {
		if _, err := open(t, source.CSV, "x.csv", []byte(data), source.Options{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestStudentRecordsInsideRecords(t *testing.T) {
	nested := func(n int, inner string) string {
		return `{"title":"A","x":` + strings.Repeat(`{"a":`, n) + inner + strings.Repeat("}", n) + "}\n"
	}
	for name, data := range map[string]string{
		"deep":                      nested(15, `{"student_id":"1234567"}`),
		"deeper than anybody looks": nested(40, `{"student_id":"1234567"}`),
		"names as keys":             `{"title":"A","students":{"Maria Lopez":{"g":4},"James Carter":{"g":4}}}` + "\n" + `{"title":"B","students":{"Ana Lopez":{"g":4}}}`,
		"names as keys in a list":   `{"title":"A","groups":[{"students":{"Maria Lopez":4,"James Carter":4}}]}`,
		"in a text":                 `{"title":"A","x":"{\"student_id\":\"1234567\"}"}`,
		"in a text in a text":       `{"title":"A","x":"{\"y\":\"{\\\"student_id\\\":1}\"}"}`,
		"in a list in a text":       `{"title":"A","x":"[{\"student\":{\"name\":\"x\"}}]"}`,
		"in letters by number":      `{"title":"A","stu\u0064ent_id":"1234567"}`,
		"in lines between":          `{"title":"A"}` + "\nStudent Name,Student ID,Grade\n" + twoPeople + `{"title":"B"}`,
	} {
		_, err := open(t, source.JSONL, "x.jsonl", []byte(data), source.Options{})
		if err == nil || !strings.Contains(err.Error(), "intake.refused.students") && !strings.Contains(err.Error(), "intake.refused.deep") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
