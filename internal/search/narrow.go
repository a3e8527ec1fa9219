package search

import (
	"math"
	"slices"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/index"
)

// narrow has a question filtered and narrowed as a query chooses, and by the grades and kinds that the words name where it chooses none.
func (k asking) narrow(question *index.Query, q Query) {
	question.Filters = filtersOf(q, k.asked)
	if grades := question.Filters[Grade]; len(grades) > 0 {
		question.Filters[Grade] = spread(grades)
	}
	question.Narrow = narrows(k.by, q)
	question.Since, question.Until = q.span(k.now, k.zone)
	if strangeIn(q, Use, OfMySchool) || strangeIn(q, Tried, NotYet) {
		question.Since = math.MaxInt64 // as of a facet, a value that nothing has finds nothing
	}
}

// strangeIn says whether something is chosen of a question with one answer, and it is not that.
func strangeIn(q Query, name, only string) bool {
	return len(q.Filters[name]) > 0 && !slices.Contains(q.Filters[name], only)
}

// narrows is what a query leaves out for the asker's schools. Whoever is at none has used and shared nothing, and may use what anyone
// in their district may.
func narrows(by actor.Actor, q Query) (out []index.Narrow) {
	if slices.Contains(q.Filters[Use], OfMySchool) {
		var mine []string
		if by.SignedIn() {
			mine = append(mine, mayUse(string(by.District)))
		}
		for _, school := range by.SchoolIDs() {
			mine = append(mine, mayUse(string(school)))
		}
		out = append(out, index.Narrow{Without: []string{limited}, Unless: mine})
	}
	if slices.Contains(q.Filters[Tried], NotYet) {
		var mine []string
		for _, school := range by.SchoolIDs() {
			mine = append(mine, triedAt(school))
		}
		out = append(out, index.Narrow{Without: mine})
	}
	return out
}

// without is the query with nothing chosen of one thing by which it is narrowed.
func (q Query) without(name string) Query {
	filters := map[string][]string{}
	for n, values := range q.Filters {
		if n != name {
			filters[n] = values
		}
	}
	if q.Filters = filters; name == Shared {
		q.Since, q.Until = "", ""
	}
	return q
}

// chooses says whether the query is narrowed by something.
func (q Query) chooses(name string) bool {
	return len(q.Filters[name]) > 0 || name == Shared && (q.Since != "" || q.Until != "")
}

// with is the query with one thing chosen, whatever was before.
func (q Query) with(name, value string) Query {
	q = q.without(name)
	q.Filters[name] = []string{value}
	return q
}

// total is how many a query finds that asks the same with other choices.
func (s *Service) total(k asking, q Query) int {
	question := k.question
	k.narrow(&question, q)
	question.Limit, question.Offset, question.Counts = 0, 0, false
	return s.index.Load().Search(question).Total
}

// bySchool counts, for whoever is at a school, what would be found with each of the choices for their school.
func (s *Service) bySchool(k asking, found int) map[string]int {
	if len(k.by.Schools) == 0 {
		return nil
	}
	out := map[string]int{}
	for name, value := range map[string]string{Use: OfMySchool, Tried: NotYet} {
		if out[name] = found; !slices.Contains(k.query.Filters[name], value) {
			out[name] = s.total(k, k.query.with(name, value))
		}
	}
	return out
}

// counted are the facets as people know them: of the grades the bands, and the spans that are chosen.
func (s *Service) counted(k asking, facets []index.Facet, found int) []index.Facet {
	for i, f := range facets {
		if f.Name != Grade {
			continue
		}
		chosen := filtersOf(k.query, k.asked)[Grade]
		var values []index.Value
		for _, v := range f.Values {
			if _, single := GradeSpan(v.Value); IsBand(v.Value) || !single {
				v.Chosen = slices.Contains(chosen, v.Value)
				values = append(values, v)
			}
		}
		for _, value := range chosen {
			if _, ok := GradeSpan(value); ok && !IsBand(value) {
				n := found
				if len(chosen) > 1 {
					alone := k
					alone.asked.Grades = nil
					n = s.total(alone, k.query.with(Grade, value))
				}
				values = append(values, index.Value{Value: value, Count: n, Chosen: true})
			}
		}
		facets[i].Values = values
	}
	return facets
}
