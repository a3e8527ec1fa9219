package server_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// The demonstration's people have chosen no language: the browser decides, before and after coming in.
func TestTheBrowserChoosesTheLanguageOfTheDemonstration(t *testing.T) {
	w := newWalk(t)
	for _, who := range []string{"coordinator", "oak", "elm", "pine", "ash", "bay", "fir", "teacher"} {
		for asked, want := range map[string]string{"es-MX,es;q=0.9": `<html lang="es"`, "en-US": `<html lang="en"`} {
			r := httptest.NewRequest(http.MethodGet, "http://localhost:8080/", nil)
			r.Header.Set("Accept-Language", asked)
			if body := w.serve(who, r).Body.String(); !strings.Contains(body, want) {
				t.Errorf("%s with a browser in %s reads no page in it", who, asked)
			}
		}
	}
}
