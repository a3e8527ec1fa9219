package ui

// Weave chooses one of the eight weaves of cloth by the title, so that a book looks the same wherever it stands.
func Weave(title string) string {
	const weaves = "12345678"
	hash := uint32(2166136261) // FNV-1a
	for i := range len(title) {
		hash = (hash ^ uint32(title[i])) * 16777619
	}
	hash ^= hash >> 15 // the low bits of FNV alone favour some weaves
	at := hash % uint32(len(weaves))
	return weaves[at : at+1]
}
