package content_test

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/demo/content"
	"github.com/commonshelf/commonshelf/internal/privacy"
	"github.com/commonshelf/commonshelf/internal/rights"
)

// codes are what each list of a resource may hold.
var codes = map[string][]string{
	"subjects": {"library", "ela", "math", "science", "social", "arts", "music", "health", "tech", "world-languages", "sel"},
	"formats":  {"read", "watch", "listen", "make", "play", "print"},
	"audience": {"students", "teachers", "librarians", "families"},
	"access": {"alternativeText", "captions", "transcript", "audioDescription", "largePrint", "highContrastDisplay", "braille",
		"signLanguage", "synchronizedAudioText", "structuralNavigation", "displayTransformability"},
	"visibility":  {"school", "district", "consortium", "public"},
	"book format": {"", "print", "audio", "ebook", "graphic", "largeprint"},
	"per":         {"", "student", "class", "school", "year"},
	"sign-in":     {"none", "district", "own"},
	"approved":    {"yes", "no", "asked", "unknown"},
}

// everything is the resources of the district and of both starter shelves.
func everything(t *testing.T) []content.Resource {
	t.Helper()
	list := district(t).Resources
	for _, lang := range []string{"en", "es"} {
		shelf, err := content.Starter(lang)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, shelf...)
	}
	return list
}

func versions(t *testing.T, r content.Resource) []content.Version {
	t.Helper()
	list, err := r.Versions()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestEveryCodeIsKnown(t *testing.T) {
	for _, r := range everything(t) {
		known := func(kind string, used ...string) {
			for _, code := range used {
				if !slices.Contains(codes[kind], code) {
					t.Errorf("%s: %s %q", r.Key, kind, code)
				}
			}
		}
		known("subjects", r.Subjects...)
		known("formats", r.Formats...)
		known("audience", r.Audience...)
		known("access", r.Access...)
		known("visibility", r.Visibility)
		known("per", r.Cost.Per)
		if r.Tool != nil {
			known("sign-in", r.Tool.SignIn)
			known("approved", r.Tool.Approved)
		}
		if !r.Type.Known() || !rights.Known(rights.Code(r.Rights)) || r.Grades.Empty() || r.Title == "" || r.Why == "" || len(r.Subjects) == 0 {
			t.Errorf("%s lacks what every resource has: %+v", r.Key, r.About)
		}
		if (r.Tool != nil) != (r.Type == block.DigitalTool) || (len(r.Plan) > 0) != (r.Type == block.YearPlan) {
			t.Errorf("%s is a %s with tool %v and %d months", r.Key, r.Type, r.Tool, len(r.Plan))
		}
		for _, m := range r.Plan {
			if m.Month < 1 || m.Month > 12 || m.Text == "" {
				t.Errorf("%s: month %+v", r.Key, m)
			}
		}
	}
}

func TestEveryBlockIsWhole(t *testing.T) {
	for _, r := range everything(t) {
		for _, v := range versions(t, r) {
			seen := map[string]bool{}
			for _, b := range v.Blocks {
				if !blockKey.MatchString(b.Key) || seen[b.Key] {
					t.Errorf("%s: block key %q", r.Key, b.Key)
				}
				seen[b.Key] = true
				if complaint := flaw(b); complaint != "" {
					t.Errorf("%s, block %s: %s", r.Key, b.Key, complaint)
				}
			}
			if len(v.Blocks) == 0 {
				t.Errorf("%s is empty on %s", r.Key, v.On)
			}
		}
	}
}

// flaw says what is wrong with a block, or nothing.
func flaw(b content.Block) string {
	bodies := 0
	for _, there := range []bool{b.Text != nil, b.Link != nil, b.Book != nil, b.Steps != nil, b.Materials != nil, b.Video != nil, b.File != nil, b.Shelf != nil} {
		if there {
			bodies++
		}
	}
	switch {
	case bodies != 1:
		return "not exactly one body"
	case b.Text != nil && strings.TrimSpace(b.Text.Markdown) == "":
		return "no text"
	case b.Link != nil && (!webAddress(b.Link.URL) || b.Link.Title == "" || !tag(b.Link.Language)):
		return "a link without address or title"
	case b.Book != nil && (b.Book.Title == "" || len(b.Book.Creators) == 0 || !tag(b.Book.Language)):
		return "a book without title or creator"
	case b.Book != nil && !slices.Contains(codes["book format"], b.Book.Format):
		return "book format " + b.Book.Format
	case b.Book != nil && b.Book.ISBN != "" && !isbn13(b.Book.ISBN):
		return "ISBN " + b.Book.ISBN
	case b.Steps != nil && (len(b.Steps.Steps) < 2 || slices.Contains(b.Steps.Steps, "")):
		return "fewer than two steps, or an empty one"
	case b.Materials != nil && len(b.Materials.Items) == 0:
		return "no materials"
	case b.Video != nil && (!webAddress(b.Video.URL) || b.Video.Title == "" || b.Video.Seconds == 0):
		return "a video without address, title or length"
	case b.File != nil && (b.File.Text == "" || b.File.Note == "" || !slices.Contains([]string{".txt", ".md", ".csv"}, filepath.Ext(b.File.Name))):
		return "a file without text, note or known ending"
	}
	return ""
}

// What uses other things names them, and they are in the catalog and use nothing themselves.
func TestWhatIsUsedTogetherIsShared(t *testing.T) {
	shared := map[string]content.Resource{}
	for _, r := range district(t).Resources {
		shared[r.Key] = r
	}
	together := 0
	for _, r := range district(t).Resources {
		for _, v := range versions(t, r) {
			for _, b := range v.Blocks {
				if b.Shelf == nil {
					continue
				}
				together++
				if used, there := shared[b.Shelf.Key]; !there || used.State != content.Published || used.Gathers() || used.Visibility == "school" || string(used.Shared) > string(v.On) {
					t.Errorf("%s uses %s", r.Key, b.Shelf.Key)
				}
			}
		}
	}
	if together < 8 {
		t.Errorf("%d things are used together", together)
	}
}

func webAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Scheme == "https" && u.Host != ""
}

