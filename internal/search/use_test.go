package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/clock"
)

// said is for whom a resource is: everyone, or holders as district/school.
func (u use) said() string {
	if u.anyone {
		return "anyone"
	}
	var out []string
	for _, h := range u.holders {
		out = append(out, strings.TrimSuffix(fmt.Sprint(h.district, "/", h.school), "/"))
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func TestWhoMayUse(t *testing.T) {
	databases := []database{
		{id: "1", district: "home", consortium: "county", address: "https://all.test"},
		{id: "2", district: "home", consortium: "county", school: "pine", address: "https://some.test/db"},
		{id: "3", district: "partner", consortium: "county", address: "https://all.test"},
		{id: "4", district: "partner", consortium: "county", address: "https://theirs.test"},
		{id: "5", district: "far", address: "https://far.test"},
		{id: "6", district: "home", consortium: "county", school: "oak", address: "https://some.test/db"},
	}
	for _, c := range []struct {
		name, rights string
		links        []string
		want         string
	}{
		{"nobody said", "", nil, "anyone"},
		{"colleagues", "colleagues", []string{"https://open.test/page"}, "anyone"},
		{"not to be changed, but handed on", "cc-by-nd-4.0", nil, "anyone"},
		{"with permission", "permission", nil, "home/elm"},
		{"all rights reserved", "all-rights-reserved", nil, "home/elm"},
		{"a database of the district", "colleagues", []string{"http://www.all.test/article?id=7"}, "home home/elm partner"},
		{"a database of two schools", "colleagues", []string{"https://some.test/db/4"}, "home/elm home/oak home/pine"},
		{"beside it", "colleagues", []string{"https://some.test/dbs", "https://some.test/", "https://all.test.evil.test/"}, "anyone"},
		{"both", "colleagues", []string{"https://all.test/1", "https://some.test/db"}, "home/elm home/oak home/pine"},
		{"what only a partner lists", "colleagues", []string{"https://theirs.test/1"}, "anyone"},
		{"what a stranger lists", "colleagues", []string{"https://far.test/1"}, "anyone"},
		{"a database, with permission", "permission", []string{"https://all.test/1"}, "home/elm"},
	} {
		r := resource{district: "home", consortium: "county", school: "elm", document: block.Document{About: block.About{Rights: c.rights}}}
		for _, url := range c.links {
			r.document.Blocks = append(r.document.Blocks, block.Block{Body: block.Link{URL: url}})
		}
		if got := useOf(&r, databases).said(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	outside := resource{district: "home", school: "elm", document: block.Document{About: block.About{Source: block.Source{Title: "Elsewhere"}}}}
	if got := useOf(&outside, nil).said(); got != "home/elm" {
		t.Errorf("from outside, and nobody said: %s", got)
	}
}

func TestFromWhenToWhen(t *testing.T) {
	chicago, err := time.LoadLocation("America/Chicago")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		now           string // UTC
		period        string
		since, until  string // as typed
		first, before string // in Chicago
	}{
		{"2026-11-01 03:00", ThisMonth, "", "", "2026-10-01 00:00", ""}, // still October there
		{"2026-11-01 06:00", ThisMonth, "", "", "2026-11-01 00:00", ""},
		{"2026-08-01 06:00", ThisSchoolYear, "", "", "2026-08-01 00:00", ""},
		{"2026-08-01 03:00", ThisSchoolYear, "", "", "2025-08-01 00:00", ""},
		{"2027-01-15 12:00", ThisSchoolYear, "", "", "2026-08-01 00:00", ""},
		{"2026-11-23 12:00", LastYear, "", "", "2025-11-23 00:00", ""},
		{"2026-11-23 12:00", "", "2026-09-01", "", "2026-09-01 00:00", ""},
		{"2026-11-23 12:00", "", "", "11/1/2026", "", "2026-11-02 00:00"}, // a day of 25 hours
		{"2026-11-23 12:00", ThisMonth, "2026-9-1", "2026-11-30", "2026-11-01 00:00", "2026-12-01 00:00"},
		{"2026-11-23 12:00", "", "soon", "2026-13-45", "", ""},
	} {
		now, err := time.ParseInLocation("2006-01-02 15:04", c.now, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		q := Query{Since: c.since, Until: c.until}
		if c.period != "" {
			q.Filters = map[string][]string{Shared: {c.period}}
		}
		at := func(us int64) string {
			if us == 0 {
				return ""
			}
			return clock.FromMicros(us).In(chicago).Format("2006-01-02 15:04")
		}
		since, until := q.span(now, chicago)
		if at(since) != c.first || at(until) != c.before {
			t.Errorf("%+v: from %s to %s", c, at(since), at(until))
		}
	}
	early := Query{Since: "1970-01-01"}
	if since, _ := early.span(time.Now(), time.UTC); since == 0 {
		t.Error("the first day of 1970 is no bound")
	}
}

func TestSpansOfGrades(t *testing.T) {
	for typed, want := range map[string]string{"3-5": "3-5", "5-3": "3-5", "4": "4", "04-7": "4-7", "K–8": "k-8", "pk": "pk", "pk-pk": "pk", "1-k": "k-1", "9-12": "9-12", "k-2": "k-2",
		"13": "13", "4-7-9": "4-7-9", "": "", "grade 4": "grade 4", "3-x": "3-x"} {
		if got := spanValue(typed); got != want {
			t.Errorf("%q is written %q, want %q", typed, got, want)
		}
	}
	if got := strings.Join(spread([]string{"k-2", "4-6", "5", "zz"}), " "); got != "k-2 4 5 6 zz" {
		t.Errorf("spread to %s", got)
	}
}
