package server

import (
	"context"
	"strconv"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/adapt/adaptweb"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/digest"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/question"
	"github.com/commonshelf/commonshelf/internal/savedsearch"
	"github.com/commonshelf/commonshelf/internal/savedsearch/savedsearchweb"
)

// asked are the questions of colleagues for the weekly email: those without an answer first, one's own and those one has answered left out.
func (s *Server) asked(ctx context.Context, to letterbox.Reader) ([]digest.Item, error) {
	if !to.Actor.Contributes() {
		return nil, nil
	}
	open, err := s.Question.Open(ctx, to.Actor)
	if err != nil {
		return nil, err
	}
	var first, then []digest.Item
	for _, q := range open {
		if q.Mine || q.Answered || q.Person == to.Person.ID {
			continue
		}
		line := q.PersonName
		if q.SchoolName != "" {
			line += ", " + q.SchoolName
		}
		item := digest.Item{Slot: digest.Question, ID: question.ObjectKind + "." + string(q.ID), Title: q.Words, Line: line, Path: question.AnswerPath(to.Page, q.ID), Action: to.T("question.letter.answer")}
		if q.Answers == 0 {
			first = append(first, item)
		} else {
			then = append(then, item)
		}
	}
	return append(first, then...), nil
}

// namedOfASearch is how many things a weekly email names of what is new for a saved search.
const namedOfASearch = 3

// sought is what is new for the reader's saved searches.
func (s *Server) sought(ctx context.Context, to letterbox.Reader) ([]digest.Item, error) {
	list, err := s.Saved.Fresh(ctx, to.Actor)
	var out []digest.Item
	for _, f := range list {
		item := digest.Item{Slot: digest.Sought, ID: soughtItem(f.Saved.ID) + strconv.FormatInt(clock.Micros(f.Saved.ToldAt), 10), Title: f.Saved.Name, Listed: namedOfASearch, More: f.More,
			Path: letterbox.Inside(to.Page, savedsearchweb.Path(f.Saved.ID))}
		for _, c := range f.Cards {
			item.Things = append(item.Things, digest.Thing{ID: "resource." + string(c.ID), Title: c.About.Title, Lang: c.About.Language, Line: c.SchoolName, Path: to.Page + c.ID.Path("")})
		}
		item.Keep = func(ctx context.Context, tx *db.DB) error {
			return s.Saved.Told(ctx, tx, to.Actor, f, to.Now)
		}
		out = append(out, item)
	}
	return out, err
}

// soughtItem begins the name of a saved search in weekly emails; up to when it was told of ends it.
func soughtItem(which savedsearch.ID) string { return "saved." + string(which) + "." }

// getsWeekly says whether somebody gets the weekly email.
func (s *Server) getsWeekly(ctx context.Context, by actor.Actor) (bool, error) {
	c, err := s.Letters.Choice(ctx, by)
	return c.Weekly != letterbox.Never && !c.Stopped && c.Refused == "", err
}

// suggested are the changes that versions suggest to what the reader's schools shared.
func (s *Server) suggested(ctx context.Context, to letterbox.Reader) ([]digest.Item, error) {
	list, err := s.Adapt.Asked(ctx, to.Actor)
	var out []digest.Item
	for _, o := range list {
		out = append(out, digest.Item{Slot: digest.Waits, ID: adapt.OfferKind + "." + string(o.ID), Title: to.T("offer.asks", o.SchoolName), Line: o.Card.About.Title, Text: o.Why,
			Action: to.T("offer.look"), Path: letterbox.Inside(to.Page, adaptweb.SuggestionPath(o.ID))})
	}
	return out, err
}

// triedItem begins the name of a question how something went, in weekly emails; the day from which it is asked ends it.
func triedItem(resource catalog.ResourceID) string { return "tried." + string(resource) + "." }

// asksHow says whether a letter asks its reader how a resource went.
func (s *Server) asksHow(ctx context.Context, held letterbox.Held, resource catalog.ResourceID) (bool, error) {
	return s.Digest.HoldsOf(ctx, held, triedItem(resource))
}

// changed are the versions of the reader's schools that wait for a decision about what their originals changed.
func (s *Server) changed(ctx context.Context, to letterbox.Reader) ([]digest.Item, error) {
	list, err := s.Adapt.Changes(ctx, to.Actor)
	var out []digest.Item
	for _, ch := range list {
		out = append(out, digest.Item{Slot: digest.Waits, ID: "changes." + string(ch.Version) + "." + strconv.FormatInt(ch.Core.Revision, 10), Title: to.T(adaptweb.WaitsKey(ch), ch.Number, ch.Core.SchoolName),
			Line: ch.Card.About.Title, Action: to.T("adapt.waits.see"), Path: letterbox.Inside(to.Page, adaptweb.ChangesPath(ch.Version))})
	}
	return out, err
}

// joined is what coordinators made one family in the last weeks, for the schools on either side.
func (s *Server) joined(ctx context.Context, to letterbox.Reader) ([]digest.Item, error) {
	list, err := s.Adapt.JoinedSince(ctx, to.Actor, to.Actor.SchoolIDs(), to.Now.Add(-joinedTold))
	var out []digest.Item
	for _, j := range list {
		out = append(out, digest.Item{Slot: digest.Waits, ID: "joined." + string(j.Card.ID), Title: to.T("double.told", j.Person, j.Card.SchoolName, j.Of.SchoolName),
			Line: j.Card.About.Title, Text: to.T("double.told.text"), Action: to.T("double.told.go"), Path: letterbox.Inside(to.Page, j.Card.ID.Path(""))})
	}
	return out, err
}

// joinedTold is how long the weekly email tells of a family: who has a break between finds it in the next.
const joinedTold = 21 * 24 * time.Hour

// due are the things of which the reader is asked, once, how they went.
func (s *Server) due(ctx context.Context, to letterbox.Reader) ([]digest.Item, error) {
	list, err := s.MyList.Due(ctx, to.Actor)
	if err != nil {
		return nil, err
	}
	var out []digest.Item
	for _, e := range list {
		if e.Card != nil {
			out = append(out, digest.Item{Slot: digest.Waits, ID: triedItem(e.Resource) + string(e.Due), Title: to.T("mylist.how"), Line: e.Card.About.Title, Path: feedback.TriedPath(to.Page, e.Resource)})
		}
	}
	return out, nil
}
