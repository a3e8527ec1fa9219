package double

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Pair is two resources that resemble each other.
type Pair struct {
	First, Then catalog.Card // the one that was shared first, and the other
	Like        catalog.Resemblance
	Of          int // so many pairs in a row are about the same; those after the first say 0
}

// MostNamed is how many pairs are named.
const MostNamed = 200

// Bounds of the work, however large a district is.
const (
	mostTwins  = 20_000 // pairs of texts that may be alike
	mostLooked = 400    // pairs that are read and compared, the likeliest first
)

// sides names two resources, the smaller id first.
type sides struct{ low, high catalog.ResourceID }

func sidesOf(a, b catalog.ResourceID) sides { return sides{min(a, b), max(a, b)} }

// found is a pair as it is found, for anybody.
type found struct {
	sides
	like     catalog.Resemblance
	strength float64
	first    time.Time // when the older of them was shared
}

// Pairs lists what resembles each other in the actor's district, as far as they may see it: the surest first, and together what is
// about the same. What was decided about is left out, and what is of one family; so is a pair of which both resemble a third more.
// There are at most MostNamed.
//
// It returns fault.Denied to who does not coordinate.
func (s *Service) Pairs(ctx context.Context, by actor.Actor) (_ []Pair, err error) {
	defer fault.Wrap(&err, "pairs of %s", by.District)
	return s.pairs(ctx, by, s.remembered)
}

// Lately is Pairs as they were up to a minute ago, for who only passes by.
func (s *Service) Lately(ctx context.Context, by actor.Actor) (_ []Pair, err error) {
	defer fault.Wrap(&err, "pairs of %s lately", by.District)
	return s.pairs(ctx, by, func(ctx context.Context, district id.DistrictID) ([][]found, error) {
		if known, ok := s.last.Get(district); ok {
			return known.groups, nil
		}
		return s.remembered(ctx, district)
	})
}

