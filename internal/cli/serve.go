package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"

	"github.com/commonshelf/commonshelf/internal/config"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/server"
)

// serveCommand is commonshelf serve.
type serveCommand struct {
	config.Settings
	Fresh      bool `help:"Empty the data folder first. Only with --demo, and only a folder in which nothing but the demonstration was served."`
	ResumeJobs bool `help:"Do the jobs that wait since a backup was restored: letters, imports." name:"resume-jobs"`
}

// Help is shown by commonshelf serve --help.
func (serveCommand) Help() string {
	return `The first start on an empty folder prints a link: whoever opens it sets up the shelf. Stop with Ctrl-C or a TERM signal; what is in hand is finished first.

Every flag can be given as a variable too: --base-url is COMMONSHELF_BASE_URL.

On the internet put a web server with a certificate in front (Caddy, nginx) and name the address people type with --base-url.`
}

// Run serves until the program is asked to stop.
func (c *serveCommand) Run(a *app) (err error) {
	lock, err := lockFolder(c.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s (%w); something else serves there already: stop that, or name another port with --listen (make run PORT=8081)", c.Listen, err)
	}
	if err := c.makeDemoFolder(); err != nil {
		return errors.Join(err, listener.Close())
	}
	if strings.HasSuffix(c.Listen, ":0") { // the system chose a port
		c.Listen = listener.Addr().String()
	}
	var handler slog.Handler = slog.NewTextHandler(a.err, nil)
	if c.LogFormat == "json" {
		handler = slog.NewJSONHandler(a.err, nil)
	}
	log := slog.New(handler)
	front := server.Listen(listener, log)
	defer func() { err = errors.Join(err, front.Close()) }()
	s, err := server.New(a.ctx, c.Settings, server.Options{Log: log})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return a.serve(s, front, c)
}

func (a *app) serve(s *server.Server, front *server.Front, c *serveCommand) error {
	if c.ResumeJobs {
		if err := jobs.Resume(a.ctx, s.DB); err != nil {
			return err
		}
	}
	socket, err := listenSocket(c.Data)
	if err != nil {
		return fmt.Errorf("the socket for other commands: %w", err)
	}
	defer leaveSocket(c.Data)
	stop := a.serveControl(a.ctx, a.deskOf(s), socket)
	welcome, err := s.Welcome(a.ctx)
	if err == nil {
		_, err = fmt.Fprint(a.out, welcome)
	}
	if err == nil {
		err = a.warnOfPaused(s)
	}
	if err == nil {
		err = s.Serve(a.ctx, front)
	}
	if a.ctx.Err() != nil && errors.Is(err, context.Canceled) { // asked to stop before it served
		err = nil
	}
	err = errors.Join(err, stop())
	if err == nil {
		_, err = fmt.Fprintln(a.out, "Commonshelf has stopped.")
	}
	return err
}

func (a *app) warnOfPaused(s *server.Server) error {
	n, err := jobs.Paused(a.ctx, s.DB)
	if err == nil && n > 0 {
		_, err = fmt.Fprintf(a.err, "Paused since a backup was restored: %s. To have this done, start with --resume-jobs.\n", count(n, "job"))
	}
	return err
}
