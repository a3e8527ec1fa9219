package people

import (
	"context"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

const (
	tokenLasts = 365 * 24 * time.Hour
	mostTokens = 20 // a person has at a time
	tokenMark  = "cs_"
)

// Scope is what a program may do with a token: everything its person may, or reading alone.
type Scope string

// The scopes. Writing includes reading.
const (
	MayRead  Scope = "read"
	MayWrite Scope = "read write"
)

// Writes says whether the scope lets a program change something.
func (s Scope) Writes() bool { return s == MayWrite }

// Token lets a program act for a person.
type Token struct {
	ID      string
	Name    string // what for, in the person's words
	Scope   Scope
	Created time.Time
	Expires time.Time
	UsedOn  clock.Day // when it was used last, for its holder alone to see; empty: never
}

const tokenColumns = `id, name, scopes, created_at, expires_at, coalesce(used_on, '')`

func scanToken(row db.Row) (Token, error) {
	var t Token
	var created, expires int64
	err := row.Scan(&t.ID, &t.Name, &t.Scope, &created, &expires, &t.UsedOn)
	t.Created, t.Expires = clock.FromMicros(created), clock.FromMicros(expires)
	return t, err
}

// CreateToken gives a program leave to act for by for a year. The secret is given this once and is kept nowhere. It returns
// fault.Fields for a name or scope that cannot be.
func (s *Service) CreateToken(ctx context.Context, by actor.Actor, name string, scope Scope) (_ Token, _ Secret, err error) {
	defer fault.Wrap(&err, "create token")
	if err := permitted(by, holdTokens, by.Person); err != nil {
		return Token{}, Secret{}, err
	}
	var f fault.Fields
	name = strings.TrimSpace(name)
	checkName(&f, "token", name)
	if scope != MayRead && scope != MayWrite {
		f.Add("scope", "people.token.scope")
	}
	if err := f.Err(); err != nil {
		return Token{}, Secret{}, err
	}
	drawn, err := newSecret(s.random)
	if err != nil {
		return Token{}, Secret{}, err
	}
	secret := Secret{tokenMark + drawn.text}
	now := s.clock.Now()
	t := Token{ID: id.New[string](s.ids), Name: name, Scope: scope, Created: now, Expires: now.Add(tokenLasts)}
	err = s.db.Do(ctx, func(tx *db.DB) error {
		held, err := db.One(ctx, tx, db.Value[int], `SELECT count(*) FROM api_token WHERE district = $1 AND person = $2`, by.District, by.Person)
		if err != nil {
			return err
		}
		if held >= mostTokens {
			return fault.Fields{"token": fault.Say("people.token.many", mostTokens)}
		}
		_, err = tx.Exec(ctx, `INSERT INTO api_token (token_hash, id, district, person, name, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			secret.hash(), t.ID, by.District, by.Person, t.Name, t.Scope, clock.Micros(t.Created), clock.Micros(t.Expires))
		return err
	})
	if err != nil {
		return Token{}, Secret{}, err
	}
	return t, secret, nil
}

// Tokens lists by's own tokens, the newest first.
func (s *Service) Tokens(ctx context.Context, by actor.Actor) ([]Token, error) {
	if err := permitted(by, holdTokens, by.Person); err != nil {
		return nil, err
	}
	return db.All(ctx, s.db, scanToken, `SELECT `+tokenColumns+` FROM api_token WHERE district = $1 AND person = $2 ORDER BY created_at DESC, id`, by.District, by.Person)
}

// RevokeToken ends one of by's own tokens, or fault.NotFound.
func (s *Service) RevokeToken(ctx context.Context, by actor.Actor, token string) error {
	if err := permitted(by, holdTokens, by.Person); err != nil {
		return err
	}
	n, err := s.db.Exec(ctx, `DELETE FROM api_token WHERE district = $1 AND person = $2 AND id = $3`, by.District, by.Person, token)
	if err == nil && n == 0 {
		return fault.NotFound{What: "token"}
	}
	return err
}

// FindToken gives who a program acts for and what it may do, or fault.NotFound for a secret that is none, is over, or whose
// person has left. It notes the day, and nothing of what the program asks for.
func (s *Service) FindToken(ctx context.Context, secret Secret) (actor.Actor, Scope, error) {
	if !strings.HasPrefix(secret.text, tokenMark) {
		return actor.Actor{}, "", fault.NotFound{What: "token"}
	}
	type held struct {
		district id.DistrictID
		person   id.PersonID
		scope    Scope
		usedOn   clock.Day
		zone     string
	}
	found, err := db.All(ctx, s.db, func(row db.Row) (held, error) {
		var h held
		err := row.Scan(&h.district, &h.person, &h.scope, &h.usedOn, &h.zone)
		return h, err
	}, `SELECT t.district, t.person, t.scopes, coalesce(t.used_on, ''), d.time_zone FROM api_token t JOIN district d ON d.id = t.district
		WHERE t.token_hash = $1 AND t.expires_at > $2`, secret.hash(), clock.Micros(s.clock.Now()))
	if err != nil {
		return actor.Actor{}, "", err
	}
	if len(found) == 0 {
		return actor.Actor{}, "", fault.NotFound{What: "token"}
	}
	by, err := s.Actor(ctx, found[0].district, found[0].person)
	if err != nil {
		return actor.Actor{}, "", err
	}
	if today := s.Today(found[0].zone); found[0].usedOn != today {
		_, err = s.db.Exec(ctx, `UPDATE api_token SET used_on = $2 WHERE token_hash = $1`, secret.hash(), today)
	}
	return by, found[0].scope, err
}
