package letterbox

import (
	_ "embed"
	"fmt"
	"html/template"
	"strings"
)

// Part is one paragraph of a letter: any of its fields may be empty.
type Part struct {
	Head   string // small words above: "New"
	Title  string // what it is about; a link, if it leads somewhere and no Action stands below
	Lang   string // of title and text, BCP 47; empty: the letter's
	Line   string // who and where
	Text   string
	Action string // words on the link
	Path   string // local path it leads to; looking at it must change nothing
	List   []Link // what stands under it
}

// Link is one thing in the list of a part.
type Link struct {
	Title string
	Lang  string // of the title, BCP 47; empty: the letter's
	Line  string // who
	Path  string // local path it leads to; looking at it must change nothing
}

// Inside is the local address at which the reader of a letter with that page comes to a local address for which they must be signed in:
// a link that signs them in is sent to them anew, since a letter may be passed on.
func Inside(page, to string) string { return page + "/inside" + to }

//go:embed paper.html
var paperHTML string

var paper = template.Must(template.New("letter").Parse(paperHTML))

// sheet is what the paper is filled with.
type sheet struct {
	Reader
	Subject string
	Hello   string
	Parts   []Part
}

// Foreign is a language that is not the letter's; else empty.
func (s sheet) Foreign(lang string) string {
	if lang == string(s.Locale) {
		return ""
	}
	return lang
}

// Write puts a letter together as text and as HTML, with a greeting and the words on how to choose and stop letters.
func (r Reader) Write(subject string, parts ...Part) (Letter, error) {
	hello := r.T("letter.hello", r.Person.Given())
	var page strings.Builder
	if err := paper.Execute(&page, sheet{Reader: r, Subject: subject, Hello: hello, Parts: parts}); err != nil {
		return Letter{}, fmt.Errorf("write a letter: %w", err)
	}
	var text strings.Builder
	text.WriteString(hello + "\n\n")
	for _, p := range parts {
		text.WriteString(r.Plain(p) + "\n")
	}
	text.WriteString(r.foot())
	return Letter{Subject: subject, Text: text.String(), HTML: page.String()}, nil
}

// Plain is a part as text, with its line end.
func (r Reader) Plain(p Part) string {
	var lines []string
	for _, line := range []string{p.Head, p.Title, p.Line, p.Text} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	if p.Path != "" {
		if p.Action != "" {
			lines = append(lines, p.Action+":")
		}
		lines = append(lines, r.URL(p.Path))
	}
	for _, l := range p.List {
		title := "- " + l.Title
		if l.Line != "" {
			title += " · " + l.Line
		}
		lines = append(lines, title, "  "+r.URL(l.Path))
	}
	return strings.Join(lines, "\n") + "\n"
}

func (r Reader) foot() string {
	return "--\n" + r.T("letter.why", r.District.Name) + "\n" + r.T("letter.choose") + ":\n" + r.URL(r.Page) + "\n" + r.T("letter.stop") + ":\n" + r.URL(r.Page+"/stop") + "\n"
}

// Words counts what there is to read: the words of a text without addresses and rules.
func Words(text string) int {
	n := 0
	for _, word := range strings.Fields(text) {
		if !strings.Contains(word, "://") && word != "--" && word != "-" && word != "·" {
			n++
		}
	}
	return n
}
