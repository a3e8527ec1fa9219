package intake

import (
	"context"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
)

// identity is what is remembered of an item that was brought in.
type identity struct {
	external string
	resource catalog.ResourceID
	title    string // as the source called it last
	link     string // its first address there; empty: it had none
}

// list is the source of an import: what its file is called each time.
func (i Import) list() string { return source.ListName(i.Source) }

// scope is in what an external id means one thing: an id of the list's own in that list, an address or a hash anywhere.
func (i Import) scope(item source.Item) string {
	if item.OwnID() {
		return "list:" + i.list()
	}
	return string(i.Kind)
}

// known finds what was brought in before: by source and external id, at the import's school. What an undo took out counts
// as not there.
func (s *Service) known(ctx context.Context, d *db.DB, i Import, rows []source.Row) (map[string]identity, error) {
	var external, scopes []string
	for _, row := range rows {
		if row.State != source.Ready && !row.Twin {
			continue
		}
		external = append(external, row.Item.ExternalID)
		if row.Item.OwnID() {
			external = append(external, row.Item.OtherID())
		}
		if scope := i.scope(row.Item); !slices.Contains(scopes, scope) {
			scopes = append(scopes, scope)
		}
	}
	inScopes, args := db.In(4, scopes)
	in, more := db.In(4+len(scopes), external)
	list, err := db.All(ctx, d, func(row db.Row) (identity, error) {
		var y identity
		err := row.Scan(&y.external, &y.resource, &y.title, &y.link)
		return y, err
	}, `SELECT y.external, y.resource, y.title, y.link FROM import_identity y
		JOIN resource r ON r.district = y.district AND r.id = y.resource
		WHERE y.district = $1 AND y.school = $2 AND NOT (r.state = 'retired' AND r.retire_reason = $3)
			AND y.source IN (`+inScopes+`) AND y.external IN (`+in+`)`, append(append([]any{i.District, i.School, catalog.ImportUndone}, args...), more...)...)
	out := make(map[string]identity, len(list))
	for _, y := range list {
		out[y.external] = y
	}
	return out, err
}

// match finds what an item was brought in as before. Where the list's own id stands for something else by now, taken is
// what it stood for, and the item goes by another external id.
func match(item source.Item, known map[string]identity) (external string, was, taken identity) {
	external = item.ExternalID
	was, there := known[external]
	if !there || !item.OwnID() || same(item.Document.About.Title, item.Link(), was) {
		return external, was, identity{}
	}
	taken, external = was, item.OtherID()
	if was, there = known[external]; there {
		taken = identity{}
	}
	return external, was, taken
}

// same says whether an item with a list's own id is still what the id stood for. Lists are numbered anew, and two lists may
// have one name; but a title may be mended and an address may move. So one of the two has to agree: the address wholly,
// or the title, of which more than two thirds of the words and all the numbers must be there where no address speaks
// against it.
func same(title, link string, was identity) bool {
	now, before := fold.Key(title), fold.Key(was.title)
	if now == before || link != "" && link == was.link {
		return true
	}
	if link != "" && was.link != "" {
		return false
	}
	a, b := words(now), words(before)
	shared := 0
	for word := range a {
		if b[word] {
			shared++
		} else if isNumber(word) {
			return false
		}
	}
	for word := range b {
		if isNumber(word) && !a[word] {
			return false
		}
	}
	return shared*3 > max(len(a), len(b))*2
}

func words(folded string) map[string]bool {
	out := map[string]bool{}
	for _, word := range strings.Fields(folded) {
		out[strings.Trim(word, `.,;:!?()[]"'“”‘’«»`)] = true
	}
	delete(out, "")
	return out
}

func isNumber(word string) bool { return strings.ContainsAny(word, "0123456789") }
