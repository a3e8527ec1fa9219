package cli_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/backup/shelftest"
	"github.com/commonshelf/commonshelf/internal/cli"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/jobs"
)

// asProgram makes the test binary be the program itself.
const asProgram = "COMMONSHELF_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "" {
		os.Exit(m.Run())
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	os.Exit(cli.Run(ctx, os.Args[1:], cli.Options{Version: "test", In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// run carries out a command in this process.
func run(t *testing.T, args ...string) (code int, out, said string) {
	t.Helper()
	var o, e bytes.Buffer
	code = cli.Run(t.Context(), args, cli.Options{Version: "test", Out: &o, Err: &e})
	return code, o.String(), e.String()
}

// succeed carries out a command that must go well.
func succeed(t *testing.T, args ...string) string {
	t.Helper()
	code, out, said := run(t, args...)
	if code != 0 {
		t.Fatalf("%v ended with %d: %s%s", args, code, out, said)
	}
	return out
}

// place is a filled shelf and the flags that name it.
type place struct {
	dir   string
	flags []string
}

func (p place) with(args ...string) []string { return append(args, p.flags...) }

// eachPlace runs a test on a filled shelf in a folder, and on one in PostgreSQL.
func eachPlace(t *testing.T, fn func(t *testing.T, p place)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		p := place{dir: t.TempDir()}
		p.flags = []string{"--data", p.dir}
		fill(t, p, db.Options{Path: filepath.Join(p.dir, "commonshelf.db")})
		fn(t, p)
	})
	t.Run("postgres", func(t *testing.T) {
		p := place{dir: t.TempDir()}
		url := dbtest.EmptyPostgres(t)
		p.flags = []string{"--data", p.dir, "--database", url}
		fill(t, p, db.Options{URL: url})
		fn(t, p)
	})
}

func fill(t *testing.T, p place, o db.Options) {
	t.Helper()
	d, err := db.Open(t.Context(), o)
	must(t, err)
	must(t, d.Migrate(t.Context()))
	must(t, jobs.Migrate(t.Context(), d))
	shelftest.Fill(t, shelftest.In(t, d, p.dir))
	must(t, d.Close())
}

// output is written and read by different goroutines. It is no bytes.Buffer itself: that could be filled past the lock.
type output struct {
	mu      sync.Mutex
	written bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.written.Write(p)
}

func (o *output) text() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.written.String()
}

var address = regexp.MustCompile(`http://[0-9.]+:[0-9]+`)

// served waits until a program says where it serves.
func served(t *testing.T, out *output, ended <-chan int) string {
	t.Helper()
	tick := time.Tick(20 * time.Millisecond)
	deadline := time.After(time.Minute)
	for {
		if at := address.FindString(out.text()); at != "" {
			return at
		}
		select {
		case <-tick:
		case code := <-ended:
			t.Fatalf("ended with %d: %s", code, out.text())
		case <-deadline:
			t.Fatalf("never served: %s", out.text())
		}
	}
}

// serve serves a place in this process until stop, which gives the exit code.
func serve(t *testing.T, p place, flags ...string) (at string, stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out := &output{}
	ended := make(chan int, 1)
	go func() {
		args := append([]string{"serve", "--listen", "127.0.0.1:0"}, flags...)
		ended <- cli.Run(ctx, p.with(args...), cli.Options{Version: "test", Out: out, Err: out})
	}()
	at = served(t, out, ended)
	return at, func() int {
		cancel()
		return <-ended
	}
}

func TestEveryCommandExplainsItself(t *testing.T) {
	for _, args := range [][]string{{}, {"--help"}, {"serve", "--help"}, {"export", "--help"}, {"backup", "--help"}, {"restore", "--help"}, {"check", "--help"},
		{"person", "--help"}, {"person", "list", "--help"}, {"person", "add", "--help"}, {"person", "link", "--help"}, {"version", "--help"}} {
		if out := succeed(t, args...); !strings.Contains(out, "Usage: commonshelf") {
			t.Errorf("%v says %q", args, out)
		}
	}
	if out := succeed(t, "version"); out != "commonshelf test\n" {
		t.Errorf("version: %q", out)
	}
}

