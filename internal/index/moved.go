package index

// farthestMoved is by how many letters the space between two words may be in a wrong place.
const farthestMoved = 2

// shortestMoved is how many letters the two words have at least.
const shortestMoved = 3

// withSpaceMoved gives what a word of the query is where it and a neighbor, of which nothing has either, are two words of documents with the
// space between them elsewhere: "fak enews" is fake news. It gives nil where they are not.
func (r *run) withSpaceMoved(word int) *readings {
	for i := range r.sequence[:max(0, len(r.sequence)-1)] {
		first, second := r.sequence[i], r.sequence[i+1]
		if first != word && second != word || r.stands(first) || r.stands(second) {
			continue
		}
		if two := r.moved(r.words[first].folded, r.words[second].folded); two != nil && first == word {
			return two[0]
		} else if two != nil {
			return two[1]
		}
	}
	return nil
}

// stands says whether a word of the query is one that something has, or carries grammar.
func (r *run) stands(word int) bool { return r.words[word].mayLack() || r.visibly(word) }

// moved gives two words with the space between them moved as little as may be, so that documents have both, or a list that
// names what there is.
func (r *run) moved(first, second string) []*readings {
	both := first + second
	if !lettersOnly(both) {
		return nil
	}
	for by := 1; by <= farthestMoved; by++ {
		for _, at := range [2]int{len(first) + by, len(first) - by} {
			if at < shortestMoved || at > len(both)-shortestMoved {
				continue
			}
			if two := []*readings{r.reading(both[:at]), r.reading(both[at:])}; r.bothIn(two) > 0 || r.right(two[0]) && r.right(two[1]) {
				return two
			}
		}
	}
	return nil
}
