package node

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// IsPacked tells whether a backup is, or is to be, one file: .tar or .tar.zst.
func IsPacked(name string) bool {
	return strings.HasSuffix(name, ".tar") || strings.HasSuffix(name, ".tar.zst")
}

// PackBackup writes the folder of a backup into one file, which gets its name when it
// is on disk.
func PackBackup(ctx context.Context, dir, file string) (err error) {
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return ErrBackupTarget.New("path", file)
	}
	out, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+underway+"-*") // mode 0600
	if err != nil {
		return err
	}
	part := out.Name()
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(part))
		}
	}()
	var body io.WriteCloser = out
	if strings.HasSuffix(file, ".zst") {
		if body, err = zstd.NewWriter(out); err != nil {
			return errors.Join(err, out.Close())
		}
	}
	t := tar.NewWriter(body)
	err = errors.Join(addTree(ctx, t, dir), t.Close())
	if body != out {
		err = errors.Join(err, body.Close())
	}
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return err
	}
	if err := os.Rename(part, file); err != nil {
		return err
	}
	return syncDir(filepath.Dir(file))
}

func addTree(ctx context.Context, t *tar.Writer, dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err = errors.Join(err, ctx.Err()); err != nil || !d.Type().IsRegular() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		head := &tar.Header{Name: filepath.ToSlash(rel), Mode: 0o600, Size: info.Size(), ModTime: info.ModTime(), Format: tar.FormatPAX}
		if err := t.WriteHeader(head); err != nil {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = io.Copy(t, f)
		return err
	})
}

// UnpackBackup puts the files of a packed backup into a new folder inside beside, and
// returns how to get rid of it. Whether they are a backup VerifyBackup tells.
func UnpackBackup(ctx context.Context, file, beside string) (dir string, remove func() error, err error) {
	in, err := os.Open(file)
	if err != nil {
		return "", nil, err
	}
	defer in.Close()
	var body io.Reader = in
	if strings.HasSuffix(file, ".zst") {
		z, err := zstd.NewReader(in)
		if err != nil {
			return "", nil, err
		}
		defer z.Close()
		body = z
	}
	if err := os.MkdirAll(beside, 0o700); err != nil {
		return "", nil, err
	}
	if dir, err = os.MkdirTemp(beside, ".minhbach-backup-*"); err != nil {
		return "", nil, err
	}
	remove = func() error { return os.RemoveAll(dir) }
	if err := unpack(ctx, tar.NewReader(body), dir); err != nil {
		return "", nil, errors.Join(ErrBackupForeign.New("path", file).Because(err), remove())
	}
	return dir, remove, nil
}

func unpack(ctx context.Context, t *tar.Reader, dir string) error {
	for {
		head, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		name := filepath.FromSlash(head.Name)
		if head.Typeflag != tar.TypeReg || !filepath.IsLocal(name) {
			return fmt.Errorf("it holds %q, which is no file of a backup", head.Name)
		}
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		_, err = io.Copy(f, t)
		if err = errors.Join(err, f.Close()); err != nil {
			return err
		}
	}
}
