package question_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogtest"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/credit"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/question"
)

type world struct {
	*catalogtest.World
	ask    *question.Service
	credit *credit.Service
}

func newWorld(t *testing.T, d *db.DB) *world {
	w := catalogtest.New(t, d)
	letters := letterbox.New(letterbox.Options{DB: d, Clock: w.Clock, Jobs: w.Jobs, Mail: w.Mail, People: w.People, Words: w.Words, BaseURL: catalogtest.BaseURL})
	credits := credit.New(credit.Options{DB: d, Clock: w.Clock, People: w.People, Catalog: w.Catalog, Letters: letters})
	return &world{w, question.New(question.Options{DB: d, Clock: w.Clock, People: w.People, Catalog: w.Catalog, Credit: credits, Letters: letters, BaseURL: catalogtest.BaseURL}), credits}
}

func (w *world) ok(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

const day = 24 * time.Hour

func (w *world) asks(by actor.Actor, words string) question.Question {
	w.T.Helper()
	q, err := w.ask.Ask(w.T.Context(), by, words, "")
	w.ok(err)
	w.Clock.Advance(time.Minute)
	return q
}

func (w *world) answers(by actor.Actor, q question.Question, in question.Given) question.AnswerID {
	w.T.Helper()
	a, err := w.ask.Answer(w.T.Context(), by, q.ID, in)
	w.ok(err)
	w.Clock.Advance(time.Minute)
	return a
}

func said(list []question.Question) string {
	var out []string
	for _, q := range list {
		out = append(out, fmt.Sprintf("%s (%s)", q.Words, q.PersonName))
	}
	return strings.Join(out, "; ")
}

// letters are the letters that have left: to whom and about what.
func (w *world) letters() string {
	w.T.Helper()
	w.ok(w.Jobs.Drain(w.T.Context()))
	var out []string
	for _, kept := range w.Outbox.Letters() {
		out = append(out, kept.ToName+": "+kept.Subject)
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

func TestAQuestionBecomesATipThatCreditsWhoHelped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		logs := w.Share(w.Mai, catalog.SeenByDistrict, "Ships’ logs")
		q := w.asks(w.Rosa, " Where are  good maps of the tides? ")
		if q.Words != "Where are good maps of the tides?" || !q.Mine || q.SchoolName != "Elm" {
			t.Errorf("asked %+v", q)
		}
		a := w.answers(w.Mai, q, question.Given{Words: "These are read aloud.", Resource: logs.ID})
		b := w.answers(w.Lin, q, question.Given{URL: "https://tides.example/maps"})
		c := w.answers(w.Ana, q, question.Given{Words: "No idea."})
		list, err := w.ask.Answers(ctx, w.Rosa, q.ID)
		w.ok(err)
		if len(list) != 3 || list[0].Card == nil || list[0].Card.About.Title != "Ships’ logs" || list[2].SchoolName != "" || list[1].ID != b || list[2].ID != c {
			t.Fatalf("answered %+v", list)
		}
		if _, err := w.ask.Close(ctx, w.Mai, q.ID, question.CloseInput{Helped: []question.AnswerID{a}, Words: "x"}); !fault.IsDenied(err) {
			t.Errorf("a colleague closes it: %v", err)
		}
		if _, wrong := fault.AsFields(second(w.ask.Close(ctx, w.Rosa, q.ID, question.CloseInput{Helped: []question.AnswerID{a}}))); !wrong {
			t.Error("a tip without a word")
		}
		tip, err := w.ask.Close(ctx, w.Rosa, q.ID, question.CloseInput{Helped: []question.AnswerID{b, a}, Words: "Logs and a page of maps."})
		w.ok(err)
		shown, err := w.Catalog.Show(ctx, w.Tom, tip)
		w.ok(err)
		var credit []string
		for _, k := range shown.Credit {
			credit = append(credit, fmt.Sprint(k.PersonName, " ", k.Began, k.Answered))
		}
		if got := strings.Join(credit, "; "); got != "Rosa Delgado true false; Mai Tran false true; Lin Chen false true" {
			t.Errorf("credit %s", got)
		}
		about := shown.Document.About
		if about.Title != q.Words || about.Why != "Logs and a page of maps." || about.Type != block.QuickTip || shown.Newest.Number != 3 || len(shown.Document.Blocks) != 3 {
			t.Errorf("the tip is %+v", shown.Document)
		}
		if link, ok := shown.Document.Blocks[1].Body.(block.Link); !ok || link.URL != catalogtest.BaseURL+logs.ID.Path("Ships’ logs") || link.Title != "Pine: Ships’ logs" {
			t.Errorf("the thing on the shelf is %+v", shown.Document.Blocks[1].Body)
		}
		for by, want := range map[*actor.Actor]string{&w.Mai: said([]question.Question{q}), &w.Lin: said([]question.Question{q}), &w.Ana: "", &w.Rosa: ""} {
			helped, err := w.ask.Helped(ctx, *by, w.Clock.Now().Add(-day))
			w.ok(err)
			if said(helped) != want {
				t.Errorf("%s helped with %q, want %q", by.Name, said(helped), want)
			}
		}
		if _, err := w.ask.Answer(ctx, w.Mai, q.ID, question.Given{Words: "Late."}); !fault.IsConflict(err) {
			t.Errorf("answered when closed: %v", err)
		}
		w.Clock.Advance(time.Minute)
		w.ok(w.ask.Reopen(ctx, w.Rosa, q.ID, "Asked again"))
		w.ok(w.ask.Reopen(ctx, w.Rosa, q.ID, "Asked again"))
		if shown, err = w.Catalog.Show(ctx, w.Rosa, tip); err != nil || shown.State != catalog.StateRetired {
			t.Errorf("opened again, the tip is %s, %v", shown.State, err)
		}
		again, err := w.ask.Find(ctx, w.Mai, q.ID)
		w.ok(err)
		if again.State != question.Open || again.Tip != "" {
			t.Errorf("opened again: %+v", again)
		}
		logged := strings.Join(w.Logged(), " ")
		if !strings.HasSuffix(logged, "question.asked answer.given answer.given answer.given resource.shared question.closed resource.retired question.reopened") {
			t.Errorf("logged %s", logged)
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestATipThatAColleagueChangedStays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		q := w.asks(w.Rosa, "Tides?")
		tip, err := w.ask.Close(ctx, w.Rosa, q.ID, question.CloseInput{Words: "I found maps myself."})
		w.ok(err)
		w.Clock.Advance(time.Minute)
		shown, err := w.Catalog.Show(ctx, w.Ana, tip)
		w.ok(err)
		shown.Document.About.Why = "Better words."
		_, err = w.Catalog.Save(ctx, w.Ana, catalog.SaveInput{Resource: tip, Base: shown.Head, Document: shown.Document})
		w.ok(err)
		w.ok(w.ask.Reopen(ctx, w.Rosa, q.ID, "Asked again"))
		if shown, err = w.Catalog.Show(ctx, w.Rosa, tip); err != nil || shown.State != catalog.StatePublished {
			t.Errorf("%s, %v", shown.State, err)
		}
	})
}

func TestNothingHelpedMakesNoTip(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		q := w.asks(w.Ana, "Tides?")
		tip, err := w.ask.Close(ctx, w.Ana, q.ID, question.CloseInput{})
		w.ok(err)
		if closed, err := w.ask.Closed(ctx, w.Mai); err != nil || tip != "" || said(closed) != "Tides? (Ana Villarreal)" {
			t.Errorf("tip %q, closed %q, %v", tip, said(closed), err)
		}
	})
}

