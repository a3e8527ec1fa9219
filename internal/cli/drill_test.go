package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The drill of docs/it does what it says, against a shelf that is being served, and finds what a backup does not hold.
func TestTheDrillOfTheDocuments(t *testing.T) {
	p := place{dir: t.TempDir()}
	p.flags = []string{"--data", p.dir}
	_, at := startProgram(t, p)
	path, err := share(signIn(t, at), at, "A tip that must not be lost")
	must(t, err)
	said, err := drill(t, p.dir, "")
	if err != nil || !strings.Contains(said, "The backup holds the shelf") {
		t.Fatalf("the drill ends with %v and says\n%s", err, said)
	}
	forged := `if [ "$1" = restore ]; then "$PROGRAM" "$@" && find "${@: -1}/files" -type f | head -1 | xargs rm; exit; fi`
	if said, err := drill(t, p.dir, forged); err == nil || !strings.Contains(said, "3. check") || strings.Contains(said, "4. compare") {
		t.Errorf("a file of %s is lost and the drill says\n%s", path, said)
	}
}

// drill runs the script with this program as commonshelf, after a line of its own.
func drill(t *testing.T, data, before string) (string, error) {
	t.Helper()
	bin := t.TempDir()
	wrapper := "#!/usr/bin/env bash\nexport " + asProgram + "=1\n" + before + "\nexec \"$PROGRAM\" \"$@\"\n"
	must(t, os.WriteFile(filepath.Join(bin, "commonshelf"), []byte(wrapper), 0o755))
	script, err := filepath.Abs("../../docs/it/drill.sh")
	must(t, err)
	run := exec.Command("bash", script, data)
	run.Env = append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"), "PROGRAM="+os.Args[0], "TMPDIR="+t.TempDir())
	out, err := run.CombinedOutput()
	return string(out), err
}
