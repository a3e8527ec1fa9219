package content

import (
	"embed"
	"fmt"
	"slices"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/grade"
)

//go:embed data/*.yaml starter/*.yaml
var written embed.FS

// District is all that the demo district holds.
type District struct {
	Name      string
	Zone      string // IANA time zone
	Schools   []School
	People    []Person
	Terms     []Term
	Proposals []Proposal
	Resources []Resource // in the order of the files, then as written
	Library   Library
	Month     Month
}

// School is one school and the short card that tells colleagues elsewhere how its library works.
type School struct {
	Key       string
	Name      string    // "Elm Elementary"
	Short     string    // "Elm", as spine labels say it
	Band      string    // the grades as people write them, "K-5"
	Grades    grade.Set `yaml:"-"`
	Languages []string  // spoken at home by many families, BCP 47, the most spoken first
	Room      string
	Schedule  string
	Staffing  string
}

// Person works in the district.
type Person struct {
	Key         string
	Name        string
	Mail        string
	Schools     []string // keys; the first is where they mostly are; empty for a coordinator of the district alone
	Role        actor.Role
	Coordinator bool
	Percent     int
	Demo        string // the name to sign in with at the demo, where there is one
}

// Library is what the libraries of the district say of themselves.
type Library struct {
	Databases []Database
	Pages     []LibraryPage
}

// Database is one that the district has, or one school.
type Database struct {
	Name, URL, Good string
	WayIn           string `yaml:"way_in"`
	Inside          string
	School          string // key; empty: the whole district's
	By              string // key of whoever listed it
}

// LibraryPage is what one may ask a school's library for.
type LibraryPage struct {
	School, By, Asking string // keys of school and person; Markdown
}

// Term is one topic of the district's vocabulary, with the words by which people look for it.
type Term struct {
	Code   string
	En     string
	Es     string
	AlsoEn []string `yaml:"also_en"`
	AlsoEs []string `yaml:"also_es"`
}

// Proposal is a word that somebody missed in the vocabulary while describing a resource.
type Proposal struct {
	Word     string
	By       string // person
	Resource string
}

// files of the district, each a list of resources, in the order in which they are read.
var resourceFiles = []string{
	"tips", "guides", "lists", "booklists", "units", "lessons", "programs", "assessments", "access", "tools", "forms", "years",
	"reels", "makers",
}

// MapleValley reads the demo district.
func MapleValley() (District, error) {
	var d District
	var starting, terms []Term
	var library Library
	var month Month
	lists := make([][]Resource, len(resourceFiles))
	jobs := []func() error{
		func() error { return read("data/district.yaml", &d) },
		func() error { return read("data/terms.yaml", &terms) },
		func() (err error) { starting, err = StarterTerms(); return err },
		func() error { return read("data/library.yaml", &library) },
		func() error { return read("data/month.yaml", &month) },
	}
	for i, name := range resourceFiles {
		jobs = append(jobs, func() error { return readResources("data/"+name+".yaml", &lists[i]) })
	}
	if err := all(jobs); err != nil {
		return District{}, err
	}
	d.Terms, d.Library, d.Month = slices.Concat(starting, terms), library, month
	for i := range d.Schools {
		s := &d.Schools[i]
		var err error
		if s.Grades, err = grade.Parse(s.Band); err != nil {
			return District{}, fmt.Errorf("school %s: %w", s.Key, err)
		}
	}
	for _, list := range lists {
		d.Resources = append(d.Resources, list...)
	}
	return d, nil
}

// Starter reads the shelf a new district may start with, in English ("en") or Spanish ("es"). Its resources have the same
// keys in both languages, and neither school, author nor date: those are the new district's own.
func Starter(language string) ([]Resource, error) {
	if language != "en" && language != "es" {
		return nil, fmt.Errorf("no starter shelf in %q", language)
	}
	var list []Resource
	err := readResources("starter/"+language+".yaml", &list)
	return list, err
}

// StarterTerms reads the topics with which a new district begins.
func StarterTerms() ([]Term, error) {
	var list []Term
	err := read("starter/terms.yaml", &list)
	return list, err
}
