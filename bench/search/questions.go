package main

import (
	"strings"

	"github.com/commonshelf/commonshelf/bench/gen"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/search"
)

// question is a query of a class.
type question struct {
	class string
	query index.Query
}

// prepare makes the questions of a catalog.
func prepare(catalog *gen.Catalog) []question {
	var out []question
	for _, q := range catalog.Queries(4000, 2) {
		out = append(out, question{q.Class, asking(q)})
	}
	return out
}

// asking asks as a media specialist at one school does.
func asking(q gen.Query) index.Query {
	sort := index.ByFit
	if q.Newest {
		sort = index.ByNewest
	}
	return index.Query{
		Words: q.Words, Filters: q.Filters, Sort: sort, Limit: 20, Counts: true, Values: 12, Now: gen.Until.UnixMicro(),
		Once: true, Own: index.Own{Facet: search.School, Values: []string{gen.School(0, 1)}},
		Favors: []index.Favor{{Trait: "worked:" + gen.School(0, 1), By: 0.2}, {Trait: "worked:3-5", By: 0.1}},
		Scope: index.Scope{District: id.DistrictID(gen.District(0)), Consortium: gen.Consortium,
			Schools: []id.SchoolID{id.SchoolID(gen.School(0, 1))}, SignedIn: true},
	}
}

// typed asks at each letter of the words, from the second on, for what begins so.
func typed(queries []question) (out []question) {
	for _, q := range queries {
		for n := range q.query.Words {
			if n < search.SuggestFrom || strings.HasSuffix(q.query.Words[:n], " ") {
				continue
			}
			out = append(out, question{q.class, index.Query{Words: q.query.Words[:n], Prefix: true, Exactly: true, HitsOnly: true, Limit: 20, Now: q.query.Now, Scope: q.query.Scope}})
		}
	}
	return out
}
