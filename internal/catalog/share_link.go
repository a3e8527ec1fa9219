package catalog

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// ShareLinkID names a share link without opening anything.
type ShareLinkID string

// ShareLink opens one resource, for reading, to whoever holds its token.
type ShareLink struct {
	ID         ShareLinkID
	Purpose    string // what it is for, as its maker put it; may be empty
	Person     id.PersonID
	PersonName string
	School     id.SchoolID // for whose teachers it was made
	CreatedAt  time.Time
	ClosedAt   time.Time // zero: open
	Closer     id.PersonID
	ClosedBy   string // name
	MayTurn    bool   // whoever reads may close it, or open it again
}

// maxPurpose is the length of what a link is for, in characters.
const maxPurpose = 80

// MakeShareLink makes a link that opens a resource without an account, and says in a few words or none what it is for, and for the
// teachers of which school; empty: the resource's own where the actor is there, else their first. The token is given once and stored
// hashed.
func (s *Service) MakeShareLink(ctx context.Context, by actor.Actor, resource ResourceID, purpose string, school id.SchoolID) (token string, err error) {
	defer fault.Wrap(&err, "share link for %s", resource)
	purpose = strings.TrimSpace(purpose)
	if school != "" && !by.MayContributeAt(school) {
		return "", fault.Fields{"school": fault.Say("catalog.wrong.link_school")}
	}
	if utf8.RuneCountInString(purpose) > maxPurpose {
		return "", fault.Fields{"purpose": fault.Say("catalog.wrong.purpose_long", maxPurpose)}
	}
	raw := make([]byte, 16)
	rand.Read(raw)
	token = base64.RawURLEncoding.EncodeToString(raw)
	err = s.db.Do(ctx, func(tx *db.DB) error {
		r, err := find(ctx, tx, by, resource, shareLink)
		if err != nil {
			return err
		}
		if r.State != StatePublished {
			return fault.Conflict{Reason: fault.Say("catalog.conflict.state")}
		}
		now, whose := s.clock.Now(), school
		if whose == "" {
			whose = authorSchool(by, r.School)
		}
		_, err = tx.Exec(ctx, `INSERT INTO share_link (token_hash, id, district, resource, person, school, purpose, created_at, closed_at, closed_by)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL)`, tokenHash(token), id.New[ShareLinkID](s.ids), r.District, r.ID, by.Person, whose, purpose, clock.Micros(now))
		if err != nil {
			return err
		}
		return s.log(ctx, tx, by, r, LinkOpened, now)
	})
	return token, err
}

func tokenHash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// ShareLinks lists the links of a resource that its school may close, newest first.
func (s *Service) ShareLinks(ctx context.Context, by actor.Actor, resource ResourceID) ([]ShareLink, error) {
	r, err := find(ctx, s.db, by, resource, shareLink)
	if err != nil {
		return nil, err
	}
	return db.All(ctx, s.db, func(row db.Row) (ShareLink, error) {
		l, err := scanShareLink(row)
		l.MayTurn = mayClose(by, r, l.Person) && (l.ClosedAt.IsZero() || mayReturn(by, l.Closer))
		return l, err
	}, `SELECT `+shareLinkColumns+shareLinkFrom+`
		WHERE l.district = $1 AND l.resource = $2 ORDER BY l.created_at DESC`, r.District, r.ID)
}

const shareLinkColumns = `l.id, l.purpose, l.person, p.name, COALESCE(l.school, ''), l.created_at, l.closed_at, COALESCE(l.closed_by, ''), COALESCE(c.name, '')`

const shareLinkFrom = ` FROM share_link l
	JOIN person p ON p.district = l.district AND p.id = l.person
	LEFT JOIN person c ON c.district = l.district AND c.id = l.closed_by `

// scanShareLink reads shareLinkColumns and what follows them.
func scanShareLink(row db.Row, more ...any) (ShareLink, error) {
	var l ShareLink
	var created int64
	var closed *int64
	err := row.Scan(append([]any{&l.ID, &l.Purpose, &l.Person, &l.PersonName, &l.School, &created, &closed, &l.Closer, &l.ClosedBy}, more...)...)
	l.CreatedAt, l.ClosedAt = clock.FromMicros(created), moment(closed)
	return l, err
}

