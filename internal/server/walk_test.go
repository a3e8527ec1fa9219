package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/config"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/mylist"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/question"
	"github.com/commonshelf/commonshelf/internal/savedsearch"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/server"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
)

// walked is every route of the program, and what it answers to three who have no business behind most of them: somebody
// signed out, a teacher of the district, and a coordinator and librarian of another district, who asks for things of ours by
// their real ids. 303 leads to the door, or onward after something of one's own; 401 says that one is signed out; 403 says
// why not; 404 does not tell what is not there from what one may not see.
const walked = `
GET /accessibility                               200  200  200
GET /admin                                       303  403  200
GET /admin/breaks                                303  403  200
POST /admin/breaks                               401  403  422
POST /admin/breaks/{id}/remove                   401  403  404
POST /admin/breaks/{id}/return                   401  403  404
GET /admin/doubles                               303  403  200
GET /admin/doubles/{first}/{then}                303  403  404
POST /admin/doubles/{first}/{then}               401  403  404
POST /admin/doubles/{first}/{then}/back          401  403  404
GET /admin/people                                303  403  200
POST /admin/people                               401  403  422
POST /admin/people/invite                        401  403  303
GET /admin/people/{id}                           303  403  404
POST /admin/people/{id}                          401  403  404
POST /admin/people/{id}/coordinator              401  403  404
POST /admin/people/{id}/end-sessions             401  403  404
POST /admin/people/{id}/forget-account           401  403  404
POST /admin/people/{id}/former                   401  403  404
POST /admin/people/{id}/invite                   401  403  404
POST /admin/people/{id}/left                     401  403  404
POST /admin/people/{id}/return                   401  403  404
POST /admin/people/{id}/step-down                401  403  404
POST /admin/people/{id}/mail-again               401  403  404
POST /admin/people/{id}/mail-returns             401  403  404
POST /admin/people/uninvite                      401  403  404
POST /admin/people/{id}/uninvite                 401  403  404
GET /admin/schools                               303  403  200
POST /admin/schools                              401  403  422
GET /admin/schools/{id}                          303  403  404
POST /admin/schools/{id}                         401  403  404
POST /admin/schools/{id}/close                   401  403  404
POST /admin/schools/{id}/former                  401  403  404
POST /admin/schools/{id}/open                    401  403  404
POST /admin/schools/{id}/remove                  401  403  404
POST /admin/schools/{id}/return                  401  403  404
GET /admin/settings                              303  403  200
POST /admin/settings                             401  403  422
GET /admin/sign-in                               303  403  200
POST /admin/sign-in/any                          401  403  303
POST /admin/sign-in/only                         401  403  409
GET /admin/topic/{term}                          303  403  404
POST /admin/topic/{term}                         401  403  404
POST /admin/topic/{term}/merge                   401  403  404
POST /admin/topic/{term}/unname                  401  403  404
POST /admin/topic-changes/{change}/undo          401  403  404
POST /admin/topics-start                         401  403  303
POST /admin/topics-start/undo                    401  403  303
GET /admin/topics                                303  403  200
POST /admin/topics                               401  403  422
POST /admin/topics/{proposal}                    401  403  404
POST /admin/topics/{proposal}/reopen             401  403  404
GET /api/openapi.json                            200  200  200
POST /api/v1/resources                           401  400  400
GET /api/v1/questions                            401  403  200
GET /api/v1/questions/{id}                       401  403  404
GET /api/v1/resources/{id}                       401  200  404
GET /api/v1/resources/{id}/uses                  401  200  404
PATCH /api/v1/resources/{id}                     401  400  400
GET /api/v1/search                               401  200  200
GET /assets/                                     404  404  404
GET /bring                                       303  403  200
POST /bring                                      401  403  400
GET /bring/{id}                                  303  403  404
POST /bring/{id}/topics                          401  403  404
POST /bring/{id}/columns                         401  403  404
POST /bring/{id}/discard                         401  403  404
POST /bring/{id}/go                              401  403  404
POST /bring/{id}/redo                            401  403  404
GET /bring/{id}/report.csv                       303  403  404
POST /bring/{id}/rows                            401  403  404
POST /bring/{id}/school                          401  403  404
GET /bring/{id}/undo                             303  403  404
POST /bring/{id}/undo                            401  403  404
GET /catalog                                     200  200  200
GET /catalog/how-found                           200  200  200
GET /catalog/suggest                             200  200  200
GET /databases                                   303  200  200
GET /databases/new                               303  403  200
POST /databases/new                              401  403  422
GET /databases/{id}                              303  403  404
POST /databases/{id}                             401  403  404
POST /databases/{id}/back                        401  403  404
POST /databases/{id}/remove                      401  403  404
POST /databases/{id}/return                      401  403  404
GET /demo                                        200  200  200
GET /demo/mail                                   200  200  200
POST /demo/mail/weekly                           303  303  303
POST /demo/sign-in                               404  404  404
GET /drafts                                      303  403  200
POST /drafts/{draft}/discard                     401  403  404
POST /drafts/{draft}/restore                     401  403  404
GET /calendar/{token}/exchanges.ics              404  404  404
GET /exchanges                                   303  403  200
POST /exchanges                                  401  403  422
GET /exchanges/new                               303  403  200
GET /exchanges/{id}                              303  403  404
POST /exchanges/{id}/answer                      401  403  404
POST /exchanges/{id}/hand-on                     401  403  404
POST /exchanges/{id}/notes                       401  403  404
POST /exchanges/{id}/notes/{note}/back           401  403  404
POST /exchanges/{id}/notes/{note}/remove         401  403  404
POST /exchanges/{id}/off                         401  403  404
POST /exchanges/{id}/on                          401  403  404
POST /exchanges/{id}/summary                     401  403  404
POST /exchanges/{id}/summary/undo                401  403  404
POST /exchanges/{id}/take-back                   401  403  404
GET /letters/{token}/exchange                    404  404  404
POST /letters/{token}/exchange                   404  404  404
GET /letters/{token}/exchanges/{id}              404  404  404
POST /letters/{token}/exchanges/{id}             404  404  404
GET /letters/{token}/inside/{path...}            404  404  404
POST /letters/{token}/inside/{path...}           404  404  404
GET /letters/{token}/share/{kind}                404  404  404
POST /letters/{token}/share/{kind}               404  404  404
POST /letters/{token}/share/{kind}/undo          404  404  404
GET /letters/{token}/questions/{id}              404  404  404
POST /letters/{token}/questions/{id}             404  404  404
POST /letters/{token}/questions/{id}/answers/{answer}/back 404  404  404
POST /letters/{token}/questions/{id}/answers/{answer}/remove 404  404  404
GET /letters/{token}/tried/{id}                  404  404  404
POST /letters/{token}/tried/{id}                 404  404  404
POST /letters/{token}/tried/{id}/ask-again       404  404  404
POST /letters/{token}/tried/{id}/back            404  404  404
POST /letters/{token}/tried/{id}/not-yet         404  404  404
POST /letters/{token}/tried/{id}/off             404  404  404
POST /letters/{token}/tried/{id}/uses/{use}/remove 404  404  404
GET /letters/{token}/credit                      404  404  404
POST /letters/{token}/credit/back                404  404  404
POST /letters/{token}/credit/down                404  404  404
GET /feeds                                       303  200  200
POST /feeds                                      401  200  200
POST /feeds/stop                                 401  303  303
GET /feeds/{token}/new.atom                      404  404  404
GET /feeds/{token}/saved.atom                    404  404  404
GET /healthz                                     200  200  200
GET /kept/{id}                                   303  303  303
POST /kept/{id}/discard                          401  303  303
POST /language                                   400  400  400
POST /leave-out                                  401  200  200
GET /live                                        303  400  400
GET /live/resources/{id}                         303  200  204
GET /letters/{token}                             404  404  404
POST /letters/{token}                            404  404  404
GET /letters/{token}/resources/{id}              404  303  303
GET /letters/{token}/resources/{id}/files/{hash}/{name} 404  404  404
POST /letters/{token}/start                      404  404  404
GET /letters/{token}/stop                        404  404  404
POST /letters/{token}/stop                       404  404  404
GET /me                                          303  200  200
POST /me                                         401  422  422
GET /me/email                                    303  200  200
POST /me/email                                   401  422  422
POST /me/email/start                             401  303  303
POST /me/email/stop                              401  303  303
POST /me/passkeys                                401  422  422
POST /me/passkeys/ask                            401  200  200
POST /me/passkeys/{id}                           401  422  422
POST /me/passkeys/{id}/remove                    401  404  404
POST /me/passkeys/{id}/return                    401  404  404
POST /me/sign-out-everywhere                     401  303  303
POST /me/tokens                                  401  422  422
POST /me/tokens/{id}/remove                      401  404  404
GET /metrics                                     404  404  404
GET /new                                         303  200  200
GET /people                                      303  200  200
GET /privacy                                     200  200  200
POST /reads-alike                                401  200  200
GET /readyz                                      200  200  200
GET /resources/{id}                              404  200  404
GET /resources/{id}/adapt                        303  403  404
POST /resources/{id}/adapt                       401  403  404
POST /resources/{id}/adapt/link                  401  403  404
GET /resources/{id}/core                         303  403  404
POST /resources/{id}/core                        401  403  404
POST /resources/{id}/core/follow                 401  403  404
POST /resources/{id}/core/undo/{decision}        401  403  404
GET /resources/{id}/core/{key}                   303  403  404
POST /resources/{id}/core/{key}                  401  403  404
GET /resources/{id}/suggest                      303  403  404
POST /resources/{id}/suggest                     401  403  404
GET /resources/{id}/family                       303  200  404
GET /resources/{id}/keep                         303  403  404
POST /resources/{id}/keep                        401  403  404
GET /people/{id}                                 303  200  404
POST /thanks/{kind}/{object}                     401  404  404
POST /thanks/{kind}/{object}/back                401  404  404
GET /suggestions/{id}                            303  403  404
POST /suggestions/{id}                           401  403  404
POST /suggestions/{id}/back                      401  403  404
POST /suggestions/{id}/not-now                   401  403  404
POST /suggestions/{id}/reopen                    401  403  404
POST /resources/{id}/edit                        401  403  404
GET /resources/{id}/files/{hash}/{name}          404  200  404
GET /resources/{id}/links                        303  403  404
POST /resources/{id}/links                       401  403  404
POST /resources/{id}/links/{link}/close          401  403  404
POST /resources/{id}/links/{link}/reopen         401  403  404
POST /resources/{id}/notes                       401  403  404
POST /resources/{id}/notes/{note}/back           401  403  404
POST /resources/{id}/notes/{note}/remove         401  403  404
POST /resources/{id}/put-back                    401  403  404
GET /resources/{id}/retire                       303  403  404
POST /resources/{id}/retire                      401  403  404
GET /resources/{id}/school                       303  403  404
POST /resources/{id}/school                      401  403  404
POST /resources/{id}/unshare                     401  403  404
GET /resources/{id}/versions                     303  200  404
GET /resources/{id}/versions/compare             303  404  404
GET /resources/{id}/versions/{version}           303  200  404
GET /resources/{id}/versions/{version}/changes   303  404  404
GET /resources/{id}/versions/{version}/files/{hash}/{name} 303  200  404
POST /resources/{id}/versions/{version}/restore  401  403  404
GET /resources/{id}/{slug}                       404  200  404
GET /ask                                         303  403  200
POST /me/questions                               401  403  303
GET /my-list                                     303  200  200
GET /my-list/list.csv                            303  200  200
POST /my-list/{id}                               401  409  409
POST /my-list/{id}/ask-again                     401  404  404
POST /my-list/{id}/back                          401  404  404
POST /my-list/{id}/not-yet                       401  404  404
POST /my-list/{id}/off                           401  404  404
GET /questions                                   303  403  200
POST /questions                                  401  403  422
GET /questions/{id}                              303  403  404
POST /questions/{id}                             401  403  404
POST /questions/{id}/again                       401  403  404
POST /questions/{id}/answers                     401  403  404
POST /questions/{id}/answers/{answer}/back       401  403  404
POST /questions/{id}/answers/{answer}/remove     401  403  404
POST /questions/{id}/close                       401  403  404
POST /questions/{id}/reopen                      401  403  404
POST /questions/{id}/withdraw                    401  403  404
GET /resources/{id}/uses                         303  200  404
POST /resources/{id}/uses                        401  422  404
GET /resources/{id}/uses/new                     303  200  404
GET /s/{token}/worked                            303  303  303
GET /s/{token}/worked/undo                       303  303  303
POST /s/{token}/worked                           303  303  303
POST /s/{token}/worked/undo                      303  303  303
GET /uses/{id}                                   303  403  404
POST /uses/{id}                                  401  403  404
POST /uses/{id}/back                             401  403  404
POST /uses/{id}/remove                           401  403  404
GET /retired                                     303  403  200
GET /s/{token}                                   410  410  410
GET /saved                                       303  200  200
POST /saved                                      401  422  422
GET /saved/{id}                                  303  404  404
POST /saved/{id}/back                            401  404  404
POST /saved/{id}/feed                            401  404  404
POST /saved/{id}/feed/stop                       401  404  404
POST /saved/{id}/letter                          401  409  409
POST /saved/{id}/name                            401  422  422
POST /saved/{id}/off                             401  404  404
GET /s/{token}/files/{hash}/{name}               403  403  403
GET /schools/{id}                                404  200  404
GET /schools/{id}/edit                           303  403  404
POST /schools/{id}/edit                          401  403  404
GET /schools/{id}/sheet                          303  403  404
POST /schools/{id}/undo                          401  403  404
GET /schools/{id}/uses                           303  403  404
GET /set-up                                      303  403  303
GET /set-up/link/{token}                         409  409  303
POST /set-up/link/{token}                        409  409  303
GET /set-up/link/{token}/you                     409  409  303
POST /set-up/link/{token}/you                    422  422  422
GET /set-up/{step}                               303  403  200
POST /set-up/{step}                              401  403  422
GET /share                                       303  403  200
POST /share                                      401  403  422
POST /share/keep                                 401  403  204
GET /share/{draft}                               303  403  404
POST /share/{draft}                              401  403  404
GET /share/{draft}/preview                       303  403  404
GET /share/{draft}/differs                       303  403  404
POST /share/{draft}/differs                      401  403  404
GET /share/{draft}/files/{hash}/{name}           303  403  404
POST /share/{draft}/keep                         401  403  404
POST /share/{draft}/card                         401  403  404
GET /sign-in                                     200  303  303
POST /sign-in                                    422  422  422
POST /sign-in/account                            422  422  422
GET /sign-in/account/return                      409  409  409
GET /sign-in/link/{token}                        409  409  409
POST /sign-in/link/{token}                       409  409  409
POST /sign-in/passkey                            409  409  409
POST /sign-in/passkey/ask                        200  200  200
GET /sign-in/{request}                           410  410  410
POST /sign-in/{request}                          409  409  409
POST /sign-out                                   303  303  303
GET /{$}                                         303  200  200
`

