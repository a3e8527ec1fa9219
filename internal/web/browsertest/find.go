package browsertest

import (
	"context"
	_ "embed" // the finder, as JavaScript
	"encoding/json"
	"errors"
	"fmt"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Press clicks what has the role and the accessible name, as a screen reader says them: "link", "button", "checkbox", "radio".
func (p *Page) Press(role, name string) {
	p.t.Helper()
	p.act("press", []string{role}, name, p.click)
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
	p.act("fill", []string{"textbox", "searchbox", "spinbutton", "date", "combobox"}, label, func(ctx context.Context, tab *chromedp.Target, field runtime.RemoteObjectID) error {
		if err := p.call(ctx, tab, field, `function() { this.focus(); this.select?.(); }`); err != nil {
			return err
		}
		if text == "" {
			_, err := chromedp.KeyEvent(kb.Delete)(ctx, tab)
			return err
		}
		_, err := chromedp.KeyEvent(text)(ctx, tab)
		return err
	})
}

// Select chooses an option of the list with the label.
func (p *Page) Select(label, option string) {
	p.t.Helper()
	p.act("select", []string{"combobox", "listbox"}, label, func(ctx context.Context, tab *chromedp.Target, list runtime.RemoteObjectID) error {
		return p.call(ctx, tab, list, `function(words) {
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
	var count int
	var last error
	if !p.until(func(ctx context.Context) bool {
		if p.isLeaving() {
			return false
		}
		_, count, last = p.find(ctx, []string{role}, name)
		return last == nil
	}) {
		p.t.Fatalf("look for %s %q: %v", role, name, last)
	}
	return count > 0
}

// act waits until exactly one thing has one of the roles and the name, and does something to it.
func (p *Page) act(what string, roles []string, name string, do func(context.Context, *chromedp.Target, runtime.RemoteObjectID) error) {
	p.t.Helper()
	var (
		count int
		last  error
	)
	done := p.until(func(ctx context.Context) bool {
		if p.isLeaving() {
			return false
		}
		var found runtime.RemoteObjectID
		if found, count, last = p.find(ctx, roles, name); last != nil || count != 1 {
			return false
		}
		patient, cancel := context.WithTimeout(p.ctx, Patience) // what is begun is not torn
		defer cancel()
		last = chromedp.Do(patient, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
			return do(ctx, tab, found)
		}))
		return last == nil
	})
	if !done {
		p.t.Fatalf("%s %v %q: %d found, %v; the page says:\n%s", what, roles, name, count, last, p.Text())
	}
}

//go:embed find.js
var finder string

// find gives what has one of the roles and the accessible name, and how many have; none is given unless there is just one. The
// accessibility engine of axe tells roles and names: Chromium 156 crashes now and then when its own tree of accessible things is asked
// while a page gives way to another.
func (p *Page) find(ctx context.Context, roles []string, name string) (runtime.RemoteObjectID, int, error) {
	if err := loadAxe(ctx); err != nil {
		return "", 0, err
	}
	what, err := json.Marshal([]any{roles, name})
	if err != nil {
		return "", 0, err
	}
	result, err := chromedp.Run(ctx, func(ctx context.Context, tab *chromedp.Target) (runtime.EvaluateResult, error) {
		return cdp.Call(ctx, tab, runtime.Evaluate, runtime.EvaluateParams{Expression: "(" + finder + ")(..." + string(what) + ")"})
	})
	if err != nil {
		return "", 0, err
	}
	if result.ExceptionDetails != nil {
		return "", 0, errors.New(result.ExceptionDetails.Exception.Description)
	}
	if result.Result.ObjectID != "" {
		return result.Result.ObjectID, 1, nil
	}
	var count int
	return "", count, json.Unmarshal(result.Result.Value, &count)
}

// click clicks in the middle of what is there, as a hand does; what covers it gets the click.
func (p *Page) click(ctx context.Context, tab *chromedp.Target, on runtime.RemoteObjectID) error {
	if _, err := cdp.Call(ctx, tab, dom.ScrollIntoViewIfNeeded, dom.ScrollIntoViewIfNeededParams{ObjectID: on}); err != nil {
		return err
	}
	shape, err := cdp.Call(ctx, tab, dom.GetContentQuads, dom.GetContentQuadsParams{ObjectID: on})
	if err != nil {
		return err
	}
	if len(shape.Quads) == 0 || len(shape.Quads[0]) != 8 {
		return errors.New("it has no place on the screen")
	}
	quad := shape.Quads[0]
	mouse := input.DispatchMouseEventParams{Type: chromedp.MousePressed, X: (quad[0] + quad[4]) / 2, Y: (quad[1] + quad[5]) / 2,
		Button: input.MouseButtonLeft, ClickCount: 1}
	if _, err := cdp.Call(ctx, tab, input.DispatchMouseEvent, mouse); err != nil {
		return err
	}
	// The page may give way to another before the browser says that the button is up again. That is no reason to click once more: a form
	// would be sent twice.
	mouse.Type = chromedp.MouseReleased
	_, _ = cdp.Call(ctx, tab, input.DispatchMouseEvent, mouse)
	return nil
}

// call calls a function of JavaScript on what is there.
func (p *Page) call(ctx context.Context, tab *chromedp.Target, on runtime.RemoteObjectID, function string, args ...string) error {
	params := runtime.CallFunctionOnParams{FunctionDeclaration: function, ObjectID: on}
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
