package oidc

import (
	"fmt"
	"strings"
	"testing"
)

func read(t *testing.T, text string) Settings {
	t.Helper()
	var s Settings
	if err := s.UnmarshalText([]byte(text)); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return s
}

const tenant = "11111111-2222-3333-4444-555555555555"

func TestSettings(t *testing.T) {
	for text, want := range map[string]string{
		"google://id:se%2Fcret@MapleValley.org":                               "google https://accounts.google.com id se/cret maplevalley.org|Google Workspace, maplevalley.org",
		"entra://id:s@" + strings.ToUpper(tenant) + "?mail=@A.org,b.org":      "entra https://login.microsoftonline.com/" + tenant + "/v2.0 id s " + tenant + "a.org,b.org|Microsoft Entra",
		"entra://id:s@organizations":                                          "entra https://login.microsoftonline.com/organizations/v2.0 id s |Microsoft Entra",
		"https://id:s@id.example.org/realms/staff?mail=a.org&name=River+Bend": "other https://id.example.org/realms/staff id s a.org|River Bend",
		"https://id:s@id.example.org/":                                        "other https://id.example.org/ id s |id.example.org",
		"http://id:s@localhost:9000":                                          "other http://localhost:9000 id s |localhost:9000",
	} {
		s := read(t, text)
		got := fmt.Sprintf("%s %s %s %s %s%s%s|%s", s.Kind, s.Issuer, s.ClientID, s.secret, s.Domain, s.Tenant, strings.Join(s.Mail, ","), s.Title())
		if got != want {
			t.Errorf("%s is read as\n%s, want\n%s", text, got, want)
		}
		if said := fmt.Sprintf("%v %+v %#v %s", s, s, s, s); strings.Contains(said, s.secret+" ") || strings.Contains(said, "cret") {
			t.Errorf("the secret is told: %s", said)
		}
	}
}

func TestWrongSettingsAreNamedWithoutTheSecret(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "is not like",
		"google":                         "is not like",
		"google://maple.org":             "is not like",
		"google://id:@maple.org":         "lacks the client id or its secret",
		"google://:hush@maple.org":       "lacks the client id or its secret",
		"google://id:hush@maple":         "needs the district's domain",
		"entra://id:hush@common":         "needs the id of the district's tenant",
		"entra://id:hush@" + personal:    "needs the id of the district's tenant",
		"http://id:hush@id.example.org":  "has no https",
		"ldap://id:hush@id.example.org":  "begins with none of",
		"https://id:hu/sh@id.example.or": "is not like",
	} {
		err := new(Settings).UnmarshalText([]byte(text))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestSeveralProvidersSayForWhomTheySpeak(t *testing.T) {
	google, entra := read(t, "google://id:s@maple.org"), read(t, "entra://id:s@"+tenant)
	if err := Check([]Settings{entra}); err != nil {
		t.Error(err)
	}
	if err := Check([]Settings{google, entra}); err == nil {
		t.Error("one of two may speak for every address")
	}
	entra.Mail = []string{"pine.org"}
	if err := Check([]Settings{google, entra}); err != nil {
		t.Error(err)
	}
	entra.Mail = []string{"maple.org"}
	if err := Check([]Settings{google, entra}); err == nil {
		t.Error("two speak for the same addresses")
	}
}

func FuzzSettings(f *testing.F) {
	for _, seed := range []string{"google://a:b@c.org", "entra://a:b@" + tenant + "?mail=x", "https://a:b@[::1]:9/x?name=%", "http://a:b@127.0.0.1", "://"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var s Settings
		if s.UnmarshalText([]byte(text)) == nil && (s.ClientID == "" || s.secret == "" || s.Issuer == "" || s.Title() == "") {
			t.Errorf("%q is taken for %+v", text, s)
		}
	})
}
