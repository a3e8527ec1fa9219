package catalogweb

import (
	"bytes"
	"cmp"
	"context"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/publicsuffix"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/block/typed"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/proto/isbn"
	"github.com/commonshelf/commonshelf/internal/proto/linklist"
	"github.com/commonshelf/commonshelf/internal/web"
)

// takeWords reads what was pasted into the first box: lines that are links or ISBNs become parts, the others title, summary and
// text. Links amid the words become parts as well, and the words stay as they are. It guesses the kind.
func (f *form) takeWords(what string, newKey func() block.Key) {
	var words []string
	for _, line := range typed.Lines(what) {
		switch link, numbers := asLink(line), asISBNs(line); {
		case link != "":
			f.takeLink(link, newKey)
			f.alone = append(f.alone, link)
		case len(numbers) > 0:
			for _, number := range numbers {
				f.Blocks = append(f.Blocks, formBlock{Key: newKey(), Kind: block.KindBook, ISBN: number})
			}
		default:
			words = append(words, line)
			for _, link := range linksAmid(line) {
				f.takeLink(link, newKey)
			}
		}
	}
	f.takeText(words, newKey)
	f.Kind = string(f.clues().guess())
}

// takeLink makes a part of a link, once.
func (f *form) takeLink(link string, newKey func() block.Key) {
	if slices.ContainsFunc(f.Blocks, func(b formBlock) bool { return b.URL == link }) {
		return
	}
	kind := block.KindLink
	if isVideo(link) {
		kind = block.KindVideo
	}
	f.Blocks = append(f.Blocks, formBlock{Key: newKey(), Kind: kind, URL: link})
}

// The lengths up to which a first line is a title, and what follows a summary, in characters.
const (
	longestTitle   = 90
	longestSummary = 300
)

// takeText makes title, summary and text of words: a short first line, or sentence of the only line, is the title, the next the summary. A line with a link in it
// is no title: the page behind the link has one.
func (f *form) takeText(words []string, newKey func() block.Key) {
	if len(words) == 1 {
		words = firstSentence(words[0])
	}
	if len(words) > 0 && len([]rune(words[0])) <= longestTitle && len(linksAmid(words[0])) == 0 {
		f.Title, words = strings.TrimSuffix(words[0], "."), words[1:]
	}
	text := strings.Join(words, "\n\n")
	if len([]rune(text)) <= longestSummary {
		f.Why = text
		return
	}
	f.Blocks = append(f.Blocks, formBlock{Key: newKey(), Kind: block.KindText, Text: text})
}

// sentenceEnd is where a sentence of at least two words ends and another begins; titles of people and other short forms end none.
var sentenceEnd = regexp.MustCompile(`^\S+\s.*?[\p{Ll}\p{N}]{3}[.?!…]["”’»)]?(\s+)["“‘«(¿¡]?\p{Lu}`)

// firstSentence parts a line after its first sentence.
func firstSentence(line string) []string {
	at := sentenceEnd.FindStringSubmatchIndex(line)
	if at == nil {
		return []string{line}
	}
	return []string{line[:at[2]], line[at[3]:]}
}

// lookUpTime is how long the pages behind all links together may take to answer.
const lookUpTime = 6 * time.Second

// lookedUp is how many links of a draft are looked up: more are pasted by who knows what they are.
const lookedUp = 5

// looking is how often one person's links are looked up. It keeps this server from being somebody's means against another site.
var looking = web.Rate{Act: "look_up", Most: 60, Within: 10 * time.Minute}

// lookedUpAs is what became of the links that were looked up.
type lookedUpAs struct {
	unread bool // a page could not be read
	often  bool // the writer had so many looked up lately that some were left
}

