package catalogweb_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/grade"
)

// many shares so many things that narrowing down is worth it: half of them guides, a third in Spanish, every fifth for grades 6-8.
func (s *shelf) many(n int) {
	s.t.Helper()
	for i := range n {
		d := tip(fmt.Sprintf("River %02d", i))
		if i%2 == 0 {
			d.About.Type = block.Guide
		}
		if i%3 == 0 {
			d.About.Language = "es"
		}
		by := rosa
		if i%4 == 0 {
			by = joan
		}
		s.share(by, catalog.SeenByDistrict, d)
		s.clock.Advance(time.Minute)
	}
}

func TestFewThingsAreAPlainListWithoutNumbers(t *testing.T) {
	s := newShelf(t)
	s.many(12)
	p := s.as(rosa).get("/catalog").is(http.StatusOK)
	p.wants("heading", "Newest first").lacks("group", "Kind").saysNot("12 found", "12")
	if titles := cardTitles(p); len(titles) != 12 || titles[0] != "River 11" {
		t.Errorf("the list is %v", titles)
	}
}

func TestResultsShowWhereTheWordsStand(t *testing.T) {
	s := newShelf(t)
	s.share(rosa, catalog.SeenByDistrict, tip("Rivers & <maps>"))
	deep := tip("Chairs in the hall")
	deep.Blocks = []block.Block{{Body: block.Text{Markdown: "Draw the *river* first."}}}
	s.share(rosa, catalog.SeenByDistrict, deep)
	body := s.as(rosa).get("/catalog?q=river").is(http.StatusOK).body
	for _, want := range []string{"><mark>Rivers</mark> &amp; &lt;maps&gt;</a>", `<p class="excerpt">Draw the <mark>river</mark> first.</p>`} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	if all := s.as(rosa).get("/catalog").body; strings.Contains(all, "<mark>") || strings.Contains(all, "excerpt") {
		t.Error("something is marked where nothing was looked for")
	}
}

func TestManyThingsAreNarrowedDownByTheAddressAlone(t *testing.T) {
	s := newShelf(t)
	s.many(48)
	v := s.as(rosa)
	p := v.get("/catalog").is(http.StatusOK).says("48 found")
	p.wants("group", "Kind", "Language", "Shared by").lacks("group", "Grades") // all are for the same grades: nothing to ask
	if got := len(cardTitles(p)); got != 20 {
		t.Errorf("%d cards on a page", got)
	}
	p.wants("link", "Page 2", "Page 3").lacks("link", "Page 4")
	if got := len(cardTitles(v.get("/catalog?page=3"))); got != 8 {
		t.Errorf("%d cards on the last page", got)
	}

	p = v.get("/catalog?kind=guide&kind=tip&language=es").is(http.StatusOK).says("16 found")
	for _, label := range []string{"Guide", "Quick tip", "Spanish"} {
		if !p.checked(label) {
			t.Errorf("%s is not ticked", label)
		}
	}
	for chip, to := range map[string]string{"Remove Guide": "/catalog?kind=tip&language=es", "Remove Spanish": "/catalog?kind=guide&kind=tip"} {
		if n := p.find("link", chip); n == nil || attr(n, "href") != to {
			t.Errorf("%q does not lead to %s: %s", chip, to, p.words())
		}
	}
	if n := p.find("link", "Clear all"); n == nil || attr(n, "href") != "/catalog" {
		t.Error("nothing clears all")
	}

	// What is chosen stays to be taken away again, even where nothing is left of it.
	p = v.get("/catalog?q=river+03&language=es&kind=reel&sort=newest").is(http.StatusOK).wants("heading", "Nothing found")
	if !p.checked("Reel") || !p.checked("Spanish") {
		t.Error("a choice that finds nothing has vanished")
	}
	p.wants("link", "Look without narrowing")
	p.wants("link", "Without narrowing by “Kind”: 1 found").lacks("link", "Without narrowing by “Language”: 1 found")
	if form := p.formOf("/catalog"); form.Get("q") != "river 03" || form.Get("sort") != "newest" {
		t.Errorf("choosing something forgets the words or the order: %v", form)
	}
}

