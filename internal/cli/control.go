package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/commonshelf/commonshelf/internal/backup"
	"github.com/commonshelf/commonshelf/internal/proto/bagit"
)

// What requests and answers carry beside their bodies.
const (
	versionHeader = "Commonshelf-Version" // of who answers
	questionName  = "question"            // in the address: JSON
)

// work is an operation as the desk offers it: it reads the question, writes data if there is any, and gives the result.
type work func(ctx context.Context, d *desk, question *http.Request, answer *frames) (any, error)

// works are the operations by the path by which they are asked for.
var works = map[string]work{
	"/backup":      doBackup,
	"/export":      doExport,
	"/check":       doCheck,
	"/import":      doImport,
	"/person/list": doListPeople,
	"/person/add":  doAddCoordinator,
	"/person/link": doLink,
}

// control answers commands at a desk.
func (a *app) control(d *desk) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(versionHeader, a.version)
		do, known := works[r.URL.Path]
		if !known || r.Method != http.MethodPost {
			http.Error(w, "no such command", http.StatusNotFound)
			return
		}
		answer := &frames{w: w, flush: func() { _ = http.NewResponseController(w).Flush() }}
		result, err := do(r.Context(), d, r, answer)
		if err == nil {
			err = answer.sendJSON(resultFrame, result)
		}
		if err != nil {
			_ = answer.send(faultFrame, []byte(a.say(err))) // unless nobody listens any more
		}
	})
}

// serveControl answers commands on the listener until it is stopped, which lets those in hand finish for a while.
func (a *app) serveControl(ctx context.Context, d *desk, listener net.Listener) (stop func() error) {
	inHand, breakOff := context.WithCancel(context.WithoutCancel(ctx))
	server := &http.Server{Handler: a.control(d), BaseContext: func(net.Listener) context.Context { return inHand }, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, 0)}
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	return func() error {
		last, cancel := context.WithTimeout(inHand, 25*time.Second)
		defer cancel()
		err := server.Shutdown(last)
		breakOff()
		if served := <-done; !errors.Is(served, http.ErrServerClosed) {
			err = errors.Join(err, served)
		}
		return err
	}
}

func doBackup(ctx context.Context, d *desk, _ *http.Request, answer *frames) (any, error) {
	return d.Write(ctx, answer, answer.tell)
}

func doExport(ctx context.Context, d *desk, _ *http.Request, answer *frames) (any, error) {
	stream := bagit.NewStream(answer, d.Clock.Now())
	sum, err := d.exporter.Export(ctx, stream, func(done, total int64) { answer.tell("resources", done, total) })
	if err != nil {
		return nil, err
	}
	return sum, stream.Close()
}

// checked is the outcome of a check.
type checked struct {
	Found []backup.Finding `json:"found"`
	Index bool             `json:"index"` // the search index was compared as well
}

func doCheck(ctx context.Context, d *desk, _ *http.Request, answer *frames) (any, error) {
	found, err := d.Check(ctx, d.index, answer.tell)
	return checked{Found: found, Index: d.index != nil}, err
}

// ask reads the question of a request.
func ask[T any](r *http.Request) (T, error) {
	var question T
	if err := json.Unmarshal([]byte(r.URL.Query().Get(questionName)), &question); err != nil {
		return question, fmt.Errorf("question: %w", err)
	}
	return question, nil
}
