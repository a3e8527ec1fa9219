package server_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/commonshelf/commonshelf/internal/fetch"
	"github.com/commonshelf/commonshelf/internal/server"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// outside is a web of one page, and no other: names lead nowhere.
func outside(t *testing.T) (address string, o fetch.Options) {
	t.Helper()
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, `<html lang="en"><title>The kraken on the chart</title>
			<meta name="description" content="Misinformation of 1539: sea monsters on primary sources, and who profited.">`)
	}))
	t.Cleanup(page.Close)
	return page.URL + "/kraken", fetch.Options{
		Allow: []netip.AddrPort{netip.MustParseAddrPort(page.Listener.Addr().String())},
		Resolver: &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
			return nil, errors.New("no names here")
		}},
	}
}

// share presses the first of the buttons that share.
func share(p *browsertest.Page) {
	browsertest.Eval[bool](p, `(document.querySelector('.done-bar button[value="share"]').click(), true)`)
}

// The story "Share a tip in two minutes", with scripts and without.
func TestShareATip(t *testing.T) {
	b := browsertest.Start(t)
	for name, options := range map[string][]browsertest.Option{
		"with scripts":    nil,
		"without scripts": {browsertest.NoScripts()},
	} {
		t.Run(name, func(t *testing.T) {
			address, fetching := outside(t)
			at := serveDemo(t, server.Options{Fetch: fetching})
			p := b.Open(t, at+"/demo", options...)
			comeIn(p, at, "Mai Tran")
			p.Inspect()
			shareWhatElmHas(p, at)
			keepADraft(p, at, address, options == nil)
			refusedWithoutGrades(t, p)
			shareWithTopics(p)
			found(b.Open(t, at+"/demo", options...), at)
			p.Press("button", "Undo")
			p.Sees("It is your draft again.")
			p.Inspect()
			p.Press("button", "Throw this draft away")
			p.Sees("Draft thrown away.", "Thrown away lately")
			p.Inspect()
		})
	}
}

// shareWhatElmHas pastes a link that Elm shares: see theirs, add my note to it, share mine too.
func shareWhatElmHas(p *browsertest.Page, at string) {
	p.Go(at + "/share")
	p.Inspect()
	p.Fill("Paste a link, or just write it down", "https://www.oldweather.org/")
	p.Press("button", "Go on")
	p.Sees("Elm already shared this link.", "See “Weather records and the people who kept them”", "Share mine too")
	p.Inspect()
	p.Press("link", "Add my note to it")
	p.Sees("Weather records and the people who kept them")
	p.Fill("Add a line of your own", "We read one log a week aloud.")
	p.Press("button", "Add my note")
	p.Sees("Your note is there.", "We read one log a week aloud.")
	p.Inspect()
	p.Press("button", "Undo")
	p.Sees("Note taken away.")
	p.Go(at + "/drafts")
	p.Sees("My drafts")
	p.Inspect()
	p.Press("link", "Go on writing: www.oldweather.org/")
	p.Fill("Title", "Ships’ logs, read aloud")
	p.Fill("Why would a colleague want this?", "One page a pair is plenty.")
	share(p)
	p.Sees("Shared with your colleagues.", "Ships’ logs, read aloud")
	p.Press("button", "Undo")
	p.Sees("It is your draft again.")
	p.Press("button", "Throw this draft away")
	p.Sees("Draft thrown away.")
}

// keepADraft begins with another link, whose title and summary are there already, leaves, and comes back.
func keepADraft(p *browsertest.Page, at, address string, scripts bool) {
	p.Go(at + "/share")
	p.Fill("Paste a link, or just write it down", address)
	p.Press("button", "Go on")
	p.Until(`document.getElementById("title")?.value === "The kraken on the chart"`)
	p.Until(`document.getElementById("why").value.startsWith("Misinformation of 1539")`)
	p.Inspect()
	p.Fill("Title", "Monsters on maps")
	if scripts {
		p.Sees("Draft kept at")
		p.Go(at + "/")
	} else {
		browsertest.Eval[bool](p, `(document.querySelector('.done-bar button[value="keep"]').click(), true)`)
		p.Sees("Draft kept.")
	}
	p.Press("link", "Go on writing: Monsters on maps")
	p.Until(`document.getElementById("title")?.value === "Monsters on maps"`)
}

