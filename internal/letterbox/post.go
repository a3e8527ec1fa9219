package letterbox

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/url"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/people"
)

// Kind is what a letter is about: "weekly", "exchange".
type Kind string

// Writer writes a letter when it is time. about is what it was posted with. fault.NotFound means that there is nothing to say, or no
// longer; then nothing is sent.
type Writer func(ctx context.Context, to Reader, about string) (Letter, error)

// Rules are how a kind of letter is treated.
type Rules struct {
	Asked bool // the reader asked for it, as an answer to their own question: it does not count in the first week
	// Changing says that whether there is something to say may change while a posting is looked at: another one looks again.
	Changing bool
	// Waits says that a letter that is one too many in somebody's first week comes after it, and is not left out.
	Waits bool
}

type registered struct {
	write Writer
	rules Rules
}

// Register says who writes a kind of letter. It is called while the program is put together.
func (s *Service) Register(k Kind, w Writer, r Rules) { s.kinds[k] = registered{w, r} }

// Reader is who will read a letter.
type Reader struct {
	lang.Printer // in their language
	Person       people.Person
	Actor        actor.Actor
	District     people.District
	Now          time.Time // in the district's zone
	Page         string    // local path of the letter's own pages; whoever opens one acts as its reader there and nowhere else
	base         string
}

// URL is the full address of a local path.
func (r Reader) URL(path string) string { return r.base + path }

// Letter is what a Writer writes: see Reader.Write.
type Letter struct {
	Subject     string
	Text        string // whole, with the words at the end on how to choose and stop letters
	HTML        string // the same
	Attachments []mail.Attachment
	// Keep stores, in the transaction that notes the letter as going, what must be known of it; nil: nothing. If the letter surely
	// did not go, the note is deleted, and with it what refers to it.
	Keep func(ctx context.Context, tx *db.DB, letter string) error
}

// posting is the job that sends one letter to one person.
type posting struct {
	Letter   Kind          `json:"letter"`
	District id.DistrictID `json:"district"`
	Person   id.PersonID   `json:"person"`
	About    string        `json:"about"`
	Posted   int64         `json:"posted,omitempty"` // when, of a kind that looks again: the queue drops what is equal to a job that runs
}

// Kind implements jobs.Args.
func (posting) Kind() string { return "letterbox.letter" }

// name names the letter for ever.
func (p posting) name() string { return string(p.Letter) + "." + p.About }

// Post has a letter sent to somebody once the transaction commits. The same kind about the same reaches a person once.
func (s *Service) Post(ctx context.Context, tx *db.DB, k Kind, district id.DistrictID, to id.PersonID, about string) error {
	return s.PostAt(ctx, tx, k, district, to, about, time.Time{})
}

// PostAt is Post for a letter that waits until at: what it tells of may be taken back until then.
func (s *Service) PostAt(ctx context.Context, tx *db.DB, k Kind, district id.DistrictID, to id.PersonID, about string, at time.Time) error {
	kind, known := s.kinds[k]
	if !known {
		return fmt.Errorf("nobody writes letters of kind %q", k)
	}
	p := posting{Letter: k, District: district, Person: to, About: about}
	if kind.rules.Changing {
		p.Posted = clock.Micros(s.Clock.Now())
	}
	return s.Jobs.EnqueueAt(ctx, tx, p, at)
}

// deliver sends one letter, unless its reader wants none, their first week has had its letters, or it went before.
func (s *Service) deliver(ctx context.Context, p posting) (err error) {
	defer fault.Wrap(&err, "letter %s", p.name())
	kind, known := s.kinds[p.Letter]
	if !known {
		return jobs.Permanent(fmt.Errorf("nobody writes letters of kind %q", p.Letter))
	}
	to, err := s.reader(ctx, p.District, p.Person)
	if fault.IsNotFound(err) {
		return nil // they have left
	}
	if err != nil {
		return err
	}
	if takes, err := s.takes(ctx, s.DB, to.Person); err != nil || !takes {
		return err
	}
	token, err := s.token()
	if err != nil {
		return err
	}
	to.Page = "/letters/" + token
	written, err := kind.write(ctx, to, p.About)
	if fault.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	claim, err := s.claim(ctx, to.Person, p.name(), token, !kind.rules.Asked, written.Keep)
	if err != nil {
		return err
	}
	if kind.rules.Waits && !claim.from.IsZero() {
		p.Posted = clock.Micros(s.Clock.Now())
		return s.Jobs.EnqueueAt(ctx, s.DB, p, claim.from)
	}
	if !claim.going {
		return nil
	}
	return s.send(ctx, to, p, written)
}

