package index

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/id"
)

func TestCodesAreFoundUpToEachLevel(t *testing.T) {
	for _, c := range []struct{ text, by, not string }{
		{"TEKS §110.5(b)(9): author's craft", "110.5(b)(9)|110.5 (b) (9)|110.5(B)(9)|110.5.b.9|TEKS 110.5(b)(9)|110.5(b)|110.5", "110.5(b)(1)|110.5(b)(90)|110.50|110.5(c)|10.5|110.5(9)"},
		{"Standard CCSS.ELA-LITERACY.RL.3.1.", "CCSS.ELA-LITERACY.RL.3.1|ccss.ela-literacy.rl.3.1|RL.3.1|RL.3|CCSS|\"RL.3.1\"", "RL.3.10|RL.30|RL.1|RI.3.1|3.1"},
		{"MS-PS1-4 and 3-5-ETS1-1", "MS-PS1-4|ms–ps1–4|MS-PS1|3-5-ETS1-1|ETS1-1", "MS-PS1-1|HS-PS1-4|MS-PS1-41"},
		{"LAFS.3.RL.1.1", "LAFS.3.RL.1.1|lafs.3.rl.1.1|RL.1.1|LAFS.3.RL|LAFS.3", "LAFS.3.RL.1.2|LAFS.3.RI|LAFS.30"},
		{"CCSS.MATH.CONTENT.3.NF.A.1", "3.NF.A.1|3.NF.A|3.NF|3.nf.a.1", "3.NF.B|4.NF.A.1"},
		{"L.4.1a", "L.4.1a|L.4.1|L.4.1.a|L.4.1.A", "L.4.1b|L.4.11"},
		{"The Great Migration, ISBN 978 0 306 40615 7", "9780306406157|978-0-306-40615-7|978 0 306 40615 7|0306406152|0-306-40615-2|0 306 40615 2|\"0 306 40615 2\"", "978 0 306|9780306406158"},
	} {
		ix := New()
		ix.Put(Doc{ID: "d", Version: 1, Visibility: SeenByAnyone, Language: "en", Title: c.text})
		for query := range strings.SplitSeq(c.by, "|") {
			if got := ix.Search(Query{Words: query, Exactly: true, Limit: 5}); got.Whole != 1 {
				t.Errorf("%q does not find %q", query, c.text)
			}
		}
		for query := range strings.SplitSeq(c.not, "|") {
			if got := ix.Search(Query{Words: query, Exactly: true, Limit: 5}); got.Whole != 0 {
				t.Errorf("%q finds %q", query, c.text)
			}
		}
	}
}

// A code is found by every level of it, and by none in which a part is another.
func TestEveryLevelOfACodeFindsItAndNoOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.OneOf(rapid.StringMatching(`[A-Z]{1,8}`), rapid.StringMatching(`[1-9][0-9]?`), rapid.StringMatching(`[A-Z]{2}[1-9]`))
		parts := append([]string{rapid.StringMatching(`[A-Z]{2,4}`).Draw(t, "strand"), strconv.Itoa(rapid.IntRange(1, 12).Draw(t, "grade"))}, rapid.SliceOfN(part, 1, 4).Draw(t, "parts")...)
		code := strings.Join(parts, rapid.SampledFrom([]string{".", "-", "–"}).Draw(t, "between"))
		if !IsCode(code) {
			t.Fatalf("%q is no code", code)
		}
		ix := New()
		ix.Put(Doc{ID: "d", Version: 1, Visibility: SeenByAnyone, Language: "en", Summary: "It teaches " + code + "."})
		joined := strings.NewReplacer("-", ".", "–", ".").Replace(code)
		for levels := 2; levels <= len(parts); levels++ {
			level := strings.Join(parts[:levels], code[len(parts[0]):len(code)-len(strings.TrimLeft(code[len(parts[0]):], ".-–"))])
			if ix.Search(Query{Words: level, Exactly: true}).Total != 1 {
				t.Fatalf("%q does not find %q", level, code)
			}
			if other := level + "7"; !strings.Contains(joined+".", strings.NewReplacer("-", ".", "–", ".").Replace(other)+".") && ix.Search(Query{Words: other, Exactly: true}).Total != 0 {
				t.Fatalf("%q finds %q", other, code)
			}
		}
	})
}

