package archive

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// Pack writes a bag's folder into a ZIP file, below one folder of the file's name.
// The file gets its name when all of it is on the disk. Dates within are the bag's.
func Pack(ctx context.Context, dir, file string, at time.Time) (err error) {
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is there already; give a name that is free", file)
	}
	out, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".part-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			out.Close()
			os.Remove(out.Name())
		}
	}()
	z := zip.NewWriter(out)
	top := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	err = fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err = errors.Join(err, ctx.Err()); err != nil || d.IsDir() {
			return err
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: path.Join(top, name), Method: method(name), Modified: at.UTC()})
		if err != nil {
			return err
		}
		in, err := os.Open(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		_, err = io.Copy(w, in)
		return errors.Join(err, in.Close())
	})
	if err = errors.Join(err, z.Close()); err != nil {
		return err
	}
	if err = errors.Join(out.Chmod(0o644), out.Sync(), out.Close()); err != nil {
		return err
	}
	if err = os.Rename(out.Name(), file); err != nil {
		return err
	}
	return syncPath(filepath.Dir(file))
}

// method: hashes and files that are packed already do not shrink.
func method(name string) uint16 {
	if strings.HasPrefix(name, LogPath+"/tile/") && !strings.HasPrefix(name, LogPath+"/tile/entries/") || strings.HasPrefix(name, filesPath) {
		return zip.Store
	}
	return zip.Deflate
}
