package files

import (
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxNameLength = 150 // bytes

// extensions are the endings that fit pictures, which may have changed their type when they were cleaned.
var extensions = map[string][]string{JPEG: {".jpg", ".jpeg"}, PNG: {".png"}, GIF: {".gif"}}

// FileName makes a name, as a person or another system gave it, fit for a download: no folders, nothing invisible, not
// too long, and for pictures the ending of what they are now. A name without anything left is "file".
func FileName(name, mediaType string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(c rune) rune {
		switch {
		case unicode.Is(unicode.Zl, c), unicode.Is(unicode.Zp, c), unicode.IsSpace(c):
			return ' '
		case unicode.IsControl(c), unicode.Is(unicode.Cf, c), c == utf8.RuneError:
			return -1
		case strings.ContainsRune(`<>:"|?*`, c):
			return '_'
		}
		return c
	}, name)
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	extension := path.Ext(name)
	stem := strings.TrimSuffix(name, extension)
	if fitting := extensions[mediaType]; fitting != nil && !slices.Contains(fitting, strings.ToLower(extension)) {
		extension = fitting[0]
	}
	if len(extension) > 16 { // a sentence, not an ending
		stem, extension = stem+extension, ""
	}
	stem = clipBytes(stem, maxNameLength-len(extension))
	if stem == "" {
		stem = "file"
	}
	return stem + extension
}

func clipBytes(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return strings.TrimRight(text[:limit], ". ")
}

// disposition is the header of RFC 6266, with the name in ASCII for old readers and in full for the others.
func disposition(inline bool, name string) string {
	how := "attachment"
	if inline {
		how = "inline"
	}
	plain := strings.Map(func(c rune) rune {
		if c < ' ' || c > '~' || c == '"' || c == '\\' || c == '%' {
			return '_'
		}
		return c
	}, name)
	if plain == name {
		return how + `; filename="` + plain + `"`
	}
	return how + `; filename="` + plain + `"; filename*=UTF-8''` + extendedValue(name)
}

// extendedValue encodes for RFC 8187, which leaves fewer characters as they are than a URL does.
func extendedValue(name string) string {
	return strings.NewReplacer("+", "%20", "*", "%2A", "(", "%28", ")", "%29", "'", "%27").Replace(url.QueryEscape(name))
}
