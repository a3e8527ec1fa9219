package catalog

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// FileRow is what is known of a stored file of a district.
type FileRow struct {
	Hash      string
	MediaType string
	Size      int64 // bytes
	Width     int   // pixels, pictures only
	Height    int
}

// NoteFile writes down that a file was stored. The same file twice is one.
func (s *Service) NoteFile(ctx context.Context, by actor.Actor, f FileRow) (err error) {
	defer fault.Wrap(&err, "note file %s", f.Hash)
	if !by.Contributes() {
		return fault.Denied{Reason: fault.Say("catalog.denied.contributors")}
	}
	_, err = s.db.Exec(ctx, `INSERT INTO file (district, hash, media_type, size, width, height, person, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (district, hash) DO NOTHING`,
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
	list, err := db.All(ctx, s.db, scanFile, `SELECT f.hash, f.media_type, f.size, f.width, f.height FROM file f
		WHERE f.district = $1 AND f.hash = $3 AND EXISTS (
			SELECT 1 FROM head_link l WHERE l.district = $1 AND l.resource = $2 AND l.kind = 'file' AND l.target = $3)`,
		r.District, r.ID, hash)
	if err != nil {
		return FileRow{}, err
	}
	if len(list) == 0 {
		return FileRow{}, fault.NotFound{What: "file"}
	}
	return list[0], nil
}

// OwnFile gives a file that the actor stored, for looking at a draft.
func (s *Service) OwnFile(ctx context.Context, by actor.Actor, hash string) (FileRow, error) {
	list, err := db.All(ctx, s.db, scanFile, `SELECT hash, media_type, size, width, height FROM file
		WHERE district = $1 AND hash = $2 AND person = $3`, by.District, hash, by.Person)
	if err != nil {
		return FileRow{}, err
	}
	if len(list) == 0 {
		return FileRow{}, fault.NotFound{What: "file"}
	}
	return list[0], nil
}

func scanFile(row db.Row) (FileRow, error) {
	var f FileRow
	err := row.Scan(&f.Hash, &f.MediaType, &f.Size, &f.Width, &f.Height)
	return f, err
}