func TestQuestionsAreShownLately(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		lately := func(by actor.Actor, want string) {
			t.Helper()
			list, err := w.ask.Lately(ctx, by)
			w.ok(err)
			if said(list) != want {
				t.Errorf("%s is shown %q, want %q", by.Name, said(list), want)
			}
		}
		tides := w.asks(w.Rosa, "Tides?")
		soon, err := w.ask.Ask(ctx, w.Rosa, "Wind?", "2026-12-04")
		w.ok(err)
		lately(w.Mai, "Wind? (Rosa Delgado); Tides? (Rosa Delgado)")
		lately(w.Rosa, "")
		lately(w.Stranger, "")
		w.answers(w.Lin, tides, question.Given{Words: "Ask the harbor."})
		lately(w.Lin, "Wind? (Rosa Delgado)")
		w.Clock.Advance(8 * day)
		lately(w.Mai, "Wind? (Rosa Delgado)") // nobody has answered it
		again, err := w.ask.Find(ctx, w.Mai, soon.ID)
		w.ok(err)
		if !again.Again(w.Clock.Now()) || tides.Again(tides.AskedAt.Add(6*day)) {
			t.Error("a week without an answer is not told from less")
		}
		w.answers(w.Mai, soon, question.Given{Words: "Kites."})
		lately(w.Lin, "")
		if open, err := w.ask.Open(ctx, w.Mai); err != nil || said(open) != "Wind? (Rosa Delgado); Tides? (Rosa Delgado)" {
			t.Errorf("open are %q, %v", said(open), err)
		}
	})
}

