package source

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/commonshelf/commonshelf/internal/fold"
)

// object is a JSON object as a row: its keys in order, those of objects inside joined by points.
type object []member

// member is one key of an object.
type member struct {
	name  string
	value value
}

var errNoObject = errors.New("not a JSON object")

// errTooDeep is the error of objects and lists inside each other further than anybody looks.
var errTooDeep = errors.New("objects inside each other too deep")

// deepest is how far objects and lists inside each other are taken apart.
const deepest = 20

// parseObject reads one line.
func parseObject(text string) (object, node, error) {
	n, err := parseJSON(text)
	if err != nil {
		return nil, node{}, err
	}
	if n.kind != nodeObject {
		return nil, node{}, errNoObject
	}
	f := flattener{at: map[string]int{}}
	f.flatten("", n)
	return f.out, n, nil
}

// parseJSON reads a text that is one JSON value.
func parseJSON(text string) (node, error) {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	n, err := parseNode(dec, 0)
	if err != nil {
		return node{}, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return node{}, fmt.Errorf("more than one value on the line: %w", errNoObject)
	}
	return n, nil
}

type nodeKind int

const (
	nodeText nodeKind = iota
	nodeList
	nodeObject
)

// node is a JSON value with the keys of its objects in order.
type node struct {
	kind  nodeKind
	text  string
	list  []node   // of a list, and the values of an object
	names []string // of an object
}

func parseNode(dec *json.Decoder, depth int) (node, error) {
	if depth > deepest {
		return node{}, errTooDeep
	}
	token, err := dec.Token()
	if err != nil {
		return node{}, err
	}
	switch t := token.(type) {
	case json.Delim:
		return parseInside(dec, t, depth)
	case string:
		return node{text: t}, nil
	case nil:
		return node{}, nil
	default: // a number or a truth value
		return node{text: fmt.Sprint(t)}, nil
	}
}

// parseInside reads a list or an object after its first bracket.
func parseInside(dec *json.Decoder, bracket json.Delim, depth int) (node, error) {
	n := node{kind: nodeList}
	if bracket == '{' {
		n.kind = nodeObject
	}
	for dec.More() {
		if n.kind == nodeObject {
			name, err := dec.Token()
			if err != nil {
				return node{}, err
			}
			n.names = append(n.names, fmt.Sprint(name))
		}
		inside, err := parseNode(dec, depth+1)
		if err != nil {
			return node{}, err
		}
		n.list = append(n.list, inside)
	}
	_, err := dec.Token()
	return n, err
}

// flattener makes a row of an object.
type flattener struct {
	out object
	at  map[string]int // where a folded key stands
}

// flatten adds the members of an object; objects inside become members of their own, lists become values.
func (f *flattener) flatten(prefix string, n node) {
	for i, name := range n.names {
		path := prefix + name
		switch inside := n.list[i]; inside.kind {
		case nodeObject:
			f.flatten(path+".", inside)
		case nodeList:
			f.put(member{name: path, value: inside.value()})
		case nodeText:
			f.put(member{name: path, value: value{text: inside.text}})
		}
	}
}

// put adds a member. A key that comes twice, also in other letters, adds to the first.
func (f *flattener) put(m member) {
	key := fold.Key(m.name)
	i, taken := f.at[key]
	if !taken {
		f.at[key] = len(f.out)
		f.out = append(f.out, m)
		return
	}
	first := &f.out[i]
	first.value = value{list: append(first.value.each(), m.value.each()...)}
}

// each is the value as a list, however it came.
func (v value) each() []string {
	if len(v.list) > 0 || v.text == "" {
		return v.list
	}
	return []string{v.text}
}

// value is a list as a cell: a text for each entry.
func (n node) value() value {
	var out value
	for _, inside := range n.list {
		if text := inside.line(); text != "" {
			out.list = append(out.list, text)
		}
	}
	return out
}

// line is a JSON value as one line for people: of an object its name first, then the rest in brackets.
func (n node) line() string {
	switch n.kind {
	case nodeText:
		return n.text
	case nodeList:
		return strings.Join(n.value().list, ", ")
	}
	var rest []string
	name := ""
	for i, key := range n.names {
		text := n.list[i].line()
		switch {
		case text == "":
		case name == "" && (key == "title" || key == "name" || key == "label" || key == "nombre" || key == "titulo"):
			name = text
		default:
			rest = append(rest, key+": "+text)
		}
	}
	switch {
	case name == "":
		return strings.Join(rest, ", ")
	case len(rest) == 0:
		return name
	}
	return name + " (" + strings.Join(rest, ", ") + ")"
}

// said is a text inside a value, and the last two keys of the way to it, which say what it is.
type said struct {
	under [2]string
	text  string
}

// texts hands on every text inside a value, also inside JSON that stands in a text; a key is a text of the key above it. It
// says errTooDeep where that has no end.
func (n node) texts(under [2]string, depth int, yield func(said)) error {
	if depth > deepest {
		return errTooDeep
	}
	if n.kind == nodeText {
		inside, err := jsonIn(n.text)
		switch {
		case err != nil:
			return err
		case inside.kind != nodeText:
			return inside.texts(under, depth+1, yield)
		}
		yield(said{under, n.text})
		return nil
	}
	for i, inside := range n.list {
		at := under
		if n.kind == nodeObject {
			if under != ([2]string{}) {
				yield(said{under, n.names[i]})
			}
			at = [2]string{under[1], n.names[i]}
		}
		if err := inside.texts(at, depth+1, yield); err != nil {
			return err
		}
	}
	return nil
}

// jsonIn is the object or list that a text holds; a zero node where it holds none.
func jsonIn(text string) (node, error) {
	if text = strings.TrimSpace(text); !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") {
		return node{}, nil
	}
	n, err := parseJSON(text)
	if errors.Is(err, errTooDeep) {
		return node{}, err
	}
	if err != nil {
		return node{}, nil
	}
	return n, nil
}
