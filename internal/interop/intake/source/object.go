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
	inner []member // every key inside its value with its path, at any depth
}

var errNoObject = errors.New("not a JSON object")

// deepest is how far objects and lists inside each other are taken apart; what lies deeper stays JSON.
const deepest = 20

// parseObject reads one line.
func parseObject(text string) (object, error) {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	n, err := parseNode(dec, 0)
	if err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("more than one value on the line: %w", errNoObject)
	}
	if n.kind != nodeObject {
		return nil, errNoObject
	}
	f := flattener{at: map[string]int{}}
	f.flatten("", n)
	return f.out, nil
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
		var raw json.RawMessage
		err := dec.Decode(&raw)
		return node{text: string(raw)}, err
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
			f.put(member{name: path, value: inside.value(), inner: inside.paths(path)})
		case nodeText:
			f.put(member{name: path, value: value{text: inside.text}, inner: []member{{name: path, value: value{text: inside.text}}}})
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
	first.inner = append(first.inner, m.inner...)
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

// paths lists every text inside a list, under the path of keys that leads to it.
func (n node) paths(path string) []member {
	var out []member
	for i, inside := range n.list {
		at := path
		if n.kind == nodeObject {
			at += "." + n.names[i]
		}
		if inside.kind == nodeText {
			out = append(out, member{name: at, value: value{text: inside.text}})
		} else {
			out = append(out, inside.paths(at)...)
		}
	}
	return out
}
