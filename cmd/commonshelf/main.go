// Command commonshelf serves a district's shelf and looks after it. See package cli.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // districts have time zones, whatever the machine knows

	"github.com/commonshelf/commonshelf/internal/cli"
)

// version is set when a release is built: -ldflags "-X main.version=1.0".
var version = "development"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	os.Exit(cli.Run(ctx, os.Args[1:], cli.Options{Version: version, In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}
