package main

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/search"
)

// lessonsFolder names, in the environment, the folder of the recorded lessons, which are no part of this project.
const lessonsFolder = "COMMONSHELF_LESSONS"

// lessonsBeside is where they lie when nothing is said.
var lessonsBeside = filepath.Join("..", "shared", "data", "lessons")

type ref struct{ ID, Title string }

type lesson struct {
	ID, Title, Outcome string
	KeyPoints          []string `json:"key_learning_points"`
	Misconceptions     []string
	Units              []ref
	Years              []string `json:"year_groups"`
	Schemes            []string
}

type unit struct {
	ID, Title, Description string
	Why                    string `json:"why_this_why_now"`
	Threads                []string
	Scheme                 []string
}

// lessons are recorded lessons and units, as documents of the index alone. Without their folder there are none.
func lessons(context.Context) (*collection, error) {
	folder := cmp.Or(os.Getenv(lessonsFolder), lessonsBeside)
	list, err := readGzip[lesson](filepath.Join(folder, "lessons.jsonl.gz"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	units, err := readGzip[unit](filepath.Join(folder, "units.jsonl.gz"))
	if err != nil {
		return nil, err
	}
	c := &collection{name: "recorded lessons and units", files: "lessons", close: func() error { return nil }}
	parts := map[string][]string{} // lessons by unit
	for _, l := range list {
		for _, u := range l.Units {
			if !slices.Contains(parts[u.ID], l.ID) {
				parts[u.ID] = append(parts[u.ID], l.ID)
			}
		}
		c.docs = append(c.docs, index.Doc{ID: l.ID, Version: 1, Visibility: index.SeenByAnyone, Language: "en", Title: l.Title,
			Tags: tagsOf(l.Schemes), Summary: l.Outcome, Body: strings.Join(append(l.KeyPoints, l.Misconceptions...), "\n")})
	}
	known := map[string]bool{}
	for _, u := range units {
		if known[u.ID] {
			continue
		}
		known[u.ID] = true
		c.docs = append(c.docs, index.Doc{ID: "unit " + u.ID, Version: 1, Visibility: index.SeenByAnyone, Language: "en", Title: u.Title,
			Tags: tagsOf(slices.Concat(u.Scheme, u.Threads)), Summary: u.Description, Body: u.Why})
	}
	c.helps = func(key string, grade int) (map[string]int, error) {
		if !known[key] {
			return nil, fmt.Errorf("there is no unit %s", key)
		}
		out := map[string]int{"unit " + key: grade}
		for _, id := range parts[key] {
			out[id] = max(1, grade-1)
		}
		return out, nil
	}
	ix, err := index.Build(search.Facets, func(yield func(index.Doc, error) bool) {
		for _, d := range c.docs {
			if !yield(d, nil) {
				return
			}
		}
	})
	c.ask = func(_ context.Context, words string) ([]string, error) {
		var out []string
		asked := search.Understand(words, nil)
		for _, hit := range ix.Search(index.Query{Words: asked.Words, Phrases: asked.Phrases, Without: asked.Without, Also: asked.Also, Weak: asked.Weak, Limit: deep}).Hits {
			out = append(out, hit.ID)
		}
		return out, nil
	}
	return c, err
}

// tagsOf makes words of names like "scheme-history-key-stage-3".
func tagsOf(names []string) string {
	return strings.ReplaceAll(strings.ReplaceAll(strings.Join(names, "\n"), "scheme-", ""), "-", " ")
}

// readGzip reads one value a line.
func readGzip[T any](path string) (out []T, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	for decoder := json.NewDecoder(bufio.NewReader(unzipped)); decoder.More(); {
		var v T
		if err := decoder.Decode(&v); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		out = append(out, v)
	}
	return out, nil
}
