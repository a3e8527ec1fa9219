package catalogweb_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// begin puts something into the first box and gives the form it leads to.
func (v *visitor) begin(what string) *page {
	v.t.Helper()
	return v.send("/share", url.Values{"what": {what}}).is(http.StatusOK)
}

func TestALinkBringsItsTitleAndSummary(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).begin(s.page)
	if p.value("Title") != "Old maps of rivers" || p.value("Why would a colleague want this?") != "Two hundred rivers, drawn before bridges." || p.value("Address") != s.page {
		t.Errorf("title %q, why %q, address %q", p.value("Title"), p.value("Why would a colleague want this?"), p.value("Address"))
	}
	if !p.checked("K–2") || !p.checked("3–5") || p.checked("6–8") {
		t.Error("the grades do not begin as her school's")
	}
	if p.value("Kind") != "Quick tip" {
		t.Errorf("kind %q", p.value("Kind"))
	}
}

func TestOnesOwnWordsComeBeforeThePages(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).begin(s.page + "\nRivers before bridges\nI put one on every table.")
	if p.value("Title") != "Rivers before bridges" {
		t.Errorf("title %q", p.value("Title"))
	}
	if why := p.value("Why would a colleague want this?"); why != "I put one on every table." {
		t.Errorf("why %q", why)
	}
	p = s.as(rosa).begin("https://no-such-host.invalid/page\nA page that is asleep")
	if p.value("Title") != "A page that is asleep" || p.value("Address") != "https://no-such-host.invalid/page" {
		t.Error("a page that cannot be read stops the sharing")
	}
}

func TestALinkAmidASentenceBringsItsTitleAndTheSentenceStays(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).begin("I use " + s.page + " for warmups")
	if p.value("Title") != "Old maps of rivers" || p.value("Address") != s.page || p.value("Why would a colleague want this?") != "I use "+s.page+" for warmups" {
		t.Errorf("title %q, address %q, why %q", p.value("Title"), p.value("Address"), p.value("Why would a colleague want this?"))
	}
}

// What is asked while one writes is how the form would look as a card; nothing of it is kept.
func TestTheCardFollowsTheForm(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).begin("Quiet endings\nI ring a small bell.")
	form := p.form(p.path)
	form.Set("title", "Loud endings")
	form["grades"] = []string{"6-8"}
	form.Set("minutes", "5")
	card := p.v.post(p.path+"/card", form).is(http.StatusOK).wants("heading", "Loud endings").says("6–8", "5 minutes", "I ring a small bell.").lacks("heading", "Quiet endings")
	if strings.Contains(card.body, "<html") || strings.Contains(card.body, "aria-live") || strings.Contains(card.body, "role=\"status\"") {
		t.Error("the card is a whole page, or announces itself")
	}
	if again := p.v.get(p.path); again.value("Title") != "Quiet endings" {
		t.Errorf("looking has kept %q", again.value("Title"))
	}
	s.as(joan).post(p.path+"/card", form).is(http.StatusNotFound)
}

func TestWhereTheGradesComeFromIsSaidBesideThem(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).begin("Quiet endings\nI ring a small bell.").says("Filled in as at Elm. Change them if it is for others.")
	p = p.press("do", "stay", "grades", "6-8").is(http.StatusOK).saysNot("Filled in as at")
	p.press("do", "share").is(http.StatusOK)
	s.as(joan).begin("Elsewhere\nNobody said its grades.").saysNot("Filled in as at")
}

func TestAnISBNBecomesABook(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).begin("ISBN 978-0-14-032872-1\nMatilda, aloud")
	if p.value("Kind") != "Book list" || p.value("ISBN") != "9780140328721" {
		t.Errorf("kind %q, ISBN %q", p.value("Kind"), p.value("ISBN"))
	}
	if strings.Contains(p.body, `href="/resources//`) {
		t.Error("what is not shared yet is linked to")
	}
}

func TestNothingInTheBoxIsSaidBesideIt(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).send("/share", url.Values{"what": {"  "}}).is(http.StatusUnprocessableEntity)
	p.says("Paste a link, write a few words, or choose a file.")
	if p.focused() != "Paste a link, or just write it down" {
		t.Errorf("focus on %q", p.focused())
	}
}

