package notionexport

import (
	"net/url"
	"path"
	"regexp"
	"strings"
)

var (
	idSuffix = regexp.MustCompile(`^(.*?)[ -]?([0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(_all)?$`)
	part     = regexp.MustCompile(`(?i)^(?:export|exportblock)[- ].*\.zip$|part-?\d+\.zip$`)
)

// splitName takes a file or folder name apart: its words, Notion's id without hyphens, its extension.
func splitName(name string) (words, id, ext string) {
	if ext = strings.ToLower(path.Ext(name)); len(ext) > 6 || strings.Contains(ext, " ") {
		ext = "" // a point in the name of a folder
	}
	words = name[:len(name)-len(ext)]
	if m := idSuffix.FindStringSubmatch(words); m != nil {
		words, id = m[1], strings.ReplaceAll(m[2], "-", "")
	}
	return strings.TrimSpace(words), id, ext
}

// readable is a path as a person knows it: without ids, without the extension.
func readable(file string) string {
	parts := strings.Split(file, "/")
	for i, p := range parts {
		words, id, _ := splitName(p)
		switch {
		case i == len(parts)-1 && words != "":
			parts[i] = words
		case id != "" && words != "":
			parts[i] = words
		}
	}
	if len(parts) > 1 && strings.HasPrefix(strings.ToLower(parts[0]), "export") {
		parts = parts[1:]
	}
	return strings.Join(parts, "/")
}

// display is the name of an attached file as its owner wrote it: some exports keep it percent-encoded.
func display(file string) string {
	name := path.Base(file)
	if plain, err := url.PathUnescape(name); err == nil && plain != "" && !strings.ContainsAny(plain, "/\x00") {
		return plain
	}
	return name
}

// noise says whether a file is no one's content: what systems add to archives.
func noise(file string) bool {
	base := path.Base(file)
	return base == ".DS_Store" || base == "Thumbs.db" || strings.HasPrefix(base, "._") || strings.HasPrefix(file, "__MACOSX/")
}
