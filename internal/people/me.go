package people

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/lang"
)

// Me is by as they stand in the district's list.
func (s *Service) Me(ctx context.Context, by actor.Actor) (Person, error) {
	if err := permitted(by, changeOwn, by.Person); err != nil {
		return Person{}, err
	}
	return personOf(ctx, s.db, by.District, by.Person)
}

// ChangeMeInput is what one says of oneself.
type ChangeMeInput struct {
	Name   string
	Locale lang.Locale // empty: as the browser says
	First  id.SchoolID // the school that comes first; empty: as before
}

// ChangeMe sets one's own name, language and which of one's schools comes first. It returns fault.Fields for what cannot be.
func (s *Service) ChangeMe(ctx context.Context, by actor.Actor, in ChangeMeInput) (err error) {
	defer fault.Wrap(&err, "change me %s", by.Person)
	if err := permitted(by, changeOwn, by.Person); err != nil {
		return err
	}
	in.Name = fold.Line(in.Name)
	var f fault.Fields
	checkName(&f, "name", in.Name)
	if in.Locale != "" && !lang.Known(in.Locale) {
		f.Add("locale", "people.locale.choose")
	}
	return s.db.Do(ctx, func(tx *db.DB) error {
		p, err := s.atWork(ctx, tx, by.District, by.Person)
		if err != nil {
			return err
		}
		first := slices.IndexFunc(p.Memberships, func(m Membership) bool { return m.School == in.First })
		if in.First != "" && first < 0 {
			f.Add("first", "people.schools.unknown")
		}
		if err := f.Err(); err != nil {
			return err
		}
		if first > 0 {
			m := p.Memberships[first]
			p.Memberships = slices.Insert(slices.Delete(p.Memberships, first, first+1), 0, m)
			if err := s.saveMemberships(ctx, tx, p); err != nil {
				return err
			}
		}
		_, err = tx.Exec(ctx, `UPDATE person SET name = $3, name_key = $4, locale = $5 WHERE district = $1 AND id = $2`, p.District, p.ID, in.Name, fold.Key(in.Name), in.Locale)
		return err
	})
}

// ChooseLanguage keeps the language by reads in, for pages and for letters.
func (s *Service) ChooseLanguage(ctx context.Context, by actor.Actor, choice lang.Locale) error {
	if err := permitted(by, changeOwn, by.Person); err != nil {
		return err
	}
	_, err := s.db.Exec(ctx, `UPDATE person SET locale = $3 WHERE district = $1 AND id = $2`, by.District, by.Person, choice)
	return err
}

// SendTestLetter has a letter written to by, to see whether mail leaves and arrives.
func (s *Service) SendTestLetter(ctx context.Context, by actor.Actor) (err error) {
	defer fault.Wrap(&err, "send test letter")
	if err := permitted(by, sendTest, ""); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.DB) error {
		return s.jobs.Enqueue(ctx, tx, writing{Letter: testLetter, District: by.District, Person: by.Person})
	})
}

// TestLetterWaits says whether a test letter to whoever acts has not left this server.
func (s *Service) TestLetterWaits(ctx context.Context, by actor.Actor) (waits bool, err error) {
	defer fault.Wrap(&err, "look for a test letter")
	if err := permitted(by, sendTest, ""); err != nil {
		return false, err
	}
	err = jobs.EachWaiting(ctx, s.db, func(job jobs.Waiting) error {
		var w writing
		if job.Name != w.Kind() {
			return nil
		}
		if err := json.Unmarshal(job.Args, &w); err != nil {
			return err
		}
		waits = waits || w.Letter == testLetter && w.District == by.District && w.Person == by.Person
		return nil
	})
	return waits, err
}
