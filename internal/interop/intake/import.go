package intake

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/interop/intake/columns"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
)

// ImportID names an import.
type ImportID string

// ObjectKind is what the log calls an import.
const ObjectKind = "import"

// Verbs of the log.
const (
	Imported activity.Verb = "import.done"
	Undone   activity.Verb = "import.undone"
	Redone   activity.Verb = "import.redone"
)

// State is how far an import has come.
type State string

// The states and the moves between them.
const (
	Preview State = "preview" // nothing is created yet
	Running State = "running"
	Done    State = "done"
	Broken  State = "failed" // the file could no longer be read; what was created stays
	Taken   State = "undone" // what it created was taken out of the catalog again
)

var moves = map[State][]State{
	Preview: {Running},
	Running: {Done, Broken},
	Done:    {Taken},
	Broken:  {Taken, Running},
	Taken:   {Done},
}

// Import is one file brought in.
type Import struct {
	ID        ImportID
	District  id.DistrictID
	School    id.SchoolID
	Person    id.PersonID
	Kind      source.Kind
	Source    string // name of the file
	File      string // hash of the upload
	Mappings  map[string]columns.Mapping
	State     State
	Total     int // rows; 0 until they were counted
	Position  int // rows done
	Counts    Counts
	CreatedAt time.Time
	EndedAt   time.Time
}

// Counts is what became of the rows.
type Counts struct{ Imported, Skipped, Failed int }

const importColumns = `id, district, school, person, kind, source, file, mapping, state, total, position, imported, skipped, failed, created_at, ended_at`

func scanImport(row db.Row) (Import, error) {
	var i Import
	var mapping string
	var created int64
	var ended *int64
	if err := row.Scan(&i.ID, &i.District, &i.School, &i.Person, &i.Kind, &i.Source, &i.File, &mapping, &i.State, &i.Total, &i.Position,
		&i.Counts.Imported, &i.Counts.Skipped, &i.Counts.Failed, &created, &ended); err != nil {
		return Import{}, err
	}
	i.CreatedAt = clock.FromMicros(created)
	if ended != nil {
		i.EndedAt = clock.FromMicros(*ended)
	}
	return i, json.Unmarshal([]byte(mapping), &i.Mappings)
}

// find reads an import that the actor may go on with: anyone who shares for its school.
func find(ctx context.Context, d *db.DB, by actor.Actor, what ImportID) (Import, error) {
	i, err := db.One(ctx, d, scanImport, `SELECT `+importColumns+` FROM import WHERE district = $1 AND id = $2`, by.District, what)
	if errors.Is(err, sql.ErrNoRows) || err == nil && !by.MayContributeAt(i.School) {
		return Import{}, fault.NotFound{What: ObjectKind}
	}
	return i, err
}

// move takes an import from one state to another, once.
func (s *Service) move(ctx context.Context, tx *db.DB, i Import, to State) error {
	allowed := false
	for _, m := range moves[i.State] {
		allowed = allowed || m == to
	}
	if !allowed {
		return fault.Conflict{Reason: fault.Say("bring.conflict.state")}
	}
	moved, err := tx.Exec(ctx, `UPDATE import SET state = $3, ended_at = $4 WHERE district = $1 AND id = $2 AND state = $5`,
		i.District, i.ID, to, s.ended(to), i.State)
	if err != nil {
		return err
	}
	if moved == 0 {
		return fault.Conflict{Reason: fault.Say("bring.conflict.state")}
	}
	return nil
}

func (s *Service) ended(to State) any {
	if to == Running {
		return nil
	}
	return clock.Micros(s.clock.Now())
}

// Imports lists what was brought in at the actor's schools, newest first; in the whole district for a coordinator.
func (s *Service) Imports(ctx context.Context, by actor.Actor) ([]Import, error) {
	in, args := db.In(3, by.SchoolIDs())
	list, err := db.All(ctx, s.db, scanImport, `SELECT `+importColumns+` FROM import
		WHERE district = $1 AND ($2 OR school IN (`+in+`)) ORDER BY created_at DESC LIMIT 50`, append([]any{by.District, by.Coordinator || by.System}, args...)...)
	if err != nil {
		return nil, err
	}
	mine := list[:0]
	for _, i := range list {
		if by.MayContributeAt(i.School) {
			mine = append(mine, i)
		}
	}
	return mine, nil
}

// Import is one import.
func (s *Service) Import(ctx context.Context, by actor.Actor, what ImportID) (Import, error) {
	return find(ctx, s.db, by, what)
}

// Row is what became of one row of an import.
type Row struct {
	Number   int
	Place    fault.Message
	Outcome  Outcome
	Title    string
	Resource catalog.ResourceID // made or found; empty when neither
	Message  fault.Message      // why it was skipped or failed; no key: nothing to say
}

// Outcome is what became of a row.
type Outcome string

// The outcomes.
const (
	RowImported Outcome = "imported"
	RowSkipped  Outcome = "skipped"
	RowFailed   Outcome = "failed"
)

// said is a message as stored.
type said struct {
	Key  string `json:"key"`
	Args []any  `json:"args,omitempty"`
}

func store(m fault.Message) string {
	if m.Key == "" {
		return ""
	}
	data, err := json.Marshal(said(m))
	if err != nil {
		return ""
	}
	return string(data)
}

func read(text string) (fault.Message, error) {
	if text == "" {
		return fault.Message{}, nil
	}
	var m said
	err := json.Unmarshal([]byte(text), &m)
	for i, a := range m.Args {
		if n, ok := a.(float64); ok { // numbers in messages are whole
			m.Args[i] = int(n)
		}
	}
	return fault.Message(m), err
}

// Rows gives what became of the rows of an import, in the order of the file: those with the outcome, or all for none, after
// a row number, at most limit.
func (s *Service) Rows(ctx context.Context, by actor.Actor, what ImportID, outcome Outcome, after, limit int) ([]Row, error) {
	i, err := find(ctx, s.db, by, what)
	if err != nil {
		return nil, err
	}
	return db.All(ctx, s.db, scanRow, `SELECT row_number, place, outcome, title, resource, message FROM import_row
		WHERE district = $1 AND import = $2 AND (outcome = $3 OR $3 = '') AND row_number > $4 ORDER BY row_number LIMIT $5`,
		i.District, i.ID, outcome, after, limit)
}

func scanRow(row db.Row) (Row, error) {
	var r Row
	var place, message string
	err := row.Scan(&r.Number, &place, &r.Outcome, &r.Title, &r.Resource, &message)
	if err != nil {
		return Row{}, err
	}
	if r.Place, err = read(place); err != nil {
		return Row{}, err
	}
	r.Message, err = read(message)
	return r, err
}
