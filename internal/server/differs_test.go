package server_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/commonshelf/commonshelf/internal/server"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// shot keeps a picture of a page in the folder that SHOTS names, if it names one.
func shot(p *browsertest.Page, name string) {
	if folder := os.Getenv("SHOTS"); folder != "" {
		p.Screenshot(filepath.Join(folder, name+".png"))
	}
}

const weather = "Weather records and the people who kept them"

// enter comes in to the demonstration in any language, and with or without scripts.
func enter(p *browsertest.Page, at, name string) {
	p.Go(at + "/demo")
	browsertest.Eval[bool](p, `([...document.querySelectorAll("main button")].find(b => (b.getAttribute("aria-label") ?? b.textContent).includes(`+quoted(name)+`)).click(), true)`)
	p.Until(`location.pathname === "/"`)
}

// writeAt opens something of Elm's for writing and gives the address of the draft.
func writeAt(p *browsertest.Page, at string) string {
	p.Go(at + "/catalog?q=weather+records")
	browsertest.Eval[bool](p, `([...document.querySelectorAll("main a")].find(a => a.textContent.includes(`+quoted(weather)+`)).click(), true)`)
	p.Until(`document.querySelector('form[action$="/edit"] button')`)
	browsertest.Eval[bool](p, `(document.querySelector('form[action$="/edit"] button').click(), true)`)
	p.Until(`location.pathname.startsWith("/share/") && document.readyState === "complete"`)
	return p.URL()
}

// typeInto fills the field of an id: parts of a resource have titles too.
func typeInto(p *browsertest.Page, id, text string) {
	browsertest.Eval[bool](p, `(f => { f.value = `+quoted(text)+`; f.dispatchEvent(new Event("input", {bubbles: true})); return true })(document.getElementById(`+quoted(id)+`))`)
}

// inBetween lets Rosa begin to write, and Ana save a title and minutes before she is done; Rosa's page shows her draft.
func inBetween(p *browsertest.Page, at, title, saved string) {
	enter(p, at, "Rosa Delgado")
	draft := writeAt(p, at)
	enter(p, at, "Ana Villarreal")
	writeAt(p, at)
	if title != "" {
		typeInto(p, "title", title)
	}
	typeInto(p, "minutes", "40")
	share(p)
	p.Sees(saved)
	enter(p, at, "Rosa Delgado")
	p.Go(draft)
}

// Two write at the same thing. What does not touch is joined with a word, and can be taken back.
func TestTwoWriteAtOnceAndAreJoined(t *testing.T) {
	at := serveDemo(t, server.Options{})
	p := browsertest.Start(t).Open(t, at+"/demo")
	inBetween(p, at, "", "Saved. The earlier text is in the versions.")
	typeInto(p, "title", "Weather diaries and the people who kept them")
	share(p)
	p.Sees("A colleague had saved in between: both changes are in it.", "Weather diaries", "40 minutes")
	p.Inspect()
	shot(p, "joined")
	p.Press("button", "Undo")
	p.Sees(weather, "40 minutes")
	p.Inspect()
}

// What both changed is decided on one page, by keyboard; the history tells of it, any two versions are compared, and an earlier
// one comes back.
func TestTwoChangeTheSameAndDecideByKeyboard(t *testing.T) {
	at := serveDemo(t, server.Options{})
	b := browsertest.Start(t)
	p := b.Open(t, at+"/demo")
	inBetween(p, at, "Weather logs and the people who kept them", "Saved. The earlier text is in the versions.")
	typeInto(p, "title", "Weather diaries and the people who kept them")
	share(p)
	p.Sees("A colleague saved in between", "Nothing is lost", "How it was before", "Use some of each")
	p.Inspect()
	shot(p, "differs")
	tabTo(t, p, "button Save this")
	p.Keys(kb.Enter)
	p.Sees("Choose what this part should say.")
	p.Until(`document.activeElement?.type === "radio"`)
	p.Inspect()
	for !strings.Contains(p.Focused(), "some of each") {
		p.Keys(kb.ArrowDown)
	}
	tabTo(t, p, "textarea Combined text")
	browsertest.Eval[bool](p, `(document.activeElement.select(), true)`)
	p.Keys("Weather logs, diaries, and who kept them")
	tabTo(t, p, "button Save this")
	p.Keys(kb.Enter)
	p.Sees("Saved as you decided.", "Weather logs, diaries, and who kept them", "40 minutes")
	p.Inspect()
	historyAndBack(t, b, p, at)
}

func historyAndBack(t *testing.T, b *browsertest.Browser, p *browsertest.Page, at string) {
	t.Helper()
	p.Press("link", "Earlier versions")
	p.Sees("Joins versions", "changed the title and the minutes", "Ana Villarreal")
	p.Inspect()
	shot(p, "versions")
	p.Resize(320)
	p.Inspect()
	shot(p, "versions-320")
	p.Resize(1280)
	p.Press("button", "Compare")
	p.Sees("How to read it")
	p.Inspect()
	shot(p, "compare")
	if folder := os.Getenv("SHOTS"); folder != "" {
		p.PDF(filepath.Join(folder, "compare.pdf"))
	}
	dark := b.Open(t, at+"/demo", browsertest.Dark(), browsertest.Width(390))
	enter(dark, at, "Rosa Delgado")
	dark.Go(p.URL())
	dark.Sees("How to read it")
	dark.Inspect()
	shot(dark, "compare-dark")
	p.Back()
	p.Press("link", "Version 1")
	p.Inspect()
	p.Press("button", "Go back to this one")
	p.Sees("The earlier text is the newest version now.", weather)
	p.Inspect()
	p.Press("button", "Undo")
	p.Sees("Weather logs, diaries, and who kept them")
}

// The same page in Spanish, without scripts, on a narrow screen.
func TestTwoChangeTheSameWithoutScriptsInSpanish(t *testing.T) {
	at := serveDemo(t, server.Options{})
	p := browsertest.Start(t).Open(t, at+"/demo", browsertest.NoScripts(), browsertest.Width(320), browsertest.Language("es"))
	inBetween(p, at, "Weather logs and the people who kept them", "Guardado. El texto anterior está en las versiones.")
	typeInto(p, "title", "Weather diaries and the people who kept them")
	share(p)
	p.Sees("Otra persona guardó cambios mientras tanto", "No se perdió nada", "Cómo estaba antes")
	p.Inspect()
	shot(p, "differs-es-320")
	p.Press("button", "Guardar así")
	p.Sees("Elija qué debe decir esta parte.")
	p.Inspect()
	p.Choose("Usar lo mío Lo de la otra persona queda en las versiones anteriores.")
	p.Press("button", "Guardar así")
	p.Sees("Guardado como usted decidió.", "Weather diaries and the people who kept them")
	p.Inspect()
	p.Press("link", "Versiones anteriores")
	p.Sees("Une las versiones", "cambió el título")
	p.Inspect()
	p.Press("button", "Comparar")
	p.Sees("Cómo leerlo")
	p.Inspect()
	shot(p, "compare-es-320")
}
