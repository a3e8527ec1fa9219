package question

import (
	"context"
	"slices"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/index"
)

// How many of the newest questions are read to find some about the same, and by how many words.
const (
	readAbout  = 300
	wordsAbout = 8
)

// About lists what was asked about the same as some words: questions that have each of those that say something, in whatever form, open
// ones first, the newest first, at most most.
func (s *Service) About(ctx context.Context, by actor.Actor, words string, most int) (_ []Question, err error) {
	defer fault.Wrap(&err, "questions about words")
	if err := permitted(by, read, ""); err != nil {
		return nil, err
	}
	sought := soughtFor(words)
	if len(sought) == 0 {
		return nil, nil
	}
	list, err := db.All(ctx, s.DB, func(row db.Row) (q Question, err error) { return q, row.Scan(&q.ID, &q.Words) },
		`SELECT id, words FROM question WHERE district = $1 AND state <> 'withdrawn' ORDER BY state DESC, asked_at DESC, id LIMIT $2`, by.District, readAbout)
	if err != nil {
		return nil, err
	}
	var ids []QuestionID
	for _, q := range list {
		if len(ids) < most && sought.in(q.Words) {
			ids = append(ids, q.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	in, args := db.In(3, ids)
	found, err := questions(ctx, s.DB, by, `AND q.id IN (`+in+`) ORDER BY q.state DESC, q.asked_at DESC, q.id`, args...)
	return s.withTips(ctx, by, found, err)
}

// sought are words that a question must have, each with what finds its forms.
type sought []*index.Marker

// soughtFor are those of some words that say what is looked for; none where too many do: such a text is a question of its own.
func soughtFor(words string) (out sought) {
	for _, word := range fold.Words(words) {
		if !index.Grammatical(word) {
			out = append(out, index.NewMarker(word))
		}
	}
	if len(out) > wordsAbout {
		return nil
	}
	return out
}

// spoken are the languages in which people ask here.
var spoken = []string{"en", "es"}

// in says whether a text has all of the words.
func (s sought) in(text string) bool {
	return !slices.ContainsFunc(s, func(word *index.Marker) bool {
		return !slices.ContainsFunc(spoken, func(language string) bool { return len(word.Marks(text, language)) > 0 })
	})
}
