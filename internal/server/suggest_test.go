package server_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/commonshelf/commonshelf/internal/server"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// What one types in the search field is completed; arrows choose, Enter goes there, and without a choice it searches.
func TestSuggestionsByKeyboard(t *testing.T) {
	at := serveDemo(t, server.Options{})
	b := browsertest.Start(t)
	p := b.Open(t, at+"/demo", browsertest.Width(320))
	comeIn(p, at, "Mai Tran")
	const field = "Search the catalog"
	p.Fill(field, "weath")
	p.Until(`document.querySelector("#find-suggested [role=option]")?.textContent.startsWith("Weather") && !document.getElementById("find-suggested").hidden`)
	p.Inspect()
	shot(p, "suggest-320")
	p.Keys(kb.ArrowDown)
	p.Until(`document.getElementById(document.getElementById("find").getAttribute("aria-activedescendant"))?.textContent.includes("Weather")`)
	p.Keys(kb.Escape)
	p.Until(`document.getElementById("find-suggested").hidden && document.getElementById("find").value === "weath"`)
	p.Keys(kb.ArrowDown)
	p.Until(`!document.getElementById("find-suggested").hidden`)
	p.Keys(kb.ArrowDown, kb.Enter)
	p.Sees("Weather and climate", "found")
	// A school is among what is offered, by a part of what it is called, and people come before topics that another word stands for.
	p.Go(at + "/me")
	p.Fill(field, "del")
	p.Until(`document.querySelector("#find-suggested [role=group]")?.getAttribute("aria-label") === "Colleagues" && document.querySelector("#find-suggested [role=option]").textContent.includes("Rosa Delgado")`)
	p.Fill(field, "fak")
	p.Until(`document.querySelector("#find-suggested [role=option]")?.textContent.replace(/\s+/g, " ").includes("Misinformation – also called fake news")`)
	p.Fill(field, "elm")
	p.Until(`document.querySelector("#find-suggested [role=group]")?.getAttribute("aria-label") === "Schools"`)
	p.Inspect()
	shot(p, "suggest-school-320")
	p.Keys(kb.ArrowDown, kb.ArrowDown)
	p.Until(`document.getElementById(document.getElementById("find").getAttribute("aria-activedescendant"))?.textContent.includes("What Elm shared")`)
	p.Keys(kb.ArrowUp, kb.Enter)
	p.Sees("Elm Elementary: the library")
	p.Go(at + "/catalog?q=elm+poetry")
	p.Inspect()
	p.Press("link", "Only what Elm shared: “poetry” (3)")
	p.Sees("3 found")
	p.Resize(1280)
	p.Go(at + "/me")
	p.Fill(field, "weath")
	p.Until(`!document.getElementById("find-suggested").hidden`)
	p.Inspect()
	shot(p, "suggest")
	p.Keys(kb.ArrowDown)
	p.Until(`document.getElementById("find").hasAttribute("aria-activedescendant")`)
	p.Keys("e", kb.Enter) // typed on, it is no choice any more
	p.Sees("found")
	if !strings.Contains(p.URL(), "/catalog?q=weathe") {
		t.Errorf("Enter without a choice leads to %s", p.URL())
	}
}
