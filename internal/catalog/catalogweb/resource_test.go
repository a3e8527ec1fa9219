package catalogweb_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
)

// What was brought in without a why says so to those who can add one, and to nobody else.
func TestWhatWasBroughtInWaitsForItsWhy(t *testing.T) {
	s := newShelf(t)
	d := tip("Folded books")
	d.About.Why = ""
	r, err := s.catalog.Share(t.Context(), rosa, catalog.ShareInput{School: "elm", Visibility: catalog.SeenByDistrict, Document: d, Import: "list"})
	if err != nil {
		t.Fatal(err)
	}
	s.as(joan).get(s.at(r)).is(http.StatusOK).says("Folded books").saysNot("Why would a colleague want this?")
	p := s.as(rosa).get(s.at(r)).says("Why would a colleague want this?", "A sentence is enough").wants("button", "Add a sentence")
	p = p.v.post(s.at(r)+"/edit", nil).is(http.StatusOK)
	if p.value("Why would a colleague want this?") != "" {
		t.Error("a why is made up")
	}
	p = p.press("do", "share").is(http.StatusUnprocessableEntity).says("Say in a sentence why a colleague would want this.")
	p.press("do", "share", "why", "They fold in a minute.").is(http.StatusOK).says("They fold in a minute.").lacks("button", "Add a sentence")
}

func TestAResourceIsReadPrintedAndKeptApartByLanguage(t *testing.T) {
	s := newShelf(t)
	d := tip("مكتبات رقمية", block.Link{URL: "https://hindawi.org", Title: "مؤسسة", Language: "ar"}, block.Link{URL: "https://qdl.qa"},
		block.Text{Heading: "رف", Markdown: "نص"}, block.Book{Title: "A book", ISBN: "9780140328721"})
	d.About.Language = "ar"
	p := s.as(rosa).get(s.at(s.share(rosa, catalog.SeenByDistrict, d))).is(http.StatusOK)
	p.says("Shared by Elm, Nov 23, 2026", "Arabic", "hindawi.org").wants("button", "Change it").wants("link", "Send to a teacher", "Take out of the catalog")
	lists := 0
	for _, n := range p.nodes("ul") {
		if attr(n, "class") == "lines" {
			lists++
		}
	}
	if lists != 2 {
		t.Errorf("%d lists of lines, want two: the links, and the book after the text", lists)
	}
	for _, n := range p.nodes("h1") {
		if attr(n, "lang") != "ar" || attr(n.Parent.Parent, "dir") != "rtl" {
			t.Error("the title is not read from the right, in its language")
		}
	}
	if !strings.Contains(p.body, `class="qr"`) || !strings.Contains(p.body, s.url+"/resources/") {
		t.Error("nothing on paper leads back here")
	}
}

func TestEditingMakesAVersionThatSaysWhatChanged(t *testing.T) {
	s := newShelf(t)
	r := s.share(rosa, catalog.SeenByDistrict, tip("A guide", block.Text{Markdown: "One"}, block.Text{Markdown: "Two"}))
	s.as(joan).post(s.at(r)+"/edit", nil).is(http.StatusForbidden).says("This belongs to another school.")
	p := s.as(rosa).post(s.at(r)+"/edit", nil).is(http.StatusOK).wants("heading", "Change it").wants("button", "Save", "Throw my changes away")
	p = p.press("add", "steps")
	key := p.keys()[2]
	p = p.press("do", "share", "b."+key+".text", "Look\nAsk", "b."+p.keys()[0]+".text", "One, better", "reason", "It was too short").is(http.StatusOK)
	p.says("Saved. The earlier text is in the versions.").wants("link", "Earlier versions")
	p = p.v.get(s.at(r)+"/versions").is(http.StatusOK).says("changed a text and added steps", "It was too short", "Rosa Delgado, Elm").wants("link", "Version 1", "Version 2")
	first := attr(p.find("link", "Version 1"), "href")
	p = p.v.get(first).is(http.StatusOK).says("One").saysNot("One, better").wants("button", "Go back to this one")
	s.as(joan).get(first).is(http.StatusOK).lacks("button", "Go back to this one")
	s.as(joan).post(first+"/restore", nil).is(http.StatusForbidden)
	p = p.v.post(first+"/restore", nil).is(http.StatusOK).says("The earlier text is the newest version now.").saysNot("One, better")
	p.wants("button", "Undo")
}

