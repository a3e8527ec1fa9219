package people

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"errors"
	"time"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
)

// How long links let somebody in.
const (
	linkLasts       = 15 * time.Minute
	invitationLasts = 14 * 24 * time.Hour
	setUpLasts      = 7 * 24 * time.Hour
)

// How often digits may be wrong: on one page, and for one address in a day.
const (
	mostTries      = 5
	mostDailyTries = 25
)

// Purpose is what a one-time link is for.
type Purpose string

// A link signs in someone who asked, someone who was invited, or whoever sets up the shelf.
const (
	ToSignIn  Purpose = "sign_in"
	ToAccept  Purpose = "invitation"
	ToSetUp   Purpose = "set_up"
	nobodyYet         = "" // the person of a link that is nobody's
)

// link is a one-time link as stored.
type link struct {
	request         string
	purpose         Purpose
	district        id.DistrictID // empty: of nobody here
	person          id.PersonID
	mailKey         string
	locale          lang.Locale
	codeHash        []byte // nil: no digits were sent
	formerCode      []byte // of a letter that may have left before; nil: there is none
	next            string
	expires         time.Time
	used            bool
	byAdministrator bool   // drawn at the command line
	closedBy        string // name of who took the invitation back; empty: nobody
}

const linkColumns = `request, purpose, coalesce(district, ''), coalesce(person, ''), mail_key, locale, code_hash, former_code, next_path, expires_at, used_at IS NOT NULL, by_administrator,
	coalesce((SELECT name FROM person c WHERE c.district = sign_in_link.district AND c.id = sign_in_link.closed_by), '')`

func scanLink(row db.Row) (link, error) {
	var l link
	var expires int64
	err := row.Scan(&l.request, &l.purpose, &l.district, &l.person, &l.mailKey, &l.locale, &l.codeHash, &l.formerCode, &l.next, &expires, &l.used, &l.byAdministrator, &l.closedBy)
	l.expires = clock.FromMicros(expires)
	if errors.Is(err, sql.ErrNoRows) {
		return link{}, fault.NotFound{What: "link"}
	}
	return l, err
}

// AskInput is somebody at the door.
type AskInput struct {
	Mail   string
	Next   string      // local path to go on to
	Locale lang.Locale // of the page
}

// AskToSignIn has a letter with a link and six digits written to the address, if it is that of somebody invited, and gives the
// name of the page on which the digits may be typed.
//
// For any address, known or not, it does and says the same: who it belongs to is looked up only when the letter is written. Text
// that is no address is fault.Fields.
func (s *Service) AskToSignIn(ctx context.Context, in AskInput) (_ string, err error) {
	defer fault.Wrap(&err, "ask to sign in")
	key := MailKey(in.Mail)
	if !ValidMail(key) {
		var f fault.Fields
		f.Add("mail", "people.mail.wrong")
		return "", f
	}
	now := s.clock.Now()
	return db.Tx(ctx, s.db, func(tx *db.DB) (string, error) {
		request := id.New[string](s.ids)
		_, err := tx.Exec(ctx, `INSERT INTO sign_in_link (request, purpose, mail_key, locale, tries, next_path, created_at, expires_at)
			VALUES ($1, $2, $3, $4, 0, $5, $6, $7)`,
			request, ToSignIn, key, in.Locale, in.Next, clock.Micros(now), clock.Micros(now.Add(linkLasts)))
		if err != nil {
			return "", err
		}
		return request, s.jobs.Enqueue(ctx, tx, writing{Letter: signInLetter, Request: request})
	})
}

// Asked says until when digits may be typed for a request, or fault.NotFound when they may not: it is unknown, over or used.
func (s *Service) Asked(ctx context.Context, request string) (time.Time, error) {
	l, err := db.One(ctx, s.db, scanLink, `SELECT `+linkColumns+` FROM sign_in_link WHERE request = $1 AND purpose = 'sign_in'`, request)
	if err != nil {
		return time.Time{}, err
	}
	if l.used || !s.clock.Now().Before(l.expires) {
		return time.Time{}, fault.NotFound{What: "request"}
	}
	return l.expires, nil
}

// Opened is what a link says before it is used: opening it uses up nothing, since mail scanners open links too.
type Opened struct {
	Purpose  Purpose
	District District
	Person   Person // zero while a shelf is being set up and nobody is there yet
}

// OpenLink says whose link it is. It returns fault.Conflict in words for one that is over, used or none.
func (s *Service) OpenLink(ctx context.Context, secret Secret) (Opened, error) {
	l, err := s.openLink(ctx, s.db, secret)
	if err != nil {
		return Opened{}, err
	}
	out := Opened{Purpose: l.purpose}
	if l.district != "" {
		if out.District, err = districtOf(ctx, s.db, l.district); err != nil {
			return Opened{}, err
		}
	}
	if l.person != nobodyYet {
		out.Person, err = s.owner(ctx, s.db, l)
	}
	return out, err
}

