// Package mergetest holds recorded edits of lessons, to measure how well texts are joined.
package mergetest

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

//go:embed lessons.txt
var recorded string

// Lesson is a text and what two colleagues made of it at once.
type Lesson struct {
	Name               string
	Base, Ours, Theirs string
	Asks               bool // a person has to decide
	want               []string
	part               bool // want is a part of the joined text
}

// Right says whether a joined text is what both meant.
func (l Lesson) Right(joined string) bool {
	return slices.ContainsFunc(l.want, func(want string) bool { return joined == want || l.part && strings.Contains(joined, want) })
}

// Lessons are all that are recorded.
func Lessons() ([]Lesson, error) {
	var out []Lesson
	for _, text := range strings.Split(recorded, "\n=== ")[1:] {
		title, rest, _ := strings.Cut(text, "\n")
		cases := strings.Split(rest, "\n--- ")
		base := strings.TrimSpace(cases[0]) + "\n"
		for _, c := range cases[1:] {
			l, err := read(title, base, c)
			if err != nil {
				return nil, err
			}
			out = append(out, l)
		}
	}
	return out, nil
}

func read(title, base, text string) (Lesson, error) {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	name, kind, _ := strings.Cut(lines[0], ": ")
	l := Lesson{Name: title + ", " + name, Base: base, Asks: kind == "asks"}
	edits := map[string][][2]string{}
	for _, line := range lines[1:] {
		side, edit, _ := strings.Cut(line, ": ")
		edit = strings.ReplaceAll(edit, `\n`, "\n")
		if side == "want" {
			l.want, l.part = []string{edit}, true
			continue
		}
		old, made, ok := strings.Cut(edit, " => ")
		if !ok || !strings.Contains(base, old) {
			return l, fmt.Errorf("%s: %q is not in the text", l.Name, old)
		}
		edits[side] = append(edits[side], [2]string{old, made})
	}
	l.Ours, l.Theirs = apply(base, edits["ours"]), apply(base, edits["theirs"])
	if !l.part {
		l.want = []string{apply(l.Ours, edits["theirs"]), apply(l.Theirs, edits["ours"])}
	}
	return l, nil
}

func apply(text string, edits [][2]string) string {
	for _, e := range edits {
		text = strings.Replace(text, e[0], e[1], 1)
	}
	return text
}

// ByLines is what "git merge-file" makes of a lesson, and whether it could join everything.
func ByLines(l Lesson) (string, bool, error) {
	dir, err := os.MkdirTemp("", "lesson")
	if err != nil {
		return "", false, err
	}
	defer os.RemoveAll(dir)
	args := []string{"merge-file", "-p", "-q"}
	for i, text := range []string{l.Ours, l.Base, l.Theirs} {
		path := filepath.Join(dir, fmt.Sprint(i))
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return "", false, err
		}
		args = append(args, path)
	}
	out, err := exec.Command("git", args...).Output()
	var conflicts *exec.ExitError
	if errors.As(err, &conflicts) && conflicts.ExitCode() < 128 {
		return string(out), false, nil
	}
	return string(out), err == nil, err
}
