package people

import (
	"context"
	"encoding/hex"
	"fmt"
	"html"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/mail"
)

// letterKind is what a letter is about.
type letterKind string

const (
	signInLetter     letterKind = "sign_in"
	invitationLetter letterKind = "invitation"
	testLetter       letterKind = "test"
)

// writing is the job that writes one letter. It holds ids only: the secret that goes into a letter is drawn when it is written,
// so that no queue and no backup ever holds one.
type writing struct {
	Letter   letterKind    `json:"letter"`
	Request  string        `json:"request,omitempty"`  // of a sign-in
	District id.DistrictID `json:"district,omitempty"` // of an invitation or a test
	Person   id.PersonID   `json:"person,omitempty"`
	By       id.PersonID   `json:"by,omitempty"` // who invites
}

// Kind implements jobs.Args.
func (writing) Kind() string { return "people.letter" }

// write writes a letter and sends it. Run again it sends nothing when the letter surely left; else another with a new secret. A sign-in
// letter that came all the same opens as well as the one written anew; of invitations only the newest opens anything.
func (s *Service) write(ctx context.Context, w writing) (err error) {
	defer fault.Wrap(&err, "write %s letter", w.Letter)
	var letter mail.Letter
	switch w.Letter {
	case signInLetter:
		letter, err = s.writeSignIn(ctx, w)
	case invitationLetter:
		letter, err = s.writeInvitation(ctx, w)
	case testLetter:
		letter, err = s.writeTest(ctx, w)
	}
	if fault.IsNotFound(err) {
		return nil // nobody here has the address, or they have left since, or it is too late
	}
	if err != nil {
		return err
	}
	err = s.mail.Send(ctx, letter)
	if mail.Permanent(err) {
		if noted := s.noteRefused(context.WithoutCancel(ctx), letter.To, err); noted != nil {
			return noted
		}
		return jobs.Permanent(err)
	}
	if err != nil || w.Letter == testLetter {
		return err
	}
	if w.Letter == signInLetter {
		return s.noteSent(context.WithoutCancel(ctx), w.Request)
	}
	for _, told := range s.invited {
		if err := told(context.WithoutCancel(ctx), w.District, w.Person, letter.Key); err != nil {
			return jobs.Permanent(err) // the letter went: it must not go again
		}
	}
	return nil
}

// noteRefused tells that a mail server refused the address of a letter for good, where it is the address that it refused.
func (s *Service) noteRefused(ctx context.Context, address string, reason error) error {
	codes, refuses := mail.RefusesAddress(reason)
	if !refuses {
		return nil
	}
	p, err := personByMail(ctx, s.db, MailKey(address))
	if err != nil {
		if fault.IsNotFound(err) {
			return nil
		}
		return err
	}
	for _, told := range s.refused {
		if err := told(ctx, p, codes); err != nil {
			return err
		}
	}
	return nil
}

// noteSent notes that a sign-in letter left: it must not go again.
func (s *Service) noteSent(ctx context.Context, request string) error {
	_, err := s.db.Exec(ctx, `UPDATE sign_in_link SET sent_at = $2 WHERE request = $1`, request, clock.Micros(s.clock.Now()))
	if err != nil {
		return jobs.Permanent(err)
	}
	return nil
}

