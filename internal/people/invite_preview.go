package people

import (
	"context"
	"slices"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
)

// InvitationPreview is the letter that somebody would get, in their language; its link opens nothing.
type InvitationPreview struct {
	Person        id.PersonID
	Name          string
	Language      lang.Locale
	Subject, Text string
}

// PreviewInvitations writes, for each language in which somebody who is listed reads, the letter that the first of them would get. Nothing
// is sent and no link is drawn.
func (s *Service) PreviewInvitations(ctx context.Context, by actor.Actor) (_ []InvitationPreview, err error) {
	defer fault.Wrap(&err, "preview invitations")
	if err := permitted(by, invite, ""); err != nil {
		return nil, err
	}
	list, err := s.Everyone(ctx, by)
	if err != nil {
		return nil, err
	}
	d, err := districtOf(ctx, s.db, by.District)
	if err != nil {
		return nil, err
	}
	host, err := personOf(ctx, s.db, by.District, by.Person)
	if err != nil && !fault.IsNotFound(err) {
		return nil, err
	}
	var out []InvitationPreview
	for _, p := range list {
		language := s.printer(p, d, "").Locale
		if p.State != Listed || slices.ContainsFunc(out, func(o InvitationPreview) bool { return o.Language == language }) {
			continue
		}
		open, until := s.baseURL+"/sign-in/link/…", s.clock.Now().Add(invitationLasts)
		if d.AccountOnly {
			open, until = "", time.Time{}
		}
		letter := s.invitation(p, d, host, "preview", open, until)
		out = append(out, InvitationPreview{Person: p.ID, Name: p.Name, Language: language, Subject: letter.Subject, Text: letter.Text})
	}
	return out, nil
}