// lookUp asks the pages behind the first links what they say of themselves. The writer's own words come first, and a page that
// cannot be read, or is one too many, is no reason to stop anyone.
func (p *pages) lookUp(r *web.Request, f *form) (out lookedUpAs, err error) {
	ctx, cancel := context.WithTimeout(r.Context(), lookUpTime)
	defer cancel()
	asked := 0
	for i := range f.Blocks {
		b := &f.Blocks[i]
		if b.URL == "" || asked == lookedUp {
			continue
		}
		asked++
		within, err := r.Within(looking, string(r.Actor.Person))
		if err != nil {
			return out, err
		}
		if !within {
			out.often = true
			break
		}
		page, err := p.Fetch.Preview(ctx, b.URL)
		if err != nil || page.Title == "" {
			out.unread = true
		}
		if err != nil {
			continue
		}
		b.Title, b.Language = page.Title, page.Language
		if f.Title == "" {
			f.Title, f.Language = page.Title, page.Language
		}
		if f.Why == "" {
			f.Why = page.Summary
		}
		if b.Kind == block.KindLink && page.Picture != "" {
			if err := p.offerPicture(ctx, r, b, page.Picture); err != nil {
				return out, err
			}
		}
	}
	return out, nil
}

// offerPicture keeps the picture by which a page presents itself, to be shown beside the link by whoever wants that.
func (p *pages) offerPicture(ctx context.Context, r *web.Request, b *formBlock, from string) error {
	picture, err := p.Fetch.Picture(ctx, from)
	if err != nil {
		return nil
	}
	stored, err := p.Files.Put(r.Context(), r.Actor.District, bytes.NewReader(picture.Body), 0)
	if _, unfit := fault.AsFields(err); unfit {
		return nil
	}
	if err != nil {
		return err
	}
	b.File = storedFile{Hash: string(stored.Hash), Name: "picture", MediaType: stored.MediaType, Size: stored.Size, Width: stored.Width, Height: stored.Height}
	return p.noteFile(r, b.File)
}

// takeFiles puts the files of a post into the parts they were chosen for.
func (f *form) takeFiles(in *posted) {
	for i := range f.Blocks {
		b := &f.Blocks[i]
		file, track := b.name("file"), b.name("track")
		var wrong fault.Fields
		if upload, sent := in.files[file]; sent {
			wrong = f.takeUpload(i, upload)
		}
		if upload, sent := in.files[track]; sent {
			for field, message := range b.takeTrack(upload) {
				in.wrong.Add(field, message.Key, message.Args...)
			}
		}
		for field, message := range wrong {
			in.wrong.Add(field, message.Key, message.Args...)
		}
	}
}

// takeUpload puts an upload into a part. A film makes it a video. A file that is not kept makes it a link, to be completed with
// the address where the file stands.
func (f *form) takeUpload(i int, upload storedFile) (wrong fault.Fields) {
	b := &f.Blocks[i]
	name := nameOf(upload)
	if f.Title == "" {
		f.Title = name
	}
	switch {
	case upload.Hash == "" && b.Kind == block.KindFile:
		f.linkTo(b, name)
		return nil
	case upload.Hash == "":
		return nil
	case strings.HasPrefix(upload.MediaType, "video/"):
		b.Kind, b.Title = block.KindVideo, cmp.Or(b.Title, name)
	case b.Kind == block.KindVideo:
		wrong.Add(b.name("file"), "catalog.wrong.no_film")
		return wrong
	}
	b.File = upload
	if f.Rights == "" {
		f.Rights = rightsOf[b.Made]
	}
	return nil
}

// linkTo makes of a part that held a file, or should have, a link that is still to be completed.
func (f *form) linkTo(b *formBlock, name string) {
	b.Kind, b.Title, b.Made, b.File = block.KindLink, name, "", storedFile{}
	f.SourceName = cmp.Or(f.SourceName, name)
}

// letGo lets go of the files of which somebody says by now that somebody else made them, or that they are not sure.
func (f *form) letGo() (any bool) {
	for i := range f.Blocks {
		b := &f.Blocks[i]
		if b.Removed || b.File.Hash == "" || b.Made != madeByOther {
			continue
		}
		switch any = true; b.Kind {
		case block.KindFile:
			f.linkTo(b, nameOf(b.File))
		case block.KindVideo:
			b.File, b.Made = storedFile{}, ""
		}
	}
	return any
}

