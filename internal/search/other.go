package search

import (
	"cmp"
	"slices"

	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// Other is what was looked for beside the words, and found something: other words, or a value that the words name.
type Other struct {
	Words string
	Facet string // or, where there are no words, the facet of which something has the value
	Value string
}

// Helped is an Other and how much of a page it helped to find.
type Helped struct {
	Other
	Found int  // has it
	Alone int  // has it, and the word that was typed not
	Part  bool // a topic that the words do not name: one of them is a part of its name
}

// labels says whether words are the label of a topic by which the same was found: its label stands in its text.
func labels(of []index.Reason, words string, topics *vocab.Terms) bool {
	return words != "" && topics != nil && slices.ContainsFunc(of, func(r index.Reason) bool {
		term, ok := topics.Get(vocab.TermID(r.Value))
		return ok && r.Facet == Tag && slices.ContainsFunc(term.Labels(), func(n vocab.Name) bool { return n.Text == words })
	})
}

// helped are all others that helped to find what stands on a page, the most useful first: those by which most was found that does not have the
// words themselves.
func helped(reasons [][]index.Reason, topics *vocab.Terms, asked Asked) (out []Helped) {
	for _, of := range reasons {
		var counted []Other
		for _, r := range of {
			o := Other{r.Is, r.Facet, r.Value}
			if r.Itself || r.Trait != "" || labels(of, r.Is, topics) || slices.Contains(counted, o) {
				continue
			}
			counted = append(counted, o)
			at := slices.IndexFunc(out, func(h Helped) bool { return h.Other == o })
			if at < 0 {
				at = len(out)
				out = append(out, Helped{Other: o, Part: asked.part(o)})
			}
			out[at].Found++
			if !slices.ContainsFunc(of, func(other index.Reason) bool { return other.Itself && other.Word == r.Word }) {
				out[at].Alone++
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Helped) int { return cmp.Or(b.Alone-a.Alone, b.Found-a.Found) })
	return out
}

// part says whether a topic is looked for only since a word is part of one of its names.
func (a Asked) part(o Other) bool {
	return o.Facet == Tag && !slices.ContainsFunc(a.Also, func(also index.Also) bool {
		return also.Facet == Tag && also.Value == o.Value && also.Share > partShare
	})
}
