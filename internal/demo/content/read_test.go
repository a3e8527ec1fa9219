package content

import "testing"

func TestDecodeRefusesWhatItDoesNotKnow(t *testing.T) {
	for text, why := range map[string]string{
		"- {key: a, titel: Two colors}":               "a misspelled key",
		"- {key: a, blocks: [{key: b, txt: {}}]}":     "an unknown body of a block",
		"- {key: a, title: One, title: Two}":          "a key used twice",
		"- {key: a, tool: {for: maps, price: 3}}":     "an unknown key of a tool",
		"- {key: a, edits: [{on: 2026-01-02, x: 1}]}": "an unknown key of an edit",
	} {
		var list []Resource
		if err := decode([]byte(text), &list); err == nil {
			t.Errorf("%s passed: %s", why, text)
		}
	}
}
