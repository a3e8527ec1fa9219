package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"mime"
	netmail "net/mail"
	"net/url"
	"strings"
	"unicode"

	gomail "github.com/wneessen/go-mail"
	"golang.org/x/text/language"

	"github.com/commonshelf/commonshelf/internal/clock"
)

// Letter is what one person is sent. Names and subject may hold anything a person typed; they come out as one line.
type Letter struct {
	Key         string // names the letter for ever: sent again under the same key it is the same letter
	To          string // the address alone
	ToName      string
	ReplyTo     string // the address alone; empty: the sender
	Subject     string
	Text        string // always there
	HTML        string // the same in HTML; empty: text only
	Language    string // BCP 47; empty when unknown
	Unsubscribe string // the address that ends such letters, by one click where it is https; empty for letters one asked for
	ListID      string // names the kind of letter for rules in mail programs: "weekly.shelf.example.org"; empty for single letters
	Attachments []Attachment
}

// Attachment is a file that comes with a letter.
type Attachment struct {
	Name      string
	MediaType string
	Data      []byte
}

// maxAddressLength is that of RFC 5321, in bytes.
const maxAddressLength = 254

// compose makes the message of a letter. What is wrong with the letter is permanent.
func compose(l Letter, from netmail.Address, now clock.Clock) (*gomail.Msg, error) {
	if l.Key == "" || strings.TrimSpace(l.Text) == "" || oneLine(l.Subject) == "" {
		return nil, Error{Reason: BadLetter, Cause: errors.New("a letter has a key, a subject and a text")}
	}
	to, err := address(l.To, l.ToName)
	if err != nil {
		return nil, err
	}
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	m.FromMailAddress(&from)
	m.ToMailAddress(&to)
	if l.ReplyTo != "" {
		reply, err := address(l.ReplyTo, "")
		if err != nil {
			return nil, err
		}
		m.ReplyToMailAddress(&reply)
	}
	m.Subject(oneLine(l.Subject))
	m.SetMessageIDWithValue(messageID(l.Key, to.Address, from.Address))
	m.SetDateWithValue(now.Now())
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader(gomail.HeaderXAutoResponseSuppress, "All")
	if tag, err := language.Parse(l.Language); err == nil && l.Language != "" {
		m.SetGenHeader(gomail.HeaderContentLang, tag.String())
	}
	if err := setListHeaders(m, l); err != nil {
		return nil, err
	}
	m.SetBodyString(gomail.TypeTextPlain, l.Text)
	if l.HTML != "" {
		m.AddAlternativeString(gomail.TypeTextHTML, l.HTML)
	}
	for _, a := range l.Attachments {
		if _, _, err := mime.ParseMediaType(a.MediaType); err != nil {
			return nil, Error{Reason: BadLetter, Cause: fmt.Errorf("type of attachment: %w", err)}
		}
		m.AttachReadSeeker(oneLine(a.Name), bytes.NewReader(a.Data), gomail.WithFileContentType(gomail.ContentType(a.MediaType)))
	}
	return m, nil
}

func setListHeaders(m *gomail.Msg, l Letter) error {
	if l.Unsubscribe != "" {
		u, err := url.Parse(l.Unsubscribe)
		if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
			return Error{Reason: BadLetter, Cause: fmt.Errorf("%q is no address to unsubscribe at", l.Unsubscribe)}
		}
		m.SetListUnsubscribe(u.String())
		if u.Scheme == "https" { // RFC 8058 allows no other
			m.SetListUnsubscribePost()
		}
	}
	if l.ListID != "" {
		if strings.Trim(l.ListID, "abcdefghijklmnopqrstuvwxyz0123456789.-") != "" {
			return Error{Reason: BadLetter, Cause: fmt.Errorf("%q is no name of a list", l.ListID)}
		}
		m.SetGenHeaderPreformatted("List-Id", "<"+l.ListID+">")
	}
	return nil
}

// address puts a name to an address that stands alone: no name, no list, no comment.
func address(text, name string) (netmail.Address, error) {
	parsed, err := netmail.ParseAddress(text)
	if err != nil || parsed.Address != text || len(text) > maxAddressLength || strings.ContainsFunc(text, unicode.IsControl) {
		return netmail.Address{}, Error{Reason: BadAddress, Cause: fmt.Errorf("%q is no mail address", text)}
	}
	return netmail.Address{Name: oneLine(name), Address: parsed.Address}, nil
}

// ValidAddress says whether a letter may be addressed to text.
func ValidAddress(text string) bool {
	_, err := address(text, "")
	return err == nil
}

// oneLine makes what people typed fit for a header: no line ends, nothing invisible.
func oneLine(text string) string {
	text = strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c), unicode.IsControl(c), unicode.Is(unicode.Z, c):
			return ' '
		case unicode.Is(unicode.Bidi_Control, c), c == unicode.ReplacementChar:
			return -1
		}
		return c
	}, strings.ToValidUTF8(text, ""))
	return strings.Join(strings.Fields(text), " ")
}

// messageID is the same for the same letter to the same person, and tells nothing of either.
func messageID(key, to, from string) string {
	sum := sha256.Sum256([]byte(key + "\n" + to))
	name := strings.ToLower(base32.StdEncoding.EncodeToString(sum[:20]))
	return name + from[strings.LastIndexByte(from, '@'):]
}
