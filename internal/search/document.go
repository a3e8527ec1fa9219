package search

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// resource is what the index needs to know of one.
type resource struct {
	id         catalog.ResourceID
	district   id.DistrictID
	consortium string
	publicOn   bool // the district shows public pages
	school     id.SchoolID
	visibility catalog.Visibility
	state      catalog.State
	revision   int64
	shared     int64
	document   block.Document
	lift       lift
	tried      []id.SchoolID      // they say that they used it
	worked     []worked           // schools that say it worked there
	family     catalog.ResourceID // what it goes back to, or itself where it has versions; empty: neither
	hands      []id.PersonID      // words of theirs are in it, or in what it is a version of
	databases  []database         // all there are
}

const resourceColumns = `r.id, r.district, d.consortium, d.public_on, r.school, r.visibility, r.state, r.revision, COALESCE(r.shared_at, 0)`

func scanResource(row db.Row) (r resource, err error) {
	err = row.Scan(&r.id, &r.district, &r.consortium, &r.publicOn, &r.school, &r.visibility, &r.state, &r.revision, &r.shared)
	return r, err
}

// standing is a resource as the catalog tells of it, but for what is to be known of its district.
func standing(now *catalog.Standing) resource {
	return resource{id: now.ID, district: now.District, school: now.School, visibility: now.Visibility, state: now.State, revision: now.Revision,
		shared: clock.Micros(now.SharedAt), document: now.Document}
}

// readDistricts reads what documents take from their districts.
func (s *Service) readDistricts(ctx context.Context, list []resource) error {
	var ids []id.DistrictID
	for _, r := range list {
		if !slices.Contains(ids, r.district) {
			ids = append(ids, r.district)
		}
	}
	in, args := db.In(1, ids)
	_, err := db.All(ctx, s.db, func(row db.Row) (none struct{}, err error) {
		var district id.DistrictID
		var consortium string
		var publicOn bool
		err = row.Scan(&district, &consortium, &publicOn)
		for i := range list {
			if list[i].district == district {
				list[i].consortium, list[i].publicOn = consortium, publicOn
			}
		}
		return none, err
	}, `SELECT id, consortium, public_on FROM district WHERE id IN (`+in+`)`, args...)
	return err
}

// each reads the resources that a condition names, in the order of their ids, and hands on one at a time. It holds a
// connection meanwhile: do must not ask for another. A resource that cannot be understood is noted in the log and left out,
// so that it does not keep the others from being found.
//
// The states are read before the documents: a document may be newer than its version says, never older.
func (s *Service) each(ctx context.Context, do func(resource) error, condition string, args ...any) error {
	list, err := db.All(ctx, s.db, scanResource, `SELECT `+resourceColumns+` FROM resource r JOIN district d ON d.id = r.district
		WHERE `+condition+` ORDER BY r.id`, args...)
	if err != nil || len(list) == 0 {
		return err
	}
	at := 0
	return s.eachHead(ctx, func(id []byte, parts []block.Body, broken error) error {
		for at < len(list) && string(list[at].id) < string(id) {
			at++
		}
		if at == len(list) || string(list[at].id) != string(id) {
			return nil
		}
		r := list[at]
		if broken == nil {
			broken = r.compose(parts)
		}
		if broken != nil {
			s.log.ErrorContext(ctx, "search index: a resource cannot be read", "resource", r.id, "error", broken)
			return nil
		}
		return do(r)
	}, condition, args...)
}