// send hands the letter to the mail server and notes what came of it.
func (s *Service) send(ctx context.Context, to Reader, p posting, l Letter) error {
	stop := to.URL(to.Page + "/stop")
	err := s.Mail.Send(ctx, mail.Letter{Key: string(p.District) + "." + p.name(), To: to.Person.Mail, ToName: to.Person.Name, Subject: l.Subject,
		Text: l.Text, HTML: l.HTML, Language: string(to.Locale), Unsubscribe: stop, ListID: s.listID(p.Letter), Attachments: l.Attachments})
	after := context.WithoutCancel(ctx)
	codes, refuses := mail.RefusesAddress(err)
	switch {
	case err == nil, mail.InDoubt(err):
		return s.note(after, p, "sent")
	case refuses:
		if err := s.refuse(after, to.Person, codes); err != nil {
			return err
		}
		return s.note(after, p, "refused")
	case mail.Permanent(err):
		if noted := s.note(after, p, "refused"); noted != nil {
			return noted
		}
		return jobs.Permanent(err)
	}
	if released := s.release(after, p); released != nil {
		return released
	}
	return err
}

// listID names a kind of letter for rules in mail programs.
func (s *Service) listID(k Kind) string {
	u, err := url.Parse(s.BaseURL)
	if err != nil {
		return ""
	}
	return string(k) + "." + u.Hostname()
}

// reader finds who will read: somebody at work who was invited.
func (s *Service) reader(ctx context.Context, district id.DistrictID, person id.PersonID) (Reader, error) {
	p, err := s.People.Person(ctx, actor.Actor{District: district, System: true}, person)
	if err != nil {
		return Reader{}, err
	}
	if p.State != people.Invited && p.State != people.Active || p.Mail == "" {
		return Reader{}, fault.NotFound{What: "person"}
	}
	d, err := s.People.District(ctx, district)
	if err != nil {
		return Reader{}, err
	}
	locale := p.Locale
	if !lang.Known(locale) {
		locale = d.Locale
	}
	return Reader{Printer: s.Words.Printer(locale, d.Calling), Person: p, Actor: p.Actor(d.Consortium), District: d, Now: s.Clock.Now().In(d.Location()), base: s.BaseURL}, nil
}

// token draws what the links of one letter carry.
func (s *Service) token() (string, error) {
	var raw [24]byte
	if _, err := io.ReadFull(s.Random, raw[:]); err != nil {
		return "", fmt.Errorf("draw a token: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(raw[:]), nil
}

// hash is what is stored of a token.
func hash(token string) []byte {
	sum := sha256.Sum256([]byte("letter " + token))
	return sum[:]
}

// note says what came of a letter that was going.
func (s *Service) note(ctx context.Context, p posting, state string) error {
	_, err := s.DB.Exec(ctx, `UPDATE sent_letter SET state = $4, at = $5 WHERE district = $1 AND person = $2 AND letter = $3`,
		p.District, p.Person, p.name(), state, clock.Micros(s.Clock.Now()))
	return err
}

// release forgets a letter that surely did not go, so that it may be tried again.
func (s *Service) release(ctx context.Context, p posting) error {
	_, err := s.DB.Exec(ctx, `DELETE FROM sent_letter WHERE district = $1 AND person = $2 AND letter = $3`, p.District, p.Person, p.name())
	return err
}
