package adapt

import (
	"context"
	"slices"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/rights"
)

// Chance is what the actor's schools can make of a resource.
type Chance struct {
	Core    catalog.Card
	Refused rights.Refusal     // why there can be no version of it; empty: there can
	Have    []catalog.Resource // versions of it that schools of the actor have, or that the actor is writing
}

// Look says what schools can make of a resource that the actor may see; fault.NotFound for what is not in the catalog for them.
func (s *Service) Look(ctx context.Context, by actor.Actor, resource catalog.ResourceID, schools []id.SchoolID) (_ Chance, err error) {
	defer fault.Wrap(&err, "look at adapting %s", resource)
	cards, err := s.Catalog.Cards(ctx, by, []catalog.ResourceID{resource})
	if err == nil && len(cards) == 0 {
		err = fault.NotFound{What: catalog.ObjectKind}
	}
	if err != nil {
		return Chance{}, err
	}
	out := Chance{Core: cards[0], Refused: rights.Refuses(rights.Code(cards[0].About.Rights))}
	out.Have, err = versionsAt(ctx, s.DB, by, resource, schools)
	return out, err
}

// versionsAt are the versions of a resource that schools have or somebody there is writing, as far as the actor may know.
func versionsAt(ctx context.Context, d *db.DB, by actor.Actor, core catalog.ResourceID, schools []id.SchoolID) ([]catalog.Resource, error) {
	in, args := db.In(4, schools)
	return db.All(ctx, d, func(row db.Row) (r catalog.Resource, err error) {
		err = row.Scan(&r.ID, &r.School, &r.State)
		return r, err
	}, `SELECT r.id, r.school, r.state FROM resource r WHERE r.core = $1 AND r.district = $2 AND r.school IN (`+in+`)
		AND (r.state = 'published' OR r.created_by = $3 AND EXISTS (SELECT 1 FROM draft d WHERE d.district = r.district AND d.resource = r.id))
		ORDER BY r.state DESC, r.created_at`, append([]any{core, by.District, by.Person}, args...)...)
}

// Make begins a version of a resource for a school: a draft with every part of it, which is shared like any other.
//
// It returns fault.Denied with the reason where its rights, or the actor's, do not let them; and fault.Conflict where the school has a
// version or it is the school's own.
func (s *Service) Make(ctx context.Context, by actor.Actor, core catalog.ResourceID, school id.SchoolID) (_ catalog.Draft, err error) {
	defer fault.Wrap(&err, "make a version of %s", core)
	if err := permitted(by, begin, school); err != nil {
		return catalog.Draft{}, err
	}
	from, err := s.Catalog.Show(ctx, by, core)
	if err != nil {
		return catalog.Draft{}, err
	}
	refused := string(rights.Refuses(rights.Code(from.Document.About.Rights)))
	if refused == "" && from.District != by.District && holdsFiles(from.Document) {
		refused = "files"
	}
	switch {
	case refused != "":
		return catalog.Draft{}, fault.Denied{Reason: fault.Say("adapt.refused." + refused)}
	case from.State != catalog.StatePublished:
		return catalog.Draft{}, fault.Conflict{Reason: fault.Say("catalog.conflict.state")}
	case from.School == school:
		return catalog.Draft{}, fault.Conflict{Reason: fault.Say("adapt.conflict.own")}
	}
	d := from.Document
	if from.District != by.District {
		d.About.Tags, d.About.Missing = nil, nil // words of another district's list
	}
	visibility := catalog.SeenByDistrict
	if from.Visibility == catalog.SeenBySchool {
		visibility = catalog.SeenBySchool
	}
	form, err := s.Form(d, school, visibility)
	if err != nil {
		return catalog.Draft{}, err
	}
	return db.Tx(ctx, s.DB, func(tx *db.DB) (catalog.Draft, error) {
		have, err := versionsAt(ctx, tx, by, core, []id.SchoolID{school})
		if err != nil {
			return catalog.Draft{}, err
		}
		if len(have) > 0 {
			return catalog.Draft{}, fault.Conflict{Reason: fault.Say("adapt.conflict.have")}
		}
		draft, err := s.Catalog.BeginDraftIn(ctx, tx, by, catalog.DraftInput{School: school, Title: d.About.Title, Form: form, Core: core, CoreVersion: from.Head})
		if err != nil {
			return draft, err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO adaptation (district, resource, base, following, core_school) VALUES ($1, $2, $3, FALSE, $4)`,
			by.District, draft.Resource, from.Newest.Manifest.String(), from.School); err != nil {
			return draft, err
		}
		return draft, activity.Write(ctx, tx, activity.Activity{District: by.District, School: school, Person: by.Person, Verb: Begun,
			ObjectKind: catalog.ObjectKind, Object: string(draft.Resource), At: s.Clock.Now(), Data: []byte(`{"core":"` + string(core) + `"}`)})
	})
}

// Link begins a draft with a link to what may not be changed, to be used beside one's own.
func (s *Service) Link(ctx context.Context, by actor.Actor, resource catalog.ResourceID, school id.SchoolID) (_ catalog.Draft, err error) {
	defer fault.Wrap(&err, "link to %s", resource)
	if err := permitted(by, begin, school); err != nil {
		return catalog.Draft{}, err
	}
	core, err := s.Catalog.Show(ctx, by, resource)
	if err != nil {
		return catalog.Draft{}, err
	}
	a := core.Document.About
	link := block.Link{URL: s.BaseURL + resource.Path(a.Title), Title: a.Title, Language: a.Language}
	d := block.Document{About: block.About{Type: block.ResourceList, Grades: a.Grades, Subjects: a.Subjects, Rights: string(rights.Colleagues)},
		Blocks: []block.Block{{Key: block.NewKey(s.IDs), Body: link}}}
	form, err := s.Form(d, school, catalog.SeenByDistrict)
	if err != nil {
		return catalog.Draft{}, err
	}
	return s.Catalog.KeepDraft(ctx, by, catalog.DraftInput{School: school, Form: form})
}

// holdsFiles says whether a document keeps a copy of a file.
func holdsFiles(d block.Document) bool {
	return slices.ContainsFunc(d.Blocks, func(b block.Block) bool { return len(block.Files(b.Body)) > 0 })
}
