package ui_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/chromedp/chromedp/kb"

	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// within waits for what a channel brings, for as long as a page may take.
func within[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case value := <-from:
		return value
	case <-time.After(browsertest.Patience):
		t.Fatal("nothing came")
		panic("unreachable")
	}
}

// form is a form that keeps itself.
func form(c ui.Chrome, parts ...templ.Component) templ.Component {
	return together(append(append([]templ.Component{templ.Raw(`<h1>Share</h1><form method="post" action="/share">`)}, parts...), templ.Raw(`<button class="main">Share</button></form>`))...)
}

func show(t *testing.T, pattern string, body func(ui.Chrome, *http.Request) templ.Component) func(*http.ServeMux) {
	c := chrome(t, lang.English)
	c.Flash = nil
	return func(mux *http.ServeMux) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			send(w, page(t, ui.Layout, c, body(c, r)))
		})
	}
}

func TestAFormKeepsItself(t *testing.T) {
	t.Parallel()
	kept, answer := make(chan string, 100), make(chan int, 1)
	answer <- http.StatusOK
	url := serve(t,
		show(t, "GET /share", func(c ui.Chrome, _ *http.Request) templ.Component {
			return form(c, templ.Raw(`<input type="hidden" name="draft">`),
				ui.TextInput(c, ui.Input{Label: ui.Label{Name: "title", Text: "Title"}}), ui.FileInput(c, ui.File{Label: ui.Label{Name: "file", Text: "File"}}), ui.Autosave(c, "/draft"))
		}),
		func(mux *http.ServeMux) {
			mux.HandleFunc("POST /draft", func(w http.ResponseWriter, r *http.Request) {
				status := <-answer
				answer <- status
				if status == http.StatusOK {
					kept <- r.FormValue("title") + "|" + r.FormValue("draft")
					w.Header().Set("Content-Type", "application/json")
					fmt.Fprint(w, `{"fields": {"draft": "d1"}, "url": "/share?draft=d1", "time": "25:61 by another clock"}`)
					return
				}
				w.WriteHeader(status)
			})
		})
	will := func(status int) { <-answer; answer <- status }

	p := browsertest.Start(t).Open(t, url+"/share")
	p.Fill("Title", "Quiet")
	p.Sees("Draft kept at 25:61 by another clock")
	if got := within(t, kept); got != "Quiet|" {
		t.Errorf("kept %q, want the title and no draft yet", got)
	}
	if got := p.URL(); got != url+"/share?draft=d1" {
		t.Errorf("the address is %s, want the draft's", got)
	}

	will(http.StatusServiceUnavailable)
	p.Fill("Title", "Quiet endings")
	p.Sees("Not kept yet; we will try again")
	p.Axe()
	will(http.StatusOK)
	p.Sees("Draft kept at") // by itself, without another key
	if got := within(t, kept); got != "Quiet endings|d1" {
		t.Errorf("kept %q after the failure, want the title and its draft", got)
	}

	will(http.StatusUnauthorized)
	p.Fill("Title", "Quiet endings for loud rooms")
	p.Sees("sign in again in a new tab", "Sign in (opens a new tab)")
	p.Axe()
	if got := browsertest.Eval[string](p, `document.querySelector("#title").value`); got != "Quiet endings for loud rooms" {
		t.Errorf("the field holds %q", got)
	}

	will(http.StatusConflict)
	p.Fill("Title", "Two tabs")
	p.Sees("also changed in another tab")

	will(http.StatusOK)
	p.Fill("Title", "On leaving")
	p.Go(url + "/en/visitor")
	if got := within(t, kept); got != "On leaving|d1" {
		t.Errorf("kept %q on leaving the page", got)
	}
	if stored := browsertest.Eval[int](p, `localStorage.length + sessionStorage.length`); stored != 0 {
		t.Errorf("%d things are in the browser's storage", stored)
	}
}