// Whatever a flag is called, an administrator may set it as a variable instead.
func TestEveryFlagIsAVariableToo(t *testing.T) {
	for _, command := range [][]string{{"serve"}, {"import"}, {"export"}, {"backup"}, {"restore"}, {"check"}, {"person", "list"}, {"person", "add"}, {"person", "link"}} {
		text := succeed(t, append(command, "--help")...)
		for _, flag := range regexp.MustCompile(`(?m)^ +(?:-h, )?--([a-z-]+)`).FindAllStringSubmatch(text, -1) {
			variable := "COMMONSHELF_" + strings.ToUpper(strings.ReplaceAll(flag[1], "-", "_"))
			if flag[1] != "help" && !strings.Contains(strings.Join(strings.Fields(text), ""), "($"+variable+")") {
				t.Errorf("%v --%s: no %s in\n%s", command, flag[1], variable, text)
			}
		}
	}
	dir := t.TempDir()
	t.Setenv("COMMONSHELF_FRESH", "true")
	if code, _, said := run(t, "serve", "--listen", "127.0.0.1:0", "--data", dir); code != 1 || !strings.Contains(said, "--demo") {
		t.Errorf("COMMONSHELF_FRESH is not heard: %d, %s", code, said)
	}
}

func TestAFileThatIsNotThereIsNamed(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "tools.csv")
	if code, _, said := run(t, "import", "csv", missing, "--school", "Oak"); code != 2 || said != "commonshelf: there is no file "+missing+"\nSee commonshelf import --help.\n" {
		t.Errorf("it ends with %d and says %q", code, said)
	}
}

func TestAMisunderstoodCommandLineEndsWithTwo(t *testing.T) {
	for _, args := range [][]string{{"bakcup"}, {"backup"}, {"serve", "--listen", "nowhere"}, {"check", "--database", "mysql://x"}, {"restore", "/nowhere/at/all.zip"}} {
		if code, _, said := run(t, args...); code != 2 || !strings.Contains(said, "--help") {
			t.Errorf("%v ended with %d: %s", args, code, said)
		}
	}
}

// paused is said of the job that waits and, once it was served, of those of the house that it had not come to.
var paused = regexp.MustCompile(`Paused until the shelf is served with --resume-jobs: [1-9][0-9]* jobs? \(`)

func TestCommandsReachTheRunningServerAndWorkWithoutOne(t *testing.T) {
	eachPlace(t, func(t *testing.T, p place) {
		commands := func(t *testing.T) {
			t.Helper()
			file := filepath.Join(t.TempDir(), "shelf.zip")
			if out := succeed(t, p.with("backup", file)...); !strings.Contains(out, "Maple Valley: 3 resources, 1 file") {
				t.Errorf("backup says %q", out)
			}
			restored := filepath.Join(t.TempDir(), "restored")
			if out := succeed(t, "restore", file, "--data", restored); !paused.MatchString(out) {
				t.Errorf("restore says %q", out)
			}
			if out := succeed(t, "check", "--data", restored); !strings.Contains(out, "Everything is as it should be.") {
				t.Errorf("check of the restored shelf says %q", out)
			}
			if out := succeed(t, p.with("check")...); !strings.Contains(out, "Everything is as it should be.") {
				t.Errorf("check says %q", out)
			}
			bag := filepath.Join(t.TempDir(), "bag")
			if out := succeed(t, p.with("export", bag)...); !strings.Contains(out, "2 resources and 1 file of 2 districts") {
				t.Errorf("export says %q", out)
			}
			check := exec.Command("sha512sum", "--check", "--quiet", "manifest-sha512.txt")
			check.Dir = bag
			if said, err := check.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, said)
			}
		}
		t.Run("without a server", commands)
		_, stop := serve(t, p)
		t.Run("beside a server", commands)
		if code := stop(); code != 0 {
			t.Errorf("serve ended with %d", code)
		}
		t.Run("after the server", commands)
	})
}

