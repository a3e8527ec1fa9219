package web

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
)

// read is a source of the look.
func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// cloths finds the kinds of a stylesheet with the values of their two or three properties.
func cloths(css string) map[string][]string {
	out := map[string][]string{}
	for _, m := range regexp.MustCompile(`\[data-kind(?:="(\w+)")?\] \{ ((?:--[\w-]+: [^;]+; ?)+)\}`).FindAllStringSubmatch(css, -1) {
		for _, value := range regexp.MustCompile(`: ([^;]+);`).FindAllStringSubmatch(m[2], -1) {
			out[m[1]] = append(out[m[1]], value[1])
		}
	}
	return out
}

func TestEveryKindHasItsClothAndItsIcon(t *testing.T) {
	fresh, old, icons := cloths(read(t, "styles/kinds.css")), cloths(read(t, "styles/fallback.css")), read(t, "icons.svg")
	for _, kind := range block.ResourceKinds {
		if fresh[string(kind)] == nil {
			t.Errorf("%s has no cloth", kind)
		}
		if kind != block.Guide && old[string(kind)] == nil { // a guide's is the cloth of no kind
			t.Errorf("%s has no cloth in old browsers", kind)
		}
		if !strings.Contains(icons, `<symbol id="`+string(kind)+`"`) {
			t.Errorf("%s has no icon", kind)
		}
	}
}

// The sheets that the ink of a cloth stands on.
var (
	lightSheet = oklch(0.995, 0.004, 88)
	darkSheet  = oklch(0.252, 0.015, 170)
	white      = rgb{1, 1, 1}
)

func TestClothsCanBeRead(t *testing.T) {
	for kind, values := range cloths(read(t, "styles/kinds.css")) {
		l, c, h := number(t, values[0]), number(t, values[1]), number(t, values[2])
		for what, contrast := range map[string][2]float64{
			"white on its light cloth":      {ratio(white, oklch(l, c, h)), 5},
			"white on its dark cloth":       {ratio(white, oklch(l+0.015, c*0.88, h)), 5},
			"its ink on the light sheet":    {ratio(oklch(0.4, c, h), lightSheet), 7},
			"its ink on the dark sheet":     {ratio(oklch(0.85, c*0.7, h), darkSheet), 7},
			"itself beside every other one": {apart(t, kind), 0.045},
		} {
			if contrast[0] < contrast[1] {
				t.Errorf("%s: %s: %.3f, want at least %.3f", kind, what, contrast[0], contrast[1])
			}
		}
	}
	for kind, values := range cloths(read(t, "styles/fallback.css")) {
		if got := ratio(white, hex(t, values[0])); got < 5 {
			t.Errorf("%s in old browsers: white on cloth %.1f, want at least 5", kind, got)
		}
		if got := ratio(hex(t, values[1]), lightSheet); got < 7 {
			t.Errorf("%s in old browsers: ink on the sheet %.1f, want at least 7", kind, got)
		}
	}
}

// apart is the distance in OKLab from a cloth to the nearest other one.
func apart(t *testing.T, kind string) float64 {
	nearest, all := math.Inf(1), cloths(read(t, "styles/kinds.css"))
	at := func(v []string) (l, a, b float64) {
		c, h := number(t, v[1]), number(t, v[2])*math.Pi/180
		return number(t, v[0]), c * math.Cos(h), c * math.Sin(h)
	}
	l1, a1, b1 := at(all[kind])
	for other, values := range all {
		if other != kind {
			l2, a2, b2 := at(values)
			nearest = min(nearest, math.Sqrt((l1-l2)*(l1-l2)+(a1-a2)*(a1-a2)+(b1-b2)*(b1-b2)))
		}
	}
	return nearest
}

// rgb is linear light, each from 0 to 1.
type rgb struct{ r, g, b float64 }

// oklch is a colour of CSS Color 4, chapter 9.
func oklch(l, c, h float64) rgb {
	a, b := c*math.Cos(h*math.Pi/180), c*math.Sin(h*math.Pi/180)
	cube := func(x float64) float64 { return x * x * x }
	x, y, z := cube(l+0.3963377774*a+0.2158037573*b), cube(l-0.1055613458*a-0.0638541728*b), cube(l-0.0894841775*a-1.2914855480*b)
	within := func(v float64) float64 { return min(1, max(0, v)) }
	return rgb{
		within(4.0767416621*x - 3.3077115913*y + 0.2309699292*z),
		within(-1.2684380046*x + 2.6097574011*y - 0.3413193965*z),
		within(-0.0041960863*x - 0.7034186147*y + 1.7076147010*z),
	}
}

// hex reads #rrggbb.
func hex(t *testing.T, text string) rgb {
	t.Helper()
	var r, g, b uint8
	if _, err := fmt.Sscanf(text, "#%02x%02x%02x", &r, &g, &b); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return rgb{linear(r), linear(g), linear(b)}
}

// ratio is the contrast of WCAG 2.
func ratio(a, b rgb) float64 {
	light := func(c rgb) float64 { return 0.2126*c.r + 0.7152*c.g + 0.0722*c.b + 0.05 }
	return max(light(a), light(b)) / min(light(a), light(b))
}

func number(t *testing.T, text string) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