func TestTakingOutNeedsAReasonAndHasAWayBack(t *testing.T) {
	s := newShelf(t)
	r := s.share(rosa, catalog.SeenByDistrict, tip("A tip"))
	v := s.as(rosa)
	p := v.post(s.at(r)+"/retire", url.Values{"reason": {" "}}).is(http.StatusUnprocessableEntity).says("Say in a few words why")
	if p.focused() != "Why?" {
		t.Errorf("focus on %q", p.focused())
	}
	s.as(joan).get(s.at(r) + "/retire").is(http.StatusForbidden)
	v.post(s.at(r)+"/retire", url.Values{"reason": {"The page is gone."}}).is(http.StatusOK).says("Taken out of the catalog", "The page is gone.").wants("button", "Undo", "Put it back")
	v.get("/catalog").saysNot("A tip")
	s.as(joan).get(s.at(r)).is(http.StatusOK).says("The page is gone.").lacks("button", "Put it back").lacks("button", "Add my note")
	v.get("/retired").is(http.StatusOK).says("The page is gone.").wants("button", "Put it back: A tip")
	s.as(joan).get("/retired").is(http.StatusOK).says("Nothing was taken out.")
	v.get("/drafts").wants("link", "See the one thing that was taken out of the catalog")
	v.post(s.at(r)+"/put-back", nil).is(http.StatusOK).says("It is back in the catalog.")
	v.get("/catalog").says("A tip")
	v.post(s.at(r)+"/retire", url.Values{"reason": {catalog.StarterRemoved}}).is(http.StatusOK).says("It was part of the starter shelf.").saysNot("Parte del estante")
}

func TestNotesAreOnesOwnToTakeAway(t *testing.T) {
	s := newShelf(t)
	r := s.share(rosa, catalog.SeenByDistrict, tip("A tip"))
	v := s.as(joan)
	p := v.post(s.at(r)+"/notes", url.Values{"note": {" "}}).is(http.StatusUnprocessableEntity).says("Write a line first.")
	if p.focused() != "Add a line of your own" {
		t.Errorf("focus on %q", p.focused())
	}
	p = v.post(s.at(r)+"/notes", url.Values{"note": {"Blue paper works too."}}).is(http.StatusOK).says("Blue paper works too.").wants("button", "Take it away")
	s.as(rosa).get(s.at(r)).says("Blue paper works too.", "Joan Kowalski, Oak").lacks("button", "Take it away")
	s.as(tom).get(s.at(r)).says("Blue paper works too.").lacks("button", "Add my note")
	remove := noteAddress(p, "/remove")
	s.as(rosa).post(remove, nil).is(http.StatusNotFound)
	v.post(remove, nil).is(http.StatusOK).says("Note taken away.").saysNot("Blue paper works too.").wants("button", "Undo")
	v.post(strings.Replace(remove, "/remove", "/back", 1), nil).is(http.StatusOK).says("Blue paper works too.")
}

// noteAddress is where the form of a note goes.
func noteAddress(p *page, end string) string {
	for _, f := range p.nodes("form") {
		if action := attr(f, "action"); strings.Contains(action, "/notes/") && strings.HasSuffix(action, end) {
			return action
		}
	}
	p.t.Fatalf("no note may be taken away at %s", p.path)
	return ""
}

func TestAShareLinkOpensOneThingToWhoeverHoldsIt(t *testing.T) {
	s := newShelf(t)
	r := s.share(rosa, catalog.SeenBySchool, tip("For a class"))
	long := s.as(rosa).post(s.at(r)+"/links", url.Values{"purpose": {strings.Repeat("long ", 20)}}).is(http.StatusUnprocessableEntity).wants("button", "Make a link")
	if long.says("Say it in at most 80 characters."); long.focused() != "What is this link for?" || !strings.HasPrefix(long.value("What is this link for?"), "long long") {
		t.Errorf("focus on %q, typed %q", long.focused(), long.value("What is this link for?"))
	}
	p := s.as(rosa).post(s.at(r)+"/links", url.Values{"purpose": {"For the fifth grade team"}}).is(http.StatusOK).says("Made by Rosa Delgado", "For the fifth grade team")
	p.wants("button", "Make another link", "Close this link").lacks("button", "Make a link")
	link := p.value("The new link. Copy it now: it is shown this once.")
	path := strings.TrimPrefix(link, s.url)
	nobody := s.as(noOne)
	open := nobody.get(path).is(http.StatusOK).wants("heading", "For a class").says("Elm library").saysNot("Rosa Delgado")
	open.lacks("button", "Change it").lacks("link", "Catalog").lacks("field", "Add a line of your own")
	if open.header.Get("X-Robots-Tag") != "noindex" {
		t.Error("machines may list it")
	}
	nobody.get(path + "x").is(http.StatusNotFound)
	p.v.get(s.at(r) + "/links").saysNot(link)
	var closing string
	for _, f := range p.nodes("form") {
		if strings.HasSuffix(attr(f, "action"), "/close") {
			closing = attr(f, "action")
		}
	}
	s.as(joan).post(closing, nil).is(http.StatusNotFound)
	p.v.post(closing, nil).is(http.StatusOK).says("Closed by Rosa Delgado").wants("button", "Undo", "Open this link again")
	nobody.get(path).is(http.StatusGone).says("Elm library closed it.").saysNot("For a class", "Rosa Delgado")
	s.as(rosa).get(path).is(http.StatusGone).says("Rosa Delgado closed it.")
	s.as(sam).get(path).is(http.StatusGone).says("Elm library closed it.").saysNot("Rosa Delgado")
	p.v.post(strings.Replace(closing, "/close", "/reopen", 1), nil).is(http.StatusOK)
	nobody.get(path).is(http.StatusOK)
	p.v.post(s.at(r)+"/retire", url.Values{"reason": {"Over."}}).is(http.StatusOK)
	gone := nobody.get(path).is(http.StatusGone).says("What it opened was taken out of the catalog. Elm library made the link").saysNot("For a class", "Rosa Delgado")
	if gone.header.Get("X-Robots-Tag") != "noindex" {
		t.Error("machines may list a link that is closed")
	}
}

