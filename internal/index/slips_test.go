package index

import (
	"strconv"
	"strings"
	"testing"
)

// What librarians type with a slip finds what they mean: a letter or two wrong, swapped, doubled or left out, a space too many or missing.
// Each query stands before what it finds first.
func TestSlipsFindWhatIsMeant(t *testing.T) {
	ix := New()
	titles := map[string]string{}
	for i, line := range strings.Split(strings.TrimSpace(slips), "\n") {
		language, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		title, _, _ := strings.Cut(rest, ": ")
		titles[strconv.Itoa(i)] = title
		ix.Put(Doc{ID: strconv.Itoa(i), Version: 1, Visibility: SeenByAnyone, Language: language, Title: title})
	}
	for line := range strings.SplitSeq(strings.TrimSpace(slips), "\n") {
		_, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		title, typed, _ := strings.Cut(rest, ": ")
		for words := range strings.SplitSeq(typed, ", ") {
			if got := ix.Search(Query{Words: words, Limit: 1}); got.Whole == 0 || titles[got.Hits[0].ID] != title {
				t.Errorf("%q finds %d, of which %d whole, not %q; taken %v, unknown %q", words, got.Total, got.Whole, title, got.Taken, got.Unknown)
			}
		}
	}
	for _, words := range []string{"bok", "zzz tasting", "sitting sources"} {
		if got := ix.Search(Query{Words: words}); len(got.Taken) > 0 || got.Whole > 0 {
			t.Errorf("%q is taken for %v", words, got.Taken)
		}
	}
}

const slips = `
en Makerspace ideas for a small room: makerspaces idea, makerspace ideaas, mkaerspace ideas
en Fact checking the news, fake news and misinformation: factchecking news, fake new s, fak enews, faken ews, fakenews, fact chekcing, misinfromation news
en Graphic novels for reluctant readers: graphicnovels, grafic novels, graphic novles, grpahic novels, reluctent readers
en Book tasting in an afternoon: bok tasting, book tastng, boook tasting
en Digital citizenship week: digital citzenship, digtal citizenship, digital citizen ship
en Library orientation: liberry orientation, orientaton library
en Volcanoes and earthquakes: vulcanoes earthquakes, erthquakes, earth quakes
en Weather and climate: wether climate, weathr and climate, whether climate
en Banned and challenged: baned challenged, banned chalenged
en Interlibrary loan form: inter library loan, interlibary loan
en Annotated bibliography: anotated bibliography, annotated bibliogrophy, bibliografy annotated
en Escape room about primary sources: escaperoom, escape romm, primery sources
en Independent reading conferences: independant reading, indepedent conferences
en Science fair projects: sience fair, scienc efair, science fair projekts
en Lesson about plagiarism: plagerism lesson, plagarism
en Photosynthesis: fotosynthesis, photosinthesis
es Noticias falsas en las redes: notisias falsas, noticias falzas, noticiasfalsas
es Cuentos del volcán: cuentos del bolcan, cuentos del volcna
es Los niños leen poesía en la biblioteca: poecia biblioteca, niñps leen, biblioteka poesia
es Historia de un héroe: istoria heroe, historia eroe
`
