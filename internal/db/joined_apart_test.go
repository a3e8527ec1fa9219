package db_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/db"
)

// What was joined before it was known to be written apart has nothing of its core, unless something was used since.
func TestWhatWasJoinedWasWrittenApart(t *testing.T) {
	eachEmpty(t, func(t *testing.T, d *db.DB) {
		steps, err := d.Steps()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := steps.UpTo(t.Context(), 163); err != nil {
			t.Fatal(err)
		}
		run := func(query string, args ...any) {
			t.Helper()
			if _, err := d.Exec(t.Context(), query, args...); err != nil {
				t.Fatal(err)
			}
		}
		run(`INSERT INTO district (id, name, consortium, time_zone, calling, locale, public_on, setup, created_at) VALUES ('maple', 'Maple', '', 'UTC', 'librarian', 'en', FALSE, 'done', 0)`)
		run(`INSERT INTO school (id, district, name, short_name, name_key, grades, created_at) VALUES ('elm', 'maple', 'Elm', 'Elm', 'elm', 0, 0)`)
		run(`INSERT INTO person (id, district, name, name_key, mail, mail_key, locale, coordinator, state, demo, created_at) VALUES ('ana', 'maple', 'Ana', 'ana', 'a', 'a', '', TRUE, 'active', NULL, 0)`)
		for _, one := range []string{"core", "made", "joined", "used", "undone"} {
			run(`INSERT INTO resource (id, district, school, state, visibility, title_key, revision, core_version, created_by, created_at, changed_at, retire_reason)
				VALUES ($1, 'maple', 'elm', 'published', 'district', $1, 1, $2, 'ana', 0, 0, '')`, one, map[bool]any{true: nil, false: "v1"}[one == "core"])
			if one == "core" {
				continue
			}
			run(`INSERT INTO adaptation (district, resource, base, following) VALUES ('maple', $1, '', FALSE)`, one)
			if one != "made" {
				run(`INSERT INTO joining (district, resource, core, keys, person, at) VALUES ('maple', $1, 'core', '', 'ana', 1)`, one)
			}
		}
		for one, undone := range map[string]any{"used": nil, "undone": 3} {
			run(`INSERT INTO decision (id, district, resource, person, at, parts, base, base_after, head, head_after, core_version, undone_at)
				VALUES ($1, 'maple', $1, 'ana', 2, 'a', '', '', 'h1', 'h2', 'v1', $2)`, one, undone)
		}
		if _, err := steps.Up(t.Context()); err != nil {
			t.Fatal(err)
		}
		for one, want := range map[string]bool{"made": true, "joined": false, "used": true, "undone": false} {
			made, err := db.One(t.Context(), d, db.Value[bool], `SELECT core_version IS NOT NULL FROM resource WHERE id = $1`, one)
			if err != nil || made != want {
				t.Errorf("%s is made of its core: %v, %v", one, made, err)
			}
		}
	})
}
