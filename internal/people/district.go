package people

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"
	_ "time/tzdata" // districts have zones wherever the program runs

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
)

const districtColumns = `id, name, consortium, time_zone, calling, locale, public_on, setup, account_only`

func scanDistrict(row db.Row) (District, error) {
	var d District
	err := row.Scan(&d.ID, &d.Name, &d.Consortium, &d.Zone, &d.Calling, &d.Locale, &d.PublicOn, &d.SetUp, &d.AccountOnly)
	if errors.Is(err, sql.ErrNoRows) {
		return District{}, fault.NotFound{What: "district"}
	}
	return d, err
}

// Location is the district's time zone; UTC where this machine does not know it.
func (d District) Location() *time.Location {
	zone, err := time.LoadLocation(d.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Today is the day it is now in a time zone.
func (s *Service) Today(zone string) clock.Day { return s.DayOf(zone, s.clock.Now()) }

// DayOf is the day of a moment in a zone.
func (s *Service) DayOf(zone string, moment time.Time) clock.Day {
	at, known := s.zones.Load(zone)
	if !known {
		at, _ = s.zones.LoadOrStore(zone, District{Zone: zone}.Location())
	}
	return clock.DayOf(moment, at.(*time.Location))
}

// District finds a district, or fault.NotFound.
func (s *Service) District(ctx context.Context, district id.DistrictID) (District, error) {
	return districtOf(ctx, s.db, district)
}

func districtOf(ctx context.Context, d *db.DB, district id.DistrictID) (District, error) {
	return db.One(ctx, d, scanDistrict, `SELECT `+districtColumns+` FROM district WHERE id = $1`, district)
}

// Districts lists the districts of this installation, the oldest first.
func (s *Service) Districts(ctx context.Context) ([]District, error) {
	return db.All(ctx, s.db, scanDistrict, `SELECT `+districtColumns+` FROM district ORDER BY created_at, id`)
}

// Doorplate is what the sign-in page says of this shelf.
type Doorplate struct {
	District    string // its only district; empty where there are several or none
	Empty       bool   // nobody has set up a district yet
	AccountOnly bool   // every district here lets its people in by their district account alone
}

// Doorplate says whose shelf this is, and whether there is more than one way in.
func (s *Service) Doorplate(ctx context.Context) (Doorplate, error) {
	list, err := s.Districts(ctx)
	if err != nil || len(list) == 0 {
		return Doorplate{Empty: err == nil}, err
	}
	out := Doorplate{AccountOnly: !slices.ContainsFunc(list, func(d District) bool { return !d.AccountOnly })}
	if len(list) == 1 {
		out.District = list[0].Name
	}
	return out, nil
}

// DistrictInput is what a district says of itself.
type DistrictInput struct {
	Name    string
	Zone    string // IANA
	Calling lang.Calling
	Locale  lang.Locale
	Public  bool // what is for anyone is shown to anyone
}

// check tidies the input and says what cannot be.
func (in *DistrictInput) check() error {
	in.Name = fold.Line(in.Name)
	var f fault.Fields
	checkName(&f, "name", in.Name)
	if _, err := time.LoadLocation(in.Zone); err != nil || in.Zone == "" || in.Zone == "Local" {
		f.Add("zone", "people.zone.choose")
	}
	if in.Calling != lang.CallLibrarian && in.Calling != lang.CallMediaSpecialist {
		f.Add("calling", "people.calling.choose")
	}
	if !lang.Known(in.Locale) {
		f.Add("locale", "people.locale.choose")
	}
	return f.Err()
}

// ChangeDistrict sets the district's name, time zone, language, what it calls its librarians and whether it has public pages. It returns fault.Fields for
// what cannot be.
func (s *Service) ChangeDistrict(ctx context.Context, by actor.Actor, in DistrictInput) (err error) {
	defer fault.Wrap(&err, "change district %s", by.District)
	if err := permitted(by, changeDistrict, ""); err != nil {
		return err
	}
	if err := in.check(); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.DB) error {
		if err := saveDistrict(ctx, tx, by.District, in); err != nil {
			return err
		}
		return s.logDistrict(ctx, tx, by, DistrictChanged)
	})
}

func saveDistrict(ctx context.Context, tx *db.DB, district id.DistrictID, in DistrictInput) error {
	n, err := tx.Exec(ctx, `UPDATE district SET name = $2, time_zone = $3, calling = $4, locale = $5, public_on = $6 WHERE id = $1`,
		district, in.Name, in.Zone, in.Calling, in.Locale, in.Public)
	if err == nil && n == 0 {
		return fault.NotFound{What: "district"}
	}
	return err
}

func (s *Service) insertDistrict(ctx context.Context, tx *db.DB, d District) error {
	_, err := tx.Exec(ctx, `INSERT INTO district (id, name, consortium, time_zone, calling, locale, public_on, setup, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		d.ID, d.Name, d.Consortium, d.Zone, d.Calling, d.Locale, d.PublicOn, d.SetUp, clock.Micros(s.clock.Now()))
	return err
}
