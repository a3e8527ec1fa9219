// Package browsertest lends tests a real Chromium: pages opened as different people, things found by role and name as a
// screen reader finds them, the accessibility engine on whatever is on the screen.
//
//	b := browsertest.Start(t)                    // once a test; subtests share it
//	p := b.Open(t, server.URL+"/share")          // a visitor with cookies of their own
//	p.Fill("Title", "Quiet endings")
//	p.Press("button", "Share")
//	p.Sees("Shared. Undo")
//	p.Inspect()
//
// Every method fails the test when it cannot do what it says within Patience. A page whose console shows an error, or a
// breach of its Content-Security-Policy, fails its test at the end. A missing Chromium fails; nothing is skipped.
package browsertest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Patience is how long a page may take to show what a test waits for.
const Patience = 30 * time.Second

// firstAttempt is how long the first question to a page may take: see Page.until.
const firstAttempt = 2 * time.Second

// departure is how long a page that was asked for may take to come before one looks at what is there: some never come.
const departure = 10 * time.Second

// headlessShell is where Debian keeps the Chromium that has no window at all: the same pages from a fifth of the processor's time. The
// script of that name on the path would outlive a test that is killed.
const headlessShell = "/usr/lib/chromium/chromium-headless-shell"

// Browser is a running Chromium without window.
type Browser struct {
	ctx context.Context
}

// Start starts a Chromium that ends with the test.
func Start(t testing.TB) *Browser {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.UserDataDir(t.TempDir()),
		chromedp.DisableGPU,
		chromedp.WindowSize(1280, 900),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true),
	)
	if shell, err := exec.LookPath(headlessShell); err == nil {
		options = append(options, chromedp.ExecPath(shell))
	}
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium's sandbox refuses to work for root
	}
	allocator, free := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		chromedp.Cancel(ctx) // waits for the process, so that its folder can be removed
		cancel()
		free()
	})
	if err := chromedp.Do(ctx); err != nil { // the first run starts the process and must carry no time limit
		t.Fatalf("start Chromium: %v", err)
	}
	return &Browser{ctx: ctx}
}

// Option changes how a page is opened.
type Option func(*visitor)

type visitor struct {
	width, height int64
	dark          bool
	noScripts     bool
	language      string
}

// Width sets the width of the screen in CSS pixels; without, it is 1280.
func Width(pixels int) Option { return func(v *visitor) { v.width = int64(pixels) } }

// Dark asks for the dark theme, as the device's settings do.
func Dark() Option { return func(v *visitor) { v.dark = true } }

// NoScripts opens the page with JavaScript off.
func NoScripts() Option { return func(v *visitor) { v.noScripts = true } }

// Language is what the browser asks for, such as "es".
func Language(tag string) Option { return func(v *visitor) { v.language = tag } }

// Page is one tab of one visitor, who shares no cookies with others.
type Page struct {
	t         testing.TB
	ctx       context.Context
	noScripts bool

	mu      sync.Mutex
	trouble []string                  // what the console complained about
	leaving map[cdp.FrameID]time.Time // frames on their way to another page, since when
}

// Open opens an address as a new visitor. The page ends with the test.
func (b *Browser) Open(t testing.TB, url string, options ...Option) *Page {
	t.Helper()
	v := visitor{width: 1280, height: 900, language: "en"}
	for _, option := range options {
		option(&v)
	}
	p := &Page{t: t, noScripts: v.noScripts, leaving: map[cdp.FrameID]time.Time{}}
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.listen))
	p.ctx = ctx
	t.Cleanup(func() {
		cancel()
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, trouble := range p.trouble {
			t.Errorf("console: %s", trouble)
		}
	})
	if err := chromedp.Do(ctx, v.prepare()); err != nil {
		t.Fatalf("open a page: %v", err)
	}
	p.Go(url)
	return p
}

// prepare makes the tab what the visitor's device is.
func (v visitor) prepare() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		theme := "light"
		if v.dark {
			theme = "dark"
		}
		if _, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: theme},
			{Name: "prefers-reduced-motion", Value: "reduce"}, // a card half way up has other colours
		}}); err != nil {
			return err
		}
		if _, err := scripts(!v.noScripts)(ctx, tab); err != nil {
			return err
		}
		if _, err := cdp.Call(ctx, tab, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": v.language}}); err != nil {
			return err
		}
		_, err := chromedp.EmulateViewport(v.width, v.height)(ctx, tab)
		return err
	})
}

// scripts switches JavaScript on or off.
func scripts(on bool) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return err
	})
}

// listen gathers what the console complains about, and which frames are on their way to another page. An answer of 4xx or 5xx is no
// complaint: pages may be refused on purpose.
func (p *Page) listen(event any) {
	var trouble string
	switch e := event.(type) {
	case *page.EventFrameRequestedNavigation:
		p.leaves(e.FrameID)
	case *page.EventFrameStartedNavigating:
		p.leaves(e.FrameID)
	case *page.EventNavigatedWithinDocument:
		p.arrived(e.FrameID)
	case *page.EventFrameStoppedLoading:
		p.arrived(e.FrameID)
	case *inspector.EventTargetCrashed:
		trouble = "the process of the page crashed"
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			trouble = e.Entry.Text
		}
	case *runtime.EventExceptionThrown:
		trouble = e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			trouble += " " + e.ExceptionDetails.Exception.Description
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" {
			trouble = "error:"
			for _, a := range e.Args {
				trouble += fmt.Sprintf(" %s%s", a.Value, a.Description)
			}
		}
	}
	if trouble != "" {
		p.mu.Lock()
		p.trouble = append(p.trouble, trouble)
		p.mu.Unlock()
	}
}

func (p *Page) leaves(frame cdp.FrameID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.leaving[frame] = time.Now()
}

func (p *Page) arrived(frame cdp.FrameID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.leaving, frame)
}

// isLeaving says whether the page is just giving way to another.
func (p *Page) isLeaving() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, since := range p.leaving {
		if time.Since(since) < departure {
			return true
		}
	}
	return false
}

// Offline takes the connection away, or gives it back. The page is not told: it finds out.
func (p *Page) Offline(off bool) {
	p.t.Helper()
	conditions := []*network.Conditions{}
	if off {
		conditions = append(conditions, &network.Conditions{DownloadThroughput: -1, UploadThroughput: -1, Offline: true})
	}
	p.do("switch the connection", chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: conditions})
		return err
	}))
}

// Resize changes the width of the screen.
func (p *Page) Resize(width int) {
	p.t.Helper()
	p.do("resize", chromedp.EmulateViewport(int64(width), 900))
}

// do runs an action within Patience and fails the test if it cannot.
func (p *Page) do(what string, action chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, Patience)
	defer cancel()
	if err := chromedp.Do(ctx, action); err != nil {
		p.t.Fatalf("%s: %v", what, err)
	}
}

// run is do for an action with a result.
func run[T any](p *Page, what string, action chromedp.Action[T]) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, Patience)
	defer cancel()
	value, err := chromedp.Run(ctx, action)
	if err != nil {
		p.t.Fatalf("%s: %v", what, err)
	}
	return value
}
