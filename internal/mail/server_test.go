package mail_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/mail/mailtest"
	"github.com/commonshelf/commonshelf/internal/peer"
)

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

// What a server says of an address stops letters to it; what it says of itself does not.
func TestWhatRefusesAnAddress(t *testing.T) {
	const hello = "250-x\r\n250 ENHANCEDSTATUSCODES\r\n"
	for name, c := range map[string]struct {
		answers []string
		codes   string // empty: the address is not refused
	}{
		"no such mailbox":              {[]string{"220 x\r\n", hello, "250 x\r\n", "550 5.1.1 no such user\r\n"}, "550 5.1.1"},
		"no reason given":              {[]string{"220 x\r\n", hello, "250 x\r\n", "550 no\r\n"}, "550"},
		"it relays for nobody":         {[]string{"220 x\r\n", hello, "250 x\r\n", "554 5.7.1 relay access denied\r\n"}, ""},
		"full for now":                 {[]string{"220 x\r\n", hello, "250 x\r\n", "452 4.2.2 full\r\n"}, ""},
		"no such mailbox, seen late":   {[]string{"220 x\r\n", hello, "250 x\r\n", "250 x\r\n", "354 x\r\n", "550 5.1.10 recipient not found\r\n"}, "550 5.1.10"},
		"it takes the letter for spam": {[]string{"220 x\r\n", hello, "250 x\r\n", "250 x\r\n", "354 x\r\n", "550 5.7.1 spam\r\n"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			err := sender(t, "smtp://"+answering(t, c.answers...)).Send(t.Context(), letter())
			if codes, refuses := mail.RefusesAddress(err); codes != c.codes || refuses != (c.codes != "") {
				t.Errorf("%q, %t, want %q: %v", codes, refuses, c.codes, err)
			}
		})
	}
}

// brittle is a mail server that takes a letter and then breaks off, as some do.
func brittle(t *testing.T) (address string) {
	t.Helper()
	return answering(t, "220 x\r\n", "250 x\r\n", "250 x\r\n", "250 x\r\n", "354 x\r\n", "250 taken\r\n")
}

// answering is a mail server that answers so, whatever it is told: greeting, EHLO, MAIL, RCPT, DATA and the letter; then it breaks off.
func answering(t *testing.T, answers ...string) (address string) {
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
		for _, answer := range answers {
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

// What a log keeps of a letter that was not sent names nobody: servers repeat the address, and so do our own checks.
func TestAFailureNamesNobody(t *testing.T) {
	server := mailtest.Start(t)
	s := sender(t, server.URL)
	server.Refuse(t, mailtest.Recipient, 550)
	refused := s.Send(t.Context(), letter())
	server.Refuse(t, mailtest.Recipient, 0)
	bad := letter()
	bad.To = "rosa delgado@school.example"
	private := letter()
	private.Unsubscribe = "mailto:rosa@school.example?token=secret"
	said := mail.Error{Reason: mail.Refused, Cause: &textproto.Error{Code: 550, Msg: "5.1.1 <rosa@school.example> unknown"}}
	for want, err := range map[string]error{
		"letter not sent: refused: 550":    refused,
		"letter not sent: bad_address":     s.Send(t.Context(), bad),
		"letter not sent: bad_letter":      s.Send(t.Context(), private),
		"send the digest: letter not sent": fmt.Errorf("send the digest: %w", said),
	} {
		if err == nil || !strings.HasPrefix(err.Error(), want) || strings.ContainsAny(err.Error(), "@<>") || strings.Contains(err.Error(), "secret") {
			t.Errorf("the failure says %v, want %s", err, want)
		}
	}
}
