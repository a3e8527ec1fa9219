// Package shelftest fills stores with a small district, for tests of what takes a whole installation out and puts it back.
package shelftest

import (
	"context"
	"fmt"
	"log/slog"
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
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
)

// What is in the filled stores.
const (
	Maple = id.DistrictID("mapmapmapmapmapm")
	Birch = id.DistrictID("abcabcabcabcabca")
	Oak   = id.SchoolID("oakoakoakoakoako")
	Ana   = id.PersonID("anaanaanaanaanaa")
	Bo    = id.PersonID("bobbobbobbobbobb")
	Guide = "gdegdegdegdegdeg" // published
	Tip   = "tptptptptptptptp" // retired, with a title that a spreadsheet would run
	Draft = "drtdrtdrtdrtdrtd" // was shared and is a draft again

	Private = "private words" // stands in the draft
)

// Monday is when everything happened.
var Monday = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Stores are an installation around a database, with a folder of files of its own.
func Stores(t testing.TB, d *db.DB) backup.Stores {
	t.Helper()
	return In(t, d, t.TempDir())
}

// In are stores whose files are in a data folder.
func In(t testing.TB, d *db.DB, folder string) backup.Stores {
	t.Helper()
	f, err := files.Open(t.Context(), filepath.Join(folder, "files"))
	must(t, err)
	t.Cleanup(func() { must(t, f.Close()) })
	return backup.Stores{DB: d, Files: f, Scratch: filepath.Join(folder, "cache"), Program: "test", Clock: clock.NewMoved(Monday)}
}

// Fill fills stores with a small district: two people, a guide with three versions, a retired tip, a draft, a file, a log, and what no backup
// may hold.
func Fill(t testing.TB, s backup.Stores) (sheet files.Hash) {
	t.Helper()
	stored, err := s.Files.Put(t.Context(), Maple, strings.NewReader("%PDF-1.7 a sheet to print"), 0)
	must(t, err)
	must(t, s.DB.Do(t.Context(), func(tx *db.DB) error {
		run := func(query string, args ...any) {
			t.Helper()
			_, err := tx.Exec(t.Context(), query, args...)
			must(t, err)
		}
		at := clock.Micros(Monday)
		for district, name := range map[id.DistrictID]string{Maple: "Maple Valley", Birch: "Birch Hill"} {
			run(`INSERT INTO district (id, name, consortium, time_zone, calling, locale, public_on, setup, created_at)
				VALUES ($1, $2, '', 'America/New_York', 'librarian', 'en', TRUE, 'done', $3)`, district, name, at)
		}
		run(`INSERT INTO school (id, district, name, short_name, name_key, grades, created_at) VALUES ($1, $2, 'Oak Elementary', 'Oak', 'oak', 63, $3)`, Oak, Maple, at)
		for person, name := range map[id.PersonID]string{Ana: "Ana Reyes", Bo: "=Bo Tran"} {
			run(`INSERT INTO person (id, district, name, name_key, mail, mail_key, locale, coordinator, state, demo, created_at)
				VALUES ($1, $2, $3, $3, $4, $4, '', $5, 'active', NULL, $6)`, person, Maple, name, string(person[:3])+"@example.org", person == Ana, at)
			run(`INSERT INTO membership (district, person, school, role, percent, place) VALUES ($1, $2, $3, 'media_specialist', 50, 0)`, Maple, person, Oak)
		}
		run(`INSERT INTO session (token_hash, id, district, person, created_at, expires_at) VALUES ($1, 'secretsession', $2, $3, 0, 0)`, []byte("secret-session-token"), Maple, Ana)
		run(`INSERT INTO rate_limit (bucket, starts_at, used) VALUES ('secret-bucket', 0, 1)`)
		run(`INSERT INTO parked_form (id, district, person, path, body, expires_at) VALUES ('f', $1, $2, '/', $3, 0)`, Maple, Ana, []byte("secret-form-body"))
		run(`INSERT INTO sign_in_link (request, purpose, district, person, mail_key, locale, token_hash, code_hash, tries, next_path, created_at, expires_at)
			VALUES ('r', 'sign_in', $1, $2, 'secret-mail', 'en', $3, NULL, 0, '/', 0, 0)`, Maple, Ana, []byte("secret-link-token"))
		run(`INSERT INTO api_token (token_hash, id, district, person, name, scopes, created_at, expires_at) VALUES ($1, 'tok', $2, $3, 'cart', 'read', 0, 0)`, []byte{1, 2, 3}, Maple, Ana)
		run(`INSERT INTO file (district, hash, media_type, size, width, height, person, created_at) VALUES ($1, $2, 'application/pdf', $3, 0, 0, $4, $5)`, Maple, stored.Hash, stored.Size, Ana, at)
		run(`INSERT INTO term (id, district, label_en, label_es, state, merged_into, created_at) VALUES ('misinformation', $1, 'Misinformation', 'Desinformación', 'used', NULL, 0)`, Maple)
		run(`INSERT INTO term_name (district, name_key, name, language, term) VALUES ($1, 'fake news', 'fake news', 'en', 'misinformation')`, Maple)
		save(t, tx, Guide, "published", Document(1, stored.Hash), Document(2, stored.Hash), Document(3, stored.Hash))
		save(t, tx, Tip, "retired", block.Document{About: block.About{Title: "=1+1", Why: "@why", Type: block.QuickTip}})
		save(t, tx, Draft, "draft", block.Document{About: block.About{Title: Private, Why: Private, Type: block.QuickTip}})
		run(`INSERT INTO note (id, district, resource, person, school, text, at) VALUES ('note', $1, $2, $3, $4, 'Worked with grade 4.', $5)`, Maple, Guide, Bo, Oak, at)
		return nil
	}))
	must(t, s.DB.Do(t.Context(), func(tx *db.DB) error {
		return activity.Write(t.Context(), tx, activity.Activity{District: Maple, School: Oak, Person: Ana, Verb: "resource.shared", ObjectKind: "resource", Object: Guide, At: Monday})
	}))
	must(t, Greeter(s.DB).Enqueue(t.Context(), s.DB, Greet{"Ana"}))
	return stored.Hash
}

