package catalogweb

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/prose"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// Answering is how something new becomes the answer to a question, which it names by its address.
type Answering struct {
	Words func(ctx context.Context, by actor.Actor, question string) (string, error) // that are asked
	Give  func(ctx context.Context, by actor.Actor, question string, with catalog.ResourceID) error
}

// Begin makes a draft, by the texts that somebody typed, of what is to answer a question once it is shared, and gives its address. Grades,
// where there are some, are those that were asked for. The same sent again is the same draft, as long as nobody has gone on with it.
func Begin(o Options) func(r *web.Request, question, what string, grades grade.Set) (string, error) {
	p := &pages{Options: o, prose: prose.New()}
	return func(r *web.Request, question, what string, grades grade.Set) (string, error) {
		f, err := p.newForm(r)
		if err != nil {
			return "", err
		}
		f.Answers = question
		if !grades.Empty() {
			f.Grades, f.Bands = grades, grade.BandsOf(grades)
		}
		f.takeWords(what, func() block.Key { return block.NewKey(p.IDs) })
		if _, err := p.lookUp(r, &f); err != nil {
			return "", err
		}
		f.Kind, f.Language = string(f.clues().guess()), cmp.Or(f.Language, string(r.P.Locale))
		data, err := f.encode()
		if err != nil {
			return "", err
		}
		sum := sha256.Sum256([]byte("answer " + question + "\n" + what))
		draft, err := p.Catalog.KeepDraft(r.Context(), r.Actor, catalog.DraftInput{School: f.School, Title: f.Title, Form: data,
			Tab: catalog.Tab{ID: "once-" + hex.EncodeToString(sum[:16])}})
		return draftURL(draft.ID), err
	}
}

// answering is the question that a draft is to answer; without text: none, or none any more.
func (p *pages) answering(r *web.Request, f form) (ui.Way, error) {
	if f.Answers == "" || p.Answers.Words == nil {
		return ui.Way{}, nil
	}
	words, err := p.Answers.Words(r.Context(), r.Actor, f.Answers)
	if fault.IsNotFound(err) {
		return ui.Way{}, nil
	}
	return ui.Way{Text: words, URL: f.Answers}, err
}

// answer answers with what was just shared, and gives what to tell of both. What is shared stays so where the question cannot be answered
// any more.
func (p *pages) answer(r *web.Request, f form, with catalog.ResourceID) (flash string, err error) {
	if f.Answers == "" || p.Answers.Give == nil {
		return "catalog.flash.shared", nil
	}
	err = p.Answers.Give(r.Context(), r.Actor, f.Answers, with)
	if fault.IsNotFound(err) || fault.IsConflict(err) || fault.IsDenied(err) {
		return "catalog.flash.shared_late", nil
	}
	if f.Visibility == catalog.SeenBySchool {
		return "catalog.flash.shared_answer_alone", err
	}
	return "catalog.flash.shared_answer", err
}
