package search

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/activity"
)

// Lifted is by what other schools multiply a score: those where it worked, and those that adapted it.
func Lifted(worked, adapted int) float32 { return lift{worked, adapted}.lifted() }

// HalfLives is how fast each kind ages.
var HalfLives = halfLives

// ReadLog applies what is committed after a position.
func (s *Service) ReadLog(ctx context.Context, from activity.Position) error {
	return s.applyCommitted(ctx, from)
}

// Spans are the ids at which a build of so many resources is cut, the first and the last beside.
func Spans(resources int) (at []string) {
	at = append(at, "")
	for _, s := range allSpans(resources) {
		if string(s.from) != at[len(at)-1] {
			return nil // there is a gap
		}
		at = append(at, string(s.to))
	}
	return at
}

// CodeTyped and BesideCode are read by the fuzz test.
var (
	CodeTyped  = codeTyped
	BesideCode = besideCode
)

// GradeEnds is gradeEnds, to be fuzzed.
var GradeEnds = gradeEnds