// formOf is what the form of boxes at an address would ask for.
func (p *page) formOf(action string) url.Values {
	for _, f := range p.nodes("form") {
		if attr(f, "action") == action && attr(f, "id") == "facets" {
			v := url.Values{}
			for n := range f.Descendants() {
				if n.Data == "input" && (attr(n, "type") == "hidden" || hasAttr(n, "checked")) {
					v.Add(attr(n, "name"), attr(n, "value"))
				}
			}
			return v
		}
	}
	return nil
}

// cardTitles are the titles of the cards on a page.
func cardTitles(p *page) []string {
	var out []string
	for _, n := range p.nodes("article") {
		for h := range n.Descendants() {
			if h.Data == "h3" {
				out = append(out, textOf(h))
			}
		}
	}
	return out
}

func TestOddAddressesOfTheCatalogAreNoAccident(t *testing.T) {
	s := newShelf(t)
	s.many(45)
	v := s.as(rosa)
	for _, query := range []string{"page=-1", "page=99999999999", "page=400", "kind=nonsense", "school=%00", "q=" + strings.Repeat("a+", 3000), "sort=x&tag=%FF", "grade=zz&grade=k-2"} {
		if p := v.get("/catalog?" + query); p.status != http.StatusOK {
			t.Errorf("%.40s answers %d", query, p.status)
		}
	}
}

func TestWhatNothingCanBeLookedForByIsSaid(t *testing.T) {
	s := newShelf(t)
	s.many(45)
	v := s.as(rosa)
	for _, q := range []string{"***", "%", "\"", "¿?", "-"} {
		p := v.get("/catalog?kind=tip&q="+url.QueryEscape(q)).is(http.StatusOK).wants("heading", "There is nothing to look for in “"+q+"”").saysNot("45 found", "0 found")
		if got := len(cardTitles(p)); got != 0 {
			t.Errorf("%q finds %d", q, got)
		}
		if to := attr(p.find("link", "See everything"), "href"); to != "/catalog?kind=tip" {
			t.Errorf("everything is at %q", to)
		}
	}
	long := strings.Repeat("river", 30)
	v.get("/catalog?q="+long).is(http.StatusOK).wants("heading", "Nothing found").says("Nothing has: riverriverriverriverrive….")
	v.get("/catalog?q="+long+"+River").is(http.StatusOK).says("45 found", "Nothing has: riverriverriverriverrive….")
}

func TestNothingFoundIsOneSentenceAndWaysOn(t *testing.T) {
	s := newShelf(t)
	s.many(45)
	s.share(rosa, catalog.SeenByDistrict, tip("Sea monsters"))
	s.share(rosa, catalog.SeenByDistrict, tip("Maps of the sea"))
	v := s.as(rosa)
	v.get("/catalog?q=monsterhood").is(http.StatusOK).wants("heading", "Nothing found").says("Nothing has: monsterhood.").
		saysNot("these words", "These have some").wants("link", "“monsters”, which begins the same: 1 found")
	p := v.get("/catalog?q=" + url.QueryEscape(`"monsters sea"`) + "&kind=tip").is(http.StatusOK).says("Nothing with “\"monsters sea\"” fits everything you chose.").saysNot("Nothing has")
	if to := attr(p.find("link", "Without quotes, monsters sea: 2 found"), "href"); len(cardTitles(v.get(to))) != 2 {
		t.Errorf("the way on leads to %q", to)
	}
	for marks, link := range map[string]string{`maps monsters -sea`: "Without the minus, maps monsters: 2 found", `"monsters maps" -river`: "Without quotes and minus, monsters maps: 2 found"} {
		v.get("/catalog?q="+url.QueryEscape(marks)).is(http.StatusOK).wants("link", link)
	}
	// “quiet hour” is looked for too: both its words are in one thing, and not together.
	s.share(rosa, catalog.SeenByDistrict, tip("A quiet class", block.Text{Markdown: strings.Repeat("They draw and read and build. ", 20) + "It takes an hour."}))
	v.get("/catalog?q=autism").is(http.StatusOK).says("Nothing has: autism.").saysNot("these words together")
	v.get("/catalog?q=ramad%C3%A1n,").is(http.StatusOK).says("Nothing has: ramadán.")
	v.get("/catalog?kind=reel&format=braille&q=monsters").is(http.StatusOK).wants("link", "Without narrowing at all: 1 found")
	v.get("/catalog?q=maps+monsters").is(http.StatusOK).says("Nothing has all of these words.").wants("link", "“maps” alone: 1 found", "“monsters” alone: 1 found")
}

