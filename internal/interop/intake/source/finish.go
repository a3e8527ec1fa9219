package source

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fetch"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/interop/intake/cell"
	"github.com/commonshelf/commonshelf/internal/interop/intake/columns"
)

// How long the parts of a draft may be. What is longer goes on in a text of the document, so that nothing is lost.
const (
	maxTitle  = 180
	maxWhy    = 800
	maxText   = 50_000
	maxBlocks = 400
)

// finish makes a row of the draft.
func (d *draft) finish(place Place, hint block.ResourceKind) Row {
	d.settleEdition()
	d.settleSource()
	d.nameIt()
	if strings.TrimSpace(d.about.Title) == "" {
		return Row{Place: place, State: Failed, Reason: fault.Say("intake.failed.no_title"), Glimpse: glimpse(d.said()...), Warnings: d.warnings}
	}
	d.fitTitle()
	overflow := d.fitWhy()
	if d.about.Type == "" {
		d.about.Type = kindOf(d, hint)
	}
	d.item.Document = block.Document{About: d.about}
	for _, body := range d.bodies(overflow) {
		d.item.Document.Blocks = append(d.item.Document.Blocks, block.Block{Body: body})
	}
	d.addFiles()
	content := hash(d.content...)
	if d.item.ExternalID == "" {
		d.item.ExternalID = d.identity(place.Table, content)
	}
	return Row{Place: place, State: Ready, Item: d.item, Warnings: d.warnings, content: content}
}

// said is what all cells say, in order.
func (d *draft) said() []string {
	var out []string
	for i := 1; i < len(d.content); i += 3 { // name, words, link
		out = append(out, d.content[i])
	}
	return out
}

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

// settleEdition decides whether the item is a book, and what creator, publisher, year and format mean then.
func (d *draft) settleEdition() {
	d.isBook = len(d.isbns) > 0 || d.about.Type == block.BookList || d.ofBooks && len(d.links) == 0 && len(d.edition) > 0
	if d.isBook {
		d.readISBN()
		d.book.Language = d.about.Language
	}
	for _, e := range d.edition {
		if !d.ofBook(e) {
			d.keep(e.name, e.value)
		}
	}
}

// ofBook takes in one cell of an edition; false leaves it to be kept as text.
func (d *draft) ofBook(e editionCell) (ok bool) {
	words := e.value.words()
	switch {
	case e.field == columns.Format && !d.isBook:
		d.addWords(&d.item.Words.Formats, e.name, e.value)
		return true
	case e.field == columns.Creator && (d.isBook || d.about.Rights != ""):
		d.book.Creators = append(d.book.Creators, e.value.people()...)
		return true
	case !d.isBook:
		return false
	case e.field == columns.Publisher:
		d.book.Publisher, ok = words, d.book.Publisher == ""
	case e.field == columns.Year:
		d.book.Year, ok = cell.Year(words)
	case e.field == columns.Format:
		d.book.Format, ok = cell.BookFormat(words)
	}
	return ok
}