// openLink finds a link that may still be used.
func (s *Service) openLink(ctx context.Context, d *db.DB, secret Secret) (link, error) {
	l, err := db.One(ctx, d, scanLink, `SELECT `+linkColumns+` FROM sign_in_link WHERE token_hash = $1 OR former_hash = $1`, secret.hash())
	switch {
	case fault.IsNotFound(err):
		return link{}, fault.Conflict{Reason: fault.Say("signin.link.unknown")}
	case err != nil:
		return link{}, err
	case l.closedBy != "":
		return link{}, fault.Conflict{Reason: fault.Say("signin.link.taken_back", l.closedBy)}
	case l.used:
		return link{}, fault.Conflict{Reason: fault.Say("signin.link.used")}
	case !s.clock.Now().Before(l.expires):
		return link{}, fault.Conflict{Reason: fault.Say("signin.link.over")}
	}
	return l, l.mayOpen(ctx, d)
}

// mayOpen is nil unless the link's district lets its people in by their district account alone. What an administrator draws, and
// the link for setting up, open all the same.
func (l link) mayOpen(ctx context.Context, d *db.DB) error {
	if l.byAdministrator || l.purpose == ToSetUp {
		return nil
	}
	return onlyAccount(ctx, d, l.district)
}

// owner is whose link it is. It is the answer to an unknown link when they have left.
func (s *Service) owner(ctx context.Context, d *db.DB, l link) (Person, error) {
	p, err := personOf(ctx, d, l.district, l.person)
	if fault.IsNotFound(err) || err == nil && p.State == Left {
		return Person{}, fault.Conflict{Reason: fault.Say("signin.link.unknown")}
	}
	return p, err
}

// UseLink signs in whose link it is. It lets in once: of several who
// press at a time one comes in and the others are told that the link was used, by fault.Conflict.
func (s *Service) UseLink(ctx context.Context, secret Secret, on Device) (_ SignedIn, err error) {
	defer fault.Wrap(&err, "use link")
	return db.Tx(ctx, s.db, func(tx *db.DB) (SignedIn, error) {
		l, err := s.openLink(ctx, tx, secret)
		if err != nil {
			return SignedIn{}, err
		}
		if l.person == nobodyYet {
			return SignedIn{}, fault.Conflict{Reason: fault.Say("signin.link.unknown")}
		}
		return s.let(ctx, tx, l, on)
	})
}

// let uses up a link and signs its owner in.
func (s *Service) let(ctx context.Context, tx *db.DB, l link, on Device) (SignedIn, error) {
	if err := l.mayOpen(ctx, tx); err != nil {
		return SignedIn{}, err
	}
	now := clock.Micros(s.clock.Now())
	n, err := tx.Exec(ctx, `UPDATE sign_in_link SET used_at = $2 WHERE request = $1 AND used_at IS NULL AND expires_at > $2`, l.request, now)
	if err != nil {
		return SignedIn{}, err
	}
	if n == 0 {
		return SignedIn{}, fault.Conflict{Reason: fault.Say("signin.link.used")}
	}
	p, err := s.owner(ctx, tx, l)
	if err != nil {
		return SignedIn{}, err
	}
	out, err := s.begin(ctx, tx, p, on)
	out.Next = l.next
	return out, err
}

// UseDigits signs in whoever types the six digits of the letter on the page where they asked.
//
// Wrong digits are fault.Fields. After five on one page, or many for one address in a day, it is fault.Conflict, whether or not
// a letter was ever written.
func (s *Service) UseDigits(ctx context.Context, request, digits string, on Device) (_ SignedIn, err error) {
	defer fault.Wrap(&err, "use digits of %s", request)
	type outcome struct {
		in      SignedIn
		refused error // given after the commit: the try must count
	}
	o, err := db.Tx(ctx, s.db, func(tx *db.DB) (outcome, error) {
		l, err := db.One(ctx, tx, scanLink, `UPDATE sign_in_link SET tries = tries + 1
			WHERE request = $1 AND purpose = 'sign_in' AND used_at IS NULL AND expires_at > $2 AND tries < $3 RETURNING `+linkColumns,
			request, clock.Micros(s.clock.Now()), mostTries)
		if fault.IsNotFound(err) {
			return outcome{refused: fault.Conflict{Reason: fault.Say("signin.digits.over")}}, nil
		}
		if err != nil {
			return outcome{}, err
		}
		wait, err := s.spend(ctx, tx, "digits "+l.mailKey, 1, mostDailyTries, longestSpan)
		if err != nil {
			return outcome{}, err
		}
		if wait > 0 {
			return outcome{refused: fault.Conflict{Reason: fault.Say("signin.digits.link_only")}}, nil
		}
		if l.codeHash == nil { // no letter was written: as slow as wrong digits are
			l.codeHash = make([]byte, sha256.Size)
		}
		typed := digitsHash(l.request, digits)
		if subtle.ConstantTimeCompare(typed, l.codeHash)|subtle.ConstantTimeCompare(typed, l.formerCode) != 1 {
			return outcome{refused: fault.Fields{"digits": fault.Say("signin.digits.wrong")}}, nil
		}
		in, err := s.let(ctx, tx, l, on)
		return outcome{in: in}, err
	})
	if err != nil {
		return SignedIn{}, err
	}
	return o.in, o.refused
}

// digitsHash binds six digits to the page on which they were asked for.
func digitsHash(request, digits string) []byte { return hashed("digits "+request+" ", digits) }
