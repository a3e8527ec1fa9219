package server_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// shareTwelve puts twelve things on the shelf, one of them Elm's with a link.
func (d *district) shareTwelve(link string) {
	d.t.Helper()
	for i := range 11 {
		d.clock.Advance(time.Minute)
		d.share([]id.PersonID{"ana", "joan", "rosa"}[i%3], fmt.Sprintf("Idea of day %d", i+1))
	}
	rosa := must(d.People.Actor(d.t.Context(), "maple", "rosa"))(d.t)
	must(d.Catalog.Share(d.t.Context(), rosa, catalog.ShareInput{School: "elm", Document: block.Document{
		About:  block.About{Title: "Weather records", Why: "One log a week.", Type: block.QuickTip, Grades: grade.All, Rights: "colleagues"},
		Blocks: []block.Block{{Key: "link", Body: block.Link{URL: link, Title: "Old weather"}}},
	}}))(d.t)
}

// what a shelf of few people and few things does not show: zeros, charts, and a column to narrow down.
const (
	zeros   = `[...document.body.innerText.matchAll(/(?<![\d.,:])0(?![\d.,:])/g)].length`
	charts  = `document.querySelectorAll("main :is(table, meter, progress, canvas, figure), main svg:not(.icon, [aria-hidden=true])").length`
	columns = `document.querySelectorAll("#facets, main aside").length`
)

// Week 1, three users, 12 resources: the start page holds no zero, no chart and no column of facets; a link is shared on a phone of 320
// pixels in at most five taps; Undo turns it back into a draft; a link that Elm has gives three choices and no refusal.
func TestWeekOneThreeUsersTwelveResources(t *testing.T) {
	const oldWeather = "https://www.oldweather.org/"
	address, fetching := outside(t)
	d := openDistrict(t, mapleValley(), func(d *district) { d.fetching = fetching })
	d.shareTwelve(oldWeather)
	p := browsertest.Start(t).Open(t, d.at+"/sign-in", browsertest.Width(320))
	d.byMail(p, "joan@maple.example")
	p.Sees("New in the district", "Weather records")
	p.Inspect()
	for name, count := range map[string]string{"zeros": zeros, "charts": charts, "columns of facets": columns} {
		if n := browsertest.Eval[int](p, count); n != 0 {
			t.Errorf("%d %s stand on the start page, which says\n%s", n, name, p.Text())
		}
	}

	taps := 0
	tap := func(do func()) {
		taps++
		do()
	}
	tap(func() { p.Press("link", "Share") })
	p.Inspect()
	tap(func() { p.Fill("Paste a link, or just write it down", address) })
	tap(func() { p.Press("button", "Go on") })
	p.Until(`document.getElementById("why")?.value.startsWith("Misinformation")`)
	p.Inspect()
	tap(func() { share(p) })
	p.Sees("Shared with your colleagues.", "The kraken on the chart")
	p.Inspect()
	if taps > 5 {
		t.Errorf("%d taps", taps)
	}
	p.Press("button", "Undo")
	p.Sees("It is your draft again.")
	p.Inspect()

	p.Go(d.at + "/share")
	p.Fill("Paste a link, or just write it down", oldWeather)
	p.Press("button", "Go on")
	p.Sees("Elm already shared this link.", "See “Weather records”", "Add my note to it", "Share mine too")
	if refusals := browsertest.Eval[int](p, `document.querySelectorAll("[aria-invalid=true]").length`); refusals != 0 {
		t.Errorf("%d refusals", refusals)
	}
	p.Inspect()
}