func TestCheckSaysWhatIsBrokenAndEndsWithOne(t *testing.T) {
	eachPlace(t, func(t *testing.T, p place) {
		must(t, os.RemoveAll(filepath.Join(p.dir, "files", string(shelftest.Maple))))
		code, out, _ := run(t, p.with("check")...)
		if code != 1 || !strings.Contains(out, "Broken: file "+string(shelftest.Maple)) || !strings.Contains(out, "1 fault.") {
			t.Errorf("ended with %d: %s", code, out)
		}
		_, stop := serve(t, p)
		code, out, _ = run(t, p.with("check")...)
		if code != 1 || !strings.Contains(out, "Broken: file ") || strings.Contains(out, "no search index") {
			t.Errorf("beside a server it ended with %d: %s", code, out)
		}
		stop()
	})
}

func TestADamagedDatabaseIsSaidToBeOne(t *testing.T) {
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "commonshelf.db"), []byte(strings.Repeat("This is no database. ", 1000)), 0o600))
	for _, command := range [][]string{{"check"}, {"backup", filepath.Join(t.TempDir(), "shelf.zip")}} {
		if code, _, said := run(t, append(command, "--data", dir)...); code != 1 || !strings.Contains(said, "the database is damaged. Restore the last good backup into a new folder.") {
			t.Errorf("%v ends with %d and says %q", command, code, said)
		}
	}
}

func TestOneFolderIsServedOnce(t *testing.T) {
	eachPlace(t, func(t *testing.T, p place) {
		_, stop := serve(t, p)
		code, _, said := run(t, p.with("serve", "--listen", "127.0.0.1:0")...)
		if code != 1 || !strings.Contains(said, "another Commonshelf (process ") {
			t.Errorf("the second ended with %d: %s", code, said)
		}
		if code, _, said := run(t, "restore", emptyBackup(t), "--data", p.dir); code != 1 || !strings.Contains(said, "is being served") {
			t.Errorf("restore ended with %d: %s", code, said)
		}
		if code := stop(); code != 0 {
			t.Errorf("the first ended with %d", code)
		}
		_, stop = serve(t, p)
		stop()
	})
}

// emptyBackup is some backup.
func emptyBackup(t *testing.T) string {
	t.Helper()
	p := place{dir: t.TempDir()}
	p.flags = []string{"--data", p.dir}
	fill(t, p, db.Options{Path: filepath.Join(p.dir, "commonshelf.db")})
	file := filepath.Join(t.TempDir(), "backup.zip")
	succeed(t, p.with("backup", file)...)
	return file
}

func TestRefusalsSayWhatToDo(t *testing.T) {
	there := filepath.Join(t.TempDir(), "there")
	must(t, os.WriteFile(there, []byte("x"), 0o600))
	full := t.TempDir()
	must(t, os.WriteFile(filepath.Join(full, "x"), nil, 0o600))
	nothing := t.TempDir()
	p := place{dir: t.TempDir()}
	p.flags = []string{"--data", p.dir}
	fill(t, p, db.Options{Path: filepath.Join(p.dir, "commonshelf.db")})
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer busy.Close()
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"backup", "x.zip", "--data", nothing}, "there is no shelf in " + nothing},
		{[]string{"check", "--data", nothing}, "there is no shelf in " + nothing},
		{[]string{"check", "--data", nothing, "--database", dbtest.EmptyPostgres(t)}, "there is no shelf in the database"},
		{p.with("backup", there), "is there already"},
		{p.with("export", full), "is not empty"},
		{p.with("restore", emptyBackup(t)), "there is something in this database already"},
		{[]string{"restore", there, "--data", filepath.Join(nothing, "new")}, "not a Commonshelf backup"},
		{p.with("serve", "--listen", busy.Addr().String()), "--listen"},
		{p.with("serve", "--listen", "127.0.0.1:0", "--fresh"), "--fresh goes with --demo"},
		{p.with("serve", "--listen", "127.0.0.1:0", "--demo", "--fresh"), "holds more than the demonstration"},
		{p.with("person", "link", "nobody@example.org", "--district", "Maple Valley"), "nobody in Maple Valley has the address"},
		{p.with("person", "list"), "say which district with --district: Birch Hill, Maple Valley"},
		{p.with("person", "list", "--district", "Elm"), `there is no district "Elm"`},
	} {
		if code, out, said := run(t, c.args...); code != 1 || !strings.Contains(said, c.want) {
			t.Errorf("%v ended with %d: %s%s", c.args, code, out, said)
		}
	}
	if entries, err := os.ReadDir(nothing); err != nil || len(entries) > 1 {
		t.Errorf("an empty folder was filled with %v, %v", entries, err)
	}
}

