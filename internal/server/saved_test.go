package server_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// A search that finds too little is saved where it was made; when a colleague shares something that fits, the weekly email says so once,
// without what its reader shared herself; its links open the thing for whoever is signed in nowhere, and the search for its owner alone.
func TestASavedSearchIsToldOfInTheWeeklyEmail(t *testing.T) {
	d := openDistrict(t, mapleValley())
	b := browsertest.Start(t)
	d.share("joan", "Fake news for beginners")
	rosa := b.Open(t, d.at+"/sign-in", browsertest.Width(320))
	d.comeInAs(rosa, "rosa", "Rosa Delgado")
	rosa.Go(d.at + "/catalog?q=fake+news&grade=6-8")
	rosa.Sees("1 found", "Save this search")
	browsertest.Eval[bool](rosa, `(document.querySelector("main details summary").click(), true)`)
	rosa.Sees("Only you see it.")
	rosa.Inspect()
	rosa.Press("button", "Save it")
	rosa.Sees("Saved as “fake news, Grades 6–8”.", "You saved this search")
	rosa.Inspect()

	d.clock.Advance(3600e9)
	fitting := d.share("joan", "Three questions for fake news")
	d.share("rosa", "My own fake news hunt")
	d.share("joan", "Quiet endings")
	d.toFriday()
	letter := d.post.Await(t, "rosa@maple.example", 1)[0]
	if folder := os.Getenv("SHOTS"); folder != "" {
		if err := os.WriteFile(folder+"/saved-letter.html", []byte(letter.HTML), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, text := range []string{letter.Text, letter.HTML} {
		_, after, _ := strings.Cut(text, "New for “fake news, Grades 6–8”: 1")
		if line, _, _ := strings.Cut(after, "Quick tip"); !strings.Contains(line, "Three questions for fake news") || strings.Contains(line, "beginners") ||
			strings.Count(text, "Three questions for fake news") != 1 || strings.Contains(text, "My own") {
			t.Errorf("the letter says\n%s", text)
		}
	}
	if n := letterbox.Words(letter.Text); n > 150 || !strings.Contains(letter.Text, "Quiet endings") {
		t.Errorf("%d words, or nothing but the search:\n%s", n, letter.Text)
	}
	d.scan(letter)

	reader := b.Open(t, d.linkTo(letter, fitting), browsertest.NoScripts(), browsertest.Width(320))
	reader.Sees("Three questions for fake news")
	reader.Inspect()
	reader.Go(d.linkTo(letter, "/inside/saved/"))
	reader.SeesNot("Three questions")
	reader.Inspect()
	d.comeInAs(rosa, "rosa", "Rosa Delgado")
	rosa.Go(d.linkTo(letter, "/inside/saved/"))
	rosa.Sees("3 found", "Three questions for fake news", "You saved this search")

	d.share("joan", "Loud endings")
	d.toFriday()
	if next := d.post.Await(t, "rosa@maple.example", 2)[1]; strings.Contains(next.Text, "fake news") || !strings.Contains(next.Text, "Loud endings") {
		t.Errorf("the next letter says\n%s", next.Text)
	}
	d.comeInAs(rosa, "rosa", "Rosa Delgado")
	rosa.Go(d.at + "/saved")
	rosa.Sees("fake news, Grades 6–8", "in your weekly email")
	browsertest.Eval[bool](rosa, `(document.querySelector("main details summary").click(), true)`)
	rosa.Press("button", "Follow in a feed reader: fake news, Grades 6–8")
	rosa.Sees("it is shown this once")
	rosa.Inspect()
	rosa.Press("button", "Leave it out of the weekly email: fake news, Grades 6–8")
	rosa.Sees("Your weekly email leaves it out.")
	d.share("joan", "More fake news")
	d.toFriday()
	if last := d.post.Await(t, "rosa@maple.example", 3)[2]; strings.Contains(last.Text, "New for") {
		t.Errorf("switched off, the letter says\n%s", last.Text)
	}
	d.comeInAs(rosa, "rosa", "Rosa Delgado")
	rosa.Press("button", "Español")
	rosa.Until(`document.documentElement.lang === "es"`)
	rosa.Go(d.at + "/saved")
	browsertest.Eval[bool](rosa, `(document.querySelector("main details summary").click(), true)`)
	rosa.Press("button", "Avisar en el correo semanal: fake news, Grades 6–8")
	rosa.Sees("Su correo semanal dirá qué hay de nuevo.")
	rosa.Inspect()
	d.clock.Advance(3600e9)
	d.share("joan", "Fake news in two languages")
	d.toFriday()
	spanish := d.post.Await(t, "rosa@maple.example", 4)[3]
	if folder := os.Getenv("SHOTS"); folder != "" {
		if err := os.WriteFile(folder+"/saved-letter-es.html", []byte(spanish.HTML), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, text := range []string{spanish.Text, spanish.HTML} {
		if _, after, _ := strings.Cut(text, "Sus búsquedas guardadas"); !strings.Contains(after, "Nuevo para «fake news, Grades 6–8»: 1") || !strings.Contains(after, "Fake news in two languages") || strings.Contains(text, "More fake news") {
			t.Errorf("in Spanish the letter says\n%s", text)
		}
	}
	for i := range 31 {
		d.share("joan", fmt.Sprintf("Fake news, sheet %d", i+1))
	}
	d.toFriday()
	if many := d.post.Await(t, "rosa@maple.example", 5)[4]; !strings.Contains(many.Text, "Nuevo para «fake news, Grades 6–8»: 30 o más") {
		t.Errorf("of many the letter says\n%s", many.Text)
	}
	dark := b.Open(t, d.at+"/sign-in", browsertest.Dark(), browsertest.NoScripts())
	d.comeInAs(dark, "rosa", "Rosa Delgado")
	dark.Go(d.at + "/saved")
	dark.Inspect()
}
