package people

import (
	"context"
	"encoding/json"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// requestLasts is how long somebody may take to use or make a passkey.
const requestLasts = 5 * time.Minute

// AskForPasskey asks whoever is at the door for a passkey: what the browser is to be told, and a secret for UsePasskey that is good
// for five minutes. It is fault.Conflict where there can be none.
func (s *Service) AskForPasskey(ctx context.Context) (_ *protocol.CredentialAssertion, _ Secret, err error) {
	defer fault.Wrap(&err, "ask for a passkey")
	if !s.PasskeysWork() {
		return nil, Secret{}, fault.Conflict{Reason: fault.Say("people.passkey.none")}
	}
	options, data, err := s.party.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, Secret{}, err
	}
	secret, err := db.Tx(ctx, s.db, func(tx *db.DB) (Secret, error) { return s.remember(ctx, tx, "", "", data) })
	return options, secret, err
}

// UsePasskey signs in whose passkey it is, by the browser's answer. It is fault.Conflict in words for one that opens nothing: it is
// unknown, was removed, comes too late or a second time, or its district lets its people in by their district account alone.
func (s *Service) UsePasskey(ctx context.Context, secret Secret, answer []byte, on Device) (_ SignedIn, err error) {
	defer fault.Wrap(&err, "use passkey")
	misfit := fault.Conflict{Reason: fault.Say("signin.passkey.unknown")}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil || !s.PasskeysWork() {
		return SignedIn{}, misfit
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (SignedIn, error) {
		data, err := s.recall(ctx, tx, secret, "", "")
		if fault.IsNotFound(err) {
			return SignedIn{}, misfit
		}
		if err != nil {
			return SignedIn{}, err
		}
		holder, err := s.holderOf(ctx, tx, parsed.RawID)
		if fault.IsNotFound(err) {
			return SignedIn{}, misfit
		}
		if err != nil {
			return SignedIn{}, err
		}
		_, used, err := s.party.ValidatePasskeyLogin(func([]byte, []byte) (webauthn.User, error) { return holder, nil }, data, parsed)
		if err != nil || used.Authenticator.CloneWarning || !holder.mayComeIn() {
			return SignedIn{}, misfit
		}
		if err := onlyAccount(ctx, tx, holder.District); err != nil {
			return SignedIn{}, err
		}
		if _, err := tx.Exec(ctx, `UPDATE passkey SET sign_count = $2, flags = $3 WHERE credential = $1`,
			used.ID, int64(used.Authenticator.SignCount), int64(used.Flags.ProtocolValue())); err != nil {
			return SignedIn{}, err
		}
		return s.begin(ctx, tx, holder.Person, on)
	})
}

// holderOf finds whose passkey it is.
func (s *Service) holderOf(ctx context.Context, tx *db.DB, credential []byte) (passkeyHolder, error) {
	p, err := onePerson(ctx, tx, `id IN (SELECT person FROM passkey WHERE credential = $1 AND site = $2 AND removed_at IS NULL)`, credential, s.site)
	if err != nil {
		return passkeyHolder{}, err
	}
	return s.holder(ctx, tx, p)
}

// remember keeps what was asked of a device, and gives the secret by which it is found again.
func (s *Service) remember(ctx context.Context, tx *db.DB, district id.DistrictID, person id.PersonID, data *webauthn.SessionData) (Secret, error) {
	secret, err := newSecret(s.random)
	if err != nil {
		return Secret{}, err
	}
	text, err := json.Marshal(data)
	if err != nil {
		return Secret{}, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO passkey_request (token_hash, district, person, data, expires_at) VALUES ($1, $2, $3, $4, $5)`,
		secret.hash(), orNull(string(district)), orNull(string(person)), string(text), clock.Micros(s.clock.Now().Add(requestLasts)))
	return secret, err
}

// recall gives what was asked of a device, once, or fault.NotFound.
func (s *Service) recall(ctx context.Context, tx *db.DB, secret Secret, district id.DistrictID, person id.PersonID) (webauthn.SessionData, error) {
	found, err := db.All(ctx, tx, db.Value[string], `DELETE FROM passkey_request WHERE token_hash = $1 AND coalesce(district, '') = $2
		AND coalesce(person, '') = $3 AND expires_at > $4 RETURNING data`, secret.hash(), district, person, clock.Micros(s.clock.Now()))
	if err != nil {
		return webauthn.SessionData{}, err
	}
	var data webauthn.SessionData
	if len(found) == 0 || json.Unmarshal([]byte(found[0]), &data) != nil {
		return data, fault.NotFound{What: "request"}
	}
	return data, nil
}
