package people

import (
	"context"
	"strings"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Account is a district account as its provider names it.
type Account struct {
	Issuer  string
	Subject string
	Mail    string
	Vouched bool // the provider vouches that the address is this account's
	Anyone  bool // whoever has an account anywhere may come with one, not the district's people alone
}

// NotInvited refuses somebody whose district account is good and who was not invited.
type NotInvited struct {
	Mail string   // of the account; may be empty
	Ask  []string // names of coordinators; none where a stranger should not be told
}

func (e NotInvited) Error() string { return "an account that was not invited" }

// SignInByAccount signs in whose district account it is. The first time that is whoever was invited by the account's address,
// provided that its provider vouches for it; from then on it is whoever came in by this account, whatever its address.
//
// It returns NotInvited, or fault.Conflict in words: nobody vouches for the address, or the person came in by another account of
// the same provider before.
func (s *Service) SignInByAccount(ctx context.Context, a Account, on Device) (_ SignedIn, err error) {
	defer fault.Wrap(&err, "sign in by account")
	return db.Tx(ctx, s.db, func(tx *db.DB) (SignedIn, error) {
		p, err := onePerson(ctx, tx, `id IN (SELECT person FROM district_account WHERE issuer = $1 AND subject = $2)`, a.Issuer, a.Subject)
		if fault.IsNotFound(err) {
			p, err = s.join(ctx, tx, a)
		}
		if err != nil {
			return SignedIn{}, err
		}
		if !p.mayComeIn() {
			return SignedIn{}, s.notInvited(ctx, tx, a)
		}
		return s.begin(ctx, tx, p, on)
	})
}

// mayComeIn says whether a person was invited and has not left.
func (p Person) mayComeIn() bool { return p.State == Invited || p.State == Active }

// join finds who was invited by the account's address and notes that the account is theirs.
func (s *Service) join(ctx context.Context, tx *db.DB, a Account) (Person, error) {
	if !ValidMail(a.Mail) {
		return Person{}, fault.Conflict{Reason: fault.Say("signin.account.no_mail")}
	}
	p, err := personByMail(ctx, tx, MailKey(a.Mail))
	if fault.IsNotFound(err) || err == nil && !p.mayComeIn() {
		return Person{}, s.notInvited(ctx, tx, a)
	}
	if err != nil {
		return Person{}, err
	}
	if !a.Vouched {
		return Person{}, fault.Conflict{Reason: fault.Say("signin.account.not_vouched", a.Mail)}
	}
	n, err := tx.Exec(ctx, `INSERT INTO district_account (issuer, subject, district, person, created_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT DO NOTHING`, a.Issuer, a.Subject, p.District, p.ID, clock.Micros(s.clock.Now()))
	if err == nil && n == 0 {
		err = fault.Conflict{Reason: fault.Say("signin.account.other", a.Mail)}
	}
	return p, err
}

// notInvited names the coordinators to ask, where the account is of the district and there is only one district here.
func (s *Service) notInvited(ctx context.Context, tx *db.DB, a Account) error {
	out := NotInvited{Mail: strings.TrimSpace(a.Mail)}
	if a.Anyone {
		return out
	}
	var err error
	out.Ask, err = db.All(ctx, tx, db.Value[string], `SELECT name FROM person WHERE coordinator AND state = 'active'
		AND (SELECT count(*) FROM district) = 1 ORDER BY name_key, id`)
	if err != nil {
		return err
	}
	return out
}

// ForgetAccount lets a person's district account bring nobody in any more, and signs them out. The next account that comes with
// their address is theirs: it is for one that was made anew at the provider.
func (s *Service) ForgetAccount(ctx context.Context, by actor.Actor, person id.PersonID) (_ Person, err error) {
	defer fault.Wrap(&err, "forget account of %s", person)
	if err := permitted(by, changePerson, person); err != nil {
		return Person{}, err
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (Person, error) {
		p, err := s.atWork(ctx, tx, by.District, person)
		if err != nil {
			return p, err
		}
		n, err := tx.Exec(ctx, `DELETE FROM district_account WHERE district = $1 AND person = $2`, p.District, p.ID)
		if err != nil || n == 0 {
			return p, err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM session WHERE district = $1 AND person = $2`, p.District, p.ID); err != nil {
			return p, err
		}
		return p, s.logPerson(ctx, tx, by, AccountForgotten, p)
	})
}

// HasAccount says whether a person came in by a district account. Of others only a coordinator may ask.
func (s *Service) HasAccount(ctx context.Context, by actor.Actor, person id.PersonID) (bool, error) {
	if err := permitted(by, changePerson, person); err != nil && by.Person != person {
		return false, err
	}
	return hasAccount(ctx, s.db, by.District, person)
}

func hasAccount(ctx context.Context, d *db.DB, district id.DistrictID, person id.PersonID) (bool, error) {
	n, err := db.One(ctx, d, db.Value[int], `SELECT count(*) FROM district_account WHERE district = $1 AND person = $2`, district, person)
	return n > 0, err
}

// AllowOnlyAccounts lets the people of by's district come in by their district account and no other way: links of letters, digits
// and passkeys are refused from now on. What an administrator draws at the command line still opens. Who is in stays in until
// their session ends.
//
// It is fault.Conflict for whoever did not come in by such an account once: they would shut themselves out.
func (s *Service) AllowOnlyAccounts(ctx context.Context, by actor.Actor, only bool) (err error) {
	defer fault.Wrap(&err, "allow only accounts %t", only)
	if err := permitted(by, chooseWayIn, ""); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.DB) error {
		d, err := districtOf(ctx, tx, by.District)
		if err != nil || d.AccountOnly == only {
			return err
		}
		if has, err := hasAccount(ctx, tx, by.District, by.Person); err != nil || only && !has {
			if err != nil {
				return err
			}
			return fault.Conflict{Reason: fault.Say("people.ways.first")}
		}
		if _, err := tx.Exec(ctx, `UPDATE district SET account_only = $2 WHERE id = $1`, by.District, only); err != nil {
			return err
		}
		return s.logDistrict(ctx, tx, by, DistrictChanged)
	})
}

// onlyAccount is fault.Conflict in words when a district lets nobody in but by their district account.
func onlyAccount(ctx context.Context, d *db.DB, district id.DistrictID) error {
	if district == "" {
		return nil
	}
	found, err := districtOf(ctx, d, district)
	if err == nil && found.AccountOnly {
		err = fault.Conflict{Reason: fault.Say("signin.account.only", found.Name)}
	}
	return err
}
