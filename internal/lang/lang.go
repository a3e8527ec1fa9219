// Package lang says everything on the screen in the reader's language, from a catalog of messages.
//
// Messages are kept by area in messages/<area>.<locale>.json. A value is text with gaps {0}, {1}, or {"one": ...,
// "other": ...} chosen by the number in gap {0}. {librarian}, {librarians} and the same with a capital stand for what a
// district calls its school librarians.
package lang

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"golang.org/x/text/language"
)

// Locale is a language of the screen, as a BCP 47 tag.
type Locale string

// The languages of the screen.
const (
	English Locale = "en"
	Spanish Locale = "es"
)

// Locales lists the languages of the screen, the default first.
var Locales = []Locale{English, Spanish}

var matcher = language.NewMatcher([]language.Tag{language.English, language.Spanish})

// Match chooses the locale by preference: each a tag or an Accept-Language header, the most wanted first.
func Match(preferences ...string) Locale {
	for _, p := range preferences {
		tags, _, err := language.ParseAcceptLanguage(p)
		if err != nil || len(tags) == 0 {
			continue
		}
		if _, i, confidence := matcher.Match(tags...); confidence > language.No {
			return Locales[i]
		}
	}
	return English
}

// Known says whether the locale is one of Locales.
func Known(l Locale) bool { return l == English || l == Spanish }

//go:embed messages/*.json
var messages embed.FS

// Catalog holds every message in every locale.
type Catalog struct {
	messages map[Locale]map[string]message
}

// Load reads the messages built into the program.
func Load() (*Catalog, error) { return load(messages) }

func load(from fs.FS) (*Catalog, error) {
	c := &Catalog{messages: map[Locale]map[string]message{}}
	names, err := fs.Glob(from, "messages/*.json")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		parts := strings.Split(path.Base(name), ".")
		if len(parts) != 3 || !Known(Locale(parts[1])) {
			return nil, fmt.Errorf("%s: want <area>.<locale>.json", name)
		}
		locale := Locale(parts[1])
		if c.messages[locale] == nil {
			c.messages[locale] = map[string]message{}
		}
		data, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, err
		}
		var area map[string]json.RawMessage
		if err := json.Unmarshal(data, &area); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for key, raw := range area {
			if _, twice := c.messages[locale][key]; twice {
				return nil, fmt.Errorf("%s: %s stands in two files", name, key)
			}
			m, err := parse(raw)
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", name, key, err)
			}
			c.messages[locale][key] = m
		}
	}
	return c, nil
}

// Keys lists every key of a locale with the gaps of its message.
func (c *Catalog) Keys(l Locale) map[string][]string {
	out := make(map[string][]string, len(c.messages[l]))
	for key, m := range c.messages[l] {
		out[key] = m.gaps()
	}
	return out
}

// message is text cut at its gaps, once for "one" and once for every other number.
type message struct {
	one, other []piece
}

type piece struct {
	text string
	gap  string // "0", "librarian"; empty: text
}

func parse(raw json.RawMessage) (message, error) {
	var text string
	if err := json.Unmarshal(raw, &text); err == nil {
		pieces, err := cut(text)
		return message{other: pieces}, err
	}
	var forms struct{ One, Other string }
	if err := json.Unmarshal(raw, &forms); err != nil || forms.One == "" || forms.Other == "" {
		return message{}, fmt.Errorf(`want text or {"one": ..., "other": ...}`)
	}
	one, err := cut(forms.One)
	if err != nil {
		return message{}, err
	}
	other, err := cut(forms.Other)
	return message{one: one, other: other}, err
}

func cut(text string) ([]piece, error) {
	var out []piece
	for text != "" {
		before, rest, found := strings.Cut(text, "{")
		if before != "" {
			out = append(out, piece{text: before})
		}
		if !found {
			break
		}
		gap, after, closed := strings.Cut(rest, "}")
		if !closed || gap == "" {
			return nil, fmt.Errorf("a gap is not closed in %q", text)
		}
		out = append(out, piece{gap: gap})
		text = after
	}
	return out, nil
}

func (m message) gaps() []string {
	var out []string
	for _, p := range m.other {
		if p.gap != "" {
			out = append(out, p.gap)
		}
	}
	return out
}

// Calling is what a district calls its school librarians.
type Calling string

// The two names on offer.
const (
	CallMediaSpecialist Calling = "media_specialist"
	CallLibrarian       Calling = "librarian"
)

var callings = map[Locale]map[Calling][2]string{
	English: {CallMediaSpecialist: {"media specialist", "media specialists"}, CallLibrarian: {"librarian", "librarians"}},
	Spanish: {CallMediaSpecialist: {"especialista en medios", "especialistas en medios"}, CallLibrarian: {"bibliotecaria", "bibliotecarias"}},
}

// Printer says messages in one locale to the people of one district. The zero value says keys.
type Printer struct {
	Locale  Locale
	Calling Calling
	catalog *Catalog
}

// Printer returns a printer for the locale.
func (c *Catalog) Printer(l Locale, calling Calling) Printer {
	if !Known(l) {
		l = English
	}
	return Printer{Locale: l, Calling: calling, catalog: c}
}

// T says the message of a key. Arguments fill the gaps in order; numbers are written as people of the locale write them.
// A key that is in no catalog comes back between angle quotes, so that it is seen.
func (p Printer) T(key string, args ...any) string {
	if p.catalog == nil {
		return "‹" + key + "›"
	}
	m, ok := p.catalog.messages[p.Locale][key]
	if !ok {
		return "‹" + key + "›"
	}
	pieces := m.other
	if m.one != nil && len(args) > 0 && isOne(args[0]) {
		pieces = m.one
	}
	switch len(pieces) {
	case 0:
		return ""
	case 1:
		if pieces[0].gap == "" {
			return pieces[0].text
		}
	}
	var b strings.Builder
	for _, piece := range pieces {
		if piece.gap == "" {
			b.WriteString(piece.text)
		} else {
			b.WriteString(p.fill(piece.gap, args))
		}
	}
	return b.String()
}

func isOne(arg any) bool {
	switch n := arg.(type) {
	case int:
		return n == 1
	case int64:
		return n == 1
	}
	return false
}

func (p Printer) fill(gap string, args []any) string {
	if i, err := strconv.Atoi(gap); err == nil {
		if i >= len(args) {
			return "{" + gap + "}"
		}
		return p.say(args[i])
	}
	names := callings[p.Locale][p.Calling]
	if names[0] == "" {
		names = callings[p.Locale][CallLibrarian]
	}
	switch gap {
	case "librarian":
		return names[0]
	case "librarians":
		return names[1]
	case "Librarian":
		return capital(names[0])
	case "Librarians":
		return capital(names[1])
	}
	return "{" + gap + "}"
}

func capital(word string) string { return strings.ToUpper(word[:1]) + word[1:] }

func (p Printer) say(arg any) string {
	switch v := arg.(type) {
	case string:
		return v
	case int:
		return Number(int64(v))
	case int64:
		return Number(v)
	case fmt.Stringer:
		return v.String()
	}
	return fmt.Sprint(arg)
}
