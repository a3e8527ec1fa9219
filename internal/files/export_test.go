package files

// Shown says whether a browser shows files of the type by itself, within a page or alone.
func Shown(mediaType string) bool { return shown[mediaType] }
