package catalogweb

import (
	"encoding/json"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/rights"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
)

// words are what people write on one line, with the characters that the form gives a meaning among them.
var words = rapid.StringMatching(`[A-Za-zñéü;\\,"'#*|-][A-Za-zñéü;\\,"'#*|. -]{0,20}[A-Za-zñéü;\\"'#*|]`)

// longText is of one or several lines.
var longText = rapid.Custom(func(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(words, 1, 4).Draw(t, "lines"), rapid.SampledFrom([]string{"\n", "\n\n", "\n- ", "\n---\n"}).Draw(t, "between"))
})

var maybe = rapid.OneOf(rapid.Just(""), words)

// some is a few codes of a list, each once.
func some(codes []string) *rapid.Generator[[]string] {
	return rapid.Custom(func(t *rapid.T) []string {
		var out []string
		for _, code := range codes {
			if rapid.Bool().Draw(t, code) {
				out = append(out, code)
			}
		}
		return out
	})
}

func one(codes ...string) *rapid.Generator[string] { return rapid.SampledFrom(codes) }

var addresses = one("https://www.loc.gov/maps/", "http://example.org/a?b=c;d#e")

// abouts are what documents say of themselves.
var abouts = rapid.Custom(func(t *rapid.T) block.About {
	a := block.About{
		Title: words.Draw(t, "title"), Why: longText.Draw(t, "why"), Type: rapid.SampledFrom(block.ResourceKinds).Draw(t, "type"),
		Subjects: some(vocab.Subjects.Codes).Draw(t, "subjects"), Grades: grade.Set(rapid.Uint16Range(1, uint16(grade.All)).Draw(t, "grades")),
		Audience: some(vocab.Audiences.Codes).Draw(t, "audience"), Language: one("", "en", "es", "zh-Hant").Draw(t, "language"),
		Formats: some(vocab.Formats.Codes).Draw(t, "formats"), Access: some(vocab.Access.Codes).Draw(t, "access"),
		Minutes: rapid.IntRange(0, 500).Draw(t, "minutes"), Rough: rapid.Bool().Draw(t, "rough"),
		Tags: some([]string{"maps", "slow-looking"}).Draw(t, "tags"), Missing: some([]string{"Board games", "año nuevo"}).Draw(t, "missing"),
		ReviewBy: clock.Day(one("", "2027-06-30").Draw(t, "review")),
		Rights:   string(rapid.SampledFrom(rights.All[:6]).Draw(t, "rights")),
		Source:   block.Source{Title: maybe.Draw(t, "source"), Creator: maybe.Draw(t, "creator"), URL: one("", "https://nasa.gov/x").Draw(t, "url")},
	}
	switch cents := rapid.IntRange(0, 99_999).Draw(t, "cents"); {
	case cents > 0:
		a.Cost = block.Cost{Cents: cents, Per: one("", "student", "year").Draw(t, "per")}
	default:
		a.Cost.Unknown = rapid.Bool().Draw(t, "unknown")
	}
	if a.Type == block.DigitalTool && rapid.Bool().Draw(t, "asked") {
		a.Tool = &block.Tool{For: words.Draw(t, "for"), SignIn: one("", "none", "own").Draw(t, "signin"), Approved: one("", "asked").Draw(t, "approved"), Accessibility: maybe.Draw(t, "accessible")}
	}
	if a.Type == block.YearPlan {
		for _, month := range schoolYear {
			if rapid.Bool().Draw(t, "month") {
				a.Plan = append(a.Plan, block.Month{Month: month, Text: longText.Draw(t, "plan")})
			}
		}
	}
	return a
})

// bodies are parts of every kind.
var bodies = rapid.Custom(func(t *rapid.T) block.Body {
	note := rapid.OneOf(rapid.Just(""), longText).Draw(t, "note")
	switch rapid.SampledFrom(block.Kinds).Draw(t, "kind") {
	case block.KindText:
		return block.Text{Heading: maybe.Draw(t, "heading"), Markdown: longText.Draw(t, "markdown")}
	case block.KindLink:
		return block.Link{URL: addresses.Draw(t, "url"), Title: maybe.Draw(t, "title"), Note: note, Language: one("", "vi").Draw(t, "language"), Picture: one("", "picture").Draw(t, "picture")}
	case block.KindBook:
		return block.Book{ISBN: one("", "9780140328721").Draw(t, "isbn"), Title: words.Draw(t, "title"), Publisher: maybe.Draw(t, "publisher"),
			Creators: rapid.OneOf(rapid.Just([]string(nil)), rapid.SliceOfN(words, 1, 3)).Draw(t, "creators"),
			Year:     rapid.IntRange(-800, 2030).Draw(t, "year"), Format: one("", "audio").Draw(t, "format"), Language: one("", "ar").Draw(t, "language"), Note: note}
	case block.KindFile:
		return block.File{Hash: "hash", Name: words.Draw(t, "name"), MediaType: "image/png", Size: 5, Width: 3, Height: 4, Alt: words.Draw(t, "alt"), Note: note}
	case block.KindVideo:
		v := block.Video{Title: words.Draw(t, "title"), Seconds: rapid.IntRange(0, 7200).Draw(t, "seconds"), Note: note}
		if rapid.Bool().Draw(t, "stored") {
			v.Hash, v.Media, v.Captions = "film", "video/mp4", []block.Caption{{Language: "en", Hash: "vtt"}}
		} else {
			v.URL = addresses.Draw(t, "url")
		}
		for _, tag := range some([]string{"es", "vi"}).Draw(t, "captions") {
			v.Captions = append(v.Captions, block.Caption{Language: tag})
		}
		return v
	case block.KindSteps:
		return block.Steps{Heading: maybe.Draw(t, "heading"), Steps: rapid.SliceOfN(rapid.OneOf(words, longText), 1, 4).Draw(t, "steps")}
	}
	m := block.Materials{Students: rapid.IntRange(0, 40).Draw(t, "students")}
	for range rapid.IntRange(1, 4).Draw(t, "items") {
		m.Items = append(m.Items, block.Material{Name: words.Draw(t, "item"), Amount: maybe.Draw(t, "amount"), CostCents: rapid.IntRange(0, 9999).Draw(t, "cost")})
	}
	return m
})

