package gen

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Catalog makes resources. Any number of goroutines may ask it at once.
type Catalog struct {
	Size      int
	Districts int // all of one consortium
	seed      uint64
	english   *lexicon
	spanish   *lexicon
	kinds     alias
	tags      alias
}

// Resource is one made-up resource.
type Resource struct {
	ID         string
	District   string
	Consortium string
	School     string
	Visibility string // school, district, consortium, public
	Language   string // BCP 47
	Title      string
	Summary    string
	Body       string
	Kind       string
	Format     string
	Subjects   []string
	Grades     []string // bands
	Tags       []string
	Access     []string
	Shared     time.Time
}

// SchoolsPerDistrict is how many schools each district has.
const SchoolsPerDistrict = 40

// Until is the day before which everything was shared, over six years.
var Until = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

var (
	kinds    = strings.Fields("list unit lesson tip guide program assessment access tool form plan reel maker books")
	formats  = strings.Fields("text print slides video audio image web file kit")
	subjects = strings.Fields("art biology careers chemistry civics computing dance drama earth-science economics english " +
		"geography health history languages literature mathematics media music physical-education physics reading writing library")
	bands  = strings.Fields("PK K-2 3-5 6-8 9-12 adult")
	access = strings.Fields("alternativeText captions transcript largePrint audioDescription structuralNavigation readingOrder highContrast")
)

const tagCount = 600

// New prepares a catalog of so many resources in so many districts.
func New(size, districts int, seed uint64) *Catalog {
	random := rand.New(rand.NewPCG(seed, 0))
	return &Catalog{Size: size, Districts: districts, seed: seed, english: english(random), spanish: spanish(random),
		kinds: zipf(len(kinds), 0.7), tags: zipf(12, 0.7)}
}

// Resource makes number i.
func (c *Catalog) Resource(i int) Resource {
	random := rand.New(rand.NewPCG(c.seed, uint64(i)+1))
	topic := random.IntN(topicCount)
	district := random.IntN(c.Districts)
	r := Resource{
		ID:         fmt.Sprintf("%016x", mix(c.seed<<40^uint64(i)+1)),
		District:   District(district),
		Consortium: Consortium,
		School:     School(district, random.IntN(SchoolsPerDistrict)*random.IntN(SchoolsPerDistrict)/SchoolsPerDistrict),
		Visibility: pick(random, "school 10 district 55 consortium 25 public 10"),
		Language:   pick(random, "en 78 es 14 fr 2 vi 2 pt 2 zh-Hans 1 ar 1"),
		Access:     []string{},
		Shared:     Until.Add(-time.Duration(random.ExpFloat64() * float64(2*365*24*time.Hour))).Truncate(time.Microsecond),
	}
	c.describe(&r, random, topic)
	l := c.lexicon(r.Language)
	r.Title = c.text(l, random, topic, 3+random.IntN(6), 0.6)
	r.Summary = c.text(l, random, topic, 8+random.IntN(20), 0.4)
	r.Body = c.text(l, random, topic, 50+random.IntN(220), 0.3)
	return r
}

func (c *Catalog) describe(r *Resource, random *rand.Rand, topic int) {
	kind := c.kinds.next(random)
	r.Kind = kinds[kind]
	r.Format = formats[(kind+random.IntN(3))%len(formats)]
	r.Subjects = []string{subjects[topic%len(subjects)]}
	if random.IntN(3) == 0 {
		r.Subjects = append(r.Subjects, subjects[(topic+1+random.IntN(3))%len(subjects)])
	}
	first := random.IntN(len(bands))
	r.Grades = bands[first:min(len(bands), first+1+random.IntN(3))]
	for _, feature := range access {
		if random.IntN(8) == 0 {
			r.Access = append(r.Access, feature)
		}
	}
	for range 2 + random.IntN(4) {
		r.Tags = append(r.Tags, Tag(int(mix(uint64(topic*13+c.tags.next(random)))%tagCount)))
	}
}

func (c *Catalog) lexicon(language string) *lexicon {
	if language == "es" || language == "pt" {
		return c.spanish
	}
	return c.english
}

func (c *Catalog) text(l *lexicon, random *rand.Rand, topic, words int, fromTopic float64) string {
	var b strings.Builder
	b.Grow(8 * words)
	for i := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(l.word(random, topic, fromTopic))
		if i%11 == 10 {
			b.WriteByte('.')
		}
	}
	return b.String()
}

// Consortium is the one of all districts.
const Consortium = "consortium"

// District names a district.
func District(i int) string { return fmt.Sprintf("district%08d", i) }

// School names a school of a district.
func School(district, i int) string { return fmt.Sprintf("school%04d%06d", district, i) }

// Tag names a tag.
func Tag(i int) string { return fmt.Sprintf("tag-%03d", i) }

// pick draws a word by the weights that stand after each; they sum to 100 or less, the last taking the rest.
func pick(random *rand.Rand, weighted string) string {
	n, word := random.IntN(100), ""
	for rest := weighted; rest != ""; {
		var weight int
		var number string
		word, rest, _ = strings.Cut(rest, " ")
		number, rest, _ = strings.Cut(rest, " ")
		for _, digit := range number {
			weight = weight*10 + int(digit-'0')
		}
		if n -= weight; n < 0 {
			return word
		}
	}
	return word
}
