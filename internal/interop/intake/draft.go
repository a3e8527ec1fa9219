package intake

import (
	"crypto/sha256"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/interop/intake/cell"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// digest is a name for a text, in the characters of an id.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return id.Base32.EncodeToString(sum[:20])
}

// resourceOf is the id that an item of an import gets. It follows from both, so that items can link to each other before
// they are created, and a job that begins again gives the same.
func resourceOf(i Import, external string) catalog.ResourceID {
	return catalog.ResourceID(digest(string(i.District) + "\n" + string(i.ID) + "\n" + external)[:id.Length])
}

// lists finds codes of the fixed lists by their words in every language.
type lists map[string]map[string]string // by the list's name, then the folded word

func newLists(words *lang.Catalog) lists {
	out := lists{}
	for _, list := range []vocab.List{vocab.Subjects, vocab.Formats, vocab.Audiences, vocab.Access} {
		codes := map[string]string{}
		for _, code := range list.Codes {
			codes[fold.Key(code)] = code
			for _, locale := range lang.Locales {
				codes[fold.Key(words.Printer(locale, lang.CallLibrarian).T(list.Key(code)))] = code
			}
		}
		out[list.Name] = codes
	}
	for word, code := range map[string]string{
		"english": "ela", "language arts": "ela", "reading": "ela", "writing": "ela", "lengua": "ela", "history": "social", "geography": "social",
		"civics": "social", "historia": "social", "mathematics": "math", "maths": "math", "art": "arts", "pe": "health", "physical education": "health",
		"stem": "science", "computer science": "tech", "coding": "tech", "ict": "tech", "research": "library", "information literacy": "library",
		"spanish": "world-languages", "french": "world-languages",
	} {
		out[vocab.Subjects.Name][word] = code
	}
	for word, code := range map[string]string{"video": "watch", "text": "read", "pdf": "print", "audio": "listen", "podcast": "listen", "game": "play", "interactive": "play", "craft": "make"} {
		out[vocab.Formats.Name][word] = code
	}
	return out
}

// codes finds what it can and gives back the words it could not.
func (l lists) codes(list vocab.List, have, words []string) (codes, unknown []string) {
	codes = have
	for _, word := range words {
		code, ok := l[list.Name][fold.Key(word)]
		switch {
		case !ok:
			unknown = append(unknown, word)
		case !slices.Contains(codes, code):
			codes = append(codes, code)
		}
	}
	return codes, unknown
}

// setting is what is the same for all rows of an import.
type setting struct {
	Import
	by      actor.Actor
	terms   *vocab.Terms
	schools []people.School
	lists   lists
}

// school is the school that a row names, if the actor shares for it, else the import's.
func (s setting) school(word string) people.School {
	if named, _ := people.NamedSchool(s.schools, word); word != "" && named != nil && s.by.MayContributeAt(named.ID) {
		return *named
	}
	for _, school := range s.schools {
		if school.ID == s.School {
			return school
		}
	}
	return people.School{}
}

// share makes of an item what the catalog takes. What the item does not say begins as it would in the form.
func (s setting) share(item source.Item) catalog.ShareInput {
	school := s.school(item.Words.School)
	d := source.Relink(item.Document, func(external string) string { return resourceOf(s.Import, external).Path("") })
	a := &d.About
	var missing []string
	keep := func(codes []string, unknown []string) []string {
		missing = append(missing, unknown...)
		return codes
	}
	a.Subjects = keep(s.lists.codes(vocab.Subjects, a.Subjects, item.Words.Subjects))
	a.Formats = keep(s.lists.codes(vocab.Formats, a.Formats, item.Words.Formats))
	note := func(label string, codes []string, unknown []string) []string {
		if len(unknown) > 0 {
			line := "- " + cell.Markdown(label) + ": " + cell.Markdown(strings.Join(unknown, ", "))
			d.Blocks = append(d.Blocks, block.Block{Body: block.Text{Markdown: line}})
		}
		return codes
	}
	audience, who := s.lists.codes(vocab.Audiences, a.Audience, item.Words.Audience)
	a.Audience = note(item.Words.AudienceUnder, audience, who)
	access, how := s.lists.codes(vocab.Access, a.Access, item.Words.Access)
	a.Access = note(item.Words.AccessUnder, access, how)
	for _, word := range append(item.Words.Tags, missing...) {
		if term, ok := s.terms.Find(word); !ok {
			a.Missing = append(a.Missing, word)
		} else if !slices.Contains(a.Tags, string(term.ID)) {
			a.Tags = append(a.Tags, string(term.ID))
		}
	}
	if a.Grades.Empty() {
		a.Grades = school.Grades
	}
	if a.Grades.Empty() {
		a.Grades = grade.All
	}
	return catalog.ShareInput{ID: resourceOf(s.Import, item.ExternalID), New: true, School: school.ID, Visibility: s.visibility(item), Document: d, Import: string(s.ID)}
}

// visibility is the district unless the source says that something is private.
func (s setting) visibility(item source.Item) catalog.Visibility {
	switch fold.Key(item.Words.Visibility) {
	case "private", "school", "my school", "privado", "escuela", "mi escuela":
		return catalog.SeenBySchool
	}
	return catalog.SeenByDistrict
}

// attach puts stored files where the document only names them.
func attach(d block.Document, at int, f block.File) {
	if named, ok := d.Blocks[at].Body.(block.File); ok {
		f.Name, f.Note = named.Name, named.Note
		f.Alt = named.Alt
	}
	d.Blocks[at].Body = f
}
