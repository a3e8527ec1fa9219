package reading

import (
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/merge"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// Conflict is one part that two have changed, with what may be chosen.
type Conflict struct {
	ID      string // of its heading
	Head    string
	Lang    string // of the texts, if not the page's
	Text    string // what happened
	Screen  bool   // it says words of the screen and none of the texts
	Mine    Side
	Theirs  Side
	Before  Side
	Choices ui.Choices
	Combine []ui.Area // fields to be smoothed; none: only one of the two can be taken
}

// Side is one state of a part.
type Side struct {
	ID     string
	Icon   string
	Head   string
	By     string // who and when
	Fields []Field
	Gone   string // it was taken out, or was not there
}

// Three fills in what the three sides of a conflict say. mine and theirs find the files of the two, and of the base as older ones;
// gone and fresh are what is said of a side without the part, and of a base without it.
func Three(v *Conflict, c merge.Conflict, mine, theirs View, gone, fresh string) {
	fields := c.Fields
	if len(fields) == 1 && fields[0] == "kind" && c.Key != block.AboutKey {
		fields = nil
	}
	for _, side := range []struct {
		view *Side
		how  View
		body block.Body
	}{{&v.Mine, mine, c.Ours}, {&v.Theirs, theirs, c.Theirs}} {
		if side.body == nil {
			side.view.Gone = gone
			continue
		}
		base := c.Base
		if base != nil && base.Kind() != side.body.Kind() {
			base = nil
		}
		side.view.Fields = side.how.Fields(base, side.body, fields)
	}
	if c.Base == nil {
		v.Before.Gone = fresh
		return
	}
	was := theirs
	was.File = theirs.OlderFile
	v.Before.Fields = was.Fields(c.Base, c.Base, orAll(fields, was.Said(c.Base)))
}

func orAll(names []string, list []Said) []string {
	if len(names) > 0 {
		return names
	}
	var out []string
	for _, f := range list {
		if f.Text != "" || f.Picture.URL != "" {
			out = append(out, f.Name)
		}
	}
	return out
}
