package isbn_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/proto/isbn"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]isbn.Number{
		"9780306406157": "9780306406157", "978-0-306-40615-7": "9780306406157", " 978 0 306 40615 7 ": "9780306406157",
		"0-306-40615-2": "9780306406157", "080442957X": "9780804429573", "080442957x": "9780804429573",
		"ISBN 978-0-306-40615-7": "9780306406157", "isbn-13: 9780306406157": "9780306406157", "urn:isbn:0306406152": "9780306406157",
		"979-10-90636-07-1": "9791090636071",
	} {
		got, err := isbn.Parse(text)
		if err != nil || got != want {
			t.Errorf("Parse(%q) = %q, %v, want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"", "9780306406158", "0306406153", "X306406152", "9770306406157", "0000000000", "978030640615", "ISBN", "97803064061577", "٩٧٨٠٣٠٦٤٠٦١٥٧"} {
		if got, err := isbn.Parse(text); err == nil {
			t.Errorf("Parse(%q) = %q, want an error", text, got)
		}
	}
}

func TestRead(t *testing.T) {
	for _, c := range []struct {
		cells []string
		want  isbn.Reading
	}{
		{[]string{"9780306406157"}, isbn.Reading{Number: "9780306406157"}},
		{[]string{"0-306-40615-2"}, isbn.Reading{Number: "9780306406157"}},
		{[]string{"", " ", "0"}, isbn.Reading{}},
		{[]string{"306406152"}, isbn.Reading{Number: "9780306406157", Repaired: true}},
		{[]string{"306406152.0"}, isbn.Reading{Number: "9780306406157", Repaired: true}},
		{[]string{"9780306406157.0"}, isbn.Reading{Number: "9780306406157", Repaired: true}},
		{[]string{"'0306406152"}, isbn.Reading{Number: "9780306406157", Repaired: true}},
		{[]string{`="0306406152"`}, isbn.Reading{Number: "9780306406157", Repaired: true}},
		{[]string{"9.780306406157E+12"}, isbn.Reading{Number: "9780306406157", Repaired: true}},
		{[]string{"306406152", "9.78030640616e+12"}, isbn.Reading{Number: "9780306406157", Repaired: true}},
		{[]string{"9.78E+12", "306406152"}, isbn.Reading{Number: "9780306406157", Repaired: true}},
		{[]string{"9,78030640616E+12", "306406152"}, isbn.Reading{Number: "9780306406157", Repaired: true}},
		{[]string{"9.78030640616e+12"}, isbn.Reading{Fault: isbn.Rounded}},
		{[]string{"9.78030640616e+12", "306406153"}, isbn.Reading{Fault: isbn.Rounded}},
		{[]string{"306406152", "9.78140640616e+12"}, isbn.Reading{Fault: isbn.Disagree}},
		{[]string{"306406152", "439023483"}, isbn.Reading{Fault: isbn.Disagree}},
		{[]string{"306406153"}, isbn.Reading{Fault: isbn.Wrong}},
		{[]string{"9780306406158"}, isbn.Reading{Fault: isbn.Wrong}},
		{[]string{"9780306406158", "306406152"}, isbn.Reading{Number: "9780306406157", Repaired: true}},
		{[]string{"ask the vendor"}, isbn.Reading{Fault: isbn.Wrong}},
		{[]string{"1e999999999"}, isbn.Reading{Fault: isbn.Wrong}},
	} {
		if got := isbn.Read(c.cells...); got != c.want {
			t.Errorf("Read(%q) = %+v, want %+v", c.cells, got, c.want)
		}
	}
}

// drawTen draws the first nine digits of an ISBN-10 and completes them.
func drawTen(t *rapid.T) string {
	body := rapid.StringMatching(`[0-9]{9}`).Filter(func(s string) bool { return s != "000000000" }).Draw(t, "body")
	for _, check := range "0123456789X" {
		if _, err := isbn.Parse(body + string(check)); err == nil {
			return body + string(check)
		}
	}
	t.Fatalf("no check digit completes %s", body)
	return ""
}

func TestTenAndThirteenAreOneNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ten := drawTen(t)
		n, err := isbn.Parse(ten)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := isbn.Parse(string(n)); err != nil || again != n {
			t.Fatalf("%s is %s, which reads as %s, %v", ten, n, again, err)
		}
		if back, ok := n.Ten(); !ok || back != ten {
			t.Fatalf("%s is %s, which is %s", ten, n, back)
		}
	})
}

func TestOneChangedDigitIsNoticed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, err := isbn.Parse(drawTen(t))
		if err != nil {
			t.Fatal(err)
		}
		place := rapid.IntRange(3, 12).Draw(t, "place")
		digit := rapid.StringMatching(`[0-9]`).Filter(func(s string) bool { return s != string(n[place]) }).Draw(t, "digit")
		changed := string(n[:place]) + digit + string(n[place+1:])
		if got, err := isbn.Parse(changed); err == nil {
			t.Fatalf("%s with another digit passed as %s", n, got)
		}
	})
}

func TestSpreadsheetDamageNeverGivesAnotherNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ten := drawTen(t)
		n, err := isbn.Parse(ten)
		if err != nil {
			t.Fatal(err)
		}
		value, err := strconv.ParseFloat(string(n), 64)
		if err != nil {
			t.Fatal(err)
		}
		digits := rapid.IntRange(2, 11).Draw(t, "digits kept")
		rounded := fmt.Sprintf("%.*e", digits, value)
		lost := strings.TrimLeft(ten, "0")

		if got := isbn.Read(rounded); got.Number != "" && got.Number != n {
			t.Fatalf("%s alone gave %s, was %s", rounded, got.Number, n)
		}
		got := isbn.Read(lost, rounded)
		if len(lost) >= 7 && got.Number != n {
			t.Fatalf("%s with %s gave %+v, want %s", lost, rounded, got, n)
		}
		if got.Number != "" && got.Number != n {
			t.Fatalf("%s with %s gave %s, was %s", lost, rounded, got.Number, n)
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add("9.78030640616e+12", "306406152")
	f.Add(`="0306406152"`, "x")
	f.Fuzz(func(t *testing.T, a, b string) {
		got := isbn.Read(a, b)
		if got.Number == "" {
			return
		}
		if n, err := isbn.Parse(string(got.Number)); err != nil || n != got.Number {
			t.Fatalf("Read(%q, %q) = %q, which is no ISBN", a, b, got.Number)
		}
	})
}