func (s *Service) pairs(ctx context.Context, by actor.Actor, in func(context.Context, id.DistrictID) ([][]found, error)) ([]Pair, error) {
	if err := permitted(by, look); err != nil {
		return nil, err
	}
	groups, err := in(ctx, by.District)
	if err != nil {
		return nil, err
	}
	var ids []catalog.ResourceID
	for _, group := range groups {
		for _, f := range group {
			ids = append(ids, f.low, f.high)
		}
	}
	slices.Sort(ids)
	cards, err := s.cards(ctx, by, slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	var out []Pair
	for _, group := range groups {
		first := len(out)
		for _, f := range group {
			a, seen := cards[f.low]
			b, too := cards[f.high]
			if !seen || !too {
				continue
			}
			if b.SharedAt.Before(a.SharedAt) {
				a, b = b, a
			}
			out = append(out, Pair{First: a, Then: b, Like: f.like})
		}
		if len(out) > first {
			out[first].Of = len(out) - first
		}
	}
	return out, nil
}

// cards are the cards of resources of the actor's district by their ids.
func (s *Service) cards(ctx context.Context, by actor.Actor, ids []catalog.ResourceID) (map[catalog.ResourceID]catalog.Card, error) {
	out := make(map[catalog.ResourceID]catalog.Card, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	list, err := s.Catalog.Cards(ctx, by, ids)
	for _, c := range list {
		if c.District == by.District {
			out[c.ID] = c
		}
	}
	return out, err
}

// remembered is what find gives, which is looked for again once anything has happened in the district.
func (s *Service) remembered(ctx context.Context, district id.DistrictID) ([][]found, error) {
	at, err := db.One(ctx, s.DB, db.Value[int64], `SELECT seq FROM activity WHERE district = $1 ORDER BY seq DESC LIMIT 1`, district)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	s.finding.Lock()
	defer s.finding.Unlock()
	if known, ok := s.last.Get(district); ok && known.at == at {
		return known.groups, nil
	}
	groups, err := s.find(ctx, district)
	if err == nil {
		s.last.Add(district, finding{at, groups})
	}
	return groups, err
}

// find looks a whole district through, in time in proportion to what it has.
func (s *Service) find(ctx context.Context, district id.DistrictID) ([][]found, error) {
	program := actor.Actor{District: district, System: true}
	signs, err := s.signs(ctx, program)
	if err != nil {
		return nil, err
	}
	if len(signs) == 0 {
		return nil, nil
	}
	decided, err := s.decidedSides(ctx, district)
	if err != nil {
		return nil, err
	}
	families, err := s.families(ctx, district)
	if err != nil {
		return nil, err
	}
	likely := make([]found, 0, len(signs))
	rare := make(map[sides]float64, mostLooked)
	apart := make(map[sides]bool, len(decided)) // by what they go back to: what is said of one of a family holds for all
	for _, pair := range decided {
		apart[sidesOf(families.of(pair.low), families.of(pair.high))] = true
	}
	for pair, sign := range signs {
		if low, high := families.of(pair.low), families.of(pair.high); low != high && !apart[sidesOf(low, high)] {
			likely = append(likely, found{sides: pair, strength: sign.weight})
		}
	}
	slices.SortFunc(likely, byStrength)
	likely = likely[:min(len(likely), mostLooked)]
	for _, f := range likely {
		rare[f.sides] = signs[f.sides].rare
	}
	alike, err := s.compare(ctx, program, likely, rare)
	return grouped(alike, families), err
}

// byStrength orders pairs, the surest first; of equals those of what was shared first, so that all that is the same stands beside that.
func byStrength(a, b found) int {
	return cmp.Or(cmp.Compare(b.strength, a.strength), a.first.Compare(b.first), cmp.Compare(a.low, b.low), cmp.Compare(a.high, b.high))
}

// sign is what says of two resources that they may be the same, before they are read.
type sign struct {
	weight float64
	rare   float64 // of the rarest that both have
}

// signs are the pairs that have a link, a book, a file or a part of their fingerprint in common.
func (s *Service) signs(ctx context.Context, program actor.Actor) (map[sides]sign, error) {
	common, err := s.Catalog.Common(ctx, program)
	if err != nil {
		return nil, err
	}
	out := map[sides]sign{}
	for _, c := range common {
		rare := rarity(c.All)
		weight := rare
		if c.Work {
			weight *= 0.6
		}
		for i, a := range c.Holders {
			for _, b := range c.Holders[i+1:] {
				if a.ID == b.ID {
					continue
				}
				pair := sidesOf(a.ID, b.ID)
				was := out[pair]
				out[pair] = sign{was.weight + weight/float64(max(a.Size, b.Size, 1)), max(was.rare, rare)}
			}
		}
	}
	for _, t := range s.Search.Twins(program, mostTwins) {
		pair := sidesOf(catalog.ResourceID(t.A), catalog.ResourceID(t.B))
		was := out[pair]
		out[pair] = sign{was.weight + float64(t.Common)/6, was.rare}
	}
	return out, nil
}

// compare reads pairs and keeps those that are alike, the surest first.
func (s *Service) compare(ctx context.Context, program actor.Actor, likely []found, rare map[sides]float64) ([]found, error) {
	var ids []catalog.ResourceID
	for _, f := range likely {
		ids = append(ids, f.low, f.high)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	cards, err := s.cards(ctx, program, ids)
	if err != nil {
		return nil, err
	}
	documents, err := s.Catalog.Documents(ctx, program, ids)
	if err != nil {
		return nil, err
	}
	read := make(map[catalog.ResourceID]catalog.Outset, len(documents))
	for id, d := range documents {
		read[id] = catalog.OutsetOf(d)
	}
	var alike []found
	for _, f := range likely {
		a, there := read[f.low]
		b, too := read[f.high]
		if !there || !too {
			continue
		}
		f.like, f.first = a.Resembles(b), slices.MinFunc([]time.Time{cards[f.low].SharedAt, cards[f.high].SharedAt}, time.Time.Compare)
		if f.strength = strength(f.like, rare[f.sides]); f.strength >= weakest {
			alike = append(alike, f)
		}
	}
	slices.SortFunc(alike, byStrength)
	return alike, nil
}

// grouped keeps of pairs, the surest first, those that connect what neither surer pairs nor a family connect, and puts together what is
// connected.
func grouped(alike []found, families roots) [][]found {
	roots := maps.Clone(families)
	var kept []found
	for _, f := range alike {
		if len(kept) < MostNamed && roots.join(f.low, f.high) {
			kept = append(kept, f)
		}
	}
	at := map[catalog.ResourceID]int{}
	var out [][]found
	for _, f := range kept {
		root := roots.of(f.low)
		i, known := at[root]
		if !known {
			i, at[root] = len(out), len(out)
			out = append(out, nil)
		}
		out[i] = append(out[i], f)
	}
	return out
}

// roots names by one of them what belongs together.
type roots map[catalog.ResourceID]catalog.ResourceID

func (r roots) of(id catalog.ResourceID) catalog.ResourceID {
	for {
		up, has := r[id]
		if !has {
			return id
		}
		if above, more := r[up]; more {
			r[id] = above
		}
		id = up
	}
}

// join puts two together, and says whether they were apart.
func (r roots) join(a, b catalog.ResourceID) bool {
	a, b = r.of(a), r.of(b)
	if a != b {
		r[max(a, b)] = min(a, b)
	}
	return a != b
}

// families are what goes back to the same original, at whatever depth.
func (s *Service) families(ctx context.Context, district id.DistrictID) (roots, error) {
	out := roots{}
	_, err := db.All(ctx, s.DB, func(row db.Row) (none struct{}, err error) {
		var version, core catalog.ResourceID
		err = row.Scan(&version, &core)
		out.join(version, core)
		return none, err
	}, `SELECT id, core FROM resource WHERE district = $1 AND core IS NOT NULL AND state <> 'draft'`, district)
	return out, err
}
