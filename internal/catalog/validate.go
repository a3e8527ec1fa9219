package catalog

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/proto/isbn"
	"github.com/commonshelf/commonshelf/internal/rights"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// Limits on what a document may hold. They are generous: a person who meets one has pasted something by mistake.
const (
	MaxTitle  = 300    // characters
	MaxWhy    = 1000   // characters
	MaxText   = 60_000 // characters of one text
	MaxBlocks = 500
)

// Check names everything that keeps a document from being shared, by field: "title", "why", "grades", and "blocks.N.url"
// and the like for the block at place N.
func Check(d block.Document) fault.Fields {
	var wrong fault.Fields
	checkAbout(&wrong, d.About)
	if len(d.Blocks) > MaxBlocks {
		wrong.Add("blocks", "catalog.wrong.too_many_blocks", MaxBlocks)
	}
	for i, b := range d.Blocks {
		checkBlock(&wrong, fmt.Sprintf("blocks.%d.", i), b.Body)
	}
	if code := rights.Code(d.About.Rights); code != rights.Unknown && !rights.Of(code).KeepFile && holdsFile(d) {
		wrong.Add("rights", "catalog.wrong.rights_of_file")
	}
	return wrong
}

// CheckBrought is Check for what was brought in: nobody may have said yet why a colleague would want it.
func CheckBrought(d block.Document) fault.Fields {
	wrong := Check(d)
	if WaitsForWhy(d) {
		delete(wrong, "why")
	}
	return wrong
}

// WaitsForWhy says whether nobody has said yet why a colleague would want it.
func WaitsForWhy(d block.Document) bool { return strings.TrimSpace(d.About.Why) == "" }

// check is Check for a resource that an import brought, or none.
func check(d block.Document, broughtBy string) fault.Fields {
	if broughtBy != "" {
		return CheckBrought(d)
	}
	return Check(d)
}

// holdsFile says whether a document keeps a copy of a file here.
func holdsFile(d block.Document) bool {
	return slices.ContainsFunc(d.Blocks, func(b block.Block) bool {
		switch body := b.Body.(type) {
		case block.File:
			return body.Hash != ""
		case block.Video:
			return body.Hash != ""
		}
		return false
	})
}

func checkAbout(wrong *fault.Fields, a block.About) {
	if strings.TrimSpace(a.Title) == "" {
		wrong.Add("title", "catalog.wrong.title")
	}
	if utf8.RuneCountInString(a.Title) > MaxTitle {
		wrong.Add("title", "catalog.wrong.title_long", MaxTitle)
	}
	if strings.TrimSpace(a.Why) == "" {
		wrong.Add("why", "catalog.wrong.why")
	}
	if utf8.RuneCountInString(a.Why) > MaxWhy {
		wrong.Add("why", "catalog.wrong.why_long", MaxWhy)
	}
	if !a.Type.Known() {
		wrong.Add("kind", "catalog.wrong.kind")
	}
	if a.Grades.Empty() {
		wrong.Add("grades", "catalog.wrong.grades")
	}
	checkTag(wrong, "language", a.Language)
	if a.Minutes < 0 || a.Minutes > 100_000 {
		wrong.Add("minutes", "catalog.wrong.minutes")
	}
	if a.Cost.Cents < 0 {
		wrong.Add("cost", "catalog.wrong.cost")
	}
	if a.Rights != "" && !rights.Known(rights.Code(a.Rights)) {
		wrong.Add("rights", "catalog.wrong.rights")
	}
	if a.Source != (block.Source{}) && a.Rights == "" {
		wrong.Add("rights", "catalog.wrong.rights_of_source")
	}
	if a.Source.URL != "" && !isAddress(a.Source.URL) {
		wrong.Add("source_url", "catalog.wrong.url")
	}
	checkCodes(wrong, a)
}

