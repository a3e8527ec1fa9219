package privacy

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// lookalikes are letters that look like others, before the Latin letters that they look like.
var lookalikes = func() map[rune]rune {
	out := map[rune]rune{}
	for _, pair := range [][2]string{
		{"аеорсухіјѕһԁԛԝкмтнвпгёАВЕКМНОРСТУХІЈЅҮԚԜ", "aeopcyxijshdqwkmthbnreABEKMHOPCTYXIJSYQW"}, // Cyrillic
		{"αορντυικεηγχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aopvtuikenyxABEZHIKMNOPTYX"},                             // Greek
		{"սոցօհաᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɑɡ", "ungohwABCDEFGHIJKLMNOPRSTUVWYZag"},                 // Armenian, small capitals
		{"ꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ", "BPDTGKJCZFMNLSRVHWXYAEIOU"},                               // Lisu
	} {
		from, to := []rune(pair[0]), []rune(pair[1])
		for i, r := range from {
			out[r] = to[i]
		}
	}
	return out
}()

// plain is a heading in the letters that it seems to be written in, without what cannot be seen.
func plain(heading string) string {
	return strings.Map(func(r rune) rune {
		if latin, ok := lookalikes[r]; ok {
			return latin
		}
		if unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) {
			return -1
		}
		return r
	}, norm.NFKC.String(heading))
}

// longestJoined is how many letters a heading without spaces may have to be taken apart.
const longestJoined = 60

// apart takes letters that stand together apart into words that speak of students: "studentid" is student, id. It gives
// nothing where they are not wholly such words.
func apart(joined string) []string {
	if len(joined) < 4 || len(joined) > longestJoined {
		return nil
	}
	// reach[i] is the length of the word that ends the first i letters, 0 where no words do.
	reach := make([]int, len(joined)+1)
	for end := 2; end <= len(joined); end++ {
		for length := end; length >= 2; length-- {
			begin := end - length
			if (begin == 0 || reach[begin] > 0) && known(joined[begin:end]) {
				reach[end] = length
				break
			}
		}
	}
	if reach[len(joined)] == 0 {
		return nil
	}
	var out []string
	for end := len(joined); end > 0; end -= reach[end] {
		out = append([]string{joined[end-reach[end] : end]}, out...)
	}
	return out
}

// known says whether a word is one of those that headings of student records are made of.
func known(word string) bool {
	return students[word] || shortened[word] || relatives[word] || identifying[word] || alone[word] || around[word]
}
