package source_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
)

func TestRecords(t *testing.T) {
	rows := read(t, source.JSONL, "lessons.jsonl", []byte("\xef\xbb\xbf"+`{"id": 7, "title": "Adding", "outcome": "I can add.", "key_points": ["one", "two *"], "units": [{"id": "9", "title": "Numbers"}], "grades": ["3", "4"], "open": true, "none": null, "empty": []}

{"title": "Taking away", "meta": {"room": {"number": 12}, "tags": ["math"]}, "keywords": ["a, b", "c"], "Title": "again", "steps": [["x", 1.50], {"say": "hi", "to": ["all"]}]}
`))
	sameStates(t, rows, source.Ready, source.Ready)
	item := rows[0].Item
	if item.ExternalID != "id:7" || item.Document.About.Title != "Adding" || item.Document.About.Why != "I can add." || item.Document.About.Grades.String() != "3–4" || item.GradeText != "3; 4" || item.Document.About.Type != "lesson" {
		t.Errorf("got %+v", item)
	}
	if got, want := bodies(item.Document), "text Key points|- one\n- two \\*\ntext |- Units: Numbers (id: 9)\n- Open: true"; got != want {
		t.Errorf("got %s", got)
	}
	if rows[1].Place.Number != 3 || !slices.Equal(rows[1].Item.Words.Tags, []string{"a, b", "c"}) || rows[1].Item.Document.About.Title != "Taking away; again" {
		t.Errorf("got %+v", rows[1])
	}
	if got, want := bodies(rows[1].Item.Document), "text Steps|- x, 1.50\n- say: hi, to: all\ntext |- Meta room number: 12\n- Meta tags: math"; got != want {
		t.Errorf("got %s", got)
	}
}

func TestBadLinesAreNamed(t *testing.T) {
	rows := read(t, source.JSONL, "x.jsonl", []byte(`{"title": "A"}
not json
["a"]
{"title": "B"} {"title": "C"}
{"title": "`+strings.Repeat("x", 1<<20)+`"}
{"title": "D"}`))
	sameStates(t, rows, source.Ready, source.Failed, source.Failed, source.Failed, source.Failed, source.Ready)
	for i, want := range []string{"", "no_json", "no_object", "no_object", "too_long", ""} {
		if want != "" && rows[i].Reason.Key != "intake.failed."+want {
			t.Errorf("line %d: %v, want %s", rows[i].Place.Number, rows[i].Reason, want)
		}
	}
}

func TestStudentKeysAtAnyDepth(t *testing.T) {
	for data, key := range map[string]string{
		`{"title": "A", "studentName": "x"}`:                                           "studentName",
		`{"title": "A", "student": {"name": "x"}}`:                                     "student.name",
		`{"title": "A", "work": [{"by": {"student": {"id": 1}}}]}`:                     "student id",
		`{"title": "A"}` + "\n" + `{"title": "B"}` + "\n" + `{"title": "C", "dob": 1}`: "dob",
		`{"title": "A", "students": ["Maria Lopez", "James Carter"]}`:                  "students",
	} {
		_, err := open(t, source.JSONL, "x.jsonl", []byte(data), source.Options{})
		refused(t, err, "intake.refused.students_key")
		if !strings.Contains(strings.ToLower(err.Error()), strings.ToLower(key)) && !strings.Contains(err.Error(), strings.ReplaceAll(key, ".", " ")) {
			t.Errorf("%s: the key is not named in %v", data, err)
		}
	}
	for _, data := range []string{`{"title": "A", "learning_points": ["x"]}`, `{"title": "A", "student_level": ["K-2"]}`, `{"name": "A", "id": 1, "audience": {"educationalRole": "student"}}`} {
		if _, err := open(t, source.JSONL, "x.jsonl", []byte(data), source.Options{}); err != nil {
			t.Errorf("%s: %v", data, err)
		}
	}
}

func TestDeepAndWideRecords(t *testing.T) {
	const deep = 5000
	_, err := open(t, source.JSONL, "x.jsonl", []byte(`{"title": "A", "x": `+strings.Repeat(`{"a":[`, deep)+"1"+strings.Repeat("]}", deep)+"}\n"+`{"title": "B"}`), source.Options{})
	refused(t, err, "intake.refused.deep", 20)
	wide := strings.Builder{}
	wide.WriteString(`{"title": "A"`)
	for i := range 30_000 {
		wide.WriteString(`,"k` + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + strings.Repeat("y", i%11) + string(rune('a'+i/26%26)) + string(rune('a'+i/676%26)) + string(rune('a'+i/17576%26)) + `":1`)
	}
	_, err = open(t, source.JSONL, "x.jsonl", []byte(wide.String()+"}"), source.Options{})
	refused(t, err, "intake.refused.columns", 500)
}
