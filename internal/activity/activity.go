// Package activity is the log of what happened: who did which verb to what, when, for which school.
//
// Every operation writes its activities in its own transaction. Credit, feeds, the start page, the search index and
// the weekly letter are readers of this log. An activity names ids and a verb, never content, and never what somebody
// merely looked at.
package activity

import (
	"context"
	"encoding/json"
	"time"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Verb is what was done: a word of the glossary, named by the domain that does it.
type Verb string

// Activity is one thing that happened.
type Activity struct {
	Position   Position
	District   id.DistrictID
	School     id.SchoolID // empty: of no one school
	Person     id.PersonID // empty: the program itself
	Verb       Verb
	ObjectKind string // resource, person, school, import ...
	Object     string
	At         time.Time
	Data       json.RawMessage // ids and codes; empty: nothing to add
}

// Position is a place in the log. Readers go by it.
type Position struct {
	Transaction int64
	Seq         int64
}

// After says whether p comes later in the log than q.
func (p Position) After(q Position) bool {
	return p.Transaction > q.Transaction || p.Transaction == q.Transaction && p.Seq > q.Seq
}

const columns = `xid, seq, district, school, person, verb, object_kind, object, at, data`

func scan(row db.Row) (Activity, error) {
	var a Activity
	var at int64
	var data string
	err := row.Scan(&a.Position.Transaction, &a.Position.Seq, &a.District, &a.School, &a.Person, &a.Verb, &a.ObjectKind, &a.Object, &at, &data)
	a.At = clock.FromMicros(at)
	if data != "" {
		a.Data = json.RawMessage(data)
	}
	return a, err
}

// Write adds activities to the log, in the transaction of what they tell of.
func Write(ctx context.Context, tx *db.DB, list ...Activity) error {
	transaction, err := tx.TransactionID(ctx)
	if err != nil {
		return err
	}
	const width = 9
	values := make([]any, 0, width*len(list))
	for _, a := range list {
		values = append(values, transaction, a.District, a.School, a.Person, a.Verb, a.ObjectKind, a.Object, clock.Micros(a.At), string(a.Data))
	}
	if err := tx.Insert(ctx, `INSERT INTO activity (xid, district, school, person, verb, object_kind, object, at, data)`, width, values, ""); err != nil {
		return err
	}
	if transaction > 0 {
		tx.AfterCommit(func() {
			traceOf(ctx).note(transaction)
			tx.Hint()
		})
	}
	return nil
}

// Below reads at most limit activities after a position, of all districts, in the order of the log. It gives only what transactions
// below the horizon wrote: no transaction under way can still get before that.
func Below(ctx context.Context, d *db.DB, after Position, horizon int64, limit int) ([]Activity, error) {
	return db.All(ctx, d, scan, `SELECT `+columns+` FROM activity
		WHERE (xid > $1 OR (xid = $1 AND seq > $2)) AND xid < $3
		ORDER BY xid, seq LIMIT $4`, after.Transaction, after.Seq, horizon, limit)
}

// End is the position of the last activity a reader could have been given by now.
func End(ctx context.Context, d *db.DB) (Position, error) {
	horizon, err := d.Horizon(ctx)
	if err != nil {
		return Position{}, err
	}
	list, err := db.All(ctx, d, scan, `SELECT `+columns+` FROM activity WHERE xid < $1 ORDER BY xid DESC, seq DESC LIMIT 1`, horizon)
	if err != nil || len(list) == 0 {
		return Position{}, err
	}
	return list[0].Position, nil
}

// Committed reads at most limit activities after a position like Below, but also those that others, of transactions under way,
// can still get before. Who reads them will meet them again: a place in the log is not to be taken from them.
func Committed(ctx context.Context, d *db.DB, after Position, limit int) ([]Activity, error) {
	return db.All(ctx, d, scan, `SELECT `+columns+` FROM activity WHERE xid > $1 OR (xid = $1 AND seq > $2)
		ORDER BY xid, seq LIMIT $3`, after.Transaction, after.Seq, limit)
}

// CommittedBy is Committed for what one person of a district did.
func CommittedBy(ctx context.Context, d *db.DB, district id.DistrictID, person id.PersonID, after Position, limit int) ([]Activity, error) {
	return db.All(ctx, d, scan, `SELECT `+columns+` FROM activity WHERE (xid > $1 OR (xid = $1 AND seq > $2)) AND district = $3 AND person = $4
		ORDER BY xid, seq LIMIT $5`, after.Transaction, after.Seq, district, person, limit)
}

// Newest is the last activity that is committed; false when there is none.
func Newest(ctx context.Context, d *db.DB) (Activity, bool, error) {
	return first(db.All(ctx, d, scan, `SELECT `+columns+` FROM activity ORDER BY xid DESC, seq DESC LIMIT 1`))
}

// At is the activity at a position; false when none is there.
func At(ctx context.Context, d *db.DB, p Position) (Activity, bool, error) {
	return first(db.All(ctx, d, scan, `SELECT `+columns+` FROM activity WHERE xid = $1 AND seq = $2`, p.Transaction, p.Seq))
}

func first(list []Activity, err error) (Activity, bool, error) {
	if err != nil || len(list) == 0 {
		return Activity{}, false, err
	}
	return list[0], true, nil
}