func TestTheSameQuestionIsFoundWhileItIsOpen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		q := w.asks(w.Rosa, "Who has a map of Élan?")
		same := func(words, want string) {
			t.Helper()
			got, there, err := w.ask.Same(ctx, w.Mai, words)
			if err != nil || there != (want != "") || got.PersonName != want {
				t.Errorf("%q is asked by %q, %t, %v; want %q", words, got.PersonName, there, err, want)
			}
		}
		same(" who has a  MAP of elan? ", "Rosa Delgado")
		same("Who has a map?", "")
		same("", "")
		w.asks(w.Mai, "Who has a map of Élan?")
		same("Who has a map of Elan?", "Mai Tran")
		if _, _, err := w.ask.Same(ctx, w.Tom, "Who has a map of Elan?"); !fault.IsDenied(err) {
			t.Errorf("a teacher is told of it: %v", err)
		}
		w.ok(w.ask.Withdraw(ctx, w.Rosa, q.ID, false))
		if _, there, err := w.ask.Same(ctx, w.Lin, "Who has a map of Élan?"); err != nil || !there {
			t.Errorf("of two one is taken back, and the other not found: %v", err)
		}
	})
}

func TestEachActHasAWayBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		q := w.asks(w.Rosa, "Tides?")
		if same := w.asks(w.Rosa, "tides?"); same.ID != q.ID {
			t.Error("a second press asks a second time")
		}
		a := w.answers(w.Mai, q, question.Given{Words: "Ask the harbor."})
		w.ok(w.ask.Retract(ctx, w.Mai, q.ID, a, false))
		w.ok(w.ask.Retract(ctx, w.Mai, q.ID, a, false))
		if list, err := w.ask.Answers(ctx, w.Rosa, q.ID); err != nil || len(list) != 0 {
			t.Errorf("taken away, %d stand, %v", len(list), err)
		}
		if err := w.ask.Retract(ctx, w.Lin, q.ID, a, true); !fault.IsDenied(err) {
			t.Errorf("another brings it back: %v", err)
		}
		w.ok(w.ask.Retract(ctx, w.Mai, q.ID, a, true))
		w.ok(w.ask.Alter(ctx, w.Rosa, q.ID, "Tides and wind?", "2026-12-01"))
		if err := w.ask.Alter(ctx, w.Mai, q.ID, "x", ""); !fault.IsDenied(err) {
			t.Errorf("another alters it: %v", err)
		}
		w.ok(w.ask.Withdraw(ctx, w.Rosa, q.ID, false))
		if _, err := w.ask.Find(ctx, w.Mai, q.ID); !fault.IsNotFound(err) {
			t.Errorf("withdrawn, it is there for others: %v", err)
		}
		if _, err := w.ask.Find(ctx, w.Stranger, q.ID); !fault.IsNotFound(err) {
			t.Errorf("a stranger finds it: %v", err)
		}
		w.ok(w.ask.Withdraw(ctx, w.Rosa, q.ID, true))
		again, err := w.ask.Find(ctx, w.Mai, q.ID)
		w.ok(err)
		if again.Words != "Tides and wind?" || again.NeedBy != "2026-12-01" || again.Answers != 1 || !again.Answered {
			t.Errorf("asked again: %+v", again)
		}
	})
}

