package block

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/commonshelf/commonshelf/internal/id"
)

// Key names a block within its document. It stays with the block through versions and adaptations.
type Key string

// AboutKey is the key of what a document is about, which is stored as a block like the others.
const AboutKey Key = "about"

// NewKey returns a fresh key.
func NewKey(s id.Source) Key { return id.New[Key](s)[:10] }

// Kind is what a block holds.
type Kind string

// The kinds of block.
const (
	KindAbout     Kind = "about"
	KindText      Kind = "text"
	KindLink      Kind = "link"
	KindBook      Kind = "book"
	KindFile      Kind = "file"
	KindVideo     Kind = "video"
	KindSteps     Kind = "steps"
	KindMaterials Kind = "materials"
)

// Kinds lists the kinds that a person may add, in the order in which they are offered.
var Kinds = []Kind{KindText, KindLink, KindBook, KindFile, KindVideo, KindSteps, KindMaterials}

// Body is what a block holds: one of Text, Link, Book, File, Video, Steps, Materials, and About for the document itself.
type Body interface {
	Kind() Kind
}

// Block is one part of a document.
type Block struct {
	Key  Key
	Body Body
}

// Text is prose in Markdown, under a heading of its own if it has one.
type Text struct {
	Heading  string `json:"heading,omitempty"`
	Markdown string `json:"markdown"`
}

// Link is a page elsewhere.
type Link struct {
	URL      string `json:"url"`
	Title    string `json:"title,omitempty"`
	Note     string `json:"note,omitempty"`     // what it is good for, Markdown
	Language string `json:"language,omitempty"` // BCP 47
	Picture  string `json:"picture,omitempty"`  // hash of a stored file
}

// Book is one entry of a book list: a work, and the edition meant where an ISBN says so.
type Book struct {
	ISBN      string   `json:"isbn,omitempty"` // ISBN-13, digits only
	Title     string   `json:"title"`
	Creators  []string `json:"creators,omitempty"`
	Publisher string   `json:"publisher,omitempty"`
	Year      int      `json:"year,omitempty"`
	Format    string   `json:"format,omitempty"` // print, audio, ebook, graphic, largeprint
	Language  string   `json:"language,omitempty"`
	Note      string   `json:"note,omitempty"` // why this one, Markdown
}

// File is a stored file: a PDF, slides, an image, audio.
type File struct {
	Hash      string `json:"hash"` // of its bytes, as package files names them
	Name      string `json:"name"`
	MediaType string `json:"mediaType"`
	Size      int64  `json:"size"`             // bytes
	Width     int    `json:"width,omitempty"`  // pixels, images only
	Height    int    `json:"height,omitempty"` // pixels, images only
	Alt       string `json:"alt,omitempty"`    // what an image shows; required for images
	Note      string `json:"note,omitempty"`
}

// IsImage says whether the file is shown as a picture. Drawings (SVG) are not: they may hold programs, and are only saved.
func (f File) IsImage() bool {
	switch f.MediaType {
	case "image/jpeg", "image/png", "image/gif", "image/webp":
		return true
	}
	return false
}

// Video is a moving picture elsewhere or in a stored file.
type Video struct {
	URL      string    `json:"url,omitempty"`
	Hash     string    `json:"hash,omitempty"` // of a stored file, where there is no URL
	Media    string    `json:"mediaType,omitempty"`
	Title    string    `json:"title"`
	Captions []Caption `json:"captions,omitempty"`
	Seconds  int       `json:"seconds,omitempty"`
	Note     string    `json:"note,omitempty"`
}

// Caption is one caption track: a stored WebVTT file, or captions that the other site shows.
type Caption struct {
	Language string `json:"language"`
	Hash     string `json:"hash,omitempty"` // empty: shown by the site that holds the video
}

// Captioned says whether those who cannot hear can follow.
func (v Video) Captioned() bool { return len(v.Captions) > 0 }

