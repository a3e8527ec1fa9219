package backup_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/backup"
	"github.com/commonshelf/commonshelf/internal/backup/shelftest"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/jobs"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// archive backs the stores up into a new file.
func archive(t testing.TB, s backup.Stores) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "shelf.zip")
	must(t, backup.Save(path, func(f *os.File) error {
		_, err := s.Write(t.Context(), f, nil)
		return err
	}, func(path string) error { return verify(t, s, path) }))
	return path
}

func verify(t testing.TB, s backup.Stores, path string) error {
	t.Helper()
	a, err := backup.OpenArchive(path)
	if err != nil {
		return err
	}
	defer a.Close()
	return a.Verify(t.Context(), s.Scratch, nil)
}

// content is everything a restore must bring back, in words.
func content(t testing.TB, s backup.Stores) string {
	t.Helper()
	var out strings.Builder
	for _, query := range []string{
		`SELECT id || ' ' || name FROM district ORDER BY id`,
		`SELECT id || ' ' || name || ' ' || mail || ' ' || coalesce(demo, '-') FROM person ORDER BY id`,
		`SELECT person || ' ' || percent FROM membership ORDER BY person`,
		`SELECT id || ' ' || head || ' ' || about || ' ' || shared_at FROM resource ORDER BY id`,
		`SELECT id || ' ' || author || ' ' || at || ' ' || manifest FROM version ORDER BY id`,
		`SELECT hash || ' ' || body FROM block ORDER BY hash`,
		`SELECT key || ' ' || place FROM head_block ORDER BY place`,
		`SELECT seq || ' ' || verb || ' ' || object FROM activity ORDER BY seq`,
		`SELECT name FROM term_name`,
		`SELECT text FROM note`,
		`SELECT name FROM api_token`,
	} {
		lines, err := db.All(t.Context(), s.DB, db.Value[string], query)
		must(t, err)
		fmt.Fprintf(&out, "%s\n  %s\n", query, strings.Join(lines, "\n  "))
	}
	list, err := s.Files.List(t.Context(), shelftest.Maple)
	must(t, err)
	for _, info := range list {
		var data bytes.Buffer
		must(t, s.Files.CopyOut(t.Context(), shelftest.Maple, info.Hash, &data))
		fmt.Fprintf(&out, "file %s %q\n", info.Hash, data.String())
	}
	must(t, jobs.EachWaiting(t.Context(), s.DB, func(w jobs.Waiting) error {
		var args shelftest.Greet
		must(t, json.Unmarshal(w.Args, &args))
		fmt.Fprintf(&out, "job %s %s\n", w.Name, args.Name)
		return nil
	}))
	return out.String()
}
