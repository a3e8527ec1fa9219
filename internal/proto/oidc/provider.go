package oidc

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// patience is how long a provider may take for one answer.
const patience = 10 * time.Second

// Provider is one provider of district accounts.
type Provider struct {
	Settings

	client *http.Client
	mu     sync.Mutex
	known  *described // as it last described itself; nil: not yet
}

// described is what a provider says of itself.
type described struct {
	*oidc.Provider
	verifier *oidc.IDTokenVerifier
	issuer   string
	prompts  []string
}

// New returns a provider. It asks nothing yet.
func New(s Settings) *Provider {
	return &Provider{Settings: s, client: &http.Client{Timeout: patience}}
}

// Down says that a provider does not answer, or not as one.
type Down struct{ Cause error }

func (e Down) Error() string { return fmt.Sprintf("the provider does not answer: %v", e.Cause) }

// Unwrap gives the cause.
func (e Down) Unwrap() error { return e.Cause }

// Refused is what a provider answers instead of letting somebody through, such as access_denied.
type Refused struct{ Code string }

func (e Refused) Error() string { return "the provider refuses: " + e.Code }

var errUnfit = errors.New("an answer that does not fit what was asked")

// Unfit says whether an answer did not fit what was asked: it is somebody else's, forged, too late or used already.
func Unfit(err error) bool { return errors.Is(err, errUnfit) }

// Flow is what must be remembered while somebody is at the provider, by their browser alone.
type Flow struct {
	State    string `json:"state"`
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"` // of PKCE
}

// Begin gives the address at the provider to which somebody is sent, and what to remember until they come back to the redirect
// address. With choose they are asked who they are, even if the provider thinks it knows. A provider that does not answer is Down.
func (p *Provider) Begin(ctx context.Context, redirect string, choose bool) (string, Flow, error) {
	d, err := p.describe(ctx)
	if err != nil {
		return "", Flow{}, err
	}
	p.mu.Lock()
	p.known = d
	p.mu.Unlock()
	flow := Flow{State: random(), Nonce: random(), Verifier: oauth2.GenerateVerifier()}
	options := []oauth2.AuthCodeOption{oidc.Nonce(flow.Nonce), oauth2.S256ChallengeOption(flow.Verifier)}
	if p.Kind == Google {
		options = append(options, oauth2.SetAuthURLParam("hd", p.Domain))
	}
	if choose {
		options = append(options, oauth2.SetAuthURLParam("prompt", p.prompt(d)))
	}
	return p.oauth(d, redirect).AuthCodeURL(flow.State, options...), flow, nil
}

// prompt is how the provider is told to ask who somebody is.
func (p *Provider) prompt(d *described) string {
	if p.Kind != Other || slices.Contains(d.prompts, "select_account") {
		return "select_account"
	}
	return "login"
}

// Finish says who came back, by the query of the redirect address. The error is Down, Refused, Elsewhere, or one that is Unfit.
func (p *Provider) Finish(ctx context.Context, redirect string, flow Flow, answer url.Values) (Identity, error) {
	if flow.State == "" || answer.Get("state") != flow.State {
		return Identity{}, fmt.Errorf("state: %w", errUnfit)
	}
	p.mu.Lock()
	d := p.known
	p.mu.Unlock()
	if d == nil { // begun at another node, or before this program was started
		var err error
		if d, err = p.describe(ctx); err != nil {
			return Identity{}, err
		}
	}
	if from := answer.Get("iss"); from != "" && from != d.issuer && p.Kind != Entra {
		return Identity{}, fmt.Errorf("issuer %q: %w", from, errUnfit)
	}
	if code := answer.Get("error"); code != "" {
		return Identity{}, Refused{code}
	}
	ctx = oidc.ClientContext(ctx, p.client)
	token, err := p.oauth(d, redirect).Exchange(ctx, answer.Get("code"), oauth2.VerifierOption(flow.Verifier))
	if err != nil {
		return Identity{}, exchangeFault(err)
	}
	c, err := p.read(ctx, d, token, flow.Nonce)
	if err != nil {
		return Identity{}, err
	}
	return p.identify(c)
}

// exchangeFault tells a code that does not fit from a provider that does not answer, or does not know this program.
func exchangeFault(err error) error {
	var answered *oauth2.RetrieveError
	if errors.As(err, &answered) && answered.ErrorCode == "invalid_grant" {
		return fmt.Errorf("exchange the code: %w", errUnfit)
	}
	return Down{err}
}

// read verifies the ID token and reads its claims; an address that is not in it is asked for.
func (p *Provider) read(ctx context.Context, d *described, token *oauth2.Token, nonce string) (claims, error) {
	raw, _ := token.Extra("id_token").(string)
	id, err := d.verifier.Verify(ctx, raw)
	if err != nil {
		return claims{}, fmt.Errorf("ID token: %w: %v", errUnfit, err)
	}
	var c claims
	if err := id.Claims(&c); err != nil || id.Nonce != nonce || c.Subject == "" {
		return claims{}, fmt.Errorf("ID token of another request: %w", errUnfit)
	}
	if c.Mail != "" || d.UserInfoEndpoint() == "" || p.Kind != Other {
		return c, nil
	}
	info, err := d.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return claims{}, Down{err}
	}
	var more claims
	if err := info.Claims(&more); err != nil || info.Subject != c.Subject {
		return claims{}, fmt.Errorf("user info of somebody else: %w", errUnfit)
	}
	c.Mail, c.Verified = more.Mail, more.Verified
	return c, nil
}

func (p *Provider) oauth(d *described, redirect string) *oauth2.Config {
	return &oauth2.Config{ClientID: p.ClientID, ClientSecret: p.secret, Endpoint: d.Endpoint(), RedirectURL: redirect, Scopes: []string{oidc.ScopeOpenID, "email", "profile"}}
}

// describe asks the provider to describe itself. That is done whenever somebody sets out: one that is down is known before they go.
func (p *Provider) describe(ctx context.Context) (*described, error) {
	ctx = oidc.ClientContext(context.WithoutCancel(ctx), p.client) // its keys are asked for later, for others
	anyTenant := p.Kind == Entra && p.Tenant == ""
	issuer := p.Issuer
	if anyTenant {
		issuer = entraIssuer(p.Issuer, "{tenantid}")
		ctx = oidc.InsecureIssuerURLContext(ctx, issuer) // the issuer is compared with the tenant in identifyAtEntra
	}
	found, err := oidc.NewProvider(ctx, p.Issuer)
	if err != nil {
		return nil, Down{err}
	}
	var said struct {
		Prompts []string `json:"prompt_values_supported"`
	}
	if err := found.Claims(&said); err != nil {
		return nil, Down{err}
	}
	return &described{Provider: found, issuer: issuer, prompts: said.Prompts,
		verifier: found.VerifierContext(ctx, &oidc.Config{ClientID: p.ClientID, SkipIssuerCheck: anyTenant})}, nil
}

// random is 256 bits.
func random() string {
	var raw [32]byte
	_, _ = rand.Read(raw[:]) // it never fails
	return base64.RawURLEncoding.EncodeToString(raw[:])
}
