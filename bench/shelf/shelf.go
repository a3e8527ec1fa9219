// Package shelf opens a demonstration server in a folder of its own, for what is measured through the whole program.
package shelf

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/pprof"
	"strings"
	"syscall"
	"time"

	"github.com/commonshelf/commonshelf/bench/gen"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/config"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/server"
)

// Shelf is a server and somebody who shares on it.
type Shelf struct {
	*server.Server
	Folder string
	By     actor.Actor // a media specialist of the demonstration
}

// profile is the variable of the environment that names the file for what the processors do while a shelf is open, for
// "go tool pprof".
const profile = "CPUPROFILE"

// Open opens a shelf in a new folder below parent; empty: the system's own place for such things.
func Open(ctx context.Context, parent string) (*Shelf, error) { return OpenOn(ctx, parent, "") }

// OpenOn opens a shelf whose database is an empty one of PostgreSQL's, by its address; empty: SQLite in its folder.
func OpenOn(ctx context.Context, parent, database string) (*Shelf, error) {
	folder, err := os.MkdirTemp(parent, "commonshelf-bench-")
	if err != nil {
		return nil, err
	}
	settings := config.Settings{Listen: "127.0.0.1:0", BaseURL: "http://localhost:8080", Demo: true}
	settings.Data, settings.Database = folder, database
	s, err := server.New(ctx, settings, server.Options{})
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	shelf := &Shelf{Server: s, Folder: folder}
	type key struct{ district, person string }
	who, err := db.One(ctx, s.DB, func(r db.Row) (key, error) {
		var k key
		err := r.Scan(&k.district, &k.person)
		return k, err
	}, `SELECT district, id FROM person WHERE demo = 'elm'`)
	if err == nil {
		shelf.By, err = s.People.Actor(ctx, id.DistrictID(who.district), id.PersonID(who.person))
	}
	if err != nil {
		return nil, errors.Join(err, shelf.Close())
	}
	if path := os.Getenv(profile); path != "" {
		file, err := os.Create(path)
		if err == nil {
			err = pprof.StartCPUProfile(file)
		}
		if err != nil {
			return nil, errors.Join(err, shelf.Close())
		}
	}
	return shelf, nil
}

// Close closes the server and removes its folder.
func (s *Shelf) Close() error {
	pprof.StopCPUProfile()
	return errors.Join(s.Server.Close(), os.RemoveAll(s.Folder))
}

// Fill shares so many made-up resources, without telling this server's index.
func (s *Shelf) Fill(ctx context.Context, resources int) error {
	const atOnce = 50
	made := gen.New(resources, 1, 1)
	for from := 0; from < resources; from += atOnce {
		var list []catalog.Prepared
		for n := from; n < min(from+atOnce, resources); n++ {
			ready, err := s.Catalog.Prepare(s.By, catalog.ShareInput{School: s.By.Schools[0].School, Visibility: catalog.SeenByDistrict, Document: document(made.Resource(n))})
			if err != nil {
				return err
			}
			list = append(list, ready)
		}
		if err := s.DB.Do(ctx, func(tx *db.DB) error {
			_, err := s.Catalog.ShareAllIn(ctx, tx, s.By, list)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

func document(r gen.Resource) block.Document {
	return block.Document{
		About:  block.About{Title: r.Title, Why: r.Summary, Type: block.Guide, Grades: grade.All, Language: r.Language},
		Blocks: []block.Block{{Body: block.Text{Markdown: r.Body}}},
	}
}

// Worked is the time that processors have worked for this process, which other programs on the machine do not stretch much.
func Worked() time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		panic(err) // only a wrong argument fails
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// Memory is the resident memory of a process in MiB, as Linux tells it.
func Memory(pid int) (int, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0, err
	}
	var size, resident int
	if _, err := fmt.Sscan(string(text), &size, &resident); err != nil {
		return 0, err
	}
	return resident * os.Getpagesize() >> 20, nil
}

// Peak is the most memory that a process ever had resident, in MiB, as Linux tells it.
func Peak(pid int) (int, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			var kilobytes int
			_, err := fmt.Sscan(rest, &kilobytes)
			return kilobytes >> 10, err
		}
	}
	return 0, errors.New("no peak of memory is told")
}