func TestWhatACoordinatorTakesAwayStaysAway(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		q := w.asks(w.Rosa, "Tides?")
		a := w.answers(w.Mai, q, question.Given{Words: "Ask the harbor."})
		w.ok(w.ask.Retract(ctx, w.Ana, q.ID, a, false))
		if err := w.ask.Retract(ctx, w.Mai, q.ID, a, true); !fault.IsDenied(err) {
			t.Errorf("she brings back what the coordinator took away: %v", err)
		}
		w.ok(w.ask.Retract(ctx, w.Mai, q.ID, a, false)) // it is gone: nothing changes
		if err := w.ask.Retract(ctx, w.Mai, q.ID, a, true); !fault.IsDenied(err) {
			t.Errorf("taken away by herself as well, she brings it back: %v", err)
		}
		w.ok(w.ask.Retract(ctx, w.Ana, q.ID, a, true))
		w.ok(w.ask.Withdraw(ctx, w.Ana, q.ID, false))
		if mine, err := w.ask.Find(ctx, w.Rosa, q.ID); err != nil || mine.MayAgain {
			t.Errorf("whoever asked is offered to ask again: %+v, %v", mine, err)
		}
		if err := w.ask.Withdraw(ctx, w.Rosa, q.ID, true); !fault.IsDenied(err) {
			t.Errorf("she asks again what the coordinator took back: %v", err)
		}
		w.ok(w.ask.Withdraw(ctx, w.Ana, q.ID, true))
		w.ok(w.ask.Withdraw(ctx, w.Rosa, q.ID, false))
		w.ok(w.ask.Withdraw(ctx, w.Rosa, q.ID, true))
		if again, err := w.ask.Find(ctx, w.Mai, q.ID); err != nil || again.Answers != 1 {
			t.Errorf("asked again with its answer: %+v, %v", again, err)
		}
	})
}

func TestWhatCannotBeAskedOrAnswered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		for words, by := range map[string]string{"": "", "x": "2026-11-22", "y": "soon", strings.Repeat("z", 401): ""} {
			_, err := w.ask.Ask(ctx, w.Rosa, words, clock.Day(by))
			if _, wrong := fault.AsFields(err); !wrong {
				t.Errorf("asked %q by %q: %v", words, by, err)
			}
		}
		q := w.asks(w.Rosa, "Tides?")
		for _, in := range []question.Given{{}, {URL: "javascript:alert(1)"}, {URL: "tides"}, {Words: strings.Repeat("z", 1201)}} {
			if _, wrong := fault.AsFields(second(w.ask.Answer(ctx, w.Mai, q.ID, in))); !wrong {
				t.Errorf("answered %+v", in)
			}
		}
		inside := w.Share(w.Rosa, catalog.SeenBySchool, "Inside")
		if _, err := w.ask.Answer(ctx, w.Mai, q.ID, question.Given{Resource: inside.ID}); !fault.IsNotFound(err) {
			t.Errorf("answered with what she may not see: %v", err)
		}
		if _, err := w.ask.Answer(ctx, w.Stranger, q.ID, question.Given{Words: "x"}); !fault.IsNotFound(err) {
			t.Errorf("a stranger answers: %v", err)
		}
		for i := range 29 {
			w.asks(w.Rosa, fmt.Sprint("Question ", i))
		}
		if _, err := w.ask.Ask(ctx, w.Rosa, "One more", ""); !fault.IsConflict(err) {
			t.Errorf("asked without end: %v", err)
		}
	})
}

func TestOnlyWhoChoseSoHearsAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		w.ok(w.ask.ChooseAtOnce(ctx, w.Mai, true))
		w.ok(w.ask.ChooseAtOnce(ctx, w.Mai, true))
		w.ok(w.ask.ChooseAtOnce(ctx, w.Lin, true))
		w.ok(w.ask.ChooseAtOnce(ctx, w.Lin, false))
		w.ok(w.ask.ChooseAtOnce(ctx, w.Rosa, true)) // who asks need not be told
		if at, err := w.ask.AtOnce(ctx, w.Mai); err != nil || !at {
			t.Errorf("%v, %v", at, err)
		}
		q := w.asks(w.Rosa, "Tides?")
		gone := w.asks(w.Rosa, "A mistake")
		w.ok(w.ask.Withdraw(ctx, w.Rosa, gone.ID, false))
		if got := w.letters(); got != "" {
			t.Errorf("letters leave before she can take it back: %s", got)
		}
		w.Clock.Advance(10 * time.Minute)
		if got := w.letters(); got != "Mai Tran: A colleague asks: Tides?" {
			t.Errorf("letters: %s", got)
		}
		w.answers(w.Mai, q, question.Given{Words: "Ask the harbor."})
		w.Clock.Advance(10 * time.Minute)
		if got := w.letters(); got != "Mai Tran: A colleague asks: Tides?; Rosa Delgado: An answer: Tides?" {
			t.Errorf("letters: %s", got)
		}
		letter := w.Outbox.Letters()[0]
		for _, part := range []string{"Hello Rosa,", "Mai Tran, Pine", "Ask the harbor.", "/inside/questions/" + string(q.ID)} {
			if !strings.Contains(letter.Text, part) || !strings.Contains(letter.HTML, part) {
				t.Errorf("the letter does not hold %q: %s", part, letter.Text)
			}
		}
	})
}

