// History measures whole pages of a resource with 1,000 versions beside those of one with 10: as it is now, its history, and two
// versions compared. On SQLite and PostgreSQL.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/bench/shelf"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/grade"
)

const (
	parts = 50 // of the resource
	few   = 10
	many  = 1000
	looks = 200 // at each page
)

func main() {
	log.SetFlags(0)
	if err := shelf.OnBoth(context.Background(), measure); err != nil {
		log.Fatal(err)
	}
}

func measure(ctx context.Context, name, database string) (err error) {
	s, err := shelf.OpenOn(ctx, "", database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	short, _, err := written(ctx, s, few)
	if err != nil {
		return err
	}
	long, grown, err := written(ctx, s, many)
	if err != nil {
		return err
	}
	fmt.Printf("  %s: %d saves of one part in a resource of %d stored %d blocks\n", name, many, parts, grown)
	server := httptest.NewServer(s.Site.Handler())
	defer server.Close()
	reader, err := comeIn(server.URL)
	if err != nil {
		return err
	}
	for _, page := range []struct{ name, end string }{
		{"as it is now", ""}, {"its history", "/versions"}, {"the first and the last compared", "/versions/compare?from=1&to=%d"},
	} {
		var at []string
		for _, of := range []struct {
			id       catalog.ResourceID
			versions int
		}{{short, few}, {long, many}} {
			at = append(at, server.URL+"/resources/"+string(of.id)+strings.ReplaceAll(page.end, "%d", fmt.Sprint(of.versions)))
		}
		took, err := medians(reader, at)
		if err != nil {
			return err
		}
		fmt.Printf("  %s, %s: p50 %.2f ms with %d versions, %.2f ms with %d: %.2f times\n",
			name, page.name, ms(took[0]), few, ms(took[1]), many, float64(took[1])/float64(took[0]))
	}
	return nil
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// written shares a resource and saves it until it has so many versions, each with one part changed. It says by how many blocks
// the store has grown.
func written(ctx context.Context, s *shelf.Shelf, versions int) (catalog.ResourceID, int, error) {
	doc := block.Document{About: block.About{Title: fmt.Sprintf("Written %d times", versions), Why: "To be measured.", Type: block.Guide,
		Grades: grade.All, Language: "en", Rights: "colleagues"}}
	for i := range parts {
		doc.Blocks = append(doc.Blocks, block.Block{Key: block.Key(fmt.Sprint("part", i)), Body: block.Text{Markdown: fmt.Sprintf("Part %d of %d. %s",
			i, versions, strings.Repeat("Ask who gains when somebody believes it. ", 12))}})
	}
	saved, err := s.Catalog.Share(ctx, s.By, catalog.ShareInput{School: s.By.Schools[0].School, Document: doc})
	if err != nil {
		return "", 0, err
	}
	before, err := blocks(ctx, s)
	for n := 1; n < versions && err == nil; n++ {
		doc.Blocks[7].Body = block.Text{Markdown: fmt.Sprintf("Changed %d times. %s", n, strings.Repeat("Ask who gains when somebody believes it. ", 12))}
		var next catalog.Saved
		next, err = s.Catalog.Save(ctx, s.By, catalog.SaveInput{Resource: saved.ID, Base: saved.Head, Document: doc})
		saved = next.Resource
	}
	if err != nil {
		return "", 0, err
	}
	after, err := blocks(ctx, s)
	return saved.ID, after - before, err
}

func blocks(ctx context.Context, s *shelf.Shelf) (int, error) {
	return db.One(ctx, s.DB, db.Value[int], `SELECT count(*) FROM block`)
}

// comeIn signs in at the door of the demonstration.
func comeIn(at string) (*http.Client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	client := &http.Client{Jar: jar}
	answer, err := client.PostForm(at+"/demo/sign-in", url.Values{"person": {"elm"}})
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK {
		err = errors.New("the door answers " + answer.Status)
	}
	return client, errors.Join(err, answer.Body.Close())
}

// medians are how long pages take, asked for in turn, so that whatever else the machine does slows them alike.
func medians(reader *http.Client, at []string) ([]time.Duration, error) {
	took := make([][]time.Duration, len(at))
	for range looks {
		for i, page := range at {
			began := time.Now()
			answer, err := reader.Get(page)
			if err != nil {
				return nil, err
			}
			_, err = io.Copy(io.Discard, answer.Body)
			if answer.StatusCode != http.StatusOK {
				err = fmt.Errorf("%s: %s", page, answer.Status)
			}
			if err := errors.Join(err, answer.Body.Close()); err != nil {
				return nil, err
			}
			took[i] = append(took[i], time.Since(began))
		}
	}
	out := make([]time.Duration, len(at))
	for i := range took {
		slices.Sort(took[i])
		out[i] = took[i][looks/2]
	}
	return out, nil
}
