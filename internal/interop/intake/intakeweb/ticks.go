package intakeweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/interop/intake"
	"github.com/commonshelf/commonshelf/internal/web"
)

// twinMark stands behind the number of a row that stands in the file before.
const twinMark = "t"

// ticksOf reads which of the rows that a page showed are ticked.
func ticksOf(in web.Form) []intake.Tick {
	ticked := in.All("row")
	var out []intake.Tick
	for _, shown := range in.All("shown") {
		plain, twin := strings.CutSuffix(shown, twinMark)
		if row, err := strconv.Atoi(plain); err == nil && row > 0 {
			out = append(out, intake.Tick{Row: row, Twin: twin, Ticked: slices.Contains(ticked, plain)})
		}
	}
	return out
}

// chooseRows handles POST /bring/{id}/rows: scripts send every tick, without them a button does.
func (p *pages) chooseRows(w http.ResponseWriter, r *web.Request) error {
	what := intake.ImportID(r.PathValue("id"))
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	if do := in.Text("do"); do == "all" || do == "none" {
		if err := p.Intake.ChooseAll(r.Context(), r.Actor, what, do == "none"); err != nil {
			return err
		}
		return web.SeeOther(w, r, importURL(what)+"#rows", "bring.flash.ticks")
	}
	more, err := p.Intake.Choose(r.Context(), r.Actor, what, ticksOf(in))
	if err != nil {
		return err
	}
	if !r.Partial() {
		return web.SeeOther(w, r, importURL(what), "bring.flash.ticks")
	}
	count, _ := in.Int("count")
	left, _ := in.Int("left")
	beyond, _ := in.Int("beyond")
	page := previewPage{Chrome: r.Chrome("", ""), At: importURL(what), New: max(0, count+more), Left: max(0, left-more), Beyond: beyond}
	return web.Render(w, r, http.StatusOK, previewSum(page))
}

// chooseSchool handles POST /bring/{id}/school.
func (p *pages) chooseSchool(w http.ResponseWriter, r *web.Request) error {
	what := intake.ImportID(r.PathValue("id"))
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	if err := p.Intake.MoveTo(r.Context(), r.Actor, what, id.SchoolID(in.Text("school"))); err != nil {
		return err
	}
	return web.SeeOther(w, r, importURL(what), "bring.flash.school")
}
