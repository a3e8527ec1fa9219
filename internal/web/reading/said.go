package reading

import (
	"strconv"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/rights"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// Said is one field of a part as a reader sees it.
type Said struct {
	Name    string // as package merge calls it
	Label   string
	Text    string
	Picture Picture
	rich    bool // the text is Markdown
}

// Said lists the fields of a part as a reader sees them; none for no part. Parts of one kind have the same fields.
func (v View) Said(body block.Body) []Said {
	line := func(name, key, text string) Said { return Said{Name: name, Label: v.T(key), Text: text} }
	rich := func(name, key, text string) Said {
		return Said{Name: name, Label: v.T(key), Text: text, rich: true}
	}
	note := func(text string) Said { return rich("note", "catalog.compare.note", text) }
	switch b := body.(type) {
	case block.About:
		return v.saidAbout(b)
	case block.Text:
		return []Said{line("heading", "catalog.compare.heading", b.Heading), rich("markdown", "catalog.block.text", b.Markdown)}
	case block.Link:
		return []Said{line("title", "catalog.field.title", b.Title), line("url", "catalog.field.source_url", b.URL), note(b.Note),
			line("language", "catalog.field.language", v.languageName(b.Language)), {Name: "picture", Picture: v.picture(b.Picture, "picture", "")}}
	case block.Book:
		return []Said{line("title", "catalog.field.title", b.Title), line("creators", "catalog.field.source_by", v.List(b.Creators)),
			line("publisher", "catalog.compare.publisher", b.Publisher), line("year", "catalog.compare.year", number(b.Year)), line("isbn", "catalog.compare.isbn", b.ISBN),
			line("format", "catalog.field.formats", v.word("vocab.bookformat.", b.Format)), line("language", "catalog.field.language", v.languageName(b.Language)), note(b.Note)}
	case block.File:
		f := Said{Name: "file", Label: v.T("catalog.block.file"), Text: b.Name + " (" + lang.Size(b.Size) + ")"}
		f.Picture = v.picture(b.Hash, b.Name, b.Alt)
		if !b.IsImage() {
			f.Picture.Alt = ""
		}
		return []Said{f, line("alt", "catalog.compare.alt", b.Alt), note(b.Note)}
	case block.Video:
		var captions []string
		for _, c := range b.Captions {
			captions = append(captions, v.LanguageName(c.Language))
		}
		f := line("video", "catalog.block.video", b.URL)
		if b.Hash != "" {
			f.Picture = v.picture(b.Hash, b.Title, "")
		}
		return []Said{line("title", "catalog.field.title", b.Title), f, line("captions", "catalog.compare.captions", v.List(captions)), note(b.Note)}
	case block.Steps:
		return []Said{line("heading", "catalog.compare.heading", b.Heading), rich("steps", "catalog.block.steps", numbered(b.Steps))}
	case block.Materials:
		return []Said{line("students", "catalog.compare.students", number(b.Students)), rich("items", "catalog.block.materials", v.table(b.Items))}
	}
	return nil
}

func (v View) saidAbout(a block.About) []Said {
	field := func(name, text string) Said {
		return Said{Name: name, Label: v.T("catalog.field." + name), Text: text}
	}
	codes := func(name string, list vocab.List, codes []string) Said {
		var words []string
		for _, code := range codes {
			words = append(words, v.T(list.Key(code)))
		}
		return field(name, v.List(words))
	}
	var topics []string
	for _, code := range a.Tags {
		topics = append(topics, TermLabel(v.Terms, code, v.Locale))
	}
	rough := ""
	if a.Rough {
		rough = v.T("catalog.rough")
	}
	minutes, day, mayDo := "", "", ""
	if a.Minutes > 0 {
		minutes = v.T("catalog.minutes", a.Minutes)
	}
	if a.ReviewBy != "" {
		day = v.Day(a.ReviewBy)
	}
	if rights.Known(rights.Code(a.Rights)) {
		mayDo = v.T("catalog.rights." + a.Rights)
	}
	out := []Said{field("title", a.Title), field("why", a.Why), field("kind", v.word("vocab.kind.", string(a.Type))), field("grades", a.Grades.String()),
		field("tags", v.List(append(topics, a.Missing...))), codes("subjects", vocab.Subjects, a.Subjects), codes("audience", vocab.Audiences, a.Audience),
		codes("formats", vocab.Formats, a.Formats), codes("access", vocab.Access, a.Access), field("language", v.languageName(a.Language)), field("minutes", minutes),
		field("cost", CostWords(v.Chrome, a.Cost)), {Name: "source", Label: v.T("catalog.field.source_name"), Text: strings.Join(Filled(a.Source.Title, a.Source.Creator, a.Source.URL), ", ")},
		field("rights", mayDo), field("review_by", day), {Name: "rough", Text: rough, Label: v.T("catalog.form.rough")}}
	var tool block.Tool
	if a.Tool != nil {
		tool = *a.Tool
	}
	out = append(out, field("tool_for", tool.For), field("tool_signin", v.choice(vocab.SignIns, tool.SignIn)), field("tool_approved", v.choice(vocab.Approvals, tool.Approved)),
		field("tool_accessibility", tool.Accessibility))
	var plan []string
	for _, m := range a.Plan {
		plan = append(plan, "## "+MonthName(v.Chrome, m.Month), m.Text)
	}
	return append(out, Said{Name: "plan", Label: v.T("catalog.form.months"), Text: strings.Join(plan, "\n\n"), rich: true})
}

func (v View) word(prefix, code string) string {
	if code == "" {
		return ""
	}
	return v.T(prefix + code)
}

func (v View) choice(list vocab.List, code string) string {
	if code == "" {
		return ""
	}
	return v.T(list.Key(code))
}

func (v View) languageName(tag string) string {
	if tag == "" {
		return ""
	}
	return v.LanguageName(tag)
}

func (v View) picture(hash, name, alt string) Picture {
	if hash == "" {
		return Picture{}
	}
	return Picture{URL: v.File(hash, name), Hash: hash, Name: name, Alt: alt}
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// numbered are steps as a list in Markdown.
func numbered(steps []string) string {
	var out []string
	for i, s := range steps {
		out = append(out, strconv.Itoa(i+1)+". "+strings.ReplaceAll(s, "\n", "\n   "))
	}
	return strings.Join(out, "\n")
}

// table is what is needed as a table in Markdown.
func (v View) table(items []block.Material) string {
	if len(items) == 0 {
		return ""
	}
	cell := strings.NewReplacer("|", "\\|", "\n", " ").Replace
	rows := []string{"| " + v.T("catalog.material.name") + " | " + v.T("catalog.material.amount") + " | " + v.T("catalog.material.cost") + " |", "| --- | --- | ---: |"}
	for _, item := range items {
		cost := ""
		if item.CostCents > 0 {
			cost = lang.Dollars(item.CostCents)
		}
		rows = append(rows, "| "+cell(item.Name)+" | "+cell(item.Amount)+" | "+cost+" |")
	}
	return strings.Join(rows, "\n")
}
