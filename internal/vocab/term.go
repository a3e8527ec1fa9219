package vocab

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/lang"
)

// Verbs of the log.
const (
	TermAdded        activity.Verb = "term.added"
	TermRenamed      activity.Verb = "term.renamed"
	TermUnnamed      activity.Verb = "term.unnamed" // it lost one of its names
	TermMerged       activity.Verb = "term.merged"
	TermUndone       activity.Verb = "term.undone" // the change before it was taken back
	TermProposed     activity.Verb = "term.proposed"
	ProposalTaken    activity.Verb = "proposal.taken"
	ProposalLeft     activity.Verb = "proposal.declined"
	ProposalReopened activity.Verb = "proposal.reopened"
)

// TermID is the code of a topic, readable and fixed for ever: "misinformation".
type TermID string

// Term is a topic of a district.
type Term struct {
	ID      TermID
	English string
	Spanish string
	Names   []Name // labels and synonyms, by which it is found
}

// Name is one word or phrase for a topic.
type Name struct {
	Text     string
	Language string
}

// Labels are the names by which people see the topic; the others are known to whoever asks for it alone.
func (t Term) Labels() []Name {
	out := []Name{{t.English, string(lang.English)}}
	if t.Spanish != "" && t.Spanish != t.English {
		out = append(out, Name{t.Spanish, string(lang.Spanish)})
	}
	return out
}

// Labelled says whether a phrase is a label of the topic, in any form, and no other name.
func (t Term) Labelled(phrase string) bool {
	stems := index.Stems(phrase)
	return slices.ContainsFunc(t.Labels(), func(n Name) bool {
		of := index.Stems(n.Text)
		for language := range of {
			if stems[language] == of[language] && index.Inflected(language, fold.Key(n.Text), fold.Key(phrase)) {
				return true
			}
		}
		return false
	})
}

// Label is the topic in the reader's language.
func (t Term) Label(l lang.Locale) string {
	if l == lang.Spanish && t.Spanish != "" {
		return t.Spanish
	}
	return t.English
}

// Terms is a district's topics at one moment. It is never changed.
type Terms struct {
	byID    map[TermID]Term
	byName  map[string]TermID // folded
	merged  map[TermID]TermID // what is part of another
	order   []TermID
	longest int // words in the longest name
	like    likeness
}

// Service owns the topics of every district.
type Service struct {
	db    *db.DB
	clock clock.Clock
	ids   id.Source

	mu        sync.Mutex
	cache     map[id.DistrictID]cached
	forgotten int // grows, so that nothing is kept that was read before it was forgotten
}

type cached struct {
	terms *Terms
	until time.Time
}

// keep is how long another node's change of a topic may go unseen here.
const keep = 5 * time.Second

// New returns the service.
func New(d *db.DB, c clock.Clock, ids id.Source) *Service {
	return &Service{db: d, clock: c, ids: ids, cache: map[id.DistrictID]cached{}}
}

// Terms gives the district's topics.
func (s *Service) Terms(ctx context.Context, district id.DistrictID) (*Terms, error) {
	now := s.clock.Now()
	s.mu.Lock()
	c, ok := s.cache[district]
	forgotten := s.forgotten
	s.mu.Unlock()
	if ok && now.Before(c.until) {
		return c.terms, nil
	}
	terms, err := load(ctx, s.db, district)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	if s.forgotten == forgotten {
		s.cache[district] = cached{terms, now.Add(keep)}
	}
	s.mu.Unlock()
	return terms, nil
}

// Forget has the district's topics read anew, as they are after a change of which the log tells.
func (s *Service) Forget(district id.DistrictID) {
	s.mu.Lock()
	delete(s.cache, district)
	s.forgotten++
	s.mu.Unlock()
}

type termName struct {
	term TermID
	key  string
	name Name
}

func load(ctx context.Context, d *db.DB, district id.DistrictID) (*Terms, error) {
	list, err := db.All(ctx, d, func(row db.Row) (Term, error) {
		var t Term
		err := row.Scan(&t.ID, &t.English, &t.Spanish)
		return t, err
	}, `SELECT id, label_en, label_es FROM term WHERE district = $1 AND state = 'used' ORDER BY id`, district)
	if err != nil {
		return nil, err
	}
	names, err := db.All(ctx, d, func(row db.Row) (termName, error) {
		var n termName
		err := row.Scan(&n.term, &n.key, &n.name.Text, &n.name.Language)
		return n, err
	}, `SELECT term, name_key, name, language FROM term_name WHERE district = $1 ORDER BY name_key`, district)
	if err != nil {
		return nil, err
	}
	merged, err := db.All(ctx, d, func(row db.Row) (pair [2]TermID, err error) {
		err = row.Scan(&pair[0], &pair[1])
		return pair, err
	}, `SELECT id, merged_into FROM term WHERE district = $1 AND state = 'merged' AND merged_into IS NOT NULL`, district)
	if err != nil {
		return nil, err
	}
	t := build(list, names)
	t.merged = make(map[TermID]TermID, len(merged))
	for _, pair := range merged {
		t.merged[pair[0]] = pair[1]
	}
	return t, nil
}

