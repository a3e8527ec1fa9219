package catalog

import (
	"context"
	"regexp"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/id"
)

// districtFile is a file of a district.
type districtFile struct {
	district id.DistrictID
	hash     string
}

// ForgetFiles forgets files that were stored longer than files.Grace ago and that no version and no draft holds: uploads of forms that
// were never shared. Their bytes are another's to remove.
func (s *Service) ForgetFiles(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "forget files")
	began := s.clock.Now()
	before := clock.Micros(began.Add(-files.Grace))
	unused, err := db.All(ctx, s.db, scanDistrictFile, `SELECT district, hash FROM file WHERE created_at < $1 AND `+shownByNone, before)
	if err != nil || len(unused) == 0 {
		return err
	}
	held := map[districtFile]bool{}
	if err := heldByVersions(ctx, s.db, held); err != nil {
		return err
	}
	if err := heldByDrafts(ctx, s.db, 0, held); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.DB) error {
		if err := heldByDrafts(ctx, tx, clock.Micros(began), held); err != nil { // those that were written meanwhile
			return err
		}
		for _, f := range unused {
			if held[f] {
				continue
			}
			if _, err := tx.Exec(ctx, `DELETE FROM file WHERE district = $1 AND hash = $2 AND created_at < $3 AND `+shownByNone, f.district, f.hash, before); err != nil {
				return err
			}
		}
		return nil
	})
}

const shownByNone = `NOT EXISTS (SELECT 1 FROM head_link l WHERE l.district = file.district AND l.kind = 'file' AND l.target = file.hash)`

func scanDistrictFile(row db.Row) (f districtFile, err error) {
	err = row.Scan(&f.district, &f.hash)
	return f, err
}

// heldByVersions adds the files in the blocks of all versions.
func heldByVersions(ctx context.Context, d *db.DB, held map[districtFile]bool) error {
	rows, err := d.Query(ctx, `SELECT district, kind, body FROM block WHERE kind IN ('file', 'link', 'video')`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var district id.DistrictID
		var kind block.Kind
		var body string
		if err := rows.Scan(&district, &kind, &body); err != nil {
			return err
		}
		decoded, err := block.Decode(kind, []byte(body))
		if err != nil {
			return err
		}
		for _, hash := range block.Files(decoded) {
			held[districtFile{district, hash}] = true
		}
	}
	return rows.Err()
}

// inForm finds what names looks for.
var inForm = regexp.MustCompile(`"hash":"([^"]+)"`)

// heldByDrafts adds the files in drafts that were changed at a moment or later, and in those that were thrown away and can come back.
func heldByDrafts(ctx context.Context, d *db.DB, since int64, held map[districtFile]bool) error {
	rows, err := d.Query(ctx, `SELECT district, form FROM draft WHERE changed_at >= $1
		UNION ALL SELECT district, form FROM discarded_draft WHERE discarded_at >= $1`, since)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var district id.DistrictID
		var form string
		if err := rows.Scan(&district, &form); err != nil {
			return err
		}
		for _, found := range inForm.FindAllStringSubmatch(form, -1) {
			held[districtFile{district, found[1]}] = true
		}
	}
	return rows.Err()
}
