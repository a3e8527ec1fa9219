package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// copyBatch is how many rows Copy inserts by one statement.
const copyBatch = 250

// Copy copies every row of every table of ours, but the tables skipped, into another database of the same schema whose
// tables are empty: parents before children, and numbers that the database gives go on behind the highest copied. One of
// the two must be SQLite. It never holds more than a batch of rows; progress is told the rows of each.
func Copy(ctx context.Context, from, to *DB, skip []string, progress func(table string, rows int)) error {
	described := from
	if described.Postgres() {
		described = to
	}
	tables, err := described.tables(ctx)
	if err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	for _, t := range tables {
		if slices.Contains(skip, t.name) {
			continue
		}
		if err := t.copy(ctx, from, to, progress); err != nil {
			return fmt.Errorf("copy table %s: %w", t.name, err)
		}
	}
	return nil
}

// Filled names the tables of ours that hold rows, parents first. The database must be SQLite or have a schema that other
// describes.
func (d *DB) Filled(ctx context.Context, described *DB) ([]string, error) {
	tables, err := described.tables(ctx)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, t := range tables {
		_, err := One(ctx, d, Value[int], `SELECT 1 FROM `+t.name+` LIMIT 1`)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, t.name)
	}
	return out, nil
}

// table is one of our tables.
type table struct {
	name    string
	columns []string
	truths  []bool   // of each column: it is BOOLEAN, which SQLite keeps as a number
	key     []string // columns of the primary key
	counter string   // the column that the database numbers; empty: none
	parents []string
}

// plain is how we name tables and columns. A database that somebody hands in may hold other names, and they become part of
// statements.
var plain = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// tables describes our tables, parents before children. Only SQLite is asked: it has the same ones.
func (d *DB) tables(ctx context.Context) ([]table, error) {
	if d.Postgres() {
		return nil, errors.New("the tables are described by SQLite")
	}
	names, err := All(ctx, d, Value[string], `SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
	if err != nil {
		return nil, err
	}
	var all []table
	for _, name := range names {
		if name == "goose_db_version" || strings.HasPrefix(name, "sqlite_") || strings.HasPrefix(name, "river_") {
			continue
		}
		if !plain.MatchString(name) {
			return nil, fmt.Errorf("no table of ours is named %q", name)
		}
		t, err := d.describe(ctx, name)
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return parentsFirst(all)
}

func (d *DB) describe(ctx context.Context, name string) (table, error) {
	t := table{name: name}
	rows, err := d.Query(ctx, `SELECT name, type, pk FROM pragma_table_info($1) ORDER BY cid`, name)
	if err != nil {
		return table{}, err
	}
	defer rows.Close()
	for rows.Next() {
		var column, kind string
		var key int
		if err := rows.Scan(&column, &kind, &key); err != nil {
			return table{}, err
		}
		if !plain.MatchString(column) {
			return table{}, fmt.Errorf("no column of table %s is named %q", name, column)
		}
		t.columns = append(t.columns, column)
		t.truths = append(t.truths, kind == "BOOLEAN")
		if key > 0 {
			t.key = append(t.key, column)
		}
		if key > 0 && kind == "INTEGER" {
			t.counter = column
		}
	}
	if err := rows.Err(); err != nil {
		return table{}, err
	}
	t.parents, err = All(ctx, d, Value[string], `SELECT DISTINCT "table" FROM pragma_foreign_key_list($1)`, name)
	return t, err
}

// parentsFirst orders tables so that no row is inserted before those it refers to.
func parentsFirst(all []table) ([]table, error) {
	var out []table
	placed := map[string]bool{}
	for len(out) < len(all) {
		before := len(out)
		for _, t := range all {
			ready := !slices.ContainsFunc(t.parents, func(p string) bool { return p != t.name && !placed[p] })
			if ready && !placed[t.name] {
				placed[t.name] = true
				out = append(out, t)
			}
		}
		if len(out) == before {
			return nil, errors.New("tables refer to each other in a circle")
		}
	}
	return out, nil
}

func (t table) copy(ctx context.Context, from, to *DB, progress func(table string, rows int)) error {
	rows, err := from.Query(ctx, `SELECT `+strings.Join(t.columns, ", ")+` FROM `+t.name+` ORDER BY `+strings.Join(t.key, ", "))
	if err != nil {
		return err
	}
	defer rows.Close()
	var batch []any
	flush := func() error {
		n := len(batch) / len(t.columns)
		if n == 0 {
			return nil
		}
		if _, err := to.Exec(ctx, t.insert(to, n), batch...); err != nil {
			return err
		}
		batch = batch[:0]
		progress(t.name, n)
		return nil
	}
	row := make([]any, len(t.columns))
	dest := make([]any, len(t.columns))
	for i := range row {
		dest[i] = &row[i]
	}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		for i, value := range row {
			if n, isNumber := value.(int64); isNumber && t.truths[i] {
				row[i] = n != 0
			}
		}
		batch = append(batch, row...)
		if len(batch) >= copyBatch*len(t.columns) {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := errors.Join(rows.Err(), flush()); err != nil {
		return err
	}
	return t.goOnCounting(ctx, to)
}

func (t table) insert(to *DB, rows int) string {
	return `INSERT INTO ` + t.name + ` (` + strings.Join(t.columns, ", ") + `)` + to.dialect.givenNumbers() + ` VALUES ` + to.dialect.manyRows(rows, len(t.columns))
}