func checkCodes(wrong *fault.Fields, a block.About) {
	for _, list := range []struct {
		field string
		known vocab.List
		codes []string
	}{
		{"subjects", vocab.Subjects, a.Subjects}, {"formats", vocab.Formats, a.Formats},
		{"audience", vocab.Audiences, a.Audience}, {"access", vocab.Access, a.Access},
	} {
		for _, code := range list.codes {
			if !list.known.Has(code) {
				wrong.Add(list.field, "catalog.wrong.choice", code)
			}
		}
	}
	checkChoice(wrong, "per", vocab.CostPer, a.Cost.Per)
	if a.Tool != nil {
		checkChoice(wrong, "tool_signin", vocab.SignIns, a.Tool.SignIn)
		checkChoice(wrong, "tool_approved", vocab.Approvals, a.Tool.Approved)
	}
}

// checkChoice names a code that is in no list; none chosen is right.
func checkChoice(wrong *fault.Fields, field string, known vocab.List, code string) {
	if code != "" && !known.Has(code) {
		wrong.Add(field, "catalog.wrong.choice", code)
	}
}

func checkTag(wrong *fault.Fields, field, tag string) {
	if tag != "" && !isLanguage(tag) {
		wrong.Add(field, "catalog.wrong.language")
	}
}

func checkBlock(wrong *fault.Fields, at string, body block.Body) {
	switch b := body.(type) {
	case block.Text:
		checkLength(wrong, at+"markdown", b.Markdown)
		if strings.TrimSpace(b.Markdown) == "" && strings.TrimSpace(b.Heading) == "" {
			wrong.Add(at+"markdown", "catalog.wrong.empty_text")
		}
	case block.Link:
		if !isAddress(b.URL) {
			wrong.Add(at+"url", "catalog.wrong.url")
		}
		checkLength(wrong, at+"note", b.Note)
		checkTag(wrong, at+"language", b.Language)
	case block.Book:
		checkChoice(wrong, at+"format", vocab.BookFormats, b.Format)
		checkTag(wrong, at+"language", b.Language)
		if strings.TrimSpace(b.Title) == "" {
			wrong.Add(at+"title", "catalog.wrong.book_title")
		}
		if b.ISBN != "" {
			if _, err := isbn.Parse(b.ISBN); err != nil {
				wrong.Add(at+"isbn", "catalog.wrong.isbn")
			}
		}
	case block.File:
		if b.Hash == "" {
			wrong.Add(at+"file", "catalog.wrong.file")
		}
		if b.IsImage() && strings.TrimSpace(b.Alt) == "" {
			wrong.Add(at+"alt", "catalog.wrong.alt")
		}
	case block.Video:
		if b.Hash == "" && !isAddress(b.URL) {
			wrong.Add(at+"url", "catalog.wrong.url")
		}
		if strings.TrimSpace(b.Title) == "" {
			wrong.Add(at+"title", "catalog.wrong.video_title")
		}
		for _, c := range b.Captions {
			if c.Language == "" || !isLanguage(c.Language) {
				wrong.Add(at+"captions", "catalog.wrong.captions")
			}
		}
	case block.Steps:
		if len(b.Steps) == 0 {
			wrong.Add(at+"steps", "catalog.wrong.steps")
		}
	case block.Materials:
		if len(b.Items) == 0 {
			wrong.Add(at+"items", "catalog.wrong.materials")
		}
	}
}

func checkLength(wrong *fault.Fields, field, text string) {
	if utf8.RuneCountInString(text) > MaxText {
		wrong.Add(field, "catalog.wrong.text_long", MaxText)
	}
}

// isAddress says whether a text is an address that a link may lead to. One with a name before an @ looks like another site's.
func isAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.User == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && len(text) <= 2000
}

func isLanguage(tag string) bool {
	_, err := language.Parse(tag)
	return err == nil
}

// publicFaults names what keeps a document off public pages although it may be shared inside the district.
func publicFaults(d block.Document) fault.Fields {
	var wrong fault.Fields
	if d.About.Rights != "" && !rights.Of(rights.Code(d.About.Rights)).Public {
		wrong.Add("visibility", "catalog.wrong.public_rights")
	}
	for _, b := range d.Blocks {
		if v, ok := b.Body.(block.Video); ok && !v.Captioned() {
			wrong.Add("visibility", "catalog.wrong.public_captions", v.Title)
		}
	}
	return wrong
}
