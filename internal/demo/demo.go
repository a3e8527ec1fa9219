// Package demo puts the demonstration district in place: Maple Valley, its people and two years of what they shared.
//
// What is in it is written in package content. The same ids come out every time; what came of it lately, and what is to come, stands around
// the day on which it begins.
package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogweb"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/demo/content"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/schoolpage"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// Options are what the demonstration is put into.
type Options struct {
	DB     *db.DB
	People *people.Service
	Files  *files.Store
	Clock  clock.Clock // when the demonstration begins
	// BaseURL is the address people type, without a slash at the end.
	BaseURL string
}

// Seed puts the district in place, in an installation that has none. Where there is one it changes nothing.
func Seed(ctx context.Context, o Options) (err error) {
	defer fault.Wrap(&err, "demonstration")
	district, err := content.MapleValley()
	if err != nil {
		return err
	}
	w := newWriter(o, district)
	there, err := db.One(ctx, o.DB, db.Value[int], `SELECT count(*) FROM district`)
	if err != nil {
		return err
	}
	if there == 0 {
		if err := o.People.Enrol(ctx, actor.Actor{District: w.roll.District.ID, System: true}, w.roll); err != nil {
			return err
		}
	}
	shared, err := db.One(ctx, o.DB, db.Value[int], `SELECT count(*) FROM resource`)
	if err != nil || shared > 0 {
		return err
	}
	stored, err := w.storeFiles(ctx)
	if err != nil {
		return err
	}
	return o.DB.Do(ctx, func(tx *db.DB) error { return w.write(ctx, tx, stored) })
}

// writer writes the district down.
type writer struct {
	Options
	content content.District
	roll    people.Roll
	zone    *time.Location
	ids     id.Source
	actors  map[string]actor.Actor
	schools map[string]id.SchoolID
}

// began is when the district came to Commonshelf.
var began = time.Date(2024, 11, 18, 9, 0, 0, 0, time.UTC)

func newWriter(o Options, c content.District) *writer {
	w := &writer{Options: o, content: c, ids: id.Seeded("commonshelf demonstration"), actors: map[string]actor.Actor{}, schools: map[string]id.SchoolID{}}
	var err error
	if w.zone, err = time.LoadLocation(c.Zone); err != nil {
		w.zone = time.UTC
	}
	w.roll.District = people.District{ID: id.New[id.DistrictID](w.ids), Name: c.Name, Zone: c.Zone, Calling: lang.CallMediaSpecialist,
		Locale: lang.English, SetUp: people.Done}
	for _, s := range c.Schools {
		school := people.School{ID: id.New[id.SchoolID](w.ids), Name: s.Name, Short: s.Short, Grades: s.Grades}
		w.schools[s.Key] = school.ID
		w.roll.Schools = append(w.roll.Schools, school)
	}
	for _, p := range c.People {
		w.enrol(p)
	}
	return w
}

func (w *writer) enrol(p content.Person) {
	person := people.Person{ID: id.New[id.PersonID](w.ids), Name: p.Name, Mail: p.Mail, Coordinator: p.Coordinator,
		State: people.Active, Demo: p.Demo}
	by := actor.Actor{District: w.roll.District.ID, Person: person.ID, Name: p.Name, Coordinator: p.Coordinator}
	for _, key := range p.Schools {
		person.Memberships = append(person.Memberships, people.Membership{School: w.schools[key], Role: p.Role, Percent: max(1, p.Percent/len(p.Schools))})
		by.Schools = append(by.Schools, actor.Membership{School: w.schools[key], Role: p.Role})
	}
	w.actors[p.Key] = by
	w.roll.People = append(w.roll.People, person)
}

// storeFiles stores the files of all resources, which a transaction must not do.
func (w *writer) storeFiles(ctx context.Context) (map[string]block.File, error) {
	out := map[string]block.File{}
	for _, r := range w.content.Resources {
		versions, err := r.Versions()
		if err != nil {
			return nil, err
		}
		for _, v := range versions {
			for _, b := range v.Blocks {
				if b.File == nil {
					continue
				}
				f, err := w.Files.Put(ctx, w.roll.District.ID, strings.NewReader(b.File.Text), 0)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", b.File.Name, err)
				}
				out[b.File.Name+"\n"+b.File.Text] = block.File{Hash: string(f.Hash), Name: b.File.Name, MediaType: f.MediaType, Size: f.Size, Note: b.File.Note}
			}
		}
	}
	return out, nil
}

// moment is a clock that stands where it is put.
type moment struct{ at time.Time }

func (m *moment) Now() time.Time { return m.at }

func (w *writer) write(ctx context.Context, tx *db.DB, stored map[string]block.File) error {
	now := &moment{began}
	topics := vocab.New(tx, now, w.ids)
	if err := topics.Begin(ctx, tx, actor.Actor{District: w.roll.District.ID}, Topics(w.content.Terms)); err != nil {
		return err
	}
	shelf := &shelf{writer: w, now: now, catalog: catalog.New(tx, now, w.ids, topics, nil), stored: stored, shared: map[string]catalog.ResourceID{}, titles: map[string]string{}}
	for _, gathers := range []bool{false, true} { // what uses others comes after them
		for i, r := range w.content.Resources {
			if r.Gathers() != gathers {
				continue
			}
			if err := shelf.put(ctx, r, i); err != nil {
				return fmt.Errorf("%s: %w", r.Key, err)
			}
		}
	}
	for _, p := range w.content.Proposals {
		if err := topics.Propose(ctx, tx, w.actors[p.By], string(shelf.shared[p.Resource]), p.Word); err != nil {
			return err
		}
	}
	if err := w.library(ctx, tx, now); err != nil {
		return err
	}
	return newMonth(shelf, tx).put(ctx)
}

