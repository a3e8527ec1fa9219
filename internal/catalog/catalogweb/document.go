package catalogweb

import (
	"cmp"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/prose"
	"github.com/commonshelf/commonshelf/internal/web/reading"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// partView is one part of a document as a page shows it.
type partView struct {
	Key      string
	ID       string // of its heading
	Kind     block.Kind
	Heading  string
	HTML     string // of text, notes: rendered and safe
	Lang     string // if not the page's
	URL      string
	Title    string
	Line     string // one quiet line: host, format, size
	Picture  string // address
	Alt      string
	Width    string // of the picture in pixels; empty: not known
	Height   string
	Warning  string // what those who cannot hear or see miss
	Steps    []string
	Table    []materialView
	Foot     string // what it costs together
	Playable string // address of a stored film or sound
	Tracks   []trackView
}

// trackView is captions of a stored film.
type trackView struct{ Language, Name, URL string }

// isLine says whether the part is one line of a list: a link, a book, a file to be opened.
func (p partView) isLine() bool {
	switch p.Kind {
	case block.KindLink, block.KindBook:
		return true
	case block.KindFile:
		return p.Picture == "" && p.Playable == ""
	}
	return false
}

// sectionView is what stands together on the page: lines that follow one another, one part of another kind, or one left out.
type sectionView struct {
	Lines   []partView // none: see Part
	Part    partView
	LeftOut ui.LeftOut
	Mark    ui.Mark // in the margin; without text there is none
}

// sections gathers lines that follow one another and of which the margin says the same.
func sections(parts []partView, margin *ui.MarginView) []sectionView {
	if margin == nil {
		margin = &ui.MarginView{}
	}
	out := leftOut(nil, margin, "")
	for _, p := range parts {
		mark := margin.Parts[p.Key]
		last := len(out) - 1
		switch {
		case !p.isLine():
			out = append(out, sectionView{Part: p, Mark: mark})
		case last >= 0 && len(out[last].Lines) > 0 && out[last].Mark == mark:
			out[last].Lines = append(out[last].Lines, p)
		default:
			out = append(out, sectionView{Lines: []partView{p}, Mark: mark})
		}
		out = leftOut(out, margin, p.Key)
	}
	return out
}

// leftOut adds what would stand behind a part.
func leftOut(out []sectionView, margin *ui.MarginView, after string) []sectionView {
	for _, l := range margin.LeftOut {
		if l.After == after {
			out = append(out, sectionView{LeftOut: l})
		}
	}
	return out
}

type materialView struct{ Name, Amount, Cost string }

// documentView shows documents to one reader.
type documentView struct {
	ui.Chrome
	prose *prose.Renderer
	file  func(hash, name string) string // address of a stored file
	base  string                         // address of this installation: what stands here is on the shelf, whatever the server is called
}

func (v documentView) parts(d block.Document) []partView {
	out := make([]partView, 0, len(d.Blocks))
	for _, b := range d.Blocks {
		part := v.part(b.Body)
		part.Key, part.ID, part.Kind = string(b.Key), "part-"+string(b.Key), b.Body.Kind()
		out = append(out, part)
	}
	return out
}

// site says where an address leads.
func (v documentView) site(address string) string {
	if strings.HasPrefix(address, v.base+"/resources/") {
		return v.T("catalog.on_shelf")
	}
	return reading.Host(address)
}

func (v documentView) part(body block.Body) partView {
	switch b := body.(type) {
	case block.Text:
		return partView{Heading: b.Heading, HTML: v.prose.HTML(b.Markdown)}
	case block.Link:
		part := partView{URL: b.URL, Title: cmp.Or(b.Title, b.URL), Line: v.line(v.site(b.URL), v.language(b.Language)), HTML: v.prose.HTML(b.Note), Lang: b.Language}
		if b.Picture != "" {
			part.Picture = v.file(b.Picture, "picture")
		}
		return part
	case block.Book:
		return v.book(b)
	case block.File:
		return v.stored(b)
	case block.Video:
		return v.video(b)
	case block.Steps:
		part := partView{Heading: b.Heading}
		for _, step := range b.Steps {
			part.Steps = append(part.Steps, v.prose.HTML(step))
		}
		return part
	case block.Materials:
		return v.materials(b)
	}
	return partView{}
}

func (v documentView) book(b block.Book) partView {
	format := ""
	if b.Format != "" {
		format = v.T("vocab.bookformat." + b.Format)
	}
	published := b.Publisher
	if b.Year > 0 {
		published = strings.TrimSpace(published + " " + itoa(b.Year))
	}
	isbn := ""
	if b.ISBN != "" {
		isbn = "ISBN " + b.ISBN
	}
	return partView{Title: b.Title, Lang: b.Language, Line: v.line(v.List(b.Creators), published, format, v.language(b.Language), isbn), HTML: v.prose.HTML(b.Note)}
}

func (v documentView) stored(b block.File) partView {
	at := v.file(b.Hash, b.Name)
	part := partView{URL: at, Title: b.Name, Line: v.line(v.T(files.Label(b.MediaType)), lang.Size(b.Size)), HTML: v.prose.HTML(b.Note)}
	switch {
	case b.IsImage():
		part.Picture, part.Alt = at, b.Alt
		if b.Width > 0 && b.Height > 0 {
			part.Width, part.Height = itoa(b.Width), itoa(b.Height)
		}
	case strings.HasPrefix(b.MediaType, "audio/"):
		part.Playable = at
	}
	return part
}

func (v documentView) video(b block.Video) partView {
	part := partView{URL: b.URL, Title: b.Title, HTML: v.prose.HTML(b.Note)}
	if b.Hash != "" {
		part.Playable = v.file(b.Hash, b.Title)
	}
	length := ""
	if b.Seconds > 0 {
		length = v.T("catalog.minutes", max(1, (b.Seconds+30)/60))
	}
	captions := ""
	if b.Captioned() {
		var names []string
		for _, c := range b.Captions {
			name := v.LanguageName(c.Language)
			names = append(names, name)
			if c.Hash != "" && part.Playable != "" {
				part.Tracks = append(part.Tracks, trackView{c.Language, name, v.file(c.Hash, "captions.vtt")})
			}
		}
		captions = v.T("catalog.captions", v.List(names))
	} else {
		part.Warning = v.T("catalog.no_captions")
	}
	part.Line = v.line(reading.Host(b.URL), length, captions)
	return part
}

func (v documentView) materials(b block.Materials) partView {
	part := partView{Heading: v.T("catalog.block.materials")}
	if b.Students > 0 {
		part.Heading = v.T("catalog.materials_for", b.Students)
	}
	total := 0
	for _, item := range b.Items {
		row := materialView{Name: item.Name, Amount: item.Amount}
		if item.CostCents > 0 {
			row.Cost = lang.Dollars(item.CostCents)
			total += item.CostCents
		}
		part.Table = append(part.Table, row)
	}
	switch each := b.CostPerStudentCents(); {
	case each > 0:
		part.Foot = v.T("catalog.costs_each", lang.Dollars(total), lang.Dollars(each))
	case total > 0:
		part.Foot = v.T("catalog.costs", lang.Dollars(total))
	}
	return part
}

func (v documentView) language(tag string) string {
	if tag == "" || tag == string(v.Locale) {
		return ""
	}
	return v.LanguageName(tag)
}

// line joins what is there.
func (v documentView) line(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " · ")
}

// fileIn is the address of a file of a resource.
func fileIn(r catalog.ResourceID) func(hash, name string) string { return reading.FileAt(bareURL(r)) }