func TestAPageAfterTheLastIsTheLast(t *testing.T) {
	s := newShelf(t)
	s.many(45)
	for _, at := range []string{"9999", "4"} {
		if got := len(cardTitles(s.as(rosa).get("/catalog?page=" + at).is(http.StatusOK).says("45 found"))); got != 5 {
			t.Errorf("page %s shows %d cards", at, got)
		}
	}
}

func TestValuesThatNobodyKnowsAreNamedAndLeftOut(t *testing.T) {
	s := newShelf(t)
	s.many(45)
	v := s.as(rosa)
	for facet, name := range map[string]string{"kind": "Kind", "grade": "Grades", "subject": "Subject", "format": "Format", "access": "Access", "tag": "Topics"} {
		p := v.get("/catalog?"+facet+"=bogus").is(http.StatusOK).says("nothing here is called “bogus”.", "Nothing found").saysNot("0 found", "bogus 0")
		if to := attr(p.find("link", "Look without it"), "href"); to != "/catalog" {
			t.Errorf("%s %s: without it is %q", facet, name, to)
		}
	}
	v.get("/catalog?school=bogus").is(http.StatusOK).says("The school that was asked for is not among those here.").saysNot("bogus").wants("link", "Look without it")
	p := v.get("/catalog?kind=bogus&kind=tip").is(http.StatusOK).says("nothing here is called “bogus”.")
	if len(cardTitles(p)) == 0 || strings.Contains(p.body, `value="bogus"`) {
		t.Error("what is known does not find")
	}
	none := v.get("/catalog?kind=tip&kind=reel&q=nothinghasthis").is(http.StatusOK).saysNot("0 found", "Reel 0", "Quick tip 0")
	if len(cardTitles(none)) != 0 {
		t.Error("something has this")
	}
}

func TestTheNameOfAKindFindsThatKind(t *testing.T) {
	s := newShelf(t)
	s.many(45)
	v := s.as(rosa)
	all := len(cardTitles(v.get("/catalog?kind=guide")))
	for _, q := range []string{"guides", "guía", "Guides"} {
		p := v.get("/catalog?q="+url.QueryEscape(q)).is(http.StatusOK).says("All that is filed as Guide, since you named it.").wants("link", "Look only for what I typed")
		if got := len(cardTitles(p)); got != all || got == 0 {
			t.Errorf("%q finds %d of %d", q, got, all)
		}
	}
	v.get("/catalog?as=typed&q=guides").is(http.StatusOK).saysNot("since you named it").says("Only what you typed was looked for.")
}

func TestAVisitorSeesOnlyWhatIsForAnyone(t *testing.T) {
	s := newShelf(t)
	secret := s.share(rosa, catalog.SeenByDistrict, tip("For the district"))
	open := s.share(rosa, catalog.SeenByAnyone, tip("For anyone"))
	if _, err := s.catalog.AddNote(t.Context(), joan, open.ID, "Worked at Oak as well."); err != nil {
		t.Fatal(err)
	}
	nobody := s.as(noOne)
	nobody.get("/catalog").is(http.StatusOK).saysNot("For anyone", "For the district")
	nobody.get(s.at(open)).is(http.StatusNotFound)

	s.exec(`UPDATE district SET public_on = TRUE WHERE id = $1`, maple)
	if _, err := s.search.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	nobody.get("/catalog").says("For anyone").saysNot("For the district")
	p := nobody.get(s.at(open)).is(http.StatusOK).wants("heading", "For anyone").says("Elm library")
	p.saysNot("Rosa Delgado", "Joan", "Worked at Oak", "Seen by").lacks("button", "Change it").lacks("link", "Earlier versions")
	nobody.get(s.at(secret)).is(http.StatusNotFound).saysNot("For the district")
	s.as(sam).get(s.at(secret)).is(http.StatusNotFound)
	s.as(sam).get(s.at(open)).is(http.StatusOK).saysNot("Rosa Delgado", "Worked at Oak")
	s.as(sam).get(s.at(open) + "/versions").is(http.StatusNotFound)
	if p := nobody.get("/"); p.path != "/sign-in" {
		t.Errorf("the start page leads a visitor to %s", p.path)
	}
}

