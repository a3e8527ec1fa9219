package cell_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/interop/intake/cell"
)

func TestGrades(t *testing.T) {
	for text, want := range map[string]string{
		"K-2": "K–2", "3–5": "3–5", "PK": "PK", "6, 7, 8": "6–8", "Grades 9-12": "9–12", "K to 5": "K–5", "3rd": "3", "Pre-K": "PK", "pre-k-2": "PK–2",
		"03": "3", "09,10": "9–10", "kindergarten": "K", "K12": "K–12", "PreK-12": "PK–12", "9 and up": "9–12", "6+": "6–12", "6 & up": "6–12", "7 en adelante": "7–12",
		"1st through 3rd": "1–3", "third grade": "3", "Grade 3 and Grade 5": "3, 5", "3 4 5": "3–5", "3/4": "3–4", "Elementary": "K–5", "elementary, middle": "K–8",
		"High School": "9–12", "All": "PK–12", "all grades": "PK–12", "Todos los grados": "PK–12", "primaria": "K–5", "Escuela intermedia": "6–8",
		"3.º": "3", "3º a 5º": "3–5", "1er grado": "1", "tercero": "3", "Kinder a 2": "K–2", "de 3 a 5": "3–5", "Grado 4 y 5": "4–5", "preescolar": "PK",
		"year-group-7": "6", "Year 1": "K", "year-group-1, year-group-2": "K–1", "[3-5]": "3–5", "Grades: 3-5": "3–5", "Gr. 3": "3", "09.10": "9–10",
	} {
		got, repaired, ok := cell.Grades(text)
		if !ok || repaired || got.String() != want {
			t.Errorf("%q is %q, %v, %v, want %q", text, got, repaired, ok, want)
		}
	}
	for text, want := range map[string]string{
		"5-Mar": "3–5", "8-Jun": "6–8", "12-Sep": "9–12", "Mar-5": "3–5", "2-ene": "1–2", "2024-03-05": "3–5", "3/5/2024": "3–5", "2026-06-08 00:00:00": "6–8",
	} {
		got, repaired, ok := cell.Grades(text)
		if !ok || !repaired || got.String() != want {
			t.Errorf("%q is %q, %v, %v, want %q repaired", text, got, repaired, ok, want)
		}
	}
	for _, text := range []string{"", " ", ",", "13", "0", "3.5", "beginner", "ages 8-10", "3-x", "Lexile 500", "25-Mar", "banana, 3", "year-group-14", "K-", strings.Repeat("3 to ", 200_000)} {
		if got, _, ok := cell.Grades(text); ok {
			t.Errorf("%.40q passed as %q", text, got)
		}
	}
}

func TestWhatASetSaysOfItselfIsUnderstood(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := grade.Set(rapid.Uint16Range(1, uint16(grade.All)).Draw(t, "set"))
		if got, _, ok := cell.Grades(want.String()); !ok || got != want {
			t.Fatalf("%q came back as %q", want, got)
		}
	})
}

func FuzzGrades(f *testing.F) {
	f.Add("K-2, 3rd & up")
	f.Add("5-Mar")
	f.Fuzz(func(t *testing.T, text string) {
		if set, _, ok := cell.Grades(text); ok == set.Empty() {
			t.Fatalf("%q: %v, understood %v", text, set, ok)
		}
	})
}