// dot is a picture of one point.
func dot(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewRGBA(image.Rect(0, 0, 3, 2))); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestAPictureNeedsWordsAndIsServedWhereItMayBeSeen(t *testing.T) {
	s := newShelf(t)
	v := s.as(rosa)
	p := v.send("/share", url.Values{"what": {"A map\nOf our street."}, "made": {"me"}}, upload{"file", "map.png", dot(t)}).is(http.StatusOK)
	p = p.press("do", "share").is(http.StatusUnprocessableEntity).says("Say what the picture shows")
	if p.focused() != "What the picture shows" {
		t.Errorf("focus on %q", p.focused())
	}
	key := p.keys()[0]
	p = p.press("do", "share", "b."+key+".alt", "Our street from above").is(http.StatusOK).wants("image", "Our street from above")
	address := attr(p.find("image", "Our street from above"), "src")
	whole := strings.TrimSuffix(address, "?small")
	for who, want := range map[*visitor]int{v: 200, s.as(joan): 200, s.as(noOne): 404, s.as(sam): 404} {
		for _, at := range []string{whole, address} {
			if got := who.get(at); got.status != want {
				t.Errorf("%s answers %d, want %d", at, got.status, want)
			}
		}
	}
	id := strings.Split(whole, "/")[2]
	held := strings.TrimPrefix(v.post("/resources/"+id+"/links", nil).value("The new link. Copy it now: it is shown this once."), s.url)
	byLink := s.as(noOne).get(attr(s.as(noOne).get(held).find("image", "Our street from above"), "src")).is(http.StatusOK)
	if byLink.header.Get("Cache-Control") != "private, no-cache" || byLink.header.Get("X-Robots-Tag") != "noindex" {
		t.Errorf("by a link that may be withdrawn it comes with %v", byLink.header)
	}
	s.often = "upload"
	v.send("/share", url.Values{"what": {"A map"}, "made": {"me"}}, upload{"file", "map2.png", dot(t)}).is(http.StatusUnprocessableEntity).says("500 files since yesterday")
	s.often = ""
	without := p.v.post("/resources/"+id+"/edit", nil)
	without.press("remove", key).press("do", "share").is(http.StatusOK).lacks("image", "Our street from above")
	v.get(whole).is(http.StatusNotFound)
	var first string
	for _, a := range v.get("/resources/" + id + "/versions").nodes("a") {
		if strings.Contains(attr(a, "href"), "/versions/") {
			first = attr(a, "href")
		}
	}
	earlier := attr(s.as(joan).get(first).find("image", "Our street from above"), "src")
	for who, want := range map[*visitor]int{v: 200, s.as(joan): 200, s.as(sam): 404} {
		if got := who.get(earlier); got.status != want {
			t.Errorf("the picture of the earlier version answers %d, want %d", got.status, want)
		}
	}

	other := s.share(rosa, catalog.SeenByDistrict, tip("Another"))
	id = strings.Split(whole, "/")[2]
	v.get(strings.Replace(whole, id, string(other.ID), 1)).is(http.StatusNotFound)

	secret := s.share(rosa, catalog.SeenBySchool, tip("For Elm alone", block.File{Hash: strings.Split(whole, "/")[4], Name: "map.png", MediaType: "image/png", Alt: "A map"}))
	s.as(joan).get(strings.Replace(whole, id, string(secret.ID), 1)).is(http.StatusNotFound)
}

