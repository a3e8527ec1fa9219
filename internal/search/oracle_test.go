package search_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/rights"
	"github.com/commonshelf/commonshelf/internal/search"
)

// choices are the values that random resources and filters have, one that nothing has among them.
var choices = map[string][]string{
	search.Kind: {"tip", "guide", "lesson", "nonsense"}, search.Subject: {"ela", "math", "science"}, search.Grade: {"pk", "k-2", "3-5", "9-12", "k", "2-4", "8-9", "pk-12"},
	search.Language: {"en", "es", "vi"}, search.Format: {"read", "watch"}, search.Tag: {"maps", "poetry", "robots"}, search.Access: {"captions", "braille"},
	search.Purchase: {search.NoPurchase, "nonsense"}, search.Captions: {search.Captioned}, search.Use: {search.OfMySchool, "nonsense"},
	search.Tried: {search.NotYet, "nonsense"}, search.Shared: {search.ThisMonth, search.ThisSchoolYear, search.LastYear, "nonsense"},
}

var someWords = []string{"lantern", "torch", "beacon", "candle"}

// shelf is a world with random resources in every state, and what is known of them without the index.
type shelf struct {
	*world
	all   []catalog.Resource
	tried map[catalog.ResourceID][]id.SchoolID
}

// circlesOf are those to which a document may be shown: a film without captions, and what is not for others, is not for everyone.
func circlesOf(d block.Document) []catalog.Visibility {
	silent := func(b block.Block) bool {
		film, ok := b.Body.(block.Video)
		return ok && !film.Captioned()
	}
	if !rights.Of(rights.Code(d.About.Rights)).Public || slices.ContainsFunc(d.Blocks, silent) {
		return catalog.Visibilities[:len(catalog.Visibilities)-1]
	}
	return catalog.Visibilities
}

// fill shares resources from home, the partner and far away, then edits, retires and narrows some.
func fill(w *world, random *rand.Rand, n int) *shelf {
	s := &shelf{world: w, tried: map[catalog.ResourceID][]id.SchoolID{}}
	w.exec(`UPDATE district SET public_on = TRUE WHERE id = $1`, w.far.District)
	some := func(list []string) []string {
		out := slices.Clone(list)
		random.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
		return out[:random.IntN(len(out)+1)]
	}
	for i := range n {
		w.clock.Advance(time.Duration(random.IntN(20)) * 24 * time.Hour)
		by := []actor.Actor{w.rosa, w.rosa, w.mai, w.nell, w.far}[random.IntN(5)]
		lowest := random.IntN(grade.Count)
		d := block.Document{About: block.About{
			Title: fmt.Sprintf("%s %d", someWords[random.IntN(len(someWords))], i), Why: someWords[random.IntN(len(someWords))],
			Type: block.ResourceKind(choices[search.Kind][random.IntN(3)]), Subjects: some(choices[search.Subject]),
			Grades: 1<<lowest | 1<<random.IntN(grade.Count), Language: append(some(choices[search.Language]), "")[0],
			Formats: some(choices[search.Format]), Access: some(choices[search.Access]), Tags: some(choices[search.Tag]),
			Rights: string(append([]rights.Code{"", ""}, rights.All...)[random.IntN(2+len(rights.All))]), Cost: block.Cost{Cents: random.IntN(2)},
		}}
		for range random.IntN(3) {
			film := block.Video{URL: "https://films.test/1", Title: "Film", Captions: []block.Caption{{Language: "en"}}[:random.IntN(2)]}
			d.Blocks = append(d.Blocks, block.Block{Body: film})
		}
		circles := circlesOf(d)
		r := w.share(by, circles[random.IntN(len(circles))], d)
		s.all = append(s.all, r)
		var err error
		switch random.IntN(6) {
		case 0:
			_, err = w.catalog.Retire(w.t.Context(), by, r.ID, "Old")
		case 1:
			_, err = w.catalog.Unshare(w.t.Context(), by, r.ID, []byte("{}"))
		case 2:
			d.About.Title += " " + someWords[random.IntN(len(someWords))]
			_, err = w.catalog.Save(w.t.Context(), by, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: d, Visibility: circles[random.IntN(len(circles))]})
		}
		if err != nil {
			w.t.Fatal(err)
		}
	}
	return s
}

// use has some of the resources be used at Elm, Pine and the partner, and some of that be taken back.
func (s *shelf) use(random *rand.Rand) {
	use := feedback.New(feedback.Options{DB: s.db, Clock: s.clock, IDs: id.Source{}, Catalog: s.catalog})
	from, err := activity.End(s.t.Context(), s.db)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, r := range s.all {
		for _, who := range []actor.Actor{s.rosa, s.mai, s.nell} {
			if random.IntN(4) > 0 {
				continue
			}
			school := who.Schools[0].School
			report, err := use.Report(s.t.Context(), who, r.ID, feedback.Said{School: school, Outcome: feedback.Worked})
			if fault.IsNotFound(err) {
				continue
			}
			if err == nil && random.IntN(3) == 0 {
				err = use.Remove(s.t.Context(), who, report, false)
			} else {
				s.tried[r.ID] = append(s.tried[r.ID], school)
			}
			if err != nil {
				s.t.Fatal(err)
			}
		}
	}
	if err := s.search.ReadLog(s.t.Context(), from); err != nil {
		s.t.Fatal(err)
	}
}

