package credit

import (
	"context"
	"time"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
)

// Crediting is the kind of letter that tells somebody of a resource that it credits them.
const Crediting letterbox.Kind = "credit"

// settling is how long what was shared may be taken back before a letter tells of it.
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

// Who is who shared it and for which school.
func (c Credited) Who(p lang.Printer) string { return p.T("credit.who", c.PersonName, c.SchoolName) }
