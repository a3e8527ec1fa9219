package index

import "strings"

// germanHeads are nouns, folded, in which German compounds end that a school speaks of. A document with such a compound is also found
// by its two parts: "Medienkompetenz" by Kompetenz and by Medien. Without a list every word that happens to end like another would be
// taken for one of its kind.
const germanHeads = "abend arbeit aufgabe ausleihe ausstellung ausweis bibliothek bibliotheken bild bilder buch bucher buchliste club daten druck " +
	"einheit energie erziehung fach feier feld fest figur film fluss forschung frage fragen freiheit fruhstuck garten gedicht gedichte gerat " +
	"gesellschaft gesetz geschichte geschichten gruppe heft hilfe idee ideen jahr kampf karte karten kasten kind kinder kiste kisten klasse klassen kompetenz " +
	"kompetenzen kreis krieg kunde kultur kunst land laden leben lehre lehrer lehrerin leiter lesung liste literatur macht markt marchen material " +
	"medien mittel monat museum musik nachmittag nachricht nachrichten ordnung plan platz politik preis probe programm projekt projekte prufung " +
	"quelle quellen raum recht rechte rechnen regal regel regeln reihe roman romane rucksack sache sammlung schein schrift schule schulen schuler " +
	"schutz spiel spiele sprache sprachen stadt stunde stunden suche system tag tage tafel test text texte theater thema themen tier tiere ubung " +
	"ubungen umwelt unterricht verein vergleich verkehr verlag verzeichnis vorlesen wald wasser welt werk werkstatt wesen wettbewerb wissen " +
	"woche wochen wort worter zeit zeitung zentrum zimmer"

// fewestInPart is how many letters each part of a compound has.
const fewestInPart = 3

// germanParts gives the two parts of a compound, folded; empty when the word is none.
func germanParts(folded string, heads map[string]bool) (first, head string) {
	for at := fewestInPart; at+fewestInPart <= len(folded); at++ { // the longest head comes first
		if !heads[folded[at:]] || heads[folded] {
			continue
		}
		first = folded[:at]
		if len(first) > fewestInPart+1 {
			first = strings.TrimSuffix(first, "s") // "Arbeitsblatt"
		}
		return first, folded[at:]
	}
	return "", ""
}

// withParts appends the parts of the compounds among the words of a German text.
func withParts(words []string, heads map[string]bool) []string {
	for _, word := range words {
		if len(word) < 2*fewestInPart {
			continue
		}
		if first, head := germanParts(foldWord(word), heads); head != "" {
			words = append(words, first, head)
		}
	}
	return words
}

// headsOf is the list as a set.
func headsOf(list string) map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		out[word] = true
	}
	return out
}

// withoutUmlauts writes ae, oe and ue as the letters that folding leaves of ä, ö and ü. After another vowel, or q, they are two sounds.
func withoutUmlauts(folded string) string {
	if !strings.Contains(folded, "e") {
		return folded
	}
	out := make([]byte, 0, len(folded))
	for i := range len(folded) {
		if folded[i] == 'e' && i > 0 && strings.IndexByte("aou", folded[i-1]) >= 0 && (i < 2 || strings.IndexByte("aeouq", folded[i-2]) < 0) {
			continue
		}
		out = append(out, folded[i])
	}
	return string(out)
}
