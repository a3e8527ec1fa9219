package browsertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Go opens an address in the page and waits until it has loaded.
func (p *Page) Go(url string) {
	p.t.Helper()
	p.do("go to "+url, chromedp.Navigate(url))
}

// Back is the browser's back button. It does not wait: a page may come back without loading.
func (p *Page) Back() {
	p.t.Helper()
	p.do("go back", chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		history, err := cdp.Call(ctx, tab, page.GetNavigationHistory, cdp.Empty{})
		if err != nil {
			return err
		}
		if history.CurrentIndex < 1 {
			return errors.New("there is nowhere to go back to")
		}
		before := history.Entries[history.CurrentIndex-1]
		_, err = cdp.Call(ctx, tab, page.NavigateToHistoryEntry, page.NavigateToHistoryEntryParams{EntryID: before.ID})
		return err
	}))
}

// URL is the page's address.
func (p *Page) URL() string {
	p.t.Helper()
	return run(p, "address", chromedp.Location())
}

// Title is the page's title.
func (p *Page) Title() string {
	p.t.Helper()
	return run(p, "title", chromedp.Title())
}

// Text is what one can read on the page.
func (p *Page) Text() string {
	p.t.Helper()
	return run(p, "text", chromedp.Evaluate[string](`document.body.innerText`))
}

// Sees waits until all the words can be read somewhere on the page. Case and runs of space do not matter: styles change them.
func (p *Page) Sees(words ...string) {
	p.t.Helper()
	for _, w := range words {
		if !p.until(func(ctx context.Context) bool {
			text, err := p.text(ctx)
			return err == nil && strings.Contains(flat(text), flat(w))
		}) {
			p.t.Fatalf("%q is not on the page, which says:\n%s", w, p.Text())
		}
	}
}

// SeesNot waits until none of the words can be read on the page.
func (p *Page) SeesNot(words ...string) {
	p.t.Helper()
	for _, w := range words {
		if !p.until(func(ctx context.Context) bool {
			text, err := p.text(ctx)
			return err == nil && text != "" && !strings.Contains(flat(text), flat(w))
		}) {
			p.t.Fatalf("%q is still on the page, which says:\n%s", w, p.Text())
		}
	}
}

func flat(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }

// text is what one can read at this moment; nothing before the page has a body. A page that gives way to another is an error.
func (p *Page) text(ctx context.Context) (string, error) {
	return chromedp.Run(ctx, chromedp.Evaluate[string](`document.body ? document.body.innerText : ""`))
}

// Until waits until an expression of JavaScript is true.
func (p *Page) Until(expression string) {
	p.t.Helper()
	if !p.until(func(ctx context.Context) bool {
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+expression+")"))
		return err == nil && ok
	}) {
		p.t.Fatalf("never true: %s", expression)
	}
}

// Eval is the value of an expression of JavaScript, for what no other method tells.
func Eval[T any](p *Page, expression string) T {
	p.t.Helper()
	return run(p, expression, chromedp.Evaluate[T](expression))
}

// until asks again and again, for as long as Patience lasts. A page that gives way to another may leave a question without an answer:
// each question has a limit, which doubles when it was too short.
func (p *Page) until(ok func(context.Context) bool) bool {
	all, cancel := context.WithTimeout(p.ctx, Patience)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for limit := firstAttempt; ; {
		ctx, end := context.WithTimeout(all, limit)
		holds := ok(ctx)
		if ctx.Err() != nil {
			limit *= 2
		}
		end()
		if holds {
			return true
		}
		select {
		case <-again.C:
		case <-all.Done():
			return false
		}
	}
}

// Inspect fails the test for what no page may have: a broken rule of accessibility, sideways scrolling, an icon that is not
// in the sprite, the key of a message in place of its words.
func (p *Page) Inspect() {
	p.t.Helper()
	p.Until(`document.readyState === "complete"`) // half a page has no heading yet
	p.Axe()
	if wide := Eval[string](p, overflow); wide != "" {
		p.t.Errorf("%s scrolls sideways: %s", p.URL(), wide)
	}
	if keys := Eval[string](p, unsaid); keys != "" {
		p.t.Errorf("%s shows %s, which have no words", p.URL(), keys)
	}
	if !p.until(func(context.Context) bool { return Eval[int](p, undrawn+".length") == 0 }) { // the sprite may still be on its way
		p.t.Errorf("%s has icons that are not there: %s", p.URL(), Eval[string](p, undrawn+`.join(" ")`))
	}
}

// overflow names what sticks out to the right of the page; empty when nothing does.
const overflow = `(() => {
	const width = document.documentElement.clientWidth;
	if (document.documentElement.scrollWidth <= width) return "";
	return [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > width + 1)
		.map((e) => e.tagName + "." + e.className).slice(0, 5).join(" ") || "something";
})()`

// unsaid names the messages that have no words in the language of the page, which then shows their keys.
const unsaid = `[...document.documentElement.outerHTML.matchAll(/‹[a-z][\w.-]*\.[\w.-]+›/g)].map((m) => m[0]).join(" ")`

// undrawn lists the icons that are shown and have no shape.
const undrawn = `[...document.querySelectorAll("use")].filter((u) => u.ownerSVGElement.getClientRects().length > 0)
	.filter((u) => { const box = u.getBBox(); return box.width === 0 && box.height === 0; }).map((u) => u.getAttribute("href"))`

// Screenshot writes the whole page as a picture, for a person to look at.
func (p *Page) Screenshot(path string) {
	p.t.Helper()
	p.write(path, run(p, "screenshot", chromedp.FullScreenshot(100)))
}

// PDF writes the page as it is printed.
func (p *Page) PDF(path string) {
	p.t.Helper()
	p.write(path, run(p, "print", chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground())))
}

// leaf is where a leaf begins in a PDF.
var leaf = regexp.MustCompile(`/Type\s*/Page\b`)

// Leaves is on how many leaves of paper, of a size in inches, the page is printed.
func (p *Page) Leaves(width, height float64) int {
	p.t.Helper()
	content := run(p, "print", chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperSize{Width: width, Height: height}), chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground()))
	return len(leaf.FindAll(content, -1))
}

func (p *Page) write(path string, content []byte) {
	p.t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		p.t.Fatal(fmt.Errorf("keep a picture: %w", err))
	}
}