func TestTheStartPageOfAnEmptyDistrictInvites(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).get("/").is(http.StatusOK).says("Good morning, Rosa", "Nothing is shared yet. Be the one who begins.")
	p.saysNot("0 ").lacks("heading", "Waiting for you").lacks("link", "All that is new")
	p.wants("link", "Write a tip, 2 min", "Start a list, 5 min").wants("heading", "One small move", "New in the district")
	if !strings.Contains(p.body, "<title>Start · Maple Valley · Commonshelf</title>") {
		t.Error("the title is another")
	}

	for _, title := range []string{"One", "Two", "Three"} {
		s.share(joan, catalog.SeenByDistrict, tip(title))
	}
	s.as(rosa).get("/").says("3 new things from Oak in the last two weeks.", "Three").lacks("link", "All that is new").saysNot("Be the one who begins")
	s.as(joan).get("/").says("Three").saysNot("new things from")
	s.as(tom).get("/").lacks("link", "Write a tip, 2 min").lacks("heading", "One small move")

	if _, err := s.catalog.KeepDraft(t.Context(), rosa, catalog.DraftInput{School: "elm", Title: "Half", Form: []byte(`{"title":"Half a thought","kind":"tip"}`)}); err != nil {
		t.Fatal(err)
	}
	s.as(rosa).get("/").wants("heading", "Waiting for you").wants("link", "Go on writing: Half a thought")
	s.as(joan).get("/").saysNot("Half a thought")
}

func TestWhatIsNewStandsByWeekAndMonth(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).get("/new").is(http.StatusOK).says("Nothing is shared yet").wants("link", "Share something")
	if p.has("heading", "This week") {
		t.Error("an empty week has a heading")
	}
	s.clock.Advance(-40 * 24 * time.Hour)
	s.share(joan, catalog.SeenByDistrict, tip("Older"))
	s.clock.Advance(38 * 24 * time.Hour)
	s.share(joan, catalog.SeenByDistrict, tip("Newer"))
	s.share(joan, catalog.SeenBySchool, tip("For Oak alone"))
	s.as(rosa).get("/new").wants("heading", "This week", "October").says("Newer", "Older").saysNot("For Oak alone").wants("link", "Taken out of the catalog")
	s.as(tom).get("/new").says("Newer").lacks("link", "Taken out of the catalog")
}

func TestThePagesSpeakSpanish(t *testing.T) {
	s := newShelf(t)
	s.many(45)
	r := s.share(rosa, catalog.SeenByDistrict, tip("A tip", block.Link{URL: "https://loc.gov"}))
	v := s.as(rosa)
	v.locale = "es-MX"
	v.get("/").says("Buenos días, Rosa")
	v.get("/catalog").wants("heading", "Catálogo")
	v.get(s.at(r)).says("Crédito", "Lo compartió Elm")
	v.get("/share").wants("button", "Continuar")
	v.get("/new").says("Esta semana")
	v.get("/privacy").says("Aquí no hay cuentas")
	v.get("/accessibility").says("WCAG 2.2")
}

func TestPromisesAreForEveryone(t *testing.T) {
	s := newShelf(t)
	for _, path := range []string{"/privacy", "/accessibility"} {
		s.as(noOne).get(path).is(http.StatusOK)
		s.as(tom).get(path).is(http.StatusOK)
	}
	s.as(noOne).get("/privacy").wants("heading", "Students", "What is not").says("no page asks for them")
}

// tags is an address that asks for so many topics that nobody knows.
func tags(n int, more string) string {
	var out strings.Builder
	out.WriteString("/catalog?" + more)
	for i := range n {
		fmt.Fprintf(&out, "&tag=x%d", i)
	}
	return out.String()
}