func TestWhatIsMissingIsSaidBesideTheFieldAndNothingTypedIsLost(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).begin("Quiet endings\nI ring a small bell.")
	form := p.form(p.path)
	form.Del("grades")
	form.Set("why", "  ")
	form.Set("minutes", "soon")
	form.Set("do", "share")
	p = s.as(rosa).send(p.path, form).is(http.StatusUnprocessableEntity)
	p.says("Say in a sentence why a colleague would want this.", "Choose at least one grade band", "Write the minutes as a number")
	if p.focused() != "Why would a colleague want this?" {
		t.Errorf("focus on %q", p.focused())
	}
	if p.value("Title") != "Quiet endings" || p.value("Minutes needed") != "soon" || !strings.Contains(p.body, "<title>Error: ") {
		t.Error("something typed is lost, or the title does not say that something is wrong")
	}
	p = p.press("do", "share", "why", "It ends the lesson.", "minutes", "5")
	if p.is(http.StatusUnprocessableEntity); p.focused() != "PreK" {
		t.Errorf("focus on %q", p.focused())
	}
	p = p.press("do", "share", "grades", "3-5").is(http.StatusOK).wants("heading", "Quiet endings").wants("button", "Undo").says("Shared with your colleagues.")
	p = p.v.post(strings.TrimSuffix(p.path, "/quiet-endings")+"/unshare", nil).is(http.StatusOK).says("It is your draft again.")
	if p.value("Title") != "Quiet endings" || p.value("Minutes needed") != "5" || !p.checked("3–5") {
		t.Error("Undo lost something")
	}
	s.as(joan).get("/catalog").saysNot("Quiet endings")
	p.wants("button", "Share", "Throw this draft away").press("do", "share", "title", "Quiet endings, again").is(http.StatusOK).says("Shared with your colleagues.")
	s.as(joan).get("/catalog").says("Quiet endings, again")
}

func TestPartsAreAddedMovedAndRemovedWithoutScripts(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).begin("A lesson\nBecause.")
	p = p.press("add", "text").is(http.StatusOK)
	first := p.keys()[0]
	p = p.press("add", "steps", "b."+first+".text", "Look closely.").is(http.StatusOK)
	second := p.keys()[1]
	p = p.press("move", "up:"+second, "b."+second+".text", "Look\nAsk").is(http.StatusOK)
	if !slices.Equal(p.keys(), []string{second, first}) || p.value("Text") != "Look closely." {
		t.Fatalf("order %v, text %q", p.keys(), p.value("Text"))
	}
	p = p.press("remove", first).is(http.StatusOK).says("This part is left out.").wants("button", "Bring it back")
	if p.has("field", "Text") {
		t.Error("the fields of a part that is left out are still there")
	}
	p = p.press("back", first).is(http.StatusOK)
	if p.value("Text") != "Look closely." {
		t.Errorf("brought back as %q", p.value("Text"))
	}
	p.press("remove", first).press("do", "share").is(http.StatusOK).says("Ask").saysNot("Look closely.")
}

func TestASecondTabLosesNothing(t *testing.T) {
	s := newShelf(t)
	one := s.as(rosa).begin("First tab\nBecause.")
	two := one.v.get(one.path)
	one.press("do", "stay", "title", "Typed in the first").is(http.StatusOK)
	conflict := two.press("do", "share", "title", "Typed in the second").is(http.StatusConflict)
	conflict.says("Another tab has kept a newer draft", "waits for 30 days under My drafts")
	if conflict.value("Title") != "Typed in the second" || one.v.get(one.path).value("Title") != "Typed in the first" {
		t.Error("one of the two texts is lost")
	}
	conflict.press("do", "share").is(http.StatusOK).wants("heading", "Typed in the second")
	one.v.get("/drafts").says("Thrown away lately", "Typed in the first").saysNot("Typed in the second")
}

