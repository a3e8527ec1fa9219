package catalog_test

import (
	"context"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// world is two districts with a few people, on one database.
type world struct {
	t       *testing.T
	db      *db.DB
	clock   *clock.Moved
	catalog *catalog.Service
	changed []catalog.ResourceID

	elm, pine                    id.SchoolID
	rosa, mai, ana, teacher, far actor.Actor // media specialists at Elm and Pine, coordinator, teacher at Elm, another district
	partner                      actor.Actor // a district that shares with the first
}

func newWorld(t *testing.T, d *db.DB) *world {
	w := &world{t: t, db: d, clock: clock.NewMoved(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))}
	topics := vocab.New(d, w.clock, id.Source{})
	w.catalog = catalog.New(d, w.clock, id.Source{}, topics, func(_ context.Context, list ...catalog.Change) {
		for _, c := range list {
			w.changed = append(w.changed, c.ID)
		}
	})
	home, away := w.district("Maple Valley", "county"), w.district("Far Away", "")
	partner := w.district("Partner", "county")
	w.elm, w.pine = w.school(home, "Elm"), w.school(home, "Pine")
	w.rosa = w.person(home, "county", "Rosa", false, actor.Membership{School: w.elm, Role: actor.MediaSpecialist})
	w.mai = w.person(home, "county", "Mai", false, actor.Membership{School: w.pine, Role: actor.MediaSpecialist})
	w.ana = w.person(home, "county", "Ana", true)
	w.teacher = w.person(home, "county", "Tom", false, actor.Membership{School: w.elm, Role: actor.Teacher})
	w.far = w.person(away, "", "Stranger", true, actor.Membership{School: w.school(away, "Oak"), Role: actor.MediaSpecialist})
	w.partner = w.person(partner, "county", "Neighbor", false, actor.Membership{School: w.school(partner, "Ash"), Role: actor.MediaSpecialist})
	return w
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	if _, err := w.db.Exec(w.t.Context(), query, args...); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) district(name, consortium string) id.DistrictID {
	district := id.New[id.DistrictID](id.Source{})
	w.exec(`INSERT INTO district (id, name, consortium, time_zone, calling, locale, public_on, setup, created_at)
		VALUES ($1, $2, $3, 'UTC', 'librarian', 'en', FALSE, 'done', 0)`, district, name, consortium)
	return district
}

func (w *world) school(district id.DistrictID, name string) id.SchoolID {
	school := id.New[id.SchoolID](id.Source{})
	w.exec(`INSERT INTO school (id, district, name, short_name, name_key, grades, created_at) VALUES ($1, $2, $3, $3, $3, 0, 0)`, school, district, name)
	return school
}

func (w *world) person(district id.DistrictID, consortium, name string, coordinator bool, at ...actor.Membership) actor.Actor {
	person := id.New[id.PersonID](id.Source{})
	w.exec(`INSERT INTO person (id, district, name, name_key, mail, mail_key, locale, coordinator, state, demo, created_at)
		VALUES ($1, $2, $3, $3, $1, $1, '', $4, 'active', NULL, 0)`, person, district, name, coordinator)
	for i, m := range at {
		w.exec(`INSERT INTO membership (district, person, school, role, percent, place) VALUES ($1, $2, $3, $4, 100, $5)`, district, person, m.School, m.Role, i)
	}
	return actor.Actor{District: district, Consortium: consortium, Person: person, Name: name, Coordinator: coordinator, Schools: at}
}

// tip is a small document that may be shared.
func tip(title string, blocks ...block.Body) block.Document {
	d := block.Document{About: block.About{Title: title, Why: "Because it makes the day easier.", Type: block.QuickTip, Grades: grade.Range(1, 6)}}
	for _, b := range blocks {
		d.Blocks = append(d.Blocks, block.Block{Body: b})
	}
	return d
}

func (w *world) share(by actor.Actor, v catalog.Visibility, d block.Document) catalog.Resource {
	w.t.Helper()
	r, err := w.catalog.Share(w.t.Context(), by, catalog.ShareInput{School: by.Schools[0].School, Visibility: v, Document: d})
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func (w *world) show(by actor.Actor, r catalog.ResourceID) catalog.Shown {
	w.t.Helper()
	shown, err := w.catalog.Show(w.t.Context(), by, r)
	if err != nil {
		w.t.Fatal(err)
	}
	return shown
}

// history is all versions of a resource, newest first.
func (w *world) history(by actor.Actor, r catalog.ResourceID) []catalog.Step {
	w.t.Helper()
	var out []catalog.Step
	for before := 0; ; {
		h, err := w.catalog.History(w.t.Context(), by, r, before)
		if err != nil {
			w.t.Fatal(err)
		}
		out = append(out, h.Steps...)
		if before = h.Older; before == 0 {
			return out
		}
	}
}
