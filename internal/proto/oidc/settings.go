package oidc

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Kind says whose rules a provider follows beside the standard.
type Kind string

// Google names the domain of an organization in the claim hd. Entra names it in tid, and does not say whether an address is verified.
const (
	Google Kind = "google"
	Entra  Kind = "entra"
	Other  Kind = "other"
)

// Settings name a provider and how this program is registered there.
type Settings struct {
	Kind     Kind
	Issuer   string   // where it describes itself
	ClientID string   // under which it knows this program
	Domain   string   // Google: the organization's
	Tenant   string   // Entra: the organization's id; empty: any organization's
	Mail     []string // domains of the addresses for which it speaks; empty: all
	Name     string   // said where there are several; may be empty

	secret string
}

// Format keeps the secret from every verb of fmt.
func (s Settings) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, strings.TrimSpace(string(s.Kind)+" "+s.Issuer+" "+s.Domain+s.Tenant))
}

// organizations stands for any organization of Entra.
const organizations = "organizations"

var tenantID = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// personal is the tenant of Entra in which everybody's private accounts are.
const personal = "9188040d-6c67-4b5b-b112-36a304b66dad"

// UnmarshalText reads settings as an administrator writes them:
//
//	google://CLIENT_ID:SECRET@maplevalley.org
//	entra://CLIENT_ID:SECRET@TENANT_ID
//	https://CLIENT_ID:SECRET@id.example.org/realms/staff
//
// with ?mail=one.org,two.org for the domains of the addresses it speaks for, and &name=... for what it is called. What is wrong is
// said without the secret.
func (s *Settings) UnmarshalText(text []byte) error {
	u, err := url.Parse(strings.TrimSpace(string(text)))
	if err != nil || u.User == nil || u.Hostname() == "" {
		return errors.New("is not like google://CLIENT_ID:SECRET@maplevalley.org, entra://CLIENT_ID:SECRET@TENANT_ID or https://CLIENT_ID:SECRET@id.example.org")
	}
	secret, _ := u.User.Password()
	if u.User.Username() == "" || secret == "" {
		return errors.New("lacks the client id or its secret; write : between them, and %3A, %2F, %40 for :, / and @ inside them")
	}
	*s = Settings{ClientID: u.User.Username(), secret: secret, Name: strings.TrimSpace(u.Query().Get("name"))}
	for domain := range strings.SplitSeq(u.Query().Get("mail"), ",") {
		if domain = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(domain), "@")); domain != "" {
			s.Mail = append(s.Mail, domain)
		}
	}
	return s.place(u)
}

// place reads where the provider is.
func (s *Settings) place(u *url.URL) error {
	host := strings.ToLower(u.Hostname())
	switch u.Scheme {
	case "google":
		s.Kind, s.Domain, s.Issuer = Google, host, "https://accounts.google.com"
		if !strings.Contains(host, ".") {
			return errors.New("google:// needs the district's domain behind the @")
		}
	case "entra":
		s.Kind, s.Issuer = Entra, "https://login.microsoftonline.com/"+host+"/v2.0"
		if host == organizations {
			return nil
		}
		if !tenantID.MatchString(host) || host == personal {
			return errors.New("entra:// needs the id of the district's tenant behind the @, or organizations")
		}
		s.Tenant = host
	case "https", "http":
		if u.Scheme == "http" && !isLoopback(host) {
			return errors.New("has no https:// before it")
		}
		s.Kind, s.Issuer = Other, (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
	default:
		return errors.New("begins with none of google://, entra:// and https://")
	}
	return nil
}

func isLoopback(host string) bool {
	at := net.ParseIP(host)
	return host == "localhost" || at != nil && at.IsLoopback()
}

// Title is what the provider is called: as the administrator says, else by what it is.
func (s Settings) Title() string {
	switch {
	case s.Name != "":
		return s.Name
	case s.Kind == Google:
		return "Google Workspace, " + s.Domain
	case s.Kind == Entra:
		return "Microsoft Entra"
	}
	u, err := url.Parse(s.Issuer)
	if err != nil {
		return s.Issuer
	}
	return u.Host
}

// Check says what cannot be of several providers together: each must say for whose addresses it speaks, or the accounts of one
// district could come in as people of another.
func Check(all []Settings) error {
	if len(all) < 2 {
		return nil
	}
	seen := map[string]bool{}
	for _, s := range all {
		if len(s.domains()) == 0 {
			return fmt.Errorf("%s: of several providers each needs ?mail= with the domains of the addresses it speaks for", s.Title())
		}
		for _, domain := range s.domains() {
			if seen[domain] {
				return fmt.Errorf("two providers speak for addresses of %s", domain)
			}
			seen[domain] = true
		}
	}
	return nil
}

// domains are those of the addresses that the provider may vouch for; none: all.
func (s Settings) domains() []string {
	if len(s.Mail) == 0 && s.Kind == Google {
		return []string{s.Domain}
	}
	return s.Mail
}

func (s Settings) speaksFor(mail string) bool {
	_, domain, _ := strings.Cut(mail, "@")
	domains := s.domains()
	return len(domains) == 0 || slices.Contains(domains, strings.ToLower(domain))
}
