package api_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/interop/api"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// aDocument draws documents with everything that documents have.
func aDocument(t *rapid.T) block.Document {
	text := rapid.StringOf(rapid.RuneFrom([]rune("ab é🏮\n<&>\"'`"))).Draw
	some := func(list vocab.List, name string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(list.Codes), 0, 3, rapid.ID).Draw(t, name)
	}
	a := block.About{
		Title: text(t, "title"), Why: text(t, "why"), Type: rapid.SampledFrom(block.ResourceKinds).Draw(t, "kind"),
		Subjects: some(vocab.Subjects, "subjects"), Grades: grade.Set(rapid.Uint16Range(0, uint16(grade.All)).Draw(t, "grades")), Audience: some(vocab.Audiences, "audience"),
		Language: rapid.SampledFrom([]string{"", "es", "zh-Hans"}).Draw(t, "language"), Formats: some(vocab.Formats, "formats"), Access: some(vocab.Access, "access"),
		Minutes: rapid.IntRange(0, 100).Draw(t, "minutes"), Rights: rapid.SampledFrom([]string{"", "cc0-1.0"}).Draw(t, "rights"), Rough: rapid.Bool().Draw(t, "rough"),
		Tags: []string{"maps"}, Missing: rapid.SampledFrom([][]string{nil, {"kites"}}).Draw(t, "missing"), ReviewBy: rapid.SampledFrom([]clock.Day{"", "2027-02-28"}).Draw(t, "day"),
		Cost:   block.Cost{Cents: rapid.IntRange(0, 9).Draw(t, "cents"), Per: rapid.SampledFrom([]string{"", "class"}).Draw(t, "per"), Unknown: rapid.Bool().Draw(t, "unknown")},
		Source: block.Source{Title: text(t, "source"), Creator: text(t, "creator")},
	}
	if rapid.Bool().Draw(t, "tool") {
		a.Tool = &block.Tool{For: text(t, "for"), SignIn: "own", Approved: "asked", Accessibility: text(t, "accessibility")}
		a.Plan = []block.Month{{Month: rapid.IntRange(1, 12).Draw(t, "month"), Text: text(t, "plan")}}
	}
	d := block.Document{About: a}
	bodies := []block.Body{
		block.Text{Heading: text(t, "heading"), Markdown: text(t, "markdown")}, block.Link{URL: "https://example.org", Note: text(t, "note")},
		block.Book{Title: text(t, "book"), ISBN: "9780374480097", Creators: []string{text(t, "by")}, Year: 1975, Format: "audio"},
		block.File{Hash: "f00d", Name: text(t, "file"), MediaType: "image/png", Size: 9, Alt: text(t, "alt")},
		block.Video{Hash: "f00d", Title: text(t, "video"), Captions: []block.Caption{{Language: "en"}}, Seconds: 9},
		block.Steps{Steps: []string{text(t, "step")}}, block.Materials{Students: 3, Items: []block.Material{{Name: text(t, "item"), CostCents: 5}}},
	}
	for _, i := range rapid.SliceOf(rapid.IntRange(0, len(bodies)-1)).Draw(t, "blocks") {
		d.Blocks = append(d.Blocks, block.Block{Key: block.NewKey(id.Source{}), Body: bodies[i]})
	}
	return d
}

func TestWhatIsSaidIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := aDocument(t)
		got, wrong, err := api.SaidAndRead(want)
		if err != nil || len(wrong) > 0 {
			t.Fatalf("%v, %v", wrong, err)
		}
		for _, list := range []*[]string{&want.About.Subjects, &want.About.Audience, &want.About.Formats, &want.About.Access} {
			if *list == nil {
				*list = []string{}
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v came back as %+v", want, got)
		}
	})
}

// The examples of RFC 7396, appendix A.
func TestMergePatch(t *testing.T) {
	for _, c := range [][3]string{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`["a","b"]`, `["c","d"]`, `["c","d"]`},
		{`{"a":"b"}`, `["c"]`, `["c"]`},
		{`{"a":"foo"}`, `null`, `null`},
		{`{"a":"foo"}`, `"bar"`, `"bar"`},
		{`{"e":null}`, `{"a":1}`, `{"e":null,"a":1}`},
		{`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
	} {
		var into, patch, want any
		for i, v := range []*any{&into, &patch, &want} {
			if err := json.Unmarshal([]byte(c[i]), v); err != nil {
				t.Fatal(err)
			}
		}
		if got := api.Merged(into, patch); !reflect.DeepEqual(got, want) {
			t.Errorf("%s with %s is %v, want %s", c[0], c[1], got, c[2])
		}
	}
}
