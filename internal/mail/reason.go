package mail

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"regexp"
	"slices"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"github.com/commonshelf/commonshelf/internal/fault"
)

// Reason is why a letter was not sent.
type Reason string

// The reasons. Each is said by the message "mail." followed by the reason.
const (
	BadLetter     Reason = "bad_letter"     // a mistake of ours; permanent
	BadAddress    Reason = "bad_address"    // no mail address; permanent
	Refused       Reason = "refused"        // the server will never take this letter for this address; permanent
	Later         Reason = "later"          // the server asks to try again
	SenderRefused Reason = "sender_refused" // the server does not take letters from our address
	SignIn        Reason = "sign_in"        // the server does not take our name and password
	NotEncrypted  Reason = "not_encrypted"  // no encrypted connection, or not to the one we meant
	Unreachable   Reason = "unreachable"    // no server there
)

// Error says why a letter was not sent.
type Error struct {
	Reason Reason
	Cause  error
}

// Error says the reason, the server's codes, and where it is when nothing was reached. It is what logs and stored jobs keep, so
// it repeats no words of the server or of the letter: those name people.
func (e Error) Error() string {
	text := "letter not sent: " + string(e.Reason)
	var sending *gomail.SendError
	var answer *textproto.Error
	var connection *net.OpError
	switch {
	case errors.As(e.Cause, &sending) && sending.ErrorCode() != 0:
		text += ": " + strings.TrimSpace(fmt.Sprint(sending.ErrorCode(), " ", codeOf(sending.EnhancedStatusCode())))
	case errors.As(e.Cause, &answer):
		text += fmt.Sprint(": ", answer.Code)
	case errors.As(e.Cause, &connection):
		text += ": " + connection.Error()
	}
	return text
}

// enhanced is a status code of RFC 3463.
var enhanced = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}$`)

func codeOf(text string) string { return enhanced.FindString(text) }

// Unwrap gives the cause.
func (e Error) Unwrap() error { return e.Cause }

// Message is what to say to whoever set up the mail or gave the address.
func (e Error) Message() fault.Message { return fault.Say("mail." + string(e.Reason)) }

// AsError takes the reason out of an error.
func AsError(err error) (Error, bool) {
	var e Error
	ok := errors.As(err, &e)
	return e, ok
}

// Permanent says whether sending the letter again cannot help.
func Permanent(err error) bool {
	e, ok := AsError(err)
	return ok && (e.Reason == BadLetter || e.Reason == BadAddress || e.Reason == Refused)
}

// explain finds the reason in what the SMTP client returned.
func explain(err error) error { return Error{Reason: reasonOf(err), Cause: err} }

func reasonOf(err error) Reason {
	var sending *gomail.SendError
	if errors.As(err, &sending) {
		return reasonOfSending(sending)
	}
	var answer *textproto.Error
	var unreachable *net.OpError
	var wrongRecord tls.RecordHeaderError
	var wrongCertificate *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.As(err, &wrongRecord), errors.As(err, &wrongCertificate), errors.As(err, &unknown), strings.Contains(err.Error(), "STARTTLS"):
		return NotEncrypted
	case errors.As(err, &unreachable):
		return Unreachable
	case errors.As(err, &answer) && answer.Code < 500:
		return Later
	case strings.Contains(err.Error(), "AUTH"):
		return SignIn
	}
	return Unreachable
}

func reasonOfSending(e *gomail.SendError) Reason {
	const permanent = 500
	switch code := e.ErrorCode(); {
	case code == 0:
		return Unreachable // the connection broke
	case code < permanent:
		return Later
	case e.Reason == gomail.ErrSMTPMailFrom:
		return SenderRefused
	}
	return Refused
}

// noSuchAddress are the codes of RFC 3463, and of RFC 7505, by which a server says of an address that it takes no mail.
var noSuchAddress = []string{"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"}

// RefusesAddress says whether the server will never take a letter for this address, and with which codes: it refuses the address for
// good, other than for its own policy (5.7.x), which says nothing of the address, or it reads the letter first and then says that there
// is no such address.
func RefusesAddress(err error) (codes string, refuses bool) {
	var sending *gomail.SendError
	if !errors.As(err, &sending) || sending.ErrorCode() < 500 {
		return "", false
	}
	code := codeOf(sending.EnhancedStatusCode())
	switch {
	case sending.Reason == gomail.ErrSMTPRcptTo && !strings.HasPrefix(code, "5.7."):
	case sending.Reason == gomail.ErrSMTPDataClose && slices.Contains(noSuchAddress, code):
	default:
		return "", false
	}
	return strings.TrimSpace(fmt.Sprint(sending.ErrorCode(), " ", code)), true
}

// InDoubt says whether the server may have taken the letter though it was not heard to say so: the connection broke after the last
// line.
func InDoubt(err error) bool {
	var sending *gomail.SendError
	return errors.As(err, &sending) && sending.Reason == gomail.ErrSMTPDataClose && sending.ErrorCode() == 0
}
