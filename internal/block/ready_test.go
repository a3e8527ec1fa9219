package block_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
)

func TestWhatHasToBeBought(t *testing.T) {
	free := block.Materials{Students: 20, Items: []block.Material{{Name: "Paper"}, {Name: "Scissors"}}}
	bought := block.Materials{Items: []block.Material{{Name: "Paper"}, {Name: "Ink", CostCents: 1}}}
	for _, c := range []struct {
		name string
		cost block.Cost
		body block.Body
		want bool
	}{
		{"nothing", block.Cost{}, block.Text{Markdown: "Sort."}, true},
		{"a book", block.Cost{}, block.Book{Title: "Holes"}, true},
		{"materials at hand", block.Cost{}, free, true},
		{"one material that costs", block.Cost{}, bought, false},
		{"a cost", block.Cost{Cents: 100, Per: "student"}, free, false},
		{"a cost that nobody knows", block.Cost{Unknown: true}, free, false},
	} {
		d := block.Document{About: block.About{Cost: c.cost}, Blocks: []block.Block{{Body: c.body}}}
		if got := d.NeedsNoPurchase(); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
}

func TestWhatHasCaptions(t *testing.T) {
	with := block.Video{Title: "Rivers", Captions: []block.Caption{{Language: "en"}}}
	without, file, picture := block.Video{Title: "Lakes"}, block.File{Name: "a.mp4", MediaType: "video/mp4"}, block.File{MediaType: "image/png"}
	for _, c := range []struct {
		name   string
		access []string
		bodies []block.Body
		want   bool
	}{
		{"no film", nil, []block.Body{picture}, false},
		{"says so", []string{"transcript", "captions"}, []block.Body{without}, true},
		{"says something else", []string{"transcript"}, []block.Body{without}, false},
		{"each film", nil, []block.Body{with, picture, with}, true},
		{"one film of two", nil, []block.Body{with, without}, false},
		{"a film as a file", nil, []block.Body{with, file}, false},
	} {
		d := block.Document{About: block.About{Access: c.access}}
		for _, body := range c.bodies {
			d.Blocks = append(d.Blocks, block.Block{Body: body})
		}
		if got := d.Captioned(); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
}
