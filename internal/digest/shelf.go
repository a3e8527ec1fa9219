package digest

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
)

// newest is how many of the newest resources are looked through: more than anybody is told of in eight weeks.
const newest = 400

// fresh is what colleagues shared in the last eight weeks, the newest first.
func (s *Service) fresh(ctx context.Context, to letterbox.Reader) ([]Item, error) {
	cards, err := s.others(ctx, to)
	if err != nil {
		return nil, err
	}
	var out []Item
	for _, c := range cards {
		if to.Now.Sub(c.SharedAt) < apart {
			out = append(out, resource(to, Fresh, c))
		}
	}
	return out, nil
}

// fitting is what is for the reader's grades: what names this month or was shared in it in an earlier year first.
func (s *Service) fitting(ctx context.Context, to letterbox.Reader) ([]Item, error) {
	cards, err := s.others(ctx, to)
	if err != nil {
		return nil, err
	}
	schools, err := s.People.Schools(ctx, to.District.ID)
	if err != nil {
		return nil, err
	}
	var grades grade.Set
	for _, school := range schools {
		if to.Actor.At(school.ID) || len(to.Actor.Schools) == 0 {
			grades |= school.Grades
		}
	}
	cards = slices.DeleteFunc(cards, func(c catalog.Card) bool { return (c.About.Grades & grades).Empty() })
	slices.SortStableFunc(cards, func(a, b catalog.Card) int { return seasonal(b, to.Now) - seasonal(a, to.Now) })
	var out []Item
	for _, c := range cards {
		out = append(out, resource(to, Fitting, c))
	}
	return out, nil
}

// others are the newest resources that the reader may see and that are not their own school's.
func (s *Service) others(ctx context.Context, to letterbox.Reader) ([]catalog.Card, error) {
	cards, err := s.Catalog.New(ctx, to.Actor, newest)
	return slices.DeleteFunc(cards, func(c catalog.Card) bool { return to.Actor.At(c.School) }), err
}

// seasonal says how much a resource belongs to the month: 2 if it names it, 1 if it was shared in it in an earlier year.
func seasonal(c catalog.Card, now time.Time) int {
	month := now.Month()
	for _, m := range c.About.Plan {
		if time.Month(m.Month) == month && strings.TrimSpace(m.Text) != "" {
			return 2
		}
	}
	text := " " + fold.Key(c.About.Title+" "+c.About.Why) + " "
	for _, l := range lang.Locales {
		if name := fold.Key((lang.Printer{Locale: l}).Month(int(month))); strings.Contains(text, " "+name+" ") && name != "may" {
			return 2
		}
	}
	if shared := c.SharedAt.In(now.Location()); shared.Month() == month && shared.Year() < now.Year() {
		return 1
	}
	return 0
}

// resource is a resource as an item, which leads to where its reader may read it without signing in.
func resource(to letterbox.Reader, slot Slot, c catalog.Card) Item {
	a := c.About
	line := c.SchoolName + " · " + to.T("catalog.grades", a.Grades.Len(), a.Grades.Said())
	if a.Type == block.QuickTip || a.Minutes > 0 && a.Minutes <= 5 {
		line = c.SchoolName + " · " + to.T("vocab.kind."+string(a.Type))
	}
	return Item{Slot: slot, ID: "resource." + string(c.ID), Title: a.Title, Lang: a.Language, Line: line, Text: a.Why, Path: to.Page + c.ID.Path("")}
}

// drafts are what the reader began to write and left.
func (s *Service) drafts(ctx context.Context, to letterbox.Reader) ([]Item, error) {
	list, err := s.Catalog.Drafts(ctx, to.Actor)
	if err != nil {
		return nil, err
	}
	var out []Item
	for _, d := range list {
		if title := written(d); title != "" && to.Now.Sub(d.ChangedAt) > 24*time.Hour {
			out = append(out, Item{Slot: Waits, ID: "draft." + string(d.ID), Title: to.T("digest.draft", title), Action: to.T("catalog.go_on"), Path: letterbox.Inside(to.Page, "/share/"+string(d.ID))})
		}
	}
	return out, nil
}

// written is the title of a draft as its writer wrote it: its row holds no more than the key it is ordered by.
func written(d catalog.Draft) string {
	var form struct {
		Title string `json:"title"`
	}
	if err := json.Unmarshal(d.Form, &form); err != nil {
		return ""
	}
	return strings.TrimSpace(form.Title)
}

// things are small things to do, each of two minutes, in the order in which they are offered.
var things = []thing{
	{name: "tip", shares: block.QuickTip}, {name: "note", inside: "/new"}, {name: "list", inside: "/share?kind=list"}, {name: "topic", inside: "/catalog"},
	{name: "message", shares: block.Form}, {name: "database", shares: block.AccessTip}, {name: "bring", inside: "/bring"}, {name: "tool", inside: "/share?kind=tool"},
	{name: "plan", inside: "/share?kind=year"},
}

type thing struct {
	name   string
	shares block.ResourceKind // by the letter's own page; empty: it is done inside
	inside string             // local address for who is signed in
}

func (t thing) id() string { return "move." + t.name }

// path leads to where its reader does it: without signing in, if a title and a line are enough and they share for a school.
func (t thing) path(to letterbox.Reader) string {
	switch {
	case t.shares != "" && len(to.Actor.Schools) > 0:
		return to.Page + "/share/" + string(t.shares)
	case t.shares != "":
		return letterbox.Inside(to.Page, "/share?kind="+string(t.shares))
	}
	return letterbox.Inside(to.Page, t.inside)
}

// AsksToShare says whether a letter asks its reader to share something of a kind.
func (s *Service) AsksToShare(ctx context.Context, held letterbox.Held, kind block.ResourceKind) (bool, error) {
	for _, t := range things {
		if t.shares == kind && kind != "" {
			return s.Holds(ctx, held, t.id())
		}
	}
	return false, nil
}

// moves are those for the reader: who shares nothing is offered none.
func (s *Service) moves(_ context.Context, to letterbox.Reader) ([]Item, error) {
	if !to.Actor.Contributes() {
		return nil, nil
	}
	var out []Item
	for _, m := range things {
		out = append(out, Item{Slot: Move, ID: m.id(), Title: to.T("digest.move." + m.name), Path: m.path(to)})
	}
	return out, nil
}