func TestAnAddressFullOfMadeUpValuesCostsNoMoreThanAFewDo(t *testing.T) {
	s := newShelf(t)
	s.many(45)
	nobody := s.as(noOne)
	size := func(path string) int { return len(rawText(nobody.get(path).is(http.StatusOK).root)) }
	few, many := size(tags(20, "")), size(tags(900, ""))
	if many > few {
		t.Errorf("a page of 900 made-up values holds %d letters, one of 20 holds %d", many, few)
	}
	nobody.get(tags(20000, "")).is(http.StatusRequestURITooLong).says("This address is too long").saysNot("x19999")

	p := s.as(rosa).get(tags(19, "language=es&language=zz")).is(http.StatusOK)
	p.wants("link", "Remove Spanish").lacks("link", "Remove zz")
	p = s.as(rosa).get("/catalog?kind=guide&kind=guide&kind=made-up").is(http.StatusOK)
	p.wants("link", "Remove Guide").lacks("link", "Remove made-up")
	if n := p.find("link", "Remove Guide"); attr(n, "href") != "/catalog" {
		t.Errorf("without the guide the address is %s", attr(n, "href"))
	}
	s.as(rosa).get("/catalog?kind=made-up").wants("heading", "Nothing found").wants("link", "Remove made-up")
}

func TestGradesFromOneToAnother(t *testing.T) {
	s := newShelf(t)
	s.many(45)
	late := tip("For high school")
	late.About.Grades = grade.Range(11, 13)
	s.share(rosa, catalog.SeenByDistrict, late)
	v := s.as(rosa)
	p := v.get("/catalog?from_grade=10&to_grade=11&kind=tip&shared=&since=&until=").is(http.StatusOK).says("1 found").wants("link", "Remove Grades 10–11")
	form := p.formOf("/catalog")
	if form.Get("kind") != "tip" || form.Has("grade") {
		t.Errorf("the form asks for %v", form)
	}
	if from, to := p.selected("from_grade"), p.selected("to_grade"); from != "10" || to != "11" {
		t.Errorf("the fields hold %s and %s", from, to)
	}
	v.get("/catalog?grade=9-12").is(http.StatusOK).says("1 found")
	v.get("/catalog?from_grade=12&to_grade=9").is(http.StatusOK).says("1 found").wants("link", "Remove Grades 9–12")
	v.get("/catalog?from_grade=&to_grade=k").is(http.StatusOK).wants("link", "Remove Grades PreK–K")
	two := v.get("/catalog?grade=10-11&grade=11-12").is(http.StatusOK).wants("link", "Remove Grades 10–11", "Remove Grades 11–12")
	if two.formOf("/catalog").Get("grade") != "11-12" {
		t.Error("the second span is lost with the next choice")
	}
}

// What a form made is answered as it is where the plain address would be too long, whichever of its fields is.
func TestAFormOfManyWordsIsAnswered(t *testing.T) {
	s := newShelf(t)
	s.many(45)
	v := s.as(rosa)
	for _, asked := range map[string]string{
		"words":   "q=" + strings.Repeat("maps+", 410),
		"Chinese": "q=" + strings.Repeat("图", 250),
		"values":  "q=maps" + manyValues(300),
	} {
		for _, made := range []string{"&since=&until=", "&shared=", "&from_grade=10&to_grade=11", "&from_grade=&to_grade="} {
			v.get("/catalog?" + asked + made).is(http.StatusOK)
		}
	}
}

// manyValues chooses as many values of a facet.
func manyValues(n int) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, "&tag=topic%d", i)
	}
	return out.String()
}

