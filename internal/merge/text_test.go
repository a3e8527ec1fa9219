package merge

import (
	"strings"
	"testing"
)

// join joins three texts and says whether they could be.
func join(base, ours, theirs string) (string, bool) {
	j := joiner{field: "markdown"}
	text := j.prose(base, ours, theirs)
	return text, len(j.fields) == 0
}

func TestProse(t *testing.T) {
	for name, c := range map[string]struct{ base, ours, theirs, want string }{
		"two words of one sentence": {
			"Every page costs somebody something and someone pays for it in the end.",
			"Every website costs somebody something and someone pays for it in the end.",
			"Every page costs somebody something and someone pays for it at last.",
			"Every website costs somebody something and someone pays for it at last.",
		},
		"a sentence before and one after": {
			"Ask who gains.", "Look first. Ask who gains.", "Ask who gains. Then ask who loses.",
			"Look first. Ask who gains. Then ask who loses.",
		},
		"a sentence added and the next changed": {
			"Ask who gains. Write it down.", "Ask who gains. Wait a minute. Write it down.", "Ask who gains. Write everything down.",
			"Ask who gains. Wait a minute. Write everything down.",
		},
		"entries added at the end by both": {
			"- scissors\n- glue\n", "- scissors\n- glue\n- string\n", "- scissors\n- glue\n- tape\n",
			"- scissors\n- glue\n- string\n- tape\n",
		},
		"numbers follow": {
			"1. Look\n2. Ask\n3. Tell", "1. Look\n2. Wait\n3. Ask\n4. Tell", "1. Look\n2. Ask\n3. Tell everybody",
			"1. Look\n2. Wait\n3. Ask\n4. Tell everybody",
		},
		"cells of one row": {
			"| Tool | For |\n|---|---|\n| Padlet | notes |", "| Tool | For |\n|---|---|\n| Padlet | notes and links |", "| Tool | For |\n|---|---|\n| Padlet board | notes |",
			"| Tool | For |\n|---|---|\n| Padlet board | notes and links |",
		},
		"rows": {
			"| Tool | For |\n|---|---|\n| Padlet | notes |", "| Tool | For |\n|---|---|\n| Padlet | notes |\n| Drive | files |", "| Tool | For |\n|---|---|\n| Books | reading |\n| Padlet | notes |",
			"| Tool | For |\n|---|---|\n| Books | reading |\n| Padlet | notes |\n| Drive | files |",
		},
		"a paragraph moved and changed elsewhere": {
			"First of all, look at it.\n\nSecond, ask who made it.\n\nThird, tell a friend.",
			"Third, tell a friend.\n\nFirst of all, look at it.\n\nSecond, ask who made it.",
			"First of all, look at it.\n\nSecond, ask who made it and when.\n\nThird, tell a friend.",
			"Third, tell a friend.\n\nFirst of all, look at it.\n\nSecond, ask who made it and when.",
		},
		"the same on both sides": {
			"Teh end is near.", "The end is near.", "The end is near.", "The end is near.",
		},
		"the same and more": {
			"Teh end is near. Go home.", "The end is near. Go home now.", "The end is near. Go home.", "The end is near. Go home now.",
		},
		"a link beside a word": {
			"Read [the map](https://a.example/1) before the lesson starts.", "Read [the map](https://a.example/2) before the lesson starts.", "Read [the map](https://a.example/1) before the class starts.",
			"Read [the map](https://a.example/2) before the class starts.",
		},
	} {
		got, clean := join(c.base, c.ours, c.theirs)
		if !clean || got != c.want {
			t.Errorf("%s: clean %v\n got %q\nwant %q", name, clean, got, c.want)
		}
		if back, _ := join(c.base, c.theirs, c.ours); back != got {
			t.Errorf("%s: swapped it is %q", name, back)
		}
	}
}

func TestProseThatCannotBeJoined(t *testing.T) {
	for name, c := range map[string]struct{ base, ours, theirs string }{
		"one word in two ways":            {"Meet at 3 pm in the library.", "Meet at 4 pm in the library.", "Meet at 5 pm in the library."},
		"words with nothing between them": {"Meet at 3 pm in the library.", "Meet at 4 pm in the library.", "Meet at 3 am in the library."},
		"changed here, gone there":        {"Look. Ask who gains from this page.", "Look.", "Look. Ask who gains most from this page."},
		"a paragraph gone, an edit in it": {"One.\n\nTwo is here.\n\nThree.", "One.\n\nThree.", "One.\n\nTwo is over here.\n\nThree."},
		"one link in two ways":            {"See [a](https://a.example).", "See [a](https://b.example).", "See [b](https://a.example)."},
		"nearly the same added":           {"Look.", "Look. Bring your headphones along.", "Look. Bring headphones along."},
		"code in two ways":                {"```\nx = 1\n```", "```\nx = 2\n```", "```\nx = 3\n```"},
		"a column and a cell":             {"|a|b|\n|-|-|\n|1|2|", "|a|b|c|\n|-|-|-|\n|1|2|3|", "|a|b|\n|-|-|\n|1|9|"},
		"a parent gone, a child added":    {"- a parent of its own\n- other things", "- other things", "- a parent of its own\n  - a child\n- other things"},
	} {
		got, clean := join(c.base, c.ours, c.theirs)
		if clean {
			t.Errorf("%s: joined to %q", name, got)
		}
		if back, _ := join(c.base, c.theirs, c.ours); back != got {
			t.Errorf("%s: %q, swapped %q", name, got, back)
		}
	}
}

func TestUnitsAreTheText(t *testing.T) {
	for _, text := range []string{
		"", "\n\n", "a", "  a\nb\n\n\n- c\n  d\n\n  e\n1. f\n\n", "# h\ntext\n```\ncode\n\n```\n", "|a|b|\n|-|-|\n|1|2|\n\nafter", "    code\n\ttab\n", "* * *\n- x\n    - y\n",
		"> quote\n> more", "[a]: http://b\n", "<!-- c -->\ntext", "```\nnever closed\n\nat all", "\r\n- a\r\n- b\r\n",
	} {
		list, tail := units(text)
		var b strings.Builder
		for _, u := range list {
			b.WriteString(u.space + u.source())
		}
		if got := b.String() + tail; got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}
