package catalogweb

import (
	"cmp"
	"net/url"
	"slices"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/rights"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web/reading"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

func (p beginPage) faults() []ui.FieldFault {
	var out []ui.FieldFault
	for _, field := range []string{"what", "made", "file"} {
		if text, ok := p.Wrong[field]; ok {
			out = append(out, ui.FieldFault{Field: field, Text: text})
		}
	}
	return out
}

// label is a field of the page with its words and what is wrong with it.
func (p beginPage) label(field, words, hint string) ui.Label {
	first := p.faults()
	return ui.Label{Name: field, Text: words, Hint: hint, Wrong: p.Wrong[field], Focus: len(first) > 0 && first[0].Field == field}
}

// makers are the answers to "Who made this?".
func makers(c ui.Chrome, chosen maker) []ui.Option {
	var out []ui.Option
	for _, m := range []maker{madeByMe, madeByAllowing, madeByOther} {
		out = append(out, ui.Option{Value: string(m), Label: c.T("catalog.made." + string(m)), Chosen: m == chosen})
	}
	return out
}

func (p sharePage) heading() string {
	if p.Editing {
		return p.T("catalog.form.edit")
	}
	if p.Draft.Core != "" {
		return p.T("catalog.form.version")
	}
	return p.T("base.share_something")
}

func (p sharePage) shareWords() string {
	if p.Editing {
		return p.T("catalog.form.save")
	}
	return p.T("catalog.form.share")
}

// label is a field of the form with its words and what is wrong with it. The first wrong one takes the focus.
func (p sharePage) label(field, hint string) ui.Label {
	return p.named(field, p.T("catalog.field."+field), hint)
}

func (p sharePage) named(field, words, hint string) ui.Label {
	return ui.Label{Name: field, Text: words, Hint: hint, Wrong: p.Wrong[field], Focus: p.focusOn(field)}
}

func (p sharePage) proposalsLabel() ui.Label {
	l := p.named("proposals", p.T("catalog.form.proposals"), p.T("catalog.form.proposals_hint"))
	l.Optional = true
	return l
}

// focusOn says whether a field takes the focus: the first wrong one, else the one to go on with.
func (p sharePage) focusOn(field string) bool {
	if len(p.Faults) > 0 {
		return p.Faults[0].Field == field
	}
	return p.Focus != "" && p.Focus == field
}

// discardWords says what is thrown away.
func (p sharePage) discardWords() string {
	if p.Editing {
		return p.T("catalog.form.discard_changes")
	}
	return p.T("catalog.form.discard")
}

func (p sharePage) doublesText() string {
	if more := len(p.Doubles) - 1; more > 0 {
		return p.T("catalog.double.hint_more", more)
	}
	return p.T("catalog.double.hint")
}

func (p sharePage) bands() []ui.Option {
	var out []ui.Option
	for _, b := range grade.Bands {
		out = append(out, ui.Option{Value: b.Code, Label: p.T("vocab.band." + b.Code), Chosen: slices.Contains(p.Form.Bands, b.Code)})
	}
	return out
}

// gradesHint says where the grades come from while they are those that the form began with.
func (p sharePage) gradesHint() string {
	if p.Editing || len(p.Form.Bands) == 0 {
		return ""
	}
	for _, s := range p.Schools {
		if s.ID == p.Form.School && slices.Equal(s.Bands, p.Form.Bands) {
			return p.T("catalog.form.grades_hint", s.Name)
		}
	}
	return ""
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

// ideas are the colleagues whose idea it may have been, the writer first.
func (p sharePage) ideas() []ui.Option {
	out := []ui.Option{{Value: "", Label: p.T("credit.idea_mine"), Chosen: p.Form.Idea == ""}}
	for _, o := range p.Others {
		out = append(out, ui.Option{Value: string(o.ID), Label: o.Name, Chosen: p.Form.Idea == o.ID})
	}
	return out
}

// topics offers those chosen, also one that the district has no more, and those found in what was written; the rest is found by the list of all topics.
func (p sharePage) topics() []ui.Option {
	var out []ui.Option
	for _, code := range p.Form.Tags {
		label := reading.Spelled(code)
		if i := slices.IndexFunc(p.Terms, func(t vocab.Term) bool { return string(t.ID) == code }); i >= 0 {
			label = p.Terms[i].Label(p.Locale)
		}
		out = append(out, ui.Option{Value: code, Label: label, Chosen: true})
	}
	for _, t := range p.Suggests {
		out = append(out, ui.Option{Value: string(t.ID), Label: t.Label(p.Locale)})
	}
	return out
}

func (p sharePage) topicsHint() string {
	switch n := len(p.Suggests); {
	case n > 0:
		return p.T("catalog.form.topics_fit", n)
	case len(p.Form.Tags) == 0:
		return p.T("catalog.form.topics_none")
	}
	return ""
}

// moreTopics are the topics that are not offered by boxes.
func (p sharePage) moreTopics() []string {
	var out []string
	for _, t := range p.Terms {
		if !slices.Contains(p.Form.Tags, string(t.ID)) && !slices.ContainsFunc(p.Suggests, func(s vocab.Term) bool { return s.ID == t.ID }) {
			out = append(out, t.Label(p.Locale))
		}
	}
	return out
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

// visibilities offers the circles there are, and the one chosen once even if it is no more.
func (p sharePage) visibilities() []ui.Option {
	var out []ui.Option
	for _, v := range catalog.Visibilities {
		chosen := p.Form.Visibility == v
		if chosen || slices.Contains(p.Circles, v) {
			out = append(out, ui.Option{Value: string(v), Label: p.T("vocab.visibility." + string(v)), Chosen: chosen})
		}
	}
	return out
}

// visibilityHint says who could let anyone see it.
func (p sharePage) visibilityHint() string {
	if slices.Contains(p.Circles, catalog.SeenByAnyone) {
		return ""
	}
	return p.T("catalog.form.public_off")
}

// optional are the fields that stand among the details.
var optional = []string{"language", "minutes", "cost", "per", "subjects", "formats", "audience", "access", "rights", "idea", "source_url", "visibility", "review_by"}

// detailsOpen shows the optional fields when one of them was used or is wrong.
func (p sharePage) detailsOpen() bool {
	return p.Form.Open || p.Editing || slices.ContainsFunc(optional, func(field string) bool { return p.Wrong[field] != "" })
}

// part is a field of a part with its words.
func (p sharePage) part(b formBlock, field, hint string) ui.Label {
	return p.named(b.name(field), p.T("catalog.part."+field), hint)
}

// free is a line of free text.
func (p sharePage) free(field string) ui.Label {
	l := p.label(field, "")
	l.Free = true
	return l
}

func (p sharePage) partOptional(b formBlock, field string, optional bool) ui.Label {
	l := p.part(b, field, "")
	l.Optional, l.Free = optional, field == "heading"
	return l
}

// partAs is a field of a part that has other words in this kind of part, and a hint.
func (p sharePage) partAs(b formBlock, field, words string) ui.Label {
	return p.named(b.name(field), p.T("catalog.part."+words), p.T("catalog.part."+words+"_hint"))
}

// captionOptions are the languages in which another site may show captions.
func (p sharePage) captionOptions(b formBlock) []ui.Option {
	codes := slices.Clone(vocab.Languages)
	for _, tag := range b.Captions {
		if !slices.Contains(codes, tag) {
			codes = append(codes, tag)
		}
	}
	var out []ui.Option
	for _, code := range codes {
		out = append(out, ui.Option{Value: code, Label: p.LanguageName(code), Chosen: slices.Contains(b.Captions, code)})
	}
	return out
}

func (p sharePage) trackNames(b formBlock) string {
	var names []string
	for _, t := range b.Tracks {
		names = append(names, p.LanguageName(t.Language))
	}
	return p.List(names)
}

// trackLanguages offers the languages of captions, the film's own chosen.
func (p sharePage) trackLanguages(b formBlock) []ui.Option {
	return p.languageOptions(cmp.Or(b.TrackIn, p.Form.Language))[1:]
}

var blockIcons = map[block.Kind]string{
	block.KindText: "pencil", block.KindLink: "link", block.KindBook: "booklist", block.KindFile: "file",
	block.KindVideo: "reel", block.KindSteps: "steps", block.KindMaterials: "maker",
}

func blockIcon(k block.Kind) string { return blockIcons[k] }

func isPicture(f storedFile) bool { return block.File{MediaType: f.MediaType}.IsImage() }

func fileLine(f storedFile) string { return lang.Size(f.Size) }

func draftFileURL(d catalog.DraftID, f storedFile) string {
	return draftURL(d) + "/files/" + f.Hash + "/" + url.PathEscape(f.Name)
}
