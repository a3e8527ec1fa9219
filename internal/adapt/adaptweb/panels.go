package adaptweb

import (
	"time"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// offerLine is an offer that waits.
type offerLine struct{ Head, Why, URL string }

func asksOf(c ui.Chrome, list []adapt.Offer) []offerLine {
	var out []offerLine
	for _, o := range list {
		out = append(out, offerLine{c.T("offer.asks", o.SchoolName), o.Why, SuggestionPath(o.ID)})
	}
	return out
}

// Waits are the offers that wait for the reader.
func Waits(service *adapt.Service) web.Todos {
	return func(r *web.Request, c ui.Chrome) ([]ui.Todo, error) {
		list, err := service.Asked(r.Context(), r.Actor)
		var out []ui.Todo
		for _, o := range list {
			a := o.Card.About
			out = append(out, ui.Todo{Kind: string(a.Type), Icon: "offer", Title: a.Title, Lang: a.Language, URL: SuggestionPath(o.ID),
				Text: c.T("offer.asks.why", o.SchoolName, o.Why), Action: c.T("offer.look"), To: SuggestionPath(o.ID)})
		}
		return out, err
	}
}

// answersLast is how long the start page tells what became of an offer.
const answersLast = 14 * 24 * time.Hour

// answerView is what became of an offer, in a line.
type answerView struct{ Text, Title, URL, Reason string }

// Answers tells on the start page what became of what the reader offered.
func Answers(service *adapt.Service) web.Panel {
	return func(r *web.Request, c ui.Chrome, _ string) (templ.Component, error) {
		if !r.Actor.Contributes() {
			return nil, nil
		}
		list, err := service.Answered(r.Context(), r.Actor, c.Now.Add(-answersLast))
		if err != nil || len(list) == 0 {
			return nil, err
		}
		var views []answerView
		for _, o := range list {
			v := answerView{Text: c.T("offer.answer.accepted", o.DecidedByName), Title: o.Card.About.Title, URL: path(o.Core)}
			if o.State == adapt.Declined {
				v = answerView{Text: c.T("offer.answer.declined"), Title: o.Card.About.Title, URL: SuggestionPath(o.ID), Reason: o.Reason}
			}
			views = append(views, v)
		}
		return answers(c, views), nil
	}
}

// WaitsKey is the message that says how many changes wait in a version: of how many, and of which school.
func WaitsKey(ch adapt.Change) string {
	if ch.Again {
		return "adapt.waits.version"
	}
	return "adapt.waits.original"
}

// ChangesPath is the local address of what waits in a version.
func ChangesPath(version catalog.ResourceID) string { return coreURL(version) }

// Changes are the versions of the reader's schools in which changes wait.
func Changes(service *adapt.Service) web.Todos {
	return func(r *web.Request, c ui.Chrome) ([]ui.Todo, error) {
		list, err := service.Changes(r.Context(), r.Actor)
		var out []ui.Todo
		for _, ch := range list {
			a := ch.Card.About
			out = append(out, ui.Todo{Kind: string(a.Type), Icon: "swap", Title: a.Title, Lang: a.Language, URL: coreURL(ch.Version),
				Text: c.T(WaitsKey(ch), ch.Number, ch.Core.SchoolName), Action: c.T("adapt.waits.see"), To: coreURL(ch.Version)})
		}
		return out, err
	}
}
