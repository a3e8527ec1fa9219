package server

import (
	"context"
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/adapt/adaptweb"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogweb"
	"github.com/commonshelf/commonshelf/internal/credit"
	"github.com/commonshelf/commonshelf/internal/credit/creditweb"
	"github.com/commonshelf/commonshelf/internal/digest/digestweb"
	"github.com/commonshelf/commonshelf/internal/double/doubleweb"
	"github.com/commonshelf/commonshelf/internal/exchange/exchangeweb"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/feed/feedweb"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/feedback/feedbackweb"
	"github.com/commonshelf/commonshelf/internal/fetch"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/insight"
	"github.com/commonshelf/commonshelf/internal/insight/insightweb"
	"github.com/commonshelf/commonshelf/internal/interop/api"
	"github.com/commonshelf/commonshelf/internal/interop/intake/intakeweb"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox/letterboxweb"
	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/mylist/mylistweb"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/people/peopleweb"
	"github.com/commonshelf/commonshelf/internal/proto/oidc"
	"github.com/commonshelf/commonshelf/internal/question"
	"github.com/commonshelf/commonshelf/internal/question/questionweb"
	"github.com/commonshelf/commonshelf/internal/savedsearch/savedsearchweb"
	"github.com/commonshelf/commonshelf/internal/schoolpage/schoolpageweb"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
	assets "github.com/commonshelf/commonshelf/web"
)

// parts are what only pages need.
type parts struct {
	mail   *mail.Sender
	outbox *mail.Outbox // keeps letters that do not leave, to be looked at; nil: they leave
	fetch  *fetch.Fetcher
}

