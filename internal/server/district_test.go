package server_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/backup"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/config"
	"github.com/commonshelf/commonshelf/internal/fetch"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/mail/mailtest"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/people/peopleweb"
	"github.com/commonshelf/commonshelf/internal/proto/oidc"
	"github.com/commonshelf/commonshelf/internal/proto/oidc/oidctest"
	"github.com/commonshelf/commonshelf/internal/server"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// district is the whole program as an administrator runs it: on an address of its own, with a mail server, a provider of accounts
// and a clock that can be moved.
type district struct {
	*server.Server
	t        *testing.T
	at       string
	clock    *clock.Moved
	post     *mailtest.Server
	accounts *oidctest.Provider
	settings config.Settings
	fetching fetch.Options // how outside pages are read
}

var firstDay = time.Date(2026, 11, 23, 17, 0, 0, 0, time.UTC)

// openDistrict serves an empty data folder for the district of these people. change may change the settings.
func openDistrict(t *testing.T, roll people.Roll, change ...func(d *district)) *district {
	t.Helper()
	d := openEmpty(t, change...)
	if err := d.People.Enrol(t.Context(), actor.Actor{District: roll.District.ID, System: true}, roll); err != nil {
		t.Fatal(err)
	}
	return d
}

// openEmpty serves an empty data folder that nobody has set up.
func openEmpty(t *testing.T, change ...func(d *district)) *district {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	d := &district{t: t, at: "http://localhost:" + port, clock: clock.NewMoved(firstDay), post: mailtest.Start(t)}
	d.settings = config.Settings{Listen: listener.Addr().String(), BaseURL: d.at, MailURL: d.post.URL, MailFrom: "Maple Valley Shelf <shelf@maple.example>"}
	d.settings.Data = t.TempDir()
	for _, c := range change {
		c(d)
	}
	d.serve(listener)
	return d
}

// serve serves the settings until the test ends.
func (d *district) serve(listener net.Listener) {
	d.t.Helper()
	var err error
	if d.Server, err = server.New(d.t.Context(), d.settings, server.Options{Clock: d.clock, Fetch: d.fetching}); err != nil {
		d.t.Fatal(err)
	}
	s, ended := d.Server, make(chan error, 1)
	go func() { ended <- s.Serve(d.t.Context(), server.Listen(listener, nil)) }()
	d.t.Cleanup(func() {
		if err := errors.Join(<-ended, s.Close()); err != nil {
			d.t.Error(err)
		}
	})
}

// until looks again and again whether something has come about, for a minute at the most; what is said otherwise.
func (d *district) until(otherwise string, done func() bool) {
	d.t.Helper()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for end := time.After(time.Minute); !done(); {
		select {
		case <-again.C:
		case <-end:
			d.t.Fatal(otherwise)
		}
	}
}

