package db

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/pressly/goose/v3"
	goosedb "github.com/pressly/goose/v3/database"
)

//go:embed migrations/*.sql
var migrations embed.FS

// ErrNewer is the answer to opening a database that a newer Commonshelf has written.
var ErrNewer = errors.New("this database was written by a newer Commonshelf; run that version, or restore a backup made before the upgrade")

// Migrate brings the database to the newest schema. It refuses a newer one with ErrNewer.
func (d *DB) Migrate(ctx context.Context) error {
	return d.Alone(ctx, func() error { return d.migrate(ctx, migrations) })
}

// Schema is the number of the last migration that was run, and of the newest that the program knows.
func (d *DB) Schema(ctx context.Context) (current, newest int64, err error) {
	provider, err := d.provider(migrations)
	if err != nil {
		return 0, 0, err
	}
	return provider.GetVersions(ctx)
}

// Fingerprint names the schema that Migrate makes: it changes with every change of a migration.
func Fingerprint() (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(migrations, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := migrations.ReadFile(path)
		fmt.Fprintf(sum, "%s %d\n%s", path, len(text), text)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil)[:8]), err
}

func (d *DB) migrate(ctx context.Context, source fs.FS) error {
	provider, err := d.provider(source)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	current, newest, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	if current > newest {
		return fmt.Errorf("%w (it is at step %d, this program knows %d)", ErrNewer, current, newest)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	return nil
}

func (d *DB) provider(source fs.FS) (*goose.Provider, error) {
	inner, err := fs.Sub(source, "migrations")
	if err != nil {
		return nil, err
	}
	name := goosedb.DialectPostgres
	if d.dialect == sqlite {
		name = goosedb.DialectSQLite3
	}
	return goose.NewProvider(name, d.write, translated{inner, d.dialect})
}

// translated is a folder of migrations as one database reads them.
type translated struct {
	fs.FS
	dialect dialect
}

// Open implements fs.FS.
func (t translated) Open(name string) (fs.File, error) {
	file, err := t.FS.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil || info.IsDir() {
		return file, err
	}
	defer file.Close()
	text, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	return translatedFile{bytes.NewReader([]byte(t.dialect.translate(string(text)))), info}, nil
}

type translatedFile struct {
	*bytes.Reader
	info fs.FileInfo
}

func (f translatedFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f translatedFile) Close() error               { return nil }