// site makes the table of routes.
func (s *Server) site(words *lang.Catalog, ids id.Source, p parts) (*web.Site, error) {
	built, err := assets.Assets()
	if errors.Is(err, assets.ErrNotBuilt) {
		s.log.Warn(err.Error())
	} else if err != nil {
		return nil, err
	}
	registry, err := s.measures()
	if err != nil {
		return nil, err
	}
	site, err := web.New(web.Options{
		Registry: registry,
		Catalog:  words, Clock: s.clock, IDs: ids, Sessions: peopleweb.NewSessions(s.People), Parking: peopleweb.Parking{People: s.People},
		Limits: s.People, Logger: s.log, BaseURL: s.Settings.Base(), Ready: s.ready,
		Assets: built, Remember: s.People.ChooseLanguage, Demo: s.Settings.Demo,
		CatchUp: s.Search.CatchUp,
		Hub:     s.hub, MayFollow: s.mayFollow,
		TrustedProxies: s.Settings.TrustedProxy, MetricsToken: s.Settings.MetricsToken,
	})
	if err != nil {
		return nil, err
	}
	var accounts []*oidc.Provider
	for _, settings := range s.Settings.DistrictAccount {
		accounts = append(accounts, oidc.New(settings))
	}
	site.Add(peopleweb.Routes(peopleweb.Options{
		Weekly: s.weeklyNow(p.outbox), Accounts: accounts, BaseURL: s.Settings.Base(), Log: s.log, Choices: []web.Panel{questionweb.Choice(s.Question)},
		People: s.People, Starter: starter{s}, Feed: s.feed, MailWorks: p.mail.Configured() || p.outbox != nil, Outbox: p.outbox,
		Desk: []peopleweb.DeskLink{{URL: "/admin/topics", Icon: "list", Key: "catalog.desk.topics"}, {URL: "/admin/doubles", Icon: "swap", Key: "double.desk"},
			{URL: "/databases", Icon: "globe", Key: "schoolpage.desk"}, {URL: "/admin/breaks", Icon: "calendar", Key: "digest.breaks"}},
		Waits:  []web.Todos{catalogweb.ProposalsWait(s.Topics), letterboxweb.Unreached(s.Letters), doubleweb.Waits(s.Double)},
		Person: []web.Panel{letterboxweb.Reaches(s.Letters)},
		Mine: []peopleweb.DeskLink{{URL: "/my-list", Icon: "clock", Key: "mylist.mine"}, {URL: "/saved", Icon: "search", Key: "saved.mine"}, {URL: "/drafts", Icon: "pencil", Key: "catalog.mine", Contributes: true},
			{URL: "/me/email", Icon: "mail", Key: "letter.mine"}},
		FirstLook: []web.Panel{catalogweb.FirstLook(catalogweb.Options{Catalog: s.Catalog}, s.People.Actor)},
	})...)
	versions := adaptweb.Options{Adapt: s.Adapt, Catalog: s.Catalog, Topics: s.Topics, People: s.People, Schools: s.schoolsOfVersions,
		Thank: feedbackweb.ThankEach(s.Feedback, feedback.ForOffer), Thanks: s.thanksTo}
	site.Add(adaptweb.Routes(versions)...)
	shelf := catalogweb.Options{More: s.slotsOfUse(), Answers: s.answering(),
		Catalog: s.Catalog, Credit: s.Credit, Search: s.Search, Topics: s.Topics, Starting: s.starting, Files: s.Files, Fetch: p.fetch, IDs: ids,
		BaseURL: s.Settings.Base(), Schools: s.schools, Colleagues: s.colleagues, Named: s.named, ByLetter: s.byLetter, Letters: s.Letters, Words: words, AsksToShare: s.Digest.AsksToShare,
		Slots: catalogweb.Slots{Waiting: []web.Todos{peopleweb.SetUpWaits(s.People), catalogweb.ProposalsWait(s.Topics), adaptweb.Waits(s.Adapt), adaptweb.Changes(s.Adapt), exchangeweb.Waits(s.Exchange)},
			Margin: adaptweb.Margin(s.Adapt), Notes: feedbackweb.ThankEach(s.Feedback, feedback.ForNote), Under: []web.Panel{versions.WhereUsed}, Related: []web.Panel{doubleweb.Linked(s.Double)}, Acts: []web.Panel{versions.Act, exchangeweb.Act}, Moves: []web.Moves{exchangeweb.Small},
			Start: []web.Panel{adaptweb.Answers(s.Adapt), exchangeweb.Start(s.Exchange), peopleweb.YourLibrarians(s.People), schoolpageweb.YourPages(s.library)}},
	}
	site.Add(catalogweb.Routes(shelf)...)
	site.Add(doubleweb.Routes(doubleweb.Options{Double: s.Double, Catalog: s.Catalog, Topics: s.Topics})...)
	site.Add(mylistweb.Routes(s.MyList, s.Settings.Base())...)
	site.Add(savedsearchweb.Routes(savedsearchweb.Options{Saved: s.Saved, Words: words, BaseURL: s.Settings.Base(), Weekly: s.getsWeekly})...)
	site.Add(feedbackweb.Routes(feedbackweb.Options{Feedback: s.Feedback, Catalog: s.Catalog, Schools: s.schoolsOfUse,
		List: s.MyList, Letters: s.Letters, Words: words, InLetter: s.asksHow})...)
	site.Add(questionweb.Routes(questionweb.Options{Question: s.Question, Search: s.Search, Letters: s.Letters, Words: words, BaseURL: s.Settings.Base(),
		InLetter: s.Digest.Holds, Under: []web.Panel{exchangeweb.FromQuestion}, Schools: s.schoolsOfTips, Begin: catalogweb.Begin(shelf)})...)
	site.Add(creditweb.Routes(creditweb.Options{Credit: s.Credit, Letters: s.Letters, Words: words})...)
	site.Add(intakeweb.Routes(intakeweb.Options{Intake: s.Intake, People: s.People})...)
	site.Add(api.Routes(api.Options{People: s.People, Catalog: s.Catalog, Search: s.Search, Topics: s.Topics, Feedback: s.Feedback, Question: s.Question,
		BaseURL: s.Settings.Base()})...)
	site.Add(schoolpageweb.Routes(schoolpageweb.Options{Pages: s.library, People: s.People, BaseURL: s.Settings.Base(), Under: []web.Panel{insightweb.ForThePrincipal()}})...)
	reader := insight.New(insight.Options{People: s.People, Catalog: s.Catalog, Feedback: s.Feedback})
	site.Add(insightweb.Routes(insightweb.Options{Insight: reader, Topics: s.Topics})...)
	site.Add(feedweb.Routes(feedweb.Options{Feed: s.feed, Words: words, BaseURL: s.Settings.Base()})...)
	site.Add(letterboxweb.Routes(letterboxweb.Options{Letters: s.Letters, Words: words, MayAsk: peopleweb.MayAsk})...)
	site.Add(digestweb.Routes(s.Digest)...)
	site.Add(exchangeweb.Routes(exchangeweb.Options{Exchanges: s.Exchange, People: s.People, Catalog: s.Catalog, Letters: s.Letters, Words: words, InLetter: s.Digest.Holds})...)
	return site, nil
}

// colleagues are the people whom the catalog's search field suggests.
func (s *Server) colleagues(ctx context.Context, by actor.Actor, words []string, limit int) ([]ui.Suggested, error) {
	begun, err := s.Search.PeopleBegun(ctx, by, words)
	if err != nil {
		return nil, err
	}
	return s.knownTo(ctx, by, words, begun, limit)
}

// named are those of the people whom a search names whom its asker may know.
func (s *Server) named(ctx context.Context, by actor.Actor, list []id.PersonID, limit int) ([]ui.Suggested, error) {
	return s.knownTo(ctx, by, nil, list, limit)
}

func (s *Server) knownTo(ctx context.Context, by actor.Actor, words []string, some []id.PersonID, limit int) ([]ui.Suggested, error) {
	list, err := s.People.Namesakes(ctx, by, words, some, limit)
	out := make([]ui.Suggested, len(list))
	for i, n := range list {
		out[i] = ui.Suggested{URL: "/people/" + string(n.ID), Icon: "people", Text: n.Name, Hint: n.School}
	}
	return out, err
}

