// Package mailtest gives tests a real mail server to send to, mailpit, and reads what arrived there.
package mailtest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/mail"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/peer"
)

// Server is a mail server that keeps what it receives until the test ends.
type Server struct {
	Address string // host and port of SMTP
	URL     string // for a sender: smtp://127.0.0.1:port
	Web     string // mailpit's own pages, and its API below /api/v1
}

// Start runs a mail server on this machine until the test ends. Flags are further flags of mailpit. A server that cannot
// be built or started fails the test.
func Start(t testing.TB, flags ...string) *Server {
	t.Helper()
	program := peer.Program(t, "mailpit", "github.com/axllent/mailpit")
	s := &Server{}
	peer.Run(t, func() peer.Server {
		web := peer.FreeAddress(t)
		s.Address, s.Web = peer.FreeAddress(t), "http://"+web
		s.URL = "smtp://" + s.Address
		all := append([]string{
			"--listen", web, "--smtp", s.Address, "--database", filepath.Join(t.TempDir(), "letters.db"),
			"--disable-version-check", "--smtp-disable-rdns", "--enable-chaos",
		}, flags...)
		return peer.Server{
			Command: exec.Command(program, all...),
			Ready:   func(ctx context.Context) error { return peer.Answers(ctx, s.Web+"/readyz") },
		}
	})
	return s
}

// Letter is a letter as it arrived.
type Letter struct {
	From        mail.Address
	To          []mail.Address
	Subject     string
	Text        string // without the carriage returns of the wire
	HTML        string
	Header      mail.Header // as sent, undecoded
	Attachments []Attachment
}

// Attachment is what came with a letter.
type Attachment struct {
	Name      string
	MediaType string
	Data      []byte
}

// Letters gives everything that arrived, the first first.
func (s *Server) Letters(t testing.TB) []Letter {
	t.Helper()
	var list struct {
		Messages []struct {
			ID      string
			Created time.Time
		} `json:"messages"`
	}
	s.json(t, http.MethodGet, "/api/v1/messages?limit=500", nil, &list)
	slices.Reverse(list.Messages) // mailpit gives the newest first
	out := make([]Letter, len(list.Messages))
	for i, m := range list.Messages {
		out[i] = s.letter(t, m.ID)
	}
	return out
}

func (s *Server) letter(t testing.TB, id string) Letter {
	t.Helper()
	type part struct{ PartID, FileName, ContentType string }
	var m struct {
		From                mail.Address
		To                  []mail.Address
		Subject, Text, HTML string
		Attachments         []part
	}
	path := "/api/v1/message/" + id
	s.json(t, http.MethodGet, path, nil, &m)
	source, err := mail.ReadMessage(bytes.NewReader(s.get(t, path+"/raw")))
	if err != nil {
		t.Fatal(err)
	}
	l := Letter{From: m.From, To: m.To, Subject: m.Subject, Text: strings.ReplaceAll(m.Text, "\r\n", "\n"), HTML: m.HTML, Header: source.Header}
	for _, p := range m.Attachments {
		l.Attachments = append(l.Attachments, Attachment{Name: p.FileName, MediaType: p.ContentType, Data: s.get(t, path+"/part/"+p.PartID)})
	}
	return l
}

// Await waits until n letters have arrived for the address and gives them. It fails the test after half a minute.
func (s *Server) Await(t testing.TB, to string, n int) []Letter {
	t.Helper()
	const patience = 30 * time.Second
	again := time.NewTicker(30 * time.Millisecond)
	defer again.Stop()
	for end := time.After(patience); ; {
		var found []Letter
		for _, l := range s.Letters(t) {
			if slices.ContainsFunc(l.To, func(a mail.Address) bool { return a.Address == to }) {
				found = append(found, l)
			}
		}
		if len(found) >= n {
			return found
		}
		select {
		case <-again.C:
		case <-end:
			t.Fatalf("%d letters for %s arrived, want %d", len(found), to, n)
		}
	}
}

// Clear forgets every letter.
func (s *Server) Clear(t testing.TB) {
	t.Helper()
	s.send(t, http.MethodDelete, "/api/v1/messages", nil)
}

// Stage is a step of delivering a letter.
type Stage string

// The steps at which Refuse may refuse.
const (
	Sender         Stage = "Sender"
	Recipient      Stage = "Recipient"
	Authentication Stage = "Authentication"
)

// Refuse makes the server answer a step with the code, always, until it is given 0.
func (s *Server) Refuse(t testing.TB, at Stage, code int) {
	t.Helper()
	probability := 100
	if code == 0 {
		probability = 0
	}
	const any = 451 // the server wants a code even for never
	s.send(t, http.MethodPut, "/api/v1/chaos", map[Stage]map[string]int{at: {"ErrorCode": cmp.Or(code, any), "Probability": probability}})
}

func (s *Server) json(t testing.TB, method, path string, body, into any) {
	t.Helper()
	if err := json.Unmarshal(s.call(t, method, path, body), into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

func (s *Server) get(t testing.TB, path string) []byte {
	t.Helper()
	return s.call(t, http.MethodGet, path, nil)
}

func (s *Server) send(t testing.TB, method, path string, body any) {
	t.Helper()
	s.call(t, method, path, body)
}

func (s *Server) call(t testing.TB, method, path string, body any) []byte {
	t.Helper()
	data, err := s.exchange(t.Context(), method, path, body)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func (s *Server) exchange(ctx context.Context, method, path string, body any) ([]byte, error) {
	var sent bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&sent).Encode(body); err != nil {
			return nil, err
		}
	}
	r, err := http.NewRequestWithContext(ctx, method, s.Web+path, &sent)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s: %s: %s", method, path, answer.Status, data)
	}
	return data, err
}