func TestSomebodyElsesFileIsLinkedAndNotKept(t *testing.T) {
	s := newShelf(t)
	v := s.as(rosa)
	p := v.send("/share", url.Values{"made": {"other"}}, upload{"file", "A_sheet-by Somebody.pdf", "%PDF-1.4 somebody's work"}).is(http.StatusOK)
	if p.value("Title") != "A sheet by Somebody" || p.value("Where it comes from") != "A sheet by Somebody" || !p.has("field", "Address") {
		t.Errorf("title %q", p.value("Title"))
	}
	s.keepsNothing()

	p = v.begin("A part\nBecause.").press("add", "file")
	key := p.keys()[0]
	form := p.form(p.path)
	form.Set("b."+key+".made", "other")
	p = v.send(p.path, form, upload{"b." + key + ".file", "sheet.pdf", "%PDF-1.4 somebody's work"}).is(http.StatusOK)
	if !p.has("field", "Address") {
		t.Error("the file did not become a link")
	}
	s.keepsNothing()
}

// A file waits in the draft until somebody has said who made it: only the question is asked again.
func TestAFileWaitsForItsMaker(t *testing.T) {
	s := newShelf(t)
	v := s.as(rosa)
	p := v.send("/share", url.Values{"what": {"Our citing sheet\nOne page."}}, upload{"file", "citing.pdf", "%PDF-1.4 ours"}).is(http.StatusOK).says("We have the file. Say who made it", "citing.pdf")
	if p.focused() != "I did, or my school" {
		t.Errorf("the focus is on %q", p.focused())
	}
	key := p.keys()[0]
	p = p.press("do", "share").is(http.StatusUnprocessableEntity).says("Say who made the file.", "citing.pdf")
	p = p.press("add", "link").is(http.StatusOK).says("citing.pdf")
	p = p.press("remove", p.keys()[1], "b."+key+".made", "me").is(http.StatusOK).says("citing.pdf")
	if p.value("Who made this? May others change it?") == "Not said" {
		t.Error("the maker says nothing of the rights")
	}
	p.press("do", "share").is(http.StatusOK).wants("link", "citing.pdf")

	p = v.begin("A part\nBecause.").press("add", "file")
	key = p.keys()[0]
	p = v.send(p.path, p.form(p.path), upload{"b." + key + ".file", "theirs.pdf", "%PDF-1.4 theirs"}).is(http.StatusOK).says("theirs.pdf")
	p = p.press("do", "stay", "b."+key+".made", "other").is(http.StatusOK).says("We did not keep the file. Where can it be found?").saysNot("theirs.pdf")
	if !p.has("field", "Address") || p.focused() != "Address" {
		t.Error("the file did not become a link")
	}
	p = v.begin("A part\nBecause.").press("add", "file")
	key = p.keys()[0]
	form := p.form(p.path)
	form.Set("do", "share")
	v.send(p.path, form, upload{"b." + key + ".file", "chosen.pdf", "%PDF-1.4 chosen"}).is(http.StatusUnprocessableEntity).says("Say who made the file.", "chosen.pdf")
}

// What is wrong with the words of the first box costs nobody the file that came with them.
func TestAFileOutlivesWrongWords(t *testing.T) {
	s := newShelf(t)
	v := s.as(rosa)
	p := v.send("/share", url.Values{"what": {"978-0-06-440055-7"}, "made": {"me"}}, upload{"file", "sheet.pdf", "%PDF-1.4 ours"}).is(http.StatusUnprocessableEntity).
		says("A digit of this ISBN seems wrong", "We kept “sheet.pdf”. You need not choose it again.")
	form := p.form("/share")
	form.Set("what", "A sheet for citing\nOne page.")
	kept := v.post("/share/keep", form).is(http.StatusOK)
	if !strings.Contains(kept.body, form.Get("draft")) {
		t.Errorf("a pause begins another draft: %s", kept.body)
	}
	p = v.send("/share", form).is(http.StatusOK).says("sheet.pdf")
	if p.value("Title") != "A sheet for citing" || len(p.keys()) != 1 {
		t.Errorf("title %q, parts %v", p.value("Title"), p.keys())
	}
	p.press("do", "share").is(http.StatusOK).wants("link", "sheet.pdf")
}

