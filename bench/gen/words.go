package gen

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
)

// lexicon is the words of one language, the commonest first.
type lexicon struct {
	words   []string
	grammar int      // the first so many words are never inflected
	common  int      // the first so many words are the commonest
	endings []string // that a word may take, the bare word among them
	draw    alias
	topical alias // of the words of one topic
}

const (
	grammarEnglish = "the of and to a in is for that with on as are this by from be or at which students an it their can"
	grammarSpanish = "de la que el en y a los se del las un por con para una su al lo como más o pero sus estudiantes"
	commonEnglish  = "library reading lesson school book read grade activity research story learn question text guide group " +
		"class write source project science history picture share discussion world"
	commonSpanish = "biblioteca lectura lección escuela libro leer grado actividad investigación historia pregunta texto guía " +
		"grupo clase fuente proyecto ciencia imagen mundo canción aprender"
)

const (
	lexiconSize = 20_000
	topicCount  = 500
	topicSize   = 300
)

func newLexicon(random *rand.Rand, grammar, common string, syllables, endings []string) *lexicon {
	l := &lexicon{words: strings.Fields(grammar + " " + common), grammar: len(strings.Fields(grammar)), endings: endings, draw: zipf(lexiconSize, 1), topical: zipf(topicSize, 0.8)}
	l.common = len(l.words)
	known := map[string]bool{}
	for _, word := range l.words {
		known[word] = true
	}
	for len(l.words) < lexiconSize {
		var b strings.Builder
		for range 1 + random.IntN(3) {
			b.WriteString(syllables[random.IntN(len(syllables))])
		}
		if word := b.String(); !known[word] {
			known[word] = true
			l.words = append(l.words, word)
		}
	}
	return l
}

// isCommon says whether the word stands in a large part of all texts.
func (l *lexicon) isCommon(word string) bool { return slices.Contains(l.words[:l.common], word) }

func english(random *rand.Rand) *lexicon {
	return newLexicon(random, grammarEnglish, commonEnglish, syllables("b bl c ch cr d dr f fl g gr h j k l m n p pl pr qu r s sh st t tr v w", "a e i o u ea oo ai", " n r l st nd t ck m"),
		[]string{"", "", "", "", "", "s", "s", "ing"})
}

func spanish(random *rand.Rand) *lexicon {
	return newLexicon(random, grammarSpanish, commonSpanish, syllables("b c ch d f g gu j l ll m n ñ p qu r s t v z", "a e i o u á ó ia", " n r l s"),
		[]string{"", "", "", "", "s", "s", "mente"})
}

func syllables(onsets, vowels, codas string) []string {
	var out []string
	for _, onset := range strings.Fields(onsets) {
		for _, vowel := range strings.Fields(vowels) {
			for _, coda := range append(strings.Fields(codas), "", "") {
				out = append(out, onset+vowel+coda)
			}
		}
	}
	return out
}

// word draws a word: from the topic, or from the whole language.
func (l *lexicon) word(random *rand.Rand, topic int, fromTopic float64) string {
	rank := 0
	if random.Float64() < fromTopic {
		rank = l.ofTopic(topic, l.topical.next(random))
	} else {
		rank = l.draw.next(random)
	}
	word := l.words[rank]
	if rank < l.grammar {
		return word
	}
	return word + l.endings[random.IntN(len(l.endings))]
}

// ofTopic is the rank in the language of a topic's word: never one of the commonest.
func (l *lexicon) ofTopic(topic, i int) int {
	const common = 100
	return common + int(mix(uint64(topic)<<20|uint64(i))%(lexiconSize/2))
}

// mix scrambles a number (the finisher of SplitMix64).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// alias draws from a fixed distribution in constant time (Walker's alias method).
type alias struct {
	keep  []float64
	other []int
}

// zipf is n outcomes, of which number i has the weight 1/(i+2)^s.
func zipf(n int, s float64) alias {
	weights := make([]float64, n)
	for i := range weights {
		weights[i] = 1 / math.Pow(float64(i+2), s)
	}
	return newAlias(weights)
}

func newAlias(weights []float64) alias {
	n, total := len(weights), 0.0
	for _, w := range weights {
		total += w
	}
	a := alias{keep: make([]float64, n), other: make([]int, n)}
	var small, large []int
	for i, w := range weights {
		a.keep[i], a.other[i] = w*float64(n)/total, i
		if a.keep[i] < 1 {
			small = append(small, i)
		} else {
			large = append(large, i)
		}
	}
	for len(small) > 0 && len(large) > 0 {
		s, l := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		a.other[s] = l
		if a.keep[l] -= 1 - a.keep[s]; a.keep[l] < 1 {
			large = large[:len(large)-1]
			small = append(small, l)
		}
	}
	return a
}

func (a *alias) next(random *rand.Rand) int {
	i := random.IntN(len(a.keep))
	if random.Float64() < a.keep[i] {
		return i
	}
	return a.other[i]
}
