package people

import (
	"context"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
)

const (
	mostPasskeys = 10
	// removedLasts is how long a passkey that was removed can be brought back.
	removedLasts = 30 * 24 * time.Hour
)

// Passkey lets a person in from a device that holds it.
type Passkey struct {
	ID    string
	Name  string
	Added time.Time

	credential webauthn.Credential
}

const passkeyColumns = `id, name, created_at, credential, public_key, flags, sign_count`

func scanPasskey(row db.Row) (Passkey, error) {
	var p Passkey
	var added, flags, count int64
	err := row.Scan(&p.ID, &p.Name, &added, &p.credential.ID, &p.credential.PublicKey, &flags, &count)
	p.Added = clock.FromMicros(added)
	p.credential.Flags = webauthn.NewCredentialFlags(protocol.AuthenticatorFlags(flags))
	p.credential.Authenticator.SignCount = uint32(count)
	return p, err
}

// passkeyHolder is a person as WebAuthn sees one.
type passkeyHolder struct {
	Person
	keys []Passkey
}

// WebAuthnID implements webauthn.User.
func (h passkeyHolder) WebAuthnID() []byte { return []byte(h.ID) }

// WebAuthnName implements webauthn.User.
func (h passkeyHolder) WebAuthnName() string { return h.Mail }

// WebAuthnDisplayName implements webauthn.User.
func (h passkeyHolder) WebAuthnDisplayName() string { return h.Name }

// WebAuthnCredentials implements webauthn.User.
func (h passkeyHolder) WebAuthnCredentials() []webauthn.Credential {
	out := make([]webauthn.Credential, len(h.keys))
	for i, k := range h.keys {
		out[i] = k.credential
	}
	return out
}

// relyingParty is this shelf as WebAuthn sees it; nil where the address people type has no name: a passkey is bound to one.
func relyingParty(base string) (*webauthn.WebAuthn, string) {
	u, err := url.Parse(base)
	if err != nil {
		return nil, ""
	}
	party, err := webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: "Commonshelf", RPOrigins: []string{u.Scheme + "://" + u.Host},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(), UserVerification: protocol.VerificationRequired,
		},
	})
	if err != nil {
		return nil, ""
	}
	return party, u.Hostname()
}

// PasskeysWork says whether there can be passkeys: the address people type has a name.
func (s *Service) PasskeysWork() bool { return s.party != nil }

// Passkeys lists by's own passkeys, the oldest first. Nobody else may know.
func (s *Service) Passkeys(ctx context.Context, by actor.Actor) ([]Passkey, error) {
	if err := permitted(by, holdPasskeys, by.Person); err != nil {
		return nil, err
	}
	return s.passkeysOf(ctx, s.db, by.District, by.Person)
}

func (s *Service) passkeysOf(ctx context.Context, d *db.DB, district id.DistrictID, person id.PersonID) ([]Passkey, error) {
	return db.All(ctx, d, scanPasskey, `SELECT `+passkeyColumns+` FROM passkey
		WHERE district = $1 AND person = $2 AND site = $3 AND removed_at IS NULL ORDER BY created_at, id`, district, person, s.site)
}

// holder is a person with their passkeys.
func (s *Service) holder(ctx context.Context, tx *db.DB, p Person) (passkeyHolder, error) {
	keys, err := s.passkeysOf(ctx, tx, p.District, p.ID)
	return passkeyHolder{p, keys}, err
}

// NewPasskey asks by's device for a passkey: what the browser is to be told, and a secret for AddPasskey that is good for five
// minutes. It is fault.Conflict where there can be none, or by holds many already.
func (s *Service) NewPasskey(ctx context.Context, by actor.Actor) (_ *protocol.CredentialCreation, _ Secret, err error) {
	defer fault.Wrap(&err, "new passkey")
	if err := permitted(by, holdPasskeys, by.Person); err != nil {
		return nil, Secret{}, err
	}
	if !s.PasskeysWork() {
		return nil, Secret{}, fault.Conflict{Reason: fault.Say("people.passkey.none")}
	}
	type asked struct {
		options *protocol.CredentialCreation
		secret  Secret
	}
	out, err := db.Tx(ctx, s.db, func(tx *db.DB) (asked, error) {
		p, err := s.atWork(ctx, tx, by.District, by.Person)
		if err != nil {
			return asked{}, err
		}
		holder, err := s.holder(ctx, tx, p)
		if err != nil {
			return asked{}, err
		}
		if len(holder.keys) >= mostPasskeys {
			return asked{}, fault.Conflict{Reason: fault.Say("people.passkey.many", mostPasskeys)}
		}
		var known []protocol.CredentialDescriptor
		for _, c := range holder.WebAuthnCredentials() {
			known = append(known, c.Descriptor())
		}
		options, data, err := s.party.BeginRegistration(holder, webauthn.WithExclusions(known))
		if err != nil {
			return asked{}, err
		}
		secret, err := s.remember(ctx, tx, by.District, by.Person, data)
		return asked{options, secret}, err
	})
	return out.options, out.secret, err
}

