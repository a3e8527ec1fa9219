package privacy

import (
	"regexp"
	"strings"

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

// personal says whether most values are people: names, mail addresses, or numbers given to them.
func personal(values []string) bool {
	var full, mails, numbers, surnameFirst, nameLike, known, single int
	lengths, different := map[int]bool{}, map[string]bool{}
	for _, v := range values {
		v = strings.Join(strings.Fields(v), " ")
		if v == "" {
			continue
		}
		full++
		different[v] = true
		switch {
		case mailAddress.MatchString(v):
			mails++
		case number.MatchString(v) && !aYear.MatchString(v):
			numbers++
			lengths[len(v)] = true
		case lastFirst.MatchString(v):
			surnameFirst++
			_, given, _ := strings.Cut(v, ",")
			known += isGiven(given)
		case oneWord.MatchString(v):
			single += isGiven(v)
		case firstLast.MatchString(v):
			nameLike++
			known += isGiven(v)
		}
	}
	most := func(n int, of float64) bool { return full > 0 && float64(n) >= of*float64(full) }
	return most(mails, 0.5) ||
		full > 1 && most(numbers, 0.8) && most(len(different), 0.8) && len(lengths) == 1 ||
		most(surnameFirst, 0.6) && most(known, 0.1) ||
		most(nameLike+surnameFirst, 0.6) && known > 0 && most(known, 0.2) ||
		most(single, 0.5)
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
