package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"

	"github.com/commonshelf/commonshelf/internal/config"
)

// line is the way to a desk, wherever it is.
type line struct {
	http  http.Client
	app   *app
	close func() error
}

// connect finds the process that serves the data folder, or opens a desk in this one.
func (a *app) connect(settings config.Stores) (*line, error) {
	if served(settings.Data) {
		transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", socketPath(settings.Data))
		}}
		return &line{app: a, http: http.Client{Transport: transport}, close: func() error { transport.CloseIdleConnections(); return nil }}, nil
	}
	var lock *os.File
	if settings.Database == "" {
		if _, err := os.Stat(settings.DatabaseFile()); errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("there is no shelf in %s; name its folder with --data", settings.Data)
		}
		var err error
		if lock, err = lockFolder(settings.Data); err != nil {
			return nil, err
		}
	}
	d, err := a.openDesk(settings)
	if err != nil {
		return nil, errors.Join(err, closeLock(lock))
	}
	inside := newInside()
	stop := a.serveControl(a.ctx, d, inside)
	transport := &http.Transport{DialContext: inside.dial}
	return &line{app: a, http: http.Client{Transport: transport}, close: func() error {
		transport.CloseIdleConnections()
		return errors.Join(stop(), d.close(), closeLock(lock))
	}}, nil
}

func closeLock(lock *os.File) error {
	if lock == nil {
		return nil
	}
	return lock.Close()
}

// do asks for work. The data of the answer goes to data, its progress is shown, its result is given back.
func do[T any](l *line, path string, question any, data io.Writer, bar *progress) (T, error) {
	return send[T](l, path, question, nil, data, bar)
}

// send is do with something to work on.
func send[T any](l *line, path string, question any, material io.Reader, data io.Writer, bar *progress) (result T, err error) {
	text, err := json.Marshal(question)
	if err != nil {
		return result, err
	}
	address := "http://commonshelf" + path + "?" + url.Values{questionName: {string(text)}}.Encode()
	request, err := http.NewRequestWithContext(l.app.ctx, http.MethodPost, address, material)
	if err != nil {
		return result, err
	}
	answer, err := l.http.Do(request)
	if err != nil {
		return result, fmt.Errorf("the running Commonshelf does not answer: %w", err)
	}
	defer answer.Body.Close()
	if other := answer.Header.Get(versionHeader); other != l.app.version {
		fmt.Fprintf(l.app.err, "Note: the running Commonshelf is version %s, this command is %s.\n", other, l.app.version)
	}
	if answer.StatusCode != http.StatusOK {
		return result, fmt.Errorf("the running Commonshelf does not know this command: %s", answer.Status)
	}
	return result, readFrames(answer.Body, data, func(e event) { bar.tell(e.Step, e.Done, e.Total) }, &result)
}

// inside is a listener that is reached only from inside the process.
type inside struct {
	conns  chan net.Conn
	closed chan struct{}
}

func newInside() *inside { return &inside{make(chan net.Conn), make(chan struct{})} }

func (i *inside) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case i.conns <- there:
		return here, nil
	case <-i.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept implements net.Listener.
func (i *inside) Accept() (net.Conn, error) {
	select {
	case conn := <-i.conns:
		return conn, nil
	case <-i.closed:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (i *inside) Close() error {
	select {
	case <-i.closed:
	default:
		close(i.closed)
	}
	return nil
}

// Addr implements net.Listener.
func (i *inside) Addr() net.Addr { return &net.UnixAddr{Name: "inside", Net: "unix"} }
