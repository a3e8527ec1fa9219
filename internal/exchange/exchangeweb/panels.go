package exchangeweb

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/digest"
	"github.com/commonshelf/commonshelf/internal/exchange"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// Small is the small move of the start page: an exchange with a neighbour school.
func Small(r *web.Request, c ui.Chrome) ([]ui.Move, error) {
	if !r.Actor.Contributes() {
		return nil, nil
	}
	return []ui.Move{{Icon: "speech", Title: c.T("exchange.move"), Text: c.T("exchange.move_text"), Action: c.T("exchange.move_act"), URL: "/exchanges/new"}}, nil
}

// Waits are invitations that the reader has not answered, and exchanges of theirs that want three lines.
func Waits(s *exchange.Service) web.Todos {
	return func(r *web.Request, c ui.Chrome) ([]ui.Todo, error) {
		if !r.Actor.Contributes() {
			return nil, nil
		}
		coming, past, err := s.List(r.Context(), r.Actor)
		if err != nil {
			return nil, err
		}
		var out []ui.Todo
		for _, e := range coming {
			if e.Said(r.Actor.Person) == "" && e.Host != r.Actor.Person && (e.School == "" || r.Actor.At(e.School)) {
				out = append(out, ui.Todo{Icon: "calendar", Title: e.Topic, URL: exchange.Path(e.ID), Text: c.T("exchange.asks", e.HostName, exchange.When(c.Printer, e, c.Zone)),
					Action: c.T("exchange.letter.action"), To: exchange.Path(e.ID)})
			}
		}
		for _, e := range past {
			if e.Host == r.Actor.Person && e.Summary == "" && !e.NotesStand(c.Now) {
				out = append(out, ui.Todo{Icon: "calendar", Title: e.Topic, URL: exchange.Path(e.ID), Text: c.T("exchange.wants"), Action: c.T("exchange.sum_up"), To: exchange.Path(e.ID)})
			}
		}
		return out, nil
	}
}

// startShown is how many exchanges the start page names.
const startShown = 2

// Start names on the start page the exchanges that come next, or the last one.
func Start(s *exchange.Service) web.Panel {
	return func(r *web.Request, c ui.Chrome, _ string) (templ.Component, error) {
		if !r.Actor.Contributes() {
			return nil, nil
		}
		coming, past, err := s.List(r.Context(), r.Actor)
		if err != nil || len(coming)+len(past) == 0 {
			return nil, err
		}
		if len(coming) == 0 {
			return start(c, past[:1]), nil
		}
		return start(c, coming[:min(startShown, len(coming))]), nil
	}
}

// Weekly is the next exchange for the weekly email: one the reader is invited to or hosts.
func Weekly(s *exchange.Service) digest.Source {
	return func(ctx context.Context, to letterbox.Reader) ([]digest.Item, error) {
		if !to.Actor.Contributes() {
			return nil, nil
		}
		coming, _, err := s.List(ctx, to.Actor)
		if err != nil {
			return nil, err
		}
		var out []digest.Item
		for _, e := range coming {
			if e.Said(to.Person.ID) != exchange.No && (e.School == "" || to.Actor.At(e.School) || e.Host == to.Person.ID) {
				path := to.Page + exchange.Path(e.ID)
				if e.Host == to.Person.ID {
					path = letterbox.Inside(to.Page, exchange.Path(e.ID))
				}
				out = append(out, digest.Item{Slot: digest.Date, ID: item(e.ID), Title: e.Topic, Line: exchange.When(to.Printer, e, to.District.Location()), Path: path})
			}
		}
		return out, nil
	}
}

// FromQuestion offers an exchange about the words of a question.
func FromQuestion(r *web.Request, c ui.Chrome, words string) (templ.Component, error) {
	if !r.Actor.Contributes() {
		return nil, nil
	}
	return fromQuestion(c, "/exchanges/new?topic="+url.QueryEscape(topic(words))), nil
}

// Act offers an exchange about a resource, by its id.
func Act(r *web.Request, c ui.Chrome, about string) (templ.Component, error) {
	if !r.Actor.Contributes() {
		return nil, nil
	}
	return act(c, catalog.ResourceID(about)), nil
}
