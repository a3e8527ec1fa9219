package peopleweb

import (
	"slices"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// yoursView names who looks after the library at a teacher's schools, and where to write.
type yoursView struct {
	ui.Chrome
	People []yours
}

// yours is one of them.
type yours struct {
	Name, School, Mail string
}

// YourLibrarians tells a teacher on the start page whom to ask: who looks after the library at her schools. Others are told nothing.
func YourLibrarians(s *people.Service) web.Panel {
	return func(r *web.Request, c ui.Chrome, _ string) (templ.Component, error) {
		if !r.Actor.SignedIn() || r.Actor.Contributes() {
			return nil, nil
		}
		d, err := s.Directory(r.Context(), r.Actor)
		if err != nil {
			return nil, err
		}
		view := yoursView{Chrome: c}
		for _, school := range d.Schools {
			if !r.Actor.At(school.School.ID) {
				continue
			}
			for _, who := range school.People {
				if who.Role == actor.MediaSpecialist && who.Mail != "" && !slices.ContainsFunc(view.People, func(y yours) bool { return y.Mail == who.Mail }) {
					view.People = append(view.People, yours{who.Name, school.School.Short, who.Mail})
				}
			}
		}
		if len(view.People) == 0 {
			return nil, nil
		}
		return showYours(view), nil
	}
}
