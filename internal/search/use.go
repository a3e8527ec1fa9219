package search

import (
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fetch"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/rights"
)

// database is a subscription of a district or of one of its schools, as far as it decides who can use what leads into it.
type database struct {
	id         string
	district   id.DistrictID
	consortium string
	school     id.SchoolID // empty: the whole district has it
	address    string      // canonical; what stands there or below leads into it
}

// has says whether an address leads into the database.
func (d database) has(address string) bool {
	rest, ok := strings.CutPrefix(address, d.address)
	return ok && (rest == "" || strings.ContainsRune("/?#", rune(rest[0])))
}

// holder is who can use something: a whole district, or one school of it.
type holder struct {
	district id.DistrictID
	school   id.SchoolID // empty: all of the district
}

// use says who may use a resource, among those who may see it.
type use struct {
	anyone    bool
	holders   []holder // where not everyone may
	databases []string // into which it leads
}

// useOf decides who may use a resource: whoever its rights let hand it out or change it, as far as they can get into the databases
// into which its links lead; and the school that shared it, which knows what it does.
//
// A link leads into a database that the district of the resource lists, or one of its schools. Who has that database, districts that
// share with each other say alike: by its address.
func useOf(r *resource, databases []database) use {
	u := use{anyone: rights.ForOthers(rights.Code(r.document.About.Rights), r.document.About.Source != block.Source{})}
	if !u.anyone {
		u.holders = []holder{{r.district, r.school}}
	}
	for _, address := range addresses(r.document) {
		with := holdersOf(address, r, databases, &u)
		if with == nil {
			continue
		}
		if u.anyone {
			u.anyone, u.holders = false, with
		} else {
			u.holders = both(u.holders, with)
		}
	}
	if !u.anyone && !slices.Contains(u.holders, holder{r.district, r.school}) {
		u.holders = append(u.holders, holder{r.district, r.school})
	}
	return u
}

// holdersOf are those who have a database into which an address leads; none: it leads into none that the resource's district lists.
func holdersOf(address string, r *resource, databases []database, u *use) (with []holder) {
	listed := false
	for _, d := range databases {
		if d.district != r.district && (d.consortium == "" || d.consortium != r.consortium) || !d.has(address) {
			continue
		}
		listed = listed || d.district == r.district
		with = append(with, holder{d.district, d.school})
		if !slices.Contains(u.databases, d.id) {
			u.databases = append(u.databases, d.id)
		}
	}
	if !listed {
		return nil
	}
	return with
}

// both are the holders that are among one list and the other: a school is within its district.
func both(a, b []holder) (out []holder) {
	for _, x := range a {
		for _, y := range b {
			if x.district != y.district || x.school != y.school && x.school != "" && y.school != "" {
				continue
			}
			if x.school == "" {
				out = append(out, y)
			} else {
				out = append(out, x)
			}
		}
	}
	return slices.Compact(out)
}

// addresses are the pages elsewhere to which a document leads, in their canonical form.
func addresses(d block.Document) (out []string) {
	add := func(address string) {
		if address == "" {
			return
		}
		if canonical, err := fetch.Canonical(address); err == nil && !slices.Contains(out, canonical) {
			out = append(out, canonical)
		}
	}
	add(d.About.Source.URL)
	for _, b := range d.Blocks {
		switch body := b.Body.(type) {
		case block.Link:
			add(body.URL)
		case block.Video:
			add(body.URL)
		}
	}
	return out
}
