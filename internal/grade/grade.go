// Package grade knows the grades of a North American school, PreK to 12, and the bands people speak of.
package grade

import (
	"encoding/json"
	"fmt"
	"math/bits"
	"strings"
)

// Grade is one year of school: 0 is PreK, 1 is Kindergarten, 2 is grade 1, 13 is grade 12.
type Grade uint8

// Count is the number of grades.
const Count = 14

var codes = [Count]string{"PK", "K", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"}

// String is the grade's code: PK, K, 1 to 12.
func (g Grade) String() string {
	if int(g) >= Count {
		return "?"
	}
	return codes[g]
}

// Set is a set of grades; the zero value is empty.
type Set uint16

// All holds every grade.
const All Set = 1<<Count - 1

// Range is every grade from one to another, both included, in either order.
func Range(from, to Grade) Set {
	if from > to {
		from, to = to, from
	}
	var s Set
	for g := from; g <= to && g < Count; g++ {
		s |= 1 << g
	}
	return s
}

// Has says whether the grade is in the set.
func (s Set) Has(g Grade) bool { return s&(1<<g) != 0 }

// Empty says whether no grade is in the set.
func (s Set) Empty() bool { return s&All == 0 }

// Codes lists the set in order.
func (s Set) Codes() []string {
	out := make([]string, 0, Count)
	for g := range Grade(Count) {
		if s.Has(g) {
			out = append(out, codes[g])
		}
	}
	return out
}

// String is the set as a spine label says it: "K–2", "3–5, 9", "PK–12".
func (s Set) String() string {
	var parts []string
	for g := Grade(0); g < Count; g++ {
		if !s.Has(g) {
			continue
		}
		last := g
		for last+1 < Count && s.Has(last+1) {
			last++
		}
		if last == g {
			parts = append(parts, codes[g])
		} else {
			parts = append(parts, codes[g]+"–"+codes[last])
		}
		g = last
	}
	return strings.Join(parts, ", ")
}

// Said is the set as running text says it: "PreK–5", where a spine label says "PK–5".
func (s Set) Said() string { return strings.Replace(s.String(), "PK", "PreK", 1) }

// Len is how many grades there are.
func (s Set) Len() int { return bits.OnesCount(uint(s & All)) }

// MarshalJSON writes the list of codes.
func (s Set) MarshalJSON() ([]byte, error) { return json.Marshal(s.Codes()) }

// UnmarshalJSON reads a list of codes.
func (s *Set) UnmarshalJSON(data []byte) error {
	var list []string
	if err := json.Unmarshal(data, &list); err != nil {
		return fmt.Errorf("grades: %w", err)
	}
	*s = 0
	for _, code := range list {
		g, err := parseOne(code)
		if err != nil {
			return err
		}
		*s |= 1 << g
	}
	return nil
}

// Parse reads "K-2", "3–5", "PK", "6, 7, 8", "K to 5" and lists of these, as people write them in a spreadsheet.
func Parse(text string) (Set, error) {
	var out Set
	text = strings.ToUpper(strings.NewReplacer("–", "-", "—", "-", " TO ", "-", " to ", "-", " a ", "-", "/", ",", ";", ",", "&", ",", " and ", ",", " y ", ",").Replace(text))
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimSpace(part)
		for _, prefix := range []string{"GRADES", "GRADE", "GR.", "GR", "GRADOS", "GRADO"} {
			part = strings.TrimSpace(strings.TrimPrefix(part, prefix))
		}
		if part == "" {
			continue
		}
		from, to, isRange := strings.Cut(part, "-")
		if isRange && strings.TrimSpace(from) == "PRE" { // PRE-K
			from, to, isRange = strings.Cut(strings.Replace(part, "PRE-K", "PK", 1), "-")
		}
		a, err := parseOne(from)
		if err != nil {
			return 0, err
		}
		b := a
		if isRange {
			if b, err = parseOne(to); err != nil {
				return 0, err
			}
		}
		out |= Range(a, b)
	}
	return out, nil
}

func parseOne(text string) (Grade, error) {
	text = strings.ToUpper(strings.TrimSpace(text))
	for _, suffix := range []string{"ST", "ND", "RD", "TH"} {
		text = strings.TrimSuffix(text, suffix)
	}
	text = strings.TrimLeft(text, "0")
	switch text {
	case "PREK", "PRE-K", "PRE K", "PREKINDER", "PREKINDERGARTEN", "TK": // transitional Kindergarten is for those who are four
		text = "PK"
	case "KINDERGARTEN", "KG", "KINDER":
		text = "K"
	}
	for i, code := range codes {
		if code == text {
			return Grade(i), nil
		}
	}
	return 0, fmt.Errorf("%q is not a grade from PreK to 12", text)
}

// Band is a span of grades that people choose as one.
type Band struct {
	Code   string // as in URLs: "k-2"
	Grades Set
}

// Bands are the spans offered in forms and facets, in order.
var Bands = []Band{
	{"pk", Range(0, 0)},
	{"k-2", Range(1, 3)},
	{"3-5", Range(4, 6)},
	{"6-8", Range(7, 9)},
	{"9-12", Range(10, 13)},
}

// BandsOf lists the codes of the bands that the set touches.
func BandsOf(s Set) []string {
	var out []string
	for _, b := range Bands {
		if s&b.Grades != 0 {
			out = append(out, b.Code)
		}
	}
	return out
}

// FromBands is the union of the named bands; unknown codes are ignored.
func FromBands(list []string) Set {
	var s Set
	for _, code := range list {
		for _, b := range Bands {
			if b.Code == code {
				s |= b.Grades
			}
		}
	}
	return s
}
