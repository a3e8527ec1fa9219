package intakeweb_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/people"
)

const tools = "ID,Title,Link,Why\n" +
	"1,Kiwix,https://kiwix.org/,An encyclopedia without a network\n" +
	"2,Star charts,https://stellarium-web.org/,What is up tonight\n" +
	"3,,,\n"

// Somebody brings in a list: sees what would come of it, brings it in, reads what became of it, undoes it and brings it back.
func TestAListComesInAndGoesAndComesBack(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		v := s.as(rosa)
		p := v.upload("tools 2026-11-23.csv", tools).is(http.StatusOK)
		p.says("2 things would be new on the shelf.", "It is taken for the list “tools”.", "1 row cannot be read", "Kiwix", "row 2")
		preview := p.path
		p = p.press("Share 2 things").is(http.StatusOK).says("It begins.", "You can leave this page")
		p.lacks("link", "Download the report").lacks("button", "Go on")
		s.work()
		p = v.get(preview).says("Done: 2 new things on the shelf.", "1 row could not be read.", "Kiwix").lacks("button", "Go on")
		report, err := csv.NewReader(strings.NewReader(v.get(preview + "/report.csv").is(http.StatusOK).body)).ReadAll()
		if err != nil || len(report) != 4 || report[1][2] != "Kiwix" || report[3][1] != "Not read" {
			t.Errorf("the report is %q, %v", report, err)
		}

		p.follow("Undo this import").says("2 things are taken out of the catalog again.").press("Undo it").is(http.StatusOK).says("Undoing begins.")
		s.work()
		p = v.get(preview).says("This import was undone.", "Taken out again", "Had come in: 2").saysNot("New: 2").lacks("link", "Undo this import")
		if text := v.get(preview + "/report.csv").body; strings.Count(text, "Taken out again") != 2 {
			t.Errorf("the report says %q", text)
		}
		p.press("Bring it all back").is(http.StatusOK).says("Bringing it back: 2 things are still to come.")
		s.work()
		v.get(preview).says("Done: 2 new things on the shelf.")

		p = v.upload("Copy of tools.csv", tools).is(http.StatusOK).says("Nothing in it would be new on the shelf.", "It is there already.").lacks("button", "Share 0 things")
		p.press("Not now").says("Nothing was shared.", "tools 2026-11-23.csv", "2 things,").saysNot("Copy of tools.csv")
	})
}

// Bringing in a list is a step of setting up: from every page of it one goes on with that.
func TestWhoeverSetsUpTheShelfGoesOnWithThat(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		const back = "Go on setting up"
		v := s.as(joan)
		v.get("/bring").is(http.StatusOK).lacks("link", back)
		s.must(s.db.Do(t.Context(), func(tx *db.DB) error {
			_, err := tx.Exec(t.Context(), `UPDATE district SET setup = $2 WHERE id = $1`, maple, people.StepShelf)
			return err
		}))
		v.get("/bring").says(back)
		s.as(rosa).get("/bring").lacks("link", back)
		p := v.upload("tools.csv", tools).is(http.StatusOK)
		p.press("Share 2 things").is(http.StatusOK)
		s.work()
		v.get(p.path).says("Done: 2 new things on the shelf.", back)
	})
}

// Every form of an import is sent twice, as by a double tap: nothing comes twice, and nobody meets an error.
func TestAFormThatIsSentTwiceDoesItOnce(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		v := s.as(rosa)
		p := v.upload("tools.csv", tools).is(http.StatusOK)
		if again := v.upload("tools.csv", tools).is(http.StatusOK); again.path != p.path {
			t.Errorf("one file makes two previews, %s and %s", p.path, again.path)
		}
		twice := func(act, begins, ends string) {
			t.Helper()
			for range 2 {
				if got := v.post(p.path+act, nil).is(http.StatusOK).says(begins); got.path != p.path {
					t.Errorf("%s leads to %s", act, got.path)
				}
			}
			s.work()
			v.post(p.path+act, nil).is(http.StatusOK).says(ends)
		}
		twice("/go", "It begins.", "Done: 2 new things on the shelf.")
		twice("/undo", "Undoing begins.", "This import was undone.")
		twice("/redo", "Bringing it back", "Done: 2 new things on the shelf.")
		v.get("/bring").says("2 things,").saysNot("rows looked at")
	})
}

