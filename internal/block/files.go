package block

// Files lists the stored files that a body holds, by their hashes.
func Files(body Body) []string {
	var out []string
	add := func(hash string) {
		if hash != "" {
			out = append(out, hash)
		}
	}
	switch b := body.(type) {
	case File:
		add(b.Hash)
	case Link:
		add(b.Picture)
	case Video:
		add(b.Hash)
		for _, c := range b.Captions {
			add(c.Hash)
		}
	}
	return out
}
