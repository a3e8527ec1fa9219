package files_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"
)

// corners is a picture whose four quarters differ, red, green, blue and white, so that turning it shows.
func corners(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	quarters := []color.RGBA{{220, 20, 20, 255}, {20, 180, 20, 255}, {20, 20, 220, 255}, {250, 250, 250, 255}}
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, quarters[x*2/w+y*2/h*2])
		}
	}
	return img
}

func jpegOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func pngOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func gifOf(t testing.TB, frames int, w, h int) []byte {
	t.Helper()
	g := &gif.GIF{LoopCount: 3}
	for i := range frames {
		frame := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.White, color.Black, color.RGBA{200, 0, 0, 255}})
		for j := range frame.Pix {
			frame.Pix[j] = uint8((i + j/w) % 3)
		}
		g.Image = append(g.Image, frame)
		g.Delay = append(g.Delay, 10)
	}
	var out bytes.Buffer
	if err := gif.EncodeAll(&out, g); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// exif is what a camera writes: how it was held, and where.
func exif(orientation uint16) []byte {
	var b bytes.Buffer
	le := func(values ...any) {
		for _, v := range values {
			_ = binary.Write(&b, binary.LittleEndian, v)
		}
	}
	const short, long, ascii, rational = 3, 4, 2, 5
	le([]byte("II*\x00"), uint32(8))
	le(uint16(3))                                                                              // entries of the first directory
	le(uint16(0x010f), uint16(ascii), uint32(4), []byte("Oak\x00"))                            // maker
	le(uint16(0x0112), uint16(short), uint32(1), orientation, uint16(0))                       // how it was held
	le(uint16(0x8825), uint16(long), uint32(1), uint32(50), uint32(0))                         // where the directory of the place is
	le(uint16(2), uint16(1), uint16(ascii), uint32(2), []byte("N\x00\x00\x00"))                // north
	le(uint16(2), uint16(rational), uint32(3), uint32(80), uint32(0))                          // latitude
	le(uint32(44), uint32(1), uint32(28), uint32(1), uint32(1234), uint32(100), []byte("GPS")) // 44 28' 12.34"
	return b.Bytes()
}

// withSegments puts application segments behind the start of a JPEG.
func withSegments(data []byte, segments ...[]byte) []byte {
	out := append([]byte{}, data[:2]...)
	for _, s := range segments {
		out = append(out, 0xff, 0xe1)
		out = binary.BigEndian.AppendUint16(out, uint16(len(s)+2))
		out = append(out, s...)
	}
	return append(out, data[2:]...)
}

// withChunk puts a chunk behind the header of a PNG.
func withChunk(data []byte, name string, content []byte) []byte {
	const header = 8 + 25
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	chunk = append(append(chunk, name...), content...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	return append(append(append([]byte{}, data[:header]...), chunk...), data[header:]...)
}

// webpOf is a lossless WebP of one colour: 28 bytes for any size.
func webpOf(w, h int, c color.NRGBA) []byte {
	var bits, n uint64
	var body []byte
	put := func(value uint64, width uint64) {
		bits |= value << n
		for n += width; n >= 8; n -= 8 {
			body = append(body, byte(bits))
			bits >>= 8
		}
	}
	put(0x2f, 8)
	put(uint64(w-1), 14)
	put(uint64(h-1), 14)
	put(1, 1) // has alpha
	put(0, 3) // version
	put(0, 3) // no transform, no cache of colours, one group of codes
	for _, symbol := range []uint8{c.G, c.R, c.B, c.A, 0} {
		put(0b101, 3) // a simple code of one symbol of 8 bits
		put(uint64(symbol), 8)
	}
	put(0, 7)
	if len(body)%2 == 1 {
		body = append(body, 0)
	}
	chunk := append([]byte("WEBPVP8L"), binary.LittleEndian.AppendUint32(nil, uint32(len(body)))...)
	chunk = append(chunk, body...)
	return append(append([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, uint32(len(chunk)))...), chunk...)
}

// zipOf is an archive with the entries named, each holding its own name, or the content after "=".
func zipOf(t testing.TB, entries ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, e := range entries {
		name, content, stored := cut(e)
		method := zip.Deflate
		if stored {
			method = zip.Store
		}
		h := &zip.FileHeader{Name: name, Method: method, CompressedSize64: uint64(len(content)), UncompressedSize64: uint64(len(content)), CRC32: crc32.ChecksumIEEE([]byte(content))}
		create := z.CreateHeader
		if stored {
			create = z.CreateRaw
		}
		w, err := create(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func cut(entry string) (name, content string, stored bool) {
	for i := range entry {
		if entry[i] == '=' {
			return entry[:i], entry[i+1:], true
		}
	}
	return entry, entry, false
}
