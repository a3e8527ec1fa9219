package index

// Apart is how many letters of one word, folded, must be changed, added, left out, or swapped with their neighbor, to make the other of
// it. It gives more than most as soon as it is more.
func Apart(a, b string, most int) int { return distance([]rune(a), b, most) }

// MayDiffer is in how many places a word of so many letters may be misspelt.
func MayDiffer(letters int) int {
	switch {
	case letters < shortest:
		return 0
	case letters < longer:
		return 1
	}
	return 2
}
