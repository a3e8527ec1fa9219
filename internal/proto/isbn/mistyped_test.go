package isbn

import "testing"

func TestAMistypedNumberIsToldFromOthers(t *testing.T) {
	for text, want := range map[string]bool{
		"978-0-06-440055-8": false, "978-0-06-440055-7": true, "9780064400557": true, "ISBN 9780064400557": true,
		"0-06-440055-7": false, "ISBN 0-06-440055-8": true, "isbn: 0064400558": true, "555-123-4567": false, "9790000000000": true,
		"1234567890123": false, "9780064400": false, "978": false, "": false, "X": false, "ISBN": false, "The 978 books": false, "ISBN 006440055é": false,
	} {
		if got := Mistyped(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
