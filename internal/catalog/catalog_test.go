package catalog_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
)

func TestShareIsFoundShownAndLogged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r := w.share(w.rosa, catalog.SeenByDistrict, tip("Two colors of notes", block.Text{Markdown: "Yellow for the source."}))
		if len(w.changed) != 1 || w.changed[0] != r.ID {
			t.Errorf("told of %v", w.changed)
		}
		shown := w.show(w.mai, r.ID)
		if shown.SchoolName != "Elm" || shown.Document.About.Title != "Two colors of notes" || len(shown.Document.Blocks) != 1 || shown.MayEdit || !shown.MayNote {
			t.Errorf("shown as %+v", shown)
		}
		if len(shown.Credit) != 1 || !shown.Credit[0].Began || shown.Newest.AuthorName != "Rosa" || shown.Newest.ID != r.Head {
			t.Errorf("credit %+v, newest %+v", shown.Credit, shown.Newest)
		}
		happened, err := activity.Committed(t.Context(), d, activity.Position{}, 10)
		if err != nil || len(happened) != 1 || happened[0].Verb != catalog.Shared || happened[0].Person != w.rosa.Person || happened[0].School != w.elm {
			t.Errorf("log says %+v, %v", happened, err)
		}
	})
}

func TestShareNamesWhatIsMissing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		doc := tip(" ", block.Link{URL: "no address"}, block.File{Hash: "x", MediaType: "image/png"})
		doc.About.Grades = 0
		_, err := w.catalog.Share(t.Context(), w.rosa, catalog.ShareInput{School: w.elm, Document: doc})
		wrong, ok := fault.AsFields(err)
		if !ok {
			t.Fatalf("got %v", err)
		}
		for _, field := range []string{"title", "grades", "blocks.0.url", "blocks.1.alt"} {
			if _, named := wrong[field]; !named {
				t.Errorf("%s is not named in %v", field, wrong)
			}
		}
		if len(wrong) != 4 {
			t.Errorf("%d faults: %v", len(wrong), wrong)
		}
	})
}

func TestSaveMakesAVersionAndKeepsEqualBlocksOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		doc := tip("A guide")
		for i := range 50 {
			doc.Blocks = append(doc.Blocks, block.Block{Body: block.Text{Markdown: fmt.Sprint("part ", i)}})
		}
		r := w.share(w.rosa, catalog.SeenByDistrict, doc)
		for i := range 20 {
			now := w.show(w.rosa, r.ID).Document
			now.Blocks[0].Body = block.Text{Markdown: fmt.Sprint("changed ", i)}
			saved, err := w.catalog.Save(t.Context(), w.rosa, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: now, Reason: "better"})
			if err != nil {
				t.Fatal(err)
			}
			if saved.Head == r.Head || saved.Revision <= r.Revision {
				t.Fatalf("save %d left head %s and revision %d", i, saved.Head, saved.Revision)
			}
			r = saved.Resource
		}
		blocks, err := db.One(t.Context(), d, db.Value[int], `SELECT count(*) FROM block`)
		if err != nil || blocks != 51+20 {
			t.Errorf("%d blocks stored, %v; want 71", blocks, err)
		}
		shown := w.show(w.rosa, r.ID)
		steps := w.history(w.rosa, r.ID)
		if len(steps) != 21 || steps[0].Parent != steps[1].ID || steps[0].Reason != "better" {
			t.Errorf("%d versions, newest %+v", len(steps), steps[0])
		}
		same, err := w.catalog.Save(t.Context(), w.rosa, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: shown.Document})
		if err != nil || same.Head != r.Head {
			t.Errorf("a save that changes nothing moved the head to %s, %v", same.Head, err)
		}
		first, err := w.catalog.ShowVersion(t.Context(), w.mai, r.ID, steps[20].ID)
		if err != nil || first.Document.Blocks[0].Body != (block.Text{Markdown: "part 0"}) {
			t.Errorf("the first version reads %+v, %v", first.Document.Blocks, err)
		}
	})
}

