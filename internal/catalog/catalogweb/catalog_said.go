package catalogweb

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// namedSchools is how many schools are named; more are counted.
const namedSchools = 4

// reasons are what speaks for a card beside its words: by what it was found where no word of it shows that, that it worked at the reader's
// school, where it was tried, and that it is for the grades that were asked for. What the card marks among its topics is not said again.
func reasons(n namer, found search.Found, card int, tags []string) (out []ui.Reason) {
	c := n.Chrome
	for _, said := range throughSaid(n, found.Matches[card], tags) {
		out = append(out, ui.Reason{Text: said})
	}
	worked := found.Worked != nil && found.Worked[card]
	if worked {
		out = append(out, ui.Reason{Text: c.T("catalog.worked_here")})
	}
	if found.Tried != nil {
		schools := found.Tried[card]
		if worked { // the reader's was just named
			schools = slices.DeleteFunc(slices.Clone(schools), func(name string) bool { return slices.Contains(n.own, name) })
		}
		if len(schools) > namedSchools {
			out = append(out, ui.Reason{Text: c.T("catalog.tried_at_many", len(schools))})
		} else if len(schools) > 0 {
			out = append(out, ui.Reason{Text: c.T("catalog.tried_at", c.List(schools))})
		}
	}
	if found.By != nil && len(found.By[card]) > 0 {
		out = append(out, markedNames(c.T("catalog.with_words_of", c.List(found.By[card])), found.By[card]))
	}
	if grades := found.Cards[card].About.Grades; grades&search.GradesOf(found.Asked.Grades) != 0 {
		out = append(out, ui.Reason{Text: c.T("catalog.for_grades", grades.Len(), grades.String())})
	}
	return out
}

// markedNames marks names in a line that has them in this order.
func markedNames(line string, names []string) ui.Reason {
	out, at := ui.Reason{Text: line}, 0
	for _, name := range names {
		if i := strings.Index(line[at:], name); i >= 0 {
			out.Marks = append(out.Marks, index.Span{From: at + i, To: at + i + len(name)})
			at += i + len(name)
		}
	}
	return out
}

// throughSaid says by which topic, and which values that the words name, something was found that shows none of the words; where that is
// nothing either, by which words.
func throughSaid(n namer, m search.Match, tags []string) (out []string) {
	if m.Said() {
		return nil
	}
	var topics []string
	for _, t := range m.Topics {
		if topic := n.say(search.Tag, string(t)); !slices.Contains(tags, topic) {
			topics = append(topics, topic)
		}
	}
	if len(topics) > 0 {
		out = append(out, n.T("catalog.through.tag", n.List(topics)))
	}
	for _, o := range m.Through {
		if o.Facet == search.School { // its name is marked on the card
			continue
		}
		out = append(out, n.T("catalog.through."+o.Facet, otherSaid(n, o)))
	}
	if len(m.Has) > 0 {
		out = append(out, n.T("catalog.through.words", len(m.Has), n.List(m.Has)))
	}
	return out
}

// wayOut leads from a question that finds nothing to one that finds something.
type wayOut struct{ Text, URL string }

func waysOut(n namer, q search.Query, found search.Found) []wayOut {
	if len(found.Wider) == 0 {
		return nil
	}
	out := make([]wayOut, len(found.Wider))
	for i, w := range found.Wider {
		out[i] = wayOut{n.T("catalog.wider", w.Total, wayNamed(n, found.Asked, w)), wayURL(q, w)}
	}
	return out
}

// gradedView asks whether the words name grades, and leads to what is for these.
type gradedView struct {
	wayOut
	Action string
}

// gradedWay leads to what is for the grades that the words may name, where as words they find nothing, and gives the other ways.
func gradedWay(n namer, q search.Query, found search.Found) (gradedView, []search.Wider) {
	if len(found.Wider) == 0 || found.Wider[0].Way != search.PerhapsGrades {
		return gradedView{}, found.Wider
	}
	return gradedView{perhapsWay(n, q, found), n.T("catalog.see_graded", found.Wider[0].Total)}, found.Wider[1:]
}

// perhapsWay asks whether the words name grades, and leads to what is for these.
func perhapsWay(n namer, q search.Query, found search.Found) wayOut {
	perhaps := search.GradesOf(found.Asked.Perhaps)
	return wayOut{n.T("catalog.perhaps_grades", perhaps.Len(), perhaps.Said()), catalogURL(q, func(v url.Values) {
		v[search.Grade] = found.Asked.Perhaps
		if v.Set("q", found.Asked.Spared); found.Asked.Spared == "" {
			v.Del("q")
		}
	})}
}

// loosened says whether something is found where less is chosen.
func loosened(wider []search.Wider) bool {
	return slices.ContainsFunc(wider, func(w search.Wider) bool { return w.Way == search.WithoutFacet || w.Way == search.WithoutChosen })
}

// beyond says of grades that the words name that there are none such, and leads on without them.
func beyond(n namer, q search.Query, found search.Found) (out []strange) {
	for _, grade := range found.Asked.Beyond {
		out = append(out, strange{n.T("catalog.no_grade", grade), grade, catalogURL(q, func(v url.Values) {
			if v.Set("q", found.Asked.Rest); found.Asked.Rest == "" {
				v.Del("q")
			}
		})})
	}
	return out
}

