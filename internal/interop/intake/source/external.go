package source

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fetch"
	"github.com/commonshelf/commonshelf/internal/fold"
)

// identity is what the item is called in its source.
func (d *draft) identity(table, content string) string {
	switch {
	case d.id != "" && table != "":
		return ownID + Clean(table) + "/" + d.id
	case d.id != "":
		return ownID + d.id
	case len(d.links) > 0:
		return linkIdentity(d.links[0].URL)
	case d.book.ISBN != "":
		return "isbn:" + d.book.ISBN
	}
	return "hash:" + content
}

// ownID begins the external id of an item that has an id in its own list and nowhere else.
const ownID = "id:"

// OwnID says whether the external id means something only in the list that the item is from.
func (i Item) OwnID() bool { return strings.HasPrefix(i.ExternalID, ownID) }

// OtherID is the external id of an item whose own one already stands for another thing, by its title.
func (i Item) OtherID() string { return apart(i.ExternalID, i.Document.About.Title) }

func apart(external, title string) string { return external + "~" + hash(fold.Key(title))[:12] }

// Link is the first address in the item, as all addresses of its page are written; empty where there is none.
func (i Item) Link() string {
	for _, b := range i.Document.Blocks {
		if link, ok := b.Body.(block.Link); ok {
			return strings.TrimPrefix(linkIdentity(link.URL), linkID)
		}
	}
	return ""
}

// linkID begins the external id of an item that is known by its address.
const linkID = "url:"

// linkIdentity is the same for all addresses by which a page is known.
func linkIdentity(link string) string {
	if canonical, err := fetch.Canonical(link); err == nil {
		link = canonical
	}
	return linkID + link
}

// hash is short, and different for different lists of texts.
func hash(texts ...string) string {
	sum := sha256.New()
	for _, t := range texts {
		sum.Write([]byte(itoa(len(t)) + ":" + t))
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}
