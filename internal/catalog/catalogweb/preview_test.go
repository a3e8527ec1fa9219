package catalogweb_test

import (
	"net/http"
	"testing"
)

// What was typed is shown as it would be read, marks of Markdown and all, before anybody else sees it.
func TestADraftIsReadBeforeItIsShared(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).begin("Two colors of paper\nYellow for the source.")
	p = p.press("add", "text")
	field := "b." + p.keys()[0] + ".text"
	p = p.press("do", "preview", field, "Put **both** on the table.\n\n- yellow\n- blue\n").is(http.StatusOK).
		wants("heading", "Two colors of paper").says("Yellow for the source.", "Put both on the table.", "yellow", "blue").saysNot("**")
	p.wants("link", "Go on writing")
	s.as(joan).get(p.path).is(http.StatusNotFound)
}