// others are words of the first district that nobody of another may ever read.
var others = []string{"Zanzibar", "Villarreal", "Mai Tran", "Elm Elementary", "Whispered note", "maplevalley.example", "Ulterior proposal", "tides.csv"}

// A walk over every route. A route that is not in the table fails, and so does one that is there no more.
func TestNobodyFindsWhatIsNotTheirs(t *testing.T) {
	w := newWalk(t)
	want := map[string][]string{}
	for line := range strings.Lines(walked) {
		if f := strings.Fields(line); len(f) == 5 {
			want[f[0]+" "+f[1]] = f[2:]
		}
	}
	for _, route := range w.server.Site.Routes() {
		expected := want[route.Pattern]
		delete(want, route.Pattern)
		var got []string
		for _, who := range []string{"", "teacher", "sam"} {
			answer := w.ask(who, route)
			got = append(got, fmt.Sprint(answer.Code))
			if answer.Code >= 500 && route.Path() != "/readyz" {
				t.Errorf("%s as %q: %d", route.Pattern, who, answer.Code)
			}
			if who == "teacher" || route.Who == web.Demo {
				continue
			}
			body := html.UnescapeString(answer.Body.String()) + answer.Header().Get("Location")
			for _, secret := range others {
				if strings.Contains(body, secret) {
					t.Errorf("%s tells %q of %q", route.Pattern, who, secret)
				}
			}
		}
		if strings.Join(got, " ") != strings.Join(expected, " ") {
			t.Errorf("%s %s, want %s", route.Pattern, strings.Join(got, " "), strings.Join(expected, " "))
		}
	}
	for pattern := range want {
		t.Errorf("%s is in the table and not served", pattern)
	}
	w.nothingChanged()
}

