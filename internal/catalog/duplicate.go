package catalog

import (
	"context"
	"fmt"
	"slices"

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

const (
	doublesNamed = 3  // worth telling somebody who is about to share
	candidates   = 30 // looked at closely: the surest, those with most in common first
)

type found struct {
	resource ResourceID
	kind     targetKind
}

// fewBooks is up to how many books a list is about the books themselves: long lists share one or another.
const fewBooks = 2

// Doubles names what colleagues shared already that a document resembles: the same canonical link, ISBN or file, or nearly
// the same text. Only what the actor may see is named; self is left out, and so are what it is a version of and the versions of
// either. A list of many books is like another only by its text. It takes at most four statements, whatever is found.
func (s *Service) Doubles(ctx context.Context, by actor.Actor, d block.Document, self ResourceID) ([]Double, error) {
	own, err := s.kin(ctx, self)
	if err != nil {
		return nil, err
	}
	hits, err := s.sameTargets(ctx, by, d, own)
	if err != nil {
		return nil, err
	}
	list := surest(hits)
	words := pairsOf(d)
	for _, resource := range s.likeTexts(by, printOf(words), candidates) {
		if !slices.Contains(own, resource) && len(list) < candidates && !slices.ContainsFunc(list, func(d Double) bool { return d.ID == resource }) {
			list = append(list, Double{Card{ID: resource}, LikeText})
		}
	}
	return s.name(ctx, by, words, list)
}

// kin are a resource, what it is a version of, and the versions of either.
func (s *Service) kin(ctx context.Context, self ResourceID) ([]ResourceID, error) {
	if self == "" {
		return []ResourceID{""}, nil
	}
	related, err := db.All(ctx, s.db, db.Value[ResourceID], `SELECT id FROM resource WHERE core = $1
		UNION SELECT core FROM resource WHERE id = $1 AND core IS NOT NULL
		UNION SELECT o.id FROM resource r JOIN resource o ON o.core = r.core WHERE r.id = $1`, self)
	return append(related, self), err
}

// sameTargets finds what points to the same as a document, the surest first, but for what is named.
func (s *Service) sameTargets(ctx context.Context, by actor.Actor, d block.Document, but []ResourceID) ([]found, error) {
	var asked []any
	targets := targetsOf(d)
	books := 0
	for _, t := range targets {
		if t.kind == targetISBN {
			books++
		}
	}
	for _, t := range targets {
		if t.kind == targetISBN && d.About.Type == block.BookList && books > fewBooks {
			continue
		}
		asked = append(asked, string(t.kind), t.name)
	}
	if len(asked) == 0 {
		return nil, nil
	}
	asked = asked[:min(len(asked), 2*rowsAtOnce)]
	n := len(asked)
	in, schools := db.In(n+4, by.SchoolIDs())
	not, others := db.In(n+4+len(schools), but)
	return db.All(ctx, s.db, func(row db.Row) (found, error) {
		var f found
		err := row.Scan(&f.resource, &f.kind)
		return f, err
	}, fmt.Sprintf(`SELECT l.resource, l.kind FROM head_link l JOIN resource r ON r.district = l.district AND r.id = l.resource
		WHERE (l.kind, l.target) IN (VALUES %s) AND l.district = $%d AND l.resource NOT IN (%s)
			AND r.state = 'published' AND (r.visibility <> 'school' OR $%d OR r.school IN (%s))
		GROUP BY l.resource, l.kind
		ORDER BY CASE l.kind WHEN 'link' THEN 1 WHEN 'isbn' THEN 2 ELSE 3 END, count(*) DESC, l.resource LIMIT $%d`,
		db.Rows(n/2, 2), n+1, not, n+2, in, n+3), slices.Concat(asked, []any{by.District, by.Coordinator || by.System, candidates}, schools, others)...)
}

var likenesses = map[targetKind]Likeness{targetLink: SameLink, targetISBN: SameBook, targetFile: SameFile}

// surest keeps the surest likeness of each resource found, in the order in which they were.
func surest(hits []found) []Double {
	var out []Double
	for _, h := range hits {
		if !slices.ContainsFunc(out, func(d Double) bool { return d.ID == h.resource }) {
			out = append(out, Double{Card{ID: h.resource}, likenesses[h.kind]})
		}
	}
	return out
}

// name reads the cards of the doubles, until enough are named. A likeness of texts is looked at closely: the fingerprint only
// says where to look.
func (s *Service) name(ctx context.Context, by actor.Actor, words pairs, list []Double) ([]Double, error) {
	var ids, texts []ResourceID
	for _, d := range list {
		ids = append(ids, d.ID)
		if d.Likeness == LikeText {
			texts = append(texts, d.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	cards, err := s.Cards(ctx, by, ids)
	if err != nil {
		return nil, err
	}
	heads, err := s.heads(ctx, by.District, texts)
	if err != nil {
		return nil, err
	}
	var out []Double
	for _, card := range cards {
		likeness := list[slices.Index(ids, card.ID)].Likeness
		if len(out) == doublesNamed || likeness == LikeText && !alike(words, pairsOf(heads[card.ID])) {
			continue
		}
		out = append(out, Double{card, likeness})
	}
	return out, nil
}
