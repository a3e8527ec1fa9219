package privacy

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/fold"
)

var (
	mailAddress = regexp.MustCompile(`(?i)^\S+@\S+\.\S+$`)
	number      = regexp.MustCompile(`^[A-Za-z]{0,3}-?\d{4,12}(?:\.0)?$`)
	aYear       = regexp.MustCompile(`^(?:19|20)\d{2}$`)
	lastFirst   = regexp.MustCompile(`^\p{L}[\p{L}'’-]+(?: \p{L}[\p{L}'’-]+){0,2}, ?\p{L}[\p{L}'’.-]+(?: \p{L}[\p{L}.'’-]*){0,2}$`)
	firstLast   = regexp.MustCompile(`^\p{L}[\p{L}'’-]+(?: (?:\p{Lu}\.?|\p{L}[\p{L}'’-]+)){1,4}$`)
	oneWord     = regexp.MustCompile(`^\p{L}[\p{L}'’-]+(?: \p{Lu}\.?)?$`)
)

// crowd counts what values of a column are.
type crowd struct {
	full, mails, numbers, surnameFirst, nameLike, known, single int
	links, long, days                                           int
	lengths                                                     [16]bool // of numbers, in letters
	different                                                   map[string]bool
	before                                                      bool // others of the column were counted before
}

var aDay = regexp.MustCompile(`^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$`)

// longValue is how many bytes a value has that is neither a name nor a number of somebody.
const longValue = 40

func (c *crowd) add(v string) {
	v = strings.Join(strings.Fields(v), " ")
	if v == "" {
		return
	}
	c.full++
	if c.different == nil {
		c.different = map[string]bool{}
	}
	c.different[v] = true
	switch {
	case strings.Contains(v, "://"):
		c.links++
	case len(v) > longValue && !lastFirst.MatchString(v) && !firstLast.MatchString(v):
		c.long++
	case mailAddress.MatchString(v):
		c.mails++
	case aDay.MatchString(v):
		c.days++
	case number.MatchString(v) && !aYear.MatchString(v):
		c.numbers++
		c.lengths[min(len(v), len(c.lengths)-1)] = true
	case lastFirst.MatchString(v):
		c.surnameFirst++
		_, given, _ := strings.Cut(v, ",")
		c.known += isGiven(given)
	case oneWord.MatchString(v):
		c.single += isGiven(v)
	case firstLast.MatchString(v):
		c.nameLike++
		c.known += isGiven(v)
	}
}

func (c *crowd) mostly(n int, of float64) bool { return c.full > 0 && float64(n) >= of*float64(c.full) }

// named says whether most values are names of people.
func (c *crowd) named() bool {
	return c.mostly(c.surnameFirst, 0.6) && c.mostly(c.known, 0.1) ||
		c.mostly(c.nameLike+c.surnameFirst, 0.6) && c.known > 0 && c.mostly(c.known, 0.2) ||
		c.mostly(c.single, 0.5)
}

// numbered says whether most values are numbers given to somebody: of one length, and not the same.
func (c *crowd) numbered() bool {
	lengths := 0
	for _, has := range c.lengths {
		if has {
			lengths++
		}
	}
	return c.full > 1 && c.mostly(c.numbers, 0.8) && c.mostly(len(c.different), 0.8) && lengths == 1
}

// personal says whether most values are people: names, mail addresses, or numbers given to them.
func (c *crowd) personal() bool { return c.mostly(c.mails, 0.5) || c.numbered() || c.named() }

// personal says whether most of the values are people.
func personal(values []string) bool {
	var c crowd
	for _, v := range values {
		c.add(v)
	}
	return c.personal()
}

// nameShaped says whether nearly all values are written as names are, and nearly all different: of those called students, that is
// enough, however short or rare the names.
func nameShaped(values []string) bool {
	full, shaped := 0, 0
	different := map[string]bool{}
	for _, v := range values {
		v = strings.Join(strings.Fields(v), " ")
		if v == "" {
			continue
		}
		full++
		different[v] = true
		if first, _ := utf8.DecodeRuneInString(v); unicode.IsUpper(first) && (oneWord.MatchString(v) || firstLast.MatchString(v) || lastFirst.MatchString(v)) {
			shaped++
		}
	}
	return full > 1 && shaped*10 >= full*9 && len(different)*10 >= full*9
}