// refusedWithoutGrades shares without a grade band: the words stand beside the field, and the focus is there.
func refusedWithoutGrades(t *testing.T, p *browsertest.Page) {
	t.Helper()
	for _, band := range []string{"PreK", "K–2", "3–5"} {
		p.Press("checkbox", band)
	}
	share(p)
	p.Sees("Choose at least one grade band, so that colleagues can find it.")
	p.Until(`document.activeElement?.id === "grades"`)
	if got := p.Title(); !strings.HasPrefix(got, "Error: ") {
		t.Errorf("the title is %q", got)
	}
	p.Inspect()
	p.Press("checkbox", "6–8")
}

// shareWithTopics accepts two suggested topics and shares.
func shareWithTopics(p *browsertest.Page) {
	p.Sees("fit what you wrote. Tap the ones you agree with.")
	p.Press("checkbox", "Misinformation")
	p.Press("checkbox", "Primary sources")
	share(p)
	p.Sees("Shared with your colleagues.", "Monsters on maps", "Grades 6–8", "Mai Tran, Pine")
	p.Inspect()
}

// found lets a colleague at another school find it by a word that it does not hold.
func found(p *browsertest.Page, at string) {
	comeIn(p, at, "Rosa Delgado")
	p.Go(at + "/catalog")
	p.Inspect()
	p.Fill("Search the catalog", "fake news")
	p.Press("button", "Search")
	p.Sees("Monsters on maps", "Also looked for")
	p.Inspect()
	p.Press("link", "Monsters on maps")
	p.Sees("Misinformation of 1539", "Topics")
	p.SeesNot("fake news")
	p.Inspect()
}

// tabTo goes on by the tabulator until the focus is on what the words name.
func tabTo(t *testing.T, p *browsertest.Page, words string) {
	t.Helper()
	var been []string
	for range 150 {
		p.Keys(kb.Tab)
		at := p.Focused()
		if strings.HasPrefix(at, words) {
			return
		}
		been = append(been, at)
	}
	t.Fatalf("the tabulator never comes to %q but goes\n%s", words, strings.Join(been, "\n"))
}

// The whole path by keyboard: no hand on the mouse from the start page to what was shared, and back to the draft.
func TestShareByKeyboardAlone(t *testing.T) {
	address, fetching := outside(t)
	at := serveDemo(t, server.Options{Fetch: fetching})
	p := browsertest.Start(t).Open(t, at+"/demo")
	comeIn(p, at, "Mai Tran")
	tabTo(t, p, "a Share something")
	p.Keys(kb.Enter)
	p.Until(`location.pathname === "/share" && document.readyState === "complete"`)
	tabTo(t, p, "textarea Paste a link")
	p.Keys(address)
	tabTo(t, p, "button Go on")
	p.Keys(kb.Enter)
	p.Until(`document.getElementById("why")?.value.startsWith("Misinformation")`)
	for _, band := range []string{"PreK", "K–2", "3–5"} {
		tabTo(t, p, "input "+band)
		p.Keys(" ")
	}
	tabTo(t, p, "button Share")
	p.Keys(kb.Enter)
	p.Sees("Choose at least one grade band")
	p.Until(`document.activeElement?.id === "grades"`)
	p.Keys(" ")
	tabTo(t, p, "input Misinformation")
	p.Keys(" ")
	tabTo(t, p, "button Share")
	p.Keys(kb.Enter)
	p.Sees("Shared with your colleagues.", "Grade PreK")
	p.Inspect()
	tabTo(t, p, "button Undo")
	p.Keys(kb.Enter)
	p.Sees("It is your draft again.")
}

