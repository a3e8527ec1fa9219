package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	netmail "net/mail"
	"net/netip"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/commonshelf/commonshelf/internal/clock"
)

// Options say how letters leave.
type Options struct {
	// URL names the server: smtp://user:password@host:587, or smtps:// for a connection encrypted from the start. The
	// connection is encrypted unless the host is this machine; ?tls=mandatory or ?tls=opportunistic says otherwise. Empty:
	// letters do not leave.
	URL    string
	From   string // the sender: "Maple Valley Shelf <shelf@example.org>"
	Clock  clock.Clock
	Log    *slog.Logger   // nil: nothing is noted
	Outbox *Outbox        // keeps letters that do not leave, to be looked at; nil: they are only noted in the log
	Roots  *x509.CertPool // who signs the server's certificate; nil: whom the system trusts
}

// Sender sends letters. It keeps no connections and may be used by many at once.
type Sender struct {
	server *gomail.Client // nil where letters do not leave
	from   netmail.Address
	clock  clock.Clock
	log    *slog.Logger
	outbox *Outbox
}

// timeout bounds each step of a conversation with the server.
const timeout = 30 * time.Second

// Open reads the options. It does not talk to the server.
func Open(o Options) (*Sender, error) {
	s := &Sender{clock: o.Clock, log: o.Log, outbox: o.Outbox, from: netmail.Address{Name: "Commonshelf", Address: "commonshelf@localhost"}}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if o.From != "" {
		from, err := netmail.ParseAddress(o.From)
		if err != nil {
			return nil, fmt.Errorf("%q is no sender of letters, such as \"Our Shelf <shelf@example.org>\": %w", o.From, err)
		}
		if s.from, err = address(from.Address, from.Name); err != nil {
			return nil, err
		}
	}
	if o.URL == "" {
		return s, nil
	}
	if o.From == "" {
		return nil, errors.New("a mail server is named, but no sender of the letters")
	}
	server, err := openServer(o.URL, o.Roots)
	if err != nil {
		return nil, fmt.Errorf("mail server: %w", err)
	}
	s.server = server
	return s, nil
}

func openServer(location string, roots *x509.CertPool) (*gomail.Client, error) {
	u, err := url.Parse(location)
	if err != nil {
		return nil, errors.New("the URL cannot be read") // the cause would repeat the password
	}
	host := u.Hostname()
	if host == "" || u.Path != "" && u.Path != "/" {
		return nil, errors.New("want smtp://user:password@host:port")
	}
	options := []gomail.Option{
		gomail.WithTimeout(timeout), gomail.WithoutNoop(), gomail.WithoutRset(),
		gomail.WithTLSConfig(&tls.Config{ServerName: host, MinVersion: tls.VersionTLS12, RootCAs: roots}),
	}
	port, signIn := 587, gomail.SMTPAuthAutoDiscover
	switch u.Scheme {
	case "smtps":
		port = 465
		options = append(options, gomail.WithSSL())
	case "smtp":
		policy, err := encryption(host, u.Query().Get("tls"))
		if err != nil {
			return nil, err
		}
		if policy == gomail.NoTLS {
			signIn = gomail.SMTPAuthPlainNoEnc // the password does not leave this machine
		}
		options = append(options, gomail.WithTLSPolicy(policy))
	default:
		return nil, fmt.Errorf("%s:// is not supported: smtp:// or smtps://", u.Scheme)
	}
	if text := u.Port(); text != "" {
		if port, err = strconv.Atoi(text); err != nil {
			return nil, fmt.Errorf("%s is no port", text)
		}
	}
	options = append(options, gomail.WithPort(port))
	if user := u.User; user != nil {
		password, _ := user.Password()
		options = append(options, gomail.WithSMTPAuth(signIn), gomail.WithUsername(user.Username()), gomail.WithPassword(password))
	}
	return gomail.NewClient(host, options...)
}

// encryption chooses how a connection that begins in the clear goes on.
func encryption(host, wish string) (gomail.TLSPolicy, error) {
	switch {
	case wish == "opportunistic":
		return gomail.TLSOpportunistic, nil
	case wish == "mandatory", wish == "" && !isThisMachine(host):
		return gomail.TLSMandatory, nil
	case wish == "":
		return gomail.NoTLS, nil
	}
	return 0, fmt.Errorf("?tls=%s is not supported: mandatory or opportunistic", wish)
}

func isThisMachine(host string) bool {
	if host == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.Unmap().IsLoopback()
}

// Configured says whether letters leave this machine.
func (s *Sender) Configured() bool { return s.server != nil }

// Send sends a letter, or notes it where no server is set up. Every failure is an Error; Permanent tells whether to try
// again. A letter is sent when the server has taken it, whatever happens to the connection afterwards.
func (s *Sender) Send(ctx context.Context, l Letter) error {
	m, err := compose(l, s.from, s.clock)
	if err != nil {
		return err
	}
	if s.server == nil {
		if s.outbox != nil {
			s.outbox.add(l, s.clock.Now())
			return nil
		}
		s.log.WarnContext(ctx, "mail not configured: letter not sent", "letter", l.Key)
		return nil
	}
	if err := s.server.DialAndSendWithContext(ctx, m); err != nil && !m.IsDelivered() {
		return explain(err)
	}
	return nil
}
