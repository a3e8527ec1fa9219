package browsertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/chromedp/chromedp"
)

// axeRules are the accessibility rules every page keeps: WCAG 2.0 to 2.2, A and AA, and what the engine calls best practice.
const axeRules = `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]`

// axeFinding is one rule that a page breaks, and where.
type axeFinding struct {
	ID     string   `json:"id"`
	Help   string   `json:"help"`
	Places []string `json:"places"`
}

// Axe fails the test for every accessibility rule that what is on the screen breaks.
func (p *Page) Axe() {
	p.t.Helper()
	for _, f := range p.axe() {
		p.t.Errorf("%s breaks %s: %s\n  %s", p.URL(), f.ID, f.Help, strings.Join(f.Places, "\n  "))
	}
}

func (p *Page) axe() []axeFinding {
	p.t.Helper()
	if p.noScripts { // the engine is a script; those of the page were passed over when it loaded, and stay so
		p.do("let the engine run", scripts(true))
		defer p.do("stop the engine", scripts(false))
	}
	p.do("load the accessibility engine", chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error { return loadAxe(ctx) }))
	return run(p, "ask the accessibility engine", chromedp.Evaluate[[]axeFinding](`
		axe.run(document, {runOnly: `+axeRules+`, resultTypes: ["violations"]}).then((result) =>
			result.violations.map((v) => ({id: v.id, help: v.help, places: v.nodes.map((n) =>
				n.target.join(" ") + ": " + n.failureSummary.replace(/\s+/g, " "))})))`, chromedp.EvalAwaitPromise))
}

// loadAxe makes sure that the page has the engine.
func loadAxe(ctx context.Context) error {
	has, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`window.axe !== undefined`))
	if err != nil || has {
		return err
	}
	engine, err := axeSource()
	if err != nil {
		return err
	}
	_, err = chromedp.Run(ctx, chromedp.Evaluate[bool]("(() => {"+engine+"})(), true"))
	return err
}

// axeSource reads the engine from web/node_modules, wherever in the module the test runs.
var axeSource = sync.OnceValues(readAxe)

func readAxe() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if filepath.Dir(dir) == dir {
			return "", errors.New("no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
	source, err := os.ReadFile(filepath.Join(dir, "web", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		return "", fmt.Errorf("run npm ci --ignore-scripts in web: %w", err)
	}
	return string(source), nil
}
