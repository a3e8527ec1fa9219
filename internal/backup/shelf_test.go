package backup_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/backup"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
)

const (
	maple = id.DistrictID("mapmapmapmapmapm")
	other = id.DistrictID("abcabcabcabcabca")
	oak   = id.SchoolID("oakoakoakoakoako")
	ana   = id.PersonID("anaanaanaanaanaa")
	bo    = id.PersonID("bobbobbobbobbobb")
	guide = "gdegdegdegdegdeg"
)

var monday = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// stores are an installation around a database, with a folder of files of its own.
func stores(t testing.TB, d *db.DB) backup.Stores {
	t.Helper()
	folder := t.TempDir()
	f, err := files.Open(t.Context(), filepath.Join(folder, "files"))
	must(t, err)
	t.Cleanup(func() { must(t, f.Close()) })
	return backup.Stores{DB: d, Files: f, Scratch: filepath.Join(folder, "cache"), Program: "test", Clock: clock.NewMoved(monday)}
}

// shelf fills stores with a small district: two people, a guide with three versions, a file, a log, and what no backup
// may hold.
func shelf(t testing.TB, s backup.Stores) (sheet files.Hash) {
	t.Helper()
	stored, err := s.Files.Put(t.Context(), maple, strings.NewReader("%PDF-1.7 a sheet to print"), 0)
	must(t, err)
	must(t, s.DB.Do(t.Context(), func(tx *db.DB) error {
		run := func(query string, args ...any) {
			t.Helper()
			_, err := tx.Exec(t.Context(), query, args...)
			must(t, err)
		}
		at := clock.Micros(monday)
		for district, name := range map[id.DistrictID]string{maple: "Maple Valley", other: "Birch Hill"} {
			run(`INSERT INTO district (id, name, consortium, time_zone, calling, locale, public_on, setup, created_at)
				VALUES ($1, $2, '', 'America/New_York', 'librarian', 'en', TRUE, 'done', $3)`, district, name, at)
		}
		run(`INSERT INTO school (id, district, name, short_name, name_key, grades, created_at) VALUES ($1, $2, 'Oak Elementary', 'Oak', 'oak', 63, $3)`, oak, maple, at)
		for person, name := range map[id.PersonID]string{ana: "Ana Reyes", bo: "=Bo Tran"} {
			run(`INSERT INTO person (id, district, name, name_key, mail, mail_key, locale, coordinator, state, demo, created_at)
				VALUES ($1, $2, $3, $3, $4, $4, '', $5, 'active', NULL, $6)`, person, maple, name, string(person[:3])+"@example.org", person == ana, at)
			run(`INSERT INTO membership (district, person, school, role, percent, place) VALUES ($1, $2, $3, 'media_specialist', 50, 0)`, maple, person, oak)
		}
		run(`INSERT INTO session (token_hash, id, district, person, created_at, expires_at) VALUES ($1, 'secretsession', $2, $3, 0, 0)`, []byte("secret-session-token"), maple, ana)
		run(`INSERT INTO rate_limit (bucket, starts_at, used) VALUES ('secret-bucket', 0, 1)`)
		run(`INSERT INTO parked_form (id, district, person, path, body, expires_at) VALUES ('f', $1, $2, '/', $3, 0)`, maple, ana, []byte("secret-form-body"))
		run(`INSERT INTO sign_in_link (request, purpose, district, person, mail_key, locale, token_hash, code_hash, tries, next_path, created_at, expires_at)
			VALUES ('r', 'sign_in', $1, $2, 'secret-mail', 'en', $3, NULL, 0, '/', 0, 0)`, maple, ana, []byte("secret-link-token"))
		run(`INSERT INTO api_token (token_hash, id, district, person, name, scopes, created_at, expires_at) VALUES ($1, 'tok', $2, $3, 'cart', 'read', 0, 0)`, []byte{1, 2, 3}, maple, ana)
		run(`INSERT INTO file (district, hash, media_type, size, width, height, person, created_at) VALUES ($1, $2, 'application/pdf', $3, 0, 0, $4, $5)`, maple, stored.Hash, stored.Size, ana, at)
		run(`INSERT INTO term (id, district, label_en, label_es, state, merged_into, created_at) VALUES ('misinformation', $1, 'Misinformation', 'Desinformación', 'used', NULL, 0)`, maple)
		run(`INSERT INTO term_name (district, name_key, name, language, term) VALUES ($1, 'fake news', 'fake news', 'en', 'misinformation')`, maple)
		return nil
	}))
	saveGuide(t, s.DB, stored.Hash)
	must(t, s.DB.Do(t.Context(), func(tx *db.DB) error {
		must(t, activity.Write(t.Context(), tx, activity.Activity{District: maple, School: oak, Person: ana, Verb: "resource.shared", ObjectKind: "resource", Object: guide, At: monday}))
		return activity.SavePosition(t.Context(), tx, "index", activity.Position{})
	}))
	must(t, greeter(s.DB).Enqueue(t.Context(), s.DB, greet{"Ana"}))
	return stored.Hash
}

