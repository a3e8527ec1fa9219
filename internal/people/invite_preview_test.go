package people

import (
	"regexp"
	"testing"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
)

// What is shown before anyone is invited is what then goes, but for the link.
func TestThePreviewIsTheLetterThatGoes(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		ana := s.as("ana")
		if _, err := s.AddPerson(t.Context(), ana, AddPersonInput{Name: "Luz Nueva", Mail: "luz@maple.example", Coordinator: true}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.db.Exec(t.Context(), `UPDATE person SET locale = 'es' WHERE mail_key = 'luz@maple.example'`); err != nil {
			t.Fatal(err)
		}
		list := must[[]InvitationPreview](t)(s.PreviewInvitations(t.Context(), ana))
		var luz InvitationPreview
		for _, p := range list {
			if p.Language == lang.Spanish {
				luz = p
			}
		}
		if len(s.post()) != 0 {
			t.Error("looking sends letters")
		}
		must[int](t)(s.Invite(t.Context(), ana, []id.PersonID{luz.Person}))
		letters := s.post()
		link := regexp.MustCompile(`/sign-in/link/\S+`)
		if len(letters) != 1 || letters[0].Subject != luz.Subject || link.ReplaceAllString(letters[0].Text, "") != link.ReplaceAllString(luz.Text, "") || luz.Text == "" {
			t.Errorf("shown %+v, sent %+v", luz, letters)
		}
		if _, err := s.PreviewInvitations(t.Context(), s.as("rosa")); !fault.IsDenied(err) {
			t.Errorf("shown to a media specialist: %v", err)
		}
	})
}