func build(list []Term, names []termName) *Terms {
	t := &Terms{byID: make(map[TermID]Term, len(list)), byName: make(map[string]TermID, len(names))}
	for _, term := range list {
		t.byID[term.ID] = term
		t.order = append(t.order, term.ID)
	}
	for _, n := range names {
		term, ok := t.byID[n.term]
		if !ok {
			continue
		}
		term.Names = append(term.Names, n.name)
		t.byID[n.term] = term
		t.byName[n.key] = n.term
		t.longest = max(t.longest, strings.Count(n.key, " ")+1)
		t.like.add(n.term, n.name)
	}
	return t
}

// Get is the topic of a code. The code of one that was merged is that of the topic it is part of.
func (t *Terms) Get(code TermID) (Term, bool) {
	for range len(t.merged) {
		into, ok := t.merged[code]
		if !ok {
			break
		}
		code = into
	}
	term, ok := t.byID[code]
	return term, ok
}

// Resolve puts for the codes of merged topics those that they are part of, each once. A code that the district does not have stays.
func (t *Terms) Resolve(codes []string) []string {
	if len(t.merged) == 0 {
		return codes
	}
	var out []string
	for _, code := range codes {
		if term, ok := t.Get(TermID(code)); ok {
			code = string(term.ID)
		}
		if !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	return out
}

// All lists the topics by their label in the reader's language.
func (t *Terms) All(l lang.Locale) []Term {
	out := slices.Collect(maps.Values(t.byID))
	sort.Slice(out, func(i, j int) bool { return fold.Key(out[i].Label(l)) < fold.Key(out[j].Label(l)) })
	return out
}

// Find is the topic that a word or phrase names, by label or synonym in any language.
func (t *Terms) Find(word string) (Term, bool) {
	code, ok := t.byName[fold.Key(word)]
	return t.byID[code], ok
}

// Named is the topic that a word or phrase names, a simple plural for the singular or the other way round.
func (t *Terms) Named(phrase string) (Term, bool) {
	code, ok := t.named(fold.Key(phrase))
	return t.byID[code], ok
}

// Begun lists the topics of which a name has, for each of the words (as fold.Words gives them), one that begins with it: the shortest
// names first.
func (t *Terms) Begun(words []string) []Term {
	list := t.BegunBy(words)
	out := make([]Term, len(list))
	for i, b := range list {
		out[i] = b.Term
	}
	return out
}

// Begun is a topic with the name that begins as some words do, as it is written.
type Begun struct {
	Term
	By string
}

// BegunBy is Begun with the shortest name of each that begins so.
func (t *Terms) BegunBy(words []string) []Begun {
	shortest := map[TermID]string{}
	for name, code := range t.byName {
		if had, ok := shortest[code]; fold.Begins(name, words) && (!ok || byLength(name, had) < 0) {
			shortest[code] = name
		}
	}
	codes := slices.SortedFunc(maps.Keys(shortest), func(a, b TermID) int { return byLength(shortest[a], shortest[b]) })
	out := make([]Begun, len(codes))
	for i, code := range codes {
		out[i] = Begun{t.byID[code], t.byID[code].written(shortest[code])}
	}
	return out
}

// written is a name of the topic as it is written.
func (t Term) written(folded string) string {
	for _, name := range append([]Name{{Text: t.English}, {Text: t.Spanish}}, t.Names...) {
		if fold.Key(name.Text) == folded {
			return name.Text
		}
	}
	return folded
}

func byLength(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }

// Suggest lists the topics that are named in a text, the longest names and the earliest places first, at most limit.
func (t *Terms) Suggest(text string, limit int) []Term {
	words := strings.FieldsFunc(fold.Key(text), func(r rune) bool {
		return r == ' ' || r == ',' || r == '.' || r == ';' || r == ':' || r == '!' || r == '?' || r == '(' || r == ')' || r == '"' || r == '/' || r == '¿' || r == '¡'
	})
	type hit struct {
		term   TermID
		length int
		place  int
	}
	var hits []hit
	seen := map[TermID]bool{}
	for i := range words {
		for n := min(t.longest, len(words)-i); n > 0; n-- {
			code, ok := t.named(strings.Join(words[i:i+n], " "))
			if !ok {
				continue
			}
			if !seen[code] {
				seen[code] = true
				hits = append(hits, hit{code, n, i})
			}
			break
		}
	}
	sort.SliceStable(hits, func(i, j int) bool { return hits[i].length > hits[j].length })
	var out []Term
	for _, h := range hits[:min(limit, len(hits))] {
		out = append(out, t.byID[h.term])
	}
	return out
}

// named also takes a simple plural for the singular and the other way round.
func (t *Terms) named(phrase string) (TermID, bool) {
	for _, form := range []string{phrase, strings.TrimSuffix(phrase, "s"), phrase + "s"} {
		if code, ok := t.byName[form]; ok {
			return code, true
		}
	}
	return "", false
}

// NewTerm is what a topic is made from.
type NewTerm struct {
	ID       TermID // empty: made from the English label
	English  string
	Spanish  string
	Synonyms []Name
}

// names are all words by which the topic is found, its labels first.
func (in NewTerm) names() []Name {
	labels := []Name{{in.English, "en"}, {in.Spanish, "es"}}
	if in.English == in.Spanish {
		labels = labels[1:] // nobody has said it in English yet
	}
	return append(labels, in.Synonyms...)
}

// labeled lets a Spanish label stand for an English one that nobody has written.
func (in NewTerm) labeled() NewTerm {
	in.English = cmp.Or(strings.TrimSpace(in.English), strings.TrimSpace(in.Spanish))
	return in
}

// check names what is wrong with the topic.
func (in NewTerm) check() error {
	in = in.labeled()
	var wrong fault.Fields
	switch {
	case strings.TrimSpace(in.English) == "":
		wrong.Add("english", "vocab.wrong.english")
	case in.ID == "" && fold.Slug(in.English, 60) == "":
		wrong.Add("english", "vocab.wrong.latin")
	}
	return wrong.Err()
}

// Add puts a topic into the district's vocabulary. It is the coordinator's to do. A topic that is there already gains the
// names it lacks. The change is empty where it lacked none.
func (s *Service) Add(ctx context.Context, by actor.Actor, in NewTerm) (_ Change, err error) {
	defer fault.Wrap(&err, "add topic %s", in.ID)
	if err := permitted(by, steer); err != nil {
		return Change{}, err
	}
	if err := in.check(); err != nil {
		return Change{}, err
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (Change, error) { return s.add(ctx, tx, by, in, s.clock.Now()) })
}

func (s *Service) add(ctx context.Context, tx *db.DB, by actor.Actor, in NewTerm, now time.Time) (Change, error) {
	in = in.labeled()
	if in.ID == "" {
		in.ID = TermID(fold.Slug(in.English, 60))
	}
	c := Change{Term: in.ID, What: Added, Said: strings.TrimSpace(in.English), At: now}
	return s.alter(ctx, tx, by, c, func(before []state) error {
		if before[0].State == "merged" {
			return fault.Fields{"english": fault.Say("vocab.wrong.merged")}
		}
		_, err := tx.Exec(ctx, `INSERT INTO term (id, district, label_en, label_es, state, merged_into, created_at)
			VALUES ($1, $2, $3, $4, 'used', NULL, $5) ON CONFLICT (district, id) DO UPDATE
			SET label_en = excluded.label_en, label_es = excluded.label_es, state = 'used', created_at = excluded.created_at WHERE term.state = 'removed'`,
			in.ID, by.District, in.English, strings.TrimSpace(in.Spanish), clock.Micros(now))
		if err != nil {
			return err
		}
		return putNames(ctx, tx, by, in)
	})
}

// putNames lets a topic be found by its labels and synonyms.
func putNames(ctx context.Context, tx *db.DB, by actor.Actor, in NewTerm) error {
	for _, n := range in.names() {
		key := fold.Key(n.Text)
		if key == "" {
			continue
		}
		_, err := tx.Exec(ctx, `INSERT INTO term_name (district, name_key, name, language, term) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (district, name_key, term) DO NOTHING`, by.District, key, strings.TrimSpace(n.Text), n.Language, in.ID)
		if err != nil {
			return err
		}
	}
	return nil
}
