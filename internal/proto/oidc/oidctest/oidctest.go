// Package oidctest gives tests a real provider of district accounts that others wrote, oidc-provider, started on this machine.
package oidctest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/peer"
	"github.com/commonshelf/commonshelf/internal/proto/oidc"
)

// Claims are what the provider says of an account, such as email and email_verified.
type Claims map[string]any

// Provider runs until the test ends.
type Provider struct {
	Address string // host and port
	Issuer  string
	kill    func()
}

// Options change what the provider is. The zero value is one by discovery that says addresses by its user info.
type Options struct {
	Redirect string            // to which people come back
	Accounts map[string]Claims // by the name they sign in with
	Path     string            // of the issuer behind the address, such as /TENANT/v2.0
	Template string            // of the issuer as discovery says it, where that has a gap
	Claims   []string          // further claims of the ID token; with any, all claims stand there
}

const client, secret = "commonshelf", "a secret/with@signs"

// Start starts a provider. One that cannot be installed or started fails the test.
func Start(t testing.TB, o Options) *Provider {
	t.Helper()
	root := peer.NodeModules(t)
	p := &Provider{}
	peer.Run(t, func() peer.Server {
		p.Address = peer.FreeAddress(t)
		p.Issuer = "http://" + p.Address + o.Path
		_, port, _ := net.SplitHostPort(p.Address)
		settings := map[string]any{"port": port, "issuer": p.Issuer, "client": client, "secret": secret, "redirect": o.Redirect,
			"accounts": o.Accounts, "claims": o.Claims, "claimsInToken": len(o.Claims) > 0}
		if o.Template != "" {
			settings["discovered"] = "http://" + p.Address + o.Template
		}
		text, err := json.Marshal(settings)
		if err != nil {
			t.Fatal(err)
		}
		command := exec.Command("node", "oidc-provider.mjs")
		command.Dir = root
		command.Env = append(os.Environ(), "PROVIDER="+string(text))
		p.kill = func() { _ = command.Process.Kill() }
		return peer.Server{Command: command, Ready: func(ctx context.Context) error { return peer.Answers(ctx, "http://"+p.Address+"/jwks") }}
	})
	return p
}

// Stop ends the provider before the test does.
func (p *Provider) Stop() { p.kill() }

// Settings are those by which the program finds the provider, as an administrator writes them; the query may be empty.
func (p *Provider) Settings(t testing.TB, query string) oidc.Settings {
	t.Helper()
	var s oidc.Settings
	text := fmt.Sprintf("%s?%s", strings.Replace(p.Issuer, "://", "://"+url.UserPassword(client, secret).String()+"@", 1), query)
	if err := s.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return s
}

// SettingsOf are those of a Google or an Entra, as an administrator writes them, that is to be found at this provider.
func (p *Provider) SettingsOf(t testing.TB, scheme, where, issuer string) oidc.Settings {
	t.Helper()
	var s oidc.Settings
	if err := s.UnmarshalText([]byte(scheme + "://" + url.UserPassword(client, secret).String() + "@" + where)); err != nil {
		t.Fatal(err)
	}
	s.Issuer = "http://" + p.Address + issuer
	return s
}

// Set says anew what accounts there are: one that is missing is disabled.
func (p *Provider) Set(t testing.TB, accounts map[string]Claims) {
	t.Helper()
	text, err := json.Marshal(accounts)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, "http://"+p.Address+"/test/accounts", bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil || answer.StatusCode != http.StatusNoContent {
		t.Fatalf("the accounts are answered %d, %v", answer.StatusCode, err)
	}
}