// takeKept takes over the files that a draft holds already.
func (f *form) takeKept(kept form) {
	for _, b := range kept.Blocks {
		if b.File.Hash != "" && !b.Picture && (b.Kind == block.KindFile || b.Kind == block.KindVideo) && f.find(b.Key) < 0 {
			f.Blocks = append(f.Blocks, b)
			f.Title = cmp.Or(f.Title, nameOf(b.File))
		}
	}
}

// rightsOf is what may be done with a file, as far as its maker tells.
var rightsOf = map[maker]string{madeByMe: "colleagues", madeByAllowing: "permission"}

// takeTrack puts captions into a video.
func (b *formBlock) takeTrack(upload storedFile) (wrong fault.Fields) {
	if upload.MediaType != files.VTT {
		wrong.Add(b.name("track"), "catalog.wrong.vtt")
		return wrong
	}
	kept := b.Tracks[:0:0]
	for _, t := range b.Tracks {
		if t.Language != b.TrackIn {
			kept = append(kept, t)
		}
	}
	b.Tracks, b.TrackIn = append(kept, track{Language: b.TrackIn, Hash: upload.Hash}), ""
	return nil
}

// nameOf is a file's name as words, without its ending.
func nameOf(f storedFile) string {
	name := f.Name
	if dot := strings.LastIndexByte(name, '.'); dot > 0 {
		name = name[:dot]
	}
	return strings.TrimSpace(strings.NewReplacer("_", " ", "-", " ").Replace(name))
}

// asLink is the address that a line is, completed; empty when it is none. Without "https://" the name must end as names of the
// web do: "loc.gov/maps" is a link, "Because." and "Node.js" are words.
func asLink(line string) string {
	if strings.ContainsAny(line, " \t") {
		return ""
	}
	u, err := url.Parse(typed.Address(line))
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" {
		return ""
	}
	if !strings.Contains(line, "://") {
		suffix, known := publicsuffix.PublicSuffix(strings.ToLower(u.Hostname()))
		if !known || strings.EqualFold(suffix, u.Hostname()) || u.User != nil {
			return ""
		}
	}
	return u.String()
}

// linksAmid are the links that stand among the words of a line. One without "https://" counts where its name is written small
// and ends as names that people say aloud do, or leads to a page: of two sentences without a space between them nobody means a link.
func linksAmid(line string) []string {
	out := linklist.Addresses(line)
	for word := range strings.FieldsSeq(line) {
		word = strings.Trim(word, ".,;:!?()[]{}<>\"'“”‘’«»*_")
		if strings.Contains(word, "://") || strings.HasPrefix(strings.ToLower(word), "www.") || strings.Contains(word, "@") || word != strings.ToLower(word) {
			continue
		}
		host, path, _ := strings.Cut(word, "/")
		if said := host[strings.LastIndexByte(host, '.')+1:]; path == "" && !slices.Contains(saidAloud, said) {
			continue
		}
		if link := asLink(word); link != "" && strings.Contains(host, ".") {
			out = append(out, link)
		}
	}
	return out
}

// saidAloud are the endings of names that stand in sentences without more.
var saidAloud = []string{"com", "org", "net", "edu", "gov", "us"}

// asISBNs is the number that a line is, or the numbers that it lists and nothing else.
func asISBNs(line string) []string {
	if number := asISBN(line); number != "" {
		return []string{number}
	}
	var out []string
	for _, word := range strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ';' || unicode.IsSpace(r) }) {
		number := asISBN(word)
		if number == "" {
			return nil
		}
		out = append(out, number)
	}
	return out
}

func asISBN(line string) string {
	number, err := isbn.Parse(strings.TrimPrefix(strings.TrimPrefix(strings.ToUpper(line), "ISBN"), ":"))
	if err != nil {
		return ""
	}
	return string(number)
}

// isVideo knows the addresses where films are kept.
func isVideo(link string) bool {
	u, err := url.Parse(link)
	if err != nil {
		return false
	}
	switch strings.TrimPrefix(strings.TrimPrefix(u.Hostname(), "www."), "m.") {
	case "youtube.com", "youtube-nocookie.com", "youtu.be", "vimeo.com", "player.vimeo.com":
		return true
	}
	return false
}
