package intakeweb_test

import (
	"archive/zip"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// Whoever looks at one list after the other keeps as many as a person needs, and hears what to do about more.
func TestNobodyKeepsListsWithoutEnd(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		v := s.as(rosa)
		list := func(n int) (string, string) {
			return fmt.Sprintf("list %d.csv", n), fmt.Sprintf("Title\nThing %d\n", n)
		}
		for n := range 20 {
			v.upload(list(n)).is(http.StatusOK)
		}
		v.upload(list(20)).is(http.StatusUnprocessableEntity).says("20 lists of yours wait here", "list 19.csv").saysNot("list 20.csv")
		v.paste("https://www.loc.gov/").is(http.StatusUnprocessableEntity).says("20 lists of yours wait here", "https://www.loc.gov/")
		s.as(mai).upload(list(20)).is(http.StatusOK)
		v.upload(list(7)).is(http.StatusOK).press("Not now")
		v.upload(list(20)).is(http.StatusOK)
	})
}

// What waits from before this week keeps nobody of the district from bringing something in.
func TestADistrictKeepsListsForAWhile(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		for n := range 500 {
			s.exec(`INSERT INTO import (id, district, school, person, kind, source, file, mapping, state, total, position, imported, skipped, failed, created_at, trouble, until)
				VALUES ($1, $2, 'elm', 'ana', 'csv', 'a.csv', $1, '{}', 'preview', 0, 0, 0, 0, 0, $3, '', $3)`, fmt.Sprint("waits", n), maple, s.clock.Now().UnixMicro())
		}
		s.as(rosa).upload("tools.csv", tools).is(http.StatusUnprocessableEntity).says("500 lists were looked at in your district this week")
		s.clock.Advance(7*24*time.Hour + time.Minute)
		s.as(rosa).upload("tools.csv", tools).is(http.StatusOK)
	})
}

func TestAnArchiveHoldsNoMoreThanItMay(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		var data strings.Builder
		w := zip.NewWriter(&data)
		for n := range 50_001 {
			if _, err := w.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("Export/Page %032x.md", n)}); err != nil {
				t.Fatal(err)
			}
		}
		s.must(w.Close())
		s.as(rosa).upload("Export.zip", data.String()).is(http.StatusUnprocessableEntity).says("This archive holds more files than we open at once. Export it in parts")
	})
}
