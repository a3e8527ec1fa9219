package export

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/proto/delimited"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// table is one file of comma-separated values.
type table struct {
	name     string
	headings []string
	query    string
	args     []any
	cells    func(row []string) []string // nil: as the query gives them
}

// told are the verbs of the log that an export tells. It says what happened to what, never who did it: nobody counts
// what a colleague does.
var told = []activity.Verb{catalog.Shared, catalog.Edited, catalog.Retired, catalog.PutBack, catalog.Given, catalog.Noted, vocab.TermAdded}

func (x *districtExport) tables(ctx context.Context) error {
	verbs, args := db.In(2, told)
	for _, t := range []table{
		{
			name: "schools.csv", headings: []string{"id", "name", "short name", "grades"},
			query: `SELECT id, name, short_name, CAST(grades AS TEXT) FROM school WHERE district = $1 ORDER BY name_key`,
			cells: func(row []string) []string { return append(row[:3], gradesOf(row[3])) },
		},
		{
			name: "people.csv", headings: []string{"id", "name", "school", "role", "percent of a full post", "state", "coordinator"},
			query: `SELECT p.id, p.name, coalesce(s.name, ''), coalesce(m.role, ''), coalesce(CAST(m.percent AS TEXT), ''), p.state, CASE WHEN p.coordinator THEN 'yes' ELSE 'no' END
				FROM person p LEFT JOIN membership m ON m.district = p.district AND m.person = p.id
					LEFT JOIN school s ON s.district = m.district AND s.id = m.school
				WHERE p.district = $1 ORDER BY p.name_key, p.id, m.place`,
		},
		{
			name: "topics.csv", headings: []string{"id", "English", "Spanish", "state", "merged into"},
			query: `SELECT id, label_en, label_es, state, coalesce(merged_into, '') FROM term WHERE district = $1 ORDER BY id`,
		},
		{
			name: "synonyms.csv", headings: []string{"topic", "name", "language"},
			query: `SELECT term, name, language FROM term_name WHERE district = $1 ORDER BY term, name_key`,
		},
		{
			name: "resources.csv", headings: []string{"id", "title", "school", "state", "who can see it", "shared", "changed"},
			query: `SELECT r.id, b.body, s.name, r.state, r.visibility, coalesce(CAST(r.shared_at AS TEXT), ''), CAST(r.changed_at AS TEXT)
				FROM resource r JOIN school s ON s.district = r.district AND s.id = r.school
					JOIN block b ON b.district = r.district AND b.hash = r.about
				WHERE r.district = $1 AND r.state <> 'draft' AND r.head IS NOT NULL ORDER BY r.title_key, r.id`,
			cells: func(row []string) []string {
				row[1] = title(row[1])
				row[5], row[6] = written(row[5]), written(row[6])
				return row
			},
		},
		{
			name: "versions.csv", headings: []string{"id", "resource", "number", "author", "school", "at", "reason"},
			query: `SELECT v.id, v.resource, CAST(v.number AS TEXT), p.name, coalesce(s.name, ''), CAST(v.at AS TEXT), v.reason
				FROM version v JOIN resource r ON r.district = v.district AND r.id = v.resource
					JOIN person p ON p.district = v.district AND p.id = v.author
					LEFT JOIN school s ON s.district = v.district AND s.id = v.school
				WHERE v.district = $1 AND r.state <> 'draft' AND r.head IS NOT NULL ORDER BY v.resource, v.number`,
			cells: timeAt(5),
		},
		{
			name: "notes.csv", headings: []string{"resource", "by", "school", "at", "note"},
			query: `SELECT n.resource, p.name, coalesce(s.name, ''), CAST(n.at AS TEXT), n.text
				FROM note n JOIN resource r ON r.district = n.district AND r.id = n.resource
					JOIN person p ON p.district = n.district AND p.id = n.person
					LEFT JOIN school s ON s.district = n.district AND s.id = n.school
				WHERE n.district = $1 AND n.removed_at IS NULL AND r.state <> 'draft' ORDER BY n.resource, n.at, n.id`,
			cells: timeAt(3),
		},
		{
			name: "uses.csv", headings: []string{"resource", "school", "at", "how it went", "grades", "visits", "classes", "words"},
			query: `SELECT u.resource, s.name, CAST(u.at AS TEXT), u.outcome, CAST(u.grades AS TEXT), CAST(u.visits AS TEXT), CAST(u.classes AS TEXT), u.words
				FROM use_report u JOIN school s ON s.district = u.district AND s.id = u.school
				WHERE u.district = $1 AND u.removed_at IS NULL ORDER BY u.at, u.id`,
			cells: func(row []string) []string {
				row[2], row[4] = written(row[2]), gradesOf(row[4])
				return row
			},
		},
		{
			name: "questions.csv", headings: []string{"id", "by", "school", "at", "needed by", "state", "question", "tip"},
			query: `SELECT q.id, p.name, coalesce(s.name, ''), CAST(q.asked_at AS TEXT), coalesce(q.need_by, ''), q.state, q.words, coalesce(q.tip, '')
				FROM question q JOIN person p ON p.district = q.district AND p.id = q.person
					LEFT JOIN school s ON s.district = q.district AND s.id = q.school
				WHERE q.district = $1 AND q.state <> 'withdrawn' ORDER BY q.asked_at, q.id`,
			cells: timeAt(3),
		},
		{
			name: "answers.csv", headings: []string{"question", "by", "school", "at", "answer", "link", "resource", "helped"},
			query: `SELECT a.question, p.name, coalesce(s.name, ''), CAST(a.at AS TEXT), a.words, a.url, coalesce(a.resource, ''), CASE WHEN a.helped THEN 'yes' ELSE 'no' END
				FROM answer a JOIN question q ON q.district = a.district AND q.id = a.question
					JOIN person p ON p.district = a.district AND p.id = a.person
					LEFT JOIN school s ON s.district = a.district AND s.id = a.school
				WHERE a.district = $1 AND a.removed_at IS NULL AND q.state <> 'withdrawn' ORDER BY a.question, a.at, a.id`,
			cells: timeAt(3),
		},
		{
			name: "exchanges.csv", headings: []string{"id", "topic", "resource", "school", "first time", "second time", "place", "state", "what came of it"},
			query: `SELECT e.id, e.topic, coalesce(e.resource, ''), coalesce(s.name, ''), CAST(e.first_at AS TEXT), coalesce(CAST(e.second_at AS TEXT), ''), e.place, e.state, e.summary
				FROM exchange e LEFT JOIN school s ON s.district = e.district AND s.id = e.school
				WHERE e.district = $1 AND e.state <> 'off' ORDER BY e.first_at, e.id`,
			cells: func(row []string) []string {
				row[4], row[5] = written(row[4]), written(row[5])
				return row
			},
		},
		{
			name: "exchange-notes.csv", headings: []string{"exchange", "at", "note"},
			query: `SELECT n.exchange, CAST(n.at AS TEXT), n.text FROM exchange_note n JOIN exchange e ON e.district = n.district AND e.id = n.exchange
				WHERE n.district = $1 AND NOT n.removed AND e.state <> 'off' ORDER BY n.exchange, n.at, n.id`,
			cells: timeAt(1),
		},
		{
			name: "activity.csv", headings: []string{"at", "what happened", "school", "kind", "id"},
			query: `SELECT CAST(a.at AS TEXT), a.verb, coalesce(s.name, ''), a.object_kind, a.object
				FROM activity a LEFT JOIN school s ON s.district = a.district AND s.id = a.school
				WHERE a.district = $1 AND a.verb IN (` + verbs + `) ORDER BY a.at, a.seq`,
			args: args, cells: timeAt(0),
		},
	} {
		if err := x.table(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

func (x *districtExport) table(ctx context.Context, t table) error {
	return x.bag.Add(x.folder+"/"+t.name, func(w io.Writer) error {
		rows, err := x.db.Query(ctx, t.query, append([]any{x.id}, t.args...)...)
		if err != nil {
			return err
		}
		defer rows.Close()
		out := csv.NewWriter(w)
		if err := out.Write(t.headings); err != nil {
			return err
		}
		row := make([]string, len(t.headings))
		dest := make([]any, len(row))
		for i := range row {
			dest[i] = &row[i]
		}
		for rows.Next() {
			if err := rows.Scan(dest...); err != nil {
				return err
			}
			cells := row
			if t.cells != nil {
				cells = t.cells(row)
			}
			if err := out.Write(harmless(cells)); err != nil {
				return err
			}
		}
		out.Flush()
		if err := out.Error(); err != nil {
			return err
		}
		return rows.Err()
	})
}

// harmless makes every cell of a row so.
func harmless(cells []string) []string {
	out := make([]string, len(cells))
	for i, cell := range cells {
		out[i] = delimited.Harmless(cell)
	}
	return out
}

// gradesOf are the grades of a set that a query casts.
func gradesOf(number string) string {
	set, _ := strconv.ParseUint(number, 10, 16) // a number, as the query casts it
	return grade.Set(set).String()
}

// timeAt makes times of the cells of a column.
func timeAt(column int) func([]string) []string {
	return func(row []string) []string {
		row[column] = written(row[column])
		return row
	}
}

// title is that of a document by the stored form of what it says of itself.
func title(about string) string {
	body, err := block.Decode(block.KindAbout, []byte(about))
	if a, ok := body.(block.About); ok && err == nil {
		return a.Title
	}
	return ""
}

// written is a stored time as people and programs read it; empty text stays.
func written(micros string) string {
	us, err := strconv.ParseInt(micros, 10, 64)
	if err != nil {
		return micros
	}
	return clock.FromMicros(us).Format(time.RFC3339)
}
