package double_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
)

const (
	ask    = "Ask each table for one word that they have never used before, and write it on the wall by the door."
	listen = "Listen to the words again at the end of the week, and let everyone choose the one they will keep."
)

// says is the words of a resource, part by part.
func (w *world) says(r catalog.ResourceID) string {
	w.T.Helper()
	shown, err := w.Catalog.Show(w.T.Context(), w.Ana, r)
	w.ok(err)
	var out []string
	for _, b := range shown.Document.Blocks {
		out = append(out, b.Body.(block.Text).Markdown)
	}
	return strings.Join(out, "|")
}

// standing is how the parts of a version stand to its core: "core changed added gone, 1 waits".
func (w *world) standing(version catalog.ResourceID) string {
	w.T.Helper()
	s, err := w.adapt.Standing(w.T.Context(), w.Ana, version)
	w.ok(err)
	var out []string
	for _, p := range s.Parts {
		if p.Key != block.AboutKey {
			out = append(out, string(p.State))
		}
	}
	return fmt.Sprintf("%s, %d waits", strings.Join(out, " "), len(s.Waiting()))
}

func (w *world) edit(by actor.Actor, r catalog.ResourceID, change func(d *block.Document)) {
	w.T.Helper()
	w.Clock.Advance(time.Minute)
	shown, err := w.Catalog.Show(w.T.Context(), by, r)
	w.ok(err)
	change(&shown.Document)
	_, err = w.Catalog.Save(w.T.Context(), by, catalog.SaveInput{Resource: r, Base: shown.Head, Document: shown.Document})
	w.ok(err)
}

func TestTwoBecomeOneFamily(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		bell := w.share(w.Mai, "Bell", text(fable), text(ask))
		small := w.share(w.Rosa, "A small bell", text(listen), text(strings.Replace(fable, "ninety", "sixty", 1)), text(ask))
		w.edit(w.Rosa, small.ID, func(d *block.Document) { d.About.Why = "Because it is calm." })
		before, history, credit := w.says(small.ID), w.history(small.ID), w.credit(small.ID)
		w.ok(w.double.Join(ctx, w.Ana, bell.ID, small.ID))
		if got := w.standing(small.ID); got != "added changed core, 0 waits" {
			t.Errorf("it stands %q", got)
		}
		if w.says(small.ID) != before || w.says(bell.ID) != fable+"|"+ask || w.history(small.ID) != history {
			t.Errorf("joined it says %q, with %q", w.says(small.ID), w.history(small.ID))
		}
		if got := w.credit(bell.ID); got != "Mai" {
			t.Errorf("the original credits %s", got)
		}
		if got := w.credit(small.ID); got != credit {
			t.Errorf("the version credits %s, before %s", got, credit)
		}
		w.finds()
		w.edit(w.Mai, bell.ID, func(d *block.Document) { d.Blocks[1].Body = text(ask + " Every day.") })
		if got := w.standing(small.ID); got != "added changed core, 1 waits" {
			t.Errorf("after a change of the original it stands %q", got)
		}
		w.edit(w.Rosa, small.ID, func(d *block.Document) { d.Blocks[0].Body = text(listen + " Then rest.") })
		written := w.says(small.ID)
		w.ok(w.double.Reopen(ctx, w.Joan, small.ID, bell.ID))
		if _, err := w.adapt.Standing(ctx, w.Ana, small.ID); !fault.IsNotFound(err) {
			t.Errorf("taken back it still stands: %v", err)
		}
		if w.says(small.ID) != written || w.credit(small.ID) != credit || w.credit(bell.ID) != "Mai" {
			t.Errorf("taken back it says %q and credits %s", w.says(small.ID), w.credit(small.ID))
		}
		if !strings.HasPrefix(w.history(small.ID), history) {
			t.Errorf("its history was %q, is %q", history, w.history(small.ID))
		}
		if keys := w.keys(small.ID); !slices.Equal(keys, []block.Key{"about", "a-small-bell-0", "a-small-bell-1", "a-small-bell-2"}) {
			t.Errorf("its parts are called %v", keys)
		}
	})
}