func TestTheFormKeepsItself(t *testing.T) {
	s := newShelf(t)
	v := s.as(rosa)
	kept := v.post("/share/keep", url.Values{"what": {s.page + "\nRivers"}}).is(http.StatusOK)
	var answer struct{ Fields map[string]string }
	if err := json.Unmarshal([]byte(kept.body), &answer); err != nil || answer.Fields["draft"] == "" {
		t.Fatalf("%s: %v", kept.body, err)
	}
	if p := v.get("/share/" + answer.Fields["draft"]); p.value("Title") != "Rivers" || p.value("Address") != s.page {
		t.Error("what stood in the box is not in the draft")
	}
	if p := v.post("/share/keep", url.Values{"what": {" "}}); p.status != http.StatusNoContent {
		t.Errorf("nothing typed answers %d", p.status)
	}
	p := v.send("/share", url.Values{"what": {"Rivers and more\nBecause."}, "draft": {answer.Fields["draft"]}}).is(http.StatusOK)
	if p.path != "/share/"+answer.Fields["draft"] || p.value("Title") != "Rivers and more" {
		t.Errorf("going on leads to %s", p.path)
	}
	form := p.form(p.path)
	for n := range 2 {
		form.Set("title", strings.Repeat("Rivers ", n+1))
		saved := v.post(p.path+"/keep", form).is(http.StatusOK)
		if err := json.Unmarshal([]byte(saved.body), &answer); err != nil || answer.Fields["saves"] == form.Get("saves") {
			t.Fatalf("%s: %v", saved.body, err)
		}
		form.Set("saves", answer.Fields["saves"])
	}
	form.Set("saves", "1")
	form.Set("title", "Older rivers")
	if p := v.post(p.path+"/keep", form); p.status != http.StatusConflict {
		t.Errorf("an older state of another tab answers %d", p.status)
	}
	v.get("/").wants("link", "Go on writing: Rivers Rivers")
	p.press("do", "keep", "saves", answer.Fields["saves"], "title", "Later").is(http.StatusOK).says("Draft kept.").wants("heading", "My drafts", "Later")
}

func TestAFormOfASessionThatIsOverWaits(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).begin("Late at night\nBecause.")
	form := p.form(p.path)
	form.Set("do", "share")
	form.Set("title", "Typed after the session was over")
	s.end(rosa, true)
	if late := p.v.send(p.path, form); late.path != "/sign-in" || !strings.HasPrefix(late.url.Query().Get("next"), "/kept/") {
		t.Fatalf("led to %s", late.url)
	}
	s.end(rosa, false)
	kept := p.v.get("/kept/form1").is(http.StatusOK).says("Typed after the session was over")
	s.as(joan).get("/kept/form1").saysNot("Typed after the session was over")
	action := p.path + "?kept=form1"
	kept.v.post(action, kept.form(action)).is(http.StatusOK).wants("heading", "Typed after the session was over")
}

func TestADoubleIsNamedWithThreeChoices(t *testing.T) {
	s := newShelf(t)
	there := s.share(joan, catalog.SeenByDistrict, tip("Rivers at Oak", block.Link{URL: s.page}))
	p := s.as(rosa).begin(s.page).says("Oak already shared this link.")
	p.wants("link", "See “Rivers at Oak”", "Add my note to it", "Share mine too")
	note := p.find("link", "Add my note to it")
	if to := attr(note, "href"); to != s.at(there)+"/rivers-at-oak#note" {
		t.Errorf("the note goes to %s", to)
	}
	theirs := p.v.get(strings.TrimSuffix(attr(note, "href"), "#note"))
	theirs.v.post(s.at(there)+"/notes", url.Values{"note": {"We drew our own river first."}}).is(http.StatusOK).says("We drew our own river first.", "Rosa Delgado, Elm").wants("button", "Undo")
	p.press("do", "share").is(http.StatusOK).says("Shared with your colleagues.")
	s.as(rosa).begin("Something else\nQuite different.").saysNot("already shared")
}

func TestTopicsAreOfferedChosenFoundAndProposed(t *testing.T) {
	s := newShelf(t)
	for _, term := range []vocab.NewTerm{{English: "Misinformation", Spanish: "Desinformación", Synonyms: []vocab.Name{{Text: "fake news", Language: "en"}}}, {English: "Maps"}, {English: "Poetry"}} {
		if _, err := s.topics.Add(t.Context(), ana, term); err != nil {
			t.Fatal(err)
		}
	}
	p := s.as(rosa).begin("Fake news on old maps\nThree that fooled a king.")
	if p.checked("Misinformation") || p.checked("Maps") || p.has("field", "Poetry") {
		t.Fatal("topics are forced, or offered without cause")
	}
	if !strings.Contains(p.body, `<option value="Poetry">`) {
		t.Error("the list of topics does not offer Poetry")
	}
	form := p.form(p.path)
	form["tags"] = []string{"misinformation"}
	form.Set("proposals", "poetry, kings who were fooled")
	form.Set("do", "topic")
	p = p.v.post(p.path, form).is(http.StatusOK)
	if !p.checked("Misinformation") || !p.checked("Poetry") || p.value("Another topic") != "kings who were fooled" {
		t.Errorf("another topic holds %q", p.value("Another topic"))
	}
	p.press("do", "share").is(http.StatusOK).wants("link", "Poetry")
	found := s.as(joan).get("/catalog?q=fake+news").says("Fake news on old maps", "Also looked for")
	if !strings.Contains(found.body, "<li><mark>Misinformation</mark></li><li>Poetry</li>") {
		t.Error("the topic that the words name is not marked on its card, or another is")
	}
	s.as(ana).get("/admin/topics").says("kings who were fooled", "Rosa Delgado")
}

