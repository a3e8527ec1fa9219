package index

import (
	"strings"
	"sync"
)

// irregular are forms that no ending tells to be of one word: the word, and its forms. Only what schools and libraries speak of stands
// here; in English also as it is spelt elsewhere.
var irregular = [analysers]string{
	englishWords: `child: children | woman: women | man: men | mouse: mice | goose: geese | foot: feet | tooth: teeth | wolf: wolves | shelf: shelves |
		knife: knives | thief: thieves | leaf: leaves | life: lives | wife: wives | half: halves | loaf: loaves | calf: calves | elf: elves |
		write: wrote written | teach: taught | build: built | draw: drew drawn | tell: told |
		color: colour colours coloured colouring | favorite: favourite favourites | behavior: behaviour behaviours | humor: humour | honor: honour honours |
		neighbor: neighbour neighbours | neighborhood: neighbourhood neighbourhoods | labor: labour | flavor: flavour flavours | center: centre centres |
		theater: theatre theatres | catalog: catalogue catalogues catalogued cataloguing | dialog: dialogue dialogues | program: programme programmes |
		encyclopedia: encyclopaedia encyclopaedias | gray: grey | analyze: analyse analysed analysing analyses analysis |
		organize: organise organised organising organises | organizer: organiser organisers | recognize: recognise recognising recognised |
		summarize: summarise summarised summarising | memorize: memorise memorising`,
	spanishWords: `leer: lee leen leo lea lean leamos leia leian leyo leyeron leyendo leido leida leidos leidas | escribir: escrito escrita escritos escritas |
		jugar: juego juegos juega juegan jueguen jugamos`,
	frenchWords: `jeu: jeux | feu: feux | lieu: lieux | cheveu: cheveux | voeu: voeux | bijou: bijoux | caillou: cailloux | chou: choux | genou: genoux |
		hibou: hiboux | oeil: yeux`,
	portugueseWords: `pao: paes | cao: caes | mao: maos`,
	arabicWords: `خبر: أخبار | نشاط: أنشطة | مدرسة: مدارس | قصة: قصص | حكاية: حكايات | كتاب: كتب | طالب: طلاب طلبة | درس: دروس | صورة: صور | لعبة: ألعاب |
		طفل: أطفال | ولد: أولاد | فيلم: أفلام | سؤال: أسئلة | نص: نصوص | فكرة: أفكار | مشروع: مشاريع | صف: صفوف | فصل: فصول | بحث: بحوث أبحاث | مصدر: مصادر |
		صديق: أصدقاء | لغة: لغات`,
}

// regular gives, by language and form, the word of which it is one.
var regular = sync.OnceValue(func() (out [analysers]map[string]string) {
	for a, list := range irregular {
		if list == "" {
			continue
		}
		out[a] = map[string]string{}
		for line := range strings.SplitSeq(list, "|") {
			word, forms, _ := strings.Cut(line, ":")
			word = foldWord(strings.TrimSpace(word))
			out[a][word] = word
			for form := range strings.FieldsSeq(forms) {
				out[a][foldWord(form)] = word
			}
		}
	}
	return out
})

// regularOf gives the word of which a folded form is an irregular one, and any other as it is.
func (a analyser) regularOf(folded string) string {
	if word, ok := regular()[a][folded]; ok {
		return word
	}
	return folded
}

// arabicPrefixes are what is written together with the word after it, each one letter.
const arabicPrefixes = "وبلكف"

// arabicRegular looks also behind what is written together with a word, and before the ending that stands for "an".
func arabicRegular(folded string) string {
	known := regular()[arabicWords]
	for _, form := range [...]string{folded, strings.TrimSuffix(folded, "ا")} {
		if word, ok := known[form]; ok {
			return word
		}
		for _, prefix := range arabicPrefixes {
			if rest, ok := strings.CutPrefix(form, string(prefix)); ok && known[rest] != "" {
				return known[rest]
			}
		}
	}
	return folded
}
