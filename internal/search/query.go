package search

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/index"
)

// PageSize is the number of cards on a page.
const PageSize = 20

// Query is what somebody looks for.
type Query struct {
	Words   string
	Typed   string              // all that was typed for words, where it is longer than what is looked for; not part of its address
	Filters map[string][]string // by what is narrowed: values of one are alternatives
	Since   string              // the first day on which it was shared, as typed; what is no day bounds nothing
	Until   string              // the last
	AsTyped bool                // nothing is looked for but what was typed: no other names, no other spelling, no grades
	Every   bool                // every version of a resource is shown and counted; else of those that are found one
	Newest  bool                // newest first; else by fit, which without words is newest too
	Page    int                 // 1 is the first
	Beside  bool                // it is asked what the choices for the asker's school would leave
	Values  int                 // of each facet at most so many are counted out, beside the chosen ones; 0: all
}

// Found is one page of what was found.
type Found struct {
	Total   int // of the versions of one resource one counts, unless every one is asked for
	Every   int // with every version
	Cards   []catalog.Card
	Matches []Match       // why each of the cards was found; nil: nothing was looked for by words
	Tried   [][]string    // schools of the asker's district that used each of the cards; nil: nothing was looked for by words, or by nobody there
	Others  []int         // how many other versions of each of the cards the asker may see; nil: each is shown by itself
	Worked  []bool        // it worked at the asker's school, by each of the cards; nil as Tried is
	By      [][]string    // whom the words name and whose words are in each of the cards; nil: they name nobody
	People  []id.PersonID // whom the words name, also who has left: whoever shows them as colleagues asks whether the asker may know them
	Schools []NamedSchool // that the words name
	Facets  []index.Facet
	Beside  map[string]int // how many would be found with the choices Use and Tried; nil: not asked for, or the asker is at no school
	Page    int
	Pages   int
	Whole   int           // how many have all the words
	Relaxed bool          // few have all the words: the others have most of what counts
	Asked   Asked         // what was typed, as it was understood
	Taken   []index.Taken // words that nothing has, and what was looked for instead
	Unknown []string      // words that nothing has
	Meant   []index.Taken // words that hardly anything has, or nothing, and one that may be meant for each
	Over    string        // the first word that was not looked for, since there are too many; mostly empty
	Wider   []Wider       // where nothing was found: what finds something; where nothing has all the words: what each finds
	Helped  []Helped      // what else was looked for and helped to find what is on the page, the most useful first
}

// Search finds what the actor may see, of a query within its bounds. A page after the last one has no cards.
func (s *Service) Search(ctx context.Context, by actor.Actor, q Query) (_ Found, err error) {
	defer fault.Wrap(&err, "search")
	k, err := s.asking(ctx, by, q)
	if err != nil {
		return Found{}, err
	}
	if k.nothing() { // everything would be no answer
		return Found{Page: 1, Asked: k.asked, Unknown: k.asked.Endless}, nil
	}
	page := min(max(q.Page, 1), lastPage)
	k, result := s.answer(k, func(question *index.Query) {
		question.Offset, question.Limit, question.Counts, question.Values = (page-1)*PageSize, PageSize, true, q.Values
		question.Reasons = true
	})
	q, asked := k.query, k.asked
	cards, err := s.catalog.Cards(ctx, by, idsOf(result.Hits))
	if err != nil {
		return Found{}, err
	}
	found := Found{Total: result.Total, Every: result.Every, Whole: result.Whole, Cards: cards, Facets: s.counted(k, result.Facets, result.Total), Page: page, Relaxed: result.Relaxed,
		Pages: (result.Total + PageSize - 1) / PageSize, Asked: asked, Taken: result.Taken, Unknown: k.unsaid(result.Unknown), Over: result.Over}
	found.Others = s.others(k, result.Hits, cards)
	if q.Beside {
		found.Beside = s.bySchool(k, result.Total)
	}
	if result.Whole <= mostDoubted && page == 1 && !q.AsTyped && len(asked.Phrases) == 0 && asked.Words != "" {
		found.Meant = s.likelier(k)
	}
	if page == 1 {
		found.Meant = append(found.Meant, result.Offered...)
	}
	found.People, found.Schools = idsOfPeople(asked.people), s.schoolsFound(k)
	switch {
	case result.Total == 0:
		if found.Wider = s.wider(k, result.Unknown); len(found.Wider) > 0 {
			if err := s.titled(ctx, by, found.Wider); err != nil {
				return Found{}, err
			}
		}
	case result.Whole == 0 && page == 1:
		found.Wider = s.eachWord(k, result.Unknown)
	}
	if asked.Words != "" {
		found.Helped = helped(result.Reasons, k.topics, k.asked)
		if found.Matches, err = s.matches(ctx, cards, k, result); err != nil {
			return Found{}, err
		}
		if found.By, err = s.withWordsOf(ctx, cards, asked.people); err != nil {
			return Found{}, err
		}
		if by.SignedIn() {
			if found.Tried, found.Worked, err = s.triedAt(ctx, by, cards); err != nil {
				return Found{}, err
			}
		}
	}
	if len(asked.Endless) > 0 {
		found.Unknown, found.Whole, found.Relaxed = append(asked.Endless, found.Unknown...), 0, true
	}
	return found, nil
}

