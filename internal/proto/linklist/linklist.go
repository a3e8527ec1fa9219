package linklist

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Link is one entry of a list.
type Link struct {
	URL      string // as written, but never empty; may be relative
	Title    string // empty where the list gives only the address
	Note     string // what else the entry says, plain text
	Headings []string
	More     []Link // further links of the same entry, without notes and headings
}

// Form is how a list is written.
type Form string

// The forms.
const (
	Markdown Form = "markdown"
	HTML     Form = "html"
	Plain    Form = "plain"
)

var (
	htmlMark     = regexp.MustCompile(`(?i)<(?:!doctype html|html|body|head|ul|ol|li|p|div|table|h[1-6]|a)(?:\s[^<>]*)?>`)
	markdownMark = regexp.MustCompile(`(?m)\]\([^()\s]+|^#{1,6} |^\[[^\]]+\]:\s|^\s*[-*+] \[`)
)

// FormOf judges how a list is written.
func FormOf(text string) Form {
	head := text[:min(len(text), 64<<10)]
	links := strings.Contains(strings.ToLower(head), "<a ")
	switch {
	case strings.HasPrefix(strings.TrimSpace(head), "<") && htmlMark.MatchString(head):
		return HTML
	case markdownMark.MatchString(head):
		return Markdown
	case links && htmlMark.MatchString(head):
		return HTML
	}
	return Plain
}

// Read lists the entries of a text in order. Links within the same page, such as those of a table of contents, are left out.
func Read(text string) []Link {
	b := &builder{}
	switch FormOf(text) {
	case HTML:
		readHTML(b, text)
	case Markdown:
		readMarkdown(b, text)
	case Plain:
		readPlain(b, text)
	}
	return b.end()
}

// part is a piece of a line: words, or a link.
type part struct {
	text string
	url  string
}

type line []part

// builder turns lines into entries under the headings that stand above them.
type builder struct {
	out      []Link
	headings []heading
	below    []string // words that stand below the last entry
}

type heading struct {
	level int
	text  string
}

// heading opens a part of the list; deeper levels stay beneath it.
func (b *builder) heading(level int, text string) {
	for len(b.headings) > 0 && b.headings[len(b.headings)-1].level >= level {
		b.headings = b.headings[:len(b.headings)-1]
	}
	if text = tidy(text); text != "" {
		b.headings = append(b.headings, heading{level, text})
	}
}

// titled opens a part of the list whose heading may be an entry itself.
func (b *builder) titled(level int, l line) {
	b.heading(level, "")
	b.entry(l, "")
	b.heading(level, l.words())
}

func (b *builder) under() []string {
	var out []string
	for _, h := range b.headings {
		out = append(out, h.text)
	}
	return out
}

// entry makes one entry of a line, if it holds a link.
func (b *builder) entry(l line, title string) {
	entry := Link{Title: title, Headings: b.under()}
	var before, after strings.Builder
	for _, p := range l {
		switch {
		case p.url == "":
			if entry.URL == "" {
				before.WriteString(p.text)
			} else {
				after.WriteString(p.text)
			}
		case strings.HasPrefix(p.url, "#"):
			continue
		case entry.URL == "":
			entry.URL = p.url
			if words := tidy(p.text); entry.Title == "" && !isAddress(words) {
				entry.Title = words
			}
		case p.url != entry.URL:
			more := Link{URL: p.url, Title: tidy(p.text)}
			if isAddress(more.Title) {
				more.Title = ""
			}
			entry.More = append(entry.More, more)
		}
	}
	if entry.URL == "" {
		return
	}
	first, rest := trimNote(before.String()), trimNote(after.String())
	if (entry.Title == "" || host.MatchString(entry.Title)) && first != "" && len(first) <= 200 {
		entry.Title, first = first, ""
	}
	switch {
	case entry.Title == "" && isName(rest):
		entry.Title = rest
	default:
		entry.Note = strings.TrimSpace(first + " " + rest)
	}
	b.end()
	b.out = append(b.out, entry)
}

// isName says whether words behind an address name what is there: "Library of Congress" does; "(same as above)" and "good for
// grade 3, when it rains." say something of it.
func isName(words string) bool {
	first, _ := utf8.DecodeRuneInString(words)
	return words != "" && len(words) <= 100 && (unicode.IsUpper(first) || unicode.IsDigit(first)) && !strings.ContainsAny(words[len(words)-1:], ".!?") && !strings.Contains(words, ". ")
}

// end gives the last entry the words that stand below it.
func (b *builder) end() []Link {
	if len(b.below) > 0 {
		last := &b.out[len(b.out)-1]
		last.Note = strings.TrimSpace(last.Note + "\n" + strings.Join(b.below, "\n"))
		b.below = nil
	}
	return b.out
}

// block reads lines that stand together, as in a mail: a title above an address, words below it, a heading above several.
func (b *builder) block(lines []line) {
	waiting := "" // words whose meaning the next line decides
	first := true
	for _, l := range lines {
		switch words := tidy(l.words()); {
		case l.links() == 0 && (first || waiting != ""):
			if waiting != "" {
				b.say(waiting, first)
			}
			waiting = words
		case l.links() == 0 && strings.HasSuffix(words, ":"):
			waiting = words
		case l.links() == 0:
			b.say(words, false)
		default:
			title := ""
			if waiting != "" && trimNote(words) == "" {
				title = trimNote(waiting)
			} else if waiting != "" {
				b.heading(1, trimNote(waiting))
			}
			b.entry(l, title)
			waiting, first = "", false
		}
	}
	if waiting == "" {
		return
	}
	if len(lines) == 1 && len(waiting) <= 100 {
		b.heading(1, trimNote(waiting))
		return
	}
	b.say(waiting, first)
}

// say adds words to the entry before them. Words before any entry of their block are prose and no one's.
func (b *builder) say(words string, prose bool) {
	if !prose && len(b.out) > 0 {
		b.below = append(b.below, words)
	}
}

func (l line) words() string {
	var out strings.Builder
	for _, p := range l {
		if p.url == "" || !isAddress(p.text) {
			out.WriteString(p.text)
		}
	}
	return out.String()
}

func (l line) links() int {
	n := 0
	for _, p := range l {
		if p.url != "" && !strings.HasPrefix(p.url, "#") {
			n++
		}
	}
	return n
}

func tidy(text string) string { return strings.Join(strings.Fields(text), " ") }

// trimNote takes off the marks that stand between a link and the words about it.
func trimNote(text string) string {
	text = strings.TrimLeft(tidy(text), ")]-–—:;,.|•·> ")
	text = strings.TrimRight(text, "([-–—:;,|•·< ")
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(text, "()"), "[]"))
}

var address = regexp.MustCompile(`(?i)\b(?:https?://|www\.)[^\s<>"“”]+`)

// host is what stands as a name only where nothing better does.
var host = regexp.MustCompile(`^[a-z0-9.-]+\.[a-z]{2,}(?:/\S*)?$`)

// isAddress says whether words are nothing but an address.
func isAddress(words string) bool {
	words = strings.TrimSpace(words)
	return words == "" || address.FindString(words) == words
}
