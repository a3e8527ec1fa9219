package search

// Lifted is by what other schools multiply a score.
func Lifted(schools int) float32 { return lifted(schools) }