// Two lists that have one name: the preview says what each number stood for.
func TestThePreviewSaysWhatANumberStoodFor(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		v := s.as(rosa)
		v.upload("export.csv", tools).press("Share 2 things")
		s.work()
		v.upload("export.csv", "ID,Title,Link\n1,Reading a map,https://www.loc.gov/maps/\n").
			says("1 thing would be new", "its number stood for “Kiwix”. This is something else, so it is new.")
	})
}

func TestAWrongFileIsRefusedInWords(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		v := s.as(rosa)
		v.upload("class.csv", "Student ID,Title\n4711,Whales\n").is(http.StatusUnprocessableEntity).says("Student ID", "we keep none, ever")
		for name, c := range map[string]struct{ text, says string }{
			"scan.pdf": {"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "This file is a PDF, not a list."}, "poster.png": {"\x89PNG\r\n\x1a\n", "This file is a picture, not a list."},
			"plan.docx": {"PK\x03\x04 [Content_Types].xml PK\x03\x04 word/document.xml", "This file is a text document, not a list."},
		} {
			if to := attr(v.upload(name, c.text).is(http.StatusUnprocessableEntity).says(c.says).find("link", "Share this one file"), "href"); to != "/share" {
				t.Errorf("%s leads to %q", name, to)
			}
		}
		v.upload("tools.csv", "").is(http.StatusUnprocessableEntity).says("This file is empty. Check it and choose it again.")
		v.upload("spaces.csv", " \n\n").is(http.StatusUnprocessableEntity).says("This file is empty.")
		v.upload("blob.bin", "\x00\x01\x02\x03").is(http.StatusUnprocessableEntity).says("We cannot tell what kind of file this is.").lacks("link", "Share this one file")
		p := v.get("/bring")
		p.saysNot("Brought in before")
		v.do(http.MethodPost, "/bring", "multipart/form-data; boundary=x", strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"school\"\r\n\r\nelm\r\n--x--\r\n")).
			is(http.StatusUnprocessableEntity).says("Paste some links or choose a file first.")
		v.do(http.MethodPost, "/bring", "multipart/form-data; boundary=x", strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"school\"\r\n\r\npine\r\n"+
			"--x\r\nContent-Disposition: form-data; name=\"pasted\"\r\n\r\nhttps://example.org\r\n--x--\r\n")).is(http.StatusForbidden)
	})
}

// What is pasted without a link in it is said beside the box and stays there; lists that were pasted can be told apart.
func TestPastedTexts(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		v := s.as(rosa)
		p := v.paste("My best lesson.\nNo link at all.").is(http.StatusUnprocessableEntity).says("We found no link in this.")
		if got := textOf(p.byID("pasted")); got != "My best lesson. No link at all." {
			t.Errorf("kept is %q", got)
		}
		if box := p.byID("pasted"); attr(box, "aria-invalid") != "true" || !strings.Contains(attr(box, "aria-describedby"), "pasted-wrong") {
			t.Error("it is not said beside the box")
		}
		v.get("/bring").saysNot("Looked at, and not shared yet")
		v.paste("Padlet: https://padlet.com/\nhttps://kiwix.org").is(http.StatusOK).says("2 things would be new")
		v.paste("https://www.loc.gov/maps/").is(http.StatusOK).says("1 thing would be new")
		v.paste("Title\tWhy\nWhales\tThey sing\n").is(http.StatusOK).says("1 thing would be new", "Whales", "It names no grades and gets those of its school.")
		v.get("/bring").says("Pasted links: Padlet …", "Pasted links: loc.gov/maps …", "Pasted table", "2 rows, chosen", "1 row, chosen")
	})
}