// greet is a job that waits.
type greet struct {
	Name string `json:"name"`
}

func (greet) Kind() string { return "greet" }

func greeter(d *db.DB) *jobs.Jobs {
	j := jobs.New(d, slog.New(slog.DiscardHandler), clock.System{})
	jobs.Register(j, func(context.Context, greet) error { return nil }, jobs.Options{})
	return j
}

// document is the guide as its nth version has it.
func document(n int, sheet files.Hash) block.Document {
	return block.Document{
		About: block.About{
			Title: "Spot a fake photo", Why: "Students stop and look twice.", Type: block.Guide, Grades: grade.Range(4, 6),
			Subjects: []string{"research"}, Language: "en", Minutes: 20, Rights: "cc-by-4.0", Tags: []string{"misinformation"}, ReviewBy: "2027-06-01",
		},
		Blocks: []block.Block{
			{Key: "text", Body: block.Text{Heading: "Look", Markdown: fmt.Sprintf("Version %d says: look at the *edges*.", n)}},
			{Key: "link", Body: block.Link{URL: "https://example.org/photo", Title: "The original"}},
			{Key: "sheet", Body: block.File{Hash: string(sheet), Name: "sheet.pdf", MediaType: "application/pdf", Size: 25}},
			{Key: "book", Body: block.Book{ISBN: "9780000000002", Title: "Seeing", Creators: []string{"A. Reyes"}}},
			{Key: "need", Body: block.Materials{Students: 24, Items: []block.Material{{Name: "Tape", Amount: "2 rolls", CostCents: 600}}}},
		},
	}
}

// saveGuide stores three versions: by Ana, by Bo, by Ana again.
func saveGuide(t testing.TB, d *db.DB, sheet files.Hash) {
	t.Helper()
	must(t, d.Do(t.Context(), func(tx *db.DB) error {
		run := func(query string, args ...any) {
			t.Helper()
			_, err := tx.Exec(t.Context(), query, args...)
			must(t, err)
		}
		at := clock.Micros(monday)
		run(`INSERT INTO resource (id, district, school, state, visibility, head, about, title_key, revision, core, core_version, created_by, created_at, shared_at, changed_at, retire_reason)
			VALUES ($1, $2, $3, 'published', 'district', NULL, NULL, 'spot a fake photo', 3, NULL, NULL, $4, $5, $5, $5, '')`, guide, maple, oak, ana, at)
		var manifest block.Manifest
		for n, author := range []id.PersonID{ana, bo, ana} {
			var bodies []block.Stored
			var err error
			manifest, bodies, err = block.Split(document(n+1, sheet))
			must(t, err)
			for _, b := range bodies {
				run(`INSERT INTO block (district, hash, kind, body) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, maple, b.Hash, b.Kind, string(b.Body))
			}
			run(`INSERT INTO version (id, district, resource, parent, second, number, author, school, at, reason, manifest)
				VALUES ($1, $2, $3, NULL, NULL, $4, $5, $6, $7, 'clearer', $8)`, fmt.Sprintf("version%d", n+1), maple, guide, n+1, author, oak, at+int64(n)*1_000_000, manifest.String())
		}
		run(`UPDATE resource SET head = 'version3', about = $2 WHERE id = $1`, guide, manifest[0].Hash)
		for place, e := range manifest {
			run(`INSERT INTO head_block (district, resource, place, key, hash) VALUES ($1, $2, $3, $4, $5)`, maple, guide, place, e.Key, e.Hash)
		}
		run(`INSERT INTO note (id, district, resource, person, school, text, at) VALUES ('note', $1, $2, $3, $4, 'Worked with grade 4.', $5)`, maple, guide, bo, oak, at)
		return nil
	}))
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
	list, err := s.Files.List(t.Context(), maple)
	must(t, err)
	for _, info := range list {
		var data bytes.Buffer
		must(t, s.Files.CopyOut(t.Context(), maple, info.Hash, &data))
		fmt.Fprintf(&out, "file %s %q\n", info.Hash, data.String())
	}
	must(t, jobs.EachWaiting(t.Context(), s.DB, func(w jobs.Waiting) error {
		var args greet
		must(t, json.Unmarshal(w.Args, &args))
		fmt.Fprintf(&out, "job %s %s\n", w.Name, args.Name)
		return nil
	}))
	return out.String()
}