// keepsNothing checks that no file is stored and none is written down.
func (s *shelf) keepsNothing() {
	s.t.Helper()
	stored, err := s.files.List(s.t.Context(), maple)
	if err != nil || len(stored) > 0 {
		s.t.Errorf("stored: %v, %v", stored, err)
	}
	rows, err := db.One(s.t.Context(), s.db, db.Value[int], `SELECT count(*) FROM file`)
	if err != nil || rows > 0 {
		s.t.Errorf("%d files are written down, %v", rows, err)
	}
}

func TestAFilmTakesItsCaptionsAsAFile(t *testing.T) {
	s := newShelf(t)
	v := s.as(rosa)
	film := "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + strings.Repeat("\x00", 64)
	p := v.send("/share", url.Values{"what": {"A film\nOf ours."}, "made": {"me"}}, upload{"file", "film.mp4", film}).is(http.StatusOK)
	key := p.keys()[0]
	form := p.form(p.path)
	form.Set("b."+key+".track_in", "es")
	wrong := v.send(p.path, form, upload{"b." + key + ".track", "words.txt", "Hola"}).is(http.StatusUnprocessableEntity).says("Captions are WebVTT files")
	form = wrong.form(p.path)
	form.Set("b."+key+".track_in", "es")
	p = v.send(p.path, form, upload{"b." + key + ".track", "words.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nHola\n"}).is(http.StatusOK).says("Captions: Spanish")
	preview := v.get(p.path + "/preview").is(http.StatusOK).nodes("track")
	if len(preview) != 1 || !strings.HasPrefix(v.get(attr(preview[0], "src")).is(http.StatusOK).header.Get("Content-Type"), "text/vtt") {
		t.Errorf("a draft's captions answer otherwise, at %d tracks", len(preview))
	}
	p = p.press("do", "share").is(http.StatusOK).says("Captions: Spanish").saysNot("No captions yet")
	tracks := p.nodes("track")
	if len(tracks) != 1 || attr(tracks[0], "srclang") != "es" {
		t.Fatalf("%d tracks", len(tracks))
	}
	if got := v.get(attr(tracks[0], "src")); got.status != http.StatusOK || !strings.HasPrefix(got.header.Get("Content-Type"), "text/vtt") {
		t.Errorf("the captions answer %d, %s", got.status, got.header.Get("Content-Type"))
	}
}

func TestTheCoordinatorDecidesAboutTopics(t *testing.T) {
	s := newShelf(t)
	v := s.as(ana)
	s.as(rosa).get("/admin/topics").is(http.StatusForbidden)
	v.post("/admin/topics", url.Values{"english": {" "}, "synonyms": {"kept, words"}}).is(http.StatusUnprocessableEntity).says("Write the topic as people will read it.")
	v.post("/admin/topics", url.Values{"english": {"Maps"}, "spanish": {"Mapas"}, "synonyms": {"atlas"}}).is(http.StatusOK).says("“Maps” is a topic now.", "Mapas", "atlas")
	propose := func(word string) *page {
		if _, err := s.catalog.Share(t.Context(), rosa, catalog.ShareInput{School: "elm", Document: tip("With " + word), Proposals: []string{word}}); err != nil {
			t.Fatal(err)
		}
		return v.get("/admin/topics").is(http.StatusOK).says(word, "Rosa Delgado")
	}
	p := propose("globes")
	at := proposalAddress(p)
	v.post(at, url.Values{"do": {"take"}, "english": {" "}}).is(http.StatusUnprocessableEntity).says("Write the topic as people will read it.", "globes")
	v.post(at, url.Values{"do": {"take"}, "into": {"maps"}}).is(http.StatusOK).says("Decided.").wants("button", "Undo")
	v.post(at+"/reopen", nil).is(http.StatusOK).says("It waits for you again.", "globes")
	v.post(at, url.Values{"do": {"decline"}}).is(http.StatusOK).lacks("heading", "Suggested by colleagues")
	v.post(at, url.Values{"do": {"take"}, "english": {"Globes"}}).is(http.StatusConflict)
	at = proposalAddress(propose("compasses"))
	v.post(at, url.Values{"do": {"take"}, "english": {"Compasses"}}).is(http.StatusOK).wants("button", "Undo").wants("link", "Compasses")
	v.post(at+"/reopen", nil).is(http.StatusOK).says("It waits for you again.", "compasses").lacks("link", "Compasses")
}

func proposalAddress(p *page) string {
	for _, f := range p.nodes("form") {
		if action := attr(f, "action"); strings.HasPrefix(action, "/admin/topics/") {
			return action
		}
	}
	p.t.Fatal("no proposal waits")
	return ""
}