// AddPasskeyInput is what by's device answered.
type AddPasskeyInput struct {
	Secret Secret // of NewPasskey
	Name   string // what by calls it
	Answer []byte // JSON, as the browser writes it
}

// AddPasskey keeps a passkey that by's device made. It returns fault.Fields for what cannot be, and fault.Conflict for an answer that
// does not fit what was asked, or comes too late.
func (s *Service) AddPasskey(ctx context.Context, by actor.Actor, in AddPasskeyInput) (_ Passkey, err error) {
	defer fault.Wrap(&err, "add passkey")
	if err := permitted(by, holdPasskeys, by.Person); err != nil {
		return Passkey{}, err
	}
	in.Name = fold.Line(in.Name)
	var f fault.Fields
	checkName(&f, "passkey", in.Name)
	if err := f.Err(); err != nil {
		return Passkey{}, err
	}
	misfit := fault.Conflict{Reason: fault.Say("people.passkey.again")}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(in.Answer)
	if err != nil || !s.PasskeysWork() {
		return Passkey{}, misfit
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (Passkey, error) {
		data, err := s.recall(ctx, tx, in.Secret, by.District, by.Person)
		if fault.IsNotFound(err) {
			return Passkey{}, misfit
		}
		if err != nil {
			return Passkey{}, err
		}
		p, err := s.atWork(ctx, tx, by.District, by.Person)
		if err != nil {
			return Passkey{}, err
		}
		made, err := s.party.CreateCredential(passkeyHolder{Person: p}, data, parsed)
		if err != nil {
			return Passkey{}, misfit
		}
		key := Passkey{ID: id.New[string](s.ids), Name: in.Name, Added: s.clock.Now(), credential: *made}
		n, err := tx.Exec(ctx, `INSERT INTO passkey (id, district, person, name, site, credential, public_key, flags, sign_count, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (credential) DO NOTHING`, key.ID, p.District, p.ID, key.Name, s.site,
			made.ID, made.PublicKey, int64(made.Flags.ProtocolValue()), int64(made.Authenticator.SignCount), clock.Micros(key.Added))
		if err == nil && n == 0 {
			err = misfit
		}
		return key, err
	})
}

// RenamePasskey calls one of by's passkeys something else, or is fault.NotFound.
func (s *Service) RenamePasskey(ctx context.Context, by actor.Actor, key, name string) (err error) {
	defer fault.Wrap(&err, "rename passkey %s", key)
	if err := permitted(by, holdPasskeys, by.Person); err != nil {
		return err
	}
	name = fold.Line(name)
	var f fault.Fields
	checkName(&f, "name."+key, name)
	if err := f.Err(); err != nil {
		return err
	}
	n, err := s.db.Exec(ctx, `UPDATE passkey SET name = $4 WHERE district = $1 AND person = $2 AND id = $3 AND removed_at IS NULL`, by.District, by.Person, key, name)
	if err == nil && n == 0 {
		err = fault.NotFound{What: "passkey"}
	}
	return err
}

// RemovePasskey lets one of by's passkeys open nothing any more; with undo it opens again, for 30 days. It gives what it is called,
// or fault.NotFound.
func (s *Service) RemovePasskey(ctx context.Context, by actor.Actor, key string, undo bool) (_ string, err error) {
	defer fault.Wrap(&err, "remove passkey %s", key)
	if err := permitted(by, holdPasskeys, by.Person); err != nil {
		return "", err
	}
	var removed *int64
	if !undo {
		removed = new(clock.Micros(s.clock.Now()))
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (string, error) {
		names, err := db.All(ctx, tx, db.Value[string], `UPDATE passkey SET removed_at = $4 WHERE district = $1 AND person = $2 AND id = $3 RETURNING name`,
			by.District, by.Person, key, removed)
		if err == nil && len(names) == 0 {
			err = fault.NotFound{What: "passkey"}
		}
		if err != nil {
			return "", err
		}
		return names[0], nil
	})
}