// history is who wrote which version of a resource, with what it held, the first first.
func (w *world) history(r catalog.ResourceID) string {
	w.T.Helper()
	list, err := db.All(w.T.Context(), w.DB, func(row db.Row) (line string, err error) {
		var author, manifest string
		if err := row.Scan(&author, &manifest); err != nil {
			return "", err
		}
		m, err := block.ParseManifest(manifest)
		for _, e := range m {
			author += " " + string(e.Hash)
		}
		return author, err
	}, `SELECT author, manifest FROM version WHERE resource = $1 ORDER BY number`, r)
	w.ok(err)
	return strings.Join(list, "\n")
}

// credit is who is credited, in order, by first names, with what they did where it is not that they began or changed it.
func (w *world) credit(r catalog.ResourceID) string {
	w.T.Helper()
	shown, err := w.Catalog.Show(w.T.Context(), w.Ana, r)
	w.ok(err)
	var out []string
	for _, c := range shown.Credit {
		name := strings.Fields(c.PersonName)[0]
		switch {
		case c.VersionOf != "":
			name += ":" + c.VersionOf
		case c.Apart != "":
			name += "/" + c.Apart
		}
		out = append(out, name)
	}
	return strings.Join(out, " ")
}

func (w *world) keys(r catalog.ResourceID) []block.Key {
	w.T.Helper()
	shown, err := w.Catalog.Show(w.T.Context(), w.Ana, r)
	w.ok(err)
	var out []block.Key
	for _, e := range shown.Newest.Manifest {
		out = append(out, e.Key)
	}
	return out
}

// Whoever began to write before two were joined, or before that was taken back, loses nothing and leaves the family as it is.
func TestWhoWritesMeanwhileStaysInTheFamily(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		bell, small := w.share(w.Mai, "Bell", text(fable), text(ask)), w.share(w.Rosa, "A small bell", text(fable), text(ask))
		begun, err := w.Catalog.Show(ctx, w.Rosa, small.ID)
		w.ok(err)
		w.ok(w.double.Join(ctx, w.Ana, bell.ID, small.ID))
		begun.Document.Blocks[1].Body = text(ask + " Or two.")
		_, err = w.Catalog.Save(ctx, w.Rosa, catalog.SaveInput{Resource: small.ID, Base: begun.Head, Document: begun.Document})
		w.ok(err)
		if got := w.standing(small.ID); got != "core changed, 0 waits" {
			t.Errorf("after a save from before it stands %q", got)
		}
		begun, err = w.Catalog.Show(ctx, w.Rosa, small.ID)
		w.ok(err)
		w.edit(w.Rosa, small.ID, func(d *block.Document) { d.Blocks[0].Body = text(fable + " Softly.") })
		w.ok(w.double.Reopen(ctx, w.Ana, bell.ID, small.ID))
		begun.Document.Blocks[1].Body = text(ask + " Or three.")
		_, err = w.Catalog.Save(ctx, w.Rosa, catalog.SaveInput{Resource: small.ID, Base: begun.Head, Document: begun.Document})
		w.ok(err)
		if got := w.says(small.ID); got != fable+" Softly.|"+ask+" Or three." {
			t.Errorf("after a save across it says %q", got)
		}
		if keys := w.keys(small.ID); !slices.Equal(keys, []block.Key{"about", "a-small-bell-0", "a-small-bell-1"}) {
			t.Errorf("its parts are called %v", keys)
		}
		w.finds("Bell + A small bell")
		w.ok(w.double.Join(ctx, w.Ana, bell.ID, small.ID)) // and again
		if got := w.standing(small.ID); got != "changed changed, 0 waits" {
			t.Errorf("joined again it stands %q", got)
		}
	})
}

