package cli

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

// An answer is a row of frames: a kind, a length, and so many bytes. The last one is the result or the fault.
const (
	dataFrame     = 'd' // a piece of what was asked for
	progressFrame = 'p' // JSON of an event
	resultFrame   = 'r' // JSON
	faultFrame    = 'f' // words
)

// event is how far the work has come.
type event struct {
	Step  string `json:"step"`
	Done  int64  `json:"done"`
	Total int64  `json:"total"` // 0: not known
}

// frames writes an answer.
type frames struct {
	mu    sync.Mutex
	w     io.Writer
	flush func()

	step string
	next time.Time // for the next event of the same step
}

// Write sends a piece of data.
func (f *frames) Write(p []byte) (int, error) {
	if err := f.send(dataFrame, p); err != nil {
		return 0, err
	}
	return len(p), nil
}

// tell sends progress, seldom enough not to be the work itself. Who no longer listens is told nothing.
func (f *frames) tell(step string, done, total int64) {
	f.mu.Lock()
	now := time.Now()
	seldom := step == f.step && now.Before(f.next)
	f.step, f.next = step, now.Add(100*time.Millisecond)
	f.mu.Unlock()
	if !seldom {
		_ = f.sendJSON(progressFrame, event{step, done, total})
	}
}

func (f *frames) sendJSON(kind byte, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return f.send(kind, text)
}

func (f *frames) send(kind byte, payload []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	head := [5]byte{kind}
	binary.BigEndian.PutUint32(head[1:], uint32(len(payload)))
	if _, err := f.w.Write(head[:]); err != nil {
		return err
	}
	_, err := f.w.Write(payload)
	if kind != dataFrame {
		f.flush()
	}
	return err
}

// errCutShort says that an answer has no end.
var errCutShort = errors.New("the running Commonshelf ended in the middle of its answer")

// readFrames reads an answer: data goes to data, progress to tell, the result into result.
func readFrames(r io.Reader, data io.Writer, tell func(event), result any) error {
	var head [5]byte
	for {
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return errCutShort
		}
		payload := io.LimitReader(r, int64(binary.BigEndian.Uint32(head[1:])))
		if head[0] == dataFrame {
			if _, err := io.Copy(data, payload); err != nil {
				return err
			}
			continue
		}
		text, err := io.ReadAll(payload)
		if err != nil {
			return errCutShort
		}
		switch head[0] {
		case progressFrame:
			var e event
			if err := json.Unmarshal(text, &e); err != nil {
				return err
			}
			tell(e)
		case resultFrame:
			return json.Unmarshal(text, result)
		case faultFrame:
			return errors.New(string(text))
		default:
			return fmt.Errorf("the running Commonshelf answers in an unknown way (%q)", head[0])
		}
	}
}
