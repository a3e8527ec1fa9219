package catalogweb

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// heading says how much was found; with few things and nothing asked for, no number is needed.
func (p catalogPage) heading() string {
	switch {
	case p.All == 0 && p.Reader == nil:
		return p.T("catalog.for_colleagues")
	case p.Words == "" && len(p.Chips) == 0 && p.All < few:
		return p.T("catalog.newest_first")
	case p.Nothing:
		return p.T("catalog.nothing_to_find", p.Words)
	case p.Graded.Text != "":
		return p.Graded.Text
	case p.Total == 0:
		return p.T("catalog.found_none")
	}
	return p.T("catalog.found", p.Total)
}

// empty invites where there is nothing.
func (p catalogPage) empty() ui.EmptyView {
	switch {
	case p.All == 0 && p.Reader == nil:
		return ui.EmptyView{Text: p.T("catalog.come_in"), Action: p.T("base.sign_in"), URL: "/sign-in?next=" + url.QueryEscape(p.Here)}
	case p.All == 0:
		return invitation(p.Chrome, p.T("catalog.empty"))
	case p.Nothing:
		return ui.EmptyView{Text: p.T("catalog.nothing_to_find_text"), Action: p.T("catalog.see_all"), URL: p.Whither}
	case p.Graded.Text != "":
		return ui.EmptyView{Text: p.T("catalog.grades_as_words", p.Words), Action: p.Graded.Action, URL: p.Graded.URL}
	case len(p.Chips) > 0 && p.Words != "" && p.Loosened:
		return ui.EmptyView{Text: p.why(), Action: p.T("catalog.loosen"), URL: p.Clear}
	case len(p.Chips) > 0:
		return ui.EmptyView{Text: p.why(), Action: p.T("catalog.clear"), URL: "/catalog"}
	}
	if len(p.Instead) > 0 { // to ask is the way on from here
		return ui.EmptyView{Text: p.why()}
	}
	return invitation(p.Chrome, p.why())
}

// why says in one sentence why nothing was found.
func (p catalogPage) why() string {
	switch {
	case len(p.Unknown) > 0:
		return p.T("catalog.unknown", p.List(p.Unknown))
	case !p.Chosen && p.NoneOf != "":
		return p.NoneOf
	case len(p.Chips) > 0 && p.Words != "":
		return p.T("catalog.nothing_chosen_with", p.Words)
	case len(p.Chips) > 0:
		return p.T("catalog.nothing_chosen")
	case len(p.Named) > 0:
		var who []string
		for _, n := range p.Named {
			who = append(who, n.Who)
		}
		return p.T("catalog.nothing_from", p.List(who))
	}
	if p.Alone != "" {
		return p.T("catalog.unknown", p.Alone)
	}
	return p.T("catalog.nothing_together")
}

// sayUnknown names the words that nothing has, as they were typed. Numbers that may be grades, and are asked about, are none of them.
func (p *catalogPage) sayUnknown(q search.Query, found search.Found) {
	typed := strings.Fields(q.Words)
	asks := len(found.Asked.Perhaps) > 0 && len(q.Filters[search.Grade]) == 0 && (found.Total > 0 || perhapsFinds(found))
	for _, word := range found.Unknown {
		if !asks || !perhapsGrade(found.Asked, word) {
			p.Unknown = append(p.Unknown, asTyped(typed, word))
		}
	}
	p.Spared = asks && len(p.Unknown) == 0 && len(found.Unknown) > 0 && len(strings.Fields(found.Asked.Spared)) == 1
	if words := telling(found.Asked.Words); len(words) == 1 && len(found.Asked.Phrases) == 0 && found.Asked.Without == "" {
		p.Alone = asTyped(typed, words[0])
	}
}

// perhapsFinds says whether something is for the grades that the words may name.
func perhapsFinds(found search.Found) bool {
	return len(found.Wider) > 0 && found.Wider[0].Way == search.PerhapsGrades
}

// perhapsGrade says whether a word is of those that may name grades.
func perhapsGrade(asked search.Asked, word string) bool {
	has := func(text string) bool { return slices.Contains(strings.Fields(fold.Key(text)), word) }
	return has(asked.Words) && !has(asked.Spared)
}

// telling are the words of a text that say something, folded.
func telling(text string) []string {
	return slices.DeleteFunc(fold.Words(text), index.Grammatical)
}

// asTyped is a folded word as it stands in what was typed, or itself where it does not.
func asTyped(typed []string, word string) string {
	for _, part := range typed {
		part = strings.TrimFunc(part, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
		if fold.Key(part) == word {
			return part
		}
	}
	return word
}

// invitation is an empty place that offers those who may to be the first.
func invitation(c ui.Chrome, words string) ui.EmptyView {
	if c.Reader == nil || !c.Reader.Contributes {
		return ui.EmptyView{Text: words}
	}
	return ui.EmptyView{Text: words, Action: c.T("base.share_something"), URL: "/share"}
}