// writeSignIn draws the secret and the digits of a request. It is fault.NotFound when nobody may be let in by it.
func (s *Service) writeSignIn(ctx context.Context, w writing) (mail.Letter, error) {
	return db.Tx(ctx, s.db, func(tx *db.DB) (mail.Letter, error) {
		l, err := db.One(ctx, tx, scanLink, `SELECT `+linkColumns+` FROM sign_in_link WHERE request = $1 AND used_at IS NULL AND sent_at IS NULL AND expires_at > $2`,
			w.Request, clock.Micros(s.clock.Now()))
		if err != nil {
			return mail.Letter{}, err
		}
		p, err := personByMail(ctx, tx, l.mailKey)
		if err != nil {
			return mail.Letter{}, err
		}
		if p.State != Invited && p.State != Active {
			return mail.Letter{}, fault.NotFound{What: "person"}
		}
		d, err := districtOf(ctx, tx, p.District)
		if err != nil {
			return mail.Letter{}, err
		}
		say := s.printer(p, d, l.locale)
		if d.AccountOnly {
			return say.letter(p, "account."+l.request, "signin.letter", d.Name,
				words(say.T("signin.letter.hello", p.Given())),
				words(say.T("signin.letter.account", d.Name)),
				button(say.T("signin.letter.button"), s.baseURL+"/sign-in"),
			), nil
		}
		secret, err := newSecret(s.random)
		if err != nil {
			return mail.Letter{}, err
		}
		digits, err := newDigits(s.random)
		if err != nil {
			return mail.Letter{}, err
		}
		_, err = tx.Exec(ctx, `UPDATE sign_in_link SET district = $2, person = $3, former_hash = token_hash, former_code = code_hash, token_hash = $4, code_hash = $5
			WHERE request = $1`,
			l.request, p.District, p.ID, secret.hash(), digitsHash(l.request, digits))
		if err != nil {
			return mail.Letter{}, err
		}
		until := say.Clock(l.expires.In(d.Location()))
		return say.letter(p, keyOf(secret), "signin.letter", d.Name,
			words(say.T("signin.letter.hello", p.Given())),
			words(say.T("signin.letter.press", until)),
			button(say.T("signin.letter.button"), s.linkURL(secret)),
			words(say.T("signin.letter.digits")),
			digitsLine(digits),
			words(say.T("signin.letter.not_you")),
		), nil
	})
}