// What somebody else changes about a resource meanwhile stands in the way of words only when it is words.
func TestWordsAreSavedWhileOthersChangeWhoMaySee(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r := w.share(w.rosa, catalog.SeenByDistrict, tip("Title 0"))
		head := r.Head
		var wg sync.WaitGroup
		stop := make(chan struct{})
		wg.Go(func() {
			circles := []catalog.Visibility{catalog.SeenBySchool, catalog.SeenByDistrict}
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				shown := w.show(w.rosa, r.ID)
				_, err := w.catalog.Save(t.Context(), w.rosa, catalog.SaveInput{Resource: r.ID, Base: shown.Head, Visibility: circles[i%2], Document: shown.Document})
				if err != nil && !fault.IsConflict(err) {
					t.Errorf("who may see it: %v", err)
				}
			}
		})
		for i := range 20 {
			saved, err := w.catalog.Save(t.Context(), w.rosa, catalog.SaveInput{Resource: r.ID, Base: head, Document: tip(fmt.Sprint("Title ", i+1))})
			if err != nil {
				t.Errorf("save %d: %v", i+1, err)
				break
			}
			head = saved.Head
		}
		close(stop)
		wg.Wait()
		shown := w.show(w.rosa, r.ID)
		worded := 0
		for _, step := range w.history(w.rosa, r.ID) {
			if len(step.Changes) > 0 {
				worded++
			} else if !step.Seen && !step.First {
				t.Errorf("version %d changed nothing", step.Number)
			}
		}
		if shown.Document.About.Title != "Title 20" || worded != 20 {
			t.Errorf("%q after %d versions with other words", shown.Document.About.Title, worded)
		}
	})
}

func TestDraftIsKeptSharedAndComesBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		draft, err := w.catalog.KeepDraft(t.Context(), w.rosa, catalog.DraftInput{School: w.elm, Title: "Half", Form: []byte(`{"a":1}`)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.catalog.Draft(t.Context(), w.mai, draft.ID); !fault.IsNotFound(err) {
			t.Errorf("a colleague sees the draft: %v", err)
		}
		kept, err := w.catalog.KeepDraft(t.Context(), w.rosa, catalog.DraftInput{Draft: draft.ID, School: w.elm, Form: []byte(`{"a":2}`), Saves: draft.Saves})
		if err != nil || kept.Resource != draft.Resource {
			t.Fatalf("kept %+v, %v", kept, err)
		}
		_, err = w.catalog.KeepDraft(t.Context(), w.rosa, catalog.DraftInput{Draft: draft.ID, School: w.elm, Form: []byte(`{"a":0}`), Saves: draft.Saves})
		if !fault.IsConflict(err) {
			t.Errorf("a second tab overwrote the draft: %v", err)
		}
		r, err := w.catalog.Share(t.Context(), w.rosa, catalog.ShareInput{ID: draft.Resource, School: w.elm, Document: tip("Whole"), Draft: kept.At()})
		if err != nil || r.ID != draft.Resource {
			t.Fatalf("shared as %+v, %v", r, err)
		}
		if _, err := w.catalog.Share(t.Context(), w.rosa, catalog.ShareInput{ID: draft.Resource, School: w.elm, Document: tip("Whole")}); !fault.IsConflict(err) {
			t.Errorf("shared twice: %v", err)
		}
		back, err := w.catalog.Unshare(t.Context(), w.rosa, r.ID, []byte(`{"a":3}`))
		if err != nil || string(back.Form) != `{"a":3}` {
			t.Fatalf("back as %+v, %v", back, err)
		}
		if _, err := w.catalog.Show(t.Context(), w.mai, r.ID); !fault.IsNotFound(err) {
			t.Errorf("still shown after undo: %v", err)
		}
		if back.Change {
			t.Error("the draft of what is no more in the catalog is taken for a change to it")
		}
		if _, err := w.catalog.Save(t.Context(), w.rosa, catalog.SaveInput{Resource: r.ID, Base: back.Base, Document: tip("Saved unseen")}); !fault.IsConflict(err) {
			t.Errorf("saved where nobody sees it: %v", err)
		}
		if _, err := w.catalog.Share(t.Context(), w.rosa, catalog.ShareInput{ID: r.ID, School: w.elm, Document: tip("Whole again")}); err != nil {
			t.Errorf("sharing again: %v", err)
		}
	})
}

func TestUndoOfShareIsRefusedOnceAColleagueBuiltOnIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r := w.share(w.rosa, catalog.SeenByDistrict, tip("A tip"))
		if _, err := w.catalog.AddNote(t.Context(), w.mai, r.ID, "Works with blue as well."); err != nil {
			t.Fatal(err)
		}
		if _, err := w.catalog.Unshare(t.Context(), w.rosa, r.ID, nil); !fault.IsConflict(err) {
			t.Errorf("got %v", err)
		}
	})
}

func TestRetireNeedsAReasonAndHasAWayBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r := w.share(w.rosa, catalog.SeenByDistrict, tip("A tip"))
		if _, err := w.catalog.Retire(t.Context(), w.rosa, r.ID, " "); err == nil {
			t.Error("retired without a reason")
		}
		if _, err := w.catalog.Retire(t.Context(), w.mai, r.ID, "old"); !fault.IsDenied(err) {
			t.Errorf("another school retired it: %v", err)
		}
		if _, err := w.catalog.Retire(t.Context(), w.rosa, r.ID, "The page is gone."); err != nil {
			t.Fatal(err)
		}
		if list, err := w.catalog.New(t.Context(), w.mai, 10); err != nil || len(list) != 0 {
			t.Errorf("listed as new: %v, %v", list, err)
		}
		if shown := w.show(w.mai, r.ID); shown.RetireReason != "The page is gone." || shown.MayNote {
			t.Errorf("shown as %+v", shown)
		}
		if _, err := w.catalog.Retire(t.Context(), w.rosa, r.ID, "again"); !fault.IsConflict(err) {
			t.Errorf("retired twice: %v", err)
		}
		if _, err := w.catalog.PutBack(t.Context(), w.ana, r.ID); err != nil {
			t.Fatal(err)
		}
		if shown := w.show(w.mai, r.ID); shown.State != catalog.StatePublished || shown.RetireReason != "" {
			t.Errorf("put back as %+v", shown)
		}
	})
}

func TestDoublesAreNamedWithTheirSchool(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		words := "I ring a small bell and every child tells a neighbor one word they learned today. It works even on Friday afternoon, and takes ninety seconds."
		bell := w.share(w.rosa, catalog.SeenByDistrict, tip("Quiet endings", block.Text{Markdown: words}, block.Link{URL: "https://www.loc.gov/maps/?utm_source=mail"}))
		hidden := w.share(w.rosa, catalog.SeenBySchool, tip("For Elm alone", block.Link{URL: "https://www.nasa.gov/kids"}))
		for name, c := range map[string]struct {
			doc  block.Document
			want catalog.Likeness
		}{
			"link":  {tip("Maps", block.Link{URL: "http://loc.gov/maps"}), catalog.SameLink},
			"other": {tip("Other", block.Text{Markdown: "Tape a paper river along the floor and let each table put one tributary where they think it belongs, then compare."}), ""},
		} {
			found, err := w.catalog.Doubles(t.Context(), w.mai, c.doc, "")
			if err != nil {
				t.Fatal(err)
			}
			if c.want == "" {
				if len(found) > 0 {
					t.Errorf("%s: found %+v", name, found)
				}
				continue
			}
			if len(found) != 1 || found[0].ID != bell.ID || found[0].Likeness != c.want || found[0].SchoolName != "Elm" {
				t.Errorf("%s: found %+v", name, found)
			}
		}
		for _, c := range []struct {
			who  string
			by   func() ([]catalog.Double, error)
			want int
		}{
			{"its own school", func() ([]catalog.Double, error) {
				return w.catalog.Doubles(t.Context(), w.rosa, tip("x", block.Link{URL: "https://nasa.gov/kids/"}), "")
			}, 1},
			{"another school", func() ([]catalog.Double, error) {
				return w.catalog.Doubles(t.Context(), w.mai, tip("x", block.Link{URL: "https://nasa.gov/kids/"}), "")
			}, 0},
			{"itself", func() ([]catalog.Double, error) {
				return w.catalog.Doubles(t.Context(), w.rosa, tip("x", block.Link{URL: "https://nasa.gov/kids/"}), hidden.ID)
			}, 0},
		} {
			if found, err := c.by(); err != nil || len(found) != c.want {
				t.Errorf("%s finds %d, %v; want %d", c.who, len(found), err, c.want)
			}
		}
	})
}

func TestShareLinkOpensOneThingUntilItIsClosed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r := w.share(w.rosa, catalog.SeenBySchool, tip("For a class"))
		token, err := w.catalog.MakeShareLink(t.Context(), w.rosa, r.ID, "", "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.catalog.MakeShareLink(t.Context(), w.rosa, r.ID, "", "pine"); err == nil {
			t.Error("a link for the teachers of a school where she is not")
		}
		opened, err := w.catalog.OpenShareLink(t.Context(), token)
		if err != nil || opened.Document.About.Title != "For a class" || opened.MayEdit || opened.MayNote {
			t.Fatalf("opened %+v, %v", opened, err)
		}
		if _, err := w.catalog.OpenShareLink(t.Context(), token+"x"); !fault.IsNotFound(err) {
			t.Errorf("a made-up token: %v", err)
		}
		links, err := w.catalog.ShareLinks(t.Context(), w.rosa, r.ID)
		if err != nil || len(links) != 1 {
			t.Fatalf("%v, %v", links, err)
		}
		if err := w.catalog.CloseShareLink(t.Context(), w.rosa, r.ID, links[0].ID, false); err != nil {
			t.Fatal(err)
		}
		closed, err := w.catalog.OpenShareLink(t.Context(), token)
		if !fault.IsDenied(err) || closed.Link.ClosedBy != "Rosa" {
			t.Errorf("closed link gives %+v, %v", closed.Link, err)
		}
		if err := w.catalog.CloseShareLink(t.Context(), w.rosa, r.ID, links[0].ID, true); err != nil {
			t.Fatal(err)
		}
		if _, err := w.catalog.OpenShareLink(t.Context(), token); err != nil {
			t.Errorf("opened again: %v", err)
		}
		if _, err := w.catalog.Retire(t.Context(), w.rosa, r.ID, "over"); err != nil {
			t.Fatal(err)
		}
		if retired, err := w.catalog.OpenShareLink(t.Context(), token); !fault.IsDenied(err) || retired.Document.About.Title != "" || retired.Link.PersonName != "Rosa" {
			t.Errorf("retired and opened: %+v, %v", retired, err)
		}
	})
}

