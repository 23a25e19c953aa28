package tables

import (
	"bufio"
	"context"
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
	name := filepath.Join(k.dir, r.ID+"."+generation+"."+form.Extension)
	if f, err := opened(name); err == nil {
		return f, nil
	}
	err := k.once(ctx, "export "+name, func(ctx context.Context) error { return k.make(ctx, r, form.Format, title, name) })
	if err != nil {
		return nil, err
	}
	return opened(name)
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

// make writes beside and renames, so that nobody reads half a file.
func (k *Keeper) make(ctx context.Context, r dataset.Release, form export.Format, title, name string) error {
	if _, err := os.Stat(name); err == nil {
		return nil
	}
	f, err := os.CreateTemp(k.dir, "making-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<18)
	err = export.Write(ctx, w, form, export.Table{Columns: r.Columns, Title: title}, func(yield func([]any) error) error {
		return k.Stream(ctx, analytics.Query{Table: r.ID}, yield)
	})
	if err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
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

// Sweep removes files that nobody asked for since before, and what a crash left.
func (k *Keeper) Sweep(before time.Time) error {
	all, err := os.ReadDir(k.dir)
	if err != nil {
		return err
	}
	for _, e := range all {
		info, err := e.Info()
		if err == nil && (strings.HasPrefix(e.Name(), "making-") || info.ModTime().Before(before)) {
			os.Remove(filepath.Join(k.dir, e.Name()))
		}
	}
	return nil
}

func formats() string {
	var names []string
	for _, f := range export.Formats() {
		names = append(names, string(f.Format))
	}
	return strings.Join(names, ", ")
}
