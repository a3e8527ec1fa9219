package catalogweb

import (
	"net/http"
	"net/url"

	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/reading"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// peopleSuggested is how many colleagues are suggested.
const peopleSuggested = 3

// suggest handles GET /catalog/suggest: topics, standards, titles and colleagues that begin as what is being typed does. What was typed is
// kept nowhere.
func (p *pages) suggest(w http.ResponseWriter, r *web.Request) error {
	typed := r.Query().Text("q")
	found, err := p.Search.Suggest(r.Context(), r.Actor, typed)
	if err != nil {
		return err
	}
	c := r.Chrome("", ui.Catalog)
	terms, err := p.terms(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	var list []ui.Suggested
	for _, t := range found.Topics {
		list = append(list, ui.Suggested{URL: "/catalog?" + url.Values{search.Tag: {string(t.ID)}}.Encode(), Icon: "tag",
			Text: reading.TermLabel(terms, string(t.ID), c.Locale), Hint: c.T("catalog.suggest.topic")})
	}
	for _, standard := range found.Standards {
		list = append(list, suggestedStandard(c, standard))
	}
	for _, card := range found.Titles {
		list = append(list, ui.Suggested{URL: resourceURL(card.ID, card.About.Title), Icon: string(card.About.Type), Text: card.About.Title, Lang: card.About.Language,
			Hint: c.T("vocab.kind." + string(card.About.Type))})
	}
	if words := fold.Words(typed); r.Actor.SignedIn() && len(words) > 0 && p.Colleagues != nil {
		colleagues, err := p.Colleagues(r.Context(), r.Actor, words, peopleSuggested)
		if err != nil {
			return err
		}
		list = append(list, colleagues...)
	}
	return render(w, r, ui.Suggestions(c, list))
}

// suggestedStandard leads to what carries a standard, by its whole code.
func suggestedStandard(c ui.Chrome, standard search.Standard) ui.Suggested {
	out := ui.Suggested{URL: "/catalog?" + url.Values{"q": {`"` + standard.Code + `"`}}.Encode(), Icon: "check", Text: standard.Code, Hint: c.T("catalog.suggest.standard")}
	if standard.Text != "" {
		out.Text, out.Lang = standard.Code+": "+standard.Text, standard.Language
	}
	return out
}
