package export

import (
	"cmp"
	"context"
	"io"
	"os"
	"time"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/proto/bagit"
)

// Exporter is what an export reads.
type Exporter struct {
	DB      *db.DB
	Files   *files.Store
	Words   *lang.Catalog
	Scratch string // a folder on this machine with room for the largest file; made when missing
	Program string // version of this program, as the bag says who made it
	Clock   clock.Clock
}

// Summary is what was exported.
type Summary struct {
	Districts int      `json:"districts"`
	Resources int      `json:"resources"`
	Versions  int      `json:"versions"`
	Files     int      `json:"files"`
	Missing   []string `json:"missing,omitempty"` // files that could not be read: path in the bag
}

// Export writes a bag of everything that was shared, as it is at one moment, into the sink, while others go on working.
// progress is told the resources done and all there are.
func (e Exporter) Export(ctx context.Context, sink bagit.Sink, progress func(done, total int64)) (_ Summary, err error) {
	defer fault.Wrap(&err, "export")
	if err := os.MkdirAll(e.Scratch, 0o700); err != nil {
		return Summary{}, err
	}
	bag, err := bagit.New(sink, e.Scratch)
	if err != nil {
		return Summary{}, err
	}
	defer bag.Close()
	var sum Summary
	err = e.DB.Snapshot(ctx, func(snapshot *db.DB) error {
		sum = Summary{}
		return e.districts(ctx, snapshot, bag, &sum, progress)
	})
	if err != nil {
		return Summary{}, err
	}
	return sum, bag.Finish([]bagit.Field{
		{Label: "Bag-Software-Agent", Value: "Commonshelf " + e.Program},
		{Label: "Bagging-Date", Value: e.Clock.Now().Format("2006-01-02")},
		{Label: "External-Description", Value: "What the school librarians of a district share: resources, versions, topics, files"},
	})
}

// districtExport is one district on its way into a bag.
type districtExport struct {
	Exporter
	db      *db.DB
	bag     *bagit.Writer
	sum     *Summary
	step    func() // after each resource
	folder  string
	words   lang.Printer
	zone    *time.Location
	id      id.DistrictID
	schools map[id.SchoolID]string
	people  map[id.PersonID]string
	stored  *addresses
}

func (e Exporter) districts(ctx context.Context, snapshot *db.DB, bag *bagit.Writer, sum *Summary, progress func(done, total int64)) error {
	total, err := db.One(ctx, snapshot, db.Value[int64], `SELECT count(*) FROM resource WHERE state <> 'draft' AND head IS NOT NULL`)
	if err != nil {
		return err
	}
	list, err := db.All(ctx, snapshot, scanDistrict, `SELECT id, name, locale, calling, time_zone FROM district ORDER BY id`)
	if err != nil {
		return err
	}
	taken := map[string]bool{}
	for _, d := range list {
		x := &districtExport{Exporter: e, db: snapshot, bag: bag, sum: sum, id: d.id, words: e.Words.Printer(d.locale, d.calling)}
		if x.zone, err = time.LoadLocation(d.zone); err != nil {
			x.zone = time.UTC
		}
		x.step = func() {
			sum.Resources++
			if progress != nil {
				progress(int64(sum.Resources), total)
			}
		}
		x.folder = cmp.Or(fold.Slug(d.name, 40), "district")
		if taken[x.folder] {
			x.folder += "-" + string(d.id)
		}
		taken[x.folder] = true
		if err := x.all(ctx); err != nil {
			return err
		}
		sum.Districts++
	}
	return nil
}

type district struct {
	id      id.DistrictID
	name    string
	locale  lang.Locale
	calling lang.Calling
	zone    string // IANA
}

func scanDistrict(row db.Row) (d district, err error) {
	err = row.Scan(&d.id, &d.name, &d.locale, &d.calling, &d.zone)
	return d, err
}

func (x *districtExport) all(ctx context.Context) (err error) {
	if x.schools, err = names[id.SchoolID](ctx, x.db, `SELECT id, name FROM school WHERE district = $1`, x.id); err != nil {
		return err
	}
	if x.people, err = names[id.PersonID](ctx, x.db, `SELECT id, name FROM person WHERE district = $1`, x.id); err != nil {
		return err
	}
	types, err := names[string](ctx, x.db, `SELECT hash, media_type FROM file WHERE district = $1`, x.id)
	if err != nil {
		return err
	}
	x.stored = newAddresses(types)
	for _, step := range []func(context.Context) error{x.resources, x.tables, x.storedFiles} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func names[T comparable](ctx context.Context, d *db.DB, query string, args ...any) (map[T]string, error) {
	rows, err := d.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[T]string{}
	for rows.Next() {
		var key T
		var name string
		if err := rows.Scan(&key, &name); err != nil {
			return nil, err
		}
		out[key] = name
	}
	return out, rows.Err()
}

// storedFiles adds the files that the documents hold. One that cannot be read is named and left out.
func (x *districtExport) storedFiles(ctx context.Context) error {
	for _, hash := range x.stored.order {
		name := x.folder + "/" + x.stored.path(hash)
		err := x.bag.Add(name, func(w io.Writer) error { return x.Files.CopyOut(ctx, x.id, files.Hash(hash), w) })
		switch {
		case isUnreadable(err):
			x.sum.Missing = append(x.sum.Missing, name)
		case err != nil:
			return err
		default:
			x.sum.Files++
		}
	}
	return nil
}
