package tables

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/internal/app"
	"minhbach/opendata/export"
)

// generation of the exporters: another one makes every file anew.
const generation = "1"

// kept export, as readers get it.
type kept struct {
	*os.File
	size int64
	made time.Time
}

func (f kept) Size() int64        { return f.size }
func (f kept) ModTime() time.Time { return f.made }

// Export is the whole table of a release as a file, made once and kept.
func (k *Keeper) Export(ctx context.Context, r dataset.Release, format, title string) (app.File, error) {
	form, ok := export.FormOf(export.Format(format))
	if !ok {
		return nil, export.ErrFormat.New("format", format, "formats", formats())
	}
	return k.made(ctx, k.path(r, form, title), func(ctx context.Context, w io.Writer) error {
		return export.Write(ctx, w, form.Format, export.Table{Columns: r.Columns, Title: title, Rows: r.Rows}, func(yield func([]any) error) error {
			return k.Stream(ctx, analytics.Query{Table: r.ID}, yield)
		})
	})
}

func (k *Keeper) path(r dataset.Release, form export.Form, title string) string {
	return filepath.Join(k.dir, r.ID+"."+generation+"."+said(r.Columns, title)+"."+form.Extension)
}

// Made tells size and SHA-256 of an export that is there already.
func (k *Keeper) Made(r dataset.Release, format, title string) (size int64, sum string, ok bool) {
	form, known := export.FormOf(export.Format(format))
	if !known {
		return 0, "", false
	}
	path := k.path(r, form, title)
	text, err := os.ReadFile(path + sumOf)
	if err != nil {
		return 0, "", false
	}
	info, err := os.Stat(path)
	if err != nil {
		return 0, "", false
	}
	return info.Size(), string(text), true
}

// sumOf ends the name of the file beside an export that holds its SHA-256.
const sumOf = ".sha256"

// said is a mark of what people wrote of a table, which is in its files as well: it
// may be bettered while the data stays.
func said(columns []dataset.Column, title string) string {
	h := sha256.New()
	_ = json.NewEncoder(h).Encode(columns) // strings and booleans always marshal
	h.Write([]byte(title))
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// Whole is a file of a name, made once for a key and kept until it is made for
// another.
func (k *Keeper) Whole(ctx context.Context, name, key string, make func(ctx context.Context, w io.Writer) error) (app.File, error) {
	path := filepath.Join(k.dir, name+"."+generation+"."+key)
	f, err := k.made(ctx, path, make)
	if err != nil {
		return nil, err
	}
	others, err := filepath.Glob(filepath.Join(k.dir, name+".*"))
	if err != nil {
		return f, nil
	}
	for _, other := range others {
		if other != path && other != path+sumOf {
			os.Remove(other) // whoever reads it goes on reading
		}
	}
	return f, nil
}

// made is the file of a path, written by make if it is not there.
func (k *Keeper) made(ctx context.Context, path string, make func(ctx context.Context, w io.Writer) error) (app.File, error) {
	k.mu.Lock()
	k.used[filepath.Base(path)] = time.Now()
	k.mu.Unlock()
	if f, err := opened(path); err == nil {
		return f, nil
	}
	if k.Room != nil {
		if err := k.Room(); err != nil {
			return nil, err
		}
	}
	if err := k.once(ctx, "file "+path, func(ctx context.Context) error { return k.write(ctx, path, make) }); err != nil {
		return nil, err
	}
	f, err := opened(path)
	if err == nil {
		err = k.trim(filepath.Base(path))
	}
	return f, err
}

func opened(name string) (app.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	return kept{f, info.Size(), info.ModTime()}, nil
}

// write writes beside and renames, so that nobody reads half a file.
func (k *Keeper) write(ctx context.Context, path string, make func(ctx context.Context, w io.Writer) error) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	f, err := os.CreateTemp(k.dir, making+"*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	hash := sha256.New()
	w := bufio.NewWriterSize(io.MultiWriter(f, hash), 1<<18)
	if err := make(ctx, w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	// A name without its bytes after a power cut would be served as an empty file.
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return os.WriteFile(path+sumOf, []byte(hex.EncodeToString(hash.Sum(nil))), 0o600)
}

// forget removes the files made of a release.
func (k *Keeper) forget(release string) {
	all, err := filepath.Glob(filepath.Join(k.dir, release+".*"))
	if err != nil {
		return
	}
	for _, name := range all {
		os.Remove(name)
	}
}

func formats() string {
	var names []string
	for _, f := range export.Formats() {
		names = append(names, string(f.Format))
	}
	return strings.Join(names, ", ")
}
