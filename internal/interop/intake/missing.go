package intake

import (
	"context"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
)

// MissingTopic is a word that a file names as a topic and the district does not have. It stays with what came in, as a word.
type MissingTopic struct {
	Word string `json:"word"` // as it was first written
	Rows int    `json:"rows"` // of those that come in

	key string // the word folded; empty until it is looked for
}

// maxMissing is how many different words are counted; beyond it nobody reads on.
const maxMissing = 200

// Missing lists topics, each once.
type Missing []MissingTopic

// with counts the words of one more row.
func (m Missing) with(words []string) Missing {
	for i := range m {
		if m[i].key == "" {
			m[i].key = fold.Key(m[i].Word)
		}
	}
	var counted []string
	for _, word := range words {
		key := fold.Key(word)
		if key == "" || slices.Contains(counted, key) {
			continue
		}
		counted = append(counted, key)
		switch at := slices.IndexFunc(m, func(t MissingTopic) bool { return t.key == key }); {
		case at >= 0:
			m[at].Rows++
		case len(m) < maxMissing:
			m = append(m, MissingTopic{strings.Join(strings.Fields(word), " "), 1, key})
		}
	}
	return m
}

// ByRows is the same with what most rows name first.
func (m Missing) ByRows() Missing {
	out := slices.Clone(m)
	slices.SortStableFunc(out, func(a, b MissingTopic) int { return b.Rows - a.Rows })
	return out
}

// Unasked are the topics that an import missed and that nobody has asked the coordinators for, those of most rows first.
func (s *Service) Unasked(ctx context.Context, by actor.Actor, what ImportID) (_ Missing, err error) {
	defer fault.Wrap(&err, "missing topics of %s", what)
	i, err := find(ctx, s.db, by, what, see)
	if err != nil || len(i.Missing) == 0 {
		return nil, err
	}
	words := make([]string, len(i.Missing))
	for n, t := range i.Missing {
		words[n] = t.Word
	}
	unasked, err := s.Topics.Unasked(ctx, by, words)
	return slices.DeleteFunc(i.Missing.ByRows(), func(t MissingTopic) bool { return !slices.Contains(unasked, t.Word) }), err
}

// Suggest puts topics that an import missed before the coordinators. Words that it did not miss are passed over.
func (s *Service) Suggest(ctx context.Context, by actor.Actor, what ImportID, words []string) (err error) {
	defer fault.Wrap(&err, "suggest topics of %s", what)
	return s.db.Do(ctx, func(tx *db.DB) error {
		i, err := find(ctx, tx, by, what, change)
		if err != nil {
			return err
		}
		for _, t := range i.Missing {
			if !slices.Contains(words, t.Word) {
				continue
			}
			if err := s.Topics.Propose(ctx, tx, by, "", t.Word); err != nil {
				return err
			}
		}
		return nil
	})
}
