package server_test

import (
	"encoding/json"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/commonshelf/commonshelf/internal/server"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// beginWriting opens the form with a first few words.
func beginWriting(p *browsertest.Page, at, name string) {
	comeIn(p, at, name)
	p.Go(at + "/share")
	p.Fill("Paste a link, or just write it down", "Quiet endings\nThey hear it.")
	p.Press("button", "Go on")
	p.Sees("As others will see it")
}

// While one writes, words beside the field say that a student seems to be named, go away with it, and keep nobody from sharing.
func TestAStudentIsWarnedAboutWhileOneWrites(t *testing.T) {
	at := serveDemo(t, server.Options{})
	p := browsertest.Start(t).Open(t, at+"/demo", browsertest.Width(320))
	beginWriting(p, at, "Mai Tran")
	p.Fill("Why would a colleague want this?", "Maria Lopez 482913 heard it at once.")
	p.Sees("“Maria Lopez 482913” looks like a student.")
	p.Until(`document.getElementById("why").getAttribute("aria-describedby").includes("why-doubt")`)
	p.Inspect()
	p.Fill("Why would a colleague want this?", "A bell, rung twice, and 25 students were still.")
	p.SeesNot("looks like a student")
	p.Fill("Why would a colleague want this?", "Maria Lopez 482913 heard it at once.")
	p.Sees("looks like a student")
	share(p)
	p.Sees("Shared with your colleagues.", "Does this name a student?")
	p.Inspect()
}

// A form that is shared while no server answers stays where it is, with its words, and goes when there is one again.
func TestSharingWithoutAConnectionLosesNothing(t *testing.T) {
	at := serveDemo(t, server.Options{})
	p := browsertest.Start(t).Open(t, at+"/demo")
	beginWriting(p, at, "Mai Tran")
	p.Offline(true)
	p.Fill("Why would a colleague want this?", "Written on a train.")
	p.Sees("Not kept yet; we will try again.")
	share(p)
	p.Until(`document.querySelector("cs-autosave [role=status]").dataset.state === "waiting"`)
	p.Sees("As others will see it")
	p.Offline(false)
	share(p)
	p.Sees("Shared with your colleagues.", "Written on a train.")
}

// Beside the form stands what others will see of it, while one writes, and no screen reader is told at every key.
func TestTheCardFollowsWhileOneWrites(t *testing.T) {
	at := serveDemo(t, server.Options{})
	p := browsertest.Start(t).Open(t, at+"/demo")
	beginWriting(p, at, "Mai Tran")
	card := func(words string) string {
		return `document.querySelector("aside .card")?.textContent.includes("` + words + `")`
	}
	p.Until(card("Quiet endings"))
	p.Fill("Title", "Loud endings")
	p.Until(card("Loud endings"))
	p.Choose("6–8")
	p.Until(card("K–8"))
	p.Select("Kind", "Digital tool")
	p.Until(card("Digital tool"))
	p.Fill("Title", "")
	p.Until(`!` + card("Loud endings"))
	if browsertest.Eval[bool](p, `!!document.querySelector("aside").closest("[aria-live]") || !!document.querySelector("aside [aria-live], aside [role=status], aside [role=alert]")`) {
		t.Error("the card announces itself")
	}
	p.Inspect()
}

// withText opens the form with a part of text, which holds what is given, and watches for what the policy refuses.
func withText(p *browsertest.Page, at, name, text string) {
	beginWriting(p, at, name)
	p.Press("button", "Text")
	p.Until(`document.readyState === "complete" && document.querySelector("cs-visual textarea")`)
	browsertest.Eval[bool](p, `(window.refused = [], document.addEventListener("securitypolicyviolation", (e) => refused.push(e.violatedDirective)), true)`)
	write(p, text)
}

// write puts a text into the text area as typing does.
func write(p *browsertest.Page, text string) {
	browsertest.Eval[bool](p, `((area) => (area.value = `+quoted(text)+`, area.dispatchEvent(new Event("input", {bubbles: true})), true))(document.querySelector("cs-visual textarea"))`)
}

func quoted(text string) string {
	data, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(data)
}

func written(p *browsertest.Page) string {
	return browsertest.Eval[string](p, `document.querySelector("cs-visual textarea").value`)
}

const visual = `document.querySelector(".visual:not([hidden]) .ProseMirror")`

// One opens the visual mode by keyboard, types, uses the toolbar, and finds it all in the text, kept as a draft and then shared.
func TestOneWritesWhatItWillLookLike(t *testing.T) {
	at := serveDemo(t, server.Options{})
	p := browsertest.Start(t).Open(t, at+"/demo")
	withText(p, at, "Mai Tran", "A *bell*, rung twice.\n\n* one\n* two")
	tabTo(t, p, "button Write it as it will look")
	p.Keys(kb.Enter)
	p.Until(visual + `?.querySelector("em")?.textContent === "bell" && document.activeElement === ` + visual)
	p.Inspect()
	if got := written(p); got != "A *bell*, rung twice.\n\n* one\n* two" {
		t.Errorf("opening changed the text: %q", got)
	}
	p.Keys("!", "?")
	p.Until(`document.querySelector("cs-visual textarea").value.endsWith("- two!?")`)
	p.Keys(kb.Enter, kb.Enter)
	p.Press("button", "Bold")
	p.Until(`document.querySelector('[data-md-button="bold"]').getAttribute("aria-pressed") === "true" && document.activeElement.isContentEditable`)
	p.Keys("l", "o", "u", "d")
	p.Until(`document.querySelector("cs-visual textarea").value.includes("loud")`)
	p.Press("button", "Bold")
	p.Until(`document.querySelector('[data-md-button="bold"]').getAttribute("aria-pressed") === "false" && document.activeElement.isContentEditable`)
	p.Keys(" ", "2", "*", "3", " ", "<", "b", ">", " ")
	browsertest.Eval[bool](p, `(document.querySelector('[data-md-button="link"]').click(), true)`)
	p.Until(`document.activeElement.getAttribute("aria-label") === "Address of the link"`)
	p.Inspect()
	p.Keys("a", ".", "o", "r", "g", kb.Enter)
	p.Sees("Draft kept at")
	const want = "A *bell*, rung twice.\n\n- one\n- two!?\n\n**loud** 2\\*3 \\<b> [a.org](https://a.org)"
	p.Until(`document.querySelector("cs-visual textarea").value.includes("a.org")`)
	p.Inspect()
	p.Press("button", "Back to plain text")
	p.Until(`document.activeElement === document.querySelector("cs-visual textarea") && !` + visual)
	if got := written(p); got != want {
		t.Errorf("the text is %q", got)
	}
	p.Until(`window.refused.length === 0`)
	share(p)
	p.Sees("Shared with your colleagues.", "loud 2*3 <b> a.org")
	p.Inspect()
}

// What the visual mode would lose stays with the text, byte for byte, and words say why; what it shows, it leaves alone as well.
func TestNoTextIsChangedByLookingAtIt(t *testing.T) {
	at := serveDemo(t, server.Options{})
	p := browsertest.Start(t).Open(t, at+"/demo", browsertest.Width(320), browsertest.Dark())
	withText(p, at, "Mai Tran", "")
	for text, opens := range map[string]bool{
		"": true, "Plain.": true, "A *b* __c__\nd  \ne": true, "# A\n\n### B\n\n> c\n> d": true, "1. a\n2. b\n   - c\n   - d": true, "3) a\n4) b": true,
		"\\# text": true, "1999\\. A year": true, "5 < 6 & 7 &amp; [sic] snake_case": true, "<https://example.org> and https://example.org/a_b": true,
		"```\ncode *x*\n```\n\n---\n\n~~no~~ `in_line`": true, "[a][1]\n\n[1]: https://example.org": true,
		"| a | b |\n|---|---|\n| 1 | 2 |": false, "a <b>raw</b> c": false, "<div>\n\nraw\n\n</div>": false, "a <!-- note -->": false,
		"![A cat](https://example.org/cat.png)": false, "a ![A cat](cat.png \"Cat\") b": false, "- [ ] to do\n- [x] done": false,
	} {
		write(p, text)
		p.Press("button", "Write it as it will look")
		p.Until(visual + ` !== null || document.querySelector("[data-visual-says]").textContent !== ""`)
		if got := p.Has("button", "Back to plain text"); got != opens {
			t.Errorf("%q: opens is %v", text, got)
		}
		if opens {
			p.Press("button", "Back to plain text")
		} else {
			p.Sees("This text holds something that the other view would lose")
		}
		p.Until(`!` + visual)
		if got := written(p); got != text {
			t.Errorf("%q became %q", text, got)
		}
		p.Inspect()
	}
	p.Until(`window.refused.length === 0`)
}

// In Spanish the visual mode has its own words, and without a connection it says that the text is safe.
func TestTheVisualModeInSpanish(t *testing.T) {
	at := serveDemo(t, server.Options{})
	p := browsertest.Start(t).Open(t, at+"/demo")
	beginWriting(p, at, "Mai Tran")
	p.Press("button", "Español")
	p.Until(`document.documentElement.lang === "es" && document.readyState === "complete"`)
	p.Press("button", "Texto")
	p.Until(`document.readyState === "complete" && document.querySelector("cs-visual textarea")`)
	write(p, "# Hola")
	p.Press("button", "Escribir viendo el resultado")
	p.Until(visual + `?.querySelector("h1")?.textContent === "Hola"`)
	p.Inspect()
	p.Press("button", "Volver al texto simple")
	browsertest.Eval[bool](p, `(document.querySelector("cs-visual").dataset.alike = "/nowhere", true)`)
	write(p, "* uno")
	p.Press("button", "Escribir viendo el resultado")
	p.Sees("Su texto está aquí, sin cambios.")
	p.Inspect()
}
