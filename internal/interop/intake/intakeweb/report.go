package intakeweb

import (
	"encoding/csv"
	"errors"
	"net/http"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/interop/intake"
	"github.com/commonshelf/commonshelf/internal/proto/delimited"
	"github.com/commonshelf/commonshelf/internal/web"
)

// report handles GET /bring/{id}/report.csv.
func (p *pages) report(w http.ResponseWriter, r *web.Request) error {
	i, err := p.Intake.Import(r.Context(), r.Actor, intake.ImportID(r.PathValue("id")))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="report.csv"`)
	out := csv.NewWriter(w)
	err = out.Write([]string{r.P.T("bring.report.place"), r.P.T("bring.report.outcome"), r.P.T("bring.report.title"), r.P.T("bring.report.why")})
	for after := 0; err == nil; {
		var rows []intake.Row
		if rows, err = p.Intake.Rows(r.Context(), r.Actor, i.ID, after, 1000); err != nil || len(rows) == 0 {
			break
		}
		for _, row := range rows {
			err = errors.Join(err, out.Write([]string{delimited.Harmless(r.P.T(row.Place.Key, row.Place.Args...)), r.P.T("bring.outcome." + fate(row)), delimited.Harmless(row.Title), delimited.Harmless(say(r, row.Message))}))
			after = row.Number
		}
	}
	out.Flush()
	return errors.Join(err, out.Error())
}

func say(r *web.Request, m fault.Message) string {
	if m.Key == "" {
		return ""
	}
	return r.P.T(m.Key, m.Args...)
}