func TestCodesAreToldFromOtherWords(t *testing.T) {
	for _, code := range []string{"RL.3.1", "CCSS.ELA-LITERACY.RL.3.1", "MS-PS1-4", "LAFS.3.RL.1.1", "3.NF.A.1", "3-5-ETS1-1", "D2.His.1.3-5", "SC.3.E.5.1", "I.A.1", "110.5.b.9"} {
		if !IsCode(code) {
			t.Errorf("%s is no code", code)
		}
	}
	for _, word := range []string{"", "RL", "K-2", "371.33", "2026-11-23", "well-known-word", "e-book", "file_name_2.txt", "550e8400-e29b-41d4-a716-446655440000", "information-literacy-2", "1.2.3", "a.b.c"} {
		if IsCode(word) {
			t.Errorf("%s is a code", word)
		}
	}
}

func TestCodesInATextAreThoseWrittenAsSuch(t *testing.T) {
	for text, want := range map[string]string{
		"Aligned with CCSS.ELA-LITERACY.RL.3.1, MS-PS1-4; TEKS §110.5(b)(9)(iii).":           "CCSS.ELA-LITERACY.RL.3.1|MS-PS1-4|110.5(b)(9)(iii)",
		"D2.His.1.3-5 and L.4.1a, 1.3.a":                                                     "D2.His.1.3-5|L.4.1a|1.3.a",
		"On 12-Nov-2026 a 2nd-grade-class saw www.school.k12.us, 978-0-306-40615-7 and 3(b)": "",
		"110.5 (b)": "110.5 (b)",
		"":          "",
	} {
		var got []string
		for _, c := range Codes(text) {
			got = append(got, text[c.From:c.To])
		}
		if strings.Join(got, "|") != want {
			t.Errorf("in %q are %q, want %q", text, got, want)
		}
	}
}

// Whatever stands in a text, each code that is found in it is offered by its beginnings to whoever may see it, and to nobody else.
func TestCodesAreOfferedToWhoMaySeeThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.StringMatching(`(R[LI]|W|MS-PS1|CCSS\.RL)\.[1-3]\.[1-3](\([ab]\)(\([12]\))?)?`)
		ix, own := New(), map[string][]string{}
		for i, district := range rapid.SliceOfN(rapid.SampledFrom([]string{"maple", "oak"}), 1, 8).Draw(t, "districts") {
			text := strings.Join(rapid.SliceOfN(code, 1, 3).Draw(t, "codes"), " and ")
			ix.Put(Doc{ID: strconv.Itoa(i), Version: 1, District: id.DistrictID(district), Visibility: SeenByDistrict, Language: "en", Summary: text})
			for _, c := range Codes(text) {
				own[district] = append(own[district], c.Levels...)
			}
		}
		start := rapid.SampledFrom([]string{"rl", "RL.", "ri.1", "ccss.rl.2", "w", "ms-ps1.3.1.b", "1", "x"}).Draw(t, "typed")
		for _, district := range []string{"maple", "oak"} {
			var want []string
			for _, level := range own[district] {
				if strings.HasPrefix(level, strings.ToLower(start)) {
					want = append(want, level)
				}
			}
			slices.Sort(want)
			want = slices.Compact(want)
			if got := ix.CodesBegun(start, Scope{District: id.DistrictID(district), SignedIn: true}, 100); !slices.Equal(got, want) {
				t.Fatalf("%s typing %q is offered %q, want %q", district, start, got, want)
			}
			if got := ix.CodesBegun(start, Scope{District: id.DistrictID(district), SignedIn: true}, 2); !slices.Equal(got, want[:min(2, len(want))]) {
				t.Fatalf("of two, %s is offered %q", district, got)
			}
		}
		if got := ix.CodesBegun(start, Scope{}, 100); len(got) > 0 {
			t.Fatalf("a visitor is offered %q", got)
		}
	})
}
