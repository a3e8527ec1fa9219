package files

import (
	"image"
	"image/draw"
)

// fit gives the picture with its long side at most side pixels, and the picture itself where it is small enough.
func fit(img image.Image, side int) image.Image {
	width, height := img.Bounds().Dx(), img.Bounds().Dy()
	long := max(width, height)
	if long <= side {
		return img
	}
	return shrink(img, max(1, (width*side+long/2)/long), max(1, (height*side+long/2)/long))
}

// shrink averages the area that each new pixel covers, exactly. It needs two rows of memory beside the result, where
// the kernels of x/image/draw need 32 bytes for each new column of each old row, 440 MB for a large photograph.
func shrink(img image.Image, width, height int) *image.RGBA {
	from := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	row := image.NewRGBA(image.Rect(0, 0, from.Dx(), 1))
	across := make([]uint64, width*4) // one old row, shrunk sideways
	sum := make([]uint64, width*4)    // of all old rows under one new row
	area := uint64(from.Dx()) * uint64(from.Dy())
	room, next := from.Dy(), 0
	for y := range from.Dy() {
		draw.Draw(row, row.Rect, img, image.Pt(from.Min.X, from.Min.Y+y), draw.Src)
		shrinkRow(across, row.Pix, width)
		for share := height; share > 0; {
			part := min(share, room)
			for i, v := range across {
				sum[i] += v * uint64(part)
			}
			share, room = share-part, room-part
			if room > 0 {
				continue
			}
			line := out.Pix[next*out.Stride:][:len(sum)]
			for i, v := range sum {
				line[i] = uint8((v + area/2) / area)
			}
			clear(sum)
			room, next = from.Dy(), next+1
		}
	}
	return out
}

// shrinkRow gives each new pixel the old ones it covers, weighted by how much of them it covers: an old pixel has width
// shares to give, a new one takes as many as there are old ones.
func shrinkRow(across []uint64, pixels []uint8, width int) {
	clear(across)
	old := len(pixels) / 4
	room, to := old, across
	for ; len(pixels) > 0; pixels = pixels[4:] {
		for share := width; share > 0; {
			part := min(share, room)
			for i := range 4 {
				to[i] += uint64(pixels[i]) * uint64(part)
			}
			share, room = share-part, room-part
			if room == 0 {
				room, to = old, to[4:]
			}
		}
	}
}

// turn sets a picture upright that was taken with the camera held as Exif orientation o says.
func turn(img image.Image, o int) image.Image {
	if o <= 1 || o > 8 {
		return img
	}
	from := img.Bounds()
	in := image.NewRGBA(image.Rect(0, 0, from.Dx(), from.Dy()))
	draw.Draw(in, in.Rect, img, from.Min, draw.Src)
	w, h := in.Rect.Dx(), in.Rect.Dy()
	size := image.Rect(0, 0, w, h)
	if o >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewRGBA(size)
	for y := range h {
		for x := range w {
			to := turned(x, y, w, h, o)
			copy(out.Pix[out.PixOffset(to.X, to.Y):][:4], in.Pix[in.PixOffset(x, y):][:4])
		}
	}
	return out
}

// turned is where the pixel at x, y of a picture w wide and h high belongs.
func turned(x, y, w, h, o int) image.Point {
	switch o {
	case 2:
		return image.Pt(w-1-x, y)
	case 3:
		return image.Pt(w-1-x, h-1-y)
	case 4:
		return image.Pt(x, h-1-y)
	case 5:
		return image.Pt(y, x)
	case 6:
		return image.Pt(h-1-y, x)
	case 7:
		return image.Pt(h-1-y, w-1-x)
	}
	return image.Pt(y, w-1-x) // 8
}
