package web_test

import (
	"net/url"
	"testing"
)

func TestTwoTextsAreCompared(t *testing.T) {
	s := newShelf(t)
	for again, want := range map[string]string{"a _b_": `{"alike":true}`, "a b": `{"alike":false}`} {
		answer := s.post("/reads-alike", "rosa", url.Values{"text": {"a *b*"}, "again": {again}})
		wantStatus(t, answer, 200)
		wantText(t, text(t, answer), want)
	}
	wantStatus(t, s.post("/reads-alike", "", url.Values{"text": {"a"}, "again": {"a"}}), 401)
}