// Whoever makes up tokens and is nobody leaves no row behind, however often they come.
func TestMadeUpTokensLeaveNothingBehind(t *testing.T) {
	w := newWalk(t)
	rows := func() int {
		return must(db.One(t.Context(), w.server.DB, db.Value[int], `SELECT count(*) FROM rate_limit`))(t)
	}
	before := rows()
	for i := range 3 {
		for _, route := range w.server.Site.Routes() {
			if !strings.Contains(route.Path(), "{token}") {
				continue
			}
			at := regexp.MustCompile(`\{\w+\}`).ReplaceAllString(route.Path(), fmt.Sprintf("%022d", i))
			r := httptest.NewRequest(route.Method(), "http://localhost:8080"+at, strings.NewReader(""))
			if route.Method() == http.MethodPost {
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			}
			answer := w.serve("", r)
			if to := answer.Header().Get("Location"); answer.Code == http.StatusSeeOther { // to the page of the link, where nothing is
				answer = w.serve("", httptest.NewRequest(http.MethodGet, to, nil))
			}
			if answer.Code < 400 {
				t.Errorf("%s %s: %d", route.Method(), at, answer.Code)
			}
		}
	}
	if after := rows(); after != before {
		t.Errorf("%d rows more in the counts", after-before)
	}
}

