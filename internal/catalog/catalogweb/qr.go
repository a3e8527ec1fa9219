package catalogweb

import (
	"fmt"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// qrView is a square of dark and light modules as one path.
type qrView struct {
	Size int // modules along a side, quiet zone included
	Path string
}

// quiet is the empty border that readers of the code need (ISO/IEC 18004).
const quiet = 4

// qrOf draws an address.
func qrOf(address string) (qrView, error) {
	code, err := qr.Encode(address, qr.M, qr.Auto)
	if err != nil {
		return qrView{}, fmt.Errorf("QR code: %w", err)
	}
	size := code.Bounds().Dx()
	var path strings.Builder
	for y := range size {
		for x := range size {
			if r, _, _, _ := code.At(x, y).RGBA(); r == 0 {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	return qrView{Size: size + 2*quiet, Path: path.String()}, nil
}

func (v qrView) box() string { return fmt.Sprintf("0 0 %d %d", v.Size, v.Size) }
