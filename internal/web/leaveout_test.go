package web_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/privacy"
)

func TestATextIsLookedThroughWhileOneTypes(t *testing.T) {
	s := newShelf(t)
	for said, want := range map[string]string{
		"It helped Maria Lopez 482913": "“Maria Lopez 482913” looks like a student. Leave out students’ names and numbers.",
		"Ask Ana Ruiz, 555-123-4567":   `{"words":""}`,
		"":                             `{"words":""}`,
	} {
		answer := s.post("/leave-out", "rosa", url.Values{"text": {said}})
		wantStatus(t, answer, 200)
		wantText(t, text(t, answer), want)
	}
	wantStatus(t, s.post("/leave-out", "", url.Values{"text": {"Maria Lopez 482913"}}), 401)
}

// What is looked through costs time, so that nobody may ask without end: neither at once nor again and again.
func TestTextsAreLookedThroughWithinBounds(t *testing.T) {
	s := newShelf(t)
	longest := strings.Repeat("地", privacy.LongestLooked)
	wantStatus(t, s.post("/leave-out", "rosa", url.Values{"text": {longest}}), 200)
	wantStatus(t, s.post("/leave-out", "rosa", url.Values{"text": {longest + longest}}), 413)
	for n := 2; n < 300; n++ {
		wantStatus(t, s.post("/leave-out", "rosa", url.Values{"text": {"maps"}}), 200)
	}
	wantStatus(t, s.post("/leave-out", "rosa", url.Values{"text": {"maps"}}), 429)
	wantStatus(t, s.post("/reads-alike", "rosa", url.Values{"text": {"a"}, "again": {"a"}}), 429)
	wantStatus(t, s.post("/leave-out", "tom", url.Values{"text": {"maps"}}), 200)
}
