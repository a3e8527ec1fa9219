package block

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Document is a whole resource at one moment.
type Document struct {
	About  About   `json:"about"`
	Blocks []Block `json:"blocks"`
}

// Entry is one line of a manifest.
type Entry struct {
	Key  Key
	Hash Hash
}

// Manifest lists a document's parts in order, what it is about first. It is what a version stores.
type Manifest []Entry

// Stored is a body as kept in a store.
type Stored struct {
	Hash Hash
	Kind Kind
	Body []byte
}

// Split gives the manifest of a document and the bodies it names, each once.
func Split(d Document) (Manifest, []Stored, error) {
	parts := append([]Block{{Key: AboutKey, Body: d.About}}, d.Blocks...)
	manifest := make(Manifest, 0, len(parts))
	stored := make([]Stored, 0, len(parts))
	seen := make(map[Hash]bool, len(parts))
	keys := make(map[Key]bool, len(parts))
	for _, b := range parts {
		if b.Key == "" || keys[b.Key] {
			return nil, nil, fmt.Errorf("block key %q is empty or used twice", b.Key)
		}
		keys[b.Key] = true
		hash, data, err := Encode(b.Body)
		if err != nil {
			return nil, nil, err
		}
		manifest = append(manifest, Entry{b.Key, hash})
		if !seen[hash] {
			seen[hash] = true
			stored = append(stored, Stored{hash, b.Body.Kind(), data})
		}
	}
	return manifest, stored, nil
}

// Join puts a document together from a manifest and the bodies it names.
func Join(m Manifest, bodies map[Hash]Stored) (Document, error) {
	var d Document
	for i, e := range m {
		s, ok := bodies[e.Hash]
		if !ok {
			return Document{}, fmt.Errorf("block %s: body %s is missing", e.Key, e.Hash)
		}
		body, err := Decode(s.Kind, s.Body)
		if err != nil {
			return Document{}, err
		}
		about, isAbout := body.(About)
		if isAbout != (e.Key == AboutKey) || isAbout != (i == 0) {
			return Document{}, fmt.Errorf("block %s: %s at place %d", e.Key, s.Kind, i)
		}
		if isAbout {
			d.About = about
			continue
		}
		d.Blocks = append(d.Blocks, Block{Key: e.Key, Body: body})
	}
	return d, nil
}

// String is the manifest's stored form: "key hash" lines.
func (m Manifest) String() string {
	var b strings.Builder
	for i, e := range m {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(string(e.Key))
		b.WriteByte(' ')
		b.WriteString(string(e.Hash))
	}
	return b.String()
}

// ParseManifest reads what Manifest.String wrote.
func ParseManifest(text string) (Manifest, error) {
	var m Manifest
	for line := range strings.SplitSeq(text, "\n") {
		key, hash, ok := strings.Cut(line, " ")
		if !ok || key == "" || hash == "" {
			return nil, fmt.Errorf("manifest line %q", line)
		}
		m = append(m, Entry{Key(key), Hash(hash)})
	}
	return m, nil
}

// Clone is a deep copy.
func (d Document) Clone() (Document, error) {
	data, err := json.Marshal(d)
	if err != nil {
		return Document{}, err
	}
	var out Document
	err = json.Unmarshal(data, &out)
	return out, err
}
