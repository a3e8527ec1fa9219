package questionweb

import (
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/question"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// Beside offers, under the search field, to ask colleagues the words that were looked for.
func Beside() web.Panel {
	return func(r *web.Request, c ui.Chrome, words string) (templ.Component, error) {
		if !r.Actor.Contributes() {
			return nil, nil
		}
		return beside(c, askURL(words)), nil
	}
}

// askURL is the page of asking, with words that were looked for.
func askURL(words string) string {
	if words == "" {
		return "/ask"
	}
	return "/ask?q=" + url.QueryEscape(words)
}

// unquoted are words without the quotes that may stand around some of them: the button has its own.
func unquoted(words string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("\"“”„«»", r) {
			return -1
		}
		return r
	}, words)
}

// mostSaid is how much of what was looked for stands on the button that asks it.
const mostSaid = 60

// What is shown of what was asked about the same.
const (
	shownAbout   = 2
	shownAnswers = 3 // to each
)

// aboutView is a question about what was looked for.
type aboutView struct {
	Words   string
	URL     string
	Who     string
	Answers []answerView
	More    int    // answers beside these
	Tip     string // address of what it became; empty: nothing
	Act     string // what its reader may do there; empty: read alone
}

// About shows what colleagues asked about words that find little, and what was answered.
func About(service *question.Service) web.Panel {
	return func(r *web.Request, c ui.Chrome, words string) (templ.Component, error) {
		if !r.Actor.Contributes() {
			return nil, nil
		}
		asked, err := service.About(r.Context(), r.Actor, search.Unmarked(words), shownAbout)
		if err != nil || len(asked) == 0 {
			return nil, err
		}
		list := make([]aboutView, len(asked))
		for i, q := range asked {
			given, err := service.Answers(r.Context(), r.Actor, q.ID)
			if err != nil {
				return nil, err
			}
			list[i] = about(c, q, given)
		}
		return showAbout(c, list), nil
	}
}

func about(c ui.Chrome, q question.Question, given []question.Answer) aboutView {
	v := aboutView{Words: q.Words, URL: at(q.ID), Who: c.T("question.about.asked", question.Who(c.Printer, q.PersonName, q.SchoolName))}
	if q.Mine {
		v.Who = c.T("question.about.yours")
	}
	if q.Tip != "" { // which holds what helped
		v.Tip = q.Tip.Path("")
		return v
	}
	for _, a := range given[:min(shownAnswers, len(given))] {
		v.Answers = append(v.Answers, viewOf(c, a))
	}
	v.More = len(given) - len(v.Answers)
	if q.State == question.Open && !q.Mine {
		v.Act = c.T("question.answer")
	}
	return v
}

// Instead makes a question of a search that found nothing, in one tap, where its words say what is needed.
func Instead(service *question.Service) web.Panel {
	return func(r *web.Request, c ui.Chrome, words string) (templ.Component, error) {
		if !r.Actor.Contributes() || words == "" {
			return nil, nil
		}
		asked, err := service.About(r.Context(), r.Actor, search.Unmarked(words), 1)
		if err != nil {
			return nil, err
		}
		return instead(c, insteadView{Words: words, Asks: sentence(c.Printer, search.Unmarked(words)), Again: len(asked) > 0}), nil
	}
}

// insteadView is what is to be asked in place of a search.
type insteadView struct {
	Words string // looked for
	Asks  string // the question; empty: they say too little
	Again bool   // somebody asked about the same
}
