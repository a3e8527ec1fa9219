package prose

import (
	"bytes"
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// What a text may ask of the renderer. A text beyond these is shown as it was typed: the time and the size of a page are not
// for whoever writes on it to choose. Each bound is far above what people write.
const (
	nestingLimit = 20        // quotations and lists inside one another
	indentLimit  = 40        // the same, counting two columns of indentation as one
	columnsLimit = 40        // of a table
	cellsLimit   = 3000      // of all tables of a text: a row may leave its cells out, and the page has them all the same
	stepsLimit   = 4_000_000 // looking for the ends of links
	pairsLimit   = 8_000_000 // of marks for emphasis compared with one another

	growth = 10       // bytes of a page for each of the text
	room   = 64 << 10 // and for any text
)

// affordable says whether a text can be parsed in a time that grows with its length alone.
func affordable(markdown string) bool {
	steps, pairs, marks := 0, 0, 0
	for rest := markdown; rest != ""; {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		if nested(line) {
			return false
		}
		if strings.TrimSpace(line) == "" {
			marks = 0
			continue
		}
		before := marks
		marks += emphasis(line)
		pairs += (marks*marks - before*before) / 2
		steps += linkSteps(line, rest, stepsLimit-steps)
		if pairs > pairsLimit || steps >= stepsLimit {
			return false
		}
	}
	return true
}

// nested says whether a line opens, or stands in, more than may be inside one another.
func nested(line string) bool {
	columns, depth := 0, 0
	for line != "" && depth <= nestingLimit {
		switch c := line[0]; {
		case c == ' ':
			columns, line = columns+1, line[1:]
		case c == '\t':
			columns, line = columns+4, line[1:]
		case c == '>':
			depth, line = depth+1, line[1:]
		case isRule(line):
			return false
		default:
			n := markerLength(line)
			if n == 0 {
				return depth > 0 && columns/2+depth > indentLimit
			}
			depth, line = depth+1, line[n:]
		}
	}
	return depth > nestingLimit || depth > 0 && columns/2+depth > indentLimit
}

// isRule says whether the rest of a line is a rule: "- - -".
func isRule(line string) bool {
	return (line[0] == '-' || line[0] == '*' || line[0] == '_') && strings.Trim(line, line[:1]+" \t\r") == ""
}

// markerLength is the length of the mark of a list item at the beginning of a line; 0 where there is none.
func markerLength(line string) int {
	n := 0
	for n < len(line) && n < 10 && '0' <= line[n] && line[n] <= '9' {
		n++
	}
	if n == len(line) {
		return 0
	}
	if mark := line[n]; n == 0 && mark != '-' && mark != '+' && mark != '*' || n > 0 && mark != '.' && mark != ')' {
		return 0
	}
	if n++; n < len(line) && line[n] != ' ' && line[n] != '\t' && line[n] != '\r' {
		return 0
	}
	return n
}

// emphasis counts the marks that may begin or end an emphasis; inside a word, as in many an address, a low line does neither.
func emphasis(line string) int {
	marks := 0
	for i := 0; i < len(line); {
		c := line[i]
		if c != '*' && c != '_' && c != '~' {
			i++
			continue
		}
		end := i
		for end < len(line) && line[end] == c {
			end++
		}
		if c != '_' || i == 0 || end == len(line) || !inWord(line[i-1]) || !inWord(line[end]) {
			marks++
		}
		i = end
	}
	return marks
}

func inWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c >= 0x80
}

// linkSteps is how far the ends of the links that begin in a line are away, together; at most so many.
func linkSteps(line, rest string, most int) int {
	steps := 0
	for at := strings.Index(line, "]("); at >= 0 && steps < most; at = strings.Index(line, "](") {
		line = line[at+2:]
		steps += toEnd(line, rest, most-steps)
	}
	return steps
}

// toEnd is how far away the bracket is that closes a link, at most to the end of the paragraph.
func toEnd(line, rest string, most int) int {
	steps, open := 0, 1
	for _, text := range []string{line, rest} {
		for i := 0; i < len(text); i++ {
			if steps++; steps >= most {
				return steps
			}
			switch text[i] {
			case '(':
				open++
			case ')':
				if open--; open == 0 {
					return steps
				}
			case '\n':
				if i+1 < len(text) && text[i+1] == '\n' {
					return steps
				}
			}
		}
	}
	return steps
}

// asTyped shows a text as it was typed.
func asTyped(markdown string) string {
	var out strings.Builder
	for paragraph := range strings.SplitSeq(strings.ReplaceAll(markdown, "\r\n", "\n"), "\n\n") {
		if paragraph = strings.Trim(paragraph, "\n"); strings.TrimSpace(paragraph) == "" {
			continue
		}
		out.WriteString("<p>")
		out.WriteString(strings.ReplaceAll(html.EscapeString(strings.ToValidUTF8(paragraph, "\uFFFD")), "\n", "<br>\n"))
		out.WriteString("</p>\n")
	}
	return out.String()
}

// tooLarge says in a parser's context that the tables of the text have more cells than a text may have.
var tooLarge = parser.NewContextKey()

// cellsUsed counts in a parser's context the cells of tables so far.
var cellsUsed = parser.NewContextKey()

// smallTables looks at each paragraph before it may become a table. A table that is too large becomes none, and the text is
// shown as it was typed.
type smallTables struct{}

// Transform implements parser.ParagraphTransformer.
func (smallTables) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	for i := 1; i < lines.Len(); i++ {
		line := lines.At(i)
		columns := columnsOf(line.Value(reader.Source()))
		if columns == 0 {
			continue
		}
		used, _ := pc.Get(cellsUsed).(int)
		used += columns * (lines.Len() - i)
		pc.Set(cellsUsed, used)
		if columns > columnsLimit || used > cellsLimit {
			pc.Set(tooLarge, true)
			node.Parent().RemoveChild(node.Parent(), node)
		}
		return
	}
}

// columnsOf is the number of columns of a table under whose headings the line stands; 0: it is no such line.
func columnsOf(line []byte) int {
	line = bytes.TrimSpace(line)
	if len(bytes.Trim(line, "|-: \t")) > 0 || !bytes.ContainsRune(line, '-') {
		return 0
	}
	return bytes.Count(bytes.Trim(line, "| \t"), []byte("|")) + 1
}

// deep says whether blocks of a document stand inside one another further than they may.
func deep(doc ast.Node) bool {
	depth, found := 0, false
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n.Kind() {
		case ast.KindBlockquote, ast.KindList:
			if !entering {
				depth--
			} else if depth++; depth > nestingLimit {
				found = true
				return ast.WalkStop, nil
			}
		}
		return ast.WalkContinue, nil
	})
	return found
}
