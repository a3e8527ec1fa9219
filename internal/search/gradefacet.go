package search

import (
	"regexp"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/grade"
)

// The facet of grades has the bands that people choose and count, and each single grade, by which a span is found: "4-7" is any of
// 4, 5, 6 and 7.

// gradeValues are the values of the facet for a set of grades.
func gradeValues(s grade.Set) []string {
	out := grade.BandsOf(s)
	for _, code := range s.Codes() {
		if code = strings.ToLower(code); !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	return out
}

var spanForm = regexp.MustCompile(`^(pk|k|[0-9]{1,2})(-(pk|k|[0-9]{1,2}))?$`)

// GradeSpan reads one grade or a span of them, as addresses write it: "4", "k-8". Bands are spans too.
func GradeSpan(value string) (grade.Set, bool) {
	value = strings.ToLower(strings.NewReplacer("–", "-", " ", "").Replace(value))
	if !spanForm.MatchString(value) {
		return 0, false
	}
	set, err := grade.Parse(value)
	return set, err == nil
}

// IsBand says whether a value of the facet is a band, which is offered by itself.
func IsBand(value string) bool {
	return slices.ContainsFunc(grade.Bands, func(b grade.Band) bool { return b.Code == value })
}

// spanValue writes a span: a band by its code. What is none stays as it is.
func spanValue(value string) string {
	set, ok := GradeSpan(value)
	if !ok {
		return value
	}
	for _, b := range grade.Bands {
		if b.Grades == set {
			return b.Code
		}
	}
	codes := set.Codes()
	first, last := strings.ToLower(codes[0]), strings.ToLower(codes[len(codes)-1])
	if first == last {
		return first
	}
	return first + "-" + last
}

// spansOf are the values for a set of grades: each run of them as a span, one grade by itself.
func spansOf(s grade.Set) (out []string) {
	for run := range strings.SplitSeq(s.String(), ", ") {
		if run != "" {
			out = append(out, spanValue(run))
		}
	}
	return out
}

// GradesOf are the grades of some values of the facet.
func GradesOf(values []string) (out grade.Set) {
	for _, value := range values {
		set, _ := GradeSpan(value)
		out |= set
	}
	return out
}

// spread are the values of the index for chosen ones: spans by their grades.
func spread(chosen []string) []string {
	var out []string
	for _, value := range chosen {
		if set, ok := GradeSpan(value); ok && !IsBand(value) {
			for _, code := range set.Codes() {
				out = append(out, strings.ToLower(code))
			}
		} else {
			out = append(out, value)
		}
	}
	return distinct(out, len(out))
}