// library has the libraries say of themselves what is written.
func (w *writer) library(ctx context.Context, tx *db.DB, now *moment) error {
	pages := schoolpage.New(tx, now, w.ids, w.Options.People)
	for _, d := range w.content.Library.Databases {
		if _, err := pages.Add(ctx, w.actors[d.By], schoolpage.Subscription{School: w.schools[d.School], Name: d.Name, URL: d.URL, Good: d.Good, WayIn: d.WayIn, Inside: d.Inside}); err != nil {
			return fmt.Errorf("%s: %w", d.Name, err)
		}
	}
	for _, p := range w.content.Library.Pages {
		if err := pages.Write(ctx, w.actors[p.By], w.schools[p.School], strings.TrimSpace(p.Asking), 0); err != nil {
			return fmt.Errorf("%s: %w", p.School, err)
		}
	}
	return nil
}

// shelf is where the resources are put.
type shelf struct {
	*writer
	now     *moment
	catalog *catalog.Service
	stored  map[string]block.File
	shared  map[string]catalog.ResourceID
	titles  map[string]string // as first shared
}

// put writes a resource down as it went: shared, changed, perhaps taken out of the catalog.
func (s *shelf) put(ctx context.Context, r content.Resource, place int) error {
	versions, err := r.Versions()
	if err != nil {
		return err
	}
	visibility := catalog.Visibility(r.Visibility)
	if visibility == "" {
		visibility = catalog.SeenByDistrict
	}
	var there catalog.Resource
	for i, v := range versions {
		by, known := s.actors[v.By]
		if !known {
			return fmt.Errorf("nobody is called %q", v.By)
		}
		s.now.at = s.hour(v.On, place+i)
		d, err := s.document(ctx, by, v)
		if err != nil {
			return err
		}
		switch {
		case r.State == content.Draft:
			return s.draft(ctx, by, r, d, visibility)
		case i == 0:
			there, err = s.catalog.Share(ctx, by, catalog.ShareInput{School: s.schools[r.School], Visibility: visibility, Document: d})
			s.shared[r.Key], s.titles[r.Key] = there.ID, d.About.Title
		default:
			var saved catalog.Saved
			saved, err = s.catalog.Save(ctx, by, catalog.SaveInput{Resource: there.ID, Base: there.Head, Document: d, Reason: v.Note})
			there = saved.Resource
		}
		if err != nil {
			return err
		}
	}
	if r.State != content.Retired {
		return nil
	}
	s.now.at = s.hour(r.RetiredOn, place)
	_, err = s.catalog.Retire(ctx, s.actors[r.By], there.ID, r.Reason)
	return err
}

func (s *shelf) draft(ctx context.Context, by actor.Actor, r content.Resource, d block.Document, v catalog.Visibility) error {
	form, err := catalogweb.FormOf(d, s.schools[r.School], v)
	if err != nil {
		return err
	}
	draft, err := s.catalog.KeepDraft(ctx, by, catalog.DraftInput{School: s.schools[r.School], Title: d.About.Title, Form: form})
	s.shared[r.Key] = draft.Resource
	return err
}

// hour spreads what happens over a working day.
func (s *shelf) hour(day clock.Day, place int) time.Time {
	return day.Time(s.zone).Add(time.Duration(7*60+30+place*37%540) * time.Minute).UTC()
}

func (s *shelf) document(ctx context.Context, by actor.Actor, v content.Version) (block.Document, error) {
	d := block.Document{About: v.About}
	for _, b := range v.Blocks {
		body := b.Body()
		if b.File != nil {
			f := s.stored[b.File.Name+"\n"+b.File.Text]
			if err := s.catalog.NoteFile(ctx, by, catalog.FileRow{Hash: f.Hash, MediaType: f.MediaType, Size: f.Size}); err != nil {
				return d, err
			}
			body = f
		}
		if b.Shelf != nil {
			used, there := s.shared[b.Shelf.Key]
			if !there {
				return d, fmt.Errorf("nothing is called %q", b.Shelf.Key)
			}
			body = block.Link{URL: s.BaseURL + used.Path(s.titles[b.Shelf.Key]), Title: s.titles[b.Shelf.Key], Note: b.Shelf.Note}
		}
		if body == nil {
			return d, fmt.Errorf("block %q holds nothing", b.Key)
		}
		d.Blocks = append(d.Blocks, block.Block{Key: block.Key(b.Key), Body: body})
	}
	return d, nil
}

// Topics are topics as they are written, as the vocabulary takes them.
func Topics(written []content.Term) []vocab.NewTerm {
	out := make([]vocab.NewTerm, len(written))
	for i, t := range written {
		out[i] = vocab.NewTerm{ID: vocab.TermID(t.Code), English: t.En, Spanish: t.Es}
		for _, word := range t.AlsoEn {
			out[i].Synonyms = append(out[i].Synonyms, vocab.Name{Text: word, Language: "en"})
		}
		for _, word := range t.AlsoEs {
			out[i].Synonyms = append(out[i].Synonyms, vocab.Name{Text: word, Language: "es"})
		}
	}
	return out
}
