package server_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// A colleague has no resource for an answer yet: she goes and writes one, with what she typed and the grades that were asked for, and what
// she shares is the answer. By a question closed meanwhile nothing is lost.
func TestAnAnswerMayBeSomethingNew(t *testing.T) {
	d := openDistrict(t, mapleValley())
	b := browsertest.Start(t)
	rosa, joan := b.Open(t, d.at+"/sign-in"), b.Open(t, d.at+"/sign-in", browsertest.NoScripts(), browsertest.Width(320))
	d.comeInAs(rosa, "rosa", "Rosa Delgado")
	rosa.Go(d.at + "/ask")
	rosa.Fill("What would you like to know?", "Who has tides for third graders?")
	rosa.Press("button", "Ask colleagues")
	rosa.Sees("Your colleagues are asked.")
	question := rosa.URL()

	d.comeInAs(joan, "joan", "Joan Kowalski")
	write := func(words string) {
		t.Helper()
		joan.Go(question)
		joan.Fill("Your answer", words)
		joan.Press("button", "Write something new")
		joan.Sees("Once shared, this answers:", "Who has tides for third graders?")
		joan.Until(`[...document.querySelectorAll("[name=grades]:checked")].map(b => b.value).join() === "3-5"`)
		joan.Fill("Why would a colleague want this?", "It takes a bucket.")
	}
	write("Tides in a bucket")
	joan.Until(`document.querySelector("[name=title]").value === "Tides in a bucket"`)
	joan.Inspect()
	share(joan)
	joan.Sees("it answers the question", "Grade 3")
	rosa.Go(question)
	rosa.Sees("Oak: Tides in a bucket")
	rosa.Inspect()

	write("Tides of our own")
	browsertest.Eval[bool](joan, `(document.querySelector("[name=visibility][value=school]").checked = true)`)
	share(joan)
	joan.Sees("Shared with your school", "Whoever asks from another school cannot see it")
	rosa.Go(question)
	rosa.SeesNot("Tides of our own")

	write("Tides in two buckets")
	rosa.Fill("What helped, in a sentence", "A bucket is enough.")
	rosa.Press("checkbox", "Oak: Tides in a bucket")
	rosa.Press("button", "Close the question")
	rosa.Sees("What helped is a tip now.")
	share(joan)
	joan.Sees("Tides in two buckets", "The question it was to answer is not open any more.")
}
