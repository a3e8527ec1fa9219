package catalogweb

import (
	"net/url"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/rights"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

func (p beginPage) faults() []ui.FieldFault {
	var out []ui.FieldFault
	for _, field := range []string{"what", "file", "made"} {
		if text, ok := p.Wrong[field]; ok {
			out = append(out, ui.FieldFault{Field: field, Text: text})
		}
	}
	return out
}

func (p sharePage) heading() string {
	if p.Editing {
		return p.T("catalog.form.edit")
	}
	return p.T("base.share_something")
}

func (p sharePage) shareWords() string {
	if p.Editing {
		return p.T("catalog.form.save")
	}
	return p.T("catalog.form.share")
}

// label is a field of the form with its words and what is wrong with it.
func (p sharePage) label(field, hint string) ui.Label {
	return ui.Label{Name: field, Text: p.T("catalog.field." + field), Hint: hint, Wrong: p.Wrong[field]}
}

func (p sharePage) doublesText() string {
	if more := len(p.Doubles) - 1; more > 0 {
		return p.T("catalog.double.text_more", more)
	}
	return p.T("catalog.double.text")
}

func (p sharePage) bands() []ui.Option {
	var out []ui.Option
	for _, b := range grade.Bands {
		out = append(out, ui.Option{Value: b.Code, Label: p.T("vocab.band." + b.Code), Chosen: slices.Contains(p.Form.Bands, b.Code)})
	}
	return out
}

func (p sharePage) kinds() []ui.Option {
	var out []ui.Option
	for _, k := range block.ResourceKinds {
		out = append(out, ui.Option{Value: string(k), Label: p.T("vocab.kind." + string(k)), Chosen: p.Form.Kind == string(k)})
	}
	return out
}

func (p sharePage) schools() []ui.Option {
	var out []ui.Option
	for _, s := range p.Schools {
		out = append(out, ui.Option{Value: string(s.ID), Label: s.Name, Chosen: s.ID == p.Form.School})
	}
	return out
}

// topics offers those chosen and those found in what was written; the rest is found by the list of all topics.
func (p sharePage) topics() []ui.Option {
	var out []ui.Option
	for _, t := range p.Terms {
		if slices.Contains(p.Form.Tags, string(t.ID)) {
			out = append(out, ui.Option{Value: string(t.ID), Label: t.Label(p.Locale), Chosen: true})
		}
	}
	for _, t := range p.Suggests {
		out = append(out, ui.Option{Value: string(t.ID), Label: t.Label(p.Locale)})
	}
	return out
}

func (p sharePage) topicsHint() string {
	if n := len(p.Form.Tags) + len(p.Suggests); n > 0 {
		return p.T("catalog.form.topics_fit", n)
	}
	return p.T("catalog.form.topics_none")
}

// moreTopics are the topics that are not offered by boxes.
func (p sharePage) moreTopics() []vocab.Term {
	return slices.DeleteFunc(slices.Clone(p.Terms), func(t vocab.Term) bool {
		return slices.Contains(p.Form.Tags, string(t.ID)) || slices.ContainsFunc(p.Suggests, func(s vocab.Term) bool { return s.ID == t.ID })
	})
}

func (p sharePage) list(l vocab.List, chosen string) []ui.Option {
	var out []ui.Option
	for _, code := range l.Codes {
		out = append(out, ui.Option{Value: code, Label: p.T(l.Key(code)), Chosen: code == chosen})
	}
	return out
}

func (p sharePage) orNone(l vocab.List, chosen string) []ui.Option {
	return append([]ui.Option{{Value: "", Label: p.T("catalog.form.not_said"), Chosen: chosen == ""}}, p.list(l, chosen)...)
}

func (p sharePage) pers() []ui.Option {
	return append([]ui.Option{{Value: "", Label: p.T("catalog.form.once"), Chosen: p.Form.Per == ""}}, p.list(vocab.CostPer, p.Form.Per)...)
}

func (p sharePage) many(l vocab.List, chosen []string) []ui.Option {
	var out []ui.Option
	for _, code := range l.Codes {
		out = append(out, ui.Option{Value: code, Label: p.T(l.Key(code)), Chosen: slices.Contains(chosen, code)})
	}
	return out
}

func (p sharePage) languages() []ui.Option { return p.languageOptions(p.Form.Language) }

func (p sharePage) languageOptions(chosen string) []ui.Option {
	out := []ui.Option{{Value: "", Label: p.T("catalog.form.not_said"), Chosen: chosen == ""}}
	codes := vocab.Languages
	if chosen != "" && !slices.Contains(codes, chosen) {
		codes = append(slices.Clone(codes), chosen)
	}
	for _, code := range codes {
		out = append(out, ui.Option{Value: code, Label: p.LanguageName(code), Chosen: code == chosen})
	}
	return out
}

func (p sharePage) rights() []ui.Option {
	out := []ui.Option{{Value: "", Label: p.T("catalog.form.not_said"), Chosen: p.Form.Rights == ""}}
	for _, code := range rights.All {
		out = append(out, ui.Option{Value: string(code), Label: p.T("vocab.rights." + string(code)), Chosen: p.Form.Rights == string(code)})
	}
	return out
}

// visibilities offers anyone and partners too; the word beside the field says when public pages are off.
func (p sharePage) visibilities() []ui.Option {
	var out []ui.Option
	for _, v := range catalog.Visibilities {
		out = append(out, ui.Option{Value: string(v), Label: p.T("vocab.visibility." + string(v)), Chosen: p.Form.Visibility == v})
	}
	return out
}

func (p sharePage) month(m int) string {
	name := p.Month(m)
	return strings.ToUpper(name[:1]) + name[1:]
}

// detailsOpen shows the optional fields when one of them was used or is wrong.
func (p sharePage) detailsOpen() bool {
	for _, field := range []string{"subjects", "language", "minutes", "cost", "rights", "source_url", "visibility", "review_by"} {
		if p.Wrong[field] != "" {
			return true
		}
	}
	return p.Form.Open || p.Editing
}

// part is a field of a part with its words.
func (p sharePage) part(b formBlock, field, hint string) ui.Label {
	name := b.name(field)
	return ui.Label{Name: name, Text: p.T("catalog.part." + field), Hint: hint, Wrong: p.Wrong[name]}
}

func (p sharePage) partOptional(b formBlock, field string, optional bool) ui.Label {
	l := p.part(b, field, "")
	l.Optional = optional
	return l
}

// partAs is a field of a part that has other words in this kind of part.
func (p sharePage) partAs(b formBlock, field, words string) ui.Label {
	name := b.name(field)
	return ui.Label{Name: name, Text: p.T("catalog.part." + words), Hint: p.T("catalog.part." + words + "_hint"), Wrong: p.Wrong[name]}
}

// name is the field's name in the form.
func (b formBlock) name(field string) string { return "b." + string(b.Key) + "." + field }

var blockIcons = map[block.Kind]string{
	block.KindText: "pencil", block.KindLink: "link", block.KindBook: "booklist", block.KindFile: "file",
	block.KindVideo: "reel", block.KindSteps: "steps", block.KindMaterials: "maker",
}

func blockIcon(k block.Kind) string { return blockIcons[k] }

func isPicture(f storedFile) bool { return strings.HasPrefix(f.MediaType, "image/") }

func fileLine(f storedFile) string { return lang.Size(f.Size) }

func draftFileURL(d catalog.DraftID, f storedFile) string {
	return draftURL(d) + "/files/" + f.Hash + "/" + url.PathEscape(f.Name)
}