func TestAGradeInWordsIsChosenAndCanBeTakenAway(t *testing.T) {
	s := newShelf(t)
	s.many(45)
	late := tip("Debates in high school")
	late.About.Grades = grade.Range(11, 13)
	s.share(rosa, catalog.SeenByDistrict, late)
	v := s.as(rosa)
	p := v.get("/catalog?q=debates+grade+10").is(http.StatusOK).says("1 found", "For grade 10, since you named it.").wants("link", "Remove Grade 10")
	if n := p.find("link", "Remove Grade 10"); attr(n, "href") != "/catalog?q=debates" {
		t.Errorf("without the grade: %s", attr(n, "href"))
	}
	if n := v.get("/catalog?q=debates+grade+10&kind=tip").says("1 found").find("link", "Clear all"); n == nil || attr(n, "href") != "/catalog?q=debates" {
		t.Error("with nothing chosen, the grade is chosen still")
	}
	if form := p.formOf("/catalog"); form.Has("grade") || p.selected("from_grade") != "10" || p.selected("to_grade") != "10" {
		t.Errorf("the grade does not stand in the form: %v", form)
	}
	either := v.get("/catalog?q=debates+grade+10&grade=3-5").says("1 found", "For grade 10, since you named it.").wants("link", "Remove Grades 3–5", "Remove Grade 10")
	if n := either.find("link", "Remove Grades 3–5"); attr(n, "href") != "/catalog?q=debates+grade+10" {
		t.Errorf("without the chosen ones: %s", attr(n, "href"))
	}
	v.get("/catalog?q=debates+grade+10&grade=10").wants("link", "Remove Grade 10")
	for _, typed := range []string{"/catalog?q=debates+high+school&kind=tip", "/catalog?q=quick+tips&kind=guide"} {
		both := v.get(typed).is(http.StatusOK).wants("group", "Kind", "Grades")
		if n := both.find("link", "Remove Quick tip"); n == nil {
			t.Errorf("%s: the kind is not said", typed)
		}
	}
	none := v.get("/catalog?q=debates+for+grades+3-5").is(http.StatusOK).wants("heading", "Nothing found").wants("link", "Remove Grades 3–5", "Without narrowing by “Grades”: 1 found")
	if n := none.find("link", "Without narrowing by “Grades”: 1 found"); attr(n, "href") != "/catalog?q=debates" {
		t.Errorf("without the grades: %s", attr(n, "href"))
	}
	if n := v.get("/catalog?q=grade+10").find("link", "Remove Grade 10"); attr(n, "href") != "/catalog" {
		t.Errorf("without the only words: %s", attr(n, "href"))
	}
	v.get("/catalog?q=debates+grade+10&as=typed").saysNot("since you named it").lacks("link", "Remove Grade 10")
}

func TestWhatIsTooLongToLookForIsSaidBesideTheField(t *testing.T) {
	s := newShelf(t)
	s.share(rosa, catalog.SeenByDistrict, tip("Rivers"))
	v := s.as(rosa)
	for _, typed := range []string{strings.Repeat("a", 10_000), strings.TrimSpace("rivers " + strings.Repeat("überlang ", 1100))} {
		p := v.get("/catalog?" + url.Values{"q": {typed}, "kind": {"tip"}}.Encode()).is(http.StatusOK).says(fmt.Sprintf("You typed %d,%03d characters. We looked for the first", utf8.RuneCountInString(typed)/1000, utf8.RuneCountInString(typed)%1000))
		for _, n := range p.nodes("input") {
			if attr(n, "id") == "q" && (attr(n, "value") != typed || attr(n, "aria-describedby") != "q-said") {
				t.Errorf("the field holds %d letters, described by %q", len(attr(n, "value")), attr(n, "aria-describedby"))
			}
		}
	}
	v.get("/catalog?q=rivers+" + strings.Repeat("deep+", 110)).says("up to “… deep deep deep deep deep deep”")
	words := ""
	for i := range 30 {
		words += fmt.Sprintf("+w%d", i)
	}
	v.get("/catalog?q=rivers" + words).is(http.StatusOK).says("We looked for the first 24 words. “w23” and what follows was left out.")
	v.get("/catalog?q=rivers" + words + strings.Repeat("+deep", 100)).is(http.StatusOK).says("We looked for the first 24 words. “w23” and what follows was left out.").saysNot("You typed")
	if p := v.get("/catalog?q=rivers").is(http.StatusOK); strings.Contains(p.body, "q-said") {
		t.Error("a short query is said to be long")
	}
	v.get("/catalog?q=" + strings.Repeat("a", 70_000)).is(http.StatusRequestURITooLong)
}

