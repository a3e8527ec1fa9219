package browsertest

// Broken lists the rules a page breaks.
func Broken(p *Page) []string {
	var out []string
	for _, f := range p.axe() {
		out = append(out, f.ID)
	}
	return out
}

// What Inspect asks the page.
const (
	Overflow = overflow
	Undrawn  = undrawn
	Unsaid   = unsaid
)