// idsOf are the resources that were hit, in their order.
func idsOf(hits []index.Hit) []catalog.ResourceID {
	ids := make([]catalog.ResourceID, len(hits))
	for i, h := range hits {
		ids[i] = catalog.ResourceID(h.ID)
	}
	return ids
}

// mostDoubted is how much may be found while a word is still taken to be misspelt, perhaps.
const mostDoubted = 5

// lastPage is the last page that may be asked for.
const lastPage = 1_000_000

// Total is the number of resources that the actor may see, of the versions of one resource one.
func (s *Service) Total(by actor.Actor) int {
	return s.index.Load().Search(index.Query{Scope: scope(by), Once: true, Sort: index.ByNewest}).Total
}

// Counted is how many a query finds, and how many of these have all of its words.
type Counted struct{ Total, Whole int }

// Count is how many Search finds, also by other words than were typed, without reading any of them.
func (s *Service) Count(ctx context.Context, by actor.Actor, q Query) (_ Counted, err error) {
	defer fault.Wrap(&err, "count what is found")
	k, err := s.asking(ctx, by, q)
	if err != nil || k.nothing() {
		return Counted{}, err
	}
	k, result := s.answer(k, func(question *index.Query) { question.Limit, question.Counts = 0, false })
	if len(k.asked.Endless) > 0 {
		result.Whole = 0
	}
	return Counted{result.Total, result.Whole}, nil
}

// likeTexts names resources of the actor's district, among those they may find, whose texts have nearly the same fingerprint.
func (s *Service) likeTexts(by actor.Actor, print index.Print, limit int) []catalog.ResourceID {
	found := s.index.Load().Alike(print, scope(by), limit)
	out := make([]catalog.ResourceID, len(found))
	for i, id := range found {
		out[i] = catalog.ResourceID(id)
	}
	return out
}

// Twins names pairs of resources of the actor's district, among those they may find, whose texts have parts of their fingerprints in
// common: those with most in common first, at most limit.
func (s *Service) Twins(by actor.Actor, limit int) []index.Twins {
	return s.index.Load().Twins(scope(by), limit)
}

// scope is what the actor may see of the catalog: a coordinator sees what any school of the district shared, as the
// program itself does. What partners share is for people.
func scope(by actor.Actor) index.Scope {
	out := index.Scope{District: by.District, Schools: by.SchoolIDs(), SignedIn: by.SignedIn(), System: by.System || by.Coordinator}
	if by.SignedIn() {
		out.Consortium = by.Consortium
	}
	return out
}