// eachHead reads the bodies of the resources that a condition names, in the order of their ids. What it hands on holds only
// until the next one.
func (s *Service) eachHead(ctx context.Context, do func(id []byte, parts []block.Body, broken error) error, condition string, args ...any) (err error) {
	rows, err := s.db.Query(ctx, `SELECT r.id, b.kind, b.body FROM resource r
		JOIN head_block h ON h.district = r.district AND h.resource = r.id
		JOIN block b ON b.district = h.district AND b.hash = h.hash
		WHERE `+condition+` ORDER BY r.id, h.place`, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var id, kind, data sql.RawBytes
	var at []byte
	var parts []block.Body
	var broken error
	for rows.Next() {
		if err := rows.Scan(&id, &kind, &data); err != nil {
			return err
		}
		if !bytes.Equal(id, at) {
			if len(parts) > 0 {
				if err := do(at, parts, broken); err != nil {
					return err
				}
			}
			at, parts, broken = append(at[:0], id...), parts[:0], nil
		}
		body, err := block.Decode(block.Kind(kind), data)
		parts, broken = append(parts, body), cmp.Or(broken, err)
	}
	if err := rows.Err(); err != nil || len(parts) == 0 {
		return err
	}
	return do(at, parts, broken)
}

// compose makes the document of its bodies, what it is about first.
func (r *resource) compose(parts []block.Body) error {
	about, ok := parts[0].(block.About)
	if !ok {
		return fmt.Errorf("begins with a %s block", parts[0].Kind())
	}
	r.document = block.Document{About: about, Blocks: make([]block.Block, len(parts)-1)}
	for i, body := range parts[1:] {
		r.document.Blocks[i].Body = body
	}
	return nil
}

// aroundBits is the part of a version that counts changes around a resource. Those of the resource itself weigh more.
const aroundBits = 24

// version grows with every change of the resource, and of what it takes from around it.
func (r *resource) version(around int64) int64 {
	return r.revision<<aroundBits | around&(1<<aroundBits-1)
}

// doc is the resource as the index takes it.
func (r *resource) doc(terms *vocab.Terms, around int64) index.Doc {
	a := r.document.About
	var tags strings.Builder
	codes := terms.Resolve(a.Tags)
	for _, code := range codes {
		if term, ok := terms.Get(vocab.TermID(code)); ok {
			for _, name := range term.Labels() {
				tags.WriteString(name.Text)
				tags.WriteByte('\n')
			}
		}
	}
	language := languageOf(a)
	texts := catalog.TextsOf(r.document)
	return index.Doc{
		ID: string(r.id), Version: r.version(around), District: r.district, Consortium: r.consortium, School: r.school,
		Visibility: r.circle(), Language: language, Title: a.Title, Tags: tags.String(), Summary: a.Why,
		Headings: strings.Join(texts.Headings, "\n"), Books: strings.Join(texts.Books, "\n"), Body: unnumbered(strings.Join(texts.Rest, "\n")), Shared: r.shared, Print: catalog.PrintOf(r.document), Boost: r.lift.lifted(), HalfLife: halfLives[a.Type],
		Facets: map[string][]string{
			Kind: {string(a.Type)}, Subject: a.Subjects, Grade: gradeValues(a.Grades), Language: {language},
			Format: a.Formats, School: {string(r.school)}, Tag: codes, Access: a.Access,
			Purchase: only(NoPurchase, r.document.NeedsNoPurchase()), Captions: only(Captioned, r.document.Captioned()),
		},
		Family: string(r.family), Traits: r.traits(),
	}
}

// longestNumber is how many digits the number of an item may have: "1984." begins a sentence.
const longestNumber = 2

// unnumbered is Markdown without the numbers of its lists: no reader looks for them.
func unnumbered(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		item := strings.TrimLeft(line, " ")
		rest := strings.TrimLeft(item, "0123456789")
		if n := len(item) - len(rest); n > 0 && n <= longestNumber && (strings.HasPrefix(rest, ". ") || strings.HasPrefix(rest, ") ")) {
			line = rest[2:]
		}
		out.WriteString(line)
	}
	return out.String()
}

// only is the one value of a facet, where it applies.
func only(value string, applies bool) []string {
	if !applies {
		return nil
	}
	return []string{value}
}

// languageOf is the language in which a resource is read: English where none is said.
func languageOf(a block.About) string { return cmp.Or(a.Language, "en") }

// circle is who may find the resource. What is for anyone is for partners only while the district shows no public pages.
func (r *resource) circle() index.Visibility {
	switch r.visibility {
	case catalog.SeenByDistrict:
		return index.SeenByDistrict
	case catalog.SeenByConsortium:
		return index.SeenByConsortium
	case catalog.SeenByAnyone:
		if !r.publicOn {
			return index.SeenByConsortium
		}
		return index.SeenByAnyone
	}
	return index.SeenBySchool
}
