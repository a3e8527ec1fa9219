package adaptweb_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/adapt/adaptweb"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogtest"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/sitetest"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// site is the pages of versions. Pine shares, Elm and Oak make versions.
type site struct {
	*sitetest.Site
	adapt *adapt.Service
}

func newSite(t *testing.T) *site {
	w := catalogtest.New(t, dbtest.SQLite(t))
	form := func(d block.Document, _ id.SchoolID, _ catalog.Visibility) ([]byte, error) { return json.Marshal(d) }
	s := &site{adapt: adapt.New(adapt.Options{DB: w.DB, Clock: w.Clock, Jobs: w.Jobs, Catalog: w.Catalog, Form: form, BaseURL: catalogtest.BaseURL})}
	s.adapt.Work()
	options := adaptweb.Options{Adapt: s.adapt, Catalog: w.Catalog, Topics: w.Topics, People: w.People,
		Thanks: func(_ context.Context, _ actor.Actor, person id.PersonID) ([]adaptweb.Thanked, error) {
			if person != w.Mai.Person {
				return nil, nil
			}
			return []adaptweb.Thanked{{Name: "Tom Ortiz", School: "Elm", Card: catalog.Card{About: block.About{Title: "Six moves"}}, At: w.Clock.Now()}}, nil
		},
		Schools: func(_ context.Context, district id.DistrictID) ([]adaptweb.School, error) {
			if district != "maple" {
				return []adaptweb.School{{ID: "ridge", Name: "Ridge"}}, nil
			}
			return []adaptweb.School{{ID: "elm", Name: "Elm"}, {ID: "oak", Name: "Oak"}, {ID: "pine", Name: "Pine"}}, nil
		}}
	s.Site = sitetest.New(w, func(string) []web.Route {
		return append(adaptweb.Routes(options), web.Route{Pattern: "GET /resources/{id}", Who: web.SignedIn, Handler: s.resource(options)})
	})
	return s
}

// resource stands for the page of a resource: what versions have to say there.
func (s *site) resource(o adaptweb.Options) web.Handler {
	margin := adaptweb.Margin(s.adapt)
	return func(w http.ResponseWriter, r *web.Request) error {
		c, about := r.Chrome("Six moves", ui.Catalog), r.PathValue("id")
		var list []templ.Component
		m, err := margin(r, c, about)
		if err != nil {
			return err
		}
		if m != nil {
			list = append(list, m.Above)
		}
		for _, panel := range []web.Panel{o.Act, o.WhereUsed, adaptweb.Answers(s.adapt)} {
			one, err := panel(r, c, about)
			if err != nil {
				return err
			}
			list = append(list, one)
		}
		all := templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
			for _, one := range list {
				if one == nil {
					continue
				}
				if err := one.Render(ctx, w); err != nil {
					return err
				}
			}
			return nil
		})
		return web.Render(w, r, http.StatusOK, templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
			return ui.Layout(c).Render(templ.WithChildren(ctx, all), w)
		}))
	}
}

func (s *site) ok(err error) {
	s.T.Helper()
	if err != nil {
		s.T.Fatal(err)
	}
}

// guide is a document of texts: "one:First words" is a part with the key and the heading "one".
func guide(parts ...string) block.Document {
	d := block.Document{About: block.About{Title: "Six moves", Why: "Because it works.", Type: block.Guide, Grades: grade.Range(3, 6), Language: "en", Rights: "colleagues"}}
	for _, p := range parts {
		key, text, _ := strings.Cut(p, ":")
		d.Blocks = append(d.Blocks, block.Block{Key: block.Key(key), Body: block.Text{Heading: key, Markdown: text}})
	}
	return d
}

// core is what Mai shares at Pine.
func (s *site) core(parts ...string) catalog.ResourceID {
	s.T.Helper()
	r, err := s.Catalog.Share(s.T.Context(), s.Mai, catalog.ShareInput{School: "pine", Visibility: catalog.SeenByDistrict, Document: guide(parts...)})
	s.ok(err)
	return r.ID
}

// version is the version of somebody's school, with these parts.
func (s *site) version(by actor.Actor, of catalog.ResourceID, parts ...string) catalog.ResourceID {
	s.T.Helper()
	draft, err := s.adapt.Make(s.T.Context(), by, of, by.Schools[0].School)
	s.ok(err)
	_, err = s.Catalog.Share(s.T.Context(), by, catalog.ShareInput{ID: draft.Resource, School: draft.School, Visibility: catalog.SeenByDistrict, Document: guide(parts...), Draft: draft.At()})
	s.ok(err)
	return draft.Resource
}

// save makes other parts of a resource, which then is seen by as many.
func (s *site) save(by actor.Actor, r catalog.ResourceID, seen catalog.Visibility, parts ...string) {
	s.T.Helper()
	s.Clock.Advance(time.Minute)
	shown, err := s.Catalog.Show(s.T.Context(), by, r)
	s.ok(err)
	_, err = s.Catalog.Save(s.T.Context(), by, catalog.SaveInput{Resource: r, Base: shown.Head, Document: guide(parts...), Visibility: seen})
	s.ok(err)
}

// reads is the text of a part.
func (s *site) reads(r catalog.ResourceID, key block.Key, want string) {
	s.T.Helper()
	shown, err := s.Catalog.Show(s.T.Context(), s.Ana, r)
	s.ok(err)
	for _, b := range shown.Document.Blocks {
		if b.Key == key {
			if got := b.Body.(block.Text).Markdown; got != want {
				s.T.Errorf("%s says %q, want %q", key, got, want)
			}
			return
		}
	}
	if want != "" {
		s.T.Errorf("%s is not there", key)
	}
}

func at(r catalog.ResourceID, rest string) string { return r.Path("") + rest }

// form is a form of fields and their values.
func form(fields ...string) url.Values {
	out := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		out.Add(fields[i], fields[i+1])
	}
	return out
}

// The page of somebody who has left says so; of who works there it does not.
func TestAPersonWhoHasLeftIsSaidToHave(t *testing.T) {
	s := newSite(t)
	s.Share(s.Mai, catalog.SeenByDistrict, "Sea monsters")
	rosa := s.As("rosa")
	rosa.Get("/people/mai").Is(200).Says("Mai Tran", "Pine", "Sea monsters").SaysNot("Has left")
	if _, err := s.People.Leave(t.Context(), s.Ana, s.Mai.Person); err != nil {
		t.Fatal(err)
	}
	rosa.Get("/people/mai").Is(200).Says("Mai Tran", "Has left Maple Valley. What they made stays, with their name.", "Sea monsters")
}
