package catalog_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/merge"
)

// guide is shared by Rosa: a text of two sentences, and steps.
func (w *world) guide() (catalog.Resource, block.Document) {
	w.t.Helper()
	r := w.share(w.rosa, catalog.SeenByDistrict, tip("A guide", block.Text{Markdown: "Ask who gains. Then look at the date."}, block.Steps{Steps: []string{"Look.", "Ask."}}))
	return r, w.show(w.rosa, r.ID).Document
}

// with is a document with one part changed.
func with(d block.Document, place int, body block.Body) block.Document {
	d.Blocks = slices.Clone(d.Blocks)
	d.Blocks[place].Body = body
	return d
}

func (w *world) save(by actor.Actor, in catalog.SaveInput) catalog.Saved {
	w.t.Helper()
	saved, err := w.catalog.Save(w.t.Context(), by, in)
	if err != nil {
		w.t.Fatal(err)
	}
	return saved
}

func TestSavingFromAnOlderVersionJoins(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r, doc := w.guide()
		first := w.save(w.rosa, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: with(doc, 0, block.Text{Markdown: "Ask who gains. Then look at the day and the year."})})
		second := w.save(w.ana, catalog.SaveInput{Resource: r.ID, Base: r.Head, Reason: "kinder", Document: with(doc, 0, block.Text{Markdown: "Ask kindly who gains. Then look at the date."})})
		if first.Joined || !second.Joined {
			t.Errorf("joined %v and %v, want the second", first.Joined, second.Joined)
		}
		shown := w.show(w.mai, r.ID)
		if got := shown.Document.Blocks[0].Body.(block.Text).Markdown; got != "Ask kindly who gains. Then look at the day and the year." {
			t.Errorf("joined to %q", got)
		}
		steps := w.history(w.mai, r.ID)
		if len(steps) != 4 {
			t.Fatalf("%d versions, want the first, both, and the joined", len(steps))
		}
		join, side := steps[0], steps[1]
		if join.ID != second.Head || join.Parent != first.Head || join.Second != side.ID || !slices.Equal(join.Joins, []int{2, 3}) {
			t.Errorf("joined %+v", join)
		}
		if side.Parent != r.Head || side.Reason != "kinder" || side.AuthorName != "Ana" {
			t.Errorf("beside it %+v", side)
		}
		own, err := w.catalog.ShowVersion(t.Context(), w.mai, r.ID, side.ID)
		if err != nil || own.Document.Blocks[0].Body.(block.Text).Markdown != "Ask kindly who gains. Then look at the date." {
			t.Errorf("what Ana wrote reads %+v, %v", own.Document, err)
		}
		if len(shown.Credit) != 2 || shown.Credit[1].PersonName != "Ana" || shown.Credit[1].Versions != 2 {
			t.Errorf("credit %+v", shown.Credit)
		}
	})
}

func TestWhatIsInTheHeadAlreadyAddsNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r, doc := w.guide()
		better := with(doc, 0, block.Text{Markdown: "Ask who gains by it. Then look at the date."})
		head := w.save(w.rosa, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: better})
		again := w.save(w.ana, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: better})
		if again.Head != head.Head || len(w.history(w.rosa, r.ID)) != 2 {
			t.Errorf("the same correction twice moved the head to %s", again.Head)
		}
	})
}

