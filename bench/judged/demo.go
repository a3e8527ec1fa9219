package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/bench/shelf"
	"github.com/commonshelf/commonshelf/internal/demo/content"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// demonstration is the demo district, searched through the whole program by one of its media specialists.
func demonstration(ctx context.Context) (_ *collection, err error) {
	s, err := shelf.Open(ctx, "")
	if err != nil {
		return nil, err
	}
	c := &collection{name: "the demonstration district", files: "demo", close: s.Close}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	docs, err := s.Search.Documents(ctx)
	if err != nil {
		return nil, err
	}
	topics, err := s.Topics.Terms(ctx, s.By.District)
	if err != nil {
		return nil, err
	}
	byTitle := map[string]string{}
	for doc, err := range docs {
		if err != nil {
			return nil, err
		}
		doc.Tags = allNames(topics, doc.Facets[search.Tag])
		c.docs = append(c.docs, doc)
		byTitle[doc.Title] = doc.ID
	}
	district, err := content.MapleValley()
	if err != nil {
		return nil, err
	}
	ids := map[string]string{}
	for _, r := range district.Resources {
		versions, err := r.Versions()
		if err != nil {
			return nil, err
		}
		if id, ok := byTitle[versions[len(versions)-1].About.Title]; ok && (r.State == content.Published || r.State == "") {
			ids[r.Key] = id
		}
	}
	c.helps = func(key string, grade int) (map[string]int, error) {
		id, ok := ids[key]
		if !ok {
			return nil, fmt.Errorf("%s is not in the catalog", key)
		}
		return map[string]int{id: grade}, nil
	}
	// What the asker may not see is in no answer, and not asked of the others either.
	c.docs = slices.DeleteFunc(c.docs, func(d index.Doc) bool { return d.Visibility == index.SeenBySchool })
	c.ask = func(ctx context.Context, words string) ([]string, error) {
		var out []string
		for page := 1; len(out) < deep; page++ {
			found, err := s.Search.Search(ctx, s.By, search.Query{Words: words, Page: page})
			if err != nil {
				return nil, err
			}
			for _, card := range found.Cards {
				out = append(out, string(card.ID))
			}
			if page >= found.Pages {
				break
			}
		}
		return out, nil
	}
	return c, nil
}

// allNames are the names of topics, of which our own index has the labels in its text and knows the others otherwise: full text is compared
// with all of them in its text.
func allNames(topics *vocab.Terms, codes []string) string {
	var out []string
	for _, code := range codes {
		if term, ok := topics.Get(vocab.TermID(code)); ok {
			for _, name := range term.Names {
				out = append(out, name.Text)
			}
		}
	}
	return strings.Join(out, "\n")
}