// However often a resource is joined and taken back, whatever a part was called when somebody began to write still leads to it.
func TestEveryFormerNameOfAPartLeadsToIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, n := newWorld(t, d), 0
		rapid.Check(t, func(rt *rapid.T) {
			n++
			small := w.share(w.Rosa, fmt.Sprint("Small ", n), text(fable), text(ask), text(listen))
			cores := []catalog.Resource{
				w.share(w.Mai, fmt.Sprint("First ", n), text(ask), text(fable)),
				w.share(w.Mai, fmt.Sprint("Second ", n), text(fable), text(listen), text(ask)),
				w.share(w.Joan, fmt.Sprint("Third ", n), text(listen), text(ask)),
			}
			begin := func() catalog.Shown {
				shown, err := w.Catalog.Show(t.Context(), w.Rosa, small.ID)
				w.ok(err)
				return shown
			}
			begun, joined := []catalog.Shown{begin()}, -1
			for _, core := range rapid.SliceOfN(rapid.IntRange(0, len(cores)-1), 1, 4).Draw(rt, "cores") {
				w.ok(w.double.Join(t.Context(), w.Ana, cores[core].ID, small.ID))
				begun = append(begun, begin())
				if joined = core; rapid.Bool().Draw(rt, "stays") {
					break
				}
				w.ok(w.double.Reopen(t.Context(), w.Ana, cores[core].ID, small.ID))
				begun, joined = append(begun, begin()), -1
			}
			keys := w.keys(small.ID)
			from := begun[rapid.IntRange(0, len(begun)-1).Draw(rt, "from")]
			from.Document.Blocks[1].Body = text(ask + " Softly.")
			_, err := w.Catalog.Save(t.Context(), w.Rosa, catalog.SaveInput{Resource: small.ID, Base: from.Head, Document: from.Document})
			w.ok(err)
			if got := w.says(small.ID); got != fable+"|"+ask+" Softly.|"+listen || !slices.Equal(w.keys(small.ID), keys) {
				rt.Errorf("joined with %d it says %q, called %v, before %v", joined, got, w.keys(small.ID), keys)
			}
		})
	})
}

// What was written apart credits nobody else until something of the other is used, and then says of whose own it is; taken back, it credits
// as before.
func TestCreditOfWhatWasWrittenApart(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		bell, small := w.share(w.Mai, "Bell", text(fable), text(ask)), w.share(w.Rosa, "A small bell", text(fable), text(listen))
		w.ok(w.double.Join(ctx, w.Ana, bell.ID, small.ID))
		again, err := w.Catalog.Share(ctx, w.Joan, catalog.ShareInput{School: w.Joan.Schools[0].School, Visibility: catalog.SeenByDistrict, Document: documentOf(w, small),
			Core: small.ID, CoreVersion: small.Head})
		w.ok(err)
		if got := w.credit(again.ID); got != "Rosa Joan:Oak" {
			t.Errorf("a version of what was joined credits %s", got)
		}
		w.edit(w.Mai, bell.ID, func(d *block.Document) { d.Blocks[0].Body = text(fable + " Softly.") })
		if got := w.credit(small.ID); got != "Rosa" {
			t.Errorf("before anything is used it credits %s", got)
		}
		shown, err := w.adapt.Show(ctx, w.Rosa, small.ID)
		w.ok(err)
		if len(shown.Waiting()) != 1 {
			t.Fatalf("%d parts wait", len(shown.Waiting()))
		}
		key := shown.Waiting()[0].Key
		hash := func(s catalog.Shown) block.Hash {
			at := slices.IndexFunc(s.Newest.Manifest, func(e block.Entry) bool { return e.Key == key })
			return s.Newest.Manifest[at].Hash
		}
		decision, err := w.adapt.Decide(ctx, w.Rosa, small.ID, adapt.Decided{Key: key, Choice: adapt.Use, Seen: hash(shown.Core), Here: hash(shown.Ours)})
		w.ok(err)
		if got := w.credit(small.ID); got != "Rosa Mai/Pine" {
			t.Errorf("once something is used it credits %s", got)
		}
		w.ok(w.adapt.Undo(ctx, w.Rosa, small.ID, decision, ""))
		if got := w.credit(small.ID); got != "Rosa" {
			t.Errorf("once that is taken back it credits %s", got)
		}
	})
}