func TestBothChangedTheSame(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for _, choice := range []struct {
			side merge.Side
			want string
		}{{merge.Ours, "Ask who pays. Then look at the date."}, {merge.Theirs, "Ask who wins. Then look at the date."}, {merge.Both, ""}} {
			r, doc := w.guide()
			head := w.save(w.rosa, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: with(doc, 0, block.Text{Markdown: "Ask who wins. Then look at the date."})})
			mine := with(doc, 0, block.Text{Markdown: "Ask who pays. Then look at the date."})
			_, err := w.catalog.Save(t.Context(), w.ana, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: mine})
			var moved catalog.Diverged
			if !errors.As(err, &moved) || moved.Head != head.Head || !fault.IsConflict(err) {
				t.Fatalf("got %v, want the conflict", err)
			}
			if steps := w.history(w.rosa, r.ID); len(steps) != 2 {
				t.Fatalf("%d versions after a conflict, want 2", len(steps))
			}
			diverged, err := w.catalog.Reconcile(t.Context(), w.ana, r.ID, catalog.Written{Base: r.Head, Document: mine}, "")
			if err != nil || len(diverged.Result.Conflicts) != 1 {
				t.Fatalf("conflicts %+v, %v", diverged.Result.Conflicts, err)
			}
			c := diverged.Result.Conflicts[0]
			decided := merge.Resolve(diverged.Result, map[block.Key]block.Body{c.Key: c.With(choice.side)})
			saved := w.save(w.ana, catalog.SaveInput{Resource: r.ID, Base: diverged.Head.ID, Document: decided, Beside: &catalog.Written{Base: r.Head, Document: mine}})
			got := w.show(w.rosa, r.ID).Document.Blocks[0].Body.(block.Text).Markdown
			if choice.want != "" && got != choice.want || choice.want == "" && !(strings.Contains(got, "pays") && strings.Contains(got, "wins")) {
				t.Errorf("%s: the head reads %q", choice.side, got)
			}
			var texts []string
			for _, s := range w.history(w.rosa, r.ID) {
				v, err := w.catalog.ShowVersion(t.Context(), w.rosa, r.ID, s.ID)
				if err != nil {
					t.Fatal(err)
				}
				texts = append(texts, v.Document.Blocks[0].Body.(block.Text).Markdown)
			}
			for _, want := range []string{"Ask who pays. Then look at the date.", "Ask who wins. Then look at the date."} {
				if !slices.Contains(texts, want) {
					t.Errorf("%s: %q is not in the history %q", choice.side, want, texts)
				}
			}
			if step := w.history(w.rosa, r.ID)[0]; step.ID != saved.Head || step.Parent != head.Head || len(step.Joins) != 2 {
				t.Errorf("%s: the newest is %+v", choice.side, step)
			}
		}
	})
}

// Who can see it is joined as everything else is, from what it was when each began.
func TestTwoChangingWhoCanSeeIt(t *testing.T) {
	const school, district, anyone = catalog.SeenBySchool, catalog.SeenByDistrict, catalog.SeenByAnyone
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for _, c := range []struct{ theirs, mine, want catalog.Visibility }{
			{school, district, school}, // they narrowed it, I left it alone
			{school, "", school},       // I said nothing of it
			{district, school, school}, // I narrowed it
			{school, school, school},   // both did
			{district, district, district},
			{anyone, school, ""}, // they widened it, I narrowed it: asked
			{school, anyone, ""},
		} {
			r, doc := w.guide()
			head := w.save(w.rosa, catalog.SaveInput{Resource: r.ID, Base: r.Head, Visibility: c.theirs, Document: with(doc, 1, block.Steps{Steps: []string{"Look."}})})
			mine := with(doc, 0, block.Text{Markdown: "Ask who gains. Then look at the day."})
			saved, err := w.catalog.Save(t.Context(), w.ana, catalog.SaveInput{Resource: r.ID, Base: r.Head, Visibility: c.mine, Document: mine})
			if c.want != "" {
				if err != nil || saved.Visibility != c.want || !saved.Joined || len(w.show(w.rosa, r.ID).Document.Blocks[1].Body.(block.Steps).Steps) != 1 {
					t.Errorf("%q beside %q: %+v, %v", c.mine, c.theirs, saved, err)
				}
				continue
			}
			var moved catalog.Diverged
			if !errors.As(err, &moved) {
				t.Fatalf("%q beside %q: %+v, %v; want the conflict", c.mine, c.theirs, saved, err)
			}
			written := catalog.Written{Base: r.Head, Visibility: c.mine, Document: mine}
			apart, err := w.catalog.Reconcile(t.Context(), w.ana, r.ID, written, "")
			if err != nil || !apart.Result.Clean() || apart.Clean() || apart.Seen != (catalog.Circles{Base: district, Ours: c.mine, Theirs: c.theirs, Joined: c.theirs, Apart: true}) {
				t.Errorf("%q beside %q: %+v, %v", c.mine, c.theirs, apart.Seen, err)
			}
			saved = w.save(w.ana, catalog.SaveInput{Resource: r.ID, Base: head.Head, Visibility: c.mine, Document: apart.Result.Document, Beside: &written})
			if saved.Visibility != c.mine {
				t.Errorf("decided: %q", saved.Visibility)
			}
		}
	})
}

