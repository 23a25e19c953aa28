package transfer

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"minhbach/eventstore"
	"minhbach/eventstore/ndjson"
)

// part is added to the name of a file until all of it was read back.
const part = ".part"

// toFile writes a file of one event a line. It begins anew after an interruption.
type toFile struct {
	path string
	done bool
}

func newFile(path string) (target, error) {
	path, err := filepath.Abs(path)
	if err == nil {
		err = free(path)
	}
	return &toFile{path: path}, err
}

func (t *toFile) name() string         { return t.path }
func (t *toFile) keepsPositions() bool { return true }
func (t *toFile) keepsSystem() bool    { return true }
func (t *toFile) forgets() bool        { return false }

func (t *toFile) held(context.Context) eventstore.Events { return nothing }

func (t *toFile) take(_ context.Context, events eventstore.Events) (err error) {
	f, err := os.OpenFile(t.path+part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := writeLines(f, events); err != nil {
		return err
	}
	return f.Sync()
}

func writeLines(to io.Writer, events eventstore.Events) error {
	w := bufio.NewWriterSize(to, 1<<20)
	for ev, err := range events {
		if err == nil {
			err = ndjson.Write(w, ev)
		}
		if err != nil {
			return err
		}
	}
	return w.Flush()
}

func (t *toFile) again(context.Context) (eventstore.Events, bool) {
	return func(yield func(eventstore.Event, error) bool) {
		f, err := os.Open(t.path + part)
		if err != nil {
			yield(eventstore.Event{}, err)
			return
		}
		defer f.Close()
		ndjson.Read(f)(yield)
	}, false
}

func (t *toFile) finish(context.Context) error {
	if err := free(t.path); err != nil {
		return err
	}
	if err := os.Rename(t.path+part, t.path); err != nil {
		return err
	}
	t.done = true
	return syncDir(filepath.Dir(t.path))
}

// close leaves nothing half-made behind.
func (t *toFile) close() error {
	if err := os.Remove(t.path + part); !t.done && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// toPipe writes the same lines to somebody who may keep them.
type toPipe struct{ w io.Writer }

func (t *toPipe) name() string         { return "-" }
func (t *toPipe) keepsPositions() bool { return true }
func (t *toPipe) keepsSystem() bool    { return true }
func (t *toPipe) forgets() bool        { return true }

func (t *toPipe) held(context.Context) eventstore.Events { return nothing }
func (t *toPipe) take(_ context.Context, events eventstore.Events) error {
	return writeLines(t.w, events)
}
func (t *toPipe) again(context.Context) (events eventstore.Events, held bool) { return nothing, false }
func (t *toPipe) finish(context.Context) error                                { return nil }
func (t *toPipe) close() error                                                { return nil }