func TestTheFieldsOfAKindAreShownByAButton(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).begin("Tinkercad\nFor name plates.")
	if n := p.find("field", "Sign-in"); n != nil && !hiddenBefore(n) {
		t.Error("a tip asks for a sign-in")
	}
	p = p.press("do", "kind", "kind", "tool", "tool_for", "3D design").is(http.StatusOK).says("What for?", "Approved here?")
	p.press("do", "share", "tool_signin", "own", "tool_for", "3D design").is(http.StatusOK).says("What for? 3D design", "Sign-in Its own accounts")
	p = s.as(rosa).begin("The year\nMonth by month.")
	p.press("do", "share", "kind", "year", "month_8", "Open the boxes.").is(http.StatusOK).wants("heading", "August").says("Open the boxes.")
}

func TestOnlyTheCirclesThereAreAreOffered(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).begin("A tip\nBecause.").says("Public pages are off.")
	for label, there := range map[string]bool{"My school": true, "Our district": true, "Partner districts": false, "Anyone": false} {
		if p.has("field", label) != there {
			t.Errorf("%q is offered: %v", label, !there)
		}
	}
	s.exec(`UPDATE district SET public_on = TRUE WHERE id = $1`, maple)
	if p = p.v.get(p.path).saysNot("Public pages are off."); !p.has("field", "Anyone") {
		t.Error("anyone is not offered")
	}
	form := p.press("add", "video").form(p.path)
	key := form.Get("block")
	form.Set("b."+key+".url", "https://vimeo.com/1")
	form.Set("b."+key+".title", "A film")
	form.Set("visibility", "public")
	form.Set("do", "share")
	p = p.v.post(p.path, form).is(http.StatusUnprocessableEntity).says("has no captions, so it cannot stand on a public page yet")
	p.press("do", "share", "visibility", "district").is(http.StatusOK).says("No captions yet.")
}

func TestADraftIsThrownAwayAndBroughtBack(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).begin("Half a thought\nTo be finished.")
	gone := p.v.post(p.path2("/share/", "/drafts/")+"/discard", nil).is(http.StatusOK).says("Draft thrown away.").wants("button", "Undo", "Bring it back: Half a thought")
	gone.lacks("link", "Go on writing: Half a thought")
	p.v.get(p.path).is(http.StatusNotFound)
	back := p.v.post(p.path2("/share/", "/drafts/")+"/restore", nil).is(http.StatusOK).says("The draft is back.")
	if back.path != p.path || back.value("Title") != "Half a thought" {
		t.Errorf("back at %s", back.path)
	}
	s.as(joan).post(p.path2("/share/", "/drafts/")+"/discard", nil).is(http.StatusNotFound)
}

// path2 is the page's address with another beginning.
func (p *page) path2(from, to string) string { return strings.Replace(p.path, from, to, 1) }

func TestAListOfStudentsIsNotKeptAsAFileEither(t *testing.T) {
	s := newShelf(t)
	v := s.as(rosa)
	roster := upload{"file", "roster.csv", "Student Name,Student ID\nMaria Lopez,1234567\nJames Carter,1234568\n"}
	p := v.send("/share", url.Values{"what": {"Our class"}, "made": {"me"}}, roster).is(http.StatusUnprocessableEntity)
	p.says("holds student records, and we keep none, ever").saysNot("Maria Lopez")
	if p.value("Paste a link, or just write it down") != "Our class" {
		t.Error("what was typed is lost")
	}
	kept, err := db.One(t.Context(), s.db, db.Value[int], `SELECT COUNT(*) FROM file`)
	if err != nil || kept != 0 {
		t.Errorf("%d files are kept, %v", kept, err)
	}
	v.send("/share", url.Values{"what": {"Our books"}, "made": {"me"}}, upload{"file", "books.csv", "Title,Author\nEmma,Jane Austen\n"}).is(http.StatusOK)
}