func TestChangingWhoCanSeeItIsAVersion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r, doc := w.guide()
		narrow := w.save(w.rosa, catalog.SaveInput{Resource: r.ID, Base: r.Head, Visibility: catalog.SeenBySchool, Document: doc})
		wide := w.save(w.rosa, catalog.SaveInput{Resource: r.ID, Base: narrow.Head, Visibility: catalog.SeenByDistrict, Document: doc})
		steps := w.history(w.rosa, r.ID)
		if len(steps) != 3 || !steps[0].Seen || !steps[1].Seen || steps[2].Seen || len(steps[1].Changes) != 0 || steps[1].Visibility != catalog.SeenBySchool {
			t.Errorf("history %+v", steps)
		}
		again := w.save(w.rosa, catalog.SaveInput{Resource: r.ID, Base: narrow.Head, Visibility: catalog.SeenBySchool, Document: doc})
		if again.Head != wide.Head || again.Visibility != catalog.SeenByDistrict {
			t.Errorf("who left it alone narrowed it again: %+v", again)
		}
	})
}

func TestNarrowingCountsTheLinksThatStillOpenIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r := w.share(w.rosa, catalog.SeenByDistrict, tip("Quiet endings"))
		for range 2 {
			if _, err := w.catalog.MakeShareLink(t.Context(), w.rosa, r.ID, "", ""); err != nil {
				t.Fatal(err)
			}
		}
		list, err := w.catalog.ShareLinks(t.Context(), w.rosa, r.ID)
		if err == nil {
			err = w.catalog.CloseShareLink(t.Context(), w.rosa, r.ID, list[0].ID, false)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, to := range []struct {
			v     catalog.Visibility
			links int
		}{{catalog.SeenBySchool, 1}, {catalog.SeenBySchool, 0}, {catalog.SeenByDistrict, 0}} {
			saved := w.save(w.rosa, catalog.SaveInput{Resource: r.ID, Base: r.Head, Visibility: to.v, Document: tip("Quiet endings")})
			if saved.OpenLinks != to.links {
				t.Errorf("seen by %s: %d links still open it, want %d", to.v, saved.OpenLinks, to.links)
			}
			r = saved.Resource
		}
	})
}

func TestAnOlderVersionThatIsNoneOfIts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r, doc := w.guide()
		other, _ := w.guide()
		for _, base := range []catalog.VersionID{"nothing", other.Head} {
			var moved catalog.Diverged
			if _, err := w.catalog.Save(t.Context(), w.rosa, catalog.SaveInput{Resource: r.ID, Base: base, Document: doc}); !errors.As(err, &moved) {
				t.Errorf("from %s: %v", base, err)
			}
			if _, err := w.catalog.Reconcile(t.Context(), w.rosa, r.ID, catalog.Written{Base: base, Document: doc}, ""); !fault.IsNotFound(err) {
				t.Errorf("reconciled with %s: %v", base, err)
			}
		}
		if _, err := w.catalog.Reconcile(t.Context(), w.mai, r.ID, catalog.Written{Base: r.Head, Document: doc}, ""); !fault.IsDenied(err) {
			t.Errorf("another school reconciles: %v", err)
		}
		if _, err := w.catalog.History(t.Context(), w.far, r.ID, 0); !fault.IsNotFound(err) {
			t.Errorf("a stranger reads the history: %v", err)
		}
	})
}

func TestManySavingDifferentPartsAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		const writers = 6
		doc := tip("A guide")
		for i := range writers {
			doc.Blocks = append(doc.Blocks, block.Block{Body: block.Text{Markdown: fmt.Sprint("part ", i)}})
		}
		r := w.share(w.rosa, catalog.SeenByDistrict, doc)
		doc = w.show(w.rosa, r.ID).Document
		saves(t, w, writers, func(i int) error {
			_, err := w.catalog.Save(t.Context(), w.rosa, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: with(doc, i, block.Text{Markdown: fmt.Sprint("written by ", i)})})
			return err
		}, func(err error) bool { return err == nil }, writers)
		for i, b := range w.show(w.rosa, r.ID).Document.Blocks {
			if want := (block.Text{Markdown: fmt.Sprint("written by ", i)}); b.Body != want {
				t.Errorf("part %d reads %+v", i, b.Body)
			}
		}
	})
}

func TestManySavingTheSameAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r := w.share(w.rosa, catalog.SeenByDistrict, tip("A guide"))
		saves(t, w, 6, func(i int) error {
			_, err := w.catalog.Save(t.Context(), w.rosa, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: tip(fmt.Sprint("Title ", i))})
			return err
		}, func(err error) bool { return err == nil }, 1)
		if n := len(w.history(w.rosa, r.ID)); n != 2 {
			t.Errorf("%d versions, want 2", n)
		}
	})
}

// saves runs so many saves at once and counts those that went well; the others have to be conflicts.
func saves(t *testing.T, _ *world, n int, save func(i int) error, well func(error) bool, want int) {
	t.Helper()
	results := make(chan error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { results <- save(i) })
	}
	wg.Wait()
	close(results)
	good := 0
	for err := range results {
		switch {
		case well(err):
			good++
		case !fault.IsConflict(err):
			t.Errorf("got %v", err)
		}
	}
	if good != want {
		t.Errorf("%d of %d saved, want %d", good, n, want)
	}
}

func TestHistorySaysWhatEachDid(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r, doc := w.guide()
		changed := with(doc, 1, block.Steps{Steps: []string{"Look.", "Wait.", "Ask."}})
		changed.Blocks = append(changed.Blocks, block.Block{Body: block.Video{URL: "https://a.example/v", Title: "Two minutes"}})
		second := w.save(w.rosa, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: changed})
		w.save(w.rosa, catalog.SaveInput{Resource: r.ID, Base: second.Head, Document: with(w.show(w.rosa, r.ID).Document, 0, block.Text{Markdown: "Anew."})})
		steps := w.history(w.mai, r.ID)
		said := func(s catalog.Step) string {
			var out []string
			for _, c := range s.Changes {
				out = append(out, fmt.Sprint(c.What, " ", c.Kind))
			}
			return strings.Join(out, ", ")
		}
		if got := said(steps[0]) + "; " + said(steps[1]) + "; " + said(steps[2]); got != "edited text; edited steps, added video; " {
			t.Errorf("history says %q", got)
		}
		if !steps[2].First || steps[1].First {
			t.Error("only the first has no parent")
		}
		at, err := w.catalog.VersionAt(t.Context(), w.mai, r.ID, 2)
		if err != nil || at.ID != second.Head {
			t.Errorf("version 2 is %s, %v", at.ID, err)
		}
	})
}