// Parts are added, moved, left out and brought back by keyboard, and choosing a kind shows its fields at once.
func TestPartsAndKindsByKeyboard(t *testing.T) {
	_, fetching := outside(t)
	at := serveDemo(t, server.Options{Fetch: fetching})
	p := browsertest.Start(t).Open(t, at+"/demo")
	comeIn(p, at, "Mai Tran")
	p.Go(at + "/share")
	p.Fill("Paste a link, or just write it down", "Maps of the playground\nThey draw what they measured.")
	p.Press("button", "Go on")
	p.Sees("As others will see it")
	for _, kind := range []string{"Steps", "Materials"} {
		tabTo(t, p, "button "+kind)
		p.Keys(kb.Enter)
		p.Until(`document.readyState === "complete" && document.querySelector(".part:last-of-type h2")?.innerText.includes("` + kind + `")`)
	}
	p.Inspect()
	tabTo(t, p, "button Move up: Materials")
	p.Keys(kb.Enter)
	p.Until(`document.querySelector(".part h2").innerText.includes("Materials")`)
	tabTo(t, p, "button Remove: Materials")
	p.Keys(kb.Enter)
	p.Sees("This part is left out.")
	p.Press("button", "Bring it back")
	p.SeesNot("This part is left out.")
	p.SeesNot("Approved here?")
	p.Select("Kind", "Digital tool")
	p.Sees("Approved here?", "Sign-in")
	p.Inspect()
	p.Select("Kind", "Year plan")
	p.Sees("Month by month", "August")
	p.SeesNot("Approved here?")
	p.Inspect()
}

// The catalog is narrowed down by keyboard: the list changes, the focus stays, Back takes it away again.
func TestTheCatalogByKeyboard(t *testing.T) {
	at := serveDemo(t, server.Options{})
	p := browsertest.Start(t).Open(t, at+"/demo")
	comeIn(p, at, "Rosa Delgado")
	p.Go(at + "/catalog")
	tabTo(t, p, "input Guide")
	p.Keys(" ")
	p.Until(`location.search === "?kind=guide" && document.querySelector(".chip")`)
	p.Until(`document.activeElement?.id === "f-kind-guide" && document.activeElement.checked`)
	p.Inspect()
	tabTo(t, p, "input Lesson or method")
	p.Keys(" ")
	p.Until(`location.search.includes("kind=lesson") && document.querySelectorAll(".chip").length === 2`)
	tabTo(t, p, "a Remove Guide")
	p.Keys(kb.Enter)
	p.Until(`location.search === "?kind=lesson" && document.querySelectorAll(".chip").length === 1`)
	p.Back()
	p.Until(`location.search.includes("kind=guide") && document.getElementById("f-kind-guide").checked`)
	p.Inspect()
}

// Every other page of the catalog, wide and narrow, light and dark, is clean to the accessibility engine.
func TestEveryPageOfTheCatalogIsClean(t *testing.T) {
	at := serveDemo(t, server.Options{})
	b := browsertest.Start(t)
	for name, options := range map[string][]browsertest.Option{
		"wide and dark":   {browsertest.Dark()},
		"phone, Spanish":  {browsertest.Width(320), browsertest.Language("es")},
		"without scripts": {browsertest.NoScripts(), browsertest.Width(390)},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Open(t, at+"/demo", options...)
			browsertest.Eval[bool](p, `(document.querySelector('button[value="coordinator"], input[value="coordinator"] ~ button, form:has([value="coordinator"]) button').click(), true)`)
			p.Until(`location.pathname === "/"`)
			pages := []string{"/new", "/drafts", "/retired", "/admin/topics", "/admin/topic/misinformation", "/privacy", "/accessibility", "/catalog?q=maps&kind=list"}
			for _, kind := range []string{"list", "booklist", "year", "tool", "reel", "maker", "form"} {
				p.Go(at + "/catalog?kind=" + kind)
				first := browsertest.Eval[string](p, `document.querySelector(".card h3 a").getAttribute("href")`)
				pages = append(pages, first)
			}
			p.Go(at + "/catalog?language=ar")
			arabic := browsertest.Eval[string](p, `document.querySelector(".card h3 a").getAttribute("href")`)
			pages = append(pages, arabic, arabic+"/links", arabic+"/versions", arabic+"/retire")
			for _, list := range []string{"/admin/people", "/admin/schools"} {
				p.Go(at + list)
				pages = append(pages, browsertest.Eval[string](p, `document.querySelector(".roll a").getAttribute("href")`))
			}
			for _, path := range append(pages, "/", "/share", "/admin") {
				p.Go(at + path)
				p.Inspect()
			}
			teacher := b.Open(t, at+"/demo", options...)
			browsertest.Eval[bool](teacher, `(document.querySelector('form:has([value="teacher"]) button').click(), true)`)
			teacher.Until(`location.pathname === "/"`)
			teacher.Inspect()
		})
	}
}