// The preview and the report name the topics that the district does not have, with their rows; which of them become topics is for
// a coordinator, whom anybody may ask.
func TestMissingTopicsAreNamed(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		v := s.as(rosa)
		p := v.upload("zines.csv", "Title,Link,Topics,Grades\nFold one,https://example.org/1,\"Zines, Makers\",3-5\nFold two,https://example.org/2,makers,\n,,,K-2\n")
		p.says("2 topics are not among the district’s.", "Makers (2 rows)", "Zines (1 row)", "coordinators can add them", "Grades 3–5", "Grades K–5, as at Elm",
			"1 of them names no grades and gets those of its school.", "waits for a sentence why", "None of them says why a colleague would want it.", "K-2", "row 4")
		p.press("Share 2 things")
		s.work()
		at := p.path
		p = v.get(at).says("2 topics are not among the district’s.", "Makers (2 rows)", "It waits for a sentence on why")
		p.press("Suggest these").says("Tick the topics that you want to suggest first.")
		p.press("Suggest these", "topic", "Makers").says("Suggested. A coordinator decides.", "Makers (2 rows)").lacks("field", "Makers")
		s.as(mai).post(at+"/topics", nil).is(http.StatusNotFound)
	})
}

// What a column means is corrected and remembered for the same list, and for no other.
func TestColumnsAreCorrected(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		v := s.as(rosa)
		odd := "Whatsit,Blurb\nThey sing,Whales\n"
		p := v.upload("odd.csv", odd).is(http.StatusOK)
		form := p.form(p.path + "/columns")
		if form.Get("c0-0") != "title" {
			t.Fatalf("guessed %v", form)
		}
		form.Set("c0-0", "why")
		form.Set("c0-1", "title")
		v.post(p.path+"/columns", form).is(http.StatusOK).says("The columns are understood your way now.")
		for name, title := range map[string]string{"odd (2).csv": "c0-1", "another.csv": "c0-0"} {
			p := v.upload(name, odd)
			if got := p.form(p.path + "/columns").Get(title); got != "title" {
				t.Errorf("%s: the title is taken from elsewhere than %s", name, title)
			}
		}
	})
}

// All rows can be reached, without scripts, and those with one outcome by themselves.
func TestRowsArePagedThrough(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		v := s.as(rosa)
		var text strings.Builder
		text.WriteString("ID,Title,Link\n")
		for n := range 120 {
			fmt.Fprintf(&text, "%d,Thing number %03d,https://example.org/%d\n", n, n, n)
		}
		text.WriteString("a,,\nb,,\n")
		first := v.upload("many.csv", text.String()).is(http.StatusOK)
		walk := func() {
			t.Helper()
			p := v.get(first.path).says("Thing number 000", "Thing number 049").saysNot("Thing number 050")
			p = p.follow("Next").says("Thing number 050", "Thing number 099").saysNot("Thing number 049")
			p = p.follow("Next").says("Thing number 119", "row 123").saysNot("Thing number 099").lacks("link", "Next")
			p = p.follow("Not read: 2").says("row 122", "row 123").saysNot("Thing number 001")
			p = p.follow("New: 120").says("Thing number 000").saysNot("row 123")
			p.follow("Next").follow("Next").says("Thing number 119").saysNot("row 123").lacks("link", "Next")
			p.follow("All: 122").says("Thing number 000")
		}
		walk()
		v.get(first.path+"?page=99999999999&outcome=nonsense").says("row 123").saysNot("Thing number 099").lacks("link", "Next")
		first.press("Share 120 things")
		s.work()
		walk()
		v.get(first.path+"?page=-1&outcome=failed").says("row 122").lacks("link", "Next")
		v.get(first.path+"?page=4").says("row 123").lacks("link", "Next")
	})
}