// walk is the program with two districts, and real ids of the first to ask for.
type walk struct {
	t      *testing.T
	server *server.Server
	ids    map[string]string // by the gap of a route, with what stands before it
	before int               // activities of the first district
	home   id.DistrictID
}

func newWalk(t *testing.T) *walk {
	t.Helper()
	s, err := server.New(t.Context(), config.Settings{Stores: config.Stores{Data: t.TempDir()}, Demo: true, BaseURL: "http://localhost:8080"}, server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	w := &walk{t: t, server: s, ids: map[string]string{}}
	w.enrolStranger()
	w.fill()
	return w
}

// enrolStranger puts a second district in place, with one who coordinates and shares there.
func (w *walk) enrolStranger() {
	w.t.Helper()
	district, school := id.New[id.DistrictID](id.Source{}), id.New[id.SchoolID](id.Source{})
	err := w.server.People.Enrol(w.t.Context(), actor.Actor{District: district, System: true}, people.Roll{
		District: people.District{ID: district, Name: "Far Ridge", Zone: "America/Denver", Calling: "librarian", Locale: "en", SetUp: people.Done},
		Schools:  []people.School{{ID: school, Name: "Ridge School", Short: "Ridge", Grades: grade.All}},
		People: []people.Person{{ID: id.New[id.PersonID](id.Source{}), Name: "Sam Stranger", Mail: "sam@ridge.example", Coordinator: true, State: people.Active, Demo: "sam",
			Memberships: []people.Membership{{School: school, Role: actor.MediaSpecialist, Percent: 100}}}},
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// must gives the value of a call, or ends the test.
func must[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// fill makes one of everything in the first district, of which the routes name the ids.
func (w *walk) fill() {
	t, ctx, s := w.t, w.t.Context(), w.server
	rosa, err := db.One(ctx, s.DB, func(row db.Row) (a actor.Actor, err error) {
		return a, row.Scan(&a.District, &a.Person)
	}, `SELECT district, id FROM person WHERE demo = 'elm'`)
	if err != nil {
		t.Fatal(err)
	}
	rosa = must(s.People.Actor(ctx, rosa.District, rosa.Person))(t)
	w.home = rosa.District
	stored := must(s.Files.Put(ctx, rosa.District, strings.NewReader("Zanzibar in a file"), 0))(t)
	if err := s.Catalog.NoteFile(ctx, rosa, catalog.FileRow{Hash: string(stored.Hash), MediaType: stored.MediaType, Size: stored.Size}); err != nil {
		t.Fatal(err)
	}
	document := block.Document{About: block.About{Title: "Zanzibar", Why: "Zanzibar because.", Type: block.QuickTip, Grades: grade.All, Rights: "colleagues"},
		Blocks: []block.Block{{Key: "sheet", Body: block.File{Hash: string(stored.Hash), Name: "zanzibar.txt", MediaType: stored.MediaType, Size: stored.Size}}}}
	r := must(s.Catalog.Share(ctx, rosa, catalog.ShareInput{School: rosa.Schools[0].School, Document: document, Proposals: []string{"Ulterior proposal"}}))(t)
	note := must(s.Catalog.AddNote(ctx, rosa, r.ID, "Whispered note"))(t)
	token := must(s.Catalog.MakeShareLink(ctx, rosa, r.ID, "", ""))(t)
	links := must(s.Catalog.ShareLinks(ctx, rosa, r.ID))(t)
	if err := s.Catalog.CloseShareLink(ctx, rosa, r.ID, links[0].ID, false); err != nil {
		t.Fatal(err)
	}
	draft := must(s.Catalog.KeepDraft(ctx, rosa, catalog.DraftInput{School: rosa.Schools[0].School, Title: "Zanzibar", Form: []byte(`{"title":"Zanzibar"}`)}))(t)
	use := must(s.Feedback.Report(ctx, rosa, r.ID, feedback.Said{School: rosa.Schools[0].School, Outcome: feedback.Worked, Words: "Zanzibar went well"}))(t)
	asked := must(s.Question.Ask(ctx, rosa, "Zanzibar, where?", ""))(t)
	answered := must(s.Question.Answer(ctx, rosa, asked.ID, question.Given{Words: "Zanzibar, there"}))(t)
	if err := s.MyList.Keep(ctx, rosa, r.ID, mylist.NextWeek); err != nil {
		t.Fatal(err)
	}
	saved, _, err := s.Saved.Save(ctx, rosa, savedsearch.SaveInput{Query: search.Query{Words: "Zanzibar"}, Name: "Zanzibar again"})
	if err != nil {
		t.Fatal(err)
	}
	proposal := must(db.One(ctx, s.DB, db.Value[string], `SELECT id FROM term_proposal WHERE name = 'Ulterior proposal'`))(t)
	change := must(s.Topics.Add(ctx, actor.Actor{District: w.home, Person: rosa.Person, Coordinator: true}, vocab.NewTerm{English: "Ulterior topic"}))(t)
	w.ids = map[string]string{
		"/suggestions/{id}": string(w.suggest(r)), "/people/{id}": string(rosa.Person),
		"{term}": string(change.Term), "{change}": string(change.ID),
		"/resources/{id}": string(r.ID), "{version}": string(r.Head), "{note}": string(note), "{link}": string(links[0].ID), "{hash}": string(stored.Hash),
		"{name}": "zanzibar.txt", "{slug}": "zanzibar", "/s/{token}": token, "{draft}": string(draft.ID), "{proposal}": proposal,
		"/admin/people/{id}": string(rosa.Person), "/admin/schools/{id}": string(rosa.Schools[0].School), "/schools/{id}": string(rosa.Schools[0].School), "/bring/{id}": w.bring(rosa.Schools[0].School),
		"/live/resources/{id}": string(r.ID), "/api/v1/resources/{id}": string(r.ID), "/api/v1/questions/{id}": string(asked.ID), "/uses/{id}": string(use), "{use}": string(use), "/questions/{id}": string(asked.ID), "{answer}": string(answered), "/my-list/{id}": string(r.ID), "/saved/{id}": string(saved.ID),
		"{step}": "people", "{request}": "0123456789abcdef", "{token}": "no-such-token", "{id}": "0123456789abcdef", "{$}": "",
	}
	w.before = w.happened()
}

// suggest makes a version of a resource at Oak and offers what is different there.
func (w *walk) suggest(r catalog.Resource) adapt.OfferID {
	t, ctx, s := w.t, w.t.Context(), w.server
	nora := demoActor(t, s, "oak")
	draft := must(s.Adapt.Make(ctx, nora, r.ID, nora.Schools[0].School))(t)
	shown := must(s.Catalog.Show(ctx, nora, r.ID))(t)
	d := shown.Document
	d.About.Title = "Zanzibar at Oak"
	must(s.Catalog.Share(ctx, nora, catalog.ShareInput{ID: draft.Resource, School: draft.School, Document: d, Draft: draft.At()}))(t)
	return must(s.Adapt.Offer(ctx, nora, adapt.OfferInput{Version: draft.Resource, Keys: []block.Key{block.AboutKey}, Why: "Zanzibar is here too."}))(t)
}

// bring uploads a table as somebody of the first district and gives the import's id.
func (w *walk) bring(school id.SchoolID) string {
	w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	form.WriteField("school", string(school))
	part := must(form.CreateFormFile("file", "tides.csv"))(w.t)
	part.Write([]byte("Title,Link\nZanzibar tides,https://example.org/tides\n"))
	form.Close()
	r := httptest.NewRequest(http.MethodPost, "http://localhost:8080/bring", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	answer := w.serve("elm", r)
	to := answer.Header().Get("Location")
	if answer.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/bring/") {
		w.t.Fatalf("bringing in answers %d, %s", answer.Code, to)
	}
	return path.Base(to)
}

// happened counts what the log knows of the first district.
func (w *walk) happened() int {
	w.t.Helper()
	return must(db.One(w.t.Context(), w.server.DB, db.Value[int], `SELECT count(*) FROM activity WHERE district = $1`, w.home))(w.t)
}

// nothingChanged checks that the walk left no trace in the first district but signing in, which is not written down.
func (w *walk) nothingChanged() {
	w.t.Helper()
	if now := w.happened(); now != w.before {
		list, _ := activity.Committed(w.t.Context(), w.server.DB, activity.Position{}, 10_000)
		last, _ := json.Marshal(list[len(list)-1])
		w.t.Errorf("%d things happened in the first district, the last: %s", now-w.before, last)
	}
}

// ask asks a route with its gaps filled, as somebody who has just signed in.
func (w *walk) ask(who string, route web.Route) *httptest.ResponseRecorder {
	at := route.Path()
	for _, longer := range []bool{true, false} {
		for gap, value := range w.ids {
			if strings.HasPrefix(gap, "/") != longer {
				continue
			}
			if longer {
				if strings.HasPrefix(at, gap) {
					at = gap[:strings.LastIndex(gap, "{")] + value + at[len(gap):]
				}
				continue
			}
			at = strings.ReplaceAll(at, gap, value)
		}
	}
	r := httptest.NewRequest(route.Method(), "http://localhost:8080"+at, strings.NewReader(""))
	if route.Method() == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return w.serve(who, r)
}

func (w *walk) serve(who string, r *http.Request) *httptest.ResponseRecorder {
	w.t.Helper()
	if who != "" {
		in := must(w.server.People.SignInAsDemo(w.t.Context(), who, people.Secret{}))(w.t)
		r.AddCookie(&http.Cookie{Name: "cs_session", Value: in.Secret.Reveal()})
	}
	answer := httptest.NewRecorder()
	w.server.Site.Handler().ServeHTTP(answer, r)
	return answer
}
