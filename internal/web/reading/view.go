package reading

import (
	"cmp"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/merge"
	"github.com/commonshelf/commonshelf/internal/prose"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// View shows comparisons to one reader.
type View struct {
	ui.Chrome
	Prose     *prose.Renderer
	Terms     *vocab.Terms
	File      func(hash, name string) string // address of a stored file
	OlderFile func(hash, name string) string // address of a file of the older document
}

func (v View) spoken() prose.Said {
	return prose.Said{v.T("catalog.compare.said_added"), v.T("catalog.compare.said_removed")}
}

// Part is one part of two documents with what became of it.
type Part struct {
	Icon   string
	Head   string // "Steps: In class"
	What   string // "changed", "moved and changed"; empty: it is the same
	Fields []Field
	Screen bool // it says words of the screen and none of the texts
	Same   int  // so many parts that are the same stand here instead
}

// Field is one field with its changed words.
type Field struct {
	Label string
	HTML  string // safe
	Older Picture
	Newer Picture
}

// Picture is a picture, or a file to be opened; empty: there is none.
type Picture struct{ URL, Hash, Name, Alt string }

func (f Field) sideBySide() bool { return f.Older.URL != "" || f.Newer.URL != "" }

// Parts shows every part of two documents that is not the same, and says of the others how many there are.
func (v View) Parts(list []merge.Part) []Part {
	var out []Part
	for _, p := range list {
		if p.What != merge.Same {
			out = append(out, v.Compared(p))
			continue
		}
		if p.Key == block.AboutKey {
			continue
		}
		if n := len(out); n > 0 && out[n-1].Same > 0 {
			out[n-1].Same++
		} else {
			out = append(out, Part{Same: 1})
		}
	}
	return out
}

// Compared shows one part with all its fields that changed.
func (v View) Compared(p merge.Part) Part {
	what := string(p.What)
	if p.Moved && p.What == merge.Edited {
		what = "moved_edited"
	}
	body := p.Newer
	if body == nil {
		body = p.Older
	}
	out := Part{Icon: whatIcons[p.What], Head: v.Name(body), What: v.T("catalog.compare.what." + what)}
	if p.What == merge.Moved {
		return out
	}
	out.Fields = v.Fields(p.Older, p.Newer, nil)
	return out
}

var whatIcons = map[merge.What]string{merge.Added: "plus", merge.Removed: "out", merge.Edited: "pencil", merge.Moved: "swap"}

// Name is a part as a heading: "Steps: In class".
func (v View) Name(body block.Body) string {
	if body.Kind() == block.KindAbout {
		return v.T("catalog.compare.about")
	}
	kind := v.T("catalog.block." + string(body.Kind()))
	if title := titleOf(body); title != "" {
		return v.T("catalog.compare.part", kind, title)
	}
	return kind
}

func titleOf(body block.Body) string {
	switch b := body.(type) {
	case block.Text:
		return b.Heading
	case block.Steps:
		return b.Heading
	case block.Link:
		return cmp.Or(b.Title, Host(b.URL))
	case block.Book:
		return b.Title
	case block.File:
		return b.Name
	case block.Video:
		return b.Title
	}
	return ""
}

// Fields are the fields of two states of a part that differ, or only those named. Either state may be missing.
func (v View) Fields(older, newer block.Body, only []string) []Field {
	after := v.Said(newer)
	v.File = v.OlderFile
	before := v.Said(older)
	names := map[string]bool{}
	for _, name := range only {
		names[name] = true
	}
	var out []Field
	for i := range max(len(before), len(after)) {
		var was, is Said
		if i < len(before) {
			was = before[i]
		}
		if i < len(after) {
			is = after[i]
		}
		name := cmp.Or(is.Name, was.Name)
		same := was.Text == is.Text && was.Picture.Hash == is.Picture.Hash
		if same && !names[name] || len(only) > 0 && !names[name] {
			continue
		}
		out = append(out, v.field(was, is))
	}
	return out
}

// field shows one field with its changed words.
func (v View) field(was, is Said) Field {
	rich := was.rich || is.rich
	f := Field{Label: cmp.Or(is.Label, was.Label), Older: was.Picture, Newer: is.Picture}
	switch {
	case rich:
		f.HTML = v.Prose.Marked(merge.Mark(was.Text, is.Text), v.spoken())
	case was.Text != "" || is.Text != "":
		f.HTML = v.Prose.MarkedLine(merge.MarkLine(was.Text, is.Text), v.spoken())
	}
	return f
}

// Line shows a line of words with what changed in it.
func (v View) Line(was, is string) Field {
	return Field{HTML: v.Prose.MarkedLine(merge.MarkLine(was, is), v.spoken())}
}