// restored serves what a backup made now holds, in a folder of its own.
func (d *district) restored() *district {
	d.t.Helper()
	ctx, archive := d.t.Context(), filepath.Join(d.t.TempDir(), "shelf.zip")
	from := backup.Stores{DB: d.DB, Files: d.Files, Scratch: d.t.TempDir(), Program: "test", Clock: d.clock}
	err := backup.Save(archive, func(f *os.File) error {
		_, err := from.Write(ctx, f, nil)
		return err
	}, func(string) error { return nil })
	if err != nil {
		d.t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		d.t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	out := &district{t: d.t, at: "http://localhost:" + port, clock: d.clock, post: d.post, settings: d.settings}
	out.settings.Data, out.settings.BaseURL, out.settings.Listen = d.t.TempDir(), out.at, listener.Addr().String()
	empty, err := server.New(ctx, out.settings, server.Options{Clock: d.clock})
	if err != nil {
		d.t.Fatal(err)
	}
	into := backup.Stores{DB: empty.DB, Files: empty.Files, Scratch: d.t.TempDir(), Program: "test", Clock: d.clock}
	_, err = into.Restore(ctx, archive, nil)
	if err := errors.Join(err, empty.Close()); err != nil {
		d.t.Fatal(err)
	}
	out.serve(listener)
	return out
}

// withAccounts lets people in by accounts of a provider that speaks as Google does.
func withAccounts(accounts map[string]oidctest.Claims) func(*district) {
	return func(d *district) {
		d.accounts = oidctest.Start(d.t, oidctest.Options{Redirect: d.at + peopleweb.RedirectPath, Accounts: accounts, Claims: []string{"hd"}})
		d.settings.DistrictAccount = []oidc.Settings{d.accounts.SettingsOf(d.t, "google", "maple.example", "")}
	}
}

// google are accounts of the district as Google names them, by the name before the @.
func google(names ...string) map[string]oidctest.Claims {
	out := map[string]oidctest.Claims{}
	for _, name := range names {
		out[name] = oidctest.Claims{"email": name + "@maple.example", "email_verified": true, "hd": "maple.example"}
	}
	return out
}

// mapleValley is a district of three: Ana and Joan coordinate, Joan and Rosa share.
func mapleValley() people.Roll {
	at := func(school id.SchoolID) []people.Membership {
		return []people.Membership{{School: school, Role: actor.MediaSpecialist, Percent: 100}}
	}
	return people.Roll{
		District: people.District{ID: "maple", Name: "Maple Valley", Zone: "America/Los_Angeles", Calling: lang.CallLibrarian, Locale: lang.English, SetUp: people.Done},
		Schools:  []people.School{{ID: "oak", Name: "Oak Elementary School", Short: "Oak", Grades: grade.All}, {ID: "elm", Name: "Elm Elementary School", Short: "Elm", Grades: grade.All}},
		People: []people.Person{
			{ID: "ana", Name: "Ana Villarreal", Mail: "ana@maple.example", Coordinator: true, State: people.Invited, Memberships: at("oak")},
			{ID: "joan", Name: "Joan Kowalski", Mail: "joan@maple.example", Coordinator: true, State: people.Active, Memberships: at("oak")},
			{ID: "rosa", Name: "Rosa Delgado", Mail: "rosa@maple.example", State: people.Invited, Memberships: at("elm")},
		},
	}
}

// share puts a tip on the shelf in somebody's name and gives its local address.
func (d *district) share(person id.PersonID, title string) string {
	d.t.Helper()
	by := must(d.People.Actor(d.t.Context(), "maple", person))(d.t)
	r := must(d.Catalog.Share(d.t.Context(), by, catalog.ShareInput{School: by.Schools[0].School, Document: block.Document{
		About:  block.About{Title: title, Why: "It is read in five minutes.", Type: block.QuickTip, Grades: grade.All, Rights: "colleagues"},
		Blocks: []block.Block{{Key: "words", Body: block.Text{Markdown: "Read the *first* page aloud."}}},
	}}))(d.t)
	return "/resources/" + string(r.ID)
}

var linkIn = regexp.MustCompile(`http://\S+/sign-in/link/\S+`)

// byMail signs somebody in by the newest letter to them.
func (d *district) byMail(p *browsertest.Page, address string) {
	d.t.Helper()
	p.Go(d.at + "/sign-in")
	before := 0
	for _, l := range d.post.Letters(d.t) {
		if l.To[0].Address == address {
			before++
		}
	}
	p.Fill("Your work email", address)
	p.Press("button", "Send me a link")
	p.Sees("Look into your email")
	p.Go(linkIn.FindString(d.post.Await(d.t, address, before+1)[before].Text))
	browsertest.Eval[bool](p, `(document.querySelector("main form button").click(), true)`)
	p.Until(`location.pathname === "/"`)
}

// byAccount goes through the provider's page, which asks for a name where it does not know the browser yet.
func byAccount(p *browsertest.Page, name string) {
	p.Press("button", "With your district account")
	p.Sees("District accounts")
	p.Fill("Account", name)
	p.Press("button", "Next")
}

// Day 1, IT: with district sign-in only, an address not invited is refused in words; a mail scanner that fetches the sign-in link
// leaves it usable; a disabled account is out within 12 hours; backup and restore give the same page.
func TestDayOneIT(t *testing.T) {
	d := openDistrict(t, mapleValley(), withAccounts(google("ana", "rosa", "dana")))
	b := browsertest.Start(t)
	scannedLink(t, d, b)

	ana := b.Open(t, d.at+"/sign-in")
	ana.Inspect()
	byAccount(ana, "ana")
	ana.Until(`location.pathname === "/"`)
	ana.Go(d.at + "/admin")
	ana.Press("link", "How people come in")
	ana.Inspect()
	ana.Press("button", "Only with the district account")
	ana.Sees("People come in with their district account only.")
	ana.Inspect()
	ana.Press("button", "Undo")
	ana.Sees("All ways in are open again.")
	ana.Press("button", "Only with the district account")
	ana.Sees("The district account is the only way in.")

	for name, options := range map[string][]browsertest.Option{"with scripts": nil, "without scripts": {browsertest.NoScripts(), browsertest.Width(320)}, "dark": {browsertest.Dark()}} {
		t.Run(name, func(t *testing.T) { notInvited(b.Open(t, d.at+"/sign-in", options...)) })
	}

	rosa := b.Open(t, d.at+"/sign-in?next=/catalog")
	byAccount(rosa, "rosa")
	rosa.Until(`location.pathname === "/catalog"`)
	tip := d.share("rosa", "Quiet endings")
	rosa.Go(d.at + tip)
	rosa.Sees("Quiet endings")
	before := browsertest.Eval[string](rosa, `document.querySelector("main").innerText`)

	d.accounts.Set(t, google("ana"))
	d.clock.Advance(11 * time.Hour)
	rosa.Go(d.at + tip)
	rosa.Sees("Quiet endings") // until the session ends
	d.clock.Advance(time.Hour)
	rosa.Go(d.at + tip)
	rosa.SeesNot("Quiet endings")
	rosa.Go(d.at + "/sign-in")
	rosa.Press("button", "With your district account")
	rosa.Sees("District accounts")
	rosa.Fill("Account", "rosa")
	rosa.Press("button", "Next")
	rosa.Sees("This account is disabled.")
	refuseLetters(t, d, b)

	again := d.restored()
	way := must(again.People.LinkFor(t.Context(), actor.Actor{District: "maple", System: true}, "joan"))(t)
	joan := b.Open(t, again.at+people.LinkPath(way))
	joan.Press("button", "Sign in as Joan Kowalski")
	joan.Until(`location.pathname === "/"`)
	joan.Go(again.at + tip)
	joan.Sees("Quiet endings")
	after := browsertest.Eval[string](joan, `document.querySelector("main").innerText`)
	if !strings.Contains(after, "Read the first page aloud.") || sameForAll(after) != sameForAll(before) {
		t.Errorf("before the backup the page said\n%s\nand after\n%s", before, after)
	}
}

// sameForAll is what a page says to everyone: not what its author alone may do.
func sameForAll(text string) string {
	about, _, _ := strings.Cut(text, "Read the first page aloud.")
	return about
}

// scannedLink fetches a sign-in link as scanners of mail do, twice, before its reader presses the button.
func scannedLink(t *testing.T, d *district, b *browsertest.Browser) {
	t.Helper()
	p := b.Open(t, d.at+"/sign-in")
	p.Fill("Your work email", "joan@maple.example")
	p.Press("button", "Send me a link")
	p.Sees("Look into your email")
	link := linkIn.FindString(d.post.Await(t, "joan@maple.example", 1)[0].Text)
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodGet} {
		r := must(http.NewRequestWithContext(t.Context(), method, link, nil))(t)
		answer := must(http.DefaultClient.Do(r))(t)
		_, _ = io.Copy(io.Discard, answer.Body)
		if err := answer.Body.Close(); err != nil || answer.StatusCode != http.StatusOK {
			t.Errorf("a scanner is answered %d, %v", answer.StatusCode, err)
		}
	}
	p.Go(link)
	p.Inspect()
	p.Press("button", "Sign in as Joan Kowalski")
	p.Until(`location.pathname === "/"`)
}