// wayNamed says what a way out looks for.
func wayNamed(n namer, asked search.Asked, w search.Wider) string {
	switch w.Way {
	case search.WithoutFacet:
		return n.T("catalog.wider.facet", n.T("catalog.facet."+w.Facet))
	case search.WithoutChosen:
		return n.T("catalog.wider.chosen")
	case search.WithoutMarks:
		return n.T(marksNamed(asked), w.Words)
	case search.OfTopic:
		return n.T("catalog.wider.topic", n.say(search.Tag, string(w.Topic)))
	case search.LevelAbove:
		return n.T("catalog.wider.level", w.Words)
	case search.OtherWord:
		if w.Book != "" {
			return n.T("catalog.wider.book", w.Book, w.Words)
		}
		return n.T("catalog.wider.begins", w.Words)
	}
	return n.T("catalog.wider.word", w.Words)
}

// marksNamed is the message that names the marks that were typed.
func marksNamed(asked search.Asked) string {
	minus := asked.Without != "" || slices.ContainsFunc(asked.Phrases, func(p index.Phrase) bool { return p.Not })
	switch quotes := slices.ContainsFunc(asked.Phrases, func(p index.Phrase) bool { return !p.Not }); {
	case quotes && minus:
		return "catalog.wider.marks"
	case quotes:
		return "catalog.wider.quotes"
	}
	return "catalog.wider.minus"
}

// wayURL is where a way out leads. A topic is looked through whatever else is chosen.
func wayURL(q search.Query, w search.Wider) string {
	if w.Way == search.OfTopic {
		return catalogURL(search.Query{Filters: map[string][]string{search.Tag: {string(w.Topic)}}}, func(url.Values) {})
	}
	return catalogURL(q, func(v url.Values) {
		v.Set("q", w.Words)
		if w.Words == "" {
			v.Del("q")
		}
		switch w.Way {
		case search.WithoutFacet:
			if v.Del(w.Facet); w.Facet == search.Shared {
				clearDays(v)
			}
		case search.WithoutChosen:
			clearFacets(v)
		}
	})
}

// othersShown is how many other words are worth a line.
const othersShown = 4

// readAs says how the words were read, and how to have it otherwise.
func (p *catalogPage) readAs(n namer, q search.Query, found search.Found) {
	if q.Words == "" {
		return
	}
	if !q.AsTyped {
		others := othersSaid(n, q.Words, found.Helped)
		p.Also, p.Wide = others[:min(othersShown, len(others))], len(found.Helped) > 0
		if more := len(others) - len(p.Also); more > 0 {
			p.AlsoMore = ui.Way{Text: n.T("catalog.also_more", more), URL: howFoundURL(q)}
		}
		if graded := typedGrades(found); len(graded) > 0 {
			set, none := search.GradesOf(graded), "catalog.nothing_graded"
			if found.Asked.Words == "" {
				none = "catalog.nothing_for_grades"
			}
			p.Grades, p.NoneOf = n.T("catalog.grades_read", set.Len(), set.Said()), n.T(none, set.Len(), set.Said())
		}
		if len(found.Asked.Aside) > 0 {
			p.Aside = n.T("catalog.aside", len(found.Asked.Aside), n.List(found.Asked.Aside))
		}
		for _, kind := range found.Asked.Kinds {
			p.Kinds = append(p.Kinds, n.say(search.Kind, kind))
		}
	}
	if len(found.Asked.Perhaps) > 0 && len(q.Filters[search.Grade]) == 0 && found.Total > 0 {
		p.Meant = append(p.Meant, perhapsWay(n, q, found))
	}
	for _, t := range found.Meant {
		words := search.WithWord(q.Words, t)
		p.Meant = append(p.Meant, wayOut{n.T("catalog.meant", words), catalogURL(q, func(v url.Values) { v.Set("q", words) })})
	}
	p.Other = catalogURL(q, func(v url.Values) {
		if v.Del("as"); !q.AsTyped {
			v.Set("as", "typed")
		}
	})
}

// readMore says whether the words were read as more than words.
func (p catalogPage) readMore() bool {
	return !p.AsTyped && (p.Grades != "" || p.Aside != "" || p.Wide || len(p.Kinds) > 0)
}

// othersSaid names what else was looked for and helped to find what stands on the page, each once, the most useful first. A topic of which a
// word is but part of a name means something else: it is named where it found something.
func othersSaid(n namer, typed string, helped []search.Helped) (out []string) {
	for _, h := range helped {
		said := otherSaid(n, h.Other)
		if !h.Part && !strings.Contains(fold.Key(typed), fold.Key(said)) && !slices.ContainsFunc(out, func(have string) bool { return fold.Key(have) == fold.Key(said) }) {
			out = append(out, said)
		}
	}
	return out
}

func otherSaid(n namer, o search.Other) string {
	if o.Facet == "" {
		return o.Words
	}
	return n.say(o.Facet, o.Value)
}

// lastShown is how many characters are shown of where something ends.
const lastShown = 30

// sayOver says what of the words was not looked for, and keeps in the field all that was typed.
func (p *catalogPage) sayOver(q search.Query, found search.Found) {
	switch {
	case found.Over != "": // of a text that is too long too, since fewer words than that were looked for
		if p.Over = p.T("catalog.many_words", index.MostWords, found.Over); q.Typed != "" {
			p.Words = q.Typed
		}
	case q.Typed != "":
		looked := []rune(q.Words)
		end := string(looked)
		if len(looked) > lastShown {
			end = "… " + strings.TrimSpace(string(looked[len(looked)-lastShown:]))
		}
		p.Words, p.Over = q.Typed, p.T("catalog.long", utf8.RuneCountInString(q.Typed), len(looked), end)
	}
}
