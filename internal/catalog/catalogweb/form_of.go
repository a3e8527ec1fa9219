package catalogweb

import (
	"strconv"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/block/typed"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
)

// FormOf is the draft from which a document would be shared, as the form keeps it.
func FormOf(d block.Document, school id.SchoolID, v catalog.Visibility) ([]byte, error) {
	return formOf(d, school, v).encode()
}

// formOf is the form that would be read as the document: document(formOf(d)) is d.
func formOf(d block.Document, school id.SchoolID, v catalog.Visibility) form {
	a := d.About
	f := form{
		School: school, Title: a.Title, Why: a.Why, Kind: string(a.Type), Bands: grade.BandsOf(a.Grades), Grades: a.Grades,
		Subjects: a.Subjects, Audience: a.Audience, Formats: a.Formats, Access: a.Access, Tags: a.Tags, Language: a.Language,
		Per: a.Cost.Per, Rights: a.Rights, SourceName: a.Source.Title, SourceBy: a.Source.Creator, SourceURL: a.Source.URL,
		Visibility: v, ReviewBy: string(a.ReviewBy), Rough: a.Rough, Proposals: strings.Join(a.Missing, ", "), CostSome: a.Cost.Unknown,
	}
	if a.Minutes > 0 {
		f.Minutes = strconv.Itoa(a.Minutes)
	}
	if a.Cost.Cents > 0 {
		f.Cost = typed.Amount(a.Cost.Cents)
	}
	if a.Tool != nil {
		f.Tool = *a.Tool
	}
	for _, m := range a.Plan {
		for i, month := range schoolYear {
			if month == m.Month {
				f.Months[i] = m.Text
			}
		}
	}
	for _, b := range d.Blocks {
		f.Blocks = append(f.Blocks, formBlockOf(b))
	}
	return f
}

func formBlockOf(b block.Block) formBlock {
	f := formBlock{Key: b.Key, Kind: b.Body.Kind()}
	switch body := b.Body.(type) {
	case block.Text:
		f.Heading, f.Text = body.Heading, body.Markdown
	case block.Link:
		f.URL, f.Title, f.Note, f.Language = body.URL, body.Title, body.Note, body.Language
		f.File.Hash, f.Picture = body.Picture, body.Picture != ""
	case block.Book:
		f.ISBN, f.Title, f.Creators, f.Maker = body.ISBN, body.Title, typed.JoinCells(body.Creators), body.Publisher
		f.Format, f.Language, f.Note = body.Format, body.Language, body.Note
		if body.Year != 0 {
			f.Year = strconv.Itoa(body.Year)
		}
	case block.File:
		f.File = storedFile{body.Hash, body.Name, body.MediaType, body.Size, body.Width, body.Height}
		f.Alt, f.Note, f.Made = body.Alt, body.Note, madeByMe
	case block.Video:
		f.URL, f.Title, f.Note = body.URL, body.Title, body.Note
		f.File = storedFile{Hash: body.Hash, MediaType: body.Media}
		if body.Hash != "" {
			f.File.Name, f.Made = body.Title, madeByMe
		}
		for _, c := range body.Captions {
			if c.Hash != "" {
				f.Tracks = append(f.Tracks, track(c))
			} else {
				f.Captions = append(f.Captions, c.Language)
			}
		}
		if body.Seconds > 0 {
			f.Minutes = strconv.FormatFloat(float64(body.Seconds)/60, 'f', -1, 64)
		}
	case block.Steps:
		f.Heading, f.Text = body.Heading, typed.JoinSteps(body.Steps)
	case block.Materials:
		if body.Students > 0 {
			f.Students = strconv.Itoa(body.Students)
		}
		f.Text = typed.MaterialLines(body.Items)
	}
	return f
}