// Steps is what to do, one after the other. Each step is Markdown.
type Steps struct {
	Heading string   `json:"heading,omitempty"`
	Steps   []string `json:"steps"`
}

// Materials is what is needed for a number of students.
type Materials struct {
	Students int        `json:"students,omitempty"` // for how many the amounts are
	Items    []Material `json:"items"`
}

// Material is one line of what is needed.
type Material struct {
	Name      string `json:"name"`
	Amount    string `json:"amount,omitempty"`    // "2 rolls"
	CostCents int    `json:"costCents,omitempty"` // for the whole amount; 0 is nothing to buy
}

// CostPerStudentCents is the whole cost divided by the students, rounded up; 0 when nothing is bought or nobody counted.
func (m Materials) CostPerStudentCents() int {
	total := 0
	for _, item := range m.Items {
		total += item.CostCents
	}
	if m.Students <= 0 {
		return 0
	}
	return (total + m.Students - 1) / m.Students
}

// Kind implements Body.
func (Text) Kind() Kind { return KindText }

// Kind implements Body.
func (Link) Kind() Kind { return KindLink }

// Kind implements Body.
func (Book) Kind() Kind { return KindBook }

// Kind implements Body.
func (File) Kind() Kind { return KindFile }

// Kind implements Body.
func (Video) Kind() Kind { return KindVideo }

// Kind implements Body.
func (Steps) Kind() Kind { return KindSteps }

// Kind implements Body.
func (Materials) Kind() Kind { return KindMaterials }

// Hash names a body by its content: 32 lower-case base-32 characters of SHA-256 over kind and stored form.
type Hash string

// Encode gives the stored form of a body and its hash. Equal bodies have equal forms.
func Encode(b Body) (Hash, []byte, error) {
	data, err := json.Marshal(b)
	if err != nil {
		return "", nil, fmt.Errorf("encode %s block: %w", b.Kind(), err)
	}
	return HashOf(b.Kind(), data), data, nil
}

// HashOf gives the hash of a body's stored form.
func HashOf(kind Kind, data []byte) Hash {
	sum := sha256.New()
	sum.Write([]byte(kind))
	sum.Write([]byte{'\n'})
	sum.Write(data)
	return Hash(id.Base32.EncodeToString(sum.Sum(nil)[:20]))
}

// Decode reads the stored form of a body.
func Decode(kind Kind, data []byte) (Body, error) {
	switch kind {
	case KindAbout:
		return decode[About](data)
	case KindText:
		return decode[Text](data)
	case KindLink:
		return decode[Link](data)
	case KindBook:
		return decode[Book](data)
	case KindFile:
		return decode[File](data)
	case KindVideo:
		return decode[Video](data)
	case KindSteps:
		return decode[Steps](data)
	case KindMaterials:
		return decode[Materials](data)
	}
	return nil, fmt.Errorf("no block kind %q", kind)
}

func decode[T Body](data []byte) (Body, error) {
	var body T
	if err := json.Unmarshal(data, &body); err != nil {
		return nil, fmt.Errorf("decode %s block: %w", body.Kind(), err)
	}
	return body, nil
}

// MarshalJSON writes {"key": ..., "kind": ..., and the fields of the body}.
func (b Block) MarshalJSON() ([]byte, error) {
	body, err := json.Marshal(b.Body)
	if err != nil {
		return nil, err
	}
	head, err := json.Marshal(struct {
		Key  Key  `json:"key,omitempty"`
		Kind Kind `json:"kind"`
	}{b.Key, b.Body.Kind()})
	if err != nil {
		return nil, err
	}
	if string(body) == "{}" {
		return head, nil
	}
	return append(append(head[:len(head)-1], ','), body[1:]...), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (b *Block) UnmarshalJSON(data []byte) error {
	var head struct {
		Key  Key  `json:"key"`
		Kind Kind `json:"kind"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return err
	}
	body, err := Decode(head.Kind, data)
	if err != nil {
		return err
	}
	*b = Block{Key: head.Key, Body: body}
	return nil
}
