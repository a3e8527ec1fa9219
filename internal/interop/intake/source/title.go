package source

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/interop/intake/cell"
)

// glimpseLength is how many characters of a row that could not be read are shown.
const glimpseLength = 80

// glimpse is the beginning of what a row says.
func glimpse(cells ...string) string {
	var out strings.Builder
	for _, c := range cells {
		c = strings.Join(strings.Fields(Clean(c[:min(len(c), 4*glimpseLength)])), " ")
		if c = strings.ToValidUTF8(c, ""); c == "" {
			continue
		}
		if out.Len() > 0 {
			out.WriteString(" · ")
		}
		out.WriteString(c)
		if out.Len() > 4*glimpseLength {
			break
		}
	}
	return cut(out.String(), glimpseLength)
}

// nameIt finds a title where the source gives none.
func (d *draft) nameIt() {
	if strings.TrimSpace(d.about.Title) != "" {
		return
	}
	switch {
	case len(d.links) > 0 && d.links[0].Title != "":
		d.about.Title = d.links[0].Title
	case d.about.Why != "":
		d.about.Title = cut(firstSentence(d.about.Why), 100)
	case len(d.links) > 0:
		d.about.Title = addressTitle(d.links[0].URL)
	case d.book.ISBN != "":
		d.about.Title = "ISBN " + d.book.ISBN
	case len(d.texts) > 0:
		d.about.Title = cut(firstSentence(plainWords(d.texts[0].Markdown)), 100)
	case len(d.lines) > 0:
		_, words, _ := strings.Cut(plainWords(d.lines[0]), ": ")
		d.about.Title = cut(words, 100)
	default:
		return
	}
	d.warn("title_made", d.about.Title)
}

// addressTitle names a page by its address: by the last words in it, "Citing sources (example.org)", else as people say an address.
func addressTitle(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return link
	}
	host := strings.TrimPrefix(u.Hostname(), "www.")
	steps := strings.Split(strings.Trim(u.Path, "/"), "/")
	for i := len(steps) - 1; i >= 0; i-- {
		if words := stepWords(steps[i]); words != "" {
			return words + " (" + host + ")"
		}
		if !isIndex.MatchString(steps[i]) {
			break
		}
	}
	return strings.TrimSuffix(host+u.Path, "/")
}

var (
	isIndex  = regexp.MustCompile(`(?i)^(?:index|home|default|main|inicio)?(?:\.\w{2,5})?$`)
	ending   = regexp.MustCompile(`(?i)\.(?:html?|php|aspx?|jsp|pdf|docx?|pptx?)$`)
	allWords = regexp.MustCompile(`^\p{L}[\p{L}’']*(?: (?:\p{L}[\p{L}’']*|\d{1,4}))*$`)
)

// stepWords are the words that one step of an address is written with; none where it is a number, a code or one short word.
func stepWords(step string) string {
	if isIndex.MatchString(step) {
		return ""
	}
	words := strings.Join(strings.FieldsFunc(ending.ReplaceAllString(step, ""), func(r rune) bool { return strings.ContainsRune("-_+. ", r) }), " ")
	if !allWords.MatchString(words) || utf8.RuneCountInString(words) < 4 || words != strings.ToLower(words) && !strings.Contains(words, " ") {
		return ""
	}
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[size:]
}

// fitTitle cuts a title that is too long; the whole of it stays as the summary, or as text.
func (d *draft) fitTitle() {
	whole := strings.Join(strings.Fields(d.about.Title), " ")
	d.about.Title = cut(whole, maxTitle)
	d.book.Title = whole
	if d.about.Title == whole {
		return
	}
	d.warn("title_cut", d.about.Title)
	if d.about.Why == "" {
		d.about.Why = whole
		return
	}
	d.texts = append([]block.Text{{Markdown: cell.Markdown(whole)}}, d.texts...)
}

// fitWhy makes the summary a short plain text, and gives the whole of a longer one.
func (d *draft) fitWhy() (overflow string) {
	whole := strings.TrimSpace(d.about.Why)
	line := strings.Join(strings.Fields(whole), " ")
	if utf8.RuneCountInString(line) <= maxWhy && strings.Count(whole, "\n") < 3 {
		d.about.Why = line
		return ""
	}
	paragraph, _, _ := strings.Cut(whole, "\n\n")
	d.about.Why = cut(strings.Join(strings.Fields(paragraph), " "), maxWhy/2)
	return whole
}

// cut shortens a text at the end of a sentence, else of a word.
func cut(text string, limit int) string {
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	short := string([]rune(text)[:limit-1])
	if end := strings.LastIndexAny(short, ".?!"); end > limit/2 {
		return short[:end+1]
	}
	if end := strings.LastIndex(short, " "); end > limit/2 {
		short = short[:end]
	}
	return strings.TrimRight(short, " ,;:-–—") + "…"
}

func firstSentence(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if end := strings.Index(line, ". "); end >= 15 {
		line = line[:end]
	}
	return line
}

// plainWords takes the marks of Markdown off.
func plainWords(markdown string) string {
	return strings.TrimSpace(strings.NewReplacer(`\`, "", "**", "", "`", "", "- ", "", "#", "").Replace(markdown))
}
