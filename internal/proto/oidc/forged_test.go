package oidc_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/proto/oidc"
)

// hostile is a provider that gives the ID token it is told to, whatever is asked of it: a well-kept one gives no such thing.
type hostile struct {
	*httptest.Server
	key   *rsa.PrivateKey
	token string         // what it gives
	info  map[string]any // what it says of a person beside
}

func newHostile(t *testing.T) *hostile {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	h := &hostile{key: key}
	mux := http.NewServeMux()
	h.Server = httptest.NewServer(mux)
	t.Cleanup(h.Close)
	for path, said := range map[string]func() any{
		"/.well-known/openid-configuration": func() any {
			return map[string]any{"issuer": h.URL, "authorization_endpoint": h.URL + "/auth", "token_endpoint": h.URL + "/token", "jwks_uri": h.URL + "/jwks",
				"userinfo_endpoint": h.URL + "/me", "id_token_signing_alg_values_supported": []string{"RS256"}}
		},
		"/jwks": func() any {
			return map[string]any{"keys": []any{map[string]any{"kty": "RSA", "use": "sig", "alg": "RS256", "n": encoded(h.key.N.Bytes()), "e": encoded(big.NewInt(int64(h.key.E)).Bytes())}}}
		},
		"/token": func() any { return map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": h.token} },
		"/me":    func() any { return h.info },
	} {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			if err := json.NewEncoder(w).Encode(said()); err != nil {
				t.Error(err)
			}
		})
	}
	return h
}

func encoded(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// sign is an ID token with these claims, signed by a key; without one it says that it needs none.
func sign(t *testing.T, key *rsa.PrivateKey, claims map[string]any) string {
	t.Helper()
	head := map[string]any{"alg": "RS256", "typ": "JWT"}
	if key == nil {
		head["alg"] = "none"
	}
	var parts []string
	for _, part := range []any{head, claims} {
		text, err := json.Marshal(part)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, encoded(text))
	}
	text := strings.Join(parts, ".")
	if key == nil {
		return text + "."
	}
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return text + "." + encoded(signature)
}

// An ID token that is not for this program, not from its provider, over, unsigned or of somebody else lets nobody through.
func TestForgedTokensLetNobodyThrough(t *testing.T) {
	h := newHostile(t)
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	var settings oidc.Settings
	if err := settings.UnmarshalText([]byte(strings.Replace(h.URL, "://", "://shelf:secret@", 1))); err != nil {
		t.Fatal(err)
	}
	p := oidc.New(settings)
	good := func(flow oidc.Flow) map[string]any {
		return map[string]any{"iss": h.URL, "aud": "shelf", "sub": "rosa", "nonce": flow.Nonce, "email": "rosa@maple.org", "email_verified": true,
			"iat": time.Now().Unix(), "exp": time.Now().Add(time.Hour).Unix()}
	}
	_, earlier := begin(t, p, false)
	for name, c := range map[string]struct {
		change map[string]any // a claim of nil is left out
		key    *rsa.PrivateKey
		info   map[string]any
		fits   bool
	}{
		"as it should be":                     {nil, h.key, nil, true},
		"of another audience":                 {map[string]any{"aud": "another-program"}, h.key, nil, false},
		"of several audiences, none of us":    {map[string]any{"aud": []string{"a", "b"}}, h.key, nil, false},
		"of another issuer":                   {map[string]any{"iss": "https://evil.example"}, h.key, nil, false},
		"over":                                {map[string]any{"exp": time.Now().Add(-time.Hour).Unix()}, h.key, nil, false},
		"of an earlier request":               {map[string]any{"nonce": earlier.Nonce}, h.key, nil, false},
		"without nonce":                       {map[string]any{"nonce": nil}, h.key, nil, false},
		"without subject":                     {map[string]any{"sub": nil}, h.key, nil, false},
		"signed by another key":               {nil, other, nil, false},
		"not signed":                          {nil, nil, nil, false},
		"beside user info":                    {map[string]any{"email": nil, "email_verified": nil}, h.key, map[string]any{"sub": "rosa", "email": "rosa@maple.org", "email_verified": true}, true},
		"beside user info of somebody else":   {map[string]any{"email": nil}, h.key, map[string]any{"sub": "ana", "email": "ana@maple.org", "email_verified": true}, false},
		"vouched beside user info that isn't": {map[string]any{"email": nil}, h.key, map[string]any{"sub": "rosa", "email": "rosa@maple.org"}, true},
	} {
		_, flow := begin(t, p, false)
		claims := good(flow)
		maps.Copy(claims, c.change)
		maps.DeleteFunc(claims, func(_ string, v any) bool { return v == nil })
		h.token, h.info = sign(t, c.key, claims), c.info
		who, err := p.Finish(t.Context(), redirect, flow, url.Values{"state": {flow.State}, "code": {"any"}})
		switch {
		case c.fits && (err != nil || who.Subject != "rosa" || who.Mail != "rosa@maple.org"):
			t.Errorf("%s: %+v, %v", name, who, err)
		case !c.fits && (!oidc.Unfit(err) || who != oidc.Identity{}):
			t.Errorf("%s: %+v, %v", name, who, err)
		case name == "vouched beside user info that isn't" && who.Vouched:
			t.Errorf("%s: the provider is taken to vouch", name)
		}
	}
}
