package mail_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/mail/mailtest"
	"github.com/commonshelf/commonshelf/internal/peer"
)

const from = "Maple Valley Shelf <shelf@maple.example>"

// letter is a plain letter to Ana.
func letter() mail.Letter {
	return mail.Letter{Key: "sign-in/1", To: "ana@maple.example", Subject: "Your link", Text: "Open this link."}
}

func sender(t *testing.T, url string) *mail.Sender {
	t.Helper()
	return open(t, mail.Options{URL: url, From: from})
}

func open(t *testing.T, o mail.Options) *mail.Sender {
	t.Helper()
	o.Clock = clock.NewMoved(time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC))
	s, err := mail.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func send(t *testing.T, s *mail.Sender, l mail.Letter) {
	t.Helper()
	if err := s.Send(t.Context(), l); err != nil {
		t.Fatal(err)
	}
}

func wantReason(t *testing.T, err error, want mail.Reason, permanent bool) {
	t.Helper()
	if e, ok := mail.AsError(err); !ok || e.Reason != want || mail.Permanent(err) != permanent {
		t.Errorf("got %v, permanent %v; want %s, %v", err, mail.Permanent(err), want, permanent)
	}
}

func TestALetterArrivesAsItWasWritten(t *testing.T) {
	server := mailtest.Start(t)
	text := "Buenos días, Ana.\n\n" + strings.Repeat("Tres colegas compartieron algo que le puede servir: una guía, una lista y un consejo. ", 20) + "\n.\n..fin\n"
	send(t, sender(t, server.URL), mail.Letter{
		Key: "weekly/2026-47/ana", To: "ana@maple.example", ToName: "Ana Peña, \"Oak\"", ReplyTo: "coordinator@maple.example",
		Subject: "Lo nuevo de la semana: 12 cosas de 3 colegas – ¿qué le gustaría probar primero en su biblioteca?",
		Text:    text, HTML: "<p>Buenos <b>días</b>, Ana.</p>", Language: "es",
		Unsubscribe: "https://shelf.maple.example/stop/abc?k=1&v=2", ListID: "weekly.shelf.maple.example",
		Attachments: []mail.Attachment{{Name: "Año nuevo.ics", MediaType: "text/calendar", Data: []byte("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")}, {Name: "hoja.pdf", MediaType: "application/pdf", Data: []byte("%PDF-1.7\x00\xff")}},
	})
	all := server.Letters(t)
	if len(all) != 1 {
		t.Fatalf("%d letters arrived", len(all))
	}
	l := all[0]
	if l.From.String() != `"Maple Valley Shelf" <shelf@maple.example>` || len(l.To) != 1 || l.To[0].Address != "ana@maple.example" || l.To[0].Name != `Ana Peña, "Oak"` {
		t.Errorf("from %v to %v", l.From, l.To)
	}
	if l.Subject != "Lo nuevo de la semana: 12 cosas de 3 colegas – ¿qué le gustaría probar primero en su biblioteca?" {
		t.Errorf("subject %q", l.Subject)
	}
	if strings.TrimRight(l.Text, "\n") != strings.TrimRight(text, "\n") || l.HTML != "<p>Buenos <b>días</b>, Ana.</p>" {
		t.Errorf("text %q\nHTML %q", l.Text, l.HTML)
	}
	for name, want := range map[string]string{
		"Reply-To": "<coordinator@maple.example>", "Content-Language": "es", "Auto-Submitted": "auto-generated",
		"List-Unsubscribe": "<https://shelf.maple.example/stop/abc?k=1&v=2>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
		"List-Id": "<weekly.shelf.maple.example>", "Date": "Mon, 23 Nov 2026 07:30:00 +0000",
	} {
		if got := l.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if len(l.Attachments) != 2 || l.Attachments[0].Name != "Año nuevo.ics" || l.Attachments[1].MediaType != "application/pdf" || !bytes.Equal(l.Attachments[1].Data, []byte("%PDF-1.7\x00\xff")) {
		t.Errorf("attached %q", l.Attachments)
	}
}

func TestTheSameLetterKeepsItsId(t *testing.T) {
	server := mailtest.Start(t)
	s := sender(t, server.URL)
	other, elsewhere := letter(), letter()
	other.Key = "sign-in/2"
	elsewhere.To = "bea@maple.example"
	for _, l := range []mail.Letter{letter(), letter(), other, elsewhere} {
		send(t, s, l)
	}
	var ids []string
	for _, l := range server.Letters(t) {
		ids = append(ids, l.Header.Get("Message-Id"))
	}
	if len(ids) != 4 || ids[0] != ids[1] || ids[0] == ids[2] || ids[0] == ids[3] || !strings.HasSuffix(ids[0], "@maple.example>") {
		t.Errorf("ids %q", ids)
	}
}

func TestNobodyWritesHeadersOfTheirOwn(t *testing.T) {
	server := mailtest.Start(t)
	s := sender(t, server.URL)
	attack := "Hello\r\nBcc: eve@example.org\r\n\r\nBuy now\u202e\x00"
	l := letter()
	l.Subject, l.ToName = attack, attack
	l.Attachments = []mail.Attachment{{Name: "a\r\nX-Evil: 1\".txt", MediaType: "text/plain", Data: []byte("x")}}
	send(t, s, l)
	got := server.Letters(t)[0]
	if len(got.To) != 1 || got.Header.Get("Bcc") != "" || got.Header.Get("X-Evil") != "" || got.Subject != "Hello Bcc: eve@example.org Buy now" || got.To[0].Name != got.Subject {
		t.Errorf("arrived to %v with %v", got.To, got.Header)
	}
	for name, spoil := range map[string]func(*mail.Letter){
		"address":     func(l *mail.Letter) { l.To = "ana@maple.example\r\nBcc: eve@example.org" },
		"two":         func(l *mail.Letter) { l.To = "ana@maple.example, eve@example.org" },
		"named":       func(l *mail.Letter) { l.To = "Ana <ana@maple.example>" },
		"none":        func(l *mail.Letter) { l.To = "ana" },
		"parameter":   func(l *mail.Letter) { l.To = "ana@maple.example> NOTIFY=SUCCESS" },
		"reply":       func(l *mail.Letter) { l.ReplyTo = "x\r\nX-Evil: 1" },
		"unsubscribe": func(l *mail.Letter) { l.Unsubscribe = "https://x.example/\r\nX-Evil: 1" },
		"script":      func(l *mail.Letter) { l.Unsubscribe = "javascript:alert(1)" },
		"list":        func(l *mail.Letter) { l.ListID = "a>\r\nX-Evil: 1" },
		"attached": func(l *mail.Letter) {
			l.Attachments = []mail.Attachment{{Name: "a", MediaType: "text/plain\r\nX-Evil: 1"}}
		},
		"no key":     func(l *mail.Letter) { l.Key = "" },
		"no text":    func(l *mail.Letter) { l.Text, l.HTML = " \n", "<p>HTML alone</p>" },
		"no subject": func(l *mail.Letter) { l.Subject = "\r\n" },
	} {
		l := letter()
		spoil(&l)
		if err := s.Send(t.Context(), l); !mail.Permanent(err) {
			t.Errorf("%s: %v, want a permanent failure", name, err)
		}
	}
	for name, language := range map[string]string{"none": "", "nonsense": "es\r\nX-Evil: 1"} {
		l := letter()
		l.Language = language
		send(t, s, l)
		all := server.Letters(t)
		if h := all[len(all)-1].Header; h.Get("Content-Language") != "" || h.Get("X-Evil") != "" {
			t.Errorf("%s language: %v", name, h)
		}
	}
	if n := len(server.Letters(t)); n != 3 {
		t.Errorf("%d letters arrived, want 3", n)
	}
}

func TestAnAddressForLettersWithoutTLSHasNoOneClick(t *testing.T) {
	server := mailtest.Start(t)
	l := letter()
	l.Unsubscribe = "http://localhost:8080/stop/abc"
	send(t, sender(t, server.URL), l)
	if h := server.Letters(t)[0].Header; h.Get("List-Unsubscribe") != "<http://localhost:8080/stop/abc>" || h.Get("List-Unsubscribe-Post") != "" {
		t.Errorf("arrived with %v", h)
	}
}

func TestFailuresSayWhetherToTryAgain(t *testing.T) {
	server := mailtest.Start(t)
	s := sender(t, server.URL)
	for _, c := range []struct {
		at        mailtest.Stage
		code      int
		want      mail.Reason
		permanent bool
	}{
		{mailtest.Recipient, 550, mail.Refused, true},
		{mailtest.Recipient, 451, mail.Later, false},
		{mailtest.Sender, 550, mail.SenderRefused, false},
		{mailtest.Sender, 421, mail.Later, false},
	} {
		server.Refuse(t, c.at, c.code)
		err := s.Send(t.Context(), letter())
		wantReason(t, err, c.want, c.permanent)
		server.Refuse(t, c.at, 0)
	}
	if n := len(server.Letters(t)); n != 0 {
		t.Errorf("%d refused letters arrived", n)
	}
	send(t, s, letter())
	if mail.Permanent(nil) {
		t.Error("no failure is a permanent one")
	}
	wantReason(t, sender(t, "smtp://"+peer.FreeAddress(t)).Send(t.Context(), letter()), mail.Unreachable, false)
}

// brittle is a mail server that takes a letter and then breaks off, as some do.
func brittle(t *testing.T) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		buf := make([]byte, 64<<10)
		// Greeting, EHLO, MAIL, RCPT and DATA; then the letter, and no answer to anything after it.
		for _, answer := range []string{"220 x\r\n", "250 x\r\n", "250 x\r\n", "250 x\r\n", "354 x\r\n", "250 taken\r\n"} {
			if _, err := c.Write([]byte(answer)); err != nil {
				return
			}
			for read := ""; !strings.HasSuffix(read, "\r\n") || answer[0] == '3' && !strings.HasSuffix(read, "\r\n.\r\n"); {
				n, err := c.Read(buf)
				if err != nil {
					return
				}
				read += string(buf[:n])
			}
		}
	}()
	return l.Addr().String()
}

