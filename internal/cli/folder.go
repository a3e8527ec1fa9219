package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// The files by which processes find each other in a data folder.
const (
	lockName   = "lock"
	socketName = "commonshelf.sock"
)

// longestSocket is how long the name of a socket may be on every system.
const longestSocket = 100

// lockFolder takes the data folder for this process, as long as it lives or until the lock is closed.
func lockFolder(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		holder, _ := os.ReadFile(f.Name())
		return nil, errors.Join(fmt.Errorf("another Commonshelf (process %s) is working in %s; stop that one first, or name another folder with --data",
			strings.TrimSpace(string(holder)), dir), f.Close())
	}
	if err == nil {
		err = f.Truncate(0)
	}
	if err == nil {
		_, err = fmt.Fprintln(f, os.Getpid())
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("lock %s: %w", dir, err), f.Close())
	}
	return f, nil
}

// socketPath is where a process that serves the folder answers: in the folder, or, where the name would be too long for a
// socket, in a folder of its own for temporary files.
func socketPath(dir string) string {
	path := filepath.Join(dir, socketName)
	if len(path) <= longestSocket {
		return path
	}
	sum := sha256.Sum256([]byte(dir))
	return filepath.Join(os.TempDir(), fmt.Sprintf("commonshelf-%d-%s", os.Getuid(), hex.EncodeToString(sum[:8])), socketName)
}

// listenSocket answers in the folder whose lock is held. Only this user can reach it.
func listenSocket(dir string) (net.Listener, error) {
	path := socketPath(dir)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	// What a killed process left behind: nobody else can be there while the lock is held.
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	return listener, os.Chmod(path, 0o600)
}

// leaveSocket takes away what listenSocket made outside of the data folder.
func leaveSocket(dir string) {
	if own := filepath.Dir(socketPath(dir)); own != filepath.Clean(dir) {
		_ = os.Remove(own) // empty by now, or in use again
	}
}

// served says whether a process answers for the folder.
func served(dir string) bool {
	conn, err := net.DialTimeout("unix", socketPath(dir), 2*time.Second)
	if err != nil {
		return false
	}
	return conn.Close() == nil
}
