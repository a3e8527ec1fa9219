package files

import (
	"bytes"
	"errors"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"

	"github.com/commonshelf/commonshelf/internal/fault"
)

// The sizes of a picture, in pixels on its long side: as it is kept, and as it is shown within a page.
const (
	FullSide  = 2400
	SmallSide = 640
)

const (
	maxPictureSize = 64 << 20 // bytes, as sent
	maxPixels      = 50_000_000
	// A progressive JPEG needs 15 bytes a pixel to unpack and a PNG of 16 bits 8, the others at most 4.
	maxHeavyPixels = 24_000_000
	quality        = 85
	smallQuality   = 80
)

// picture is a picture as it is stored.
type picture struct {
	full, small          []byte // small is nil where full is small enough
	mediaType, smallType string
	width, height        int // of full
}

// clean makes a picture anew: upright, at most FullSide, without anything that is no picture. An animated GIF keeps its
// frames as they are and has a still small form. Colour profiles are dropped with the rest.
func clean(data []byte, mediaType string) (picture, error) {
	if err := checkPixels(data, mediaType); err != nil {
		return picture{}, err
	}
	img, err := decoders[mediaType].decode(bytes.NewReader(data))
	if err != nil {
		return picture{}, damaged(err)
	}
	if mediaType == GIF {
		if moving, frames, err := cleanGIF(data); err != nil {
			return picture{}, damaged(err)
		} else if frames > 1 {
			return animated(moving, img)
		}
	}
	upright := turn(fit(img, FullSide), orientation(data, mediaType))
	p := picture{mediaType: PNG, width: upright.Bounds().Dx(), height: upright.Bounds().Dy()}
	if isOpaque(upright) && mediaType != PNG && mediaType != GIF {
		p.mediaType = JPEG
	}
	if p.full, err = encode(upright, p.mediaType, quality); err != nil {
		return picture{}, err
	}
	if max(p.width, p.height) > SmallSide {
		p.small, p.smallType, err = smallForm(upright, p.mediaType)
	}
	return p, err
}

func animated(moving []byte, first image.Image) (picture, error) {
	config, err := gif.DecodeConfig(bytes.NewReader(moving))
	if err != nil {
		return picture{}, damaged(err)
	}
	p := picture{full: moving, mediaType: GIF, width: config.Width, height: config.Height}
	p.small, p.smallType, err = smallForm(first, PNG)
	return p, err
}

// smallOf is the small form of a picture that clean made.
func smallOf(data []byte, mediaType string) ([]byte, string, error) {
	if err := checkPixels(data, mediaType); err != nil {
		return nil, "", err
	}
	img, err := decoders[mediaType].decode(bytes.NewReader(data))
	if err != nil {
		return nil, "", err
	}
	if mediaType != JPEG {
		mediaType = PNG
	}
	return smallForm(img, mediaType)
}

// smallForm encodes the picture for a page. A photograph that came as PNG becomes a JPEG where that saves half or more.
func smallForm(img image.Image, mediaType string) ([]byte, string, error) {
	small := fit(img, SmallSide)
	data, err := encode(small, mediaType, smallQuality)
	if err != nil || mediaType == JPEG || !isOpaque(small) {
		return data, mediaType, err
	}
	asJPEG, err := encode(small, JPEG, smallQuality)
	if err != nil || len(asJPEG)*2 > len(data) {
		return data, mediaType, err
	}
	return asJPEG, JPEG, nil
}

func encode(img image.Image, mediaType string, quality int) ([]byte, error) {
	var out bytes.Buffer
	var err error
	if mediaType == JPEG {
		err = jpeg.Encode(&out, img, &jpeg.Options{Quality: quality})
	} else {
		err = png.Encode(&out, img)
	}
	return out.Bytes(), err
}

func isOpaque(img image.Image) bool {
	o, ok := img.(interface{ Opaque() bool })
	return ok && o.Opaque()
}

// checkPixels reads the header alone and refuses what would not fit into memory once unpacked.
func checkPixels(data []byte, mediaType string) error {
	config, err := decoders[mediaType].config(bytes.NewReader(data))
	if err != nil {
		return damaged(err)
	}
	if config.Width <= 0 || config.Height <= 0 {
		return damaged(errors.New("no pixels"))
	}
	limit := maxPixels
	if isHeavy(data, mediaType) {
		limit = maxHeavyPixels
	}
	if config.Width > limit/config.Height {
		return fault.Fields{Field: fault.Say("files.too_many_pixels", limit/1_000_000)}
	}
	return nil
}

// damaged keeps the reason out of what people read: it helps nobody but the log.
func damaged(reason error) error {
	return errors.Join(fault.Fields{Field: fault.Say("files.unreadable")}, reason)
}
