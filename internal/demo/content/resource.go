package content

import (
	"fmt"
	"path"
	"slices"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/clock"
)

// State is where a resource stands.
type State string

// The states.
const (
	Draft     State = "draft"
	Published State = "published"
	Retired   State = "retired"
)

// Resource is one resource as first shared, and what was changed in it since.
type Resource struct {
	Key         string
	School      string // whose it is
	By          string // the person who shared it
	Band        string // the grades as people write them, "3-5"; reading fills Grades from it
	block.About `yaml:",inline"`
	Visibility  string    // school, district, consortium, public; district where nothing is written
	State       State     // published where nothing is written
	Reason      string    // why it was retired
	RetiredOn   clock.Day `yaml:"retiredOn"`
	Shared      clock.Day // for a draft, when it was begun
	Blocks      []Block
	Edits       []Edit
}

// Block is one part of a resource: a key and exactly one body.
type Block struct {
	Key       string
	After     string // in an edit that adds the block: the key of the block before it; the end where nothing is written
	Text      *block.Text
	Link      *block.Link
	Book      *block.Book
	Steps     *block.Steps
	Materials *block.Materials
	Video     *block.Video
	File      *File
	Shelf     *Shelf
}

// Shelf is something else that is shared, used together with the rest: it becomes a link to it.
type Shelf struct {
	Key  string // of the resource
	Note string
}

// File is a small text file to be stored with a resource.
type File struct {
	Name string
	Text string
	Note string
}

// MediaType is the file's type, by its name.
func (f File) MediaType() string {
	switch path.Ext(f.Name) {
	case ".csv":
		return "text/csv"
	case ".md":
		return "text/markdown"
	}
	return "text/plain"
}

// Body is what the block holds; nil for a file, which has to be stored before it can be one, for something on the shelf, which has to be shared before, and for an empty
// block.
func (b Block) Body() block.Body {
	switch {
	case b.Text != nil:
		return *b.Text
	case b.Link != nil:
		return *b.Link
	case b.Book != nil:
		return *b.Book
	case b.Steps != nil:
		return *b.Steps
	case b.Materials != nil:
		return *b.Materials
	case b.Video != nil:
		return *b.Video
	}
	return nil
}

// Gathers says whether a resource uses others, which have to be shared before it.
func (r Resource) Gathers() bool {
	uses := func(b Block) bool { return b.Shelf != nil }
	return slices.ContainsFunc(r.Blocks, uses) || slices.ContainsFunc(r.Edits, func(e Edit) bool { return slices.ContainsFunc(e.Put, uses) })
}

// Edit is one later save.
type Edit struct {
	On      clock.Day
	By      string
	Note    string // what was changed and why, in a line
	Title   string // new, where it changed
	Why     string // new, where it changed
	Settled bool   // takes the label "rough, comments welcome" off
	Put     []Block
	Remove  []string // keys of blocks
}

// Version is a resource as one save left it.
type Version struct {
	On     clock.Day
	By     string
	Note   string // empty for the first
	About  block.About
	Blocks []Block
}

// Versions gives the resource as first shared and after each edit, oldest first.
//
// It is an error to remove a block that is not there, or to add one after a block that is not there.
func (r Resource) Versions() ([]Version, error) {
	last := Version{On: r.Shared, By: r.By, About: r.About, Blocks: r.Blocks}
	out := []Version{last}
	for _, e := range r.Edits {
		next, err := e.apply(last)
		if err != nil {
			return nil, fmt.Errorf("resource %s, edit of %s: %w", r.Key, e.On, err)
		}
		out = append(out, next)
		last = next
	}
	return out, nil
}

// apply gives what the edit made of a version.
func (e Edit) apply(v Version) (Version, error) {
	v.On, v.By, v.Note, v.Blocks = e.On, e.By, e.Note, slices.Clone(v.Blocks)
	if e.Title != "" {
		v.About.Title = e.Title
	}
	if e.Why != "" {
		v.About.Why = e.Why
	}
	if e.Settled {
		v.About.Rough = false
	}
	for _, key := range e.Remove {
		at := place(v.Blocks, key)
		if at < 0 {
			return Version{}, fmt.Errorf("no block %q to remove", key)
		}
		v.Blocks = slices.Delete(v.Blocks, at, at+1)
	}
	for _, b := range e.Put {
		if at := place(v.Blocks, b.Key); at >= 0 {
			v.Blocks[at] = b
			continue
		}
		at := len(v.Blocks)
		if b.After != "" {
			if at = place(v.Blocks, b.After) + 1; at == 0 {
				return Version{}, fmt.Errorf("no block %q to put %q after", b.After, b.Key)
			}
		}
		v.Blocks = slices.Insert(v.Blocks, at, b)
	}
	return v, nil
}

// place is the index of the block with the key, or -1.
func place(list []Block, key string) int {
	return slices.IndexFunc(list, func(b Block) bool { return b.Key == key })
}
