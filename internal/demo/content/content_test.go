package content_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/demo/content"
)

func district(t testing.TB) content.District {
	t.Helper()
	d, err := content.MapleValley()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// count says how many of a list are so.
func count[T any](list []T, so func(T) bool) int {
	n := 0
	for _, v := range list {
		if so(v) {
			n++
		}
	}
	return n
}

func atLeast(t *testing.T, what string, got, want int) {
	t.Helper()
	if got < want {
		t.Errorf("%d %s, want at least %d", got, what, want)
	}
}

func exactly(t *testing.T, what string, got, want int) {
	t.Helper()
	if got != want {
		t.Errorf("%d %s, want %d", got, what, want)
	}
}

func TestStaffOfTheDistrict(t *testing.T) {
	d := district(t)
	exactly(t, "schools", len(d.Schools), 6)
	exactly(t, "media specialists", count(d.People, func(p content.Person) bool { return p.Role == actor.MediaSpecialist }), 8)
	exactly(t, "teachers", count(d.People, func(p content.Person) bool { return p.Role == actor.Teacher }), 2)
	exactly(t, "coordinators", count(d.People, func(p content.Person) bool { return p.Coordinator }), 2)
	exactly(t, "at half time in two schools", count(d.People, func(p content.Person) bool { return p.Percent == 50 && len(p.Schools) == 2 }), 1)
	var demo []string
	for _, p := range d.People {
		if p.Demo != "" {
			demo = append(demo, p.Demo)
		}
		if p.Mail != p.Key+"@maplevalley.example" {
			t.Errorf("%s has the mail %s", p.Key, p.Mail)
		}
	}
	slices.Sort(demo)
	if want := []string{"ash", "bay", "coordinator", "elm", "fir", "oak", "pine", "teacher"}; !slices.Equal(demo, want) {
		t.Errorf("demo names %v, want %v", demo, want)
	}
	for _, s := range d.Schools {
		if s.Grades.Empty() || s.Room == "" || s.Schedule == "" || s.Staffing == "" || len(s.Languages) == 0 {
			t.Errorf("the card of %s has a gap: %+v", s.Key, s)
		}
	}
}

func TestResourcesAreOfEveryKindAndLanguage(t *testing.T) {
	list := district(t).Resources
	atLeast(t, "resources", len(list), 165)
	for _, kind := range block.ResourceKinds {
		atLeast(t, string(kind), count(list, func(r content.Resource) bool { return r.Type == kind }), 5)
	}
	for language, want := range map[string]int{"es": 18, "vi": 4, "fr": 2, "ht": 2, "ar": 1} {
		exactly(t, language, count(list, func(r content.Resource) bool { return r.Language == language }), want)
	}
	exactly(t, "retired", count(list, func(r content.Resource) bool { return r.State == content.Retired }), 6)
	exactly(t, "rough", count(list, func(r content.Resource) bool { return r.Rough }), 8)
	atLeast(t, "edited", count(list, func(r content.Resource) bool { return len(r.Edits) > 0 }), 45)
	authors := map[string]bool{}
	for _, r := range list {
		if r.State == content.Draft {
			authors[r.By] = true
		}
	}
	exactly(t, "drafts", count(list, func(r content.Resource) bool { return r.State == content.Draft }), 5)
	exactly(t, "authors of drafts", len(authors), 5)
}

func TestACoordinatorFindsSomethingSharedTwice(t *testing.T) {
	first := map[string]content.Resource{}
	pairs := 0
	for _, r := range district(t).Resources {
		for _, b := range r.Blocks {
			if b.Link == nil || r.Type != block.DigitalTool || r.State == content.Retired || r.State == content.Draft {
				continue
			}
			if other, taken := first[b.Link.URL]; taken && other.School != r.School {
				pairs++
			}
			first[b.Link.URL] = r
		}
	}
	exactly(t, "links that two schools share as tools", pairs, 1)
}

var (
	slug     = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	blockKey = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

func TestKeysAreUniqueAndLeadSomewhere(t *testing.T) {
	d := district(t)
	seen := map[string]bool{}
	unique := func(kind, key string) {
		if !slug.MatchString(key) || seen[kind+key] {
			t.Errorf("%s %q is no key or is used twice", kind, key)
		}
		seen[kind+key] = true
	}
	for _, s := range d.Schools {
		unique("school", s.Key)
	}
	for _, p := range d.People {
		unique("person", p.Key)
		for _, key := range p.Schools {
			if !seen["school"+key] {
				t.Errorf("%s is at %q, which is no school", p.Key, key)
			}
		}
	}
	for _, r := range d.Resources {
		unique("resource", r.Key)
		if !seen["school"+r.School] || !seen["person"+r.By] {
			t.Errorf("%s is of school %q by %q", r.Key, r.School, r.By)
		}
	}
	for _, p := range d.Proposals {
		if p.Word == "" || !seen["person"+p.By] || !seen["resource"+p.Resource] {
			t.Errorf("proposal %+v leads nowhere", p)
		}
	}
	exactly(t, "proposals", len(d.Proposals), 6)
}

func TestOnlyThoseOfTheSchoolWriteInItsName(t *testing.T) {
	d := district(t)
	may := func(person, school string) bool {
		return slices.ContainsFunc(d.People, func(p content.Person) bool {
			atNone := p.Coordinator && len(p.Schools) == 0
			return p.Key == person && (atNone || p.Role == actor.MediaSpecialist && slices.Contains(p.Schools, school))
		})
	}
	for _, r := range d.Resources {
		if !may(r.By, r.School) {
			t.Errorf("%s is by %s in the name of %s", r.Key, r.By, r.School)
		}
		for _, e := range r.Edits {
			if !may(e.By, r.School) {
				t.Errorf("%s was changed by %s, who is not of %s", r.Key, e.By, r.School)
			}
		}
	}
}

const (
	firstDay = clock.Day("2024-11-25")
	lastDay  = clock.Day("2026-11-20")
)

// inTerm says whether school is on: between mid-August and mid-June.
func inTerm(day clock.Day) bool {
	monthDay := string(day)[5:]
	return day >= firstDay && day <= lastDay && (monthDay <= "06-15" || monthDay >= "08-15")
}

func TestDatesLieInTermAndInOrder(t *testing.T) {
	for _, r := range district(t).Resources {
		last := r.Shared
		if !inTerm(last) {
			t.Errorf("%s was shared on %s", r.Key, last)
		}
		if len(r.Edits) > 4 {
			t.Errorf("%s has %d edits", r.Key, len(r.Edits))
		}
		for _, e := range r.Edits {
			if !inTerm(e.On) || e.On <= last || e.Note == "" {
				t.Errorf("%s was changed on %s, after %s, with the note %q", r.Key, e.On, last, e.Note)
			}
			if e.Title == "" && e.Why == "" && !e.Settled && len(e.Put) == 0 && len(e.Remove) == 0 {
				t.Errorf("%s: the edit of %s changes nothing", r.Key, e.On)
			}
			last = e.On
		}
		if retired := r.State == content.Retired; retired != (r.Reason != "") || retired != (r.RetiredOn > last) {
			t.Errorf("%s is %s on %q because %q, last changed on %s", r.Key, r.State, r.RetiredOn, r.Reason, last)
		}
		if r.ReviewBy != "" && r.ReviewBy <= r.Shared {
			t.Errorf("%s is to be reviewed by %s", r.Key, r.ReviewBy)
		}
		for _, day := range []clock.Day{r.Shared, r.ReviewBy, r.RetiredOn} {
			if _, err := clock.ParseDay(string(day)); err != nil {
				t.Errorf("%s: %v", r.Key, err)
			}
		}
	}
}

func TestVocabularyIsBilingualAndUsed(t *testing.T) {
	d := district(t)
	used := map[string]bool{}
	for _, r := range d.Resources {
		for _, code := range r.Tags {
			used[code] = true
		}
	}
	names := map[string]string{}
	for _, term := range d.Terms {
		if !slug.MatchString(term.Code) || term.En == "" || term.Es == "" || len(term.AlsoEn) == 0 || len(term.AlsoEs) == 0 {
			t.Errorf("term %+v has a gap", term)
		}
		for _, name := range []string{term.Code, "en " + term.En, "es " + term.Es} {
			if other, taken := names[name]; taken {
				t.Errorf("%q names both %s and %s", name, other, term.Code)
			}
			names[name] = term.Code
		}
		if !used[term.Code] {
			t.Errorf("no resource is tagged %s", term.Code)
		}
		delete(used, term.Code)
	}
	for code := range used {
		t.Errorf("%s is tagged somewhere and is not in the vocabulary", code)
	}
	atLeast(t, "terms", len(d.Terms), 85)
}

func TestADistrictBeginsWithTopicsOfEverySchoolLibrary(t *testing.T) {
	list, err := content.StarterTerms()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 40 || len(list) > 60 {
		t.Errorf("%d topics", len(list))
	}
	codes := map[string]bool{}
	for _, term := range list {
		codes[term.Code] = true
	}
	shelf, err := content.Starter("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range shelf {
		for _, code := range r.Tags {
			if !codes[code] {
				t.Errorf("%s of the starter shelf is filed under %q, which a new district does not have", r.Key, code)
			}
		}
	}
}

func BenchmarkMapleValley(b *testing.B) {
	for b.Loop() {
		if _, err := content.MapleValley(); err != nil {
			b.Fatal(err)
		}
	}
}
