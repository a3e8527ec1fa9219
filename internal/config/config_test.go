package config_test

import (
	"net/netip"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/commonshelf/commonshelf/internal/config"
)

func parse(t *testing.T, args ...string) (config.Settings, error) {
	t.Helper()
	var s config.Settings
	parser, err := kong.New(&s)
	if err != nil {
		t.Fatal(err)
	}
	_, err = parser.Parse(args)
	return s, err
}

func TestNothingSaidIsGood(t *testing.T) {
	s, err := parse(t)
	if err != nil {
		t.Fatal(err)
	}
	if s.Listen != ":8080" || s.Base() != "http://localhost:8080" || s.LogFormat != "text" || s.Demo {
		t.Errorf("the defaults are %+v", s)
	}
	if !filepath.IsAbs(s.Data) || filepath.Base(s.DatabaseFile()) != "commonshelf.db" {
		t.Errorf("data stands in %q, the database in %q", s.Data, s.DatabaseFile())
	}
}

func TestFlagsAndVariables(t *testing.T) {
	t.Setenv("COMMONSHELF_BASE_URL", "https://shelf.example.org/")
	t.Setenv("COMMONSHELF_MAIL_URL", "smtp://mail.example.org:587")
	t.Setenv("COMMONSHELF_MAIL_FROM", "Commonshelf <shelf@example.org>")

	s, err := parse(t, "--trusted-proxy", "10.0.0.0/8,fd00::/8", "--files", "s3://shelf?region=us-east-1", "--database", "postgres://shelf@db/shelf")

	if err != nil {
		t.Fatal(err)
	}
	if s.Base() != "https://shelf.example.org" {
		t.Errorf("base is %q", s.Base())
	}
	want := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	if !reflect.DeepEqual(s.TrustedProxy, want) {
		t.Errorf("trusted proxies are %v, want %v", s.TrustedProxy, want)
	}
}

func TestPostgresMayBeReachedBySocket(t *testing.T) {
	if _, err := parse(t, "--database", "postgres:///shelf?host=/run/postgresql"); err != nil {
		t.Error(err)
	}
}

func TestEveryFlagIsAlsoAVariable(t *testing.T) {
	var check func(reflect.Type)
	check = func(of reflect.Type) {
		for i := range of.NumField() {
			field := of.Field(i)
			if field.Anonymous {
				check(field.Type)
				continue
			}
			flag := field.Tag.Get("name")
			if flag == "" {
				flag = strings.ToLower(field.Name)
			}
			want := "COMMONSHELF_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
			if got := field.Tag.Get("env"); got != want {
				t.Errorf("--%s has variable %q, want %q", flag, got, want)
			}
			if field.Tag.Get("help") == "" {
				t.Errorf("--%s is not explained", flag)
			}
		}
	}
	check(reflect.TypeFor[config.Settings]())
}

func TestWhatCannotBeRightIsSaidInWords(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--listen", "8080"}, "--listen"},
		{[]string{"--base-url", "shelf.example.org"}, "--base-url"},
		{[]string{"--base-url", "https://shelf.example.org/library"}, "without a path"},
		{[]string{"--base-url", "https://ana@shelf.example.org"}, "--base-url"},
		{[]string{"--base-url", "https://:8080"}, "--base-url"},
		{[]string{"--database", "shelf.db"}, "--database"},
		{[]string{"--database", "mysql://db/shelf"}, "--database"},
		{[]string{"--files", "/srv/files"}, "--files"},
		{[]string{"--mail-url", "mail.example.org:25", "--mail-from", "a@example.org"}, "--mail-url"},
		{[]string{"--mail-url", "smtp://mail.example.org"}, "needs --mail-from"},
		{[]string{"--mail-from", "Commonshelf"}, "--mail-from"},
		{[]string{"--trusted-proxy", "10.0.0.1"}, "trusted-proxy"},
		{[]string{"--log-format", "xml"}, "log-format"},
		{[]string{"--data", ""}, "--data"},
	} {
		_, err := parse(t, c.args...)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v answers %v, want a word on %s", c.args, err, c.want)
		}
	}
}

func TestFaultsNeverRepeatAPassword(t *testing.T) {
	for _, args := range [][]string{
		{"--database", "mysql://shelf:hush@db/shelf"},
		{"--mail-url", "imap://shelf:hush@mail.example.org", "--mail-from", "a@example.org"},
		{"--files", "ftp://shelf:hush@files"},
	} {
		if _, err := parse(t, args...); err == nil || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s answers %v", args[0], err)
		}
	}
}

func TestBaseFollowsListen(t *testing.T) {
	for listen, want := range map[string]string{
		":9000": "http://localhost:9000", "0.0.0.0:80": "http://localhost:80", "[::]:8080": "http://localhost:8080",
		"127.0.0.1:8080": "http://127.0.0.1:8080", "[::1]:8080": "http://[::1]:8080",
	} {
		if got := (config.Settings{Listen: listen}).Base(); got != want {
			t.Errorf("listening on %s, base is %q, want %q", listen, got, want)
		}
	}
}