func TestAFormIsPostedAfterItsLastSave(t *testing.T) {
	t.Parallel()
	saving, save, order := make(chan struct{}, 10), make(chan struct{}, 10), make(chan string, 10)
	url := serve(t,
		show(t, "GET /share", func(c ui.Chrome, _ *http.Request) templ.Component {
			return form(c, templ.Raw(`<input type="hidden" name="saves" value="1">`), ui.TextInput(c, ui.Input{Label: ui.Label{Name: "title", Text: "Title"}}), ui.Autosave(c, "/draft"))
		}),
		func(mux *http.ServeMux) {
			mux.HandleFunc("POST /draft", func(w http.ResponseWriter, r *http.Request) {
				saving <- struct{}{}
				select {
				case <-save:
				case <-r.Context().Done():
					return
				}
				order <- "draft " + r.FormValue("saves") + " " + r.Header.Get("HX-Request-Type")
				w.Header().Set("Content-Type", "application/json")
				fmt.Fprint(w, `{"fields": {"saves": 2}}`)
			})
			mux.HandleFunc("POST /share", func(w http.ResponseWriter, r *http.Request) {
				order <- "form " + r.FormValue("saves") + " " + r.FormValue("title")
				send(w, `<!doctype html><html lang="en"><title>In</title><h1>In</h1>`)
			})
		})
	p := browsertest.Start(t).Open(t, url+"/share")
	p.Fill("Title", "Quiet")
	within(t, saving)
	p.Press("button", "Share")
	save <- struct{}{}
	for _, want := range []string{"draft 1 partial", "form 2 Quiet"} {
		if got := within(t, order); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	p.Until(`document.title === "In"`)

	save <- struct{}{} // should there be one
	p.Go(url + "/share")
	p.Fill("Title", "Loud")
	p.Keys(kb.Enter) // before any pause
	if got, want := within(t, order), "form 1 Loud"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	p.Until(`document.title === "In"`)
	p.Go(url + "/en/visitor")
	select {
	case got := <-order:
		t.Errorf("then came %q, want nothing more", got)
	default:
	}
}

func TestPartsMove(t *testing.T) {
	t.Parallel()
	posted := make(chan string, 1)
	url := serve(t,
		show(t, "GET /write", func(c ui.Chrome, _ *http.Request) templ.Component {
			var parts []templ.Component
			for i, word := range []string{"Text", "Link", "Steps"} {
				parts = append(parts, around(ui.Part(c, ui.PartView{Key: "k" + word, Word: word, Icon: "text", Place: i + 1, Count: 3})))
			}
			return form(c, around(ui.Parts(c), parts...))
		}),
		func(mux *http.ServeMux) {
			mux.HandleFunc("POST /share", func(w http.ResponseWriter, r *http.Request) {
				r.ParseForm()
				posted <- fmt.Sprint(r.Form["block"], r.FormValue("move"))
				send(w, `<!doctype html><html lang="en"><title>In</title><h1>In</h1>`)
			})
		})
	b := browsertest.Start(t)

	p := b.Open(t, url+"/write")
	p.Press("button", "Move down: Text")
	p.Sees("1. Link", "2. Text", "Now part 2 of 3")
	if got := p.Focused(); got != "button Move down: Text" {
		t.Errorf("the focus is on %q, want the button that was pressed", got)
	}
	p.Keys(kb.Enter)
	p.Sees("3. Text")
	p.Keys(kb.Enter) // at the end: nowhere to go, and the focus stays
	p.Sees("Now part 3 of 3")
	p.Axe()
	p.Press("button", "Share")
	if got, want := within(t, posted), "[kLink kSteps kText]"; got != want {
		t.Errorf("posted %s, want %s", got, want)
	}

	p = b.Open(t, url+"/write", browsertest.NoScripts())
	p.Press("button", "Move up: Link")
	if got, want := within(t, posted), "[kText kLink kSteps]up:kLink"; got != want {
		t.Errorf("without scripts posted %s, want %s", got, want)
	}
}

func TestFacetsNarrowDown(t *testing.T) {
	t.Parallel()
	broken := func(mux *http.ServeMux) {
		mux.Handle("GET /moved", http.RedirectHandler("/en/door", http.StatusSeeOther))
		mux.HandleFunc("GET /broken", func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusServiceUnavailable)
			send(w, `<!doctype html><html lang="en"><title>Busy</title><main id="main"><h1>Busy, try again</h1></main>`)
		})
	}
	url := serve(t, broken, show(t, "GET /catalog", func(c ui.Chrome, r *http.Request) templ.Component {
		kinds := r.URL.Query()["kind"]
		group := ui.FacetGroup{Name: "kind", Legend: "Kind"}
		for _, k := range []string{"tip", "guide"} {
			group.Options = append(group.Options, ui.FacetOption{Value: k, Label: strings.ToUpper(k[:1]) + k[1:], Count: 3, Chosen: strings.Contains(fmt.Sprint(kinds), k)})
		}
		return together(templ.Raw(`<h1>Catalog</h1>`), ui.OpenFacets(c, len(kinds)),
			ui.Facets(c, ui.FacetsView{Action: "/catalog", Keep: []ui.Hidden{{Name: "q", Value: "maps"}}, Groups: []ui.FacetGroup{group}, Found: 6 - 3*len(kinds)}),
			templ.Raw(fmt.Sprintf(`<p>For maps: %v</p>`, kinds)))
	}))
	b := browsertest.Start(t)

	p := b.Open(t, url+"/catalog?q=maps")
	p.Until(`!!customElements.get("cs-filter")`)
	p.Choose("Tip 3 results")
	p.Sees("For maps: [tip]")
	if got := p.Focused(); got != "input Tip3 3 results" {
		t.Errorf("the focus is on %q, want the box that was ticked", got)
	}
	p.Choose("Guide 3 results")
	p.Sees("For maps: [tip guide]")
	if got, want := p.URL(), url+"/catalog?q=maps&kind=tip&kind=guide"; got != want {
		t.Errorf("the address is %s, want %s", got, want)
	}
	p.Back()
	p.Sees("For maps: [tip]")
	p.Axe()

	phone := b.Open(t, url+"/catalog?q=maps", browsertest.Width(390))
	phone.Press("button", "Narrow down")
	phone.Choose("Guide 3 results")
	phone.Axe()
	phone.Press("button", "Show 6 results")
	phone.Sees("For maps: [guide]")
	phone.SeesNot("Show 3 results")

	for to, title := range map[string]string{"/broken": "Busy", "/moved": "Gallery · Commonshelf"} {
		elsewhere := b.Open(t, url+"/catalog?q=maps")
		elsewhere.Until(`!!customElements.get("cs-filter")`)
		browsertest.Eval[bool](elsewhere, `["hx-get", "action"].forEach((a) => document.querySelector("#facets").setAttribute(a, "`+to+`")), true`)
		elsewhere.Choose("Tip 3 results")
		elsewhere.Until(`document.title === "` + title + `"`) // the whole page that answers, not a piece of it
	}

	plain := b.Open(t, url+"/catalog?q=maps", browsertest.NoScripts())
	plain.Choose("Tip 3 results")
	plain.Press("button", "Show 6 results")
	plain.Sees("For maps: [tip]")
}