func TestHistoryNamesTheFieldsThatChanged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r, doc := w.guide()
		doc.About.Title, doc.About.Grades = "Another title", grade.Range(7, 9)
		second := w.save(w.rosa, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: doc})
		doc = w.show(w.rosa, r.ID).Document
		doc.About.Minutes = 20
		w.save(w.rosa, catalog.SaveInput{Resource: r.ID, Base: second.Head, Document: doc})
		var said []string
		for _, s := range w.history(w.mai, r.ID) {
			for _, c := range s.Changes {
				said = append(said, strings.Join(c.Fields, " "))
			}
		}
		if want := []string{"minutes", "title grades"}; !slices.Equal(said, want) {
			t.Errorf("history names %q, want %q", said, want)
		}
	})
}

// A coordinator who works at no school writes for the district, whatever school a resource belongs to.
func TestWhoWorksAtNoSchoolIsCreditedForTheDistrict(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r, err := w.catalog.Share(t.Context(), w.ana, catalog.ShareInput{School: w.elm, Visibility: catalog.SeenByConsortium, Document: tip("From the district")})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.catalog.AddNote(t.Context(), w.ana, r.ID, "And a line."); err != nil {
			t.Fatal(err)
		}
		shown := w.show(w.mai, r.ID)
		if shown.SchoolName != "Elm" || len(shown.Credit) != 1 || shown.Credit[0].PersonName != "Ana" || shown.Credit[0].SchoolName != "Maple Valley" || shown.Credit[0].School != "" {
			t.Errorf("at %s, credited to %+v", shown.SchoolName, shown.Credit)
		}
		if len(shown.Notes) != 1 || shown.Notes[0].SchoolName != "Maple Valley" {
			t.Errorf("notes %+v", shown.Notes)
		}
		if steps := w.history(w.rosa, r.ID); len(steps) != 1 || steps[0].SchoolName != "Maple Valley" {
			t.Errorf("history %+v", steps)
		}
		if away := w.show(w.partner, r.ID); len(away.Credit) != 1 || away.Credit[0].PersonName != "" || away.Credit[0].SchoolName != "Maple Valley" {
			t.Errorf("outside the district credited to %+v", away.Credit)
		}
		doc := w.show(w.rosa, r.ID).Document
		doc.About.Minutes = 5
		w.save(w.rosa, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: doc})
		if credit := w.show(w.mai, r.ID).Credit; len(credit) != 2 || credit[1].SchoolName != "Elm" {
			t.Errorf("then credited to %+v", credit)
		}
	})
}

// 1,000 saves of one block in a document of 50 store about 1,000 blocks, and the history comes in pieces.
func TestStoreGrowsByWhatChanged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		const saves = 1000
		doc := tip("A guide")
		for i := range 50 {
			doc.Blocks = append(doc.Blocks, block.Block{Body: block.Text{Markdown: fmt.Sprint("part ", i)}})
		}
		r := w.share(w.rosa, catalog.SeenByDistrict, doc)
		doc = w.show(w.rosa, r.ID).Document
		head := r.Head
		for i := range saves {
			head = w.save(w.rosa, catalog.SaveInput{Resource: r.ID, Base: head, Document: with(doc, 7, block.Text{Markdown: fmt.Sprint("changed ", i)})}).Head
		}
		blocks, err := db.One(t.Context(), d, db.Value[int], `SELECT count(*) FROM block`)
		if err != nil || blocks != 51+saves {
			t.Errorf("%d blocks stored, %v; want %d", blocks, err, 51+saves)
		}
		newest, err := w.catalog.History(t.Context(), w.rosa, r.ID, 0)
		if err != nil || len(newest.Steps) != catalog.HistoryLength || newest.Older == 0 {
			t.Errorf("the newest %d, older from %d, %v", len(newest.Steps), newest.Older, err)
		}
		if all := w.history(w.rosa, r.ID); len(all) != saves+1 || all[saves].Number != 1 {
			t.Errorf("%d versions in all", len(all))
		}
		if shown := w.show(w.rosa, r.ID); len(shown.Credit) != 1 || shown.Credit[0].Versions != saves+1 {
			t.Errorf("credit %+v", shown.Credit)
		}
	})
}