// Joining and taking back leaves both exactly as they were, whatever they say.
func TestJoiningIsTakenBackExactly(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		draw := func(label string) []block.Body {
			var out []block.Body
			for _, words := range rapid.SliceOfN(rapid.SampledFrom([]string{fable, ask, listen, fable + " " + ask, "Short."}), 1, 4).Draw(t, label) {
				out = append(out, text(words))
			}
			return out
		}
		a, b := w.share(w.Mai, fmt.Sprint("First ", n), draw("first")...), w.share(w.Rosa, fmt.Sprint("Then ", n), draw("then")...)
		says, keys, history := w.says(a.ID)+w.says(b.ID), w.keys(b.ID), w.history(b.ID)
		w.ok(w.double.Join(t.Context(), w.Ana, a.ID, b.ID))
		if w.says(a.ID)+w.says(b.ID) != says || !strings.HasSuffix(w.standing(b.ID), ", 0 waits") {
			t.Fatalf("joined they say %q; %s", w.says(a.ID)+w.says(b.ID), w.standing(b.ID))
		}
		w.ok(w.double.Reopen(t.Context(), w.Ana, a.ID, b.ID))
		if w.says(a.ID)+w.says(b.ID) != says || !slices.Equal(w.keys(b.ID), keys) || w.history(b.ID) != history {
			t.Fatalf("taken back they say %q, called %v", w.says(a.ID)+w.says(b.ID), w.keys(b.ID))
		}
	})
}

func TestWhatMayNotBecomeAFamily(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		under := func(by actor.Actor, title, code string) catalog.Resource {
			r := w.share(by, title, text(fable))
			w.edit(by, r.ID, func(d *block.Document) {
				d.About.Rights, d.About.Source = code, block.Source{Title: "Atlas", Creator: "J. Doe"}
			})
			return r
		}
		bell, mine := w.share(w.Mai, "Bell", text(fable)), w.share(w.Rosa, "Mine", text(fable))
		core := w.share(w.Mai, "Core", text(fable))
		version, err := w.Catalog.Share(ctx, w.Rosa, catalog.ShareInput{School: "elm", Visibility: catalog.SeenByDistrict, Document: documentOf(w, core), Core: core.ID, CoreVersion: core.Head})
		w.ok(err)
		sealed, open := under(w.Mai, "Sealed", "cc-by-nd-4.0"), under(w.Rosa, "Open", "cc-by-4.0")
		alike := under(w.Mai, "Share alike", "cc-by-sa-4.0")
		hidden := w.shareTo(w.Mai, catalog.SeenBySchool, "Hidden", text(fable))
		for reason, pair := range map[string][2]catalog.Resource{
			"school": {bell, core}, "version": {bell, version}, "core": {mine, core}, "twin": {core, mine}, "rights": {sealed, open},
			"carried": {alike, open}, "hidden": {hidden, mine},
		} {
			err := w.double.Join(ctx, w.Ana, pair[0].ID, pair[1].ID)
			if conflict, ok := fault.AsConflict(err); !ok || conflict.Reason.Key != "join.refused."+reason {
				t.Errorf("%s: %v", reason, err)
			}
		}
		choices, err := w.double.Choices(ctx, w.Ana, hidden.ID, mine.ID)
		w.ok(err)
		if choices[0].Original.ID != mine.ID || choices[0].Refused.Key != "" || choices[1].Refused.Key != "join.refused.hidden" {
			t.Errorf("the choices are %+v", choices)
		}
		if err := w.double.Join(ctx, w.Rosa, bell.ID, mine.ID); !fault.IsDenied(err) {
			t.Errorf("a media specialist joins: %v", err)
		}
		w.ok(w.double.Join(ctx, w.Ana, bell.ID, mine.ID))
		w.edit(w.Mai, bell.ID, func(d *block.Document) { d.Blocks[0].Body = text(fable + " Softly.") })
		_, err = w.adapt.TakeAll(ctx, w.Rosa, mine.ID, "")
		w.ok(err)
		if err := w.double.Reopen(ctx, w.Ana, bell.ID, mine.ID); !fault.IsConflict(err) {
			t.Errorf("parted after a change was used: %v", err)
		}
		list, err := w.adapt.Latest(ctx, w.Rosa, shownOf(w, mine.ID))
		w.ok(err)
		w.ok(w.adapt.Undo(ctx, w.Rosa, mine.ID, list[0].ID, ""))
		w.ok(w.double.Reopen(ctx, w.Ana, bell.ID, mine.ID))
		if got := w.says(mine.ID); got != fable {
			t.Errorf("it says %q", got)
		}
	})
}

