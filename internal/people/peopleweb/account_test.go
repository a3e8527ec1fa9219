package peopleweb_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/peer"
	"github.com/commonshelf/commonshelf/internal/people/peopleweb"
	"github.com/commonshelf/commonshelf/internal/proto/oidc"
	"github.com/commonshelf/commonshelf/internal/proto/oidc/oidctest"
)

// accountsOf starts a provider that vouches for these names at maple.example, and one that nobody answers for.
func accountsOf(t *testing.T, names ...string) func(string) []oidc.Settings {
	return func(base string) []oidc.Settings {
		accounts := map[string]oidctest.Claims{"tom": {"email": "tom@maple.example"}}
		for _, name := range names {
			accounts[name] = oidctest.Claims{"email": name + "@maple.example", "email_verified": true}
		}
		started := oidctest.Start(t, oidctest.Options{Redirect: base + peopleweb.RedirectPath, Accounts: accounts})
		var silent oidc.Settings
		if err := silent.UnmarshalText([]byte("http://id:s@" + peer.FreeAddress(t) + "?mail=pine.example&name=Pine+Ridge")); err != nil {
			t.Fatal(err)
		}
		return []oidc.Settings{started.Settings(t, "mail=maple.example&name=Maple+Valley"), silent}
	}
}

var onward = regexp.MustCompile(`<a class="button main full" href="([^"]+)"`)

// goTo sets out for the first provider and gives the address there.
func (v *visitor) goTo(fields ...string) string {
	v.t.Helper()
	page := v.post("/sign-in/account", append([]string{"with", "0"}, fields...)...).is(200, "/sign-in/account").says("On to your district’s sign-in", "Maple Valley")
	found := onward.FindStringSubmatch(page.text)
	if found == nil || page.header.Get("Refresh") != "0; url="+found[1] || page.header.Get("Cache-Control") != "no-store" {
		v.t.Fatalf("no way on: %v\n%s", page.header, page.text)
	}
	return found[1]
}

