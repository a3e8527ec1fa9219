package oidc_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/peer"
	"github.com/commonshelf/commonshelf/internal/proto/oidc"
	"github.com/commonshelf/commonshelf/internal/proto/oidc/oidctest"
)

const (
	redirect = "http://localhost:1/sign-in/account/return"
	tenant   = "11111111-2222-3333-4444-555555555555"
)

var rosa = oidctest.Claims{"email": "rosa@maple.org", "email_verified": true}

// browser signs in at a provider and stops where it is sent back.
type browser struct {
	http.Client
	t *testing.T
}

func newBrowser(t *testing.T) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{t: t}
	b.Jar = jar
	b.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), redirect) {
			return http.ErrUseLastResponse
		}
		return nil
	}
	return b
}

// signIn follows the address and fills in the form there; it gives the query with which one is sent back.
func (b *browser) signIn(address string, form url.Values) url.Values {
	b.t.Helper()
	answer, err := b.Get(address)
	if err != nil {
		b.t.Fatal(err)
	}
	if strings.Contains(answer.Request.URL.Path, "/interaction/") {
		if answer, err = b.PostForm(answer.Request.URL.String(), form); err != nil {
			b.t.Fatal(err)
		}
	}
	said, _ := io.ReadAll(answer.Body)
	to, err := url.Parse(answer.Header.Get("Location"))
	if err != nil || !strings.HasPrefix(to.String(), redirect) {
		b.t.Fatalf("%d at %s, sent to %q: %s", answer.StatusCode, answer.Request.URL, to, said)
	}
	return to.Query()
}

func begin(t *testing.T, p *oidc.Provider, choose bool) (string, oidc.Flow) {
	t.Helper()
	to, flow, err := p.Begin(t.Context(), redirect, choose)
	if err != nil {
		t.Fatal(err)
	}
	return to, flow
}

// A provider by discovery, one that speaks as Google does, and one that speaks as Entra does, of one tenant and of any.
func TestSignInAtAProvider(t *testing.T) {
	for name, c := range map[string]struct {
		options oidctest.Options
		of      func(*oidctest.Provider) oidc.Settings
		vouched bool
	}{
		"by discovery": {oidctest.Options{Accounts: map[string]oidctest.Claims{"rosa": rosa}},
			func(p *oidctest.Provider) oidc.Settings { return p.Settings(t, "") }, true},
		"google": {oidctest.Options{Claims: []string{"hd"}, Accounts: map[string]oidctest.Claims{"rosa": {"email": "rosa@maple.org", "email_verified": true, "hd": "maple.org"}}},
			func(p *oidctest.Provider) oidc.Settings { return p.SettingsOf(t, "google", "maple.org", "") }, true},
		"entra": {oidctest.Options{Path: "/" + tenant + "/v2.0", Claims: []string{"tid"}, Accounts: map[string]oidctest.Claims{"rosa": {"email": "rosa@maple.org", "tid": tenant}}},
			func(p *oidctest.Provider) oidc.Settings { return p.SettingsOf(t, "entra", tenant, "/"+tenant+"/v2.0") }, true},
		"entra, any tenant": {oidctest.Options{Path: "/" + tenant + "/v2.0", Template: "/{tenantid}/v2.0", Claims: []string{"tid"}, Accounts: map[string]oidctest.Claims{"rosa": {"email": "rosa@maple.org", "tid": tenant}}},
			func(p *oidctest.Provider) oidc.Settings {
				return p.SettingsOf(t, "entra", "organizations", "/organizations/v2.0")
			}, false},
	} {
		t.Run(name, func(t *testing.T) {
			c.options.Redirect = redirect
			started := oidctest.Start(t, c.options)
			p := oidc.New(c.of(started))
			to, flow := begin(t, p, false)
			if u, _ := url.Parse(to); u.Query().Get("code_challenge_method") != "S256" || u.Query().Get("nonce") != flow.Nonce || u.Query().Get("state") != flow.State {
				t.Errorf("asked by %s", to)
			}
			who, err := p.Finish(t.Context(), redirect, flow, newBrowser(t).signIn(to, url.Values{"account": {"rosa"}}))
			if err != nil {
				t.Fatal(err)
			}
			if who.Issuer != started.Issuer || who.Subject != "rosa" || who.Mail != "rosa@maple.org" || who.Vouched != c.vouched {
				t.Errorf("it is %+v", who)
			}
		})
	}
}

func TestAnswersThatDoNotFit(t *testing.T) {
	started := oidctest.Start(t, oidctest.Options{Redirect: redirect, Accounts: map[string]oidctest.Claims{"rosa": rosa}})
	p := oidc.New(started.Settings(t, ""))
	b := newBrowser(t)
	in := url.Values{"account": {"rosa"}}
	to, flow := begin(t, p, false)
	answer := b.signIn(to, in)
	change := func(name, value string) url.Values {
		out := url.Values{}
		for k, v := range answer {
			out[k] = v
		}
		out.Set(name, value)
		return out
	}
	_, other := begin(t, p, false)
	for name, try := range map[string]struct {
		flow   oidc.Flow
		answer url.Values
	}{
		"nothing remembered": {oidc.Flow{}, answer},
		"another state":      {flow, change("state", "x")},
		"another issuer":     {flow, change("iss", "https://evil.example")},
		"another code":       {flow, change("code", "x")},
		"another browser":    {other, answer},
		"another verifier":   {oidc.Flow{State: flow.State, Nonce: flow.Nonce, Verifier: other.Verifier}, answer},
	} {
		if _, err := p.Finish(t.Context(), redirect, try.flow, try.answer); !oidc.Unfit(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	to, flow = begin(t, p, true)
	if !strings.Contains(to, "prompt=login") {
		t.Errorf("on a shared computer one is not asked who one is: %s", to)
	}
	answer = b.signIn(to, in)
	nonce := flow
	nonce.Nonce = "x"
	if _, err := p.Finish(t.Context(), redirect, nonce, answer); !oidc.Unfit(err) {
		t.Errorf("another nonce: %v", err)
	}
	if _, err := p.Finish(t.Context(), redirect, flow, answer); !oidc.Unfit(err) {
		t.Errorf("a code is taken twice: %v", err)
	}
	to, flow = begin(t, p, true)
	var refused oidc.Refused
	if _, err := p.Finish(t.Context(), redirect, flow, b.signIn(to, url.Values{"cancel": {"yes"}})); !errors.As(err, &refused) || refused.Code != "access_denied" {
		t.Errorf("who turned back is %v", err)
	}
}

// A provider that is down is asked again as soon as it is needed again; one that goes down in the middle is said to be down.
func TestAProviderThatIsDown(t *testing.T) {
	var down oidc.Down
	var settings oidc.Settings
	if err := settings.UnmarshalText([]byte("http://id:s@" + peer.FreeAddress(t))); err != nil {
		t.Fatal(err)
	}
	if _, _, err := oidc.New(settings).Begin(t.Context(), redirect, false); !errors.As(err, &down) {
		t.Errorf("nobody there: %v", err)
	}
	started := oidctest.Start(t, oidctest.Options{Redirect: redirect, Accounts: map[string]oidctest.Claims{"rosa": rosa}})
	p := oidc.New(started.Settings(t, ""))
	to, flow := begin(t, p, false)
	answer := newBrowser(t).signIn(to, url.Values{"account": {"rosa"}})
	started.Stop()
	if _, err := p.Finish(t.Context(), redirect, flow, answer); !errors.As(err, &down) {
		t.Errorf("gone in the middle: %v", err)
	}
}
