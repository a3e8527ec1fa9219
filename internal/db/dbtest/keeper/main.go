// Command keeper watches over the folder of a test server: it stops the server and removes the folder when no process
// has held its lock for a while, however that process ended.
//
//	keeper FOLDER PG_CTL PATIENCE
//
// PATIENCE is how long the folder is kept for a next process, as in 20s.
package main

import (
	"errors"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

func main() {
	if len(os.Args) != 4 {
		log.Fatal("usage: keeper FOLDER PG_CTL PATIENCE")
	}
	patience, err := time.ParseDuration(os.Args[3])
	if err != nil {
		log.Fatal(err)
	}
	if err := keep(os.Args[1], os.Args[2], patience); err != nil {
		log.Fatal(err)
	}
}

func keep(folder, pgCtl string, patience time.Duration) error {
	kept, err := os.Open(filepath.Join(folder, "kept"))
	if err != nil {
		return err
	}
	defer kept.Close()
	if syscall.Flock(int(kept.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		return nil // another keeper is there
	}
	lock, err := os.Open(filepath.Join(folder, "in-use"))
	if err != nil {
		return err
	}
	defer lock.Close()
	lastUsed := time.Now()
	for range time.Tick(min(time.Second, patience/4)) {
		if _, err := os.Stat(folder); errors.Is(err, os.ErrNotExist) {
			return nil
		}
		if syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
			lastUsed = time.Now()
			continue
		}
		if time.Since(lastUsed) > patience {
			// The lock is held to the end: who comes now waits, finds the folder gone and makes a new one.
			return remove(folder, pgCtl)
		}
		if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_UN); err != nil {
			return err
		}
	}
	return nil
}

func remove(folder, pgCtl string) error {
	data := filepath.Join(folder, "data")
	info, err := os.Stat(data)
	if err == nil {
		stop := exec.Command(pgCtl, "stop", "-D", data, "-m", "immediate")
		stop.Dir = "/"
		if owner, ok := info.Sys().(*syscall.Stat_t); ok && os.Getuid() == 0 {
			stop.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: owner.Uid, Gid: owner.Gid}}
		}
		// It fails when the server is not running, which is what is wanted.
		_ = stop.Run()
	}
	return os.RemoveAll(folder)
}
