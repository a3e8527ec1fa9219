package server_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/commonshelf/commonshelf/internal/server"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// inSight is whether the title of the first card stands within a phone's screen of 844 pixels without scrolling, the demonstration's
// banner aside.
const inSight = `document.querySelector("#main .card :is(h2, h3)").getBoundingClientRect().bottom - (document.querySelector(".demo")?.offsetHeight ?? 0) <= 844`

// address fails unless the page's address asks for all these.
func address(t *testing.T, p *browsertest.Page, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(p.URL(), part) {
			t.Errorf("%s does not ask for %s", p.URL(), part)
		}
	}
}

// What a search found is in sight on a phone; several values, a span of grades and what is ready to use narrow it, by keyboard, and the
// focus stays; what is chosen stays though it finds nothing, and is taken away by a press.
func TestNarrowingDown(t *testing.T) {
	at := serveDemo(t, server.Options{})
	b := browsertest.Start(t)
	p := b.Open(t, at+"/demo")
	comeIn(p, at, "Rosa Delgado")
	p.Resize(390)
	for _, q := range []string{"", "fake+news", "citaiton", "weather+zzqq", "grade+4+books&purchase=none"} {
		p.Go(at + "/catalog?q=" + q)
		p.Sees("found")
		if !browsertest.Eval[bool](p, inSight) {
			t.Errorf("nothing that was found for %q is in sight", q)
		}
	}
	p.Resize(1280)
	p.Go(at + "/catalog?q=weather")
	for _, box := range []string{"f-kind-list", "f-kind-unit", "f-tried-not-yet"} {
		p.Until(`(document.getElementById("` + box + `").focus(), document.activeElement.id === "` + box + `")`)
		p.Keys(" ")
		p.Until(`document.getElementById("` + box + `").checked && document.activeElement.id === "` + box + `" && location.search.includes("` + box[strings.LastIndex(box, "-")+1:] + `")`)
	}
	p.Sees("Remove Resource list", "Remove Unit idea", "Remove Not yet tried at my school")
	address(t, p, "kind=list", "kind=unit", "tried=not-yet")
	p.Select("From grade", "3")
	p.Until(`location.search.includes("from_grade=3") || location.search.includes("grade=3-12")`)
	p.Select("To grade", "5")
	p.Sees("Remove Grades 3–5")
	p.Inspect()
	shot(p, "narrow")
	p.Press("link", "Remove Resource list")
	p.Sees("Remove Unit idea")
	p.SeesNot("Remove Resource list")

	dark := b.Open(t, at+"/demo", browsertest.Dark(), browsertest.Width(320))
	comeIn(dark, at, "Rosa Delgado")
	dark.Go(at + "/catalog?q=weather")
	dark.Press("button", "Narrow down")
	dark.Until(`document.getElementById("facets").matches(":popover-open")`)
	dark.Inspect()
	shot(dark, "narrow-320")
	dark.Keys(kb.Escape)
	dark.Until(`!document.getElementById("facets").matches(":popover-open") && document.activeElement.classList.contains("open-facets")`)
	dark.Keys(kb.Enter)
	dark.Choose("Resource list 4 results")
	dark.Press("button", "Show 7 results") // as it stood when the sheet opened
	dark.Sees("Remove Resource list")
	dark.Inspect()
	dark.Go(at + "/catalog?kind=list&captions=yes&shared=month&q=weather")
	dark.Sees("Nothing found", "Remove Resource list", "Remove With captions", "Remove Shared this month", "Without narrowing at all")
	dark.Inspect()
	dark.Press("button", "Narrow down 3 chosen")
	dark.Until(`document.getElementById("f-kind-list").checked && document.getElementById("f-captions-yes").checked && document.getElementById("shared").value === "month"`)

	plain := b.Open(t, at+"/demo", browsertest.NoScripts())
	comeIn(plain, at, "Rosa Delgado")
	plain.Go(at + "/catalog?q=weather&since=yesterday")
	plain.Sees("“yesterday” is not a day", "Choose a day")
	plain.Choose("Resource list 4 results")
	plain.Select("From grade", "3")
	plain.Press("button", "Show 7 results")
	plain.Sees("Remove Resource list", "Remove Grades 3–12", "“yesterday” is not a day")
	plain.Inspect()
	plain.Resize(320)
	plain.Press("link", "How things are found")
	plain.Sees("What fits your words best comes first", "The order, in numbers")
	plain.Inspect()
	dark.Go(at + "/catalog/how-found")
	dark.Sees("Why something is there")
	dark.Inspect()
}