// A second demonstration beside the first leaves the first its files; one after it begins anew.
func TestAFreshDemonstrationEmptiesOnlyItsOwnFolder(t *testing.T) {
	p := place{dir: t.TempDir()}
	p.flags = []string{"--data", p.dir}
	_, stop := serve(t, p, "--demo", "--fresh")
	kept := filepath.Join(p.dir, "files", "kept")
	must(t, os.MkdirAll(filepath.Dir(kept), 0o700))
	must(t, os.WriteFile(kept, nil, 0o600))
	if code, _, said := run(t, p.with("serve", "--demo", "--fresh", "--listen", "127.0.0.1:0")...); code != 1 || !strings.Contains(said, "stop that one first") {
		t.Errorf("a second one ended with %d: %s", code, said)
	}
	if _, err := os.Stat(kept); err != nil {
		t.Errorf("the first lost a file: %v", err)
	}
	stop()
	if code, _, said := run(t, p.with("serve", "--listen", "127.0.0.1:0")...); code != 1 || !strings.Contains(said, "holds the demonstration") {
		t.Errorf("a real shelf ended with %d: %s", code, said)
	}
	_, stop = serve(t, p, "--demo", "--fresh")
	defer stop()
	if _, err := os.Stat(kept); !os.IsNotExist(err) {
		t.Errorf("a file of the former is there: %v", err)
	}
}

func TestDemoIsServedReady(t *testing.T) {
	p := place{dir: t.TempDir()}
	p.flags = []string{"--data", p.dir}
	at, stop := serve(t, p, "--demo")
	page, err := http.Get(at + "/demo") // is held until the program has started; whether it is ready is said at once
	must(t, err)
	must(t, page.Body.Close())
	response, err := http.Get(at + "/readyz")
	must(t, err)
	body, err := io.ReadAll(response.Body)
	must(t, err)
	must(t, response.Body.Close())
	if response.StatusCode != http.StatusOK {
		t.Errorf("%s: %s", response.Status, body)
	}
	if out := succeed(t, p.with("check")...); !strings.Contains(out, "Everything is as it should be.") {
		t.Errorf("check says %q", out)
	}
	if code := stop(); code != 0 {
		t.Errorf("ended with %d", code)
	}
}

// A killed process leaves its socket and its lock file; the next one must not mind. A signal to stop is no failure.
func TestServeAfterBeingKilledAndStopByASignal(t *testing.T) {
	p := place{dir: t.TempDir()}
	p.flags = []string{"--data", p.dir}
	start := func() (*exec.Cmd, *output) {
		program := exec.Command(os.Args[0], p.with("serve", "--listen", "127.0.0.1:0")...)
		program.Env = append(os.Environ(), asProgram+"=1")
		out := &output{}
		program.Stdout, program.Stderr = out, out
		must(t, program.Start())
		served(t, out, nil)
		return program, out
	}
	program, _ := start()
	must(t, program.Process.Kill())
	_ = program.Wait()
	if _, err := os.Stat(filepath.Join(p.dir, "commonshelf.sock")); err != nil {
		t.Fatalf("the test is worth nothing: %v", err)
	}
	if out := succeed(t, p.with("check")...); !strings.Contains(out, "Everything is as it should be.") {
		t.Errorf("check says %q", out)
	}
	program, out := start()
	must(t, program.Process.Signal(syscall.SIGTERM))
	if err := program.Wait(); err != nil {
		t.Errorf("%v: %s", err, out.text())
	}
}

