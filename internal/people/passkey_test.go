package people

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"

	"github.com/commonshelf/commonshelf/internal/id"
)

// authenticator is a device that holds one passkey.
type authenticator struct {
	t      *testing.T
	key    *ecdsa.PrivateKey
	id     []byte
	count  uint32
	origin string
}

const verified, withKey = 0x05, 0x40

func newAuthenticator(t *testing.T) *authenticator {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	a := &authenticator{t: t, key: key, id: make([]byte, 16), origin: "https://shelf.example"}
	_, _ = rand.Read(a.id)
	return a
}

func encoded(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// said is what the browser adds to a device's answer.
func (a *authenticator) said(kind, challenge string) []byte {
	text, _ := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": a.origin, "crossOrigin": false})
	return text
}

func (a *authenticator) data(flags byte) []byte {
	site := sha256.Sum256([]byte("shelf.example"))
	a.count++
	return binary.BigEndian.AppendUint32(append(site[:], flags), a.count)
}

// make answers a request for a new passkey.
func (a *authenticator) make(challenge string) []byte {
	a.t.Helper()
	public, err := a.key.PublicKey.Bytes()
	if err != nil {
		a.t.Fatal(err)
	}
	cose, err := webauthncbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: public[1:33], -3: public[33:]})
	if err != nil {
		a.t.Fatal(err)
	}
	data := append(a.data(verified|withKey), make([]byte, 16)...)
	data = append(binary.BigEndian.AppendUint16(data, uint16(len(a.id))), a.id...)
	object, err := webauthncbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": append(data, cose...)})
	if err != nil {
		a.t.Fatal(err)
	}
	return a.answer(map[string]any{"clientDataJSON": encoded(a.said("webauthn.create", challenge)), "attestationObject": encoded(object)})
}

// use answers a request for a passkey in the name of a person.
func (a *authenticator) use(challenge string, person id.PersonID) []byte {
	a.t.Helper()
	data, said := a.data(verified), a.said("webauthn.get", challenge)
	hash := sha256.Sum256(said)
	sum := sha256.Sum256(append(append([]byte{}, data...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, sum[:])
	if err != nil {
		a.t.Fatal(err)
	}
	return a.answer(map[string]any{"clientDataJSON": encoded(said), "authenticatorData": encoded(data), "signature": encoded(signature), "userHandle": encoded([]byte(person))})
}

func (a *authenticator) answer(response map[string]any) []byte {
	text, _ := json.Marshal(map[string]any{"id": encoded(a.id), "rawId": encoded(a.id), "type": "public-key", "response": response, "clientExtensionResults": map[string]any{}})
	return text
}

// addPasskey has a device make a passkey for a person.
func (s *shelf) addPasskey(a *authenticator, person id.PersonID, name string) (Passkey, error) {
	s.t.Helper()
	options, secret, err := s.NewPasskey(s.t.Context(), s.as(person))
	if err != nil {
		s.t.Fatal(err)
	}
	return s.AddPasskey(s.t.Context(), s.as(person), AddPasskeyInput{Secret: secret, Name: name, Answer: a.make(options.Response.Challenge.String())})
}

// byPasskey comes in with what a device answers.
func (s *shelf) byPasskey(a *authenticator, person id.PersonID) (SignedIn, error) {
	s.t.Helper()
	options, secret, err := s.AskForPasskey(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return s.UsePasskey(s.t.Context(), secret, a.use(options.Response.Challenge.String(), person), Device{})
}

func TestSignInByPasskey(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		a := newAuthenticator(t)
		key := must[Passkey](t)(s.addPasskey(a, "rosa", "  My   phone "))
		held := must[[]Passkey](t)(s.Passkeys(t.Context(), s.as("rosa")))
		if len(held) != 1 || held[0].Name != "My phone" || held[0].ID != key.ID {
			t.Errorf("Rosa holds %+v", held)
		}
		in := must[SignedIn](t)(s.byPasskey(a, "rosa"))
		if session := must[Session](t)(s.FindSession(t.Context(), in.Secret)); session.Actor.Person != "rosa" {
			t.Errorf("in came %s", session.Actor.Person)
		}
		if err := s.RenamePasskey(t.Context(), s.as("rosa"), key.ID, "Old phone"); err != nil {
			t.Fatal(err)
		}
		if name := must[string](t)(s.RemovePasskey(t.Context(), s.as("rosa"), key.ID, false)); name != "Old phone" {
			t.Errorf("removed %q", name)
		}
		_, err := s.byPasskey(a, "rosa")
		wantReason(t, err, "signin.passkey.unknown")
		must[string](t)(s.RemovePasskey(t.Context(), s.as("rosa"), key.ID, true))
		must[SignedIn](t)(s.byPasskey(a, "rosa"))
		if rows := s.count(`SELECT count(*) FROM passkey_request`); rows != 1 { // that of the refusal, for five minutes
			t.Errorf("%d requests are left", rows)
		}
		must[string](t)(s.RemovePasskey(t.Context(), s.as("rosa"), key.ID, false))
		s.clock.Advance(31 * 24 * time.Hour)
		if err := s.Sweep(t.Context()); err != nil || s.count(`SELECT count(*) FROM passkey`)+s.count(`SELECT count(*) FROM passkey_request`) != 0 {
			t.Errorf("something is left (%v)", err)
		}
	})
}

// What is forged, taken twice, too late, made for another address or by a copy of the device opens nothing.
func TestPasskeysThatOpenNothing(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		a := newAuthenticator(t)
		must[Passkey](t)(s.addPasskey(a, "rosa", "My phone"))
		ask := func() (string, Secret) {
			options, secret, err := s.AskForPasskey(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return options.Response.Challenge.String(), secret
		}
		refuse := func(name string, secret Secret, answer []byte) {
			t.Helper()
			_, err := s.UsePasskey(t.Context(), secret, answer, Device{})
			if err == nil {
				t.Errorf("%s: somebody is in", name)
				return
			}
			wantReason(t, err, "signin.passkey.unknown")
		}
		challenge, secret := ask()
		answer := a.use(challenge, "rosa")
		must[SignedIn](t)(s.UsePasskey(t.Context(), secret, answer, Device{}))
		refuse("a second time", secret, answer)
		_, other := ask()
		refuse("for another request", other, answer)
		challenge, secret = ask()
		refuse("as somebody else", secret, a.use(challenge, "ana"))
		stranger := newAuthenticator(t)
		stranger.id = a.id
		challenge, secret = ask()
		refuse("by another key", secret, stranger.use(challenge, "rosa"))
		refuse("no answer", secret, []byte("{}"))
		elsewhere := *a
		elsewhere.origin = "https://shelf.example.evil.example"
		challenge, secret = ask()
		refuse("at another address", secret, elsewhere.use(challenge, "rosa"))
		copied := *a
		copied.count = 0
		challenge, secret = ask()
		refuse("a copy of the device", secret, copied.use(challenge, "rosa"))
		challenge, secret = ask()
		s.clock.Advance(requestLasts)
		refuse("too late", secret, a.use(challenge, "rosa"))

		must[SignedIn](t)(s.byAccount(account("ana", "ana@maple.example")))
		if err := s.AllowOnlyAccounts(t.Context(), s.as("ana"), true); err != nil {
			t.Fatal(err)
		}
		_, err := s.byPasskey(a, "rosa")
		wantReason(t, err, "signin.account.only")
		if err := s.AllowOnlyAccounts(t.Context(), s.as("ana"), false); err != nil {
			t.Fatal(err)
		}
		s.must(s.Leave(t.Context(), s.as("ana"), "rosa"))
		_, err = s.byPasskey(a, "rosa")
		wantReason(t, err, "signin.passkey.unknown")
		if n := s.count(`SELECT count(*) FROM passkey`); n != 0 {
			t.Errorf("%d passkeys of somebody who has left", n)
		}
	})
}

