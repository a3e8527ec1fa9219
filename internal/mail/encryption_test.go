package mail

import (
	"testing"

	gomail "github.com/wneessen/go-mail"
)

func TestOnlyThisMachineIsSpokenToInTheClear(t *testing.T) {
	for _, c := range []struct {
		host, wish string
		want       gomail.TLSPolicy
		wantErr    bool
	}{
		{host: "localhost", want: gomail.NoTLS},
		{host: "127.0.0.1", want: gomail.NoTLS},
		{host: "127.1.2.3", want: gomail.NoTLS},
		{host: "::1", want: gomail.NoTLS},
		{host: "mail.example.org", want: gomail.TLSMandatory},
		{host: "10.0.0.1", want: gomail.TLSMandatory},
		{host: "localhost.example.org", want: gomail.TLSMandatory},
		{host: "localhost", wish: "mandatory", want: gomail.TLSMandatory},
		{host: "mail.example.org", wish: "opportunistic", want: gomail.TLSOpportunistic},
		{host: "mail.example.org", wish: "none", wantErr: true},
	} {
		if got, err := encryption(c.host, c.wish); (err != nil) != c.wantErr || err == nil && got != c.want {
			t.Errorf("%s %s: %v, %v; want %v", c.host, c.wish, got, err, c.want)
		}
	}
}
