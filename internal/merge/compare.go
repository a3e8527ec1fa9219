package merge

import (
	"cmp"
	"slices"

	"github.com/commonshelf/commonshelf/internal/block"
)

// What became of a part.
type What string

// What may become of a part.
const (
	Same    What = "same"
	Added   What = "added"
	Removed What = "removed"
	Edited  What = "edited"
	Moved   What = "moved" // and nothing else
)

// Change is what became of one part, as values that a page can say in words.
type Change struct {
	Key    block.Key
	Kind   block.Kind
	What   What
	Moved  bool     // it stands elsewhere among the others, whatever else became of it
	Fields []string // of what was edited; in an Outline none
	By     Side     // of three documents; empty where only two were compared
}

// Part is one part of two documents that are compared.
type Part struct {
	Change
	Older block.Body // nil: it was added
	Newer block.Body // nil: it was removed
}

// Compare gives every part of two documents with what became of it: what they are about first, then in the order of the
// newer, each removed part where it stood.
func Compare(older, newer block.Document) []Part {
	before, after := parts(older), parts(newer)
	moved := movedKeys(keys(older), keys(newer))
	list := append([]string{string(block.AboutKey)}, order(keys(older), keys(newer), keys(older))...)
	out := make([]Part, len(list))
	for i, k := range list {
		key := block.Key(k)
		out[i] = Part{Change: changeOf(key, before[key], after[key], moved[k]), Older: before[key], Newer: after[key]}
	}
	return out
}

// Changes are the parts of Compare that are not the same.
func Changes(older, newer block.Document) []Change {
	var out []Change
	for _, p := range Compare(older, newer) {
		if p.What != Same {
			out = append(out, p.Change)
		}
	}
	return out
}

func changeOf(key block.Key, older, newer block.Body, moved bool) Change {
	c := Change{Key: key, What: Same, Moved: moved}
	switch {
	case older == nil:
		c.Kind, c.What, c.Moved = newer.Kind(), Added, false
	case newer == nil:
		c.Kind, c.What, c.Moved = older.Kind(), Removed, false
	case !sameBody(older, newer):
		c.Kind, c.What, c.Fields = newer.Kind(), Edited, Fields(older, newer)
	default:
		c.Kind = newer.Kind()
		if moved {
			c.What = Moved
		}
	}
	return c
}

// Outline says what the newer of two manifests did to the older. kind tells the kind of a body; it is asked for what differs.
func Outline(older, newer block.Manifest, kind func(block.Hash) block.Kind) []Change {
	before := make(map[block.Key]block.Hash, len(older))
	var former []string
	for _, e := range older {
		before[e.Key] = e.Hash
		former = append(former, string(e.Key))
	}
	after := make(map[block.Key]block.Hash, len(newer))
	var now []string
	for _, e := range newer {
		after[e.Key] = e.Hash
		now = append(now, string(e.Key))
	}
	moved := movedKeys(former, now)
	var out []Change
	for _, e := range newer {
		hash, there := before[e.Key]
		c := Change{Key: e.Key, Moved: moved[string(e.Key)]}
		switch {
		case !there:
			c.What = Added
		case hash != e.Hash:
			c.What = Edited
		case c.Moved:
			c.What = Moved
		default:
			continue
		}
		c.Kind = kind(e.Hash)
		out = append(out, c)
	}
	for _, e := range older {
		if _, there := after[e.Key]; !there {
			out = append(out, Change{Key: e.Key, What: Removed, Kind: kind(e.Hash)})
		}
	}
	return out
}

// movedKeys are those that have to move so that all others keep their order: as few as possible.
func movedKeys(older, newer []string) map[string]bool {
	at := make(map[string]int, len(older))
	for i, k := range older {
		at[k] = i
	}
	var common []string
	var places []int
	for _, k := range newer {
		if i, ok := at[k]; ok {
			common = append(common, k)
			places = append(places, i)
		}
	}
	stays := rising(places)
	if len(stays) == len(common) {
		return nil
	}
	out := map[string]bool{}
	for i, k := range common {
		if _, still := slices.BinarySearch(stays, i); !still {
			out[k] = true
		}
	}
	return out
}