func TestAShareLinkOpensNoMoreThanItsMakerMay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r := w.share(w.rosa, catalog.SeenByDistrict, tip("For a class"))
		tokens := map[string]string{}
		for name, by := range map[string]actor.Actor{"of the school": w.rosa, "of another school": w.mai, "of a coordinator": w.ana} {
			var err error
			if tokens[name], err = w.catalog.MakeShareLink(t.Context(), by, r.ID, "", ""); err != nil {
				t.Fatal(err)
			}
		}
		opens := func(when, name string, want bool) {
			t.Helper()
			opened, err := w.catalog.OpenShareLink(t.Context(), tokens[name])
			if want && err != nil || !want && (!fault.IsDenied(err) || opened.Link.PersonName == "" || opened.Document.About.Title != "") {
				t.Errorf("%s, the link %s gives %v, %v", when, name, opened.Document.About.Title, err)
			}
		}
		saved, err := w.catalog.Save(t.Context(), w.rosa, catalog.SaveInput{Resource: r.ID, Base: r.Head, Visibility: catalog.SeenBySchool, Document: tip("For our school")})
		if err != nil {
			t.Fatal(err)
		}
		opens("narrowed", "of the school", true)
		opens("narrowed", "of another school", false)
		opens("narrowed", "of a coordinator", true)
		w.exec(`UPDATE membership SET role = 'teacher' WHERE person = $1`, w.rosa.Person)
		opens("made a teacher", "of the school", false)
		w.exec(`UPDATE membership SET role = 'media_specialist' WHERE person = $1`, w.rosa.Person)
		w.exec(`UPDATE person SET state = 'left', left_at = 0, left_state = 'active' WHERE id = $1`, w.rosa.Person)
		opens("after she left", "of the school", true)
		if _, err := w.catalog.Save(t.Context(), w.ana, catalog.SaveInput{Resource: r.ID, Base: saved.Head, Visibility: catalog.SeenByDistrict, Document: tip("For all")}); err != nil {
			t.Fatal(err)
		}
		opens("widened again", "of another school", true)
	})
}

func TestALeaversDraftsGoToTheSchool(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		draft, err := w.catalog.KeepDraft(t.Context(), w.rosa, catalog.DraftInput{School: w.elm, Title: "Half", Form: []byte(`{}`)})
		if err != nil {
			t.Fatal(err)
		}
		successor := w.person(w.rosa.District, "county", "Sol", false, w.rosa.Schools[0])
		if _, err := w.catalog.Draft(t.Context(), successor, draft.ID); !fault.IsNotFound(err) {
			t.Fatalf("seen before the handing over: %v", err)
		}
		if err := d.Do(t.Context(), func(tx *db.DB) error { return w.catalog.HandOver(t.Context(), tx, w.ana, w.rosa.Person) }); err != nil {
			t.Fatal(err)
		}
		if list, err := w.catalog.Drafts(t.Context(), successor); err != nil || len(list) != 1 {
			t.Errorf("the successor finds %v, %v", list, err)
		}
		if list, err := w.catalog.Drafts(t.Context(), w.mai); err != nil || len(list) != 0 {
			t.Errorf("another school finds %v, %v", list, err)
		}
		if _, err := w.catalog.Share(t.Context(), successor, catalog.ShareInput{ID: draft.Resource, School: w.elm, Document: tip("Whole")}); err != nil {
			t.Errorf("the successor shares it: %v", err)
		}
	})
}

func TestNewestComesFirst(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.rosa, catalog.SeenByDistrict, tip("First"))
		w.clock.Advance(time.Hour)
		w.share(w.mai, catalog.SeenByDistrict, tip("Second"))
		w.share(w.rosa, catalog.SeenBySchool, tip("Elm alone"))
		list, err := w.catalog.New(t.Context(), w.mai, 10)
		if err != nil || len(list) != 2 || list[0].About.Title != "Second" {
			t.Errorf("got %+v, %v", list, err)
		}
	})
}
