package catalog

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// FileRow is what is known of a stored file of a district.
type FileRow struct {
	Hash      string
	MediaType string
	Size      int64 // bytes
	Width     int   // pixels, pictures only
	Height    int
}

// NoteFile writes down that a file was stored. The same file twice is one, as fresh as the second.
func (s *Service) NoteFile(ctx context.Context, by actor.Actor, f FileRow) (err error) {
	defer fault.Wrap(&err, "note file %s", f.Hash)
	if !by.Contributes() {
		return fault.Denied{Reason: fault.Say("catalog.denied.contributors")}
	}
	_, err = s.db.Exec(ctx, `INSERT INTO file (district, hash, media_type, size, width, height, person, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (district, hash) DO UPDATE SET created_at = excluded.created_at`,
		by.District, f.Hash, f.MediaType, f.Size, f.Width, f.Height, by.Person, clock.Micros(s.clock.Now()))
	return err
}

// FileOf gives a file that a resource holds, to whoever may see the resource. A hash alone opens nothing.
func (s *Service) FileOf(ctx context.Context, by actor.Actor, resource ResourceID, hash string) (_ Resource, _ FileRow, err error) {
	defer fault.Wrap(&err, "file %s of %s", hash, resource)
	r, err := find(ctx, s.db, by, resource, see)
	if err != nil {
		return Resource{}, FileRow{}, err
	}
	f, err := s.fileIn(ctx, r, hash)
	return r, f, err
}

// FileOfVersion gives a file that a version of a resource held, to whoever may look at that version.
func (s *Service) FileOfVersion(ctx context.Context, by actor.Actor, resource ResourceID, version VersionID, hash string) (_ Resource, _ FileRow, err error) {
	defer fault.Wrap(&err, "file %s of version %s of %s", hash, version, resource)
	r, err := find(ctx, s.db, by, resource, see)
	if err != nil {
		return Resource{}, FileRow{}, err
	}
	v, err := s.ShowVersion(ctx, by, resource, version)
	if err != nil {
		return Resource{}, FileRow{}, err
	}
	for _, t := range targetsOf(v.Document) {
		if t.kind == targetFile && t.name == hash {
			f, err := s.stored(ctx, r.District, hash)
			return r, f, err
		}
	}
	return Resource{}, FileRow{}, fault.NotFound{What: "file"}
}

// FileOfLink gives a file of the resource that a share link opens.
func (s *Service) FileOfLink(ctx context.Context, token, hash string) (_ Resource, _ FileRow, err error) {
	opened, err := s.OpenShareLink(ctx, token)
	if err != nil {
		return Resource{}, FileRow{}, err
	}
	f, err := s.fileIn(ctx, opened.Resource, hash)
	return opened.Resource, f, err
}

func (s *Service) fileIn(ctx context.Context, r Resource, hash string) (FileRow, error) {
	held, err := db.One(ctx, s.db, db.Value[int], `SELECT count(*) FROM head_link WHERE district = $1 AND resource = $2 AND kind = 'file' AND target = $3`,
		r.District, r.ID, hash)
	if err != nil {
		return FileRow{}, err
	}
	if held == 0 {
		return FileRow{}, fault.NotFound{What: "file"}
	}
	return s.stored(ctx, r.District, hash)
}

// OwnFile gives a file that the actor stored, or that a draft of theirs holds: whoever stores what a colleague stored before
// is not named with the file.
func (s *Service) OwnFile(ctx context.Context, by actor.Actor, hash string) (FileRow, error) {
	stored, err := db.One(ctx, s.db, db.Value[int], `SELECT count(*) FROM file WHERE district = $1 AND hash = $2 AND person = $3`, by.District, hash, by.Person)
	if err != nil {
		return FileRow{}, err
	}
	if stored > 0 {
		return s.stored(ctx, by.District, hash)
	}
	drafts, err := s.Drafts(ctx, by)
	if err != nil {
		return FileRow{}, err
	}
	for _, d := range drafts {
		if names(d.Form, hash) {
			return s.stored(ctx, by.District, hash)
		}
	}
	return FileRow{}, fault.NotFound{What: "file"}
}

// names says whether the form of a draft holds a file: as "hash", somewhere in its JSON. What was typed cannot look like that,
// and a form takes over no hash that is posted.
func names(form []byte, hash string) bool {
	held, err := json.Marshal(hash)
	return err == nil && hash != "" && bytes.Contains(form, append([]byte(`"hash":`), held...))
}

// stored is a file of a district.
func (s *Service) stored(ctx context.Context, district id.DistrictID, hash string) (FileRow, error) {
	f, err := db.One(ctx, s.db, scanFile, `SELECT hash, media_type, size, width, height FROM file WHERE district = $1 AND hash = $2`, district, hash)
	if errors.Is(err, sql.ErrNoRows) {
		return FileRow{}, fault.NotFound{What: "file"}
	}
	return f, err
}

func scanFile(row db.Row) (FileRow, error) {
	var f FileRow
	err := row.Scan(&f.Hash, &f.MediaType, &f.Size, &f.Width, &f.Height)
	return f, err
}
