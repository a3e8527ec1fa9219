package questionweb

import "testing"

func TestTheButtonHasOnePairOfQuotes(t *testing.T) {
	for words, want := range map[string]string{`"sea monsters"`: "sea monsters", "“fake news” video": "fake news video", "it's": "it's"} {
		if got := unquoted(words); got != want {
			t.Errorf("%s is asked as %s", words, got)
		}
	}
}
