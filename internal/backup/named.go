package backup

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/id"
)

// fileName is one stored file of a district.
type fileName struct {
	District id.DistrictID
	Hash     files.Hash
}

func (n fileName) String() string { return string(n.District) + "/" + string(n.Hash) }

// named lists every file that the database names, each once: uploads, whatever a block of any version holds, and imports
// that are not finished.
func named(ctx context.Context, d *db.DB) ([]fileName, error) {
	var out []fileName
	seen := map[fileName]bool{}
	add := func(district id.DistrictID, hash string) {
		n := fileName{district, files.Hash(hash)}
		if hash != "" && !seen[n] {
			seen[n] = true
			out = append(out, n)
		}
	}
	for _, query := range []string{
		`SELECT district, hash, '', '' FROM file ORDER BY district, hash`,
		`SELECT district, file, '', '' FROM import WHERE state IN ('preview', 'running', 'failed') ORDER BY district, file`,
		`SELECT district, '', kind, body FROM block WHERE kind IN ('file', 'link', 'video') ORDER BY district, hash`,
	} {
		if err := namedBy(ctx, d, query, add); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// namedSet is named as a set.
func namedSet(ctx context.Context, d *db.DB) (map[fileName]bool, error) {
	list, err := named(ctx, d)
	known := make(map[fileName]bool, len(list))
	for _, n := range list {
		known[n] = true
	}
	return known, err
}

func namedBy(ctx context.Context, d *db.DB, query string, add func(id.DistrictID, string)) error {
	rows, err := d.Query(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var district id.DistrictID
		var hash, body string
		var kind block.Kind
		if err := rows.Scan(&district, &hash, &kind, &body); err != nil {
			return err
		}
		add(district, hash)
		if kind == "" {
			continue
		}
		decoded, err := block.Decode(kind, []byte(body))
		if err != nil {
			continue // Check names it
		}
		for _, hash := range block.Files(decoded) {
			add(district, hash)
		}
	}
	return rows.Err()
}
