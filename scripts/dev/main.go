// Dev serves the demonstration on http://localhost:8080 and builds and starts it anew whenever a file changes.
//
//	make dev
//	make dev PORT=8081
package main

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settle is how long no file may have changed before the program is built: editors write in bursts.
const settle = 300 * time.Millisecond

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := watch(ctx); err != nil {
		log.Fatal(err)
	}
}

func watch(ctx context.Context) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return err
	}
	defer watcher.Close()
	for _, root := range []string{"cmd", "internal", "web"} {
		if err := watchFolders(watcher, root); err != nil {
			return err
		}
	}
	var program *exec.Cmd
	defer func() { end(program) }()
	built := time.After(0)
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-watcher.Errors:
			return err
		case event := <-watcher.Events:
			if matters(event.Name) {
				built = time.After(settle)
			}
		case <-built:
			if program, err = again(program); err != nil {
				fmt.Println(err) // the former program goes on until the fault is mended
			}
		}
	}
}

// watchFolders watches a folder and those below it.
func watchFolders(watcher *fsnotify.Watcher, root string) error {
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if name := entry.Name(); name == "node_modules" || name == "dist" || name == "testdata" {
			return fs.SkipDir
		}
		return watcher.Add(path)
	})
}

// matters says whether a file is a source and not something that building makes.
func matters(name string) bool {
	if strings.HasSuffix(name, "_templ.go") || strings.HasSuffix(name, "_test.go") {
		return false
	}
	switch filepath.Ext(name) {
	case ".go", ".templ", ".css", ".js", ".svg", ".json", ".sql", ".yaml":
		return true
	}
	return false
}

// again builds the program, and starts it in the place of the former when that went well.
func again(former *exec.Cmd) (*exec.Cmd, error) {
	build := exec.Command("make", "--no-print-directory", "build")
	build.Stdout, build.Stderr = os.Stdout, os.Stderr
	if err := build.Run(); err != nil {
		return former, fmt.Errorf("not built: %w", err)
	}
	end(former)
	port := cmp.Or(os.Getenv("PORT"), "8080")
	data := filepath.Join(".cache", "dev-"+port)
	program := exec.Command(filepath.Join("bin", "commonshelf"), "serve", "--demo", "--fresh", "--listen", "127.0.0.1:"+port, "--base-url", "http://localhost:"+port, "--data", data)
	program.Stdout, program.Stderr = os.Stdout, os.Stderr
	return program, program.Start()
}

// end stops a program and waits until it is gone, so that its port is free.
func end(program *exec.Cmd) {
	if program == nil || program.Process == nil {
		return
	}
	if err := program.Process.Signal(syscall.SIGTERM); err == nil {
		_ = program.Wait()
	}
}