// byAccount comes back from the provider as the account of the name.
func (v *visitor) byAccount(name string, fields ...string) page {
	v.t.Helper()
	answer, err := v.client.Get(v.goTo(fields...))
	if err != nil {
		v.t.Fatal(err)
	}
	answer.Body.Close()
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, answer.Request.URL.String(), strings.NewReader(url.Values{"account": {name}}.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", v.locale)
	return v.send(r)
}

func TestSignInByAccount(t *testing.T) {
	s := newShelfBy(t, accountsOf(t, "rosa", "dana", "lin")).mapleValley()
	s.visitor().get("/sign-in?next=/catalog").is(200, "/sign-in").says("With your district account: Maple Valley", "With your district account: Pine Ridge", `value="/catalog"`, "This is a shared computer", "Your work email")

	rosa := s.visitor()
	rosa.byAccount("rosa", "next", "/catalog").is(200, "/catalog").says("Rosa Delgado")
	rosa.post("/sign-out").says("sign out of your district account too")
	s.visitor().byAccount("rosa", "next", "https://evil.example/").is(200, "/")

	s.visitor().byAccount("dana").is(403, "/sign-in/account/return").says("You signed in as dana@maple.example.", "Ask Ana Villarreal and Joan Kowalski", "Try another account")
	s.visitor().byAccount("lin").is(403, "/sign-in/account/return").says("lin@maple.example", "was not invited")
	s.visitor().byAccount("tom").is(409, "/sign-in/account/return").says("does not vouch that tom@maple.example is your address")
}

func TestWhatGoesWrongAtAProviderIsSaid(t *testing.T) {
	s := newShelfBy(t, accountsOf(t, "rosa")).mapleValley()
	v := s.visitor()
	v.post("/sign-in/account", "with", "1").is(503, "/sign-in/account").says("does not answer as it should", "Your work email")
	for _, with := range []string{"", "2", "-1", "x"} {
		v.post("/sign-in/account", "with", with).is(422, "/sign-in/account").says("begin again")
	}
	v.get("/sign-in/account/return?code=x&state=y").is(409, "/sign-in/account/return").says("begin again")
	v.goTo()
	v.get("/sign-in/account/return?code=x&state=y").is(409, "/sign-in/account/return").says("begin again")
	to, err := url.Parse(v.goTo("shared", "yes"))
	if err != nil || to.Query().Get("prompt") != "login" {
		t.Errorf("on a shared computer one is sent to %s", to)
	}
	v.get("/sign-in/account/return?error=access_denied&state="+to.Query().Get("state")).is(409, "/sign-in/account/return").says("You turned back")
	v.get("/sign-in/account/return?error=access_denied&state="+to.Query().Get("state")).is(409, "/sign-in/account/return").says("begin again")
	if v.session() != "" {
		t.Error("somebody is in")
	}
}

// On a shared computer the browser forgets the session when it is closed, and the server ends it after 20 minutes of rest,
// whichever way one came in.
func TestSharedComputer(t *testing.T) {
	s := newShelfBy(t, accountsOf(t, "rosa")).mapleValley()
	for way, come := range map[string]func(v *visitor, fields ...string) page{
		"account": func(v *visitor, fields ...string) page { return v.byAccount("rosa", fields...) },
		"link": func(v *visitor, fields ...string) page {
			v.post("/sign-in", "mail", "rosa@maple.example")
			return v.post(path(s.link()), fields...)
		},
		"digits": func(v *visitor, fields ...string) page {
			sent := v.post("/sign-in", "mail", "rosa@maple.example")
			return v.post(sent.path, append(fields, "digits", s.digits())...)
		},
	} {
		own, shared := s.visitor(), s.visitor()
		come(own).is(200, "/")
		come(shared, "shared", "yes").is(200, "/")
		if own.lasts == 0 || shared.lasts != 0 {
			t.Errorf("%s: the cookie lasts %d s, on a shared computer %d s", way, own.lasts, shared.lasts)
		}
		s.clock.Advance(19 * time.Minute)
		shared.get("/me").is(200, "/me")
		s.clock.Advance(19 * time.Minute)
		shared.get("/me").is(200, "/me")
		s.clock.Advance(20*time.Minute + time.Second)
		shared.get("/me").is(200, "/sign-in")
		own.get("/me").is(200, "/me")
	}
}

func TestTheOnlyWay(t *testing.T) {
	s := newShelfBy(t, accountsOf(t, "ana", "rosa")).mapleValley()
	mail := s.as("ana@maple.example")
	mail.get("/admin").says("How people come in")
	mail.get("/admin/sign-in").is(200, "/admin/sign-in").says("Maple Valley", "Make it the only way")
	mail.post("/admin/sign-in/only").is(409, "/admin/sign-in/only").says("Come in with your own district account once")
	waiting := s.visitor()
	waiting.post("/sign-in", "mail", "rosa@maple.example")
	link := path(s.link())

	ana := s.visitor()
	ana.byAccount("ana").is(200, "/")
	ana.post("/admin/sign-in/only").is(200, "/admin/sign-in").says("People come in with their district account only.", "Undo", `action="/admin/sign-in/any"`)
	s.visitor().get("/sign-in").saysNot("Your work email").says("Here one comes in with the district account")
	s.visitor().get(link).is(409, link).says("The people of Maple Valley come in with their district account.")
	s.visitor().post(link).is(409, link).says("The people of Maple Valley come in with their district account.")
	s.visitor().byAccount("rosa").is(200, "/")
	ana.post("/admin/sign-in/any").is(200, "/admin/sign-in").says("All ways in are open again.", "Make it the only way")
	s.visitor().post(link).is(409, link).says("was used already") // coming in by the account ended it
}

func TestWithoutAProviderMailIsTheWay(t *testing.T) {
	s := newShelf(t).mapleValley()
	s.visitor().get("/sign-in").saysNot("With your district account").says("Your work email")
	ana := s.as("ana@maple.example")
	ana.get("/admin/sign-in").says("Whoever runs this server can connect").saysNot("Make it the only way")
	ana.post("/admin/sign-in/only").is(409, "/admin/sign-in/only").says("Whoever runs this server can connect")
}

func TestAnInvitationIsTakenBack(t *testing.T) {
	s := newShelf(t).mapleValley()
	ana := s.as("ana@maple.example")
	ana.post("/admin/people/lin/invite").is(200, "/admin/people/lin").says("One invitation is on its way.", `action="/admin/people/lin/uninvite"`)
	link := path(s.link())
	ana.post("/admin/people/lin/uninvite").is(200, "/admin/people/lin").says("The invitation of Lin Haddad is taken back.", `action="/admin/people/lin/invite"`, "Not invited yet")
	s.visitor().get(link).is(409, link).says("Ana Villarreal took this invitation back. Ask Ana Villarreal")
}
