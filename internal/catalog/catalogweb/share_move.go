package catalogweb

import (
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/web"
)

// press does what a button other than share and keep asks of the form, and says where on the page to go on.
func (f *form) press(in web.Form, newKey func() block.Key) (at string) {
	switch {
	case in.Has("add"):
		b := formBlock{Key: newKey(), Kind: block.Kind(in.Text("add"))}
		if !slices.Contains(block.Kinds, b.Kind) {
			return ""
		}
		f.Blocks = append(f.Blocks, b)
		return "#" + string(b.Key) + "-head"
	case in.Has("move"):
		way, key, _ := strings.Cut(in.Text("move"), ":")
		f.move(block.Key(key), way)
		return "#" + key + "-head"
	case in.Has("remove"), in.Has("back"):
		key := block.Key(in.Text("remove") + in.Text("back"))
		if i := f.find(key); i >= 0 {
			f.Blocks[i].Removed = in.Has("remove")
		}
		return "#" + string(key) + "-head"
	case in.Text("do") == "topic":
		return "#proposals"
	case in.Text("do") == "kind":
		return "#kind"
	}
	return ""
}

// move changes the place of a part by one.
func (f *form) move(key block.Key, way string) {
	i := f.find(key)
	j := i + 1
	if way == "up" {
		j = i - 1
	}
	if i >= 0 && j >= 0 && j < len(f.Blocks) {
		f.Blocks[i], f.Blocks[j] = f.Blocks[j], f.Blocks[i]
	}
}
