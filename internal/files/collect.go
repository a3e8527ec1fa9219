package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Grace is how long a file is safe from collection after it was last put: an upload precedes the form that names it.
const Grace = 24 * time.Hour

// List names the files of a district in the order of their hashes. The small forms of pictures are not among them.
func (s *Store) List(ctx context.Context, district id.DistrictID) ([]Info, error) {
	if !id.Valid(district) {
		return nil, fmt.Errorf("%q is no district", district)
	}
	var out []Info
	err := s.each(ctx, string(district)+"/", func(o *blob.ListObject) error {
		if hash := Hash(o.Key[len(district)+1:]); hash.Valid() {
			out = append(out, Info{Hash: hash, Size: o.Size, Modified: o.ModTime})
		}
		return nil
	})
	return out, err
}

func (s *Store) each(ctx context.Context, prefix string, visit func(*blob.ListObject) error) error {
	objects := s.bucket.List(&blob.ListOptions{Prefix: prefix})
	for {
		o, err := objects.Next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("list files: %w", err)
		}
		if err := visit(o); err != nil {
			return err
		}
	}
}

// Collect removes the files of a district that are older than Grace at now and that nobody refers to, and returns what
// it removed.
func (s *Store) Collect(ctx context.Context, district id.DistrictID, referred func(Hash) bool, now time.Time) ([]Info, error) {
	all, err := s.List(ctx, district)
	if err != nil {
		return nil, err
	}
	var removed []Info
	for _, info := range all {
		if referred(info.Hash) || now.Sub(info.Modified) < Grace {
			continue
		}
		if again, err := s.putSince(ctx, district, info); again || err != nil {
			if err != nil {
				return removed, err
			}
			continue
		}
		if err := s.Delete(ctx, district, info.Hash); err != nil {
			return removed, err
		}
		removed = append(removed, info)
	}
	return removed, nil
}

// putSince says whether the file was put again, or removed, after info was read.
func (s *Store) putSince(ctx context.Context, district id.DistrictID, info Info) (bool, error) {
	attributes, err := s.bucket.Attributes(ctx, key(district, info.Hash))
	if gcerrors.Code(err) == gcerrors.NotFound {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("look at file %s: %w", info.Hash, err)
	}
	return attributes.ModTime.After(info.Modified), nil
}

// Sweep removes what interrupted writes left behind in a folder and is older than Grace at now, and returns how many
// objects that were. What an interrupted write leaves in S3 is for the rule on unfinished uploads of the bucket.
func (s *Store) Sweep(ctx context.Context, now time.Time) (int, error) {
	if s.folder == "" {
		return 0, nil
	}
	removed := 0
	err := s.each(ctx, "", func(o *blob.ListObject) error {
		if !isLeftover(o.Key) || now.Sub(o.ModTime) < Grace {
			return nil
		}
		removed++
		return s.bucket.Delete(ctx, o.Key)
	})
	return removed, err
}

// isLeftover knows the names that receive and the folder's own writer use before an object has its name.
func isLeftover(key string) bool {
	folder, name, _ := strings.Cut(key, "/")
	if folder == incomingFolder {
		return strings.HasPrefix(name, incomingPrefix)
	}
	hash, rest, _ := strings.Cut(name, ".")
	return id.Valid(id.DistrictID(folder)) && Hash(hash).Valid() && strings.HasSuffix(rest, ".tmp")
}

// CopyOut writes a file to w, for a backup or to check it. It returns fault.NotFound if there is no such file, and
// ErrDamaged, after writing what there is, if the bytes are not those that the hash names.
func (s *Store) CopyOut(ctx context.Context, district id.DistrictID, hash Hash, w io.Writer) error {
	r, _, err := s.Get(ctx, district, hash)
	if err != nil {
		return err
	}
	found := newHasher()
	_, err = io.Copy(io.MultiWriter(w, found), untilDone{ctx, r})
	if err := errors.Join(err, r.Close()); err != nil {
		return fmt.Errorf("copy file %s out: %w", hash, err)
	}
	if found.Hash() != hash {
		return fmt.Errorf("file %s: %w", hash, ErrDamaged)
	}
	return nil
}

// ErrDamaged says that bytes are not those that their hash names.
var ErrDamaged = errors.New("the bytes are not those that the hash names")

// CopyIn stores a file that CopyOut gave, as it is. Bytes that hash does not name are refused with ErrDamaged and not
// stored. The small form of a picture is made when it is first asked for.
func (s *Store) CopyIn(ctx context.Context, district id.DistrictID, hash Hash, r io.Reader) (err error) {
	defer fault.Wrap(&err, "copy file %s in", hash)
	if !id.Valid(district) {
		return fmt.Errorf("%q is no district", district)
	}
	const unlimited = 1 << 60
	in, err := s.receive(ctx, r, unlimited)
	if err != nil {
		return err
	}
	defer in.Close()
	if in.hash != hash {
		return ErrDamaged
	}
	return s.write(ctx, key(district, hash), Sniff(in, in.size), in.whole())
}
