package main

import (
	"context"
	"database/sql"
	"strings"
	"unicode"

	_ "modernc.org/sqlite" // what is compared with

	"github.com/commonshelf/commonshelf/internal/index"
)

// baseline is SQLite's full text over the same fields.
type baseline struct {
	name   string
	db     *sql.DB
	joined string // how the words of a query hold together
	weight string // of the fields, for bm25
}

// fields are those of a document of the index, by its weights.
const fields = "id UNINDEXED, title, tags, summary, headings, books, body"

// baselines are FTS5 as one first sets it up, and as well as it can be set up for this.
func baselines(docs []index.Doc) ([]*baseline, error) {
	var out []*baseline
	for _, kind := range []struct{ name, tokenizer, joined, weight string }{
		{"FTS5, all words", "unicode61 remove_diacritics 2", " ", "0, 1, 1, 1, 1, 1, 1"},
		{"FTS5, any word", "unicode61 remove_diacritics 2", " OR ", "0, 1, 1, 1, 1, 1, 1"},
		{"FTS5, any word, stems, weights", "porter unicode61 remove_diacritics 2", " OR ", "0, 4, 3, 2, 1.5, 1.5, 1"},
	} {
		b := &baseline{name: kind.name, joined: kind.joined, weight: kind.weight}
		var err error
		if b.db, err = filled(docs, kind.tokenizer); err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

func filled(docs []index.Doc, tokenizer string) (*sql.DB, error) {
	d, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	d.SetMaxOpenConns(1) // a database in memory is its connection's
	if _, err := d.Exec(`CREATE VIRTUAL TABLE doc USING fts5(` + fields + `, tokenize='` + tokenizer + `')`); err != nil {
		return nil, err
	}
	tx, err := d.Begin()
	if err != nil {
		return nil, err
	}
	for _, doc := range docs {
		if _, err := tx.Exec(`INSERT INTO doc VALUES (?, ?, ?, ?, ?, ?, ?)`, doc.ID, doc.Title, doc.Tags, doc.Summary, doc.Headings, doc.Books, doc.Body); err != nil {
			return nil, err
		}
	}
	return d, tx.Commit()
}

// ask gives the ids of what it finds, the best first.
func (b *baseline) ask(ctx context.Context, words string) ([]string, error) {
	list := strings.FieldsFunc(words, func(r rune) bool { return !unicode.In(r, unicode.L, unicode.N, unicode.M) })
	for i, word := range list {
		list[i] = `"` + word + `"`
	}
	rows, err := b.db.QueryContext(ctx, `SELECT id FROM doc WHERE doc MATCH ? ORDER BY bm25(doc, `+b.weight+`) LIMIT ?`, strings.Join(list, b.joined), deep)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, rows.Err()
}