func TestPasskeysThatCannotBeAdded(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		a := newAuthenticator(t)
		options, secret, err := s.NewPasskey(t.Context(), s.as("rosa"))
		if err != nil {
			t.Fatal(err)
		}
		answer := a.make(options.Response.Challenge.String())
		_, err = s.AddPasskey(t.Context(), s.as("rosa"), AddPasskeyInput{Secret: secret, Answer: answer})
		wantField(t, err, "passkey", "people.name.empty")
		_, err = s.AddPasskey(t.Context(), s.as("ben"), AddPasskeyInput{Secret: secret, Name: "Mine", Answer: answer})
		wantReason(t, err, "people.passkey.again")
		_, err = s.AddPasskey(t.Context(), s.as("rosa"), AddPasskeyInput{Secret: secret, Name: "Mine", Answer: newAuthenticator(t).make("x")})
		wantReason(t, err, "people.passkey.again")
		key := must[Passkey](t)(s.AddPasskey(t.Context(), s.as("rosa"), AddPasskeyInput{Secret: secret, Name: "Mine", Answer: answer}))
		_, err = s.addPasskey(a, "ben", "The same device") // its passkey is Rosa's
		wantReason(t, err, "people.passkey.again")
		for name, try := range map[string]func() error{
			"rename": func() error { return s.RenamePasskey(t.Context(), s.as("ben"), key.ID, "Ben's") },
			"remove": func() error { _, err := s.RemovePasskey(t.Context(), s.as("ben"), key.ID, false); return err },
			"return": func() error { _, err := s.RemovePasskey(t.Context(), s.as("ben"), key.ID, true); return err },
		} {
			if err := try(); err == nil || !strings.Contains(err.Error(), "passkey") {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := s.RenamePasskey(t.Context(), s.as("rosa"), key.ID, " "); err == nil {
			t.Error("a passkey without a name")
		}
		for range mostPasskeys - 1 {
			must[Passkey](t)(s.addPasskey(newAuthenticator(t), "rosa", "Another"))
		}
		_, _, err = s.NewPasskey(t.Context(), s.as("rosa"))
		wantReason(t, err, "people.passkey.many")
	})
}

// At an address without a name there can be no passkeys: they would be bound to nothing.
func TestPasskeysNeedAName(t *testing.T) {
	for base, works := range map[string]bool{"https://shelf.example": true, "http://localhost:8080": true, "http://127.0.0.1:8080": false, "http://[::1]:8080": false} {
		if party, _ := relyingParty(base); (party != nil) != works {
			t.Errorf("%s: passkeys work: %t", base, party != nil)
		}
	}
}