// notInvited comes with an account of the district that nobody invited, reads why it opens nothing and whom to ask, and may try
// another.
func notInvited(p *browsertest.Page) {
	p.SeesNot("Your work email")
	p.Inspect()
	byAccount(p, "dana")
	p.Sees("You signed in as dana@maple.example. That address was not invited to this shelf.", "Ask Ana Villarreal and Joan Kowalski for an invitation")
	p.Inspect()
	p.Press("button", "Try another account")
	p.Sees("District accounts")
	p.Press("button", "Cancel")
	p.Sees("You turned back at your district’s sign-in.")
	p.Inspect()
}

// refuseLetters asks for a letter where the district account is the only way: it holds no link, and the door takes none.
func refuseLetters(t *testing.T, d *district, b *browsertest.Browser) {
	t.Helper()
	if _, err := d.People.AskToSignIn(t.Context(), people.AskInput{Mail: "rosa@maple.example", Locale: lang.English}); err != nil {
		t.Fatal(err)
	}
	letter := d.post.Await(t, "rosa@maple.example", 1)[0]
	if linkIn.MatchString(letter.Text) || !strings.Contains(letter.Text, "district account") {
		t.Errorf("a letter says\n%s", letter.Text)
	}
	d.accounts.Stop()
	p := b.Open(t, d.at+"/sign-in")
	p.Press("button", "With your district account")
	p.Sees("Your district’s sign-in does not answer as it should at the moment.")
	p.Inspect()
}
