package backup_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/backup/shelftest"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
)

// forged is an archive that somebody made: its checksums are right, whatever it holds.
type forged struct {
	t       *testing.T
	entries []forgedEntry
	head    []byte
}

type forgedEntry struct {
	name string
	body io.Reader
}

func forge(t *testing.T, genuine []byte) *forged {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(genuine), int64(len(genuine)))
	must(t, err)
	f := &forged{t: t}
	for _, e := range in.File {
		r, err := e.Open()
		must(t, err)
		data, err := io.ReadAll(r)
		must(t, errors.Join(err, r.Close()))
		switch e.Name {
		case "backup.json":
			f.head = data
		case "manifest-sha256.txt":
		default:
			f.add(e.Name, bytes.NewReader(data))
		}
	}
	return f
}

func (f *forged) add(name string, body io.Reader) {
	f.entries = append(f.entries, forgedEntry{name, body})
}

// sql changes the database of the archive.
func (f *forged) sql(statements ...string) {
	f.t.Helper()
	path := filepath.Join(f.t.TempDir(), "forged.db")
	for i, e := range f.entries {
		if e.name != "commonshelf.db" {
			continue
		}
		data, err := io.ReadAll(e.body)
		must(f.t, err)
		must(f.t, os.WriteFile(path, data, 0o600))
		d, err := db.Open(f.t.Context(), db.Options{Path: path})
		must(f.t, err)
		for _, s := range statements {
			must(f.t, d.Do(f.t.Context(), func(tx *db.DB) error {
				_, err := tx.Exec(f.t.Context(), s)
				return err
			}))
		}
		whole := path + ".whole"
		must(f.t, errors.Join(d.SaveAs(f.t.Context(), whole), d.Close()))
		data, err = os.ReadFile(whole)
		must(f.t, err)
		f.entries[i].body = bytes.NewReader(data)
	}
}

// write gives the path of the archive.
func (f *forged) write() string {
	f.t.Helper()
	path := filepath.Join(f.t.TempDir(), "forged.zip")
	out, err := os.Create(path)
	must(f.t, err)
	z := zip.NewWriter(out)
	put := func(name string, body io.Reader) string {
		w, err := z.Create(name)
		must(f.t, err)
		sum := sha256.New()
		_, err = io.Copy(io.MultiWriter(w, sum), body)
		must(f.t, err)
		return hex.EncodeToString(sum.Sum(nil))
	}
	var manifest strings.Builder
	for _, e := range f.entries {
		fmt.Fprintf(&manifest, "%s  %s\n", put(e.name, e.body), e.name)
	}
	sum := put("manifest-sha256.txt", strings.NewReader(manifest.String()))
	put("backup.json", bytes.NewReader(regexp.MustCompile(`"manifest": "[0-9a-f]*"`).ReplaceAll(f.head, []byte(`"manifest": "`+sum+`"`))))
	must(f.t, errors.Join(z.Close(), out.Close()))
	return path
}

// An archive whose checksums are right may still be made by somebody who means harm, or by hand.
func TestAForgedArchiveIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	from := shelftest.Stores(t, dbtest.SQLite(t))
	shelftest.Fill(t, from)
	genuine, err := os.ReadFile(archive(t, from))
	must(t, err)
	const somewhere = "files/" + string(shelftest.Maple) + "/"
	for name, c := range map[string]struct {
		change func(*forged)
		says   string
	}{
		"a table is missing":  {func(f *forged) { f.sql(`DROP TABLE note`) }, "no column note.text"},
		"a column is missing": {func(f *forged) { f.sql(`ALTER TABLE note RENAME COLUMN text TO words`) }, "no column note.text"},
		"a table too many":    {func(f *forged) { f.sql(`CREATE TABLE evil (id TEXT PRIMARY KEY)`) }, "an unknown column evil.id"},
		"a trigger": {func(f *forged) {
			f.sql(`CREATE TRIGGER evil AFTER INSERT ON note BEGIN DELETE FROM resource; END`)
		}, "an unknown trigger evil"},
		"a view in place of a table": {func(f *forged) {
			f.sql(`DROP TABLE api_token`, `CREATE VIEW api_token AS SELECT * FROM person`)
		}, "an unknown view api_token"},
		"a way out":           {func(f *forged) { f.add("files/../../evil", strings.NewReader("x")) }, "no backup holds such an entry"},
		"another name":        {func(f *forged) { f.add("readme.txt", strings.NewReader("x")) }, "no backup holds such an entry"},
		"an entry twice":      {func(f *forged) { f.add("jobs.jsonl", strings.NewReader("")) }, "or one twice"},
		"another file's name": {func(f *forged) { f.add(somewhere+"0123456789abcdefghjkmnpqrstvwxyz", strings.NewReader("not that")) }, "the bytes are not those"},
		"a bomb": {func(f *forged) {
			f.add(somewhere+"0123456789abcdefghjkmnpqrstvwxyz", io.LimitReader(zeros{}, 160<<20))
		}, "far more than it can hold"},
		"no database": {func(f *forged) {
			for i, e := range f.entries {
				if e.name == "commonshelf.db" {
					f.entries[i].body = strings.NewReader("SQLite format 3\x00 and no more")
				}
			}
		}, "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			f := forge(t, genuine)
			c.change(f)
			to := shelftest.Stores(t, dbtest.SQLite(t))
			_, err := to.Restore(t.Context(), f.write(), nil)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %q", err, c.says)
			}
			if n, err := db.One(t.Context(), to.DB, db.Value[int], `SELECT count(*) FROM district`); err != nil || n != 0 {
				t.Errorf("%d districts were written, %v", n, err)
			}
		})
	}
	t.Run("nothing is changed", func(t *testing.T) { // what the others forge is refused for what they change
		to := shelftest.Stores(t, dbtest.SQLite(t))
		_, err := to.Restore(t.Context(), forge(t, genuine).write(), nil)
		must(t, err)
		if got, want := content(t, to), content(t, from); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	})
}

// zeros never ends.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