// seen reads one by one what the actor may see of the catalog.
func (s *shelf) seen(by actor.Actor) []catalog.Shown {
	s.t.Helper()
	var out []catalog.Shown
	for _, r := range s.all {
		shown, err := s.catalog.Show(s.t.Context(), by, r.ID)
		if fault.IsNotFound(err) || err == nil && shown.State != catalog.StatePublished {
			continue
		}
		if err != nil {
			s.t.Fatal(err)
		}
		out = append(out, shown)
	}
	return out
}

// valuesOf are the facet values of a resource, by facet; and of chosen spans of grades those that it touches.
func valuesOf(r catalog.Shown, grades []string) map[string][]string {
	a := r.Document.About
	bands := grade.BandsOf(a.Grades)
	for _, span := range grades {
		if set, _ := search.GradeSpan(span); set&a.Grades != 0 && !slices.Contains(bands, span) {
			bands = append(bands, span)
		}
	}
	free, captioned := []string{search.NoPurchase}, []string{search.Captioned}
	if a.Cost.Cents > 0 {
		free = nil
	}
	films := slices.DeleteFunc(slices.Clone(r.Document.Blocks), func(b block.Block) bool { return b.Body.(block.Video).Captioned() })
	if (len(films) > 0 || len(r.Document.Blocks) == 0) && !slices.Contains(a.Access, "captions") {
		captioned = nil
	}
	if a.Language == "" {
		a.Language = "en"
	}
	return map[string][]string{search.Kind: {string(a.Type)}, search.Subject: a.Subjects, search.Grade: bands,
		search.Language: {a.Language}, search.Format: a.Formats, search.School: {string(r.School)}, search.Tag: a.Tags, search.Access: a.Access,
		search.Purchase: free, search.Captions: captioned}
}

// left says whether a resource is left out by what is chosen for the asker's school, and when it was shared. Days are those of UTC.
func (s *shelf) left(by actor.Actor, r catalog.Shown, q search.Query, name string) bool {
	chosen := q.Filters[name]
	home := r.District == by.District && by.At(r.School)
	switch name {
	case search.Use:
		return len(chosen) > 0 && (!slices.Contains(chosen, search.OfMySchool) || !home && slices.Contains([]string{"permission", "all-rights-reserved"}, r.Document.About.Rights))
	case search.Tried:
		tried := slices.ContainsFunc(s.tried[r.ID], by.At)
		return len(chosen) > 0 && (!slices.Contains(chosen, search.NotYet) || home || tried)
	}
	day, today := r.SharedAt.Format(time.DateOnly), s.clock.Now()
	if q.Since != "" && day < q.Since || q.Until != "" && day > q.Until {
		return true
	}
	from := map[string]string{search.ThisMonth: today.Format("2006-01") + "-01", search.LastYear: today.AddDate(-1, 0, 0).Format(time.DateOnly),
		search.ThisSchoolYear: fmt.Sprintf("%d-08-01", today.AddDate(0, -7, 0).Year())}
	return len(chosen) > 0 && !slices.ContainsFunc(chosen, func(period string) bool { return from[period] != "" && day >= from[period] })
}

func overlaps(a, b []string) bool {
	return slices.ContainsFunc(a, func(v string) bool { return slices.Contains(b, v) })
}

// counted counts by hand: the resources that pass the filters, and for each facet the values of those that pass all others.
func (s *shelf) counted(by actor.Actor, all []catalog.Shown, q search.Query) (total int, facets map[string]map[string]int, beside map[string]int) {
	facets, beside = map[string]map[string]int{}, map[string]int{search.Use: 0, search.Tried: 0}
	offered := search.Query{Filters: map[string][]string{search.Use: {search.OfMySchool}, search.Tried: {search.NotYet}}}
	for _, facet := range search.Facets {
		facets[facet] = map[string]int{}
	}
	for _, r := range all {
		values := valuesOf(r, q.Filters[search.Grade])
		var fails []string
		for _, facet := range search.Facets {
			if chosen := q.Filters[facet]; len(chosen) > 0 && !overlaps(values[facet], chosen) {
				fails = append(fails, facet)
			}
		}
		for _, name := range []string{search.Use, search.Tried, search.Shared} {
			if s.left(by, r, q, name) {
				fails = append(fails, name)
			}
		}
		if len(fails) == 0 {
			total++
		}
		if len(fails) == 0 || len(fails) == 1 && fails[0] == search.Use {
			beside[search.Use] += 1 - count(s.left(by, r, offered, search.Use))
		}
		if len(fails) == 0 || len(fails) == 1 && fails[0] == search.Tried {
			beside[search.Tried] += 1 - count(s.left(by, r, offered, search.Tried))
		}
		for _, facet := range search.Facets {
			if len(fails) == 0 || len(fails) == 1 && fails[0] == facet {
				for _, v := range values[facet] {
					facets[facet][v]++
				}
			}
		}
	}
	return total, facets, beside
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}

