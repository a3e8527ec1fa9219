package catalogweb

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/block/typed"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/grade"
)

// document reads the form as a document. Faults are by the names of the form's fields.
func (f form) document() (block.Document, fault.Fields) {
	var wrong fault.Fields
	d := block.Document{About: f.about(&wrong)}
	place := map[string]block.Key{}
	for _, b := range f.Blocks {
		if b.Removed || b.empty() {
			continue
		}
		body := b.body(&wrong)
		if body == nil {
			continue
		}
		place[fmt.Sprintf("blocks.%d.", len(d.Blocks))] = b.Key
		d.Blocks = append(d.Blocks, block.Block{Key: b.Key, Body: body})
	}
	if len(d.About.Missing) > catalog.MaxProposals {
		wrong.Add("proposals", "catalog.wrong.many_topics", catalog.MaxProposals)
	}
	for field, message := range catalog.Check(d) {
		wrong.Add(formField(field, place), message.Key, message.Args...)
	}
	return d, wrong
}

// formField is the form's name for a document's field: "b.KEY.url" for "blocks.2.url".
func formField(field string, place map[string]block.Key) string {
	if field == "blocks" {
		return "parts"
	}
	for prefix, key := range place {
		if rest, ok := strings.CutPrefix(field, prefix); ok {
			switch rest {
			case "markdown", "steps", "items":
				rest = "text"
			}
			return formBlock{Key: key}.name(rest)
		}
	}
	return field
}

func (f form) about(wrong *fault.Fields) block.About {
	a := block.About{
		Title: strings.TrimSpace(f.Title), Why: strings.TrimSpace(f.Why), Type: block.ResourceKind(f.Kind),
		Subjects: f.Subjects, Grades: f.grades(), Audience: f.Audience, Language: f.Language, Formats: f.Formats, Access: f.Access,
		Tags: f.Tags, Missing: f.proposals(), Cost: f.cost(wrong), Rights: f.Rights, Rough: f.Rough,
		Source: block.Source{Title: f.SourceName, Creator: f.SourceBy, URL: typed.Address(f.SourceURL)},
	}
	if f.Minutes != "" {
		n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(f.Minutes, "minutes"), "min")))
		if err != nil || n < 0 {
			wrong.Add("minutes", "catalog.wrong.minutes")
		}
		a.Minutes = n
	}
	var err error
	if a.ReviewBy, err = clock.ParseDay(f.ReviewBy); err != nil {
		wrong.Add("review_by", "catalog.wrong.day")
	}
	if a.Type == block.DigitalTool && f.Tool != (block.Tool{}) {
		tool := f.Tool
		a.Tool = &tool
	}
	if a.Type == block.YearPlan {
		for i, month := range schoolYear {
			if text := strings.TrimSpace(f.Months[i]); text != "" {
				a.Plan = append(a.Plan, block.Month{Month: month, Text: text})
			}
		}
	}
	return a
}

// proposals are the topics that the writer missed.
func (f form) proposals() []string {
	var out []string
	had := map[string]bool{"": true}
	for word := range strings.SplitSeq(f.Proposals, ",") {
		if word = strings.TrimSpace(word); !had[word] {
			had[word] = true
			out = append(out, word)
		}
	}
	return out
}

func (f form) cost(wrong *fault.Fields) block.Cost {
	cents, ok := typed.Dollars(f.Cost)
	switch {
	case !ok:
		wrong.Add("cost", "catalog.wrong.cost")
	case cents > 0:
		return block.Cost{Cents: cents, Per: f.Per}
	case f.CostSome:
		return block.Cost{Unknown: true}
	}
	return block.Cost{}
}

// grades are the exact grades while the chosen bands still say the same, else the bands whole.
func (f form) grades() grade.Set {
	if slices.Equal(grade.BandsOf(f.Grades), f.Bands) {
		return f.Grades
	}
	return grade.FromBands(f.Bands)
}

// empty says that nothing was typed into a part.
func (b formBlock) empty() bool {
	b.Key, b.Kind, b.Removed = "", "", false
	return reflect.ValueOf(b).IsZero()
}

// body reads a part. It is nil when the kind is unknown.
func (b formBlock) body(wrong *fault.Fields) block.Body {
	switch b.Kind {
	case block.KindText:
		return block.Text{Heading: b.Heading, Markdown: b.Text}
	case block.KindLink:
		l := block.Link{URL: typed.Address(b.URL), Title: b.Title, Note: b.Note, Language: b.Language}
		if b.Picture {
			l.Picture = b.File.Hash
		}
		return l
	case block.KindBook:
		return b.book(wrong)
	case block.KindFile:
		b.checkMaker(wrong)
		f := b.File
		return block.File{Hash: f.Hash, Name: f.Name, MediaType: f.MediaType, Size: f.Size, Width: f.Width, Height: f.Height, Alt: b.Alt, Note: b.Note}
	case block.KindVideo:
		b.checkMaker(wrong)
		return b.video(wrong)
	case block.KindSteps:
		return block.Steps{Heading: b.Heading, Steps: typed.SplitSteps(b.Text)}
	case block.KindMaterials:
		return b.materials(wrong)
	}
	return nil
}

// checkMaker asks for whoever made a file before anybody else sees it.
func (b formBlock) checkMaker(wrong *fault.Fields) {
	if b.File.Hash != "" && !b.Made.keeps() {
		wrong.Add(b.name("made"), "catalog.wrong.made")
	}
}

func (b formBlock) book(wrong *fault.Fields) block.Body {
	book := block.Book{Title: b.Title, Publisher: b.Maker, Format: b.Format, Language: b.Language, Note: b.Note}
	for _, name := range typed.SplitCells(b.Creators) {
		if name != "" {
			book.Creators = append(book.Creators, name)
		}
	}
	book.ISBN = typed.ISBN(b.ISBN, b.name("isbn"), wrong)
	book.Year = typed.Year(b.Year, b.name("year"), wrong)
	return book
}

func (b formBlock) video(wrong *fault.Fields) block.Body {
	v := block.Video{URL: typed.Address(b.URL), Hash: b.File.Hash, Media: b.File.MediaType, Title: b.Title, Note: b.Note}
	for _, t := range b.Tracks {
		v.Captions = append(v.Captions, block.Caption(t))
	}
	for _, tag := range b.Captions {
		v.Captions = append(v.Captions, block.Caption{Language: tag})
	}
	if b.Minutes != "" {
		minutes, err := strconv.ParseFloat(b.Minutes, 64)
		if err != nil || !(minutes >= 0 && minutes <= 10_000) {
			wrong.Add(b.name("minutes"), "catalog.wrong.minutes")
			minutes = 0
		}
		v.Seconds = int(math.Round(minutes * 60))
	}
	return v
}

// materials reads one thing a line: "name; amount; cost".
func (b formBlock) materials(wrong *fault.Fields) block.Body {
	return block.Materials{Students: typed.Students(b.Students, b.name("students"), wrong), Items: typed.Materials(b.Text, b.name("text"), wrong)}
}
