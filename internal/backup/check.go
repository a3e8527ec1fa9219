package backup

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Finding is something that Check noticed.
type Finding struct {
	Broken bool   `json:"broken"` // something is lost or wrong; otherwise only worth knowing
	What   string `json:"what"`
}

// checker collects findings on one moment of the database.
type checker struct {
	db       *db.DB
	files    *files.Store
	progress Progress
	found    []Finding
}

func (c *checker) broken(format string, args ...any) {
	c.found = append(c.found, Finding{Broken: true, What: fmt.Sprintf(format, args...)})
}

// Check compares everything with everything, while others go on working: the database with its own rules, every version
// with the blocks it names, every head with its newest version and with who wrote at it, every file with its hash, and, by index, the search index
// with the database. A nil index is not compared. A database that can no longer be read is a finding and no error.
func (s Stores) Check(ctx context.Context, index func(ctx context.Context) ([]string, error), progress Progress) (_ []Finding, err error) {
	defer fault.Wrap(&err, "check")
	var c *checker
	err = s.DB.Snapshot(ctx, func(snapshot *db.DB) error {
		c = &checker{db: snapshot, files: s.Files, progress: orSilent(progress)}
		for _, step := range []func(context.Context) error{c.database, c.blocks, c.versions, c.heads, c.credit, c.storedFiles} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		return c.orphans(ctx, s.Clock.Now())
	})
	if db.IsDamaged(err) { // what stands behind the damage cannot be compared
		c.broken("database: it is damaged and can no longer be read as a whole: %v", err)
		return c.found, nil
	}
	if err != nil || index == nil {
		return c.found, err
	}
	c.progress("index", 0, 0)
	wrong, err := index(ctx)
	for _, what := range wrong {
		c.broken("search index: %s", what)
	}
	return c.found, err
}

func (c *checker) database(ctx context.Context) error {
	c.progress("database", 0, 0)
	wrong, err := c.db.Integrity(ctx)
	for _, what := range wrong {
		c.broken("database: %s", what)
	}
	return err
}

// blocks compares every body with its hash.
func (c *checker) blocks(ctx context.Context) error {
	total, err := db.One(ctx, c.db, db.Value[int64], `SELECT count(*) FROM block`)
	if err != nil {
		return err
	}
	rows, err := c.db.Query(ctx, `SELECT district, hash, kind, body FROM block`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for done := int64(0); rows.Next(); done++ {
		if done%1000 == 0 {
			c.progress("blocks", done, total)
		}
		var district id.DistrictID
		var hash block.Hash
		var kind block.Kind
		var body string
		if err := rows.Scan(&district, &hash, &kind, &body); err != nil {
			return err
		}
		if block.HashOf(kind, []byte(body)) != hash {
			c.broken("block %s of district %s is not what its hash names", hash, district)
		} else if _, err := block.Decode(kind, []byte(body)); err != nil {
			c.broken("block %s of district %s cannot be read: %v", hash, district, err)
		}
	}
	return rows.Err()
}

// storedFiles reads every file that the database names.
func (c *checker) storedFiles(ctx context.Context) error {
	list, err := named(ctx, c.db)
	if err != nil {
		return err
	}
	for i, n := range list {
		c.progress("files", int64(i), int64(len(list)))
		err := c.files.CopyOut(ctx, n.District, n.Hash, io.Discard)
		switch {
		case fault.IsNotFound(err):
			c.broken("file %s is missing", n)
		case errors.Is(err, files.ErrDamaged):
			c.broken("file %s is damaged", n)
		case err != nil:
			return err
		}
	}
	return nil
}