// settleSource names where a resource comes from when its rights are stated: what is made elsewhere needs a statement.
// Without one, the source stays text.
func (d *draft) settleSource() {
	if d.about.Rights == "" {
		for _, s := range d.sources {
			d.keep(s.name, value{text: s.text})
		}
		return
	}
	if !d.isBook {
		d.about.Source.Creator = strings.Join(d.book.Creators, "; ")
	}
	for _, s := range d.sources {
		if found := cell.Links(s.text); len(found) > 0 {
			d.about.Source.URL = found[0]
		}
		if !cell.IsLink(s.text) {
			d.about.Source.Title = s.text
		}
	}
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

// bodies puts the blocks in their order: the rest of the summary, links, the book, texts, what was short.
func (d *draft) bodies(overflow string) []block.Body {
	var out []block.Body
	text := func(heading, markdown string) {
		for _, piece := range pieces(markdown) {
			out = append(out, block.Text{Heading: cut(heading, maxTitle), Markdown: piece})
			heading = ""
		}
	}
	if overflow != "" {
		text("", cell.Markdown(overflow))
	}
	seen := map[string]bool{}
	for _, l := range d.links {
		if !seen[l.URL] {
			seen[l.URL] = true
			out = append(out, l)
		}
	}
	if d.isBook {
		out = append(out, d.book)
	}
	for _, p := range d.parts {
		if t, ok := p.(block.Text); ok {
			text(t.Heading, t.Markdown)
			continue
		}
		out = append(out, p)
	}
	for _, t := range d.texts {
		text(t.Heading, t.Markdown)
	}
	if len(d.lines) > 0 {
		text("", strings.Join(d.lines, "\n"))
	}
	return bounded(out)
}

// pieces cuts a text that is too long for one block, between lines where it can.
func pieces(markdown string) []string {
	var out []string
	for len(markdown) > maxText {
		at := strings.LastIndex(markdown[:maxText], "\n\n")
		if at <= 0 {
			at = strings.LastIndexAny(markdown[:maxText], "\n ")
		}
		if at <= 0 {
			for at = maxText; !utf8.RuneStart(markdown[at]); at-- {
			}
		}
		out = append(out, strings.TrimSpace(markdown[:at]))
		markdown = strings.TrimSpace(markdown[at:])
	}
	if strings.TrimSpace(markdown) != "" {
		out = append(out, markdown)
	}
	return out
}

// bounded writes the links of a document with too many blocks as lists.
func bounded(bodies []block.Body) []block.Body {
	if len(bodies) <= maxBlocks {
		return bodies
	}
	var rest strings.Builder
	short := bodies[: maxBlocks/2 : maxBlocks/2]
	for _, body := range bodies[maxBlocks/2:] {
		switch b := body.(type) {
		case block.Link:
			rest.WriteString("- [" + cell.Markdown(firstOf(b.Title, b.URL)) + "](" + b.URL + ")\n")
		case block.Text:
			if b.Heading != "" {
				rest.WriteString("\n### " + cell.Markdown(b.Heading) + "\n")
			}
			rest.WriteString("\n" + b.Markdown + "\n\n")
		default:
			short = append(short, body)
		}
	}
	for _, piece := range pieces(rest.String()) {
		short = append(short, block.Text{Markdown: piece})
	}
	return short
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// maxFiles is how many files one item may bring.
const maxFiles = 50

// addFiles puts the files at the end of the document.
func (d *draft) addFiles() {
	if len(d.files) > maxFiles {
		d.warn("files_left_out", len(d.files)-maxFiles)
		d.files = d.files[:maxFiles]
	}
	for _, f := range d.files {
		f.from.Block = len(d.item.Document.Blocks)
		d.item.Document.Blocks = append(d.item.Document.Blocks, block.Block{Body: f.file})
		d.item.Files = append(d.item.Files, f.from)
	}
}

// identity is what the item is called in its source.
func (d *draft) identity(table, content string) string {
	switch {
	case d.id != "" && table != "":
		return ownID + Clean(table) + "/" + d.id
	case d.id != "":
		return ownID + d.id
	case len(d.links) > 0:
		return linkIdentity(d.links[0].URL)
	case d.book.ISBN != "":
		return "isbn:" + d.book.ISBN
	}
	return "hash:" + content
}

// ownID begins the external id of an item that has an id in its own list and nowhere else.
const ownID = "id:"

// OwnID says whether the external id means something only in the list that the item is from.
func (i Item) OwnID() bool { return strings.HasPrefix(i.ExternalID, ownID) }

// OtherID is the external id of an item whose own one already stands for another thing, by its title.
func (i Item) OtherID() string { return apart(i.ExternalID, i.Document.About.Title) }

func apart(external, title string) string { return external + "~" + hash(fold.Key(title))[:12] }

// Link is the first address in the item, as all addresses of its page are written; empty where there is none.
func (i Item) Link() string {
	for _, b := range i.Document.Blocks {
		if link, ok := b.Body.(block.Link); ok {
			return strings.TrimPrefix(linkIdentity(link.URL), linkID)
		}
	}
	return ""
}

// linkID begins the external id of an item that is known by its address.
const linkID = "url:"

// linkIdentity is the same for all addresses by which a page is known.
func linkIdentity(link string) string {
	if canonical, err := fetch.Canonical(link); err == nil {
		link = canonical
	}
	return linkID + link
}

// hash is short, and different for different lists of texts.
func hash(texts ...string) string {
	sum := sha256.New()
	for _, t := range texts {
		sum.Write([]byte(itoa(len(t)) + ":" + t))
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}
