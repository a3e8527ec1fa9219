package export

import (
	"errors"
	"path"
	"regexp"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/files"
)

// addresses says where in the folder of a district a stored file stands: files/HASH.pdf, the ending by its type so that
// other programs know what to do with it.
type addresses struct {
	types map[string]string // hash -> media type, as stored
	known map[string]string // hash -> path
	order []string          // hashes
}

func newAddresses(types map[string]string) *addresses {
	return &addresses{types: types, known: map[string]string{}}
}

// endings by media type, where the name of the file has none that could be used.
var endings = map[string]string{
	files.PDF: ".pdf", files.JPEG: ".jpg", files.PNG: ".png", files.GIF: ".gif", files.VTT: ".vtt", files.EPUB: ".epub", files.ZIP: ".zip",
	files.DOCX: ".docx", files.XLSX: ".xlsx", files.PPTX: ".pptx", files.CSV: ".csv", files.Text: ".txt",
	"video/mp4": ".mp4", "video/webm": ".webm", "audio/mpeg": ".mp3", "audio/mp4": ".m4a", "image/webp": ".webp",
}

var plainEnding = regexp.MustCompile(`^\.[a-z0-9]{1,5}$`)

// hold notes the stored files of a document.
func (a *addresses) hold(d block.Document) {
	for _, b := range d.Blocks {
		switch b := b.Body.(type) {
		case block.File:
			a.add(b.Hash, b.Name)
		case block.Link:
			a.add(b.Picture, "")
		case block.Video:
			a.add(b.Hash, "")
			for _, c := range b.Captions {
				a.add(c.Hash, "captions.vtt")
			}
		}
	}
}

func (a *addresses) add(hash, name string) {
	if !files.Hash(hash).Valid() || a.known[hash] != "" {
		return
	}
	ending := endings[a.types[hash]]
	if ending == "" {
		ending = strings.ToLower(path.Ext(name))
	}
	if !plainEnding.MatchString(ending) {
		ending = ""
	}
	a.known[hash] = "files/" + hash + ending
	a.order = append(a.order, hash)
}

// path is where the file stands; empty for one that no document holds.
func (a *addresses) path(hash string) string { return a.known[hash] }

// isUnreadable says whether a stored file is lost rather than the export failed.
func isUnreadable(err error) bool { return fault.IsNotFound(err) || errors.Is(err, files.ErrDamaged) }
