package web_test

import (
	"net/url"
	"testing"
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
