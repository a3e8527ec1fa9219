package intakeweb

import (
	"net/http"
	"strconv"

	"github.com/commonshelf/commonshelf/internal/interop/intake"
	"github.com/commonshelf/commonshelf/internal/interop/intake/columns"
	"github.com/commonshelf/commonshelf/internal/web"
)

// mapColumns handles POST /bring/{id}/columns.
func (p *pages) mapColumns(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	what := intake.ImportID(r.PathValue("id"))
	tables, err := p.Intake.Tables(r.Context(), r.Actor, what)
	if err != nil {
		return err
	}
	chosen := map[string]columns.Mapping{}
	for t, table := range tables {
		chosen[table.Name] = columns.Mapping{}
		for n, column := range table.Columns {
			if f := columns.Field(in.Text(columnField(t, n))); f.Known() {
				chosen[table.Name][column.Name] = f
			}
		}
	}
	if err := p.Intake.Map(r.Context(), r.Actor, what, chosen); err != nil {
		return err
	}
	return web.SeeOther(w, r, importURL(what), "bring.flash.mapped")
}

func columnField(table, column int) string {
	return "c" + strconv.Itoa(table) + "-" + strconv.Itoa(column)
}
