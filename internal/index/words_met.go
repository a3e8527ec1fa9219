package index

// wordsMet says quickly, and mostly rightly, that a segment has no such stem or word: nearly every word of a query is missing from nearly every
// segment and language. What it says is met may be missing. Each is two bits of one number, of those of about four.
type wordsMet []uint64

const metTogether = 4 // stems and words that share a number

// newWordsMet readies it for so many.
func newWordsMet(n int) wordsMet {
	size := 1
	for size*metTogether < n {
		size *= 2
	}
	return make(wordsMet, size)
}

func (m wordsMet) add(hash uint64) { m[hash>>32&uint64(len(m)-1)] |= metBits(hash) }

func (m wordsMet) has(hash uint64) bool {
	bits := metBits(hash)
	return m[hash>>32&uint64(len(m)-1)]&bits == bits
}

func metBits(hash uint64) uint64 { return 1<<(hash&63) | 1<<(hash>>6&63) }

// veryWord stands where others name the analyser of a stem: for a word itself.
const veryWord = analyser(analysers)

// metHash is the hash of a stem of an analyser, or of a word. It is never 0.
func metHash[T string | []byte](a analyser, text T) uint64 {
	hash := uint64(14695981039346656037) ^ uint64(a) // FNV-1a
	for i := range len(text) {
		hash = (hash ^ uint64(text[i])) * 1099511628211
	}
	hash ^= hash >> 29
	hash *= 0x9e3779b97f4a7c15 // so that its lower bits tell words apart that end alike, too
	return hash ^ hash>>32 | 1<<63
}

// meetWords notes all stems and words of the segment.
func (s *segment) meetWords(p *pace) {
	words := 0
	for term := range uint32(s.stems.len()) {
		words += formsIn(s.forms.at(term))
	}
	p.did(s.stems.len())
	s.met = newWordsMet(s.stems.len() + words)
	for a := range analyser(analysers) {
		for term := s.firstTerm[a]; term < s.firstTerm[a+1]; term++ {
			p.did(4)
			s.met.add(metHash(a, s.stems.at(term)))
			for f := s.formsOf(term); f.next(); {
				s.met.add(metHash(veryWord, f.text()))
			}
		}
	}
}
