package intake

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
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
	Broken  State = "failed"  // it stopped before the end of the file; what was created stays, and it may go on
	Undoing State = "undoing" // what it created is being taken out of the catalog again
	Taken   State = "undone"
	Redoing State = "redoing" // what was taken out is being put back
)

// An undoing that cannot go on ends where the import was before, and so does the way back.
var moves = map[State][]State{
	Preview: {Running},
	Running: {Done, Broken},
	Done:    {Undoing},
	Broken:  {Undoing, Running},
	Undoing: {Taken, Done, Broken},
	Taken:   {Redoing},
	Redoing: {Done, Broken, Taken},
}

// UnderWay says whether a job works at the import.
func (s State) UnderWay() bool { return s == Running || s == Undoing || s == Redoing }

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
	Trouble   fault.Message // why it is Broken
	Chosen    Choice        // which rows are wanted
	Missing   Missing       // topics of what came in that the district does not have
	Seen      int           // rows that the preview showed; 0 until somebody has looked
	Until     time.Time     // until when whoever works at it holds it; then anyone may go on
}

// settled is the state of an import that is not undone: done, or stopped before it was.
func (i Import) settled() State {
	if i.Total == 0 {
		return Broken
	}
	return Done
}

// Counts is what became of the rows.
type Counts struct{ Imported, Skipped, Failed int }

const importColumns = `id, district, school, person, kind, source, file, mapping, state, total, position, imported, skipped, failed, created_at, ended_at, trouble, until, chosen, missing, seen`

func scanImport(row db.Row) (Import, error) {
	var i Import
	var mapping, trouble, chosen, missing string
	var created, until int64
	var ended *int64
	if err := row.Scan(&i.ID, &i.District, &i.School, &i.Person, &i.Kind, &i.Source, &i.File, &mapping, &i.State, &i.Total, &i.Position,
		&i.Counts.Imported, &i.Counts.Skipped, &i.Counts.Failed, &created, &ended, &trouble, &until, &chosen, &missing, &i.Seen); err != nil {
		return Import{}, err
	}
	i.CreatedAt = clock.FromMicros(created)
	if ended != nil {
		i.EndedAt = clock.FromMicros(*ended)
	}
	i.Until = clock.FromMicros(until)
	var err error
	if i.Trouble, err = read(trouble); err != nil {
		return Import{}, err
	}
	if err := json.Unmarshal([]byte(chosen), &i.Chosen); err != nil {
		return Import{}, err
	}
	if err := json.Unmarshal([]byte(missing), &i.Missing); err != nil {
		return Import{}, err
	}
	return i, json.Unmarshal([]byte(mapping), &i.Mappings)
}

// find reads an import and decides whether the actor may do something to it.
func find(ctx context.Context, d *db.DB, by actor.Actor, what ImportID, a act) (Import, error) {
	i, err := db.One(ctx, d, scanImport, `SELECT `+importColumns+` FROM import WHERE district = $1 AND id = $2`, by.District, what)
	if errors.Is(err, sql.ErrNoRows) {
		return Import{}, fault.NotFound{What: ObjectKind}
	}
	if err == nil {
		err = permit(by, i, a)
	}
	return i, err
}

// move takes an import from one state to another, once. Whoever works at it lets go of it.
func (s *Service) move(ctx context.Context, tx *db.DB, i Import, to State) error {
	return s.moveFor(ctx, tx, i, to, fault.Message{})
}

// moveFor is move with what is to be said of it.
func (s *Service) moveFor(ctx context.Context, tx *db.DB, i Import, to State, trouble fault.Message) error {
	if !slices.Contains(moves[i.State], to) {
		return fault.Conflict{Reason: fault.Say("bring.conflict.state")}
	}
	now := clock.Micros(s.clock.Now())
	var ended any
	if !to.UnderWay() {
		ended = now
	}
	moved, err := tx.Exec(ctx, `UPDATE import SET state = $3, ended_at = $4, trouble = $5, until = $6 WHERE district = $1 AND id = $2 AND state = $7`,
		i.District, i.ID, to, ended, store(trouble), now, i.State)
	if err == nil && moved == 0 {
		err = fault.Conflict{Reason: fault.Say("bring.conflict.state")}
	}
	return err
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
		if permit(by, i, see) == nil {
			mine = append(mine, i)
		}
	}
	return mine, nil
}

