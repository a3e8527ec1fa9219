package catalog

import (
	"context"
	"slices"
	"strconv"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/db"
)

// Likeness is what two resources have in common.
type Likeness string

// The likenesses, the surest first.
const (
	SameLink Likeness = "link"
	SameBook Likeness = "book"
	SameFile Likeness = "file"
	LikeText Likeness = "text"
)

// Double is a resource that a document resembles.
type Double struct {
	Card
	Likeness Likeness
}

// doublesNamed is how many doubles are worth telling somebody who is about to share.
const doublesNamed = 3

// Doubles names what colleagues shared already that a document resembles: the same canonical link, ISBN or file, or nearly
// the same text. Only what the actor may see is named; self is left out. A book list is like another only by its text.
func (s *Service) Doubles(ctx context.Context, by actor.Actor, d block.Document, self ResourceID) ([]Double, error) {
	return s.doublesIn(ctx, s.db, by, d, self)
}

type found struct {
	resource ResourceID
	kind     targetKind
}

func (s *Service) doublesIn(ctx context.Context, handle *db.DB, by actor.Actor, d block.Document, self ResourceID) ([]Double, error) {
	var pairs []any
	for _, t := range targetsOf(d) {
		if t.kind == targetISBN && d.About.Type == block.BookList {
			continue
		}
		pairs = append(pairs, string(t.kind), t.name)
	}
	if len(pairs) == 0 {
		return nil, nil
	}
	pairs = pairs[:min(len(pairs), 2*rowsAtOnce)]
	hits, err := db.All(ctx, handle, func(row db.Row) (found, error) {
		var f found
		err := row.Scan(&f.resource, &f.kind)
		return f, err
	}, `SELECT DISTINCT resource, kind FROM head_link WHERE (kind, target) IN (VALUES `+db.Rows(len(pairs)/2, 2)+`)
		AND district = $`+strconv.Itoa(len(pairs)+1)+` AND resource <> $`+strconv.Itoa(len(pairs)+2), append(pairs, by.District, self)...)
	if err != nil {
		return nil, err
	}
	return s.name(ctx, handle, by, pairsOf(d), surest(hits))
}

var likenesses = map[targetKind]Likeness{targetLink: SameLink, targetISBN: SameBook, targetFile: SameFile, targetText: LikeText}

// surest keeps the surest likeness of each resource found.
func surest(hits []found) []Double {
	order := []Likeness{SameLink, SameBook, SameFile, LikeText}
	best := map[ResourceID]Likeness{}
	for _, h := range hits {
		l := likenesses[h.kind]
		if now, ok := best[h.resource]; !ok || slices.Index(order, l) < slices.Index(order, now) {
			best[h.resource] = l
		}
	}
	out := make([]Double, 0, len(best))
	for r, l := range best {
		out = append(out, Double{Card{ID: r}, l})
	}
	slices.SortFunc(out, func(a, b Double) int {
		if d := slices.Index(order, a.Likeness) - slices.Index(order, b.Likeness); d != 0 {
			return d
		}
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	return out
}

// name reads the cards of the doubles that the actor may see, until enough are named. A likeness of texts is looked at
// closely: the fingerprint only says where to look.
func (s *Service) name(ctx context.Context, handle *db.DB, by actor.Actor, words map[uint64]bool, list []Double) ([]Double, error) {
	var out []Double
	for _, double := range list {
		if len(out) == doublesNamed {
			break
		}
		r, err := find(ctx, handle, by, double.ID, see)
		if err != nil || r.State != StatePublished {
			continue
		}
		if double.Likeness == LikeText {
			other, err := s.head(ctx, handle, r)
			if err != nil {
				return nil, err
			}
			if !alike(words, pairsOf(other)) {
				continue
			}
		}
		card, err := db.One(ctx, handle, scanCard, `SELECT `+cardColumns+cardFrom+`WHERE r.district = $1 AND r.id = $2`, r.District, r.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, Double{card, double.Likeness})
	}
	return out, nil
}