// The whole life of a saved search, in the dark and on a phone, with scripts and without: what is wrong is said beside the field and keeps
// what was typed, and each step has a way back.
func TestASavedSearchFromFirstToLast(t *testing.T) {
	at := serveDemo(t, server.Options{})
	b := browsertest.Start(t)
	for name, options := range map[string][]browsertest.Option{
		"dark on a phone":          {browsertest.Dark(), browsertest.Width(320)},
		"without scripts, Spanish": {browsertest.NoScripts(), browsertest.Language("es")},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Open(t, at+"/demo", options...)
			spanish := strings.HasSuffix(name, "Spanish")
			say := func(english, other string) string {
				if spanish {
					return other
				}
				return english
			}
			enter(p, at, say("Mai Tran", "Nora"))
			open := func() {
				t.Helper()
				p.Until(`document.querySelector("main details > summary")`)
				browsertest.Eval[bool](p, `(document.querySelector("main details > summary").click(), true)`)
			}
			p.Go(at + "/saved")
			p.Sees(say("No search is saved yet", "Aún no hay búsquedas guardadas"))
			p.Inspect()
			p.Go(at + "/catalog?q=weather&kind=list")
			open()
			p.Fill(say("Name", "Nombre"), "")
			p.Press("button", say("Save it", "Guardarla"))
			p.Until(`document.querySelector("#name[aria-invalid=true]") !== null`)
			p.Inspect()
			shot(p, "saved-wrong-"+say("dark", "es"))
			p.Fill(say("Name", "Nombre"), "Storms")
			p.Press("button", say("Save it", "Guardarla"))
			p.Sees("Storms")
			address(t, p, "/catalog?", "q=weather", "kind=list")
			p.Inspect()
			p.Go(at + "/catalog")
			p.Press("link", "Storms")
			p.Sees("weather")
			p.Go(at + "/saved")
			open()
			p.Inspect()
			shot(p, "saved-"+say("dark", "es"))
			p.Fill(say("Name", "Nombre"), strings.Repeat("long ", 20))
			p.Press("button", say("Save the name", "Guardar el nombre")+": Storms")
			p.Until(`document.querySelector("main [aria-invalid=true]").value.startsWith("long long")`)
			p.Inspect()
			p.Fill(say("Name", "Nombre"), "Weather")
			p.Press("button", say("Save the name", "Guardar el nombre")+": Storms")
			p.Until(`document.querySelector("main h2").textContent === "Weather"`)
			p.Inspect() // and wait for all of the page: what still moves is clicked beside
			p.Press("button", say("Undo", "Deshacer"))
			p.Until(`document.querySelector("main h2").textContent === "Storms"`)
			open()
			p.Press("button", say("Follow in a feed reader", "Seguir en un lector de novedades")+": Storms")
			p.Until(`document.getElementById("address").value.endsWith("/saved.atom")`)
			p.Inspect()
			p.Press("button", say("Remove", "Quitar")+": Storms")
			p.Sees(say("No search is saved yet", "Aún no hay búsquedas guardadas"))
			p.Inspect()
			p.Press("button", say("Undo", "Deshacer"))
			p.Until(`document.querySelector("main h2").textContent === "Storms"`)
			p.Inspect()
		})
	}
}

// The field of the catalog's own page completes by keyboard alone, as a screen reader is told it.
func TestTheSearchFieldByKeyboardAlone(t *testing.T) {
	at := serveDemo(t, server.Options{})
	p := browsertest.Start(t).Open(t, at+"/demo", browsertest.Dark(), browsertest.Width(390))
	comeIn(p, at, "Rosa Delgado")
	p.Go(at + "/catalog")
	for range 12 {
		if p.Keys(kb.Tab); p.Focused() == "combobox Search the catalog" {
			break
		}
	}
	if !browsertest.Eval[bool](p, `document.activeElement.id === "q" && getComputedStyle(document.activeElement).outlineStyle !== "none"`) {
		t.Errorf("by the Tab key one comes to %s", p.Focused())
	}
	told := func(expanded, active string) {
		t.Helper()
		p.Until(`(() => { const q = document.getElementById("q"), at = q.getAttribute("aria-activedescendant");
			return q.getAttribute("role") === "combobox" && q.getAttribute("aria-autocomplete") === "list" && document.getElementById(q.getAttribute("aria-controls")).role === "listbox"
				&& q.getAttribute("aria-expanded") === "` + expanded + `" && document.activeElement === q
				&& (at === null ? "" : document.getElementById(at).getAttribute("aria-selected")) === "` + active + `"; })()`)
	}
	told("false", "")
	p.Keys("w", "e", "a")
	told("true", "")
	p.Until(`document.querySelector("#q-suggested + [role=status]").textContent !== ""`)
	p.Inspect()
	shot(p, "combobox-dark")
	p.Keys(kb.ArrowUp)
	told("true", "true")
	p.Until(`[...document.querySelectorAll("#q-suggested [role=option]")].at(-1).getAttribute("aria-selected") === "true"`)
	p.Keys(kb.ArrowDown) // back to what was typed
	told("true", "")
	p.Keys(kb.Escape)
	told("false", "")
	p.Until(`document.getElementById("q").value === "wea"`)
	p.Keys(kb.ArrowDown)
	told("true", "")
	p.Keys(kb.Tab)
	p.Until(`document.getElementById("q-suggested").hidden && document.activeElement.id !== "q"`)
	p.Until(`(document.getElementById("q").focus(), true)`)
	p.Keys(kb.ArrowDown)
	told("true", "")
	p.Keys(kb.ArrowDown)
	told("true", "true")
	p.Keys(kb.Enter)
	p.Until(`!location.search.includes("q=wea&") && location.href !== "` + at + `/catalog"`)
	p.Inspect()
}