func TestAnUploadShowsHowFarItIs(t *testing.T) {
	t.Parallel()
	url := serve(t,
		show(t, "GET /bring", func(c ui.Chrome, _ *http.Request) templ.Component {
			return together(templ.Raw(`<h1>Bring</h1><form method="post" action="/bring" enctype="multipart/form-data">`),
				ui.FileInput(c, ui.File{Label: ui.Label{Name: "file", Text: "File"}}), ui.UploadProgress(c), templ.Raw(`<button name="do" value="look">Send</button></form>`))
		}),
		func(mux *http.ServeMux) {
			mux.HandleFunc("POST /bring", func(w http.ResponseWriter, r *http.Request) {
				file, header, err := r.FormFile("file")
				if err != nil {
					http.Error(w, err.Error(), http.StatusBadRequest)
					return
				}
				file.Close()
				http.Redirect(w, r, fmt.Sprintf("/brought?name=%s&size=%d&do=%s", header.Filename, header.Size, r.FormValue("do")), http.StatusSeeOther)
			})
		},
		show(t, "GET /brought", func(c ui.Chrome, r *http.Request) templ.Component {
			return templ.Raw("<h1>Brought " + r.URL.Query().Get("name") + " " + r.URL.Query().Get("size") + " " + r.URL.Query().Get("do") + "</h1>")
		}))
	list := filepath.Join(t.TempDir(), "list.csv")
	if err := os.WriteFile(list, make([]byte, 3<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	b := browsertest.Start(t)
	for name, options := range map[string][]browsertest.Option{"with scripts": nil, "without": {browsertest.NoScripts()}} {
		t.Run(name, func(t *testing.T) {
			p := b.Open(t, url+"/bring", options...)
			p.Upload("File", list)
			p.Press("button", "Send")
			p.Sees("Brought list.csv 3145728 look")
			if got := p.URL(); !strings.HasPrefix(got, url+"/brought?") {
				t.Errorf("the address is %s", got)
			}
			p.Back()
			p.Until(`document.querySelector("h1").textContent === "Bring"`)
		})
	}
}

func TestAPartFollowsAStream(t *testing.T) {
	t.Parallel()
	events, count := make(chan string, 10), make(chan int, 1)
	count <- 0
	url := serve(t,
		show(t, "GET /progress", func(c ui.Chrome, _ *http.Request) templ.Component {
			n := <-count
			count <- n + 1
			return together(templ.Raw(`<h1>Import</h1>`), around(ui.Live(c, ui.LiveView{ID: "rows", Stream: "/events", URL: "/progress"}),
				templ.Raw(fmt.Sprintf(`<p>Seen %d times</p><label for="note">Note</label><input id="note" name="note">`, n))))
		}),
		func(mux *http.ServeMux) {
			mux.HandleFunc("GET /events", func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/event-stream")
				w.WriteHeader(http.StatusOK)
				for {
					http.NewResponseController(w).Flush()
					select {
					case e := <-events:
						fmt.Fprintf(w, "event: %s\ndata:\n\n", e)
					case <-r.Context().Done():
						return
					}
				}
			})
		})
	p := browsertest.Start(t).Open(t, url+"/progress")
	p.Sees("Seen 1 times") // fetched once the stream stands, so that nothing falls between
	p.Fill("Note", "half a sent")
	events <- "changed"
	p.Sees("Seen 2 times")
	if got := browsertest.Eval[string](p, `document.querySelector("#note").value`); got != "half a sent" {
		t.Errorf("what was typed became %q", got)
	}
	events <- "else"
	events <- "changed"
	p.Sees("Seen 3 times")
}

func TestTheSummaryOfErrorsTakesTheFocus(t *testing.T) {
	t.Parallel()
	url, b := serve(t), browsertest.Start(t)
	for name, options := range map[string][]browsertest.Option{"with scripts": nil, "without": {browsertest.NoScripts()}} {
		t.Run(name, func(t *testing.T) {
			p := b.Open(t, url+"/en/gallery", options...)
			p.Until(`document.activeElement.getAttribute("role") === "alert"`)
			p.Press("link", "Give it a title.")
			p.Until(`document.activeElement.id === "title"`)
		})
	}
}

func TestALinkIsCopied(t *testing.T) {
	t.Parallel()
	p := browsertest.Start(t).Open(t, serve(t)+"/en/gallery")
	p.Until(`!!customElements.get("cs-copy")`)
	p.Press("button", "Copy")
	p.Until(`/Copied|Marked/.test(document.querySelector("cs-copy [role=status]").textContent)`)
	if got := browsertest.Eval[string](p, `getSelection().toString() || document.activeElement.value`); got != "https://shelf.example.org/s/abc" {
		t.Errorf("%q is marked", got)
	}
}

func TestAPageIsPrintedByItsButton(t *testing.T) {
	t.Parallel()
	url, b := serve(t), browsertest.Start(t)
	p := b.Open(t, url+"/en/gallery")
	p.Until(`!!customElements.get("cs-print")`)
	browsertest.Eval[bool](p, `(window.printed = 0, window.print = () => window.printed++, true)`)
	p.Press("button", "Print")
	p.Until(`printed === 1`)

	plain := b.Open(t, url+"/en/gallery", browsertest.NoScripts())
	if n := browsertest.Eval[int](plain, `[...document.querySelectorAll("cs-print button")].filter(b => b.checkVisibility()).length`); n != 0 {
		t.Errorf("%d buttons that do nothing without scripts", n)
	}
}

func TestWhatJustHappenedIsSpoken(t *testing.T) {
	t.Parallel()
	p := browsertest.Start(t).Open(t, serve(t)+"/en/gallery")
	p.Until(`!!customElements.get("cs-flash")`)
	// The page's own may have been spoken by now, or be just silent; another one shows how.
	browsertest.Eval[bool](p, `(() => {
		const again = document.querySelector("cs-flash").cloneNode(true), words = again.querySelector("p");
		words.textContent = "It is there.";
		window.said = [words.textContent];
		new MutationObserver(() => said.push(words.textContent)).observe(words, {childList: true});
		document.querySelector("main").append(again);
		return true;
	})()`)
	p.Until(`said.length === 3 && said[1] === "" && said[2] === said[0]`)
}

// The page closes while a save is still under way: the last words are sent too, as a later turn of the same tab.
func TestTheLastWordsLeaveWithThePage(t *testing.T) {
	t.Parallel()
	saving, turns := make(chan struct{}, 10), make(chan string, 10)
	url := serve(t,
		show(t, "GET /share", func(c ui.Chrome, _ *http.Request) templ.Component {
			return form(c, ui.TextInput(c, ui.Input{Label: ui.Label{Name: "title", Text: "Title"}}), ui.Autosave(c, "/draft"))
		}),
		func(mux *http.ServeMux) {
			mux.HandleFunc("POST /draft", func(w http.ResponseWriter, r *http.Request) {
				turns <- r.FormValue("tab") + " " + r.FormValue("turn") + " " + r.FormValue("title")
				if r.FormValue("title") == "First" {
					saving <- struct{}{}
					<-r.Context().Done() // never answered
				}
			})
		})
	p := browsertest.Start(t).Open(t, url+"/share")
	p.Fill("Title", "First")
	within(t, saving)
	p.Fill("Title", "First and last")
	p.Go(url + "/en/visitor")
	before, after := strings.Fields(within(t, turns)), strings.Fields(within(t, turns))
	if before[0] != after[0] || len(before[0]) < 16 || before[1] >= after[1] || strings.Join(after[2:], " ") != "First and last" {
		t.Errorf("sent %q, then %q", before, after)
	}
}

// Whoever leaves while something could not be kept is asked, and nobody else is.
func TestLeavingWithWordsThatAreNotKeptIsAsked(t *testing.T) {
	t.Parallel()
	answer := make(chan int, 1)
	answer <- http.StatusServiceUnavailable
	url := serve(t,
		show(t, "GET /share", func(c ui.Chrome, _ *http.Request) templ.Component {
			return form(c, ui.TextInput(c, ui.Input{Label: ui.Label{Name: "title", Text: "Title"}}), ui.Autosave(c, "/draft"))
		}),
		func(mux *http.ServeMux) {
			mux.HandleFunc("POST /draft", func(w http.ResponseWriter, r *http.Request) {
				status := <-answer
				answer <- status
				w.WriteHeader(status)
			})
		})
	p := browsertest.Start(t).Open(t, url+"/share")
	asked := func() bool {
		return browsertest.Eval[bool](p, `!dispatchEvent(new Event("beforeunload", { cancelable: true }))`)
	}
	if asked() {
		t.Error("asked before anything was typed")
	}
	p.Fill("Title", "Quiet endings")
	p.Sees("Not kept yet; we will try again")
	if !asked() {
		t.Error("not asked while the words are not kept")
	}
	<-answer
	answer <- http.StatusNoContent
	p.Sees("Draft kept at")
	if asked() {
		t.Error("asked although the words are kept")
	}
}

// An error goes from beside its field and from the list above as soon as it is put right, and not before.
func TestAnErrorGoesWhenItIsPutRight(t *testing.T) {
	t.Parallel()
	url := serve(t, show(t, "GET /share", func(c ui.Chrome, _ *http.Request) templ.Component {
		c.Title = "Error: Share"
		faults := []ui.FieldFault{{Field: "title", Text: "Write a title."}, {Field: "mail", Text: "This is no address."}, {Field: "grades", Text: "Choose grades."}, {Field: "minutes", Text: "Write minutes."}}
		return together(ui.ErrorSummary(c, faults), form(c,
			ui.TextInput(c, ui.Input{Label: ui.Label{Name: "title", Text: "Title", Hint: "Short.", Wrong: "Write a title."}, Required: true}),
			ui.TextInput(c, ui.Input{Label: ui.Label{Name: "mail", Text: "Mail", Wrong: "This is no address."}, Type: "email", Value: "ana"}),
			ui.Toggles(c, ui.Choices{Label: ui.Label{Name: "grades", Text: "Grades", Wrong: "Choose grades."}, Options: []ui.Option{{Value: "1", Label: "One"}, {Value: "2", Label: "Two"}}, Multiple: true}),
			ui.TextInput(c, ui.Input{Label: ui.Label{Name: "minutes", Text: "Minutes", Wrong: "Write minutes."}, Value: "soon"})))
	}))
	p := browsertest.Start(t).Open(t, url+"/share")
	p.Until(`!!customElements.get("cs-autosave")`)
	p.Sees("4 things to put right")
	p.Fill("Title", "Quiet")
	p.Sees("3 things to put right")
	p.SeesNot("Write a title.")
	if got := browsertest.Eval[string](p, `(e => e.getAttribute("aria-describedby") + "|" + e.getAttribute("aria-invalid") + "|" + e.closest(".field").className)(document.getElementById("title"))`); got != "title-hint|null|field" {
		t.Errorf("the field says %q", got)
	}
	p.Fill("Mail", "ana@example.org")
	p.Choose("Two")
	p.SeesNot("This is no address.", "Choose grades.")
	p.Sees("One thing to put right")
	p.Axe()
	p.Fill("Minutes", "later")
	p.Keys(kb.Tab)
	p.Sees("Write minutes.") // only the server can say
	if got := browsertest.Eval[string](p, `document.querySelector("[data-faults-left]").textContent`); got != "One thing to put right" {
		t.Errorf("said %q", got)
	}
}

// Boxes ticked faster than the server answers all count, make one step back, and say after it what the address says.
func TestQuickTicksAndTheWayBack(t *testing.T) {
	t.Parallel()
	slow := make(chan struct{})
	url := serve(t, show(t, "GET /catalog", func(c ui.Chrome, r *http.Request) templ.Component {
		kinds := r.URL.Query()["kind"]
		if len(kinds) > 0 && len(kinds) < 3 {
			select {
			case <-slow:
			case <-r.Context().Done():
			}
		}
		group := ui.FacetGroup{Name: "kind", Legend: "Kind"}
		for _, k := range []string{"tip", "guide", "reel"} {
			group.Options = append(group.Options, ui.FacetOption{Value: k, Label: strings.ToUpper(k[:1]) + k[1:], Count: 3, Chosen: strings.Contains(fmt.Sprint(kinds), k)})
		}
		return together(templ.Raw(`<h1>Catalog</h1>`), ui.Facets(c, ui.FacetsView{Action: "/catalog", Groups: []ui.FacetGroup{group}, Found: 9}), templ.Raw(fmt.Sprintf(`<p>Kinds: %v</p>`, kinds)))
	}))
	p := browsertest.Start(t).Open(t, url+"/catalog")
	p.Until(`!!customElements.get("cs-filter")`)
	boxes := `[...document.querySelectorAll("#facets input[name=kind]")].map((box) => box.checked).join()`
	before := browsertest.Eval[int](p, `history.length`)
	browsertest.Eval[bool](p, `(document.querySelectorAll("#facets input[name=kind]").forEach((box) => box.click()), true)`)
	p.Sees("Kinds: [tip guide reel]")
	if got := browsertest.Eval[string](p, boxes); got != "true,true,true" {
		t.Errorf("the boxes are %s", got)
	}
	if got := browsertest.Eval[int](p, `history.length`) - before; got != 1 {
		t.Errorf("%d steps back, want one", got)
	}
	p.Back()
	p.Sees("Kinds: []")
	p.Until(boxes + ` === "false,false,false"`)
	browsertest.Eval[bool](p, `(history.forward(), true)`)
	p.Sees("Kinds: [tip guide reel]")
	p.Until(boxes + ` === "true,true,true"`)
	close(slow)
	p.Choose("Guide 3 results")
	p.Sees("Kinds: [tip reel]")
	p.Back()
	p.Sees("Kinds: [tip guide reel]")
	p.Until(boxes + ` === "true,true,true"`)
}