// tag says whether the text is empty or a language.
func tag(text string) bool {
	_, err := language.Parse(text)
	return text == "" || err == nil
}

// isbn13 says whether the text is 13 digits with the right check digit.
func isbn13(text string) bool {
	if len(text) != 13 {
		return false
	}
	sum := 0
	for i, c := range text {
		if c < '0' || c > '9' {
			return false
		}
		sum += int(c-'0') * (1 + i%2*2)
	}
	return sum%10 == 0
}

func TestCheckDigits(t *testing.T) {
	for text, want := range map[string]bool{"9780399226908": true, "9780399226907": false, "978039922690": false, "978039922690X": false} {
		if isbn13(text) != want {
			t.Errorf("isbn13(%s) is %v", text, !want)
		}
	}
}

func TestWhatIsPublicMayBe(t *testing.T) {
	for _, r := range district(t).Resources {
		if r.Visibility != "public" {
			continue
		}
		if !rights.Of(rights.Code(r.Rights)).Public {
			t.Errorf("%s is public under %q", r.Key, r.Rights)
		}
		for _, v := range versions(t, r) {
			for _, b := range v.Blocks {
				if b.Video != nil && !b.Video.Captioned() {
					t.Errorf("%s is public with a video without captions", r.Key)
				}
			}
		}
	}
}

func TestSomeLinksAreSharedTwice(t *testing.T) {
	where := map[string]map[string]bool{}
	for _, r := range district(t).Resources {
		for _, v := range versions(t, r) {
			for _, b := range v.Blocks {
				if b.Link == nil {
					continue
				}
				if where[b.Link.URL] == nil {
					where[b.Link.URL] = map[string]bool{}
				}
				where[b.Link.URL][r.Key] = true
			}
		}
	}
	twice := 0
	for _, resources := range where {
		if len(resources) > 1 {
			twice++
		}
	}
	atLeast(t, "links in more than one resource", twice, 6)
	atLeast(t, "different links", len(where), 100)
}