// An import that stopped says why, and a colleague goes on with it.
func TestAnImportThatStoppedGoesOn(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		v := s.as(rosa)
		at := v.upload("tools.csv", tools).press("Share 2 things").path
		s.exec(`UPDATE person SET state = 'left' WHERE id = 'rosa'`)
		if err := s.jobs.Drain(t.Context()); err == nil {
			t.Fatal("the job found who had left")
		}
		s.exec(`UPDATE person SET state = 'active' WHERE id = 'rosa'`)
		v.get("/bring").says("Broken off")
		v.get(at).says("This import stopped before the end.", "Whoever brought it in no longer works here.").press("Go on").is(http.StatusOK).says("It begins.")
		s.work()
		v.get(at).says("Done: 2 new things on the shelf.")
	})
}

// Nothing was heard of a work for long: it can be set going again, whichever way it went.
func TestAWorkThatIsNotHeardOfIsSetGoing(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		v := s.as(rosa)
		p := v.upload("tools.csv", tools).press("Share 2 things")
		at := p.path
		lost := func(then string) {
			t.Helper()
			s.exec(`DELETE FROM river_job`)
			v.get(at).lacks("button", "Go on")
			s.clock.Advance(time.Hour)
			v.get(at).says("Nothing has happened for a while.").press("Go on").is(http.StatusOK)
			s.work()
			p = v.get(at).says(then)
		}
		lost("Done: 2 new things on the shelf.")
		p.follow("Undo this import").press("Undo it")
		lost("This import was undone.")
		p.press("Bring it all back")
		lost("Done: 2 new things on the shelf.")
	})
}

// What somebody worked with stays unless it is chosen, and what stayed is named.
func TestUndoNamesWhatStays(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		v := s.as(rosa)
		at := v.upload("tools.csv", tools).press("Share 2 things").path
		s.work()
		var kiwix string
		s.must(s.db.QueryRow(t.Context(), `SELECT resource FROM import_row WHERE title = 'Kiwix'`).Scan(&kiwix))
		s.exec(`INSERT INTO note (id, district, resource, person, school, text, at, removed_at) VALUES ('n', $1, $2, 'mai', 'pine', 'Good', 0, NULL)`, maple, kiwix)
		v.get(at).follow("Undo this import").says("Somebody has worked with 1 of them since", "Kiwix", "1 thing is taken out").press("Undo it")
		s.work()
		p := v.get(at).says("This import was undone.", "This stayed as it was", "Somebody has worked with it since.")
		p.press("Bring it all back")
		s.work()
		v.get(at).saysNot("This stayed as it was").follow("Undo this import").press("Undo it", "also", kiwix)
		s.work()
		v.get(at).says("This import was undone.").saysNot("This stayed as it was")
	})
}

func TestAnImportIsItsSchoolsAlone(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		at := s.as(rosa).upload("tools.csv", tools).path
		for _, path := range []string{at, at + "/undo", at + "/report.csv"} {
			s.as(mai).get(path).is(http.StatusNotFound)
			s.as(tom).get(path).is(http.StatusForbidden)
		}
		for _, path := range []string{"/go", "/discard", "/columns", "/undo", "/redo"} {
			s.as(mai).post(at+path, nil).is(http.StatusNotFound)
		}
		s.as(rosa).get(at).says("2 things would be new")
	})
}

func TestBringingInSpeaksSpanish(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		v := s.as(rosa)
		v.locale = "es"
		p := v.upload("herramientas (1).csv", tools).is(http.StatusOK).says("Se toma por la lista «herramientas».", "Habría 2 recursos nuevos")
		at := p.path
		p.press("Compartir 2 recursos").says("Empieza.")
		s.work()
		v.get(at).says("Listo: 2 recursos nuevos en el estante.").follow("Deshacer esta importación").press("Deshacer").says("Empieza a deshacerse.")
		s.work()
		v.get(at).says("Esta importación se deshizo.").press("Recuperarlo todo").says("Recuperando: faltan 2 recursos.")
	})
}

