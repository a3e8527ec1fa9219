package files

import (
	"path"
	"strings"
)

// claims are the types that the ending of a name promises, by their beginnings. Endings that promise nothing sure are left out.
var claims = map[string][]string{
	".pdf": {PDF}, ".epub": {EPUB},
	".jpg": {"image/"}, ".jpeg": {"image/"}, ".png": {"image/"}, ".gif": {"image/"}, ".webp": {"image/"}, ".heic": {"image/"},
	".docx": {DOCX, ZIP, OLE}, ".pptx": {PPTX, ZIP, OLE}, ".xlsx": {XLSX, ZIP, OLE}, ".odt": {ODT, ZIP}, ".odp": {ODP, ZIP}, ".ods": {ODS, ZIP},
	".mp4": {"video/", "audio/"}, ".m4v": {"video/"}, ".mov": {"video/"}, ".webm": {"video/", "audio/"},
}

// misnamed is the message about a file that is not what its name says, or that nobody should open; empty when all is well. A file
// without a name is a file without a claim.
func misnamed(name, mediaType string) string {
	if name == "" {
		return ""
	}
	if mediaType == Program {
		return "files.program"
	}
	promised, known := claims[strings.ToLower(path.Ext(name))]
	if !known {
		return ""
	}
	for _, p := range promised {
		if strings.HasPrefix(mediaType, p) {
			return ""
		}
	}
	return "files.misnamed"
}