func TestNobodyShouts(t *testing.T) {
	files, err := filepath.Glob("*/*.yaml")
	if err != nil || len(files) < 18 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			if strings.ContainsAny(line, "!¡") {
				t.Errorf("%s:%d: %s", name, i+1, line)
			}
		}
	}
}

var word = regexp.MustCompile(`[\p{L}\p{M}\p{N}]+`)

// text is all prose of a resource as it stands last.
func text(t *testing.T, r content.Resource) string {
	list := versions(t, r)
	v := list[len(list)-1]
	parts := []string{v.About.Title, v.About.Why}
	for _, m := range v.About.Plan {
		parts = append(parts, m.Text)
	}
	for _, b := range v.Blocks {
		switch {
		case b.Text != nil:
			parts = append(parts, b.Text.Heading, b.Text.Markdown)
		case b.Link != nil:
			parts = append(parts, b.Link.Title, b.Link.Note)
		case b.Book != nil:
			parts = append(parts, b.Book.Title, b.Book.Note)
		case b.Steps != nil:
			parts = append(parts, b.Steps.Steps...)
		case b.File != nil:
			parts = append(parts, b.File.Text)
		}
	}
	return strings.Join(parts, "\n")
}

// grams is the set of runs of four words.
func grams(text string) map[string]bool {
	words := word.FindAllString(strings.ToLower(text), -1)
	set := map[string]bool{}
	for i := 0; i+4 <= len(words); i++ {
		set[strings.Join(words[i:i+4], " ")] = true
	}
	return set
}

func TestNoTwoResourcesReadAlike(t *testing.T) {
	list := everything(t)
	sets := make([]map[string]bool, len(list))
	for i, r := range list {
		sets[i] = grams(text(t, r))
		if len(sets[i]) < 20 {
			t.Errorf("%s says next to nothing", r.Key)
		}
	}
	for i := range sets {
		for j := range sets[:i] {
			both := 0
			for gram := range sets[i] {
				if sets[j][gram] {
					both++
				}
			}
			if likeness := float64(both) / float64(len(sets[i])+len(sets[j])-both); likeness >= 0.3 {
				t.Errorf("%s and %s are alike by %.2f", list[i].Key, list[j].Key, likeness)
			}
		}
	}
}

func TestStarterShelfIsTheSameInBothLanguages(t *testing.T) {
	english, err := content.Starter("en")
	if err != nil {
		t.Fatal(err)
	}
	spanish, err := content.Starter("es")
	if err != nil {
		t.Fatal(err)
	}
	exactly(t, "starter items", len(english), 12)
	exactly(t, "starter items in Spanish", len(spanish), 12)
	codes := map[string]bool{}
	for _, term := range district(t).Terms {
		codes[term.Code] = true
	}
	for i, en := range english {
		es := spanish[i]
		if en.Key != es.Key || en.Type != es.Type || en.Grades != es.Grades || !slices.Equal(en.Tags, es.Tags) || en.Title == es.Title {
			t.Errorf("item %d is %s in English and %s in Spanish", i, en.Key, es.Key)
		}
		if en.Language != "en" || es.Language != "es" {
			t.Errorf("%s is in %q and %q", en.Key, en.Language, es.Language)
		}
		for _, r := range []content.Resource{en, es} {
			if r.School != "" || r.By != "" || r.Shared != "" || len(r.Edits) > 0 {
				t.Errorf("%s belongs to somebody", r.Key)
			}
			for _, code := range r.Tags {
				if !codes[code] {
					t.Errorf("%s is tagged %q", r.Key, code)
				}
			}
		}
	}
	if _, err := content.Starter("fr"); err == nil {
		t.Error("a shelf in French, which nobody wrote")
	}
}

// What the demonstration says names no student, and nothing in it looks as if it did: the words beside a field stay rare.
func TestNothingLooksLikeAStudent(t *testing.T) {
	for _, r := range everything(t) {
		if words, found := privacy.InText(text(t, r)); found {
			t.Errorf("%s: %q", r.Key, words)
		}
	}
}
