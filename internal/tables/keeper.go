package tables

import (
	"context"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/internal/app"
	"minhbach/opendata/ingest"
)

// Keeper is what the app asks for tables. Questions go straight to the store.
type Keeper struct {
	analytics.Store
	Room   func() error // nil, or an error when nothing may be written
	Most   int64        // bytes of files made of tables
	files  app.Files
	reader ingest.Reader
	dir    string // of exports
	turn   chan struct{}
	memory *memory

	closing context.Context // ends what is being made when the keeper closes
	stop    context.CancelFunc
	running sync.WaitGroup

	mu    sync.Mutex
	rows  map[string]int64 // of tables that are there
	calls map[string]*call // what is being made
	fails map[string]failed
	used  map[string]time.Time // files made of tables, when somebody last asked
}

// failed is a release whose table could not be made.
type failed struct {
	at  time.Time
	err error
}

// rest is how long a file that gave no table is left alone: reading it again for
// each reader would keep the machine busy with what cannot succeed.
const rest = time.Minute

var _ app.TableKeeper = (*Keeper)(nil)

// call is something that several may wait for.
type call struct {
	ended chan struct{}
	err   error
}

// Open takes stock of a store. Exports are kept in dir.
func Open(ctx context.Context, store analytics.Store, files app.Files, reader ingest.Reader, dir string) (*Keeper, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if err := unmade(dir); err != nil {
		return nil, err
	}
	k := &Keeper{Store: store, Most: MostExports, files: files, reader: reader, dir: dir, turn: make(chan struct{}, 1), memory: newMemory(), calls: map[string]*call{},
		fails: map[string]failed{}, used: map[string]time.Time{}}
	k.closing, k.stop = context.WithCancel(context.Background())
	var err error
	k.rows, err = store.Tables(ctx)
	return k, err
}

// Close ends what is being made, waits for it, and closes the store.
func (k *Keeper) Close() error {
	k.mu.Lock()
	k.stop()
	k.mu.Unlock()
	k.running.Wait()
	return k.Store.Close()
}

// once runs do for a name unless somebody does already; then it waits for that.
// What has begun goes on when the first to ask goes away: others may need it.
func (k *Keeper) once(ctx context.Context, name string, do func(ctx context.Context) error) error {
	k.mu.Lock()
	c := k.calls[name]
	if c == nil {
		if err := k.closing.Err(); err != nil {
			k.mu.Unlock()
			return err
		}
		c = &call{ended: make(chan struct{})}
		k.calls[name] = c
		k.running.Go(func() {
			defer close(c.ended)
			bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), longest)
			defer cancel()
			defer context.AfterFunc(k.closing, cancel)()
			c.err = do(bounded)
			k.mu.Lock()
			delete(k.calls, name)
			k.mu.Unlock()
		})
	}
	k.mu.Unlock()
	select {
	case <-c.ended:
		return c.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// longest is how long making one table or file may take.
const longest = 20 * time.Minute

// Ensure reads a release's file into a table where there is none yet.
func (k *Keeper) Ensure(ctx context.Context, r dataset.Release) error {
	if k.has(r) {
		return nil
	}
	k.mu.Lock()
	f, ok := k.fails[r.ID]
	k.mu.Unlock()
	if ok && time.Since(f.at) < rest {
		return f.err
	}
	return k.once(ctx, "table "+r.ID, func(ctx context.Context) error { return k.load(ctx, r, nil) })
}

// remember how the loading of a release ended.
func (k *Keeper) remember(release string, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.fails, release)
	if err != nil {
		k.fails[release] = failed{time.Now(), err}
	}
}

func (k *Keeper) has(r dataset.Release) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	n, ok := k.rows[r.ID]
	return ok && n == r.Rows
}

// source is a stored file as ingest reads it.
type source struct {
	io.ReaderAt
	size int64
	name string
}

func (s source) Size() int64  { return s.size }
func (s source) Name() string { return s.name }

func (k *Keeper) load(ctx context.Context, r dataset.Release, p ingest.Progress) (err error) {
	select {
	case k.turn <- struct{}{}:
		defer func() { <-k.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if k.has(r) {
		return nil
	}
	defer func() {
		if ctx.Err() == nil {
			k.remember(r.ID, err)
		}
	}()
	f, err := k.files.Open(ctx, r.File.SHA256)
	if err != nil {
		return err
	}
	defer f.Close()
	at, ok := f.(io.ReaderAt)
	if !ok {
		return fmt.Errorf("file %s cannot be read at an offset", r.File.SHA256)
	}
	return k.Fill(ctx, r, source{at, f.Size(), r.File.Name}, p)
}

// Fill makes the table of a release from a source that is at hand.
func (k *Keeper) Fill(ctx context.Context, r dataset.Release, src ingest.Source, p ingest.Progress) error {
	n, err := k.Store.Load(ctx, analytics.Table{ID: r.ID, Columns: r.Columns}, k.reader.Rows(ctx, src, r.Reading, r.Columns, p))
	if err != nil {
		return err
	}
	if n != r.Rows {
		err := fmt.Errorf("release %s: its file gives %d rows and not the %d recorded", r.ID, n, r.Rows)
		if dropped := k.Store.Drop(ctx, r.ID); dropped != nil {
			return fmt.Errorf("%w; and the table cannot be dropped: %w", err, dropped)
		}
		return err
	}
	k.mu.Lock()
	k.rows[r.ID] = n
	k.mu.Unlock()
	return nil
}

// Drop forgets the table of a release and the files made of it.
func (k *Keeper) Drop(ctx context.Context, release string) error {
	k.mu.Lock()
	delete(k.rows, release)
	k.mu.Unlock()
	k.forget(release)
	k.memory.forget(release)
	return k.Store.Drop(ctx, release)
}

// Loaded lists the tables that are there, with their rows.
func (k *Keeper) Loaded() map[string]int64 {
	k.mu.Lock()
	defer k.mu.Unlock()
	all := make(map[string]int64, len(k.rows))
	for id, n := range k.rows {
		all[id] = n
	}
	return all
}
