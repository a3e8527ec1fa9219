package index

import (
	"strings"
	"sync"
	"sync/atomic"
)

// interner numbers keys from 0 in the order in which they come. Numbers are never given up. Any number of readers may look
// up and list while one writer adds.
type interner[K comparable] struct {
	numbers sync.Map // K -> uint32
	keys    atomic.Pointer[[]K]
	adding  sync.Mutex
}

// find gives the number of a key that is known.
func (n *interner[K]) find(key K) (uint32, bool) {
	if number, ok := n.numbers.Load(key); ok {
		return number.(uint32), true
	}
	return 0, false
}

// number gives the number of a key, a new one if need be.
func (n *interner[K]) number(key K) uint32 {
	if number, ok := n.find(key); ok {
		return number
	}
	n.adding.Lock()
	defer n.adding.Unlock()
	if number, ok := n.find(key); ok {
		return number
	}
	// Readers hold shorter slices of the same array: what they may see is never written again.
	keys := append(n.all(), key)
	n.keys.Store(&keys)
	number := uint32(len(keys) - 1)
	n.numbers.Store(key, number)
	return number
}

// all lists the keys by number.
func (n *interner[K]) all() []K {
	if keys := n.keys.Load(); keys != nil {
		return *keys
	}
	return nil
}

// facetValue is a value within a facet, which is named by its position among the index's facets.
type facetValue struct {
	facet uint8
	text  string
}

// audience is everyone who may see a document, reduced to what its visibility asks for, so that many documents have the
// same. Places are numbered; number 0 is no place.
type audience struct {
	visibility                   Visibility
	district, consortium, school uint32
}

// place is a district, a consortium or a school.
type place struct {
	kind uint8
	name string
}

const (
	noPlace uint8 = iota
	districtPlace
	consortiumPlace
	schoolPlace
)

// names is what documents have in common, numbered once for all segments.
type names struct {
	facets    []string
	values    interner[facetValue]
	places    interner[place]
	audiences interner[audience]
}

func newNames(facets []string) *names {
	n := &names{facets: facets}
	n.places.number(place{}) // number 0: no place
	return n
}

// localNames is one writer's memory of names, which spares it most ways to the common one.
type localNames struct {
	*names
	myValues    map[facetValue]uint32
	myAudiences map[audienceText]uint32
}

// audienceText is who may see a document, in the document's own words.
type audienceText struct {
	visibility                   Visibility
	district, consortium, school string
}

func newLocalNames(n *names) *localNames {
	return &localNames{names: n, myValues: map[facetValue]uint32{}, myAudiences: map[audienceText]uint32{}}
}

// value numbers a facet's value.
func (l *localNames) value(facet uint8, text string) uint32 {
	if v, ok := l.myValues[facetValue{facet, text}]; ok {
		return v
	}
	key := facetValue{facet, strings.Clone(text)}
	v := l.values.number(key)
	l.myValues[key] = v
	return v
}

// audienceOf numbers who may see the document.
func (l *localNames) audienceOf(d *Doc) uint32 {
	t := audienceText{d.Visibility, string(d.District), d.Consortium, string(d.School)}
	if a, ok := l.myAudiences[t]; ok {
		return a
	}
	t = audienceText{d.Visibility, strings.Clone(t.district), strings.Clone(t.consortium), strings.Clone(t.school)}
	a := audience{visibility: t.visibility, district: l.place(districtPlace, t.district)}
	switch t.visibility {
	case SeenBySchool:
		a.school = l.place(schoolPlace, t.school)
	case SeenByConsortium:
		a.consortium = l.place(consortiumPlace, t.consortium)
	}
	number := l.audiences.number(a)
	l.myAudiences[t] = number
	return number
}

func (n *names) place(kind uint8, name string) uint32 {
	if name == "" {
		return 0
	}
	return n.places.number(place{kind, name})
}

// asker is a scope in the numbers of the index. A place that no document has is a number that none has either.
type asker struct {
	district, consortium uint32
	schools              []uint32
	signedIn, system     bool
}

const unknownPlace = ^uint32(0)

func (n *names) asker(s Scope, schools []uint32) asker {
	find := func(kind uint8, name string) uint32 {
		if number, ok := n.places.find(place{kind, name}); ok && name != "" {
			return number
		}
		return unknownPlace
	}
	a := asker{
		district: find(districtPlace, string(s.District)), consortium: find(consortiumPlace, s.Consortium),
		schools: schools[:0], signedIn: s.SignedIn, system: s.System,
	}
	for _, school := range s.Schools {
		a.schools = append(a.schools, find(schoolPlace, string(school)))
	}
	return a
}

// sees decides whether who asks belongs to the audience.
func (a *asker) sees(to audience) bool {
	if to.visibility >= SeenByAnyone {
		return true
	}
	if to.district == a.district && a.system {
		return true
	}
	if !a.signedIn && !a.system {
		return false
	}
	switch to.visibility {
	case SeenByConsortium:
		return to.district == a.district || to.consortium == a.consortium
	case SeenByDistrict:
		return to.district == a.district
	case SeenBySchool:
		if to.district != a.district {
			return false
		}
		for _, school := range a.schools {
			if school == to.school {
				return true
			}
		}
	}
	return false
}