func TestALetterThatWasTakenIsNotSentAgain(t *testing.T) {
	if err := sender(t, "smtp://"+brittle(t)).Send(t.Context(), letter()); err != nil {
		t.Errorf("a letter that the server took gives %v", err)
	}
}

// certificate makes a certificate for this machine and gives its files and the pool that trusts it.
func certificate(t *testing.T) (cert, key string, roots *x509.CertPool) {
	t.Helper()
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, &secret.PublicKey, secret)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, kind string, der []byte) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	roots = x509.NewCertPool()
	parsed, err := x509.ParseCertificate(signed)
	if err != nil {
		t.Fatal(err)
	}
	roots.AddCert(parsed)
	return write("cert.pem", "CERTIFICATE", signed), write("key.pem", "PRIVATE KEY", private), roots
}

func TestEncryption(t *testing.T) {
	cert, key, roots := certificate(t)
	plain := mailtest.Start(t)
	starts := mailtest.Start(t, "--smtp-tls-cert", cert, "--smtp-tls-key", key, "--smtp-require-starttls")
	always := mailtest.Start(t, "--smtp-tls-cert", cert, "--smtp-tls-key", key, "--smtp-require-tls")
	for _, c := range []struct {
		name, url string
		roots     *x509.CertPool
		want      mail.Reason // empty: sent
	}{
		{"this machine, in the clear", plain.URL, roots, ""},
		{"must be encrypted and cannot", plain.URL + "?tls=mandatory", roots, mail.NotEncrypted},
		{"may be encrypted and cannot", plain.URL + "?tls=opportunistic", roots, ""},
		{"must be encrypted", starts.URL + "?tls=mandatory", roots, ""},
		{"may be encrypted", starts.URL + "?tls=opportunistic", roots, ""},
		{"encrypted, but by nobody we trust", starts.URL + "?tls=mandatory", x509.NewCertPool(), mail.NotEncrypted},
		{"encrypted from the start", "smtps://" + always.Address, roots, ""},
		{"encrypted from the start, but by nobody we trust", "smtps://" + always.Address, x509.NewCertPool(), mail.NotEncrypted},
		{"should be encrypted from the start and is not", "smtps://" + plain.Address, roots, mail.NotEncrypted},
	} {
		err := open(t, mail.Options{URL: c.url, From: from, Roots: c.roots}).Send(t.Context(), letter())
		if e, _ := mail.AsError(err); e.Reason != c.want || mail.Permanent(err) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if n := len(plain.Letters(t)) + len(starts.Letters(t)) + len(always.Letters(t)); n != 5 {
		t.Errorf("%d letters arrived, want 5", n)
	}
}

func TestSigningIn(t *testing.T) {
	cert, key, roots := certificate(t)
	people := filepath.Join(t.TempDir(), "people")
	if err := os.WriteFile(people, []byte("shelf:open%sesame\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	secure := mailtest.Start(t, "--smtp-auth-file", people, "--smtp-tls-cert", cert, "--smtp-tls-key", key, "--smtp-require-starttls")
	near := mailtest.Start(t, "--smtp-auth-file", people, "--smtp-auth-allow-insecure")
	for _, c := range []struct {
		name, url string
		want      mail.Reason
	}{
		{"encrypted", "smtp://shelf:open%25sesame@" + secure.Address + "?tls=mandatory", ""},
		{"on this machine", "smtp://shelf:open%25sesame@" + near.Address, ""},
		{"wrong", "smtp://shelf:wrong@" + secure.Address + "?tls=mandatory", mail.SignIn},
		{"not at all", secure.URL + "?tls=mandatory", mail.SenderRefused},
	} {
		err := open(t, mail.Options{URL: c.url, From: from, Roots: roots}).Send(t.Context(), letter())
		if e, _ := mail.AsError(err); e.Reason != c.want || mail.Permanent(err) {
			t.Errorf("%s: %v", c.name, err)
		}
		if err != nil && strings.Contains(err.Error(), "sesame") {
			t.Error("the password is told")
		}
	}
}

func TestSettingsThatCannotWorkAreRefused(t *testing.T) {
	for _, o := range []mail.Options{
		{URL: "http://mail.example", From: from},
		{URL: "smtp://", From: from},
		{URL: "mail.example:25", From: from},
		{URL: "smtp://mail.example/path", From: from},
		{URL: "smtp://mail.example?tls=none", From: from},
		{URL: "smtp://mail.example:99999", From: from},
		{URL: "smtp://shelf:sec%ret@mail.example", From: from},
		{URL: "smtp://mail.example"},
		{URL: "smtp://mail.example", From: "Our Shelf"},
	} {
		if _, err := mail.Open(o); err == nil || strings.Contains(err.Error(), "sec%ret") {
			t.Errorf("%+v gives %v", o, err)
		}
	}
}

func TestWithoutAServerLettersAreKept(t *testing.T) {
	var noted bytes.Buffer
	outbox := &mail.Outbox{}
	s := open(t, mail.Options{Outbox: outbox, Log: slog.New(slog.NewTextHandler(&noted, nil))})
	if s.Configured() {
		t.Error("a sender without server says that letters leave")
	}
	for range mail.OutboxSize + 3 {
		send(t, s, letter())
	}
	kept := outbox.Letters()
	if len(kept) != mail.OutboxSize || kept[0].Number != mail.OutboxSize+3 || kept[0].Subject != "Your link" || kept[0].At.Year() != 2026 {
		t.Errorf("%d letters are kept, the newest %+v", len(kept), kept[0])
	}
	if l, ok := outbox.Letter(4); !ok || l.Number != 4 {
		t.Errorf("letter 4 is %+v, %v", l, ok)
	}
	if _, ok := outbox.Letter(3); ok {
		t.Error("letter 3 is still kept")
	}
	if !strings.Contains(noted.String(), "mail not configured") || strings.Contains(noted.String(), "ana@") || strings.Contains(noted.String(), "Open this link") {
		t.Errorf("the log says %s", noted.String())
	}
	bad := letter()
	bad.To = "ana"
	wantReason(t, s.Send(t.Context(), bad), mail.BadAddress, true)
	send(t, open(t, mail.Options{}), letter())
}

func TestManySendAtOnce(t *testing.T) {
	server := mailtest.Start(t)
	s := sender(t, server.URL)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if err := s.Send(t.Context(), letter()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := len(server.Await(t, "ana@maple.example", 20)); n != 20 {
		t.Errorf("%d letters arrived", n)
	}
	server.Clear(t)
	if n := len(server.Letters(t)); n != 0 {
		t.Errorf("%d letters are left", n)
	}
}

func TestEveryReasonCanBeSaid(t *testing.T) {
	catalog, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, reason := range []mail.Reason{mail.BadLetter, mail.BadAddress, mail.Refused, mail.Later, mail.SenderRefused, mail.SignIn, mail.NotEncrypted, mail.Unreachable} {
		m := mail.Error{Reason: reason}.Message()
		for _, l := range lang.Locales {
			if said := catalog.Printer(l, "").T(m.Key, m.Args...); strings.Contains(said, "‹") {
				t.Errorf("%s is not said in %s", reason, l)
			}
		}
	}
}

func TestValidAddress(t *testing.T) {
	for address, want := range map[string]bool{
		"ana@maple.example": true, "a.b+c@school.k12.example": true, "ana": false, "": false, "ana@": false, "Ana <ana@maple.example>": false,
		" ana@maple.example": false, "ana@maple.example\n": false, "a@b, c@d": false, strings.Repeat("a", 250) + "@maple.example": false,
	} {
		if mail.ValidAddress(address) != want {
			t.Errorf("%q is valid: %v", address, !want)
		}
	}
}