func TestWhenItWasShared(t *testing.T) {
	s := newShelf(t)
	s.clock.Advance(-100 * 24 * time.Hour)
	s.share(joan, catalog.SeenByDistrict, tip("Summer"))
	s.clock.Advance(100 * 24 * time.Hour)
	s.many(45)
	v := s.as(rosa)
	v.get("/catalog?shared=month").is(http.StatusOK).says("45 found").wants("link", "Remove Shared this month")
	v.get("/catalog?until=2026-08-31").is(http.StatusOK).says("1 found", "Summer").wants("link", "Remove Shared until Aug 31, 2026")
	both := v.get("/catalog?since=8/1/2026&until=2026-11-01&shared=school-year").is(http.StatusOK).says("1 found").wants("link", "Remove Shared from Aug 1, 2026", "Remove Shared this school year", "Clear all")
	if n := both.find("link", "Remove Shared from Aug 1, 2026"); attr(n, "href") != "/catalog?shared=school-year&until=2026-11-01" {
		t.Errorf("without it: %s", attr(n, "href"))
	}
	wrong := v.get("/catalog?since=2026-13-45").is(http.StatusOK).says("46 found", "Choose a day, such as 2027-06-30.", "“2026-13-45” is not a day")
	for _, n := range wrong.nodes("input") {
		if attr(n, "id") == "since" && (attr(n, "value") != "2026-13-45" || attr(n, "aria-invalid") != "true") {
			t.Error("what was typed is gone, or not marked as wrong")
		}
	}
	v.get("/catalog?shared=month&kind=tip&q=summer").is(http.StatusOK).wants("link", "Without narrowing by “When it was shared”: 1 found")
	v.get("/catalog?shared=bogus").is(http.StatusOK).says("nothing here is called “bogus”.", "Nothing found")
}

func TestWhatIsForMySchool(t *testing.T) {
	s := newShelf(t)
	s.many(45)
	asked := tip("By permission")
	asked.About.Rights = "permission"
	s.share(joan, catalog.SeenByDistrict, asked)
	bought := tip("To buy")
	bought.About.Cost.Cents = 500
	s.share(joan, catalog.SeenByDistrict, bought)
	v := s.as(rosa)
	p := v.get("/catalog").is(http.StatusOK).wants("group", "For my school", "Ready to use")
	if p.checked("Only what my school may use") {
		t.Error("it is ticked")
	}
	p.says("46 results", "14 results") // what Elm may use; what Oak shared is not yet tried at Elm
	p = v.get("/catalog?use=my-school").is(http.StatusOK).says("46 found").saysNot("By permission").wants("link", "Remove Only what my school may use")
	if !p.checked("Only what my school may use") {
		t.Error("it is not ticked")
	}
	v.get("/catalog?tried=not-yet&q=permission").is(http.StatusOK).says("By permission")
	s.as(joan).get("/catalog?tried=not-yet").is(http.StatusOK).saysNot("By permission", "To buy")
	v.get("/catalog?purchase=none").is(http.StatusOK).says("46 found").saysNot("To buy").wants("link", "Remove Needs no purchase")
	v.get("/catalog?captions=yes").is(http.StatusOK).wants("heading", "Nothing found").wants("link", "Remove With captions", "Without narrowing by “With captions”: 47 found")
	s.as(ana).get("/catalog").is(http.StatusOK).lacks("group", "For my school")
	s.as(ana).get("/catalog?tried=not-yet").is(http.StatusOK).says("47 found", "You are at no school here").wants("link", "Remove Not yet tried at my school", "Look without it")
	v.get("/catalog?use=bogus").is(http.StatusOK).says("nothing here is called “bogus”.").wants("link", "Remove bogus")
	form := v.get("/catalog?use=my-school&tried=not-yet&purchase=none&kind=tip").formOf("/catalog")
	if form.Encode() != "kind=tip&purchase=none&tried=not-yet&use=my-school" {
		t.Errorf("the form forgets: %v", form)
	}
}

// selected is the value that a list holds.
func (p *page) selected(name string) string {
	for _, n := range p.nodes("select") {
		if attr(n, "name") == name {
			for o := range n.Descendants() {
				if o.Data == "option" && hasAttr(o, "selected") {
					return attr(o, "value")
				}
			}
		}
	}
	return ""
}
