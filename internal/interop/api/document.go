package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/proto/isbn"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// Document is what a resource says, in the words of the API.
type Document struct {
	Title    string   `json:"title" doc:"At most 300 characters"`
	Summary  string   `json:"summary" doc:"Why would a colleague want this? At most 1,000 characters"`
	Kind     string   `json:"kind" doc:"What the resource is for"`
	Grades   []string `json:"grades" nullable:"false" doc:"PK, K, 1 to 12; a span such as K-2 is read too"`
	Subjects []string `json:"subjects" nullable:"false"`
	Audience []string `json:"audience" nullable:"false"`
	Formats  []string `json:"formats" nullable:"false"`
	Access   []string `json:"access" nullable:"false" doc:"Access features, as accessibilityFeature of schema.org names them"`
	Tags     []string `json:"tags" nullable:"false" doc:"Codes of the district's topics. When written, any name of a topic is read too, and a word that names none joins missing"`
	Missing  []string `json:"missing,omitempty" nullable:"false" doc:"Words that the district has no topic for; they are proposed to the coordinator"`
	Language string   `json:"language,omitempty" doc:"BCP 47; absent is taken for English"`
	Minutes  int      `json:"minutes,omitempty" doc:"Needed to use it"`
	Cost     *cost    `json:"cost,omitempty"`
	Source   *source  `json:"source,omitempty" doc:"Where it came from outside; it needs its rights"`
	Rights   string   `json:"rights,omitempty"`
	ReviewBy string   `json:"reviewBy,omitempty" format:"date" doc:"When it wants a check"`
	Rough    bool     `json:"rough,omitempty" doc:"Rough, comments welcome"`
	Tool     *tool    `json:"tool,omitempty" doc:"Of digital tools alone"`
	Plan     []month  `json:"plan,omitempty" nullable:"false" doc:"Of year plans alone"`
	Blocks   []part   `json:"blocks" nullable:"false" doc:"The parts, in order. A part keeps its key for ever; one without a key is new"`
}

type cost struct {
	Cents   int    `json:"cents,omitempty"`
	Per     string `json:"per,omitempty" doc:"Absent: once"`
	Unknown bool   `json:"unknown,omitempty"`
}

type source struct {
	Title   string `json:"title,omitempty"`
	Creator string `json:"creator,omitempty"`
	URL     string `json:"url,omitempty" format:"uri"`
}

type tool struct {
	For           string `json:"for,omitempty" doc:"What one does with it"`
	SignIn        string `json:"signIn,omitempty" doc:"Whose account it needs"`
	Approved      string `json:"approved,omitempty" doc:"By the district"`
	Accessibility string `json:"accessibility,omitempty" doc:"What is known of it"`
}

type month struct {
	Month int    `json:"month" minimum:"1" maximum:"12"`
	Text  string `json:"text" doc:"Markdown"`
}

// part is a block: its key, its kind, and what blocks of the kind hold.
type part json.RawMessage

// MarshalJSON implements json.Marshaler.
func (p part) MarshalJSON() ([]byte, error) { return json.RawMessage(p).MarshalJSON() }

// UnmarshalJSON implements json.Unmarshaler.
func (p *part) UnmarshalJSON(data []byte) error { return (*json.RawMessage)(p).UnmarshalJSON(data) }

// keyForm is what the key of a block may be; none is that of a new one.
var keyForm = regexp.MustCompile(`^[0-9A-Za-z_-]{0,40}$`)

// documentOf says a document in the words of the API: read gives it back.
func documentOf(d block.Document) (Document, error) {
	a := d.About
	out := Document{
		Title: a.Title, Summary: a.Why, Kind: string(a.Type), Grades: a.Grades.Codes(), Subjects: listed(a.Subjects), Audience: listed(a.Audience),
		Formats: listed(a.Formats), Access: listed(a.Access), Tags: listed(a.Tags), Language: a.Language, Minutes: a.Minutes, Rights: a.Rights, Missing: a.Missing,
		ReviewBy: string(a.ReviewBy), Rough: a.Rough, Blocks: make([]part, len(d.Blocks)),
	}
	if a.Cost != (block.Cost{}) {
		out.Cost = &cost{a.Cost.Cents, a.Cost.Per, a.Cost.Unknown}
	}
	if a.Source != (block.Source{}) {
		out.Source = &source{a.Source.Title, a.Source.Creator, a.Source.URL}
	}
	if t := a.Tool; t != nil {
		out.Tool = &tool{t.For, t.SignIn, t.Approved, t.Accessibility}
	}
	for _, m := range a.Plan {
		out.Plan = append(out.Plan, month{m.Month, m.Text})
	}
	for i, b := range d.Blocks {
		data, err := json.Marshal(b)
		if err != nil {
			return Document{}, err
		}
		out.Blocks[i] = data
	}
	return out, nil
}

