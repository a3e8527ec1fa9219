// Takeup measures one core with 500 versions at as many schools, all of which follow it: how long the answer to a suggestion takes, what
// hearing of followers adds to a save, and how long it takes until every version has the change. On SQLite and PostgreSQL.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"slices"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/bench/shelf"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
)

const (
	versions = 500
	parts    = 20 // of the core
	answers  = 15 // suggestions that are accepted
	patience = 10 * time.Minute
)

func main() {
	log.SetFlags(0)
	if err := shelf.OnBoth(context.Background(), measure); err != nil {
		log.Fatal(err)
	}
}

func measure(ctx context.Context, name, database string) (err error) {
	s, err := shelf.OpenOn(ctx, "", database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	by, schools, err := enrol(ctx, s)
	if err != nil {
		return err
	}
	core, err := s.Catalog.Share(ctx, by, catalog.ShareInput{School: schools[0], Document: document()})
	if err != nil {
		return err
	}
	var first catalog.ResourceID
	for i, school := range schools[1:] {
		made, err := follow(ctx, s, by, core.ID, school, i == 0)
		if err != nil {
			return err
		}
		if i == 0 {
			first = made
		}
	}
	took, err := accept(ctx, s, by, core.ID, first)
	if err != nil {
		return err
	}
	fmt.Printf("  %s: the answer to a suggestion to what %d versions follow: p50 %.1f ms, slowest of %d %.1f ms\n", name, versions, ms(took[len(took)/2]), len(took), ms(took[len(took)-1]))
	heard, err := hearing(ctx, s, core.ID)
	if err != nil {
		return err
	}
	fmt.Printf("  %s: asking whether anybody follows what is saved: p50 %.2f ms\n", name, ms(heard))
	began := time.Now()
	if err := s.Jobs.Start(ctx); err != nil {
		return err
	}
	err = everywhere(ctx, s, core.ID)
	fmt.Printf("  %s: %d changes in each of %d versions, by the job: %.1f s\n", name, answers, versions-1, time.Since(began).Seconds())
	return errors.Join(err, s.Jobs.Stop(ctx))
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// enrol puts a district with a school for each version in place, and one who decides for all.
func enrol(ctx context.Context, s *shelf.Shelf) (actor.Actor, []id.SchoolID, error) {
	ids := id.Source{}
	roll := people.Roll{District: people.District{ID: id.New[id.DistrictID](ids), Name: "Many Schools", Zone: "America/Denver", Calling: "librarian", Locale: "en", SetUp: people.Done}}
	var schools []id.SchoolID
	for i := range versions + 1 {
		school := people.School{ID: id.New[id.SchoolID](ids), Name: fmt.Sprintf("School %d", i), Short: fmt.Sprintf("S%d", i), Grades: grade.All}
		roll.Schools, schools = append(roll.Schools, school), append(schools, school.ID)
	}
	person := people.Person{ID: id.New[id.PersonID](ids), Name: "Ana Many", Mail: "ana@many.example", Coordinator: true, State: people.Active,
		Memberships: []people.Membership{{School: schools[0], Role: actor.MediaSpecialist, Percent: 100}}}
	roll.People = []people.Person{person}
	if err := s.People.Enrol(ctx, actor.Actor{District: roll.District.ID, System: true}, roll); err != nil {
		return actor.Actor{}, nil, err
	}
	by, err := s.People.Actor(ctx, roll.District.ID, person.ID)
	return by, schools, err
}

func document() block.Document {
	d := block.Document{About: block.About{Title: "What many follow", Why: "To be measured.", Type: block.Guide, Grades: grade.All, Language: "en", Rights: "colleagues"}}
	for i := range parts {
		d.Blocks = append(d.Blocks, block.Block{Key: key(i), Body: block.Text{Markdown: fmt.Sprintf("Part %d. %s", i, strings.Repeat("Ask who gains when somebody believes it. ", 12))}})
	}
	return d
}

func key(i int) block.Key { return block.Key(fmt.Sprint("part", i)) }

// follow makes a school's version and has it follow the core; the one that suggests has other words in every part.
func follow(ctx context.Context, s *shelf.Shelf, by actor.Actor, core catalog.ResourceID, school id.SchoolID, suggests bool) (catalog.ResourceID, error) {
	draft, err := s.Adapt.Make(ctx, by, core, school)
	if err != nil {
		return "", err
	}
	d := document()
	if suggests {
		for i := range d.Blocks {
			d.Blocks[i].Body = block.Text{Markdown: fmt.Sprintf("Part %d, better. %s", i, strings.Repeat("Ask who gains when somebody believes it. ", 12))}
		}
	}
	if _, err := s.Catalog.Share(ctx, by, catalog.ShareInput{ID: draft.Resource, School: school, Document: d, Draft: draft.At()}); err != nil {
		return "", err
	}
	if suggests {
		return draft.Resource, nil
	}
	return draft.Resource, s.Adapt.Follow(ctx, by, draft.Resource, true)
}

// accept has suggestions accepted one after the other, and says how long each answer took.
func accept(ctx context.Context, s *shelf.Shelf, by actor.Actor, core, version catalog.ResourceID) ([]time.Duration, error) {
	var took []time.Duration
	for i := range answers {
		offer, err := s.Adapt.Offer(ctx, by, adapt.OfferInput{Version: version, Keys: []block.Key{key(i)}, Why: "To be measured."})
		if err != nil {
			return nil, err
		}
		shown, err := s.Adapt.ShowOffer(ctx, by, offer)
		if err != nil {
			return nil, err
		}
		began := time.Now()
		if err := s.Adapt.Accept(ctx, by, offer, adapt.AcceptInput{Parts: map[block.Key]adapt.Picked{key(i): {Choice: adapt.Use, Seen: shown.Seen(key(i))}}}); err != nil {
			return nil, err
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return took, nil
}

// hearing is how long each save takes to ask whether anybody follows.
func hearing(ctx context.Context, s *shelf.Shelf, core catalog.ResourceID) (time.Duration, error) {
	var took []time.Duration
	for range 200 {
		began := time.Now()
		if _, err := s.Adapt.Followed(ctx, s.DB, core); err != nil {
			return 0, err
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return took[len(took)/2], nil
}

// everywhere waits until every version that follows says what its core does.
func everywhere(ctx context.Context, s *shelf.Shelf, core catalog.ResourceID) error {
	end := time.Now().Add(patience)
	for time.Now().Before(end) {
		behind, err := db.One(ctx, s.DB, db.Value[int], `SELECT count(*) FROM resource r JOIN adaptation a ON a.district = r.district AND a.resource = r.id
			JOIN resource c ON c.id = r.core JOIN version v ON v.district = c.district AND v.id = c.head WHERE r.core = $1 AND a.following AND a.base <> v.manifest`, core)
		if err != nil || behind == 0 {
			return err
		}
		time.Sleep(50 * time.Millisecond)
	}
	return errors.New("not every version has the change")
}