// byLetter says in whose name a resource is read that stands in a letter.
func (s *Server) byLetter(ctx context.Context, token string, resource catalog.ResourceID) (actor.Actor, error) {
	held, err := s.Letters.Open(ctx, token)
	if err != nil {
		return actor.Actor{}, err
	}
	if tip := held.About(credit.Crediting); tip != "" && !held.Old && tip == string(resource) {
		return held.Actor, nil
	}
	if asks, err := s.asksHow(ctx, held, resource); err != nil || asks {
		return held.Actor, err
	}
	holds, err := s.Digest.Holds(ctx, held, "resource."+string(resource))
	if err == nil && !holds {
		err = fault.NotFound{What: "resource"}
	}
	return held.Actor, err
}

// measures are what this node tells of itself beside its answers.
func (s *Server) measures() (*prometheus.Registry, error) {
	registry := prometheus.NewRegistry()
	return registry, registry.Register(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "commonshelf_index_behind_seconds",
		Help: "How long ago the search index of this node last had all of the log; under 1 while all is well.",
	}, func() float64 { return s.Search.Behind().Seconds() }))
}

// ready says whether everything needed to serve is there.
func (s *Server) ready(ctx context.Context) error {
	if !s.Search.CaughtUp() {
		return errors.New("the index is not built yet, or has yet to catch up with the log")
	}
	return s.DB.Ready(ctx)
}

// schools lists a district's schools as the catalog's forms name them.
func (s *Server) schools(ctx context.Context, district id.DistrictID) ([]catalogweb.School, error) {
	list, err := s.People.Schools(ctx, district)
	if err != nil {
		return nil, err
	}
	out := make([]catalogweb.School, len(list))
	for i, school := range list {
		out[i] = catalogweb.School{ID: school.ID, Name: school.Short, Bands: grade.BandsOf(school.Grades), Closed: school.Closed}
	}
	return out, nil
}

// schoolsOfUse lists a district's schools as reports of use name them.
func (s *Server) schoolsOfUse(ctx context.Context, district id.DistrictID) ([]feedbackweb.School, error) {
	list, err := s.People.Schools(ctx, district)
	if err != nil {
		return nil, err
	}
	out := make([]feedbackweb.School, len(list))
	for i, school := range list {
		out[i] = feedbackweb.School{ID: school.ID, Name: school.Short, Grades: school.Grades, Closed: school.Closed}
	}
	return out, nil
}

// thanksTo are the thanks that somebody received with one tap.
func (s *Server) thanksTo(ctx context.Context, by actor.Actor, person id.PersonID) ([]adaptweb.Thanked, error) {
	const most = 100
	taps, err := s.Feedback.Taps(ctx, by, person, time.Time{}, most)
	var out []adaptweb.Thanked
	for _, t := range taps {
		out = append(out, adaptweb.Thanked{Name: t.PersonName, School: t.SchoolName, Card: t.Card, At: t.At})
	}
	return out, err
}

// schoolsOfTips lists the schools in whose name something may be shared.
func (s *Server) schoolsOfTips(ctx context.Context, district id.DistrictID) ([]questionweb.School, error) {
	return openSchools(ctx, s, district, func(of people.School) questionweb.School { return questionweb.School{ID: of.ID, Name: of.Short} })
}

// schoolsOfVersions are the same, for which a version may be made.
func (s *Server) schoolsOfVersions(ctx context.Context, district id.DistrictID) ([]adaptweb.School, error) {
	return openSchools(ctx, s, district, func(of people.School) adaptweb.School { return adaptweb.School{ID: of.ID, Name: of.Short} })
}

func openSchools[T any](ctx context.Context, s *Server, district id.DistrictID, as func(people.School) T) ([]T, error) {
	list, err := s.People.Schools(ctx, district)
	var out []T
	for _, school := range list {
		if !school.Closed {
			out = append(out, as(school))
		}
	}
	return out, err
}

// answering has something new answer a question, once it is shared.
func (s *Server) answering() catalogweb.Answering {
	return catalogweb.Answering{
		Words: func(ctx context.Context, by actor.Actor, at string) (string, error) {
			q, err := s.Question.Find(ctx, by, questionweb.Named(at))
			if err == nil && q.State != question.Open {
				err = fault.NotFound{What: question.ObjectKind}
			}
			return q.Words, err
		},
		Give: func(ctx context.Context, by actor.Actor, at string, with catalog.ResourceID) error {
			_, err := s.Question.Answer(ctx, by, questionweb.Named(at), question.Given{Resource: with})
			return err
		},
	}
}

// slotsOfUse are the places on the catalog's pages where people say what they will try, how it went, and ask colleagues.
func (s *Server) slotsOfUse() catalogweb.Slots {
	return catalogweb.Slots{
		Acts: []web.Panel{mylistweb.Try(s.MyList)}, Under: []web.Panel{feedbackweb.Under(s.Feedback)}, ByLink: []web.Panel{feedbackweb.WorkedHere()},
		Search: []web.Panel{questionweb.Beside()}, Saving: []web.Panel{savedsearchweb.Beside(s.Saved)}, Nothing: []web.Panel{questionweb.Instead(s.Question)}, Asked: []web.Panel{questionweb.About(s.Question)}, First: []web.Panel{mylistweb.HowDidItGo(s.MyList)},
		Start: []web.Panel{feedbackweb.Thanks(s.Feedback), questionweb.Start(s.Question)},
	}
}