// Import is one import.
func (s *Service) Import(ctx context.Context, by actor.Actor, what ImportID) (Import, error) {
	return find(ctx, s.db, by, what, see)
}

// Row is what became of one row of an import.
type Row struct {
	Number   int
	Place    fault.Message
	Outcome  Outcome
	Title    string
	Resource catalog.ResourceID // made or found; empty when neither
	Message  fault.Message      // why it was skipped or failed; no key: nothing to say
	Out      bool               // it came in, and the undoing of its import has taken it out again

	source, external string // its identity
}

// Outcome is what became of a row.
type Outcome string

// Outcomes lists the outcomes in the order in which they are shown.
var Outcomes = []Outcome{RowFailed, RowSkipped, RowImported}

// Of is how many rows had an outcome; all for none.
func (c Counts) Of(o Outcome) int {
	switch o {
	case RowImported:
		return c.Imported
	case RowSkipped:
		return c.Skipped
	case RowFailed:
		return c.Failed
	}
	return c.Imported + c.Skipped + c.Failed
}

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

const rowColumns = `w.row_number, w.place, w.outcome, w.title, w.resource, w.message,
	CASE WHEN w.outcome = 'imported' AND r.state = 'retired' AND r.retire_reason = '` + catalog.ImportUndone + `' THEN 1 ELSE 0 END, COALESCE(r.revision, 1)`

const rowFrom = ` FROM import_row w LEFT JOIN resource r ON r.district = w.district AND r.id = w.resource`

// Rows gives what became of all rows of an import in the order of the file: those after a row number, at most limit.
func (s *Service) Rows(ctx context.Context, by actor.Actor, what ImportID, after, limit int) ([]Row, error) {
	i, err := find(ctx, s.db, by, what, see)
	if err != nil {
		return nil, err
	}
	return db.All(ctx, s.db, scanRow, `SELECT `+rowColumns+rowFrom+`
		WHERE w.district = $1 AND w.import = $2 AND w.row_number > $3 ORDER BY w.row_number LIMIT $4`, i.District, i.ID, after, limit)
}

// Window is a part of the rows: those with an outcome, or all for none, from one of them, at most so many.
type Window struct {
	Outcome     Outcome
	From, Limit int
	Most        int // rows that are looked at; 0: all
}

// RowsIn gives a part of what became of the rows, in the order of the file.
func (s *Service) RowsIn(ctx context.Context, by actor.Actor, what ImportID, w Window) ([]Row, error) {
	i, err := find(ctx, s.db, by, what, see)
	if err != nil {
		return nil, err
	}
	return db.All(ctx, s.db, scanRow, `SELECT `+rowColumns+rowFrom+`
		WHERE w.district = $1 AND w.import = $2 AND (w.outcome = $3 OR $3 = '') ORDER BY w.row_number LIMIT $4 OFFSET $5`, i.District, i.ID, w.Outcome, w.Limit, w.From)
}

func scanRow(row db.Row) (Row, error) {
	var r Row
	var place, message string
	var out, revision int
	err := row.Scan(&r.Number, &place, &r.Outcome, &r.Title, &r.Resource, &message, &out, &revision)
	if err != nil {
		return Row{}, err
	}
	r.Out = out == 1
	if r.Place, err = read(place); err != nil {
		return Row{}, err
	}
	r.Message, err = read(message)
	if r.Message.Key == waitsForWhy && revision > 1 { // somebody has been at it since, and what waits is said on its page
		r.Message = fault.Message{}
	}
	return r, err
}

// waitsForWhy is said of a row that came in without saying why a colleague would want it.
const waitsForWhy = "bring.waits_why"
