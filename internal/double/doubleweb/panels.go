package doubleweb

import (
	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/double"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// Waits says how many pairs wait for a coordinator.
func Waits(service *double.Service) web.Todos {
	return func(r *web.Request, c ui.Chrome) ([]ui.Todo, error) {
		pairs, err := service.Lately(r.Context(), r.Actor)
		if err != nil || len(pairs) == 0 {
			return nil, err
		}
		title := c.T("double.waits", len(pairs))
		if len(pairs) >= double.MostNamed {
			title = c.T("double.waits.many", double.MostNamed-1)
		}
		return []ui.Todo{{Icon: "swap", Title: title, URL: listPath, Text: c.T("double.waits.text"), Action: c.T("double.waits.go"), To: listPath}}, nil
	}
}

// Linked names beside a resource what a coordinator linked it with.
func Linked(service *double.Service) web.Panel {
	return func(r *web.Request, c ui.Chrome, about string) (templ.Component, error) {
		cards, err := service.LinkedWith(r.Context(), r.Actor, catalog.ResourceID(about))
		if err != nil || len(cards) == 0 {
			return nil, err
		}
		var views []sideView
		for _, card := range cards {
			views = append(views, sideOf(c, card, nil))
		}
		return linked(c, views), nil
	}
}
