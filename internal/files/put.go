package files

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// MaxSize is the largest file that a person may upload, in bytes.
const MaxSize = 200 << 20

// Field is the form field that the faults of Put speak of.
const Field = "file"

// File is what Put stored. A picture may be smaller than what was sent, and of another type.
type File struct {
	Hash      Hash
	Size      int64 // bytes
	MediaType string
	Width     int // pixels, pictures only
	Height    int // pixels, pictures only
}

// Put stores what r holds, at most limit bytes (0 is MaxSize), and says what it is. Storing the same bytes again
// changes nothing. Until Put returns without error no part of the file can be seen, whatever happens.
//
// It returns fault.Fields for Field when the file is empty, too big, a picture that cannot be read, or a picture in a
// format that may tell where it was taken and cannot be cleaned, and what the store's screen says of it.
func (s *Store) Put(ctx context.Context, district id.DistrictID, r io.Reader, limit int64) (File, error) {
	return s.put(ctx, district, "", r, limit, s.screen)
}

// PutAs is Put for a file that somebody chose, who calls it by a name. It also returns fault.Fields for Field when the file is a
// program, or not what the ending of its name says.
func (s *Store) PutAs(ctx context.Context, district id.DistrictID, name string, r io.Reader, limit int64) (File, error) {
	return s.put(ctx, district, name, r, limit, s.screen)
}

// PutScreened is Put of a file at which the caller has looked as the screen does.
func (s *Store) PutScreened(ctx context.Context, district id.DistrictID, r io.Reader, limit int64) (File, error) {
	return s.put(ctx, district, "", r, limit, nil)
}

func (s *Store) put(ctx context.Context, district id.DistrictID, name string, r io.Reader, limit int64, screen Screen) (File, error) {
	if !id.Valid(district) {
		return File{}, fmt.Errorf("%q is no district", district)
	}
	if limit <= 0 {
		limit = MaxSize
	}
	in, err := s.receive(ctx, r, limit)
	if err != nil {
		return File{}, err
	}
	defer in.Close()
	if in.size == 0 {
		return File{}, fault.Fields{Field: fault.Say("files.empty")}
	}
	mediaType := Sniff(in, in.size)
	if wrong := misnamed(name, mediaType); wrong != "" {
		return File{}, fault.Fields{Field: fault.Say(wrong)}
	}
	switch {
	case cleanable[mediaType]:
		return s.putPicture(ctx, district, in, mediaType)
	case uncleanable[mediaType]:
		return File{}, fault.Fields{Field: fault.Say("files.unclean")}
	}
	if screen != nil {
		if err := screen(mediaType, in, in.size); err != nil {
			return File{}, err
		}
	}
	if err := s.write(ctx, key(district, in.hash), mediaType, in.whole()); err != nil {
		return File{}, err
	}
	return File{Hash: in.hash, Size: in.size, MediaType: mediaType}, nil
}

func (s *Store) putPicture(ctx context.Context, district id.DistrictID, in *incoming, mediaType string) (File, error) {
	p, err := s.cleanPicture(ctx, in, mediaType)
	if err != nil {
		return File{}, err
	}
	hash := hashOf(p.full)
	if err := s.writePicture(ctx, district, hash, p); err != nil {
		return File{}, err
	}
	return File{Hash: hash, Size: int64(len(p.full)), MediaType: p.mediaType, Width: p.width, Height: p.height}, nil
}

// writePicture stores the small form first: whoever sees the picture finds the small form as well.
func (s *Store) writePicture(ctx context.Context, district id.DistrictID, hash Hash, p picture) error {
	if p.small != nil {
		if err := s.write(ctx, smallKey(district, hash), p.smallType, bytes.NewReader(p.small)); err != nil {
			return err
		}
	}
	return s.write(ctx, key(district, hash), p.mediaType, bytes.NewReader(p.full))
}

func (s *Store) cleanPicture(ctx context.Context, in *incoming, mediaType string) (picture, error) {
	if in.size > maxPictureSize {
		return picture{}, tooBig(maxPictureSize)
	}
	release, err := s.roomForPicture(ctx)
	if err != nil {
		return picture{}, err
	}
	defer release()
	data, err := io.ReadAll(in.whole())
	if err != nil {
		return picture{}, fmt.Errorf("read picture: %w", err)
	}
	return clean(data, mediaType)
}

// roomForPicture waits until no other picture is unpacked. Call release when done.
func (s *Store) roomForPicture(ctx context.Context) (release func(), err error) {
	select {
	case s.pictures <- struct{}{}:
		return func() { <-s.pictures }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// addSmall makes the small form of a stored picture.
func (s *Store) addSmall(ctx context.Context, district id.DistrictID, hash Hash, mediaType string) error {
	var data bytes.Buffer
	if err := s.CopyOut(ctx, district, hash, &data); err != nil {
		return err
	}
	release, err := s.roomForPicture(ctx)
	if err != nil {
		return err
	}
	small, smallType, err := smallOf(data.Bytes(), mediaType)
	release()
	if err != nil {
		return fmt.Errorf("small form of %s: %v", hash, err) // no fault of whoever looks at it
	}
	return s.write(ctx, smallKey(district, hash), smallType, bytes.NewReader(small))
}

func tooBig(limit int64) error {
	return fault.Fields{Field: fault.Say("files.too_big", (limit+1<<20-1)>>20)}
}

// incoming is an upload that has no name yet. It lies in a file without a name, which the system removes with the
// process, however that ends.
type incoming struct {
	*os.File
	size int64
	hash Hash
}

func (s *Store) receive(ctx context.Context, r io.Reader, limit int64) (_ *incoming, err error) {
	defer fault.Wrap(&err, "receive file")
	f, err := os.CreateTemp(s.incoming, incomingPrefix+"*")
	if err != nil {
		return nil, err
	}
	in := &incoming{File: f}
	defer func() {
		if err != nil {
			err = errors.Join(err, in.Close())
		}
	}()
	if err := os.Remove(f.Name()); err != nil {
		return nil, err
	}
	hash := newHasher()
	in.size, err = io.Copy(io.MultiWriter(f, hash), io.LimitReader(untilDone{ctx, r}, limit+1))
	if err != nil {
		return nil, err
	}
	if in.size > limit {
		return nil, tooBig(limit)
	}
	in.hash = hash.Hash()
	return in, nil
}

func (in *incoming) whole() io.Reader { return io.NewSectionReader(in.File, 0, in.size) }

// untilDone reads until its context ends.
type untilDone struct {
	ctx context.Context
	r   io.Reader
}

func (u untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}
