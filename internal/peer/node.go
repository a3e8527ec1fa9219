package peer

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// NodeModules gives the folder tools of the module, with the packages of its package-lock.json installed. It needs node and npm;
// without them the test fails. Several tests may ask at once: one installs, the others wait.
func NodeModules(t testing.TB) string {
	t.Helper()
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	tools := filepath.Join(root, "tools")
	if err := os.MkdirAll(filepath.Join(root, ".cache"), 0o755); err != nil {
		t.Fatal(err)
	}
	lock, err := os.Create(filepath.Join(root, ".cache", "tools-npm.lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	stamp := filepath.Join(tools, "node_modules", ".package-lock.json") // npm writes it last
	if isFresh(stamp, filepath.Join(tools, "package-lock.json")) {
		return tools
	}
	install := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
	install.Dir = tools
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm ci in tools: %v\n%s", err, out)
	}
	return tools
}
