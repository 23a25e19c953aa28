package transfer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/archive"
	"minhbach/eventstore/esdb"
	"minhbach/eventstore/ndjson"
	"minhbach/eventstore/sqlite"
)

// source is read once, from the first event to the last there is.
type source struct {
	name   string
	events eventstore.Events
	// share is how far a reading is that has seen so many events and this position; 0:
	// nobody knows.
	share func(seen uint64, at eventstore.Position) float64
	close func() error
}

func (o *Options) source(ctx context.Context) (*source, error) {
	k, place, err := placeOf(o.From)
	if err != nil {
		return nil, err
	}
	s := &source{name: place, close: func() error { return nil }, share: func(uint64, eventstore.Position) float64 { return 0 }}
	switch k {
	case directory:
		err = s.directory(ctx, place, o)
	case server:
		err = s.server(ctx, place, o)
	case lines:
		err = s.lines(place)
	case pipe:
		if o.In == nil {
			return nil, fmt.Errorf("%w: nothing comes in", ErrPlace)
		}
		s.events = ndjson.Read(o.In)
	case bag:
		err = s.bag(ctx, place, o)
	}
	return s, err
}

// logIn is where a data directory has its log.
func logIn(place string) string { return filepath.Join(place, "log") }

// holdsLog tells whether there is a log in a folder.
func holdsLog(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "log.db"))
	return err == nil
}

// directory is opened, with everything that this checks, or looked at beside the process
// that has it in use.
func (s *source) directory(ctx context.Context, place string, o *Options) error {
	dir := logIn(place)
	if !holdsLog(dir) && holdsLog(place) {
		dir = place
	}
	if !holdsLog(dir) {
		return fmt.Errorf("%w: there is no log in %s; give a data directory, esdb://…, an .ndjson file or an archive", ErrPlace, place)
	}
	log, err := sqlite.Open(ctx, dir, sqlite.Options{Now: o.Now, Command: o.Command})
	if errors.Is(err, sqlite.ErrLocked) {
		s.events = beside(ctx, dir)
		return nil
	}
	if err != nil {
		return err
	}
	s.close = log.Close
	return s.log(ctx, log)
}

// beside reads a log that another process has in use. When that begins to write just then
// the reading begins anew behind the last event.
func beside(ctx context.Context, dir string) eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		var last eventstore.Position
		for moved := true; moved; {
			moved = false
			rows, err := sqlite.Inspect(ctx, dir)
			if err != nil {
				yield(eventstore.Event{}, err)
				return
			}
			for ev, err := range whole(rows.Events(ctx)) {
				if moved = errors.Is(err, sqlite.ErrMoved) && ctx.Err() == nil; moved {
					break
				}
				if err == nil && ev.Position <= last {
					continue
				}
				if !yield(ev, err) || err != nil {
					rows.Close()
					return
				}
				last = ev.Position
			}
			rows.Close()
		}
	}
}

// whole is a reading of rows that ends with the first one that is damaged.
func whole(events eventstore.Events) eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		for ev, err := range events {
			if err != nil && ev.Position != 0 {
				err = fmt.Errorf("position %d: %w", ev.Position, err)
			}
			if !yield(ev, err) || err != nil {
				return
			}
		}
	}
}

func (s *source) log(ctx context.Context, log eventstore.Log) error {
	head, err := log.Head(ctx)
	s.events = log.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0)
	var first eventstore.Position
	s.share = func(_ uint64, at eventstore.Position) float64 {
		if first == 0 {
			first = at
		}
		return float64(at-first) / float64(max(1, head-first))
	}
	return err
}

func (s *source) server(ctx context.Context, place string, o *Options) error {
	s.name = esdb.Redacted(place)
	log, err := esdb.Open(ctx, o.esdb(place))
	if err != nil {
		return err
	}
	s.close = log.Close
	return s.log(ctx, log)
}

func (o *Options) esdb(place string) esdb.Options {
	return esdb.Options{Connection: place, Now: o.Now, Warn: o.Warn, Patience: o.Patience, ConnectTimeout: min(o.Patience, 20*time.Second)}
}

func (s *source) lines(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	s.close = f.Close
	s.events = ndjson.Read(f)
	info, err := f.Stat()
	s.share = func(uint64, eventstore.Position) float64 {
		at, err := f.Seek(0, io.SeekCurrent)
		if err != nil || info.Size() == 0 {
			return 0
		}
		return float64(at) / float64(info.Size())
	}
	return err
}

// bag is verified before a byte of it is believed.
func (s *source) bag(ctx context.Context, path string, o *Options) error {
	b, err := archive.Open(path)
	if err != nil {
		return err
	}
	s.close = b.Close
	info, err := b.ReadInfo()
	if err == nil {
		err = info.Whole()
	}
	if err == nil {
		_, err = archive.Verify(ctx, b, archive.Checks{Progress: func(_ string, done, total uint64) { o.Tell(Comparing, done, 0) }})
	}
	if err != nil {
		return errors.Join(fmt.Errorf("%w: %w", ErrSource, err), b.Close())
	}
	s.events = b.Events()
	s.share = func(seen uint64, _ eventstore.Position) float64 { return float64(seen) / float64(max(1, info.Size)) }
	return nil
}
