package digest

import (
	"context"
	"strings"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/letterbox"
)

// write writes somebody's weekly email. There is nothing to say in another week, in a break, and to whom nothing is new.
func (s *Service) write(ctx context.Context, to letterbox.Reader, about string) (letterbox.Letter, error) {
	none := fault.NotFound{What: "news"}
	if !strings.HasPrefix(about, atOnce) {
		if about != week(to.Now) {
			return letterbox.Letter{}, none
		}
		if off, err := s.off(ctx, to.District.ID, clock.DayOf(to.Now, to.District.Location())); err != nil || off {
			if err == nil {
				err = none
			}
			return letterbox.Letter{}, err
		}
	}
	var from []Item
	for _, source := range s.sources {
		some, err := source(ctx, to)
		if err != nil {
			return letterbox.Letter{}, err
		}
		for _, i := range some {
			from = append(from, brief(i))
		}
	}
	seen, err := s.seen(ctx, to.Actor)
	if err != nil {
		return letterbox.Letter{}, err
	}
	b, err := s.bounds(ctx, to)
	if err != nil {
		return letterbox.Letter{}, err
	}
	if b.Words > 0 {
		empty, err := to.Write(to.T("digest.subject", to.District.Name))
		if err != nil {
			return letterbox.Letter{}, err
		}
		b.Words -= letterbox.Words(empty.Text)
	}
	chosen := Choose(from, seen, b, func(i Item) int { return letterbox.Words(to.Plain(part(to, i))) })
	if len(chosen) == 0 {
		return letterbox.Letter{}, none
	}
	return s.letter(to, chosen)
}

// letter puts what was chosen on paper. The subject is the first thing's own words.
func (s *Service) letter(to letterbox.Reader, chosen []Item) (letterbox.Letter, error) {
	parts := make([]letterbox.Part, len(chosen))
	for i, item := range chosen {
		parts[i] = part(to, item)
		if i > 0 && chosen[i-1].Slot == item.Slot {
			parts[i].Head = ""
		}
	}
	out, err := to.Write(to.T("digest.subject", parts[0].Title), parts...)
	out.Keep = func(ctx context.Context, tx *db.DB, letter string) error {
		now := clock.Micros(s.Clock.Now())
		var values []any
		for _, i := range chosen {
			values = append(values, to.District.ID, to.Person.ID, i.ID, letter, now)
			for _, t := range i.named() {
				values = append(values, to.District.ID, to.Person.ID, t.ID, letter, now)
			}
		}
		for _, i := range chosen {
			if i.Keep == nil {
				continue
			}
			if err := i.Keep(ctx, tx); err != nil {
				return err
			}
		}
		return tx.Insert(ctx, `INSERT INTO weekly_item (district, person, item, letter, at)`, 5, values, "")
	}
	return out, err
}

// heads are the small words above each place.
var heads = [slots]string{Sought: "digest.sought", Fresh: "digest.new", Fitting: "digest.fits", Question: "digest.question", Date: "digest.date", Waits: "digest.waits", Move: "digest.move"}

func part(to letterbox.Reader, i Item) letterbox.Part {
	head := to.T(heads[i.Slot])
	if i.Slot == Fitting {
		head = to.T(heads[i.Slot], to.Month(int(to.Now.Month())))
	}
	out := letterbox.Part{Head: head, Title: i.Title, Lang: i.Lang, Line: i.Line, Text: i.Text, Action: i.Action, Path: i.Path}
	if i.Slot == Sought {
		key := "digest.sought.for"
		if i.More {
			key = "digest.sought.more"
		}
		out.Title = to.T(key, i.Title, len(i.Things))
	}
	for _, t := range i.named() {
		out.List = append(out.List, letterbox.Link{Title: t.Title, Lang: t.Lang, Line: t.Line, Path: t.Path})
	}
	return out
}

// What a letter shows of something that may be long.
const (
	titleWords = 14
	textWords  = 24
)

// brief is an item with its title and sentence cut to what one reads at a glance.
func brief(i Item) Item {
	i.Title, i.Text = clip(i.Title, titleWords), clip(i.Text, textWords)
	for at := range i.Things {
		i.Things[at].Title = clip(i.Things[at].Title, titleWords)
	}
	return i
}

// clip is the text on one line, cut after so many words, with an ellipsis where it was.
func clip(text string, most int) string {
	words := strings.Fields(text)
	if len(words) <= most {
		return strings.Join(words, " ")
	}
	return strings.TrimRight(strings.Join(words[:most], " "), ",;:.-") + "…"
}