// Whoever a tip credits gets one letter, once the asker can no longer take it back at once; they take the tip down, alone put it back,
// and hear nothing more when it becomes a tip again and is theirs still.
func TestACreditIsToldOnceAndCanBeTakenDown(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		q := w.asks(w.Rosa, "Tides?")
		helped := []question.AnswerID{w.answers(w.Mai, q, question.Given{Words: "Ask the harbor."}), w.answers(w.Mai, q, question.Given{Words: "In the morning."}),
			w.answers(w.Rosa, q, question.Given{Words: "Found it."})}
		w.answers(w.Lin, q, question.Given{Words: "No idea."})
		_, err := w.ask.Close(ctx, w.Rosa, q.ID, question.CloseInput{Helped: helped, Words: "The harbor knows."})
		w.ok(err)
		w.ok(w.ask.Reopen(ctx, w.Rosa, q.ID, "A mistake"))
		tip, err := w.ask.Close(ctx, w.Rosa, q.ID, question.CloseInput{Helped: helped, Words: "The harbor knows."})
		w.ok(err)
		w.Clock.Advance(10 * time.Minute)
		if got := w.letters(); got != "Mai Tran: Rosa Delgado made a tip of what you answered" {
			t.Errorf("letters: %s", got)
		}
		for _, by := range []actor.Actor{w.Rosa, w.Lin, w.Ana} {
			if _, err := w.credit.Credited(ctx, by, tip); !fault.IsNotFound(err) {
				t.Errorf("%s is credited: %v", by.Name, err)
			}
			if err := w.credit.TakeDown(ctx, by, tip, "No", false); !fault.IsNotFound(err) {
				t.Errorf("%s takes it down: %v", by.Name, err)
			}
		}
		for range 2 {
			w.ok(w.credit.TakeDown(ctx, w.Mai, tip, "Mai Tran asked", false))
		}
		for name, c := range map[string]struct {
			by   actor.Actor
			want bool
		}{"the asker": {w.Rosa, false}, "a coordinator": {w.Ana, true}} {
			shown, err := w.Catalog.Show(ctx, c.by, tip)
			if err != nil || shown.State != catalog.StateRetired || shown.MayPutBack != c.want {
				t.Errorf("taken down it is %s to %s, who may put it back: %t, %v", shown.State, name, shown.MayPutBack, err)
			}
			list, err := w.Catalog.Retired(ctx, c.by)
			if err != nil || len(list) == 0 || list[0].MayPutBack != c.want {
				t.Errorf("%s finds %d things, the first to be put back: not %t, %v", name, len(list), c.want, err)
			}
		}
		if _, err := w.Catalog.PutBack(ctx, w.Rosa, tip); !fault.IsDenied(err) {
			t.Errorf("the asker puts it back: %v", err)
		}
		for range 2 {
			w.ok(w.credit.TakeDown(ctx, w.Mai, tip, "", true))
		}
		if c, err := w.credit.Credited(ctx, w.Mai, tip); err != nil || c.Down || c.Title != "Tides?" {
			t.Errorf("put back: %+v, %v", c, err)
		}
		w.ok(w.credit.TakeDown(ctx, w.Mai, tip, "Mai Tran asked", false))
		_, err = w.Catalog.PutBack(ctx, w.Ana, tip)
		w.ok(err)
		_, err = w.Catalog.Retire(ctx, w.Rosa, tip, "Out of date")
		w.ok(err)
		if _, err := w.credit.Credited(ctx, w.Mai, tip); !fault.IsNotFound(err) {
			t.Errorf("what is gone for another reason: %v", err)
		}
		_, err = w.Catalog.PutBack(ctx, w.Rosa, tip)
		w.ok(err)
		if logged := strings.Join(w.Logged(), " "); !strings.Contains(logged, "question.closed resource.retired credit.declined resource.put_back credit.agreed resource.retired credit.declined") {
			t.Errorf("logged %s", logged)
		}
	})
}
