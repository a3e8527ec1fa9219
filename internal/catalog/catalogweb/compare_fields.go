package catalogweb

import (
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/rights"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// saidField is one field of a part as a reader sees it.
type saidField struct {
	name    string // as package merge calls it
	label   string
	text    string
	rich    bool // the text is Markdown
	picture pictureView
}

// saidFields lists the fields of a part as a reader sees them; none for no part. Parts of one kind have the same fields.
func (v comparing) saidFields(body block.Body) []saidField {
	line := func(name, key, text string) saidField { return saidField{name: name, label: v.T(key), text: text} }
	rich := func(name, key, text string) saidField {
		return saidField{name: name, label: v.T(key), text: text, rich: true}
	}
	note := func(text string) saidField { return rich("note", "catalog.compare.note", text) }
	switch b := body.(type) {
	case block.About:
		return v.saidAbout(b)
	case block.Text:
		return []saidField{line("heading", "catalog.compare.heading", b.Heading), rich("markdown", "catalog.block.text", b.Markdown)}
	case block.Link:
		return []saidField{line("title", "catalog.field.title", b.Title), line("url", "catalog.field.source_url", b.URL), note(b.Note),
			line("language", "catalog.field.language", v.languageName(b.Language)), {name: "picture", picture: v.picture(b.Picture, "picture", "")}}
	case block.Book:
		return []saidField{line("title", "catalog.field.title", b.Title), line("creators", "catalog.field.source_by", v.List(b.Creators)),
			line("publisher", "catalog.compare.publisher", b.Publisher), line("year", "catalog.compare.year", number(b.Year)), line("isbn", "catalog.compare.isbn", b.ISBN),
			line("format", "catalog.field.formats", v.word("vocab.bookformat.", b.Format)), line("language", "catalog.field.language", v.languageName(b.Language)), note(b.Note)}
	case block.File:
		f := saidField{name: "file", label: v.T("catalog.block.file"), text: b.Name + " (" + lang.Size(b.Size) + ")"}
		f.picture = v.picture(b.Hash, b.Name, b.Alt)
		if !b.IsImage() {
			f.picture.Alt = ""
		}
		return []saidField{f, line("alt", "catalog.compare.alt", b.Alt), note(b.Note)}
	case block.Video:
		var captions []string
		for _, c := range b.Captions {
			captions = append(captions, v.LanguageName(c.Language))
		}
		f := line("video", "catalog.block.video", b.URL)
		if b.Hash != "" {
			f.picture = v.picture(b.Hash, b.Title, "")
		}
		return []saidField{line("title", "catalog.field.title", b.Title), f, line("captions", "catalog.compare.captions", v.List(captions)), note(b.Note)}
	case block.Steps:
		return []saidField{line("heading", "catalog.compare.heading", b.Heading), rich("steps", "catalog.block.steps", numbered(b.Steps))}
	case block.Materials:
		return []saidField{line("students", "catalog.compare.students", number(b.Students)), rich("items", "catalog.block.materials", v.table(b.Items))}
	}
	return nil
}

func (v comparing) saidAbout(a block.About) []saidField {
	field := func(name, text string) saidField {
		return saidField{name: name, label: v.T("catalog.field." + name), text: text}
	}
	codes := func(name string, list vocab.List, codes []string) saidField {
		var words []string
		for _, code := range codes {
			words = append(words, v.T(list.Key(code)))
		}
		return field(name, v.List(words))
	}
	var topics []string
	for _, code := range a.Tags {
		topics = append(topics, termLabel(v.terms, code, v.Locale))
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
	out := []saidField{field("title", a.Title), field("why", a.Why), field("kind", v.word("vocab.kind.", string(a.Type))), field("grades", a.Grades.String()),
		field("tags", v.List(append(topics, a.Missing...))), codes("subjects", vocab.Subjects, a.Subjects), codes("audience", vocab.Audiences, a.Audience),
		codes("formats", vocab.Formats, a.Formats), codes("access", vocab.Access, a.Access), field("language", v.languageName(a.Language)), field("minutes", minutes),
		field("cost", costWords(v.Chrome, a.Cost)), {name: "source", label: v.T("catalog.field.source_name"), text: strings.Join(filled(a.Source.Title, a.Source.Creator, a.Source.URL), ", ")},
		field("rights", mayDo), field("review_by", day), {name: "rough", text: rough, label: v.T("catalog.form.rough")}}
	var tool block.Tool
	if a.Tool != nil {
		tool = *a.Tool
	}
	out = append(out, field("tool_for", tool.For), field("tool_signin", v.choice(vocab.SignIns, tool.SignIn)), field("tool_approved", v.choice(vocab.Approvals, tool.Approved)),
		field("tool_accessibility", tool.Accessibility))
	var plan []string
	for _, m := range a.Plan {
		plan = append(plan, "## "+monthName(v.Chrome, m.Month), m.Text)
	}
	return append(out, saidField{name: "plan", label: v.T("catalog.form.months"), text: strings.Join(plan, "\n\n"), rich: true})
}

func (v comparing) word(prefix, code string) string {
	if code == "" {
		return ""
	}
	return v.T(prefix + code)
}

func (v comparing) choice(list vocab.List, code string) string {
	if code == "" {
		return ""
	}
	return v.T(list.Key(code))
}

func (v comparing) languageName(tag string) string {
	if tag == "" {
		return ""
	}
	return v.LanguageName(tag)
}

func (v comparing) picture(hash, name, alt string) pictureView {
	if hash == "" {
		return pictureView{}
	}
	return pictureView{URL: v.file(hash, name), Hash: hash, Name: name, Alt: alt}
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return itoa(n)
}

// numbered are steps as a list in Markdown.
func numbered(steps []string) string {
	var out []string
	for i, s := range steps {
		out = append(out, itoa(i+1)+". "+strings.ReplaceAll(s, "\n", "\n   "))
	}
	return strings.Join(out, "\n")
}

// table is what is needed as a table in Markdown.
func (v comparing) table(items []block.Material) string {
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
