package credit

import (
	"context"
	"time"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
)

// Crediting is the kind of letter that tells somebody of a resource that it credits them.
const Crediting letterbox.Kind = "credit"

// TakenDown is the kind of letter that tells whoever shared a resource that a colleague whom it credits took it down.
const TakenDown letterbox.Kind = "credit-down"

// settling is how long what was shared may be taken back before a letter tells of it, and what was taken down put back.
const settling = 5 * time.Minute

// write tells somebody that a colleague credits them, and how to take it down.
func (s *Service) write(ctx context.Context, to letterbox.Reader, about string) (letterbox.Letter, error) {
	c, err := s.Credited(ctx, to.Actor, catalog.ResourceID(about))
	if err == nil && c.Down || fault.IsDenied(err) {
		err = fault.NotFound{What: "credit"}
	}
	if err != nil {
		return letterbox.Letter{}, err
	}
	return to.Write(to.T("credit.letter.subject_"+string(c.Why), c.PersonName),
		letterbox.Part{Head: to.T("credit.letter."+string(c.Why), c.Who(to.Printer)), Title: c.Title, Lang: c.Language, Action: to.T("credit.letter.read"), Path: to.Page + c.Resource.Path("")},
		letterbox.Part{Text: to.T("credit.letter.rather_not"), Action: to.T("credit.take_down"), Path: to.Page + "/credit"})
}

// writeDown tells who shared a resource that somebody whom it credits took it down, and who can put it back. It says nothing once it is
// back, or was taken out by others too.
func (s *Service) writeDown(ctx context.Context, to letterbox.Reader, about string) (letterbox.Letter, error) {
	resource := catalog.ResourceID(about)
	names, err := db.All(ctx, s.DB, db.Value[string], `SELECT p.name FROM credited c JOIN resource r ON r.district = c.district AND r.id = c.resource
		JOIN person p ON p.district = c.district AND p.id = c.person
		WHERE c.district = $1 AND c.resource = $2 AND c.by_person = $3 AND r.state = 'retired' AND r.retired_by = c.person`, to.District.ID, resource, to.Person.ID)
	if err == nil && len(names) == 0 {
		err = fault.NotFound{What: "credit"}
	}
	if err != nil {
		return letterbox.Letter{}, err
	}
	r, err := s.Catalog.Outline(ctx, to.Actor, resource)
	if err != nil {
		return letterbox.Letter{}, err
	}
	return to.Write(to.T("credit.letter.subject_down", names[0]),
		letterbox.Part{Head: to.T("credit.letter.down", names[0]), Title: r.About.Title, Lang: r.About.Language, Text: to.T("credit.letter.down_text", names[0]),
			Action: to.T("credit.letter.read"), Path: letterbox.Inside(to.Page, resource.Path(""))})
}

// Who is who shared it and for which school.
func (c Credited) Who(p lang.Printer) string { return p.T("credit.who", c.PersonName, c.SchoolName) }
