package backup_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/backup"
	"github.com/commonshelf/commonshelf/internal/backup/shelftest"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/files"
)

// scribble changes the bytes of a stored file behind the store's back.
func scribble(t *testing.T, s backup.Stores, hash files.Hash) {
	t.Helper()
	path := filepath.Join(filepath.Dir(s.Scratch), "files", string(shelftest.Maple), string(hash))
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
	must(t, os.WriteFile(path, []byte("something else"), 0o600))
}

func check(t *testing.T, s backup.Stores, index func(context.Context) ([]string, error)) string {
	t.Helper()
	found, err := s.Check(t.Context(), index, nil)
	must(t, err)
	var out []string
	for _, f := range found {
		if f.Broken {
			out = append(out, "broken: "+f.What)
		} else {
			out = append(out, f.What)
		}
	}
	return strings.Join(out, "\n")
}

func TestCheckFindsNothingWrongWithAGoodShelf(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := shelftest.Stores(t, d)
		shelftest.Fill(t, s)
		if got := check(t, s, func(context.Context) ([]string, error) { return nil, nil }); got != "" {
			t.Errorf("found:\n%s", got)
		}
	})
}

// A file of which a page was overwritten is what a check is for: it is said, and no error of the check.
func TestCheckSaysThatTheDatabaseIsDamaged(t *testing.T) {
	whole := dbtest.SQLite(t)
	shelftest.Fill(t, shelftest.Stores(t, whole))
	path := filepath.Join(t.TempDir(), "damaged.db")
	_, err := whole.WritePool().Exec(`VACUUM INTO '` + path + `'`)
	must(t, err)
	open := func() *db.DB {
		d, err := db.Open(t.Context(), db.Options{Path: path})
		must(t, err)
		return d
	}
	d := open()
	page, err := db.One(t.Context(), d, db.Value[int64], `SELECT rootpage FROM sqlite_schema WHERE name = 'block'`)
	must(t, errors.Join(err, d.Close()))
	const pageSize = 4096
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	must(t, err)
	_, err = file.WriteAt(bytes.Repeat([]byte{0xff}, pageSize), (page-1)*pageSize)
	must(t, errors.Join(err, file.Close()))

	d = open()
	if got := check(t, shelftest.Stores(t, d), nil); !strings.Contains(got, "broken: database: it is damaged and can no longer be read as a whole") {
		t.Errorf("found %q", got)
	}
	must(t, d.Close())
}

func TestCheckNamesEachDamage(t *testing.T) {
	for name, c := range map[string]struct {
		damage string
		want   string
	}{
		"a changed body":          {`UPDATE block SET body = '{"markdown":"other"}' WHERE kind = 'text'`, "is not what its hash names"},
		"a lost block":            {`DELETE FROM block WHERE kind = 'text' AND hash NOT IN (SELECT hash FROM head_block)`, "names block"},
		"a broken manifest":       {`UPDATE version SET manifest = 'x' WHERE number = 1`, "manifest line"},
		"an old head":             {`UPDATE resource SET head = id || '-2' WHERE state = 'published'`, `-2", the newest is "`},
		"a missing place":         {`DELETE FROM head_block WHERE place = 1`, "shows nothing at place 1"},
		"another order":           {`UPDATE head_block SET place = CASE place WHEN 1 THEN 91 ELSE place END`, "shows other blocks"},
		"another word of itself":  {`UPDATE resource SET about = 'x'`, "says of itself something else"},
		"credit too much":         {`UPDATE head_credit SET versions = versions + 1`, "credits others"},
		"credit lost":             {`DELETE FROM head_credit`, "credits others"},
		"a file that is not here": {`INSERT INTO file (district, hash, media_type, size, width, height, person, created_at) SELECT district, '0123456789abcdefghjkmnpqrstvwxyz', '', 1, 0, 0, person, 0 FROM file`, "0123456789abcdefghjkmnpqrstvwxyz is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				s := shelftest.Stores(t, d)
				shelftest.Fill(t, s)
				_, err := d.Exec(t.Context(), c.damage)
				must(t, err)
				if got := check(t, s, nil); !strings.Contains(got, "broken: ") || !strings.Contains(got, c.want) {
					t.Errorf("found %q, want %q", got, c.want)
				}
			})
		})
	}
}

func TestCheckReadsFilesAndListsOrphans(t *testing.T) {
	s := shelftest.Stores(t, dbtest.SQLite(t))
	sheet := shelftest.Fill(t, s)
	orphan, err := s.Files.Put(t.Context(), shelftest.Maple, strings.NewReader("nobody's"), 0)
	must(t, err)
	if got := check(t, s, nil); got != "" {
		t.Errorf("a fresh upload is reported: %s", got)
	}
	scribble(t, s, sheet)
	s.Clock = clock.NewMoved(time.Now().Add(2 * files.Grace))
	got := check(t, s, nil)
	if !strings.Contains(got, "broken: file "+string(shelftest.Maple)+"/"+string(sheet)+" is damaged") {
		t.Errorf("the damage is not in:\n%s", got)
	}
	if !strings.Contains(got, "\nfile "+string(shelftest.Maple)+"/"+string(orphan.Hash)+" belongs to nothing") {
		t.Errorf("the orphan is not in:\n%s", got)
	}
}

func TestCheckPassesOnWhatTheIndexSays(t *testing.T) {
	s := shelftest.Stores(t, dbtest.SQLite(t))
	shelftest.Fill(t, s)
	if got := check(t, s, func(context.Context) ([]string, error) { return []string{"one too many"}, nil }); got != "broken: search index: one too many" {
		t.Errorf("found %q", got)
	}
	onPurpose := errors.New("on purpose")
	if _, err := s.Check(t.Context(), func(context.Context) ([]string, error) { return nil, onPurpose }, nil); !errors.Is(err, onPurpose) {
		t.Errorf("got %v", err)
	}
}
