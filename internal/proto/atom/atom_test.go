package atom_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"github.com/commonshelf/commonshelf/internal/proto/atom"
)

func TestAReaderReadsWhatWasWritten(t *testing.T) {
	at := atom.Time{Time: time.Date(2026, 11, 23, 9, 0, 0, 123456000, time.FixedZone("", -7*3600))}
	var out bytes.Buffer
	err := atom.Write(&out, atom.Feed{Language: "en", ID: "https://shelf.example.org/new", Title: "New <here> & there", Updated: at, Entries: []atom.Entry{{
		Language: "es", ID: "https://shelf.example.org/1", Title: `Faroles "de papel" 🏮`, Authors: []atom.Person{{Name: "Elm"}}, Published: at, Updated: at,
		Links: []atom.Link{{Rel: "alternate", Href: "https://shelf.example.org/1?a=b&c=d"}}, Categories: []atom.Category{{Term: "tip", Label: "Quick tip"}}, Summary: "a < b\x00",
	}}})
	if err != nil {
		t.Fatal(err)
	}
	feed, err := gofeed.NewParser().ParseString(out.String())
	if err != nil {
		t.Fatalf("%v: %s", err, out.String())
	}
	if feed.FeedType != "atom" || feed.Title != "New <here> & there" || feed.Updated != "2026-11-23T16:00:00Z" || feed.Language != "en" || len(feed.Items) != 1 {
		t.Fatalf("read %+v", feed)
	}
	entry := feed.Items[0]
	if entry.Title != `Faroles "de papel" 🏮` || entry.Link != "https://shelf.example.org/1?a=b&c=d" || entry.GUID != "https://shelf.example.org/1" ||
		entry.Authors[0].Name != "Elm" || !entry.PublishedParsed.Equal(at.Truncate(time.Second)) || entry.Description != "a < b\uFFFD" {
		t.Errorf("read %+v", entry)
	}
	if !strings.Contains(out.String(), `<entry xml:lang="es">`) {
		t.Errorf("written as %s", out.String())
	}
}
