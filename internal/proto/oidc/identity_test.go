package oidc

import (
	"errors"
	"strings"
	"testing"
)

// Who comes back, by what a provider says: the address and whether it is vouched for, or why nobody.
func TestIdentify(t *testing.T) {
	const other = "99999999-2222-3333-4444-555555555555"
	at := func(tenant string) string { return "https://login.microsoftonline.com/" + tenant + "/v2.0" }
	google, pinned, anyone := "google://i:s@maple.org", "entra://i:s@"+tenant, "entra://i:s@organizations"
	for name, c := range map[string]struct {
		settings string
		claims   claims
		want     string
	}{
		"google":                                  {google, claims{Mail: "rosa@maple.org", Verified: true, Domain: "Maple.org"}, "rosa@maple.org vouched"},
		"google, not verified":                    {google, claims{Mail: "rosa@maple.org", Domain: "maple.org"}, "rosa@maple.org"},
		"google, a private account":               {google, claims{Mail: "rosa@maple.org", Verified: true}, "elsewhere"},
		"google, another organization":            {google, claims{Mail: "rosa@maple.org", Verified: true, Domain: "pine.org"}, "elsewhere"},
		"google, an address of elsewhere":         {google, claims{Mail: "rosa@pine.org", Verified: true, Domain: "maple.org"}, "elsewhere"},
		"google, more domains":                    {google + "?mail=maple.org,schools.maple.org", claims{Mail: "rosa@schools.maple.org", Verified: true, Domain: "maple.org"}, "rosa@schools.maple.org vouched"},
		"entra, a member":                         {pinned, claims{Issuer: at(tenant), Tenant: tenant, Mail: "rosa@maple.org"}, "rosa@maple.org vouched"},
		"entra, no mail":                          {pinned, claims{Issuer: at(tenant), Tenant: tenant, Username: "rosa@maple.org"}, "rosa@maple.org vouched"},
		"entra, a guest by account":               {pinned, claims{Issuer: at(tenant), Tenant: tenant, Mail: "rosa@maple.org", Guest: true}, "rosa@maple.org"},
		"entra, a guest from elsewhere":           {pinned, claims{Issuer: at(tenant), Tenant: tenant, Mail: "rosa@maple.org", Home: at(other)}, "rosa@maple.org"},
		"entra, a guest by name":                  {pinned, claims{Issuer: at(tenant), Tenant: tenant, Username: "rosa_maple.org#EXT#@x.onmicrosoft.com"}, ""},
		"entra, another tenant":                   {pinned, claims{Issuer: at(other), Tenant: other, Mail: "rosa@maple.org", Owned: true}, "elsewhere"},
		"entra, a tenant that is not its own":     {pinned, claims{Issuer: at(other), Tenant: tenant, Mail: "rosa@maple.org"}, "unfit"},
		"entra, no tenant":                        {pinned, claims{Issuer: at(tenant), Mail: "rosa@maple.org"}, "unfit"},
		"entra, any tenant may write any address": {anyone, claims{Issuer: at(other), Tenant: other, Mail: "rosa@maple.org", Verified: false}, "rosa@maple.org anyone"},
		"entra, any tenant, owns the domain":      {anyone, claims{Issuer: at(other), Tenant: other, Mail: "rosa@maple.org", Owned: true}, "rosa@maple.org vouched anyone"},
		"entra, any tenant, a verified address":   {anyone, claims{Issuer: at(other), Tenant: other, Mail: "rosa@maple.org", Primary: []string{"Rosa@maple.org"}}, "rosa@maple.org vouched anyone"},
		"entra, any tenant, private":              {anyone, claims{Issuer: at(personal), Tenant: personal, Mail: "rosa@maple.org", Owned: true}, "elsewhere"},
		"entra, a name for a tenant":              {anyone, claims{Issuer: at("organizations"), Tenant: "organizations", Mail: "rosa@maple.org", Owned: true}, "unfit"},
		"by discovery":                            {"https://i:s@id.org", claims{Mail: "rosa@maple.org", Verified: true}, "rosa@maple.org vouched"},
		"by discovery, not verified":              {"https://i:s@id.org", claims{Mail: "rosa@maple.org"}, "rosa@maple.org"},
		"by discovery, an address of elsewhere":   {"https://i:s@id.org?mail=maple.org", claims{Mail: "rosa@pine.org", Verified: true}, "elsewhere"},
		"by discovery, a domain that ends so":     {"https://i:s@id.org?mail=maple.org", claims{Mail: "rosa@evilmaple.org", Verified: true}, "elsewhere"},
	} {
		who, err := read(t, c.settings).identify(c.claims)
		got := who.Mail
		if who.Vouched {
			got += " vouched"
		}
		if who.Anyone {
			got += " anyone"
		}
		var elsewhere Elsewhere
		switch {
		case errors.As(err, &elsewhere):
			got = "elsewhere"
		case Unfit(err):
			got = "unfit"
		case err != nil:
			got = err.Error()
		}
		if strings.TrimSpace(got) != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
