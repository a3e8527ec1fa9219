package cli_test

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A backup that is being taken when the server is told to stop is taken to its end.
func TestAStopLetsACommandInHandFinish(t *testing.T) {
	p := place{dir: t.TempDir()}
	p.flags = []string{"--data", p.dir}
	at, stop := serve(t, p, "--demo")
	client := http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", filepath.Join(p.dir, "commonshelf.sock"))
	}}}
	answer, err := client.Post("http://commonshelf/backup?question=null", "", nil)
	must(t, err)
	defer answer.Body.Close()
	ended := make(chan int, 1)
	go func() { ended <- stop() }()
	refused(t, strings.TrimPrefix(at, "http://"))
	if kind := lastFrame(t, answer.Body); kind != 'r' {
		t.Errorf("the answer ends with %q, want its result", kind)
	}
	if code := <-ended; code != 0 {
		t.Errorf("ended with %d", code)
	}
}

// refused waits until nothing listens at an address.
func refused(t *testing.T, address string) {
	t.Helper()
	deadline := time.After(time.Minute)
	for tick := time.Tick(10 * time.Millisecond); ; {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return
		}
		conn.Close()
		select {
		case <-tick:
		case <-deadline:
			t.Fatal("it goes on serving")
		}
	}
}

// lastFrame reads an answer to its end and gives the kind of its last frame; 0 if that is not whole.
func lastFrame(t *testing.T, r io.Reader) byte {
	t.Helper()
	kind := byte(0)
	for {
		var head [5]byte
		if _, err := io.ReadFull(r, head[:]); err == io.EOF {
			return kind
		} else if err != nil {
			return 0
		}
		if _, err := io.CopyN(io.Discard, r, int64(binary.BigEndian.Uint32(head[1:]))); err != nil {
			return 0
		}
		kind = head[0]
	}
}
