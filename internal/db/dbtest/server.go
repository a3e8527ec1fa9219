package dbtest

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// server is a PostgreSQL in a folder of its own. It listens on a socket in that folder and nowhere else.
type server struct {
	folder string
	bin    string
	runAs  *syscall.Credential // nil: as ourselves
}

const howToInstall = "PostgreSQL is missing: install it (Debian and Ubuntu: apt-get install postgresql; macOS: brew install postgresql), or put initdb and pg_ctl on the PATH"

// findBinaries gives the folder of initdb and pg_ctl: on the PATH, else the newest where distributions put them.
func findBinaries() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	var found []string
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin"} {
		folders, err := filepath.Glob(pattern)
		if err != nil {
			return "", err
		}
		for _, folder := range folders {
			if _, err := os.Stat(filepath.Join(folder, "initdb")); err == nil {
				found = append(found, folder)
			}
		}
	}
	if len(found) == 0 {
		return "", errors.New(howToInstall)
	}
	return slices.Max(found), nil
}

// newServer makes the folder, if it is not there, and gives it to whoever the server runs as: PostgreSQL refuses to run
// as root, so root lends it to the user postgres.
func newServer(folder string) (*server, error) {
	bin, err := findBinaries()
	if err != nil {
		return nil, err
	}
	s := &server{folder: folder, bin: bin}
	if err := os.Mkdir(folder, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return nil, err
	}
	if os.Getuid() != 0 {
		return s, nil
	}
	owner, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL does not run as root: add a user named postgres, or run the tests as yourself (%w)", err)
	}
	uid, err1 := strconv.ParseUint(owner.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(owner.Gid, 10, 32)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	s.runAs = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return s, os.Chown(folder, int(uid), int(gid))
}

func (s *server) path(name string) string { return filepath.Join(s.folder, name) }

// command is one of PostgreSQL's programs, in the folder and cut loose from our terminal.
func (s *server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.Dir = s.folder
	cmd.Env = append(os.Environ(), "LC_ALL=C", "TZ=UTC")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.runAs, Setsid: true}
	return cmd
}

func (s *server) run(name string, args ...string) error {
	out, err := s.command(name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, out)
	}
	return nil
}

func (s *server) running() bool { return s.run("pg_ctl", "status", "-D", s.path("data")) == nil }

// start makes a new cluster, whatever was left there before, and waits until it answers.
func (s *server) start(settings ...string) error {
	if err := os.RemoveAll(s.path("data")); err != nil {
		return err
	}
	if err := s.run("initdb", "--pgdata", s.path("data"), "--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"); err != nil {
		return err
	}
	settings = append([]string{
		"listen_addresses = ''",
		"unix_socket_directories = '" + s.folder + "'",
		"max_connections = 400",
		"jit = off",
	}, settings...)
	if err := os.WriteFile(s.path("data/postgresql.auto.conf"), []byte(strings.Join(settings, "\n")+"\n"), 0o600); err != nil {
		return err
	}
	if s.runAs != nil {
		if err := os.Chown(s.path("data/postgresql.auto.conf"), int(s.runAs.Uid), int(s.runAs.Gid)); err != nil {
			return err
		}
	}
	return s.resume()
}

// resume starts the cluster that is there, and waits until it answers.
func (s *server) resume() error {
	// The log goes to a file of its own: a pipe of ours that the server kept open would never end.
	cmd := s.command("pg_ctl", "start", "--wait", "-D", s.path("data"), "-l", s.path("log"))
	if err := cmd.Run(); err != nil {
		log, _ := os.ReadFile(s.path("log"))
		return fmt.Errorf("start PostgreSQL in %s: %w: %s", s.folder, err, log)
	}
	return nil
}

func (s *server) stop() error {
	return s.run("pg_ctl", "stop", "-D", s.path("data"), "-m", "immediate")
}

// url is the address of a database of the server.
func (s *server) url(database string) string {
	return "postgres://postgres@/" + database + "?" + url.Values{"host": {s.folder}}.Encode()
}
