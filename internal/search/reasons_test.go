package search_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/search"
)

// texts are what stands in random resources, by language: other forms than are asked for among them.
var texts = map[string][]string{
	"en": {"Poetry slams", "the poems were told twice", "Also to help", "1. Hot things\n2. Cold things\n3. Grade 3 and up", "Our maker space", "a makerspace of paper", "wolves and mice",
		"For EL students", "RL.3.1 and 110.5(b)(9)", "978-0-306-40615-7", "What is it for?"},
	"es": {"El libro de la poesía", "leyendo poemas", "los niños que llegaron", "1. Primero\n2. Después"},
	"fr": {"Les jeux de la bibliothèque", "un jeu"},
	"vi": {"Đọc sách tiếng Việt"},
	"zh": {"学校图书馆的书"},
	"ar": {"هذا الكتاب"},
}

// lookedFor are words by which these may be found, in random company.
var lookedFor = []string{"poetry", "poem", "poesía", "tell", "help", "3", "2", "makerspace", "maker space", "wolf", "mouse", "newcomers", "ELL", "RL.3", "110.5", "9780306406157", "what", "it",
	"libro", "leer", "niño", "jeu", "sach", "图书馆", "كتاب", "tip", "spanish", "math", "pine", "mai", "grade 3", "to print"}

// Whoever asks whatever, each result shows by what it was found: marked words, a topic, a value, a school or a colleague.
func TestEveryResultOfAnyWorldShowsWhy(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.topic("Newcomers", "Recién llegados", "ELL", "EL", "English learners")
		w.topic("Poetry", "Poesía", "poems")
		w.topic("Makerspace", "Taller")
		rapid.Check(t, func(rt *rapid.T) {
			for language, some := range texts {
				for range rapid.IntRange(0, 2).Draw(rt, language) {
					doc := tip("Untitled")
					doc.About.Language, doc.About.Tags = language, rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"newcomers", "poetry", "makerspace"}), 0, 2, rapid.ID).Draw(rt, "topics")
					doc.About.Subjects = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"math", "ela"}), 0, 1, rapid.ID).Draw(rt, "subjects")
					said := rapid.SliceOfN(rapid.SampledFrom(some), 1, 3).Draw(rt, "texts")
					if rapid.Bool().Draw(rt, "in the title") {
						doc.About.Title = strings.ReplaceAll(said[0], "\n", " ")
					}
					for _, text := range said[1:] {
						doc.Blocks = append(doc.Blocks, block.Block{Body: block.Text{Markdown: text}})
					}
					w.share(w.mai, catalog.SeenByDistrict, doc)
				}
			}
			words := strings.Join(rapid.SliceOfN(rapid.SampledFrom(lookedFor), 1, 3).Draw(rt, "words"), " ")
			for page := 1; ; page++ {
				found := w.look(w.rosa, search.Query{Words: words, Page: page, AsTyped: rapid.Bool().Draw(rt, "as typed")})
				for i, m := range found.Matches {
					if !m.Said() && len(m.Topics)+len(m.Through) == 0 && (found.By == nil || len(found.By[i]) == 0) {
						rt.Fatalf("%q finds %+v, and nothing shows why but %q", words, found.Cards[i].About, m.Has)
					}
				}
				if page >= found.Pages || page == 3 {
					break
				}
			}
		})
	})
}

// Where a form of a word is so different that nothing can be marked, the word is said.
func TestAWordIsSaidWhereNothingCanBeMarked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		eyes := tip("Les yeux du hibou")
		eyes.About.Language = "fr"
		w.share(w.mai, catalog.SeenByDistrict, eyes)
		found := w.look(w.rosa, search.Query{Words: "oeil"})
		if found.Total != 1 || found.Matches[0].Said() || strings.Join(found.Matches[0].Has, " ") != "oeil" {
			t.Errorf("found %d: %+v", found.Total, found.Matches)
		}
	})
}

// Numbers of lists are nothing that a resource is about.
func TestNumbersOfListsAreNotFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.mai, catalog.SeenByDistrict, tip("Promises", block.Text{Markdown: "1. Hot things\n2. Cold things\n 12) Last"}))
		w.share(w.mai, catalog.SeenByDistrict, tip("Nines", block.Text{Markdown: "It takes 2 seconds.\n1984. A year.\n12.5 of them"}))
		w.finds(w.rosa, "2", "Nines")
		w.finds(w.rosa, "12", "Nines")
		w.finds(w.rosa, "1984", "Nines")
	})
}

// A topic that only has one of the words in its name means something else, though it helps to find.
func TestAPartOfANameIsNoOtherWord(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.topic("Student helpers", "Ayudantes")
		w.topic("Privacy", "Privacidad", "online safety")
		w.share(w.mai, catalog.SeenByDistrict, filed("A shelf of their own", "student-helpers", "privacy"))
		parts := map[string]bool{}
		for _, h := range w.look(w.rosa, search.Query{Words: "student privacy"}).Helped {
			parts[h.Value] = h.Part
		}
		if part, there := parts["student-helpers"]; !there || !part || parts["privacy"] {
			t.Errorf("parts of names: %v", parts)
		}
	})
}
