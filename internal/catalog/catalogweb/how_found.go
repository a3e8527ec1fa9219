package catalogweb

import (
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// howFoundAt is where it says how things are found.
const howFoundAt = "/catalog/how-found"

// howFoundPage is the page at /catalog/how-found. Its numbers are those by which the search works.
type howFoundPage struct {
	ui.Chrome
	Fields  []countsView // where a word stands
	Ages    []agesView   // how fast kinds age
	Formula search.Formula
	Words   string       // of a search that is looked at; empty: none
	Others  []otherFound // what else was looked for then, and found something
}

// otherFound is what else was looked for, and how much of the first page it found.
type otherFound struct{ What, Found string }

// countsView is a place where a word may stand, and what it counts there.
type countsView struct{ Where, Counts string }

// agesView is kinds that age alike, and in how many months.
type agesView struct {
	Kinds  string
	Months int
}

// howFound handles GET /catalog/how-found.
func (p *pages) howFound(w http.ResponseWriter, r *web.Request) error {
	page := howFoundPage{Chrome: r.Chrome(r.P.T("catalog.how.title"), ui.Catalog), Formula: search.TheFormula()}
	for _, f := range page.Formula.Fields {
		page.Fields = append(page.Fields, countsView{r.P.T("catalog.how.field." + f.Name), strconv.FormatFloat(f.Weight, 'g', -1, 64)})
	}
	for _, age := range page.Formula.Ages {
		var kinds []string
		for _, kind := range age.Kinds {
			kinds = append(kinds, r.P.T("vocab.kind."+string(kind)))
		}
		page.Ages = append(page.Ages, agesView{r.P.List(kinds), months(age.Days)})
	}
	if err := p.explain(r, &page); err != nil {
		return err
	}
	return render(w, r, showHowFound(page))
}

// explain says of the search that the address holds what else was looked for.
func (p *pages) explain(r *web.Request, page *howFoundPage) error {
	q := search.ReadQuery(r.URL.Query())
	if q.Words == "" {
		return nil
	}
	found, err := p.Search.Search(r.Context(), r.Actor, q)
	if err != nil {
		return err
	}
	terms, err := p.terms(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	schools, err := p.schoolNames(r, found)
	if err != nil {
		return err
	}
	n := namer{Chrome: page.Chrome, terms: terms, schools: schools}
	page.Words = q.Words
	for _, h := range found.Helped {
		page.Others = append(page.Others, otherFound{otherSaid(n, h.Other), n.T("catalog.how.found_by", h.Found)})
	}
	return nil
}

// howFoundURL is where it says what else was looked for in a search.
func howFoundURL(q search.Query) string {
	return howFoundAt + strings.TrimPrefix(catalogURL(q, func(url.Values) {}), "/catalog") + "#others"
}

// months is so many days, as people say it.
func months(days int) int { return int(math.Round(float64(days) * 12 / 365)) }

// percent is a share as a whole number of hundredths.
func percent(share float64) int { return int(math.Round(100 * share)) }