// Greet is a job that waits.
type Greet struct {
	Name string `json:"name"`
}

// Kind implements jobs.Args.
func (Greet) Kind() string { return "greet" }

// Greeter is a queue that knows Greet.
func Greeter(d *db.DB) *jobs.Jobs {
	j := jobs.New(d, slog.New(slog.DiscardHandler), clock.System{})
	jobs.Register(j, func(context.Context, Greet) error { return nil }, jobs.Options{})
	return j
}

// Document is the guide as its nth version has it.
func Document(n int, sheet files.Hash) block.Document {
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

// save stores versions of a resource, by Ana and Bo in turn.
func save(t testing.TB, tx *db.DB, resource, state string, documents ...block.Document) {
	t.Helper()
	run := func(query string, args ...any) {
		t.Helper()
		_, err := tx.Exec(t.Context(), query, args...)
		must(t, err)
	}
	at := clock.Micros(Monday)
	run(`INSERT INTO resource (id, district, school, state, visibility, head, about, title_key, revision, core, core_version, created_by, created_at, shared_at, changed_at, retire_reason)
		VALUES ($1, $2, $3, $4, 'district', NULL, NULL, $5, 3, NULL, NULL, $6, $7, $7, $7, '')`, resource, Maple, Oak, state, fold.Key(documents[0].About.Title), Ana, at)
	var manifest block.Manifest
	var version string
	for i, d := range documents {
		var bodies []block.Stored
		var err error
		manifest, bodies, err = block.Split(d)
		must(t, err)
		for _, b := range bodies {
			run(`INSERT INTO block (district, hash, kind, body) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, Maple, b.Hash, b.Kind, string(b.Body))
		}
		version = fmt.Sprintf("%s-%d", resource, i+1)
		run(`INSERT INTO version (id, district, resource, parent, second, number, author, school, at, reason, manifest)
			VALUES ($1, $2, $3, NULL, NULL, $4, $5, $6, $7, 'clearer', $8)`, version, Maple, resource, i+1, []id.PersonID{Ana, Bo}[i%2], Oak, at+int64(i)*1_000_000, manifest.String())
	}
	run(`INSERT INTO head_credit (district, resource, author, school, first, versions, first_at, last_at)
		SELECT district, resource, author, school, MIN(number), COUNT(*), MIN(at), MAX(at) FROM version WHERE resource = $1 GROUP BY district, resource, author, school`, resource)
	run(`UPDATE resource SET head = $2, about = $3 WHERE id = $1`, resource, version, manifest[0].Hash)
	for place, e := range manifest {
		run(`INSERT INTO head_block (district, resource, place, key, hash) VALUES ($1, $2, $3, $4, $5)`, Maple, resource, place, e.Key, e.Hash)
	}
}