// listed is the list, or an empty one where there is none.
func listed(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// read gives the document that the words of the API say, and the faults that keep it from being one. Topics stay as they
// are: they may be names.
func (in *Document) read() (block.Document, fault.Fields) {
	var wrong fault.Fields
	d := block.Document{About: block.About{
		Title: in.Title, Why: in.Summary, Type: block.ResourceKind(in.Kind), Subjects: in.Subjects, Audience: in.Audience, Language: in.Language,
		Formats: in.Formats, Access: in.Access, Minutes: in.Minutes, Rights: in.Rights, Tags: in.Tags, Missing: in.Missing, Rough: in.Rough,
	}}
	for _, text := range in.Grades {
		grades, err := grade.Parse(text)
		if err != nil {
			wrong.Add("grades", "catalog.wrong.choice", text)
		}
		d.About.Grades |= grades
	}
	day, err := clock.ParseDay(in.ReviewBy)
	if err != nil {
		wrong.Add("reviewBy", "api.wrong.value")
	}
	d.About.ReviewBy = day
	in.readMore(&d.About, &wrong)
	keys := map[block.Key]bool{block.AboutKey: true} // that are taken
	for i, p := range in.Blocks {
		b, err := p.read()
		if err != nil {
			wrong.Add(fieldIn(fmt.Sprint("blocks.", i), err), "api.wrong.value")
			continue
		}
		if book, ok := b.Body.(block.Book); ok {
			checkCode(&wrong, fmt.Sprint("blocks.", i, ".format"), vocab.BookFormats, book.Format)
		}
		if keys[b.Key] || !keyForm.MatchString(string(b.Key)) {
			wrong.Add(fmt.Sprint("blocks.", i, ".key"), "api.wrong.value")
		}
		keys[b.Key] = b.Key != ""
		d.Blocks = append(d.Blocks, b)
	}
	return d, wrong
}

// readMore reads what only some documents have.
func (in *Document) readMore(a *block.About, wrong *fault.Fields) {
	if in.Cost != nil {
		a.Cost = block.Cost{Cents: in.Cost.Cents, Per: in.Cost.Per, Unknown: in.Cost.Unknown}
		checkCode(wrong, "cost.per", vocab.CostPer, in.Cost.Per)
	}
	if in.Source != nil {
		a.Source = block.Source{Title: in.Source.Title, Creator: in.Source.Creator, URL: in.Source.URL}
	}
	if t := in.Tool; t != nil {
		a.Tool = &block.Tool{For: t.For, SignIn: t.SignIn, Approved: t.Approved, Accessibility: t.Accessibility}
		checkCode(wrong, "tool.signIn", vocab.SignIns, t.SignIn)
		checkCode(wrong, "tool.approved", vocab.Approvals, t.Approved)
	}
	for i, m := range in.Plan {
		if m.Month < 1 || m.Month > 12 {
			wrong.Add(fmt.Sprint("plan.", i, ".month"), "api.wrong.value")
		}
		a.Plan = append(a.Plan, block.Month{Month: m.Month, Text: m.Text})
	}
}

func checkCode(wrong *fault.Fields, field string, list vocab.List, code string) {
	if code != "" && !list.Has(code) {
		wrong.Add(field, "catalog.wrong.choice", code)
	}
}

// read gives the block that the part is. What a document is about is no part.
func (p part) read() (block.Block, error) {
	var head struct {
		Kind block.Kind `json:"kind"`
	}
	if err := json.Unmarshal(p, &head); err != nil {
		return block.Block{}, err
	}
	if !slices.Contains(block.Kinds, head.Kind) {
		return block.Block{}, &json.UnmarshalTypeError{Value: "string", Field: "kind"}
	}
	var b block.Block
	if err := json.Unmarshal(p, &b); err != nil {
		return block.Block{}, err
	}
	if book, ok := b.Body.(block.Book); ok {
		if number, err := isbn.Parse(book.ISBN); err == nil {
			book.ISBN = string(number)
			b.Body = book
		}
	}
	return b, nil
}

// fieldIn is the field at which decoding failed, within another.
func fieldIn(of string, err error) string {
	var mistyped *json.UnmarshalTypeError
	if !errors.As(err, &mistyped) || mistyped.Field == "" {
		return of
	}
	field := strings.TrimPrefix(mistyped.Field, "Document.")
	if of == "" {
		return field
	}
	return of + "." + field
}
