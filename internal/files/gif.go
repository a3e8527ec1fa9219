package files

import (
	"bytes"
	"errors"
)

var errGIF = errors.New("the GIF is cut or broken")

// cleanGIF copies what a GIF shows and how it moves, and leaves out comments, XMP and whatever follows its end. It
// counts the frames.
func cleanGIF(data []byte) (out []byte, frames int, err error) {
	const header = 13 // signature and logical screen
	if len(data) < header {
		return nil, 0, errGIF
	}
	r := gifReader{in: data}
	r.keep(header)
	r.keepColours(data[10])
	for {
		switch r.peek() {
		case ';':
			r.keep(1)
			return r.out, frames, r.err()
		case ',':
			frames++
			r.keepFrame()
		case '!':
			r.extension()
		default:
			return nil, 0, errGIF
		}
		if r.cut {
			return nil, 0, errGIF
		}
	}
}

// gifReader moves through a GIF from block to block.
type gifReader struct {
	in, out []byte
	cut     bool // the data ended within a block
}

func (r *gifReader) err() error {
	if r.cut {
		return errGIF
	}
	return nil
}

func (r *gifReader) peek() byte {
	if len(r.in) == 0 {
		return 0
	}
	return r.in[0]
}

func (r *gifReader) take(n int) []byte {
	if n > len(r.in) {
		r.cut, r.in = true, nil
		return nil
	}
	taken := r.in[:n]
	r.in = r.in[n:]
	return taken
}

func (r *gifReader) keep(n int) { r.out = append(r.out, r.take(n)...) }

// keepColours copies the table of colours that follows, if flags say there is one.
func (r *gifReader) keepColours(flags byte) {
	if flags&0x80 != 0 {
		r.keep(3 << (flags&7 + 1))
	}
}

func (r *gifReader) keepFrame() {
	const descriptor = 10
	if len(r.in) < descriptor {
		r.cut = true
		return
	}
	flags := r.in[9]
	r.keep(descriptor)
	r.keepColours(flags)
	r.keep(1) // the size of a code
	r.out = append(r.out, r.blocks()...)
}

// blocks takes the chain of blocks up to the empty one that ends it.
func (r *gifReader) blocks() []byte {
	whole, length := r.in, 0
	for !r.cut {
		size := 1 + int(r.peek())
		r.take(size)
		length += size
		if size == 1 {
			return whole[:min(length, len(whole))]
		}
	}
	return nil
}

// extension keeps how a frame is shown and how often all are repeated, and drops every other extension.
func (r *gifReader) extension() {
	const showing, application = 0xf9, 0xff
	head := r.take(2)
	body := r.blocks()
	if r.cut {
		return
	}
	repeats := bytes.HasPrefix(body, []byte("\x0bNETSCAPE2.0")) || bytes.HasPrefix(body, []byte("\x0bANIMEXTS1.0"))
	if head[1] == showing || head[1] == application && repeats {
		r.out = append(append(r.out, head...), body...)
	}
}
