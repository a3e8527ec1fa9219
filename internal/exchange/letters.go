package exchange

import (
	"context"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/mail"
)

// The kinds of letter: an invitation, that one hosts now, that one does no more, that an exchange is off (to who was invited, and to who said that they come), and
// that it takes place after all.
const (
	Invitation letterbox.Kind = "exchange"
	HandedOn   letterbox.Kind = "host"
	Relieved   letterbox.Kind = "host-no-more"
	Cancelled  letterbox.Kind = "off"
	Awaited    letterbox.Kind = "off-awaited"
	TakesPlace letterbox.Kind = "on"
)

// settling is how long calling off and handing on may be undone before a letter tells of it.
const settling = 5 * time.Minute

// post has a letter about an exchange sent to somebody.
func (s *Service) post(ctx context.Context, tx *db.DB, k letterbox.Kind, district id.DistrictID, to id.PersonID, which ExchangeID) error {
	return s.postAt(ctx, tx, k, district, to, string(which), time.Time{})
}

func (s *Service) postAt(ctx context.Context, tx *db.DB, k letterbox.Kind, district id.DistrictID, to id.PersonID, about string, at time.Time) error {
	if s.Letters == nil {
		return nil
	}
	return s.Letters.PostAt(ctx, tx, k, district, to, about, at)
}

// writeInvitation writes an invitation; there is none to what was called off, is over, or was answered already.
func (s *Service) writeInvitation(ctx context.Context, to letterbox.Reader, about string) (letterbox.Letter, error) {
	e, err := find(ctx, s.DB, to.District.ID, ExchangeID(about))
	if err != nil {
		return letterbox.Letter{}, err
	}
	if e.State != Invited || e.Over(to.Now) || e.Said(to.Person.ID) != "" {
		return letterbox.Letter{}, fault.NotFound{What: "invitation"}
	}
	return s.letter(to, e, "exchange.letter", to.Page+"/exchange")
}

// writeHandedOn tells somebody that they host now.
func (s *Service) writeHandedOn(ctx context.Context, to letterbox.Reader, about string) (letterbox.Letter, error) {
	e, err := find(ctx, s.DB, to.District.ID, ExchangeID(about))
	if err != nil {
		return letterbox.Letter{}, err
	}
	if e.State != Invited || e.Over(to.Now) || e.Host != to.Person.ID {
		return letterbox.Letter{}, fault.NotFound{What: "exchange"}
	}
	return s.letter(to, e, "exchange.host", Path(e.ID))
}

// writeRelieved tells somebody that they host no more: who invited, and who was told that they host.
func (s *Service) writeRelieved(ctx context.Context, to letterbox.Reader, about string) (letterbox.Letter, error) {
	e, err := find(ctx, s.DB, to.District.ID, ExchangeID(about))
	if err != nil {
		return letterbox.Letter{}, err
	}
	went, err := s.Letters.Went(ctx, to.District.ID, HandedOn, about)
	if err != nil {
		return letterbox.Letter{}, err
	}
	if !went[to.Person.ID] && e.Maker != to.Person.ID || e.State != Invited || e.Over(to.Now) || e.Host == to.Person.ID {
		return letterbox.Letter{}, fault.NotFound{What: "exchange"}
	}
	return s.letter(to, e, "exchange.relieved", Path(e.ID))
}

// writeCancelled tells that an exchange is off, with a calendar file that takes it out of one's calendar. about is the exchange and how
// often its entry had changed.
func (s *Service) writeCancelled(ctx context.Context, to letterbox.Reader, about string) (letterbox.Letter, error) {
	which, _, _ := strings.Cut(about, ".")
	e, err := find(ctx, s.DB, to.District.ID, ExchangeID(which))
	if err == nil && (e.State != Off || e.At().Before(to.Now)) {
		err = fault.NotFound{What: "exchange"}
	}
	if err != nil {
		return letterbox.Letter{}, err
	}
	return s.letter(to, e, "exchange.off", Path(e.ID))
}

// writeTakesPlace tells that it takes place after all, to whom a letter said that it does not.
func (s *Service) writeTakesPlace(ctx context.Context, to letterbox.Reader, about string) (letterbox.Letter, error) {
	which, _, _ := strings.Cut(about, ".")
	e, err := find(ctx, s.DB, to.District.ID, ExchangeID(which))
	if err != nil {
		return letterbox.Letter{}, err
	}
	told := false
	for _, k := range []letterbox.Kind{Cancelled, Awaited} {
		had, err := s.Letters.Had(ctx, to, k, which+".")
		if err != nil {
			return letterbox.Letter{}, err
		}
		told = told || had
	}
	if !told || e.State != Invited || e.Over(to.Now) {
		return letterbox.Letter{}, fault.NotFound{What: "exchange"}
	}
	return s.letter(to, e, "exchange.on", Path(e.ID))
}

// letter writes what a key's messages say of an exchange.
func (s *Service) letter(to letterbox.Reader, e Exchange, key, path string) (letterbox.Letter, error) {
	out, err := to.Write(to.T(key+".subject", e.Topic), letterbox.Part{Head: to.T(key+".head", e.HostName), Title: e.Topic,
		Line: When(to.Printer, e, to.District.Location()), Text: e.Place, Action: to.T(key + ".action"), Path: path})
	out.Attachments = []mail.Attachment{s.file(e, to.Printer)}
	return out, err
}

// When says an exchange's time, or both while neither is sure: "Thursday, December 3, 3:30 PM or Friday, December 4, 3:30 PM".
func When(say lang.Printer, e Exchange, zone *time.Location) string {
	if e.Sure() {
		return Moment(say, e.At(), zone)
	}
	return say.T("exchange.or", Moment(say, e.First, zone), Moment(say, e.Second, zone))
}

// Moment says one time: "Thursday, December 3, 3:30 PM".
func Moment(say lang.Printer, at time.Time, zone *time.Location) string {
	return say.LongDate(at.In(zone)) + ", " + say.Clock(at.In(zone))
}