func shownOf(w *world, r catalog.ResourceID) adapt.Shown {
	w.T.Helper()
	shown, err := w.adapt.Show(w.T.Context(), w.Rosa, r)
	w.ok(err)
	return shown
}

// Both schools hear of a family that a coordinator made, and nobody else does; once it is taken back, nobody.
func TestBothSchoolsHearOfAFamily(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		bell, small := w.share(w.Mai, "Bell", text(fable)), w.share(w.Rosa, "A small bell", text(fable))
		before := w.Clock.Now()
		w.Clock.Advance(time.Minute)
		hears := func(by actor.Actor, since time.Time, want string) {
			t.Helper()
			list, err := w.adapt.JoinedSince(ctx, by, by.SchoolIDs(), since)
			w.ok(err)
			got := ""
			for _, j := range list {
				got += fmt.Sprintf("%s: %s, %s's, of %s", j.Person, j.Card.About.Title, j.Card.SchoolName, j.Of.SchoolName)
			}
			if got != want {
				t.Errorf("%s hears %q, want %q", by.Name, got, want)
			}
		}
		w.ok(w.double.Join(ctx, w.Ana, bell.ID, small.ID))
		const told = "Ana Villarreal: A small bell, Elm's, of Pine"
		hears(w.Mai, before, told)
		hears(w.Rosa, before, told)
		hears(w.Rosa, w.Clock.Now(), "")
		hears(w.Joan, before, "")
		hears(w.Stranger, before, "")
		w.ok(w.double.Reopen(ctx, w.Ana, bell.ID, small.ID))
		hears(w.Rosa, before, "")
	})
}

// Who joins two is refused by what came about around them since they looked, and a draft that nobody else sees refuses nobody.
func TestWhatHappensMeanwhileRefusesAFamily(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		core, mine := w.share(w.Mai, "Core", text(fable)), w.share(w.Rosa, "Mine", text(fable))
		versionOf := func(by actor.Actor, r catalog.Resource) catalog.Resource {
			made, err := w.Catalog.Share(ctx, by, catalog.ShareInput{School: by.Schools[0].School, Visibility: catalog.SeenByDistrict, Document: documentOf(w, r), Core: r.ID, CoreVersion: r.Head})
			w.ok(err)
			return made
		}
		looked := func() adapt.Union {
			union, err := w.adapt.MayJoin(ctx, w.Ana, core.ID, mine.ID)
			w.ok(err)
			return union
		}
		join := func(union adapt.Union) error {
			return d.Do(ctx, func(tx *db.DB) error { return w.adapt.JoinIn(ctx, tx, w.Ana, union) })
		}
		refused := func(reason string, err error) {
			t.Helper()
			if conflict, ok := fault.AsConflict(err); !ok || conflict.Reason.Key != "join.refused."+reason {
				t.Errorf("%s: %v", reason, err)
			}
		}
		union := looked()
		twin := versionOf(w.Rosa, core)
		refused("twin", join(union))
		_, err := w.Catalog.Unshare(ctx, w.Rosa, twin.ID, []byte(`{}`))
		w.ok(err)
		union = looked()
		versionOf(w.Lin, mine)
		refused("core", join(union))
	})
}

// A family is the district's: whoever may write its version takes it back no more than anybody else.
func TestOnlyACoordinatorTakesAFamilyBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		core, mine := w.share(w.Mai, "Core", text(fable)), w.share(w.Rosa, "Mine", text(fable))
		w.ok(w.double.Join(ctx, w.Ana, core.ID, mine.ID))
		for _, by := range []actor.Actor{w.Rosa, w.Mai, w.Tom, {District: w.Ana.District}} {
			if err := d.Do(ctx, func(tx *db.DB) error { return w.adapt.PartIn(ctx, tx, by, mine.ID) }); !fault.IsDenied(err) {
				t.Errorf("%q takes it back: %v", by.Name, err)
			}
		}
		if got := w.standing(mine.ID); got != "core, 0 waits" {
			t.Errorf("it stands %q", got)
		}
	})
}