// isGiven is 1 if a name begins with a given name that is common where this is used.
func isGiven(name string) int {
	first, _, _ := strings.Cut(fold.Key(name), " ")
	if given[strings.Trim(first, "'’-.")] {
		return 1
	}
	return 0
}

// given are common given names, folded. They need not be complete: one in five of a class is enough.
var given = words(`
aaliyah aaron abby abdul abigail abraham ada adam adrian adriana ahmed aiden aisha alan alba alejandra alejandro alex alexa alexander alexandra alexis ali alice
alicia alina alison allison alma alvaro alyssa amanda amara amber amelia amir amy ana andrea andres andrew angel angela angelina anh anita ann anna anne annie
antonio anthony aria ariana ariel arjun arturo asher ashley aubrey audrey aurora austin autumn ava avery axel ayden aylin bao barbara beatriz bella ben benjamin
bianca bilal blake brandon brayden brenda brian brianna brittany brooke bruno bryan caleb camila camille carla carlos carmen carol carolina caroline carter catalina
catherine cecilia cesar charles charlie charlotte chase chloe chris christian christina christopher claire clara claudia cody cole colin connor cristian cristina
cynthia dakota daniel daniela danielle dao daphne david deborah delilah denise dennis derek destiny devin diana diego dinh dmitri dolores dominic donna dorothy duc
dylan eduardo edward eleanor elena eli elias elijah elizabeth ella ellie elliot emanuel emil emilia emilio emily emma enrique eric erica erik erin esmeralda
esperanza esteban esther ethan eva evan evelyn ezra fatima felipe felix fernanda fernando fiona francisco frank gabriel gabriela gael gavin genesis george gerardo
giovanni gloria grace gracie graciela grayson gregory guadalupe guillermo gustavo hailey hana hannah harper harry hassan hazel heather hector heidi helen henry hoa
hugo hunter ian ibrahim ignacio imani ines ingrid irene iris isaac isabel isabella isaiah ismael ivan ivy jack jackson jacob jade jaden jaime jake jamal james jamie
jan jane janet jasmin jasmine jason javier jayden jeffrey jenna jennifer jeremiah jeremy jerry jesse jessica jesus jimena joan joaquin joel john jon jonah jonathan
jordan jorge jose joseph joshua josue juan juana judith julia julian juliana julie julio justin kai kaitlyn karen karina karla kate katherine kathleen katie kayla
keith kelly ken kenji kenneth kevin khalid khloe kim kimberly kira kofi kwame kyle kylie landon lara laura lauren layla leah leila leo leon leonardo leslie leticia
levi liam lila lily lina linda linh lisa logan lola lorena lorenzo louis lourdes luca lucas lucia luciana lucy luis luke luna luz lydia mackenzie madeline madison
mai malik manuel marc marcela marco marcos margaret margarita maria mariam mariana maribel marie marina mario marisol mark marlene marta martha martin mary mason
mateo matias matthew maya megan mei melanie melissa mia micaela michael michelle miguel mila miles min minh miriam mohamed mohammed molly monica monserrat morgan
muhammad myra nadia nancy naomi natalia natalie natasha nathan nathaniel nevaeh nicholas nicolas nicole nina noah noel noemi nora norma nuria oliver olivia omar oscar
owen pablo paige pamela paola parker patricia patrick paul paula pedro penelope peter peyton philip phuong priya quan quinn rachel rafael ramon raquel raul rebeca
rebecca reese renata ricardo richard riley rita robert roberto rocio rodrigo roman rosa rosario rose roxana ruben ruby ruth ryan sabrina sadie salma salvador sam
samantha samir samuel sandra santiago sara sarah saul savannah scarlett scott sean sebastian selena sergio seth shannon sharon sierra silvia simon sofia sonia sophia
sophie stella stephanie stephen steven susan susana sydney taylor teresa thao theo theodore thi thomas tiffany timothy tobias tomas trevor trinity tristan tuan tyler
uriel valentina valeria valerie vanessa veronica victor victoria vincent violet virginia viviana walter wendy william willow wyatt ximena xavier xiomara yara yasmin
yesenia yolanda yosef yuki yusuf zachary zara zoe zoey
`)
