package people

import (
	"context"
	"testing"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

func TestASchoolEnteredByMistakeIsRemovedAndReturned(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		ana := s.as("ana")
		added := must[AddedSchools](t)(s.AddSchools(t.Context(), ana, "Oka Elementary, Oka, K-5")).Schools[0]
		must[School](t)(s.RemoveSchool(t.Context(), ana, added.ID))

		if list := must[[]School](t)(s.Schools(t.Context(), "maple")); len(list) != 2 {
			t.Errorf("listed %+v", list)
		}
		_, err := s.School(t.Context(), "maple", added.ID)
		wantNotFound(t, err)
		_, err = s.RemoveSchool(t.Context(), ana, added.ID)
		wantNotFound(t, err)

		back := must[School](t)(s.ReturnSchool(t.Context(), ana, added.ID))
		if now := must[School](t)(s.School(t.Context(), "maple", added.ID)); now != back || now != added {
			t.Errorf("it was %+v and is %+v", added, now)
		}
		_, err = s.ReturnSchool(t.Context(), ana, added.ID)
		wantNotFound(t, err)

		must[School](t)(s.RemoveSchool(t.Context(), ana, added.ID))
		if again := must[AddedSchools](t)(s.AddSchools(t.Context(), ana, "OKA elementary")); len(again.Schools) != 1 {
			t.Errorf("its name is not free: %+v", again)
		}
		_, err = s.ReturnSchool(t.Context(), ana, added.ID)
		wantReason(t, err, "people.school.name_taken")
	})
}

func TestASchoolThatHoldsSomethingStays(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		ana := s.as("ana")
		held := must[Held](t)(s.HeldBy(t.Context(), ana, "oak"))
		if len(held.People) != 3 || held.Nothing() {
			t.Errorf("Oak holds %+v", held)
		}
		_, err := s.RemoveSchool(t.Context(), ana, "oak")
		wantReason(t, err, "people.school.held")
		_, err = s.CloseSchool(t.Context(), ana, "oak")
		wantReason(t, err, "people.school.staffed")

		fir := must[AddedSchools](t)(s.AddSchools(t.Context(), ana, "Fir High")).Schools[0]
		s.OnRemoveSchool(func(_ context.Context, _ *db.DB, _ id.DistrictID, school id.SchoolID) ([]fault.Message, error) {
			if school == fir.ID {
				return []fault.Message{fault.Say("catalog.belongs.drafts")}, nil
			}
			return nil, nil
		})
		_, err = s.RemoveSchool(t.Context(), ana, fir.ID)
		wantReason(t, err, "people.school.held")
		must[School](t)(s.CloseSchool(t.Context(), ana, fir.ID))
		if now := must[School](t)(s.School(t.Context(), "maple", fir.ID)); !now.Closed {
			t.Error("it is open")
		}
		if added := must[AddedPeople](t)(s.AddPeople(t.Context(), ana, "Mai, mai@maple.example, Fir")); len(added.Wrong) != 1 {
			t.Errorf("somebody is listed at a closed school: %+v", added)
		}
		_, err = s.ChangePerson(t.Context(), ana, ChangePersonInput{Person: "tom", Name: "Tom", Mail: "tom@maple.example", Memberships: []Membership{{fir.ID, "teacher", 100}}})
		wantField(t, err, "schools", "people.schools.unknown")
		must[School](t)(s.OpenSchool(t.Context(), ana, fir.ID))
		must[Person](t)(s.ChangePerson(t.Context(), ana, ChangePersonInput{Person: "tom", Name: "Tom", Mail: "tom@maple.example", Memberships: []Membership{{fir.ID, "teacher", 100}}}))
	})
}
