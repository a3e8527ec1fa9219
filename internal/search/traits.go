package search

import (
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
)

// limited is the trait of what not everyone may use who may see it.
const limited = "limited"

// Traits of resources, by which they are looked for or left out. Nobody is told which a resource has.
func mayUse(holder string) string       { return "may:" + holder }           // a district or school may, of what is limited
func leadsInto(database string) string  { return "database:" + database }    // one of its links does
func triedAt(school id.SchoolID) string { return "tried:" + string(school) } // it was used there, or shared by it
func wordsOf(person id.PersonID) string { return "by:" + string(person) }    // they shared it, or words of theirs are in it

func workedAt(school id.SchoolID) string { return "worked:" + string(school) } // they say so
func workedFor(district id.DistrictID, band string) string { // a school of the district that has these grades says so
	return "worked:" + string(district) + ":" + band
}

// traits are those of a resource.
func (r *resource) traits() []string {
	out := []string{triedAt(r.school)}
	for _, school := range r.tried {
		out = append(out, triedAt(school))
	}
	for _, w := range r.worked {
		out = append(out, workedAt(w.school))
		for _, band := range grade.BandsOf(w.grades) {
			out = append(out, workedFor(w.district, band))
		}
	}
	for _, person := range r.hands {
		out = append(out, wordsOf(person))
	}
	u := useOf(r, r.databases)
	if !u.anyone {
		out = append(out, limited)
		for _, h := range u.holders {
			if h.school != "" {
				out = append(out, mayUse(string(h.school)))
			} else {
				out = append(out, mayUse(string(h.district)))
			}
		}
	}
	for _, d := range u.databases {
		out = append(out, leadsInto(d))
	}
	return out
}
