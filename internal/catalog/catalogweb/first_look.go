package catalogweb

import (
	"context"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// firstLook is the start page of somebody who comes in for the first time, shown to whoever is about to invite them.
type firstLook struct {
	ui.Chrome
	Greeting string
	Shelf    []ui.BookView
	Moves    []ui.Move
}

// FirstLook shows the start page as another person of the district will see it first. who gives that person.
func FirstLook(o Options, who func(ctx context.Context, district id.DistrictID, person id.PersonID) (actor.Actor, error)) web.Panel {
	p := &pages{Options: o}
	return func(r *web.Request, c ui.Chrome, about string) (templ.Component, error) {
		colleague, err := who(r.Context(), r.Actor.District, id.PersonID(about))
		if err != nil {
			return nil, err
		}
		asked := *r
		asked.Actor = colleague
		cards, err := p.shelf(&asked, nil)
		if err != nil {
			return nil, err
		}
		look := firstLook{Chrome: c, Greeting: c.T(greeting(c.Now.Hour()), firstName(colleague.Name)), Shelf: books(c, cards)}
		if colleague.Contributes() {
			look.Moves = moves(c)
		}
		return showFirstLook(look), nil
	}
}
