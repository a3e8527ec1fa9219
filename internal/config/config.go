// Package config holds what an administrator decides when starting the program, as flags or COMMONSHELF_ variables.
//
// The tags are read by kong, which calls Validate. The zero values are good for one machine: SQLite and a folder.
package config

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/proto/oidc"
)

// Stores say where things are kept. Every command that touches them takes these flags.
type Stores struct {
	Data     string `help:"Folder for the database, the files and a cache that may be deleted; ${default} where nothing else is said." default:"data" env:"COMMONSHELF_DATA" type:"path" placeholder:"DIR"`
	Database string `help:"PostgreSQL instead of a SQLite file in the data folder: postgres://user:password@host/name." env:"COMMONSHELF_DATABASE" placeholder:"URL"`
	Files    string `help:"S3 instead of a folder in the data folder: s3://bucket?region=..." env:"COMMONSHELF_FILES" placeholder:"URL"`
}

// Settings are what serving needs.
type Settings struct {
	Stores

	Listen          string          `help:"Address to listen on; ${default} where nothing else is said." default:":8080" env:"COMMONSHELF_LISTEN" placeholder:"HOST:PORT"`
	BaseURL         string          `help:"Address people type: https://shelf.example.org. Without it, localhost and the port." name:"base-url" env:"COMMONSHELF_BASE_URL" placeholder:"URL"`
	Demo            bool            `help:"Serve the demonstration district, where anyone may sign in as anyone." env:"COMMONSHELF_DEMO"`
	MailURL         string          `help:"Mail server: smtp://user:password@host:587, or smtps:// for TLS from the start." name:"mail-url" env:"COMMONSHELF_MAIL_URL" placeholder:"URL"`
	MailFrom        string          `help:"Sender of every letter: 'Commonshelf <shelf@example.org>'." name:"mail-from" env:"COMMONSHELF_MAIL_FROM" placeholder:"ADDRESS"`
	DistrictAccount []oidc.Settings `help:"Let people in by their district account: google://CLIENT_ID:SECRET@DOMAIN, entra://CLIENT_ID:SECRET@TENANT_ID or https://CLIENT_ID:SECRET@ISSUER. Several with a space between them." name:"district-account" env:"COMMONSHELF_DISTRICT_ACCOUNT" sep:" " placeholder:"URL"`
	TrustedProxy    []netip.Prefix  `help:"Networks of proxies whose X-Forwarded-For is believed, such as 10.0.0.0/8." name:"trusted-proxy" env:"COMMONSHELF_TRUSTED_PROXY" placeholder:"CIDR"`
	LogFormat       string          `help:"Log lines as text or json." enum:"text,json" default:"text" name:"log-format" env:"COMMONSHELF_LOG_FORMAT"`
	MetricsToken    string          `help:"Bearer token that opens /metrics from other machines. Without it, only this machine may read it." name:"metrics-token" env:"COMMONSHELF_METRICS_TOKEN" placeholder:"TOKEN"`
}

// DatabaseFile is the SQLite file, used when Database is empty.
func (s Stores) DatabaseFile() string { return filepath.Join(s.Data, "commonshelf.db") }

// FilesFolder is where files are kept, used when Files is empty.
func (s Stores) FilesFolder() string { return filepath.Join(s.Data, "files") }

// CacheFolder holds what can be made again.
func (s Stores) CacheFolder() string { return filepath.Join(s.Data, "cache") }

// Validate says in plain words what cannot be right.
func (s Stores) Validate() error {
	var faults []error
	if s.Data == "" {
		faults = append(faults, errors.New("--data is empty: name a folder"))
	}
	if s.Database != "" && !scheme(s.Database, "postgres", "postgresql") {
		faults = append(faults, errors.New("--database is not an address like postgres://user:password@host/name"))
	}
	if s.Files != "" && !scheme(s.Files, "s3") {
		faults = append(faults, errors.New("--files is not an address like s3://bucket?region=us-east-1"))
	}
	return errors.Join(faults...)
}

// Validate says in plain words what cannot be right. It never repeats a password.
func (s Settings) Validate() error {
	faults := []error{s.Stores.Validate()}
	if _, _, err := net.SplitHostPort(s.Listen); err != nil {
		faults = append(faults, fmt.Errorf("--listen %q is not an address like :8080 or 127.0.0.1:8080", s.Listen))
	}
	if s.BaseURL != "" && !isBase(s.BaseURL) {
		faults = append(faults, fmt.Errorf("--base-url %q is not an address like https://shelf.example.org, without a path", s.BaseURL))
	}
	if s.MailURL != "" && !scheme(s.MailURL, "smtp", "smtps") {
		faults = append(faults, errors.New("--mail-url is not an address like smtp://user:password@host:587"))
	}
	if s.MailURL != "" && s.MailFrom == "" {
		faults = append(faults, errors.New("--mail-url needs --mail-from: who the letters come from"))
	}
	if s.MailFrom != "" {
		if _, err := mail.ParseAddress(s.MailFrom); err != nil {
			faults = append(faults, fmt.Errorf("--mail-from %q is not an address like 'Commonshelf <shelf@example.org>'", s.MailFrom))
		}
	}
	if err := oidc.Check(s.DistrictAccount); err != nil {
		faults = append(faults, fmt.Errorf("--district-account: %w", err))
	}
	return errors.Join(faults...)
}

// Base is the address people type, without a slash at the end.
func (s Settings) Base() string {
	if s.BaseURL != "" {
		return strings.TrimSuffix(s.BaseURL, "/")
	}
	host, port, err := net.SplitHostPort(s.Listen)
	if err != nil {
		return "http://localhost"
	}
	if addr, err := netip.ParseAddr(host); host == "" || (err == nil && addr.IsUnspecified()) {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// scheme says whether the address names a host, or a socket as PostgreSQL's do, by one of the schemes.
func scheme(address string, schemes ...string) bool {
	u, err := url.Parse(address)
	return err == nil && slices.Contains(schemes, u.Scheme) && (u.Host != "" || u.Query().Has("host"))
}

func isBase(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" &&
		(u.Path == "" || u.Path == "/") && u.RawQuery == "" && !u.ForceQuery && u.Fragment == "" && u.User == nil
}