// attribute says which side made which change.
func attribute(base, ours, theirs block.Document, joined block.Document) []Change {
	byKey := map[block.Key][]Change{}
	for _, c := range Changes(base, ours) {
		c.By = Ours
		byKey[c.Key] = append(byKey[c.Key], c)
	}
	for _, c := range Changes(base, theirs) {
		c.By = Theirs
		if list := byKey[c.Key]; len(list) > 0 && list[0].What == c.What {
			list[0].By = Both
			list[0].Moved = list[0].Moved || c.Moved
			list[0].Fields = union(list[0].Fields, c.Fields)
			continue
		}
		byKey[c.Key] = append(byKey[c.Key], c)
	}
	if len(byKey) == 0 {
		return nil
	}
	place := map[block.Key]int{block.AboutKey: nowhere}
	for i, k := range order(keys(base), keys(joined), keys(base)) {
		place[block.Key(k)] = i
	}
	var out []Change
	for _, list := range byKey {
		out = append(out, list...)
	}
	slices.SortFunc(out, func(x, y Change) int {
		return cmp.Or(cmp.Compare(place[x.Key], place[y.Key]), cmp.Compare(x.Key, y.Key), cmp.Compare(x.By, y.By))
	})
	return out
}

func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, s := range b {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// Fields names the fields in which two states of a part differ; "kind" where they are not of one kind.
func Fields(older, newer block.Body) []string {
	if older.Kind() != newer.Kind() {
		return []string{"kind"}
	}
	before, after := fieldsOf(older), fieldsOf(newer)
	var out []string
	for i, f := range after {
		text, isText := f.value.(string)
		if isText && before[i].value != text || !isText && encoded(before[i].value) != encoded(f.value) {
			out = append(out, f.name)
		}
	}
	return out
}

type fieldValue struct {
	name  string
	value any
}

// fieldsOf lists what a part holds by the names that conflicts use.
func fieldsOf(body block.Body) []fieldValue {
	switch b := body.(type) {
	case block.About:
		var tool block.Tool
		if b.Tool != nil {
			tool = *b.Tool
		}
		return []fieldValue{{"title", b.Title}, {"why", b.Why}, {"kind", b.Type}, {"subjects", b.Subjects}, {"grades", b.Grades}, {"audience", b.Audience},
			{"language", b.Language}, {"formats", b.Formats}, {"access", b.Access}, {"minutes", b.Minutes}, {"cost", b.Cost}, {"source", b.Source},
			{"rights", b.Rights}, {"tags", b.Tags}, {"missing", b.Missing}, {"review_by", b.ReviewBy}, {"rough", b.Rough},
			{"tool_for", tool.For}, {"tool_signin", tool.SignIn}, {"tool_approved", tool.Approved}, {"tool_accessibility", tool.Accessibility}, {"plan", b.Plan}}
	case block.Text:
		return []fieldValue{{"heading", b.Heading}, {"markdown", b.Markdown}}
	case block.Link:
		return []fieldValue{{"url", b.URL}, {"title", b.Title}, {"note", b.Note}, {"language", b.Language}, {"picture", b.Picture}}
	case block.Book:
		return []fieldValue{{"isbn", b.ISBN}, {"title", b.Title}, {"creators", b.Creators}, {"publisher", b.Publisher}, {"year", b.Year},
			{"format", b.Format}, {"language", b.Language}, {"note", b.Note}}
	case block.File:
		return []fieldValue{{"file", []any{b.Hash, b.Name, b.MediaType, b.Size, b.Width, b.Height}}, {"alt", b.Alt}, {"note", b.Note}}
	case block.Video:
		return []fieldValue{{"video", []any{b.URL, b.Hash, b.Media, b.Seconds}}, {"title", b.Title}, {"captions", b.Captions}, {"note", b.Note}}
	case block.Steps:
		return []fieldValue{{"heading", b.Heading}, {"steps", b.Steps}}
	case block.Materials:
		return []fieldValue{{"students", b.Students}, {"items", b.Items}}
	}
	return nil
}
