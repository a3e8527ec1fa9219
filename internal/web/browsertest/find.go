package browsertest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Press clicks what has the role and the accessible name, as a screen reader says them: "link", "button", "checkbox",
// "radio", "DisclosureTriangle" for the summary of details.
func (p *Page) Press(role, name string) {
	p.t.Helper()
	p.act("press", role, name, p.click)
}

// Choose ticks a box or chooses one of several by its label.
func (p *Page) Choose(label string) {
	p.t.Helper()
	for _, role := range []string{"radio", "checkbox"} {
		if p.Has(role, label) {
			p.Press(role, label)
			return
		}
	}
	p.Press("checkbox", label)
}

// Fill types text into the field with the label, in place of what was there.
func (p *Page) Fill(label, text string) {
	p.t.Helper()
	p.act("fill", "", label, func(ctx context.Context, tab *chromedp.Target, id cdp.BackendNodeID) error {
		if err := p.call(ctx, tab, id, `function() { this.focus(); this.select?.(); }`); err != nil {
			return err
		}
		if text == "" {
			_, err := chromedp.KeyEvent(kb.Delete)(ctx, tab)
			return err
		}
		_, err := chromedp.KeyEvent(text)(ctx, tab)
		return err
	}, "textbox", "searchbox", "spinbutton", "Date", "combobox")
}

// Select chooses an option of the list with the label.
func (p *Page) Select(label, option string) {
	p.t.Helper()
	p.act("select", "combobox", label, func(ctx context.Context, tab *chromedp.Target, id cdp.BackendNodeID) error {
		return p.call(ctx, tab, id, `function(words) {
			const option = [...this.options].find((o) => o.text.trim() === words);
			if (!option) throw new Error("no option " + words);
			this.value = option.value;
			this.dispatchEvent(new Event("input", {bubbles: true}));
			this.dispatchEvent(new Event("change", {bubbles: true}));
		}`, option)
	})
}

// Upload chooses files of this machine for the field with the label. A field of files has the file's name in its own, so it is
// found by its label alone.
func (p *Page) Upload(label string, paths ...string) {
	p.t.Helper()
	field := fmt.Sprintf(`[...document.querySelectorAll("input[type=file]")].find((e) => e.labels[0]?.textContent.trim() === %q)`, label)
	p.Until(field)
	p.do("upload to "+label, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		found, err := cdp.Call(ctx, tab, runtime.Evaluate, runtime.EvaluateParams{Expression: field})
		if err != nil {
			return err
		}
		_, err = cdp.Call(ctx, tab, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: paths, ObjectID: found.Result.ObjectID})
		return err
	}))
}

// Keys presses keys one after another where the focus is: "a", kb.Tab, kb.Enter, kb.ArrowDown.
func (p *Page) Keys(keys ...string) {
	p.t.Helper()
	for _, key := range keys {
		p.do("press a key", chromedp.KeyEvent(key))
	}
}

// Focused is what has the focus: its role if it has one, and its words.
func (p *Page) Focused() string {
	p.t.Helper()
	return Eval[string](p, `(() => {
		const e = document.activeElement;
		if (!e || e === document.body) return "";
		const words = e.getAttribute("aria-label") ?? (e.labels?.[0] ?? e).textContent;
		return ((e.getAttribute("role") ?? e.tagName.toLowerCase()) + " " + words).replace(/\s+/g, " ").trim();
	})()`)
}

// Has says whether something with the role and name is on the page at this moment.
func (p *Page) Has(role, name string) bool {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, Patience)
	defer cancel()
	p.until(func(context.Context) bool { return !p.isLeaving() })
	found, err := p.find(ctx, role, name)
	if err != nil {
		p.t.Fatalf("look for %s %q: %v", role, name, err)
	}
	return len(found) > 0
}

// act waits until exactly one thing has the role, or one of the other roles, and the name, and does something to it.
func (p *Page) act(what, role, name string, do func(context.Context, *chromedp.Target, cdp.BackendNodeID) error, roles ...string) {
	p.t.Helper()
	if role != "" {
		roles = append(roles, role)
	}
	var (
		found []cdp.BackendNodeID
		last  error
	)
	done := p.until(func(ctx context.Context) bool {
		if found, last = found[:0], nil; p.isLeaving() {
			return false
		}
		for _, r := range roles {
			some, err := p.find(ctx, r, name)
			if last = err; err != nil {
				return false
			}
			found = append(found, some...)
		}
		if len(found) != 1 {
			return false
		}
		patient, cancel := context.WithTimeout(p.ctx, Patience) // what is begun is not torn
		defer cancel()
		last = chromedp.Do(patient, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
			return do(ctx, tab, found[0])
		}))
		return last == nil
	})
	if !done {
		p.t.Fatalf("%s %v %q: %d found, %v; the page says:\n%s", what, roles, name, len(found), last, p.Text())
	}
}

// find lists what has the role and the accessible name. Chromium 156 crashes when its tree of accessible things is asked while the page
// gives way to another, so nobody asks a page that isLeaving.
func (p *Page) find(ctx context.Context, role, name string) ([]cdp.BackendNodeID, error) {
	return chromedp.Run(ctx, func(ctx context.Context, tab *chromedp.Target) ([]cdp.BackendNodeID, error) {
		document, err := cdp.Call(ctx, tab, dom.GetDocument, dom.GetDocumentParams{Depth: new(int64(0))})
		if err != nil {
			return nil, err
		}
		result, err := cdp.Call(ctx, tab, accessibility.QueryAXTree, accessibility.QueryAXTreeParams{
			BackendNodeID: document.Root.BackendNodeID, Role: role, AccessibleName: name,
		})
		if err != nil {
			return nil, err
		}
		var found []cdp.BackendNodeID
		for _, node := range result.Nodes {
			if !node.Ignored {
				found = append(found, node.BackendDOMNodeID)
			}
		}
		return found, nil
	})
}

// click clicks in the middle of what is there, as a hand does; what covers it gets the click.
func (p *Page) click(ctx context.Context, tab *chromedp.Target, id cdp.BackendNodeID) error {
	if _, err := cdp.Call(ctx, tab, dom.ScrollIntoViewIfNeeded, dom.ScrollIntoViewIfNeededParams{BackendNodeID: id}); err != nil {
		return err
	}
	shape, err := cdp.Call(ctx, tab, dom.GetContentQuads, dom.GetContentQuadsParams{BackendNodeID: id})
	if err != nil {
		return err
	}
	if len(shape.Quads) == 0 || len(shape.Quads[0]) != 8 {
		return errors.New("it has no place on the screen")
	}
	quad := shape.Quads[0]
	_, err = chromedp.MouseClickXY((quad[0]+quad[4])/2, (quad[1]+quad[5])/2)(ctx, tab)
	return err
}

// call calls a function of JavaScript on what is there.
func (p *Page) call(ctx context.Context, tab *chromedp.Target, id cdp.BackendNodeID, function string, args ...string) error {
	object, err := cdp.Call(ctx, tab, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: id})
	if err != nil {
		return err
	}
	params := runtime.CallFunctionOnParams{FunctionDeclaration: function, ObjectID: object.Object.ObjectID}
	for _, arg := range args {
		value, err := json.Marshal(arg)
		if err != nil {
			return err
		}
		params.Arguments = append(params.Arguments, &runtime.CallArgument{Value: value})
	}
	result, err := cdp.Call(ctx, tab, runtime.CallFunctionOn, params)
	if err != nil {
		return err
	}
	if result.ExceptionDetails != nil {
		return errors.New(result.ExceptionDetails.Exception.Description)
	}
	return nil
}