// CloseShareLink withdraws a link of one's own, or of what one may change; whoever opens it afterwards reads who closed it.
// reopen is the way back for whoever closed it and for a coordinator. Done twice it is done once.
//
// It returns fault.NotFound for a link that is not theirs, and fault.Denied for opening what somebody else closed.
func (s *Service) CloseShareLink(ctx context.Context, by actor.Actor, resource ResourceID, link ShareLinkID, reopen bool) (err error) {
	defer fault.Wrap(&err, "close share link %s", link)
	return s.db.Do(ctx, func(tx *db.DB) error {
		r, err := find(ctx, tx, by, resource, shareLink)
		if err != nil {
			return err
		}
		theirs := func(maker id.PersonID) bool { return mayClose(by, r, maker) }
		verb, err := s.turn(ctx, tx, by, r, linksClosed, string(link), theirs, reopen)
		if err != nil || verb == "" {
			return err
		}
		return s.log(ctx, tx, by, r, verb, s.clock.Now())
	})
}

// mayClose says whether somebody may withdraw a link that maker made.
func mayClose(by actor.Actor, r Resource, maker id.PersonID) bool {
	return by.SignedIn() && by.Person == maker || permit(by, r, edit) == nil
}

// Opened is what a share link opens.
type Opened struct {
	Shown
	Link ShareLink
}

// OpenShareLink gives the resource that a token opens, to anyone. A closed link gives the link, whose it is, and fault.Denied, so
// that the page can say whom to ask, and so does one whose maker may not see the resource, or share it, any more, and one to what was
// taken out of the catalog.
func (s *Service) OpenShareLink(ctx context.Context, token string) (_ Opened, err error) {
	defer fault.Wrap(&err, "open share link")
	var district id.DistrictID
	var resource ResourceID
	link, err := db.One(ctx, s.db, func(row db.Row) (ShareLink, error) {
		return scanShareLink(row, &district, &resource)
	}, `SELECT `+shareLinkColumns+`, l.district, l.resource`+shareLinkFrom+`WHERE l.token_hash = $1`, tokenHash(token))
	if errors.Is(err, sql.ErrNoRows) {
		return Opened{}, fault.NotFound{What: "share link"}
	}
	if err != nil {
		return Opened{}, err
	}
	system := actor.Actor{District: district, System: true}
	r, err := find(ctx, s.db, system, resource, see)
	if err != nil {
		return Opened{}, err
	}
	if link.School == "" {
		link.School = r.School
	}
	closed := Opened{Shown: Shown{Resource: r}, Link: link}
	if !link.ClosedAt.IsZero() {
		return closed, fault.Denied{Reason: fault.Say("catalog.denied.link_closed")}
	}
	if r.State != StatePublished {
		return closed, fault.Denied{Reason: fault.Say("catalog.denied.link_closed")}
	}
	maker, err := s.maker(ctx, r.District, link.Person)
	if err != nil {
		return Opened{}, err
	}
	if permit(maker, r, shareLink) != nil {
		return closed, fault.Denied{Reason: fault.Say("catalog.denied.link_closed")}
	}
	shown, err := s.fill(ctx, actor.Actor{}, r)
	return Opened{shown, link}, err
}

// maker is whoever made a link, with the schools that they have now. Who has left has those they had: what they shared is the
// school's.
func (s *Service) maker(ctx context.Context, district id.DistrictID, person id.PersonID) (actor.Actor, error) {
	coordinates, err := db.One(ctx, s.db, db.Value[bool], `SELECT coordinator FROM person WHERE district = $1 AND id = $2`, district, person)
	if err != nil {
		return actor.Actor{}, err
	}
	schools, err := db.All(ctx, s.db, func(row db.Row) (actor.Membership, error) {
		var m actor.Membership
		err := row.Scan(&m.School, &m.Role)
		return m, err
	}, `SELECT school, role FROM membership WHERE district = $1 AND person = $2`, district, person)
	return actor.Actor{District: district, Person: person, Coordinator: coordinates, Schools: schools}, err
}
