package backup_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/backup/shelftest"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/files"
)

func TestCollectedIsWhatTheDatabaseDoesNotName(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := shelftest.Stores(t, d)
		sheet := shelftest.Fill(t, s)
		unused, err := s.Files.Put(t.Context(), shelftest.Maple, strings.NewReader("%PDF-1.7 never shared"), 0)
		must(t, err)
		torn := filepath.Join(filepath.Dir(s.Scratch), "files", string(shelftest.Maple), string(unused.Hash)+".1.tmp")
		must(t, os.WriteFile(torn, []byte("half of it"), 0o600))
		now := time.Now() // files are as old as the machine says
		moved := clock.NewMoved(now.Add(files.Grace - time.Minute))
		s.Clock = moved
		left := func() int {
			must(t, s.Collect(t.Context()))
			list, err := s.Files.List(t.Context(), shelftest.Maple)
			must(t, err)
			return len(list)
		}
		if n := left(); n != 2 {
			t.Errorf("within a day there are %d files, want 2", n)
		}
		moved.Advance(time.Hour)
		if n := left(); n != 1 {
			t.Errorf("after a day there are %d files, want 1", n)
		}
		if _, _, err := s.Files.Get(t.Context(), shelftest.Maple, sheet); err != nil {
			t.Errorf("what a version holds: %v", err)
		}
		if _, err := os.Stat(torn); !os.IsNotExist(err) {
			t.Errorf("what an interrupted upload left: %v", err)
		}
	})
}