// Single rows are left out and reported so; ticking none and all work without scripts too.
func TestRowsAreUnticked(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		v := s.as(rosa)
		p := v.upload("tools.csv", tools).is(http.StatusOK)
		at := p.path
		p = p.press("Tick none").is(http.StatusOK).says("Your ticks are kept.", "Nothing is ticked, so nothing would be shared.", "2 rows are left out, as you chose.").lacks("button", "Share 2 things")
		p = p.press("Tick all").is(http.StatusOK).says("2 things would be new on the shelf.")
		sum := p.press("Keep these ticks", "row", "-1").is(http.StatusOK).says("1 thing would be new on the shelf.", "1 row is left out, as you chose.")
		sum.press("Share 1 thing", "row", "1", "row", "-2").is(http.StatusOK) // the last ticks come with the button
		s.work()
		v.get(at).says("Done: 1 new thing on the shelf.", "Kiwix", "Left out, as you chose.")
		var titles int
		s.must(s.db.QueryRow(t.Context(), `SELECT count(*) FROM resource WHERE state = 'published'`).Scan(&titles))
		if titles != 1 {
			t.Errorf("%d things are on the shelf", titles)
		}
		v.upload("tools.csv", tools).says("1 thing would be new on the shelf.", "Star charts") // what was left out can still come in
	})
}

// What stands twice is named; the second comes in by choice, and not once more when the file comes again.
func TestWhatStandsTwiceIsNamed(t *testing.T) {
	const twice = "Title,Link,Notes\nKiwix,kiwix.org,One\nKiwix,https://kiwix.org/,Two\nAn encyclopedia,https://kiwix.org,Three\n"
	each(t, func(t *testing.T, s *site) {
		v := s.as(rosa)
		p := v.upload("twice.csv", twice).says("2 things would be new on the shelf.", "Row 2 has the same id, link or ISBN and the same title.", "Row 2 has the same link. If they are one thing, leave one of them out.")
		at := p.path
		p.press("Share 2 things", "row", "2")
		s.work()
		v.get(at).says("Done: 3 new things on the shelf.")
		again := v.upload("twice.csv", twice).says("Nothing in it would be new on the shelf.", "It is there already.")
		again.press("Keep these ticks", "row", "2").saysNot("1 thing would be new")
	})
}

// Nothing is counted where there is nothing, and what was only looked at is not said to be brought in.
func TestWhatWasBroughtInBefore(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		v := s.as(rosa)
		at := v.upload("tools.csv", tools).path
		v.get("/bring").says("Looked at, and not shared yet", "tools.csv", "3 rows, chosen Nov 23, 2026, 9:00 AM").saysNot("Brought in before")
		v.get(at).press("Share 2 things")
		v.get("/bring").says("Brought in before", "Coming in,").saysNot("0 so far", "Looked at")
		s.work()
		v.get("/bring").says("2 things, Nov 23, 2026, 9:00 AM")
		empty := v.upload("more.csv", tools+"4,,,\n").press("Tick none")
		v.post(empty.path+"/go", nil)
		s.work()
		v.get("/bring").says("Nothing new came of it,").saysNot("0 things", " 0")
		v.get(empty.path).saysNot(": 0")
	})
}

// Whoever serves two schools sees which one shares, may take the other, and finds it chosen the next time.
func TestOneOfTwoSchoolsShares(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		v := s.as(ana)
		p := v.upload("tools.csv", tools).is(http.StatusOK)
		at := p.path
		if got := p.form(at + "/school").Get("school"); got != "elm" {
			t.Fatalf("shared by %q", got)
		}
		p = p.press("Use this school", "school", "-elm", "school", "pine").is(http.StatusOK).says("It would be shared by this school now.")
		if got := p.form(at + "/school").Get("school"); got != "pine" {
			t.Errorf("shared by %q", got)
		}
		if got := v.get("/bring").form("/bring").Get("school"); got != "pine" {
			t.Errorf("the next time %q is chosen", got)
		}
		v.post(at+"/school", map[string][]string{"school": {"nowhere"}}).is(http.StatusForbidden)
		p.press("Share 2 things")
		s.work()
		var schools int
		s.must(s.db.QueryRow(t.Context(), `SELECT count(*) FROM resource WHERE school = 'pine'`).Scan(&schools))
		if schools != 2 {
			t.Errorf("%d things are Pine's", schools)
		}
		s.as(rosa).get("/bring").lacks("field", "Shared by")
	})
}