// The name of a socket may have about a hundred characters, that of a folder many more.
func TestADeepDataFolderHasASocketToo(t *testing.T) {
	p := place{dir: filepath.Join(t.TempDir(), strings.Repeat("deep/", 30))}
	p.flags = []string{"--data", p.dir}
	elsewhere := func() []string {
		list, err := filepath.Glob(filepath.Join(os.TempDir(), "commonshelf-*", "commonshelf.sock"))
		must(t, err)
		return list
	}
	before := elsewhere()
	_, stop := serve(t, p)
	if out := succeed(t, p.with("check")...); strings.Contains(out, "no search index") {
		t.Errorf("the server was not reached: %s", out)
	}
	stop()
	if after := elsewhere(); len(after) > len(before) {
		t.Errorf("left behind: %v", after)
	}
}

func TestPerson(t *testing.T) {
	eachPlace(t, func(t *testing.T, p place) {
		at, stop := serve(t, p)
		defer stop()
		district := []string{"--district", "maple valley"}
		list := func() string { return succeed(t, p.with(append([]string{"person", "list"}, district...)...)...) }
		if got := list(); !strings.Contains(got, "Ana Reyes  ana@example.org  active  coordinator  Oak") {
			t.Errorf("list:\n%s", got)
		}
		link := succeed(t, p.with(append([]string{"person", "link", "ANA@example.org"}, district...)...)...)
		opens(t, at, link)
		if got := succeed(t, p.with(append([]string{"person", "add", "Bo", "bob@example.org"}, district...)...)...); !strings.Contains(got, "=Bo Tran is a coordinator.") {
			t.Errorf("add says %q", got)
		}
		link = succeed(t, p.with(append([]string{"person", "add", "Rosa Díaz", "rosa@example.org", "--base-url", "https://shelf.example.org/"}, district...)...)...)
		if !strings.Contains(link, "\nhttps://shelf.example.org/sign-in/link/") {
			t.Errorf("add says %q", link)
		}
		if got := list(); strings.Count(got, "coordinator") != 3 || !strings.Contains(got, "Rosa Díaz") {
			t.Errorf("list:\n%s", got)
		}
		if code, _, said := run(t, p.with(append([]string{"person", "add", "", "x"}, district...)...)...); code != 1 || strings.Contains(said, "‹") {
			t.Errorf("ended with %d: %s", code, said)
		}
	})
}

// Whoever starts an empty server without mail reads on one line the link to set up with, and it opens.
func TestAnEmptyServerPrintsTheLinkToSetUpWith(t *testing.T) {
	p := place{flags: []string{"--data", t.TempDir()}}
	out, ended := &output{}, make(chan int, 1)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		ended <- cli.Run(ctx, p.with("serve", "--listen", "127.0.0.1:0"), cli.Options{Version: "test", Out: out, Err: out})
	}()
	defer func() { cancel(); <-ended }()
	at := served(t, out, ended)
	link := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(at) + `/set-up/link/[\w-]+$`).FindString(out.text())
	if link == "" || !strings.Contains(out.text(), "No email leaves this server yet") {
		t.Fatalf("said %s", out.text())
	}
	response, err := http.Get(link)
	must(t, err)
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Errorf("the link gives %s", response.Status)
	}
}

// opens follows a link that was printed.
func opens(t *testing.T, at, printed string) {
	t.Helper()
	i := strings.Index(printed, "/sign-in/link/")
	if i < 0 || !strings.Contains(printed, at) {
		t.Fatalf("no link of %s in %q", at, printed)
	}
	response, err := http.Get(at + strings.TrimSpace(printed[i:]))
	must(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	must(t, err)
	if response.StatusCode != http.StatusOK || !strings.Contains(string(body), "Ana Reyes") {
		t.Errorf("the link gives %s", response.Status)
	}
}

func TestResumeJobs(t *testing.T) {
	file := emptyBackup(t)
	dir := filepath.Join(t.TempDir(), "restored")
	succeed(t, "restore", file, "--data", dir, "--resume-jobs")
	d, err := db.Open(t.Context(), db.Options{Path: filepath.Join(dir, "commonshelf.db")})
	must(t, err)
	defer d.Close()
	if n, err := jobs.Paused(t.Context(), d); err != nil || n != 0 {
		t.Errorf("%d jobs are paused, %v", n, err)
	}
}
