package backup_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/backup"
	"github.com/commonshelf/commonshelf/internal/backup/shelftest"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/jobs"
)

func TestBackupComesBackTheSameOnEitherDatabase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, from *db.DB) {
		s := shelftest.Stores(t, from)
		shelftest.Fill(t, s)
		path := archive(t, s)
		want := content(t, s)
		dbtest.Each(t, func(t *testing.T, to *db.DB) {
			restored := shelftest.Stores(t, to)
			head, err := restored.Restore(t.Context(), path, nil)
			must(t, err)
			if got := content(t, restored); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			if head.Files != 1 || head.Jobs != 1 || head.Resources != 3 || len(head.Missing)+len(head.Damaged) > 0 {
				t.Errorf("head: %+v", head)
			}
			for _, table := range []string{"session", "sign_in_link", "rate_limit", "parked_form"} {
				if n, err := db.One(t.Context(), to, db.Value[int], `SELECT count(*) FROM `+table); err != nil || n != 0 {
					t.Errorf("%d rows of %s came back, %v", n, table, err)
				}
			}
			if n, err := jobs.Paused(t.Context(), to); err != nil || n != 1 {
				t.Errorf("%d jobs are paused, %v", n, err)
			}
			goesOn(t, restored)
		})
	})
}

// goesOn checks that a restored log can be written and read on.
func goesOn(t *testing.T, s backup.Stores) {
	t.Helper()
	must(t, s.DB.Do(t.Context(), func(tx *db.DB) error {
		return activity.Write(t.Context(), tx, activity.Activity{District: shelftest.Maple, Verb: "new", At: shelftest.Monday})
	}))
	var position activity.Position
	patience, cancel := context.WithTimeout(t.Context(), 30*time.Second) // the horizon waits for other tests as well
	defer cancel()
	var verbs []string
	for len(verbs) < 2 {
		horizon, err := s.DB.Horizon(patience)
		must(t, err)
		list, err := activity.Below(patience, s.DB, position, horizon, 10)
		must(t, err)
		for _, a := range list {
			verbs = append(verbs, string(a.Verb))
			position = a.Position
		}
	}
	if got := strings.Join(verbs, " "); got != "resource.shared new" {
		t.Errorf("the log reads %q", got)
	}
	found, err := s.Check(t.Context(), nil, nil)
	must(t, err)
	for _, f := range found {
		t.Errorf("after restoring: %s", f.What)
	}
}

func TestNothingSecretIsInTheArchive(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := shelftest.Stores(t, d)
		shelftest.Fill(t, s)
		z, err := zip.OpenReader(archive(t, s))
		must(t, err)
		defer z.Close()
		for _, f := range z.File {
			r, err := f.Open()
			must(t, err)
			data, err := io.ReadAll(r)
			must(t, errors.Join(err, r.Close()))
			if i := bytes.Index(data, []byte("secret-")); i >= 0 {
				t.Errorf("%s holds %q", f.Name, data[i:i+20])
			}
		}
	})
}

func TestRestoreRefusesWhatIsNotEmpty(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := shelftest.Stores(t, d)
		shelftest.Fill(t, s)
		path := archive(t, s)
		before := content(t, s)
		if _, err := s.Restore(t.Context(), path, nil); !errors.Is(err, backup.ErrNotEmpty) {
			t.Errorf("got %v, want ErrNotEmpty", err)
		}
		if content(t, s) != before {
			t.Error("the refused restore changed something")
		}
	})
}

func TestRestoreTakesAStartedButUnusedDatabase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		from := shelftest.Stores(t, dbtest.SQLite(t))
		shelftest.Fill(t, from)
		to := shelftest.Stores(t, d)
		_, err := d.Exec(t.Context(), `INSERT INTO rate_limit (bucket, starts_at, used) VALUES ('b', 0, 1)`)
		must(t, err)
		_, err = to.Restore(t.Context(), archive(t, from), nil)
		must(t, err)
		if got, want := content(t, to), content(t, from); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	})
}

func TestDamagedArchiveIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	from := shelftest.Stores(t, dbtest.SQLite(t))
	shelftest.Fill(t, from)
	whole, err := os.ReadFile(archive(t, from))
	must(t, err)
	at := bytes.Index(whole, []byte("a sheet to print"))
	flipped := bytes.Clone(whole)
	flipped[at] ^= 1
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"cut short":      {whole[:len(whole)*3/4], backup.ErrNoArchive},
		"empty":          {nil, backup.ErrNoArchive},
		"something else": {[]byte("PK\x03\x04 no"), backup.ErrNoArchive},
		"a flipped bit":  {flipped, backup.ErrSpoiled},
		"an extra entry": {rewrite(t, whole, func(name string, data []byte) []byte { return data }, "extra"), backup.ErrSpoiled},
		"another table": {rewrite(t, whole, func(name string, data []byte) []byte {
			return bytes.Replace(data, []byte("Maple"), []byte("Apple"), 1)
		}, ""), backup.ErrSpoiled},
		"a newer schema": {rewrite(t, whole, func(name string, data []byte) []byte {
			return bytes.Replace(data, []byte(`"schema": `), []byte(`"schema": 9`), 1)
		}, ""), db.ErrNewer},
		"a newer format": {rewrite(t, whole, func(name string, data []byte) []byte {
			return bytes.Replace(data, []byte(`"formatVersion": `), []byte(`"formatVersion": 9`), 1)
		}, ""), nil},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "bad.zip")
			must(t, os.WriteFile(path, c.data, 0o600))
			to := shelftest.Stores(t, dbtest.SQLite(t))
			_, err := to.Restore(t.Context(), path, nil)
			if err == nil || c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if n, err := db.One(t.Context(), to.DB, db.Value[int], `SELECT count(*) FROM district`); err != nil || n != 0 {
				t.Errorf("%d districts were written, %v", n, err)
			}
		})
	}
}

// rewrite makes the zip anew with changed entries, and one more.
func rewrite(t *testing.T, data []byte, change func(name string, data []byte) []byte, extra string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	must(t, err)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	add := func(name string, data []byte) {
		w, err := z.Create(name)
		must(t, err)
		_, err = w.Write(data)
		must(t, err)
	}
	for _, f := range in.File {
		r, err := f.Open()
		must(t, err)
		data, err := io.ReadAll(r)
		must(t, errors.Join(err, r.Close()))
		add(f.Name, change(f.Name, data))
	}
	if extra != "" {
		add(extra, nil)
	}
	must(t, z.Close())
	return out.Bytes()
}

func TestMissingAndDamagedFilesAreNamedAndDoNotStopABackup(t *testing.T) {
	from := shelftest.Stores(t, dbtest.SQLite(t))
	sheet := shelftest.Fill(t, from)
	scribble(t, from, sheet)
	const lost = "0123456789abcdefghjkmnpqrstvwxyz"
	_, err := from.DB.Exec(t.Context(), `INSERT INTO file (district, hash, media_type, size, width, height, person, created_at) VALUES ($1, $2, '', 1, 0, 0, $3, 0)`, shelftest.Maple, lost, shelftest.Ana)
	must(t, err)
	to := shelftest.Stores(t, dbtest.SQLite(t))
	head, err := to.Restore(t.Context(), archive(t, from), nil)
	must(t, err)
	if len(head.Missing) != 1 || head.Missing[0] != string(shelftest.Maple)+"/"+lost {
		t.Errorf("missing: %v", head.Missing)
	}
	if len(head.Damaged) != 1 || head.Damaged[0] != string(shelftest.Maple)+"/"+string(sheet) {
		t.Errorf("damaged: %v", head.Damaged)
	}
	if list, err := to.Files.List(t.Context(), shelftest.Maple); err != nil || len(list) != 0 {
		t.Errorf("restored %v, %v", list, err)
	}
}

func TestSaveLeavesNothingHalf(t *testing.T) {
	onPurpose := errors.New("on purpose")
	good := func(*os.File) error { return nil }
	path := filepath.Join(t.TempDir(), "file")
	for _, err := range []error{
		backup.Save(path, func(*os.File) error { return onPurpose }, func(string) error { return nil }),
		backup.Save(path, good, func(part string) error {
			if part != path+".part" {
				t.Errorf("verified %s", part)
			}
			return onPurpose
		}),
	} {
		if !errors.Is(err, onPurpose) {
			t.Errorf("got %v", err)
		}
	}
	if left, err := filepath.Glob(path + "*"); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
	must(t, backup.Save(path, good, func(string) error { return nil }))
	if err := backup.Save(path, good, func(string) error { return nil }); err == nil {
		t.Error("a file was overwritten")
	}
}
