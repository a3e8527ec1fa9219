package source_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
)

func TestAFileOfStudentRecordsIsScreenedByWhatItIs(t *testing.T) {
	roster := "Student Name,Student ID,Birthdate\nMaria Lopez,1234567,2015-01-01\nJames Carter,1234568,2015-02-02\n"
	for data, refused := range map[string]bool{
		roster:                                                               true,
		strings.ReplaceAll(roster, ",", "\t"):                                true,
		strings.ReplaceAll(roster, ",", ";"):                                 true,
		`{"title":"A","student_id":"1234567"}`:                               true,
		"{\n \"class\": [{\"student\": {\"name\": \"x\"}}]\n}":               true,
		"[\n {\"studentName\": \"x\"}\n]":                                    true,
		"[" + strings.Repeat("[", 40) + "1" + strings.Repeat("]", 41):        true,
		"Title,URL\nA,https://e.invalid\n":                                   false,
		"{\n \"name\": \"A\", \"id\": 4\n}":                                  false,
		"Dear families,\nyour student, and their student ID, are welcome.\n": false,
		"%PDF-1.7 " + roster:                                                 false,
		"":                                                                   false,
	} {
		r := bytes.NewReader([]byte(data))
		err := source.Screen(files.Sniff(r, r.Size()), r, r.Size())
		if _, said := fault.AsFields(err); said != refused || err != nil && !said {
			t.Errorf("%.60q: %v, refused should be %v", data, err, refused)
		}
	}
}
