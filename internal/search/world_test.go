package search_test

import (
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// world is three districts on one database: home, a partner that shares with it, and one far away.
type world struct {
	*node
	clock *clock.Moved

	home      id.DistrictID
	elm, pine id.SchoolID
	// Media specialists at Elm and Pine, the coordinator, a teacher at Elm, a librarian of the partner, a coordinator far away.
	rosa, mai, ana, tom, nell, far actor.Actor
}

// visitor has not signed in.
var visitor actor.Actor

// node is one process of the program.
type node struct {
	t       *testing.T
	db      *db.DB
	topics  *vocab.Service
	catalog *catalog.Service
	search  *search.Service
}

func newNode(t *testing.T, d *db.DB, c clock.Clock) *node {
	n := &node{t: t, db: d, topics: vocab.New(d, c, id.Source{})}
	n.search = search.New(d, n.topics, c, slog.New(slog.DiscardHandler))
	n.catalog = catalog.New(d, c, id.Source{}, n.topics, n.search.Refresh)
	n.search.Use(n.catalog)
	return n
}

func newWorld(t *testing.T, d *db.DB) *world {
	c := clock.NewMoved(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))
	w := &world{node: newNode(t, d, c), clock: c}
	w.home = w.district("Maple Valley", "county")
	w.elm, w.pine = w.school(w.home, "Elm"), w.school(w.home, "Pine")
	w.rosa = w.person(w.home, "county", "Rosa", false, actor.Membership{School: w.elm, Role: actor.MediaSpecialist})
	w.mai = w.person(w.home, "county", "Mai", false, actor.Membership{School: w.pine, Role: actor.MediaSpecialist})
	w.ana = w.person(w.home, "county", "Ana", true)
	w.tom = w.person(w.home, "county", "Tom", false, actor.Membership{School: w.elm, Role: actor.Teacher})
	partner := w.district("Partner", "county")
	w.nell = w.person(partner, "county", "Nell", false, actor.Membership{School: w.school(partner, "Ash"), Role: actor.MediaSpecialist})
	away := w.district("Far Away", "")
	w.far = w.person(away, "", "Stranger", true, actor.Membership{School: w.school(away, "Oak"), Role: actor.MediaSpecialist})
	return w
}

// everyone is all actors of the world by name.
func (w *world) everyone() map[string]actor.Actor {
	return map[string]actor.Actor{"rosa": w.rosa, "mai": w.mai, "ana": w.ana, "tom": w.tom, "nell": w.nell, "far": w.far, "visitor": visitor,
		"the program": {District: w.home, Consortium: "county", System: true}}
}

func (n *node) exec(query string, args ...any) {
	n.t.Helper()
	if _, err := n.db.Exec(n.t.Context(), query, args...); err != nil {
		n.t.Fatal(err)
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

// filed is a tip that is filed under topics.
func filed(title string, topics ...string) block.Document {
	d := tip(title)
	d.About.Tags = topics
	return d
}

// share shares for the actor's first school.
func (n *node) share(by actor.Actor, v catalog.Visibility, d block.Document) catalog.Resource {
	n.t.Helper()
	r, err := n.catalog.Share(n.t.Context(), by, catalog.ShareInput{School: by.Schools[0].School, Visibility: v, Document: d})
	if err != nil {
		n.t.Fatal(err)
	}
	return r
}

// topic puts a topic into the vocabulary of home.
func (w *world) topic(english, spanish string, synonyms ...string) {
	w.t.Helper()
	in := vocab.NewTerm{English: english, Spanish: spanish}
	for _, s := range synonyms {
		in.Synonyms = append(in.Synonyms, vocab.Name{Text: s})
	}
	if _, err := w.topics.Add(w.t.Context(), w.ana, in); err != nil {
		w.t.Fatal(err)
	}
}

func (n *node) look(by actor.Actor, q search.Query) search.Found {
	n.t.Helper()
	found, err := n.search.Search(n.t.Context(), by, q)
	if err != nil {
		n.t.Fatal(err)
	}
	return found
}

// titles are the titles found for some words, in alphabetical order.
func (n *node) titles(by actor.Actor, words string) string {
	n.t.Helper()
	return titlesOf(n.look(by, search.Query{Words: words}))
}

// count is how many Mai finds for some words.
func (w *world) count(words string) int {
	w.t.Helper()
	return w.look(w.mai, search.Query{Words: words}).Total
}

func titlesOf(found search.Found) string {
	var out []string
	for _, c := range found.Cards {
		out = append(out, c.About.Title)
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// finds fails unless exactly these titles are found.
func (n *node) finds(by actor.Actor, words, want string) {
	n.t.Helper()
	if got := n.titles(by, words); got != want {
		n.t.Errorf("%q finds %q, want %q", words, got, want)
	}
}