// said gives the counts of a result that are not nothing.
func said(list []index.Facet) map[string]map[string]int {
	out := map[string]map[string]int{}
	for _, f := range list {
		out[f.Name] = map[string]int{}
		for _, v := range f.Values {
			if v.Count > 0 {
				out[f.Name][v.Value] = v.Count
			}
		}
	}
	return out
}

func TestCountsAreThoseOfWhatOneMaySee(t *testing.T) {
	for seed := range uint64(3) { // each in a database of its own: what is public or a partner's would be seen from one to the next
		dbtest.Each(t, func(t *testing.T, d *db.DB) {
			random := rand.New(rand.NewPCG(seed, 1))
			s := fill(newWorld(t, d), random, 40)
			s.use(random)
			actors := s.everyone()
			delete(actors, "the program")
			names := slices.Sorted(maps.Keys(actors))
			seen := map[string][]catalog.Shown{}
			for who, by := range actors {
				seen[who] = s.seen(by)
			}
			rapid.Check(t, func(rt *rapid.T) {
				who := rapid.SampledFrom(names).Draw(rt, "who")
				filters := map[string][]string{}
				for _, facet := range rapid.SliceOfN(rapid.SampledFrom(search.Narrowing), 0, 4).Draw(rt, "facets") {
					if facet == search.School {
						filters[facet] = []string{string(rapid.SampledFrom([]actor.Actor{s.rosa, s.mai, s.nell}).Draw(rt, "school").Schools[0].School)}
					} else {
						filters[facet] = rapid.SliceOfNDistinct(rapid.SampledFrom(choices[facet]), 1, 2, rapid.ID).Draw(rt, facet)
					}
				}
				q := search.Query{Filters: filters, Beside: true}
				if rapid.IntRange(0, 3).Draw(rt, "dated") == 0 {
					days := rapid.Map(rapid.IntRange(-20, 400), func(n int) string { return s.clock.Now().AddDate(0, 0, -n).Format(time.DateOnly) })
					q.Since, q.Until = days.Draw(rt, "since"), days.Draw(rt, "until")
				}
				q = q.Bounded()
				found, err := s.search.Search(t.Context(), actors[who], q)
				if err != nil {
					rt.Fatal(err)
				}
				total, facets, beside := s.counted(actors[who], seen[who], q)
				if (found.Beside != nil) != (len(actors[who].Schools) > 0) || found.Beside != nil && !maps.Equal(found.Beside, beside) {
					rt.Fatalf("%s is told %v by %v, want %v", who, found.Beside, q, beside)
				}
				if found.Total != total {
					rt.Fatalf("%s finds %d by %v, want %d", who, found.Total, q, total)
				}
				for facet, want := range facets {
					if got := said(found.Facets)[facet]; !maps.Equal(got, want) {
						rt.Fatalf("%s: %s counts %v by %v, want %v", who, facet, got, q, want)
					}
				}
			})
		})
	}
}

func TestBuildingAnewMakesTheSameIndex(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.topic("Maps", "Mapas", "cartography")
		s := fill(w, rand.New(rand.NewPCG(7, 7)), 60)
		again := newNode(t, d, s.clock)
		if again.search.Ready() {
			t.Error("ready before it was built")
		}
		if _, err := again.search.Build(t.Context()); err != nil || !again.search.Ready() {
			t.Fatalf("ready %t, %v", again.search.Ready(), err)
		}
		if again.search.Len() != s.search.Len() {
			t.Fatalf("built %d resources, want %d", again.search.Len(), s.search.Len())
		}
		for who, by := range s.everyone() {
			for _, words := range append(someWords, "", "cartography", "lantern torch beacon") {
				for page := range 3 {
					q := search.Query{Words: words, Page: page + 1}
					before, after := s.look(by, q), again.look(by, q)
					if before.Total != after.Total || titlesOf(before) != titlesOf(after) || before.Relaxed != after.Relaxed || !sameCounts(before, after) {
						t.Errorf("%s asks for %q: %d before, %d after", who, words, before.Total, after.Total)
					}
				}
			}
		}
		if len(s.seen(s.rosa)) == 0 || s.look(s.rosa, search.Query{Words: "cartography"}).Total == 0 {
			t.Error("nothing was compared")
		}
	})
}

func sameCounts(a, b search.Found) bool {
	return maps.EqualFunc(said(a.Facets), said(b.Facets), maps.Equal)
}
