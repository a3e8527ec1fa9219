package files_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/files"
)

func putPicture(t *testing.T, s *files.Store, data []byte) (files.File, image.Image, string) {
	t.Helper()
	f, err := s.Put(t.Context(), maple, bytes.NewReader(data), 0)
	if err != nil {
		t.Fatal(err)
	}
	kept := read(t, s, f.Hash)
	img, _, err := image.Decode(strings.NewReader(kept))
	if err != nil {
		t.Fatal(err)
	}
	if img.Bounds().Dx() != f.Width || img.Bounds().Dy() != f.Height {
		t.Errorf("said to be %d x %d, is %v", f.Width, f.Height, img.Bounds())
	}
	return f, img, kept
}

// near says whether the colour at the place is about want.
func near(img image.Image, x, y int, want color.RGBA) bool {
	r, g, b, _ := img.At(x, y).RGBA()
	d := func(a uint32, b uint8) int { return max(int(a>>8)-int(b), int(b)-int(a>>8)) }
	return d(r, want.R) < 30 && d(g, want.G) < 30 && d(b, want.B) < 30
}

func TestAPhotographForgetsWhereItWasTaken(t *testing.T) {
	s, _ := inFolder(t)
	secrets := []string{"GPS", "Exif", "Oak", "xmp", "Photoshop", "2026:11:23"}
	tiff := exif(1)
	pictures := map[string][]byte{
		"jpeg": withSegments(jpegOf(t, corners(40, 20)), append([]byte("Exif\x00\x00"), tiff...),
			[]byte("http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>GPSLatitude</x:xmpmeta>"), []byte("Photoshop 3.0\x002026:11:23")),
		"jpeg with something behind it": append(withSegments(jpegOf(t, corners(40, 20)), []byte("Exif\x00\x00GPS")), "GPS behind the end"...),
		"png":                           withChunk(withChunk(pngOf(t, corners(40, 20)), "eXIf", tiff), "iTXt", []byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00GPSLatitude")),
		"webp":                          withExtended(webpOf(40, 20, color.NRGBA{200, 10, 10, 255}), tiff),
		"gif":                           withComment(gifOf(t, 1, 40, 20), "Oak GPS"),
		"moving gif":                    withComment(gifOf(t, 3, 40, 20), "Oak GPS"),
	}
	for name, data := range pictures {
		if !strings.Contains(string(data), "GPS") {
			t.Fatalf("%s holds no place to begin with", name)
		}
		_, _, kept := putPicture(t, s, data)
		for _, secret := range secrets {
			if strings.Contains(kept, secret) {
				t.Errorf("%s still says %s", name, secret)
			}
		}
		if bytes.Contains([]byte(kept), tiff[8:40]) {
			t.Errorf("%s still holds what the camera wrote", name)
		}
	}
}

func withExtended(webp, tiff []byte) []byte {
	head := []byte("VP8X\x0a\x00\x00\x00\x18\x00\x00\x00\x27\x00\x00\x13\x00\x00")
	exif := append([]byte("EXIF"), byte(len(tiff)), 0, 0, 0)
	out := append(append(append(append([]byte{}, webp[:12]...), head...), webp[12:]...), append(exif, tiff...)...)
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}

// withComment puts a comment and a trail of XMP behind the colours of a GIF.
func withComment(data []byte, text string) []byte {
	colours := 13
	if data[10]&0x80 != 0 {
		colours += 3 << (data[10]&7 + 1)
	}
	extra := append([]byte{'!', 0xfe, byte(len(text))}, text...)
	extra = append(extra, 0)
	extra = append(extra, "!\xff\x0bXMP DataXMP\x0bxmp GPS Oak\x00"...)
	return append(append(append(append([]byte{}, data[:colours]...), extra...), data[colours:]...), "GPS behind the end"...)
}

func TestAPhotographIsTurnedUpright(t *testing.T) {
	s, _ := inFolder(t)
	red, green, blue, white := color.RGBA{220, 20, 20, 255}, color.RGBA{20, 180, 20, 255}, color.RGBA{20, 20, 220, 255}, color.RGBA{250, 250, 250, 255}
	// What stands at the top left, top right, bottom left and bottom right once it is upright.
	upright := map[uint16][4]color.RGBA{
		1: {red, green, blue, white}, 2: {green, red, white, blue}, 3: {white, blue, green, red}, 4: {blue, white, red, green},
		5: {red, blue, green, white}, 6: {blue, red, white, green}, 7: {white, green, blue, red}, 8: {green, white, red, blue},
	}
	for o, want := range upright {
		tiff := exif(o)
		for name, data := range map[string][]byte{
			"jpeg": withSegments(jpegOf(t, corners(64, 32)), append([]byte("Exif\x00\x00"), tiff...)),
			"png":  withChunk(pngOf(t, corners(64, 32)), "eXIf", tiff),
		} {
			f, img, _ := putPicture(t, s, data)
			if wide := f.Width > f.Height; wide != (o <= 4) {
				t.Errorf("%s held as %d is %d x %d", name, o, f.Width, f.Height)
			}
			right, bottom := f.Width-9, f.Height-9
			for i, at := range []image.Point{{8, 8}, {right, 8}, {8, bottom}, {right, bottom}} {
				if !near(img, at.X, at.Y, want[i]) {
					t.Errorf("%s held as %d has %v at %v, want %v", name, o, img.At(at.X, at.Y), at, want[i])
				}
			}
		}
	}
}

func TestALargePictureIsMadeSmallEnough(t *testing.T) {
	s, _ := inFolder(t)
	for _, c := range []struct{ w, h, wantW, wantH, smallW, smallH int }{
		{3000, 1500, 2400, 1200, 640, 320},
		{1000, 2500, 960, 2400, 256, 640},
		{700, 2, 700, 2, 640, 2},
		{640, 480, 640, 480, 640, 480},
		{1, 9000, 1, 2400, 1, 640},
	} {
		f, img, _ := putPicture(t, s, jpegOf(t, corners(c.w, c.h)))
		if f.Width != c.wantW || f.Height != c.wantH || f.MediaType != files.JPEG {
			t.Errorf("%d x %d became %+v", c.w, c.h, f)
		}
		if c.w > 8 && c.h > 8 && (!near(img, f.Width/4, f.Height/4, color.RGBA{220, 20, 20, 255}) || !near(img, f.Width*3/4, f.Height*3/4, color.RGBA{250, 250, 250, 255})) {
			t.Errorf("%d x %d does not show what it showed", c.w, c.h)
		}
		small := serveSmall(t, s, f.Hash)
		if b := small.Bounds(); b.Dx() != c.smallW || b.Dy() != c.smallH {
			t.Errorf("the small form of %d x %d is %v", c.w, c.h, b)
		}
	}
}

func TestShrinkingAveragesWhatAPixelCovers(t *testing.T) {
	s, _ := inFolder(t)
	checks := image.NewGray(image.Rect(0, 0, 4800, 2))
	for i := range checks.Pix {
		checks.Pix[i] = uint8(i % 2 * 200)
	}
	_, img, _ := putPicture(t, s, pngOf(t, checks))
	for _, x := range []int{0, 1200, 2399} {
		if r, _, _, _ := img.At(x, 0).RGBA(); r>>8 != 100 {
			t.Errorf("at %d stands %d, want the middle of 0 and 200", x, r>>8)
		}
	}
}

func TestTransparencyIsKept(t *testing.T) {
	s, _ := inFolder(t)
	for name, data := range map[string][]byte{
		"png":  pngOf(t, image.NewNRGBA(image.Rect(0, 0, 900, 30))),
		"webp": webpOf(900, 30, color.NRGBA{R: 200, A: 90}),
	} {
		f, img, _ := putPicture(t, s, data)
		if _, _, _, a := img.At(3, 3).RGBA(); f.MediaType != files.PNG || a > 0x8000 {
			t.Errorf("%s became %s with alpha %x", name, f.MediaType, a)
		}
		if _, _, _, a := serveSmall(t, s, f.Hash).At(3, 3).RGBA(); a > 0x8000 {
			t.Errorf("the small form of %s has alpha %x", name, a)
		}
	}
	if f, _, _ := putPicture(t, s, webpOf(30, 30, color.NRGBA{R: 200, A: 255})); f.MediaType != files.JPEG {
		t.Errorf("an opaque WebP became %s", f.MediaType)
	}
}

func TestAMovingGIFGoesOnMoving(t *testing.T) {
	s, _ := inFolder(t)
	f, _, kept := putPicture(t, s, withComment(gifOf(t, 3, 900, 40), "a comment"))
	g, err := gif.DecodeAll(strings.NewReader(kept))
	if err != nil || len(g.Image) != 3 || g.LoopCount != 3 || f.MediaType != files.GIF {
		t.Fatalf("%+v has %d frames, %v", f, len(g.Image), err)
	}
	if b := serveSmall(t, s, f.Hash).Bounds(); b.Dx() != 640 {
		t.Errorf("the still form is %v", b)
	}
	if again, _, _ := putPicture(t, s, []byte(kept)); again.Hash != f.Hash {
		t.Error("cleaning it twice changes it")
	}
}

func TestAPictureThatUnpacksTooLargeIsRefused(t *testing.T) {
	s, _ := inFolder(t)
	huge := pngOf(t, image.NewGray16(image.Rect(0, 0, 6000, 5000)))
	for name, data := range map[string][]byte{"webp of 28 bytes": webpOf(16000, 16000, color.NRGBA{A: 255}), "png of 16 bits": huge} {
		_, err := s.Put(t.Context(), maple, bytes.NewReader(data), 0)
		if fields, ok := fault.AsFields(err); !ok || fields[files.Field].Key != "files.too_many_pixels" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheSmallFormIsMadeWhenItIsMissing(t *testing.T) {
	s, _ := inFolder(t)
	for name, data := range map[string][]byte{"jpeg": jpegOf(t, corners(900, 600)), "moving gif": gifOf(t, 2, 900, 600)} {
		f, _, kept := putPicture(t, s, data)
		if err := s.CopyIn(t.Context(), birch, f.Hash, strings.NewReader(kept)); err != nil {
			t.Fatal(err)
		}
		if b := serveSmallTo(t, s, birch, f.Hash).Bounds(); b.Dx() != 640 || b.Dy() != 427 {
			t.Errorf("the small form of %s is %v", name, b)
		}
	}
}

func FuzzPicture(f *testing.F) {
	f.Add(jpegOf(f, corners(8, 8)))
	f.Add(withSegments(jpegOf(f, corners(8, 8)), append([]byte("Exif\x00\x00"), exif(6)...)))
	f.Add(withChunk(pngOf(f, corners(8, 8)), "eXIf", exif(3)))
	f.Add(gifOf(f, 2, 5, 5))
	f.Add(withComment(gifOf(f, 1, 5, 5), "x"))
	f.Add(webpOf(5, 5, color.NRGBA{A: 255}))
	s, err := files.Open(f.Context(), f.TempDir())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := s.Put(t.Context(), maple, bytes.NewReader(data), 1<<20)
		if _, refused := fault.AsFields(err); err != nil && !refused {
			t.Fatal(err)
		}
		if err == nil && strings.HasPrefix(file.MediaType, "image/") && file.Width > 0 {
			if again, err := s.Put(t.Context(), maple, strings.NewReader(read(t, s, file.Hash)), 0); err != nil || again.Width != file.Width {
				t.Errorf("what was kept as %+v is refused or becomes %+v, %v", file, again, err)
			}
		}
	})
}
