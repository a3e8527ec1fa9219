package oidc

import (
	"encoding/json"
	"slices"
	"strings"
)

// Identity is who came back from a provider.
type Identity struct {
	Issuer  string
	Subject string // stays the same at this issuer for as long as the account is there
	Mail    string // may be empty
	Vouched bool   // the provider vouches that the address is this account's
	Anyone  bool   // whoever has an account anywhere may come back, not the district's people alone
}

// claims are what a provider says of an account.
type claims struct {
	Issuer   string   `json:"iss"`
	Subject  string   `json:"sub"`
	Mail     string   `json:"email"`
	Verified claimed  `json:"email_verified"`
	Username string   `json:"preferred_username"`
	Domain   string   `json:"hd"`       // Google
	Tenant   string   `json:"tid"`      // Entra
	Home     string   `json:"idp"`      // Entra: where a guest is at home
	Guest    claimed  `json:"acct"`     // Entra: 1 for a guest
	Owned    claimed  `json:"xms_edov"` // Entra: the tenant owns the domain of the address
	Primary  []string `json:"verified_primary_email"`
}

// claimed is a claim that is true, "true", 1 or "1".
type claimed bool

// UnmarshalJSON implements json.Unmarshaler.
func (c *claimed) UnmarshalJSON(data []byte) error {
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		return err
	}
	*c = value == true || value == float64(1) || value == "true" || value == "1"
	return nil
}

// Elsewhere is an account of another organization than the one the district named.
type Elsewhere struct{ Mail string }

func (e Elsewhere) Error() string { return "an account of another organization" }

// identify says who it is of whom a verified token speaks.
func (s Settings) identify(c claims) (Identity, error) {
	who := Identity{Issuer: c.Issuer, Subject: c.Subject, Mail: strings.TrimSpace(c.Mail), Vouched: bool(c.Verified)}
	switch s.Kind {
	case Google:
		if !strings.EqualFold(c.Domain, s.Domain) {
			return Identity{}, Elsewhere{who.Mail}
		}
	case Entra:
		if err := s.identifyAtEntra(&who, c); err != nil {
			return Identity{}, err
		}
	}
	if who.Mail != "" && !s.speaksFor(who.Mail) {
		return Identity{}, Elsewhere{who.Mail}
	}
	return who, nil
}

// identifyAtEntra follows Entra's rules. Its tokens have no email_verified, and in a tenant of one's own anybody can write any
// address, so an address counts only where the district's own tenant gives it to one of its members, or where Entra says that the
// tenant owns the domain.
func (s Settings) identifyAtEntra(who *Identity, c claims) error {
	tenant := strings.ToLower(c.Tenant)
	if !tenantID.MatchString(tenant) || c.Issuer != entraIssuer(s.Issuer, tenant) {
		return errUnfit
	}
	if s.Tenant != "" && tenant != s.Tenant || tenant == personal {
		return Elsewhere{who.Mail}
	}
	who.Anyone = s.Tenant == ""
	guest := bool(c.Guest) || c.Home != "" && c.Home != c.Issuer || strings.Contains(c.Username, "#EXT#")
	if who.Mail == "" && strings.Contains(c.Username, "@") && !guest {
		who.Mail = c.Username
	}
	primary := slices.ContainsFunc(c.Primary, func(mail string) bool { return strings.EqualFold(mail, who.Mail) })
	who.Vouched = bool(c.Owned) || primary || s.Tenant != "" && !guest && who.Mail != ""
	return nil
}

// entraIssuer is the issuer of one tenant at the place where Entra describes itself.
func entraIssuer(described, tenant string) string {
	base := strings.TrimSuffix(described, "/v2.0")
	return base[:strings.LastIndex(base, "/")+1] + tenant + "/v2.0"
}