// writeInvitation draws a new link that lets the person in for 14 days and ends their former invitations.
func (s *Service) writeInvitation(ctx context.Context, w writing) (mail.Letter, error) {
	return db.Tx(ctx, s.db, func(tx *db.DB) (mail.Letter, error) {
		p, err := s.atWork(ctx, tx, w.District, w.Person)
		if err != nil {
			return mail.Letter{}, err
		}
		if p.State != Invited {
			return mail.Letter{}, fault.NotFound{What: "invitation"}
		}
		d, err := districtOf(ctx, tx, w.District)
		if err != nil {
			return mail.Letter{}, err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM sign_in_link WHERE district = $1 AND person = $2 AND purpose = 'invitation'`, p.District, p.ID); err != nil {
			return mail.Letter{}, err
		}
		host, err := personOf(ctx, tx, w.District, w.By)
		if err != nil && !fault.IsNotFound(err) {
			return mail.Letter{}, err
		}
		if d.AccountOnly {
			return s.invitation(p, d, host, "invitation."+id.New[string](s.ids), "", time.Time{}), nil
		}
		l := link{purpose: ToAccept, district: p.District, person: p.ID, expires: s.clock.Now().Add(invitationLasts)}
		secret, err := s.insertLink(ctx, tx, l)
		if err != nil {
			return mail.Letter{}, err
		}
		return s.invitation(p, d, host, keyOf(secret), s.linkURL(secret), l.expires), nil
	})
}

// invitation is the letter that invites somebody: by host, if that is anybody, with a link that opens until then. Where people come in by
// their district account alone there is no link.
func (s *Service) invitation(p Person, d District, host Person, named, open string, until time.Time) mail.Letter {
	say := s.printer(p, d, "")
	by := say.T("signin.invitation.from", d.Name)
	if host.ID != "" {
		by = say.T("signin.invitation.by", host.Name, d.Name)
	}
	lines := []paragraph{words(say.T("signin.letter.hello", p.Given())), words(by), words(say.T("signin.invitation.what"))}
	if open == "" {
		lines = append(lines, button(say.T("signin.invitation.button"), s.baseURL+"/sign-in"), words(say.T("signin.invitation.account", d.Name)))
	} else {
		lines = append(lines, button(say.T("signin.invitation.button"), open),
			words(say.T("signin.invitation.until", say.Date(until.In(d.Location())), s.baseURL+"/sign-in")))
	}
	lines = append(lines, words(say.T("signin.invitation.private")))
	return say.letter(p, named, "signin.invitation", d.Name, lines...)
}

func (s *Service) writeTest(ctx context.Context, w writing) (mail.Letter, error) {
	p, err := s.atWork(ctx, s.db, w.District, w.Person)
	if err != nil {
		return mail.Letter{}, err
	}
	d, err := districtOf(ctx, s.db, w.District)
	if err != nil {
		return mail.Letter{}, err
	}
	say := s.printer(p, d, "")
	return say.letter(p, "test."+id.New[string](s.ids), "signin.test", d.Name,
		words(say.T("signin.letter.hello", p.Given())),
		words(say.T("signin.test.works", d.Name)),
		words(say.T("signin.test.next")),
		button(say.T("signin.test.button"), s.baseURL+"/set-up"),
	), nil
}

func (s *Service) linkURL(secret Secret) string { return s.baseURL + LinkPath(secret) }

// LinkPath is the local address at which a one-time link is opened.
func LinkPath(secret Secret) string { return "/sign-in/link/" + secret.Reveal() }

// keyOf names a letter by the secret in it: one written again holds another secret and is another letter.
func keyOf(secret Secret) string { return hex.EncodeToString(hashed("letter ", secret.text)[:16]) }

// speaker writes letters in one language.
type speaker struct{ lang.Printer }

// printer speaks the person's language: as they chose, else as the page on which they asked, else as the district.
func (s *Service) printer(p Person, d District, page lang.Locale) speaker {
	locale := d.Locale
	if lang.Known(page) {
		locale = page
	}
	if lang.Known(p.Locale) {
		locale = p.Locale
	}
	return speaker{s.words.Printer(locale, d.Calling)}
}

// paragraph is a paragraph of a letter, as text and as HTML.
type paragraph struct{ text, html string }

func words(text string) paragraph { return paragraph{text, "<p>" + html.EscapeString(text) + "</p>"} }

func button(label, url string) paragraph {
	return paragraph{label + ":\n" + url, fmt.Sprintf(`<p style="margin:20px 0"><a class="button" href="%s" style="%s">%s</a></p>`, html.EscapeString(url), buttonStyle, html.EscapeString(label))}
}

// digitsLine sets six digits in two threes, as one reads them from one screen to another.
func digitsLine(digits string) paragraph {
	apart := digits[:3] + " " + digits[3:]
	return paragraph{apart, `<p style="font-size:28px;letter-spacing:3px;margin:16px 0"><strong>` + apart + `</strong></p>`}
}

// The paper of letters, as that of the weekly email: mail programs read no style sheet.
const (
	paperBegins = `<!doctype html><html lang="%s"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
		`<meta name="color-scheme" content="light dark"><title>%s</title><style>:root { color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  .desk { background: #17201d !important; color: #ece7db !important; }
  .sheet { background: #202b27 !important; border-color: #3b4843 !important; }
  .desk a.button { background: #9fd3c0 !important; color: #10201a !important; border-color: #9fd3c0 !important; }
}</style></head>` +
		`<body class="desk" style="margin:0;padding:0;background:#f4efe4;color:#22302b;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5">` +
		`<div class="desk" style="background:#f4efe4;color:#22302b;padding:16px 8px"><main class="sheet" style="max-width:560px;margin:0 auto;background:#fffdf8;border:1px solid #d9d0bd;border-radius:6px;padding:8px 24px;overflow-wrap:anywhere">`
	paperEnds   = `</main></div></body></html>`
	buttonStyle = `display:inline-block;background:#1d5c4a;color:#ffffff;border:1px solid #1d5c4a;border-radius:5px;padding:10px 16px;text-decoration:none;font-weight:600`
)

// letter puts a letter together. named tells it from every other letter; its subject, which names the district, is the key's with ".subject".
func (say speaker) letter(to Person, named, key, district string, lines ...paragraph) mail.Letter {
	out := mail.Letter{Key: "people." + named, To: to.Mail, ToName: to.Name, Language: string(say.Locale)}
	out.Subject = say.T(key+".subject", district)
	var text, page strings.Builder
	fmt.Fprintf(&page, paperBegins, say.Locale, html.EscapeString(out.Subject))
	for _, l := range lines {
		text.WriteString(l.text + "\n\n")
		page.WriteString(l.html)
	}
	page.WriteString(paperEnds)
	out.Text, out.HTML = strings.TrimRight(text.String(), "\n")+"\n", page.String()
	return out
}
