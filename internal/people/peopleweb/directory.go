package peopleweb

import (
	"net/http"

	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// directoryPage is the page at /people: schools with their people.
type directoryPage struct {
	ui.Chrome
	Directory people.Directory
	Names     map[id.SchoolID]string
}

// directory handles GET /people.
func (p *pages) directory(w http.ResponseWriter, r *web.Request) error {
	page := directoryPage{Names: map[id.SchoolID]string{}}
	var err error
	if page.Directory, err = p.People.Directory(r.Context(), r.Actor); err != nil {
		return err
	}
	for _, s := range page.Directory.Schools {
		page.Names[s.School.ID] = s.School.Short
	}
	page.Chrome = r.Chrome(r.P.T("people.title"), ui.People)
	return web.Render(w, r, http.StatusOK, showDirectory(page))
}

// words says what a colleague does under a school, and where else.
func (d directoryPage) words(c people.Colleague) string {
	var elsewhere []string
	for _, school := range c.Elsewhere {
		elsewhere = append(elsewhere, d.Names[school])
	}
	out := d.T("people.role.coordinator_alone")
	if c.Role != "" {
		out = roleWord(d.Chrome, c.Role)
		if c.Coordinator {
			out = d.T("people.role.and_coordinator", out)
		}
	}
	if len(elsewhere) > 0 && c.Role != "" {
		return d.T("people.role.also", out, d.List(elsewhere))
	}
	if len(elsewhere) > 0 {
		return d.T("people.role.from", out, d.List(elsewhere))
	}
	return out
}

// alone are the coordinators who stand under no school.
func (d directoryPage) alone() []people.Colleague {
	var out []people.Colleague
	for _, c := range d.Directory.Coordinators {
		if len(c.Elsewhere) == 0 {
			out = append(out, c)
		}
	}
	return out
}
