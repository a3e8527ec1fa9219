package grade_test

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/grade"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"K-2": "K–2", "3–5": "3–5", "PK": "PK", "6, 7, 8": "6–8", "Grades 9-12": "9–12", "K to 5": "K–5",
		"3rd": "3", "Pre-K": "PK", "pre-k-2": "PK–2", "5; 1": "1, 5", "": "", "12-9": "9–12", "03": "3", "kindergarten": "K",
	} {
		got, err := grade.Parse(text)
		if err != nil {
			t.Errorf("Parse(%q): %v", text, err)
		}
		if got.String() != want {
			t.Errorf("Parse(%q) = %q, want %q", text, got, want)
		}
	}
	for _, text := range []string{"13", "all", "3-x", "student"} {
		if got, err := grade.Parse(text); err == nil {
			t.Errorf("Parse(%q) = %q, want an error", text, got)
		}
	}
}

func TestJSONAndTextRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := grade.Set(rapid.Uint16Range(0, uint16(grade.All)).Draw(t, "set"))
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got grade.Set
		if err := json.Unmarshal(data, &got); err != nil || got != want {
			t.Fatalf("%s came back as %v, %v", data, got, err)
		}
		if parsed, err := grade.Parse(want.String()); err != nil || parsed != want {
			t.Fatalf("%q came back as %v, %v", want, parsed, err)
		}
	})
}

func TestBands(t *testing.T) {
	if got := grade.FromBands([]string{"k-2", "6-8", "nonsense"}); got.String() != "K–2, 6–8" {
		t.Errorf("got %q", got)
	}
	if got := grade.BandsOf(grade.Range(3, 4)); len(got) != 2 || got[0] != "k-2" || got[1] != "3-5" {
		t.Errorf("got %v", got)
	}
}
