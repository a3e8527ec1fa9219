package mail_test

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/mail/mailtest"
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
	if noted.Len() > 0 {
		t.Errorf("the log says of letters that can be read elsewhere: %s", noted.String())
	}
	bad := letter()
	bad.To = "ana"
	wantReason(t, s.Send(t.Context(), bad), mail.BadAddress, true)
	send(t, open(t, mail.Options{Log: slog.New(slog.NewTextHandler(&noted, nil))}), letter())
	if !strings.Contains(noted.String(), "mail not configured") || strings.Contains(noted.String(), "ana@") || strings.Contains(noted.String(), "Open this link") {
		t.Errorf("the log says %s", noted.String())
	}
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
