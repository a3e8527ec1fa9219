package db

import (
	"context"
	"errors"
	"slices"
)

// Misshapen says in what the tables of a SQLite database differ from those of another of the same schema: a table or a column that
// one of them has not, and whatever acts by itself or only looks like a table. The tables of jobs and SQLite's own do not count.
func (d *DB) Misshapen(ctx context.Context, model *DB) ([]string, error) {
	if d.Postgres() || model.Postgres() {
		return nil, errors.New("only the shapes of SQLite databases are compared")
	}
	got, err := d.shape(ctx)
	if err != nil {
		return nil, err
	}
	want, err := model.shape(ctx)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, part := range want {
		if !slices.Contains(got, part) {
			out = append(out, "no "+part)
		}
	}
	for _, part := range got {
		if !slices.Contains(want, part) {
			out = append(out, "an unknown "+part)
		}
	}
	return out, nil
}

func (d *DB) shape(ctx context.Context) ([]string, error) {
	return All(ctx, d, Value[string], `SELECT 'column ' || t.name || '.' || c.name || ' ' || c.type FROM sqlite_schema t JOIN pragma_table_info(t.name) c
		WHERE t.type = 'table' AND substr(t.name, 1, 7) <> 'sqlite_' AND substr(t.name, 1, 6) <> 'river_'
		UNION ALL SELECT type || ' ' || name FROM sqlite_schema WHERE type IN ('trigger', 'view')
		ORDER BY 1`)
}
