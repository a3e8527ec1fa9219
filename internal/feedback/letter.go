package feedback

import "github.com/commonshelf/commonshelf/internal/catalog"

// TriedPath is the local address at which the reader of a letter says how something went, without signing in.
func TriedPath(page string, resource catalog.ResourceID) string {
	return page + "/tried/" + string(resource)
}