var documents = rapid.Custom(func(t *rapid.T) block.Document {
	d := block.Document{About: abouts.Draw(t, "about")}
	for i := range rapid.IntRange(0, 6).Draw(t, "parts") {
		d.Blocks = append(d.Blocks, block.Block{Key: block.Key("part" + itoa(i)), Body: bodies.Draw(t, "body")})
	}
	return d
})

// The form of a document, kept as a draft and read again, is the document: nobody loses anything by opening it.
func TestFormOfADocumentIsTheDocument(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := documents.Draw(t, "document")
		data, err := FormOf(d, "elm", catalog.SeenByDistrict)
		if err != nil {
			t.Fatal(err)
		}
		f, err := decodeForm(data)
		if err != nil {
			t.Fatal(err)
		}
		got, wrong := f.document()
		if len(wrong) > 0 {
			t.Fatalf("faults %v in %+v", wrong, d)
		}
		sameDocument(t, got, d)
	})
}

// The same through the browser: every field posted as it stands leaves the document as it is.
func TestPostingAFormAsItIsChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := documents.Draw(t, "document")
		kept := formOf(d, "elm", catalog.SeenByDistrict)
		got, _ := readForm(web.NewForm(fieldsOf(kept)), kept).document()
		sameDocument(t, got, d)
	})
}

func sameDocument(t *rapid.T, got, want block.Document) {
	if reflect.DeepEqual(got, want) {
		return
	}
	a, _ := json.MarshalIndent(got, "", " ")
	b, _ := json.MarshalIndent(want, "", " ")
	if string(a) != string(b) {
		t.Errorf("got %s\nwant %s", a, b)
	}
}

// fieldsOf is what a browser posts of the form.
func fieldsOf(f form) url.Values {
	v := url.Values{"title": {f.Title}, "why": {f.Why}, "kind": {f.Kind}, "grades": f.Bands, "subjects": f.Subjects, "audience": f.Audience,
		"formats": f.Formats, "access": f.Access, "tags": f.Tags, "proposals": {f.Proposals}, "language": {f.Language}, "minutes": {f.Minutes},
		"cost": {f.Cost}, "per": {f.Per}, "rights": {f.Rights}, "source_name": {f.SourceName}, "source_by": {f.SourceBy}, "source_url": {f.SourceURL},
		"visibility": {string(f.Visibility)}, "review_by": {f.ReviewBy}, "tool_for": {f.Tool.For}, "tool_signin": {f.Tool.SignIn},
		"tool_approved": {f.Tool.Approved}, "tool_accessibility": {f.Tool.Accessibility}}
	tick(v, "cost_some", f.CostSome)
	tick(v, "rough", f.Rough)
	for i, month := range schoolYear {
		v.Set("month_"+itoa(month), f.Months[i])
	}
	for _, b := range f.Blocks {
		v.Add("block", string(b.Key))
		for field, value := range map[string]string{"kind": string(b.Kind), "heading": b.Heading, "text": b.Text, "url": b.URL, "title": b.Title,
			"note": b.Note, "language": b.Language, "creators": b.Creators, "isbn": b.ISBN, "publisher": b.Maker, "year": b.Year, "format": b.Format,
			"alt": b.Alt, "minutes": b.Minutes, "students": b.Students, "made": string(b.Made)} {
			v.Set(b.name(field), strings.ReplaceAll(value, "\n", "\r\n"))
		}
		v[b.name("captions")] = b.Captions
		tick(v, b.name("picture"), b.Picture)
	}
	return v
}

func tick(v url.Values, field string, ticked bool) {
	if ticked {
		v.Set(field, "yes")
	}
}

// Whatever is posted can be read, kept as a draft, read from the draft again and split into blocks.
func FuzzReadForm(f *testing.F) {
	kept := formOf(block.Document{About: block.About{Title: "A tip"}, Blocks: []block.Block{{Key: "a", Body: block.Text{Markdown: "Words"}}, {Key: "b", Body: block.Link{URL: "https://loc.gov"}}}}, "elm", "")
	f.Add(fieldsOf(kept).Encode())
	f.Add("block=a&block=a&block=about&block=x&b.x.kind=video&b.x.minutes=NaN&cost=1e6&minutes=-3&grades=pk&grades=zz")
	f.Add("block=s&b.s.kind=steps&b.s.text=---%0A----%0Aone%0A----&block=m&b.m.kind=materials&b.m.text=%5C%3B%5C;;;")
	f.Add("kind=year&month_8=%00%FF&review_by=2026-02-31&block=%00&proposals=,,%20,&b.a.isbn=978")
	f.Fuzz(func(t *testing.T, body string) {
		values, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		read := readForm(web.NewForm(values), kept)
		data, err := read.encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := decodeForm(data)
		if err != nil {
			t.Fatal(err)
		}
		d, wrong := again.document()
		if _, _, err := block.Split(d); err != nil {
			t.Fatal(err)
		}
		if len(wrong) == 0 {
			if more := catalog.Check(d); len(more) > 0 {
				t.Errorf("the form finds nothing wrong, the catalog %v", more)
			}
		}
	})
}
