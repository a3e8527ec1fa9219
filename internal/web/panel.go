package web

import (
	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// Panel fills a place on another domain's page. about is the id, token or words of what that page shows; what the reader may
// see of it is for the panel's own domain to decide. A nil component means there is nothing to show.
type Panel func(r *Request, c ui.Chrome, about string) (templ.Component, error)

// Todos are things of one domain that wait for the reader.
type Todos func(r *Request, c ui.Chrome) ([]ui.Todo, error)

// Moves are small things of one domain that a newcomer may begin with.
type Moves func(r *Request, c ui.Chrome) ([]ui.Move, error)

// Margin says above the parts of what a page shows, and beside them, what another domain knows of them; nil: nothing.
type Margin func(r *Request, c ui.Chrome, about string) (*ui.MarginView, error)

// Fill makes the panels of one place, in order, without those that have nothing to show.
func Fill(r *Request, c ui.Chrome, about string, panels []Panel) ([]templ.Component, error) {
	var out []templ.Component
	for _, panel := range panels {
		filled, err := panel(r, c, about)
		if err != nil {
			return nil, err
		}
		if filled != nil {
			out = append(out, filled)
		}
	}
	return out, nil
}

// Gather joins what several domains give for one list of a page.
func Gather[T any, F ~func(*Request, ui.Chrome) ([]T, error)](r *Request, c ui.Chrome, sources []F) ([]T, error) {
	var out []T
	for _, source := range sources {
		some, err := source(r, c)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}
