package files

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

// decoders are chosen by what the bytes are: a decoder is never left to guess.
var decoders = map[string]struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}{
	JPEG: {jpeg.DecodeConfig, jpeg.Decode},
	PNG:  {png.DecodeConfig, png.Decode},
	GIF:  {gif.DecodeConfig, gif.Decode},
	WebP: {webp.DecodeConfig, webp.Decode},
}

// isHeavy says whether unpacking needs far more memory than four bytes a pixel.
func isHeavy(data []byte, mediaType string) bool {
	switch mediaType {
	case JPEG:
		for marker := range jpegSegments(data) {
			const progressive = 0xc2
			if marker == progressive {
				return true
			}
		}
	case PNG:
		const depth = 24 // the byte of the header that holds the bits of a channel
		return len(data) > depth && data[depth] == 16
	}
	return false
}

// jpegSegments yields the markers of a JPEG with their content, up to the picture itself.
func jpegSegments(data []byte) func(yield func(byte, []byte) bool) {
	return func(yield func(byte, []byte) bool) {
		const startOfScan = 0xda
		for data = data[min(2, len(data)):]; len(data) >= 4; {
			if data[0] != 0xff {
				data = data[1:]
				continue
			}
			marker := data[1]
			if marker == 0xff || marker == 0 || marker >= 0xd0 && marker <= 0xd8 {
				data = data[1:]
				continue
			}
			length := int(binary.BigEndian.Uint16(data[2:]))
			if marker == startOfScan || length < 2 || 2+length > len(data) || !yield(marker, data[4:2+length]) {
				return
			}
			data = data[2+length:]
		}
	}
}

// chunks yields the chunks of a PNG or a WebP by their four letters.
func chunks(data []byte, mediaType string) func(yield func(string, []byte) bool) {
	return func(yield func(string, []byte) bool) {
		const head = 8
		start, order, tail := 8, binary.ByteOrder(binary.BigEndian), 4 // PNG: a check sum follows
		if mediaType == WebP {
			start, order, tail = 12, binary.LittleEndian, 0
		}
		for data = data[min(start, len(data)):]; len(data) >= head; {
			name, size := data[4:8], data[:4]
			if mediaType == WebP {
				name, size = data[:4], data[4:8]
			}
			length := int(order.Uint32(size))
			if head+length > len(data) || !yield(string(name), data[head:head+length]) {
				return
			}
			if mediaType == WebP {
				length += length & 1
			}
			data = data[min(head+length+tail, len(data)):]
		}
	}
}

// orientation is how the camera was held, 1 to 8 as Exif counts; 1 is upright.
func orientation(data []byte, mediaType string) int {
	const app1 = 0xe1
	prefix := []byte("Exif\x00\x00")
	switch mediaType {
	case JPEG:
		for marker, content := range jpegSegments(data) {
			if exif, ok := bytes.CutPrefix(content, prefix); ok && marker == app1 {
				return exifOrientation(exif)
			}
		}
	case PNG, WebP:
		for name, content := range chunks(data, mediaType) {
			if name == "eXIf" || name == "EXIF" {
				return exifOrientation(bytes.TrimPrefix(content, prefix))
			}
		}
	}
	return 1
}

// exifOrientation finds tag 0x0112 in the first directory of Exif data, which is laid out as a TIFF file.
func exifOrientation(exif []byte) int {
	const upright, header, entry, tag = 1, 8, 12, 0x0112
	if len(exif) < header {
		return upright
	}
	var order binary.ByteOrder = binary.LittleEndian
	if exif[0] == 'M' {
		order = binary.BigEndian
	}
	at := uint64(order.Uint32(exif[4:]))
	if at+2 > uint64(len(exif)) {
		return upright
	}
	entries := exif[at+2:]
	for range order.Uint16(exif[at:]) {
		if len(entries) < entry {
			return upright
		}
		if order.Uint16(entries) == tag {
			if o := int(order.Uint16(entries[8:])); o >= 1 && o <= 8 {
				return o
			}
			return upright
		}
		entries = entries[entry:]
	}
	return upright
}
