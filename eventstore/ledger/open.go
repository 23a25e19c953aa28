package ledger

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore"
)

// Options of a ledger. Without a Key it signs nothing.
type Options struct {
	Key       *Key
	Also      []note.Signer   // sign beside Key, such as the key before it
	Known     []note.Verifier // whose checkpoints in the folder are ours too
	Origin    string          // default: the key's name
	Now       func() time.Time
	Warn      func(format string, args ...any)
	Interval  time.Duration // between two checkpoints at least; 1 s
	CheckLast int           // leaves compared with the log at Open; 1,024

	// Cosign returns the checkpoint with the cosignatures that it got, also beside an
	// error. prove makes the consistency proof from a smaller size.
	Cosign      func(ctx context.Context, signed []byte, prove func(ctx context.Context, size uint64) (tlog.TreeProof, error)) ([]byte, error)
	CosignEvery time.Duration // at most; 10 s
	// Stamp returns an RFC 3161 token over a checkpoint's text, and who gave it.
	Stamp      func(ctx context.Context, text []byte) (token []byte, tsa string, err error)
	StampEvery time.Duration // at most; 1 h
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Warn == nil {
		o.Warn = func(string, ...any) {}
	}
	if o.Interval <= 0 {
		o.Interval = time.Second
	}
	if o.CheckLast <= 0 {
		o.CheckLast = 1024
	}
	if o.CosignEvery <= 0 {
		o.CosignEvery = 10 * time.Second
	}
	if o.StampEvery <= 0 {
		o.StampEvery = time.Hour
	}
	if o.Origin == "" && o.Key != nil {
		o.Origin = o.Key.Name()
	}
	return o
}

// Ledger follows a log and signs what it saw. All methods may be called from any
// number of goroutines; one process at a time may have a folder open.
type Ledger struct {
	dir  string
	log  eventstore.Log
	opts Options
	hist *history

	feeding sync.Mutex // who adds to the tree
	signing sync.Mutex // who signs
	swap    sync.RWMutex
	b       *builder // replaced by Rebuild, under all three

	mu       sync.Mutex
	key      *Key
	also     []note.Signer
	signed   Checkpoint // newest
	latest   Published
	covered  eventstore.Position // by signed
	fork     error               // nothing is signed any more
	lastErr  error
	attested error
	changed  chan struct{} // closed at the next checkpoint or fork
	fresh    chan struct{} // a checkpoint waits for cosignatures
	mend     chan struct{} // tiles are to be made again
	closed   bool
	looking  bool // changes nothing, see Inspect
}

// Open opens a ledger folder, or begins one. It compares the stored tree with the
// newest checkpoint and its last leaves with the log; tiles that are lost or damaged
// are made again. A log that is not the one signed does not keep it from opening:
// what is there can be read, Status tells, and nothing is signed.
func Open(ctx context.Context, dir string, log eventstore.Log, opts Options) (_ *Ledger, err error) {
	l := &Ledger{dir: dir, log: log, opts: opts.withDefaults(), changed: make(chan struct{}), fresh: make(chan struct{}, 1), mend: make(chan struct{}, 1)}
	l.key, l.also = opts.Key, opts.Also
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	if err := os.RemoveAll(filepath.Join(dir, rebuildDir)); err != nil {
		return nil, err
	}
	if l.hist, err = openHistory(filepath.Join(dir, HistoryPath)); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			l.Close()
		}
	}()
	before, err := l.remember()
	if err != nil && !errors.Is(err, ErrStrangeKey) && !errors.Is(err, ErrFork) {
		return nil, err
	}
	l.fork = err
	if err := l.load(ctx); err != nil {
		return nil, err
	}
	if l.signed.Size > 0 && l.fork == nil {
		if err := l.b.prune(before, l.signed.Size); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// remember finds the newest checkpoint that was signed here, and the size of the one
// before it.
func (l *Ledger) remember() (before uint64, err error) {
	newest, previous, err := l.hist.newest(func(p Published) bool { return l.ours(p.Note) == nil })
	if err != nil {
		return 0, err
	}
	var fork error
	raw, err := os.ReadFile(filepath.Join(l.dir, CheckpointPath))
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return 0, err
	default:
		c, known := ParseCheckpoint(noteText(string(raw)))
		if known == nil {
			known = l.ours(string(raw))
		}
		switch {
		case known != nil && newest.Size == 0 && c.Size > 0:
			// Served and kept as it is, but neither believed nor continued.
			l.signed, l.latest = c, Published{Size: c.Size, Root: hex.EncodeToString(c.Root[:]), Note: string(raw)}
			return 0, fmt.Errorf("%w: %w", ErrStrangeKey, known)
		case known != nil:
			l.opts.Warn("ledger: the file %s is damaged or was exchanged (%v); the history has it", CheckpointPath, known)
		case c.Size > newest.Size:
			previous, newest = newest, Published{Size: c.Size, Root: hex.EncodeToString(c.Root[:]), Note: string(raw)}
		case c.Size == newest.Size && hex.EncodeToString(c.Root[:]) != newest.Root:
			fork = &Fork{Reason: fmt.Sprintf("two checkpoints of %d leaves are signed, with different roots", c.Size)}
		}
	}
	if newest.Size == 0 {
		return 0, fork
	}
	if l.signed, err = ParseCheckpoint(noteText(newest.Note)); err != nil {
		return 0, err
	}
	l.latest = newest
	if fork == nil && string(raw) != newest.Note && !l.looking {
		fork = l.publish(newest)
	}
	return previous.Size, fork
}

// ours tells why a checkpoint is none that this ledger signed.
func (l *Ledger) ours(signed string) error {
	if len(l.verifiers()) == 0 {
		_, err := ParseCheckpoint(noteText(signed))
		return err
	}
	_, _, err := OpenCheckpoint([]byte(signed), l.verifiers()...)
	return err
}

func (l *Ledger) verifiers() (known []note.Verifier) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, key := range []*Key{l.key, l.opts.Key} {
		if key == nil {
			continue
		}
		if v, err := note.NewVerifier(key.Public); err == nil && (len(known) == 0 || known[0].KeyHash() != v.KeyHash()) {
			known = append(known, v)
		}
	}
	return append(known, l.opts.Known...)
}

func (l *Ledger) publish(p Published) error {
	if err := writeFile(filepath.Join(l.dir, CheckpointPath), []byte(p.Note)); err != nil {
		return err
	}
	return syncDir(l.dir)
}

// load gets the stored tree ready to grow, or makes it again.
func (l *Ledger) load(ctx context.Context) (err error) {
	if l.signed.Size == 0 {
		// Nothing was signed, so what is there is of no use to anybody.
		if err := os.RemoveAll(filepath.Join(l.dir, "tile")); err != nil {
			return err
		}
		l.b, err = newBuilder(l.dir)
		return err
	}
	if l.b, err = loadBuilder(ctx, l.dir, l.signed); err == nil {
		l.covered = l.b.fed.position
		err = selfCheck(ctx, l.log, l.b, l.signed, l.opts.CheckLast)
	}
	switch {
	case errors.Is(err, ErrFork):
		l.fork = errors.Join(l.fork, err)
		l.opts.Warn("ledger: %v", err)
		return nil
	case errors.Is(err, ErrDamaged) || errors.Is(err, fs.ErrNotExist):
		l.opts.Warn("ledger: %v; it is made again from the log", err)
		if err := l.rebuild(ctx); err != nil && !errors.Is(err, ErrFork) {
			return err
		}
		return nil
	}
	return err
}

// loadBuilder reads a stored tree of which the checkpoint was signed.
func loadBuilder(ctx context.Context, dir string, c Checkpoint) (*builder, error) {
	src := FS{os.DirFS(dir)}
	if err := complete(dir, c.Size); err != nil {
		return nil, err
	}
	e, err := loadEdge(ctx, src, c.Size)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if got := e.root(); got != c.Root {
		return nil, damagef("root of the %d stored leaves is %s, the checkpoint's is %s", c.Size, base64.StdEncoding.EncodeToString(got[:]), base64.StdEncoding.EncodeToString(c.Root[:]))
	}
	at, err := openPositions(filepath.Join(dir, positionsFile), c.Size, os.O_RDWR)
	if err != nil {
		return nil, err
	}
	last, err := at.at(c.Size - 1)
	if err != nil {
		return nil, errors.Join(err, at.Close())
	}
	return &builder{root: dir, at: at, edge: e, fed: headAt{position: last}, written: map[string]int{}}, nil
}

// complete looks whether all full tiles are there and have their length.
func complete(dir string, size uint64) error {
	for level := 0; size>>(TileHeight*(level+1)) > 0; level++ {
		for n := range size >> (TileHeight * (level + 1)) {
			paths := []string{TilePath(level, n, TileWidth)}
			if level == 0 {
				paths = append(paths, EntriesPath(n, TileWidth))
			}
			for i, p := range paths {
				info, err := os.Stat(filepath.Join(dir, p))
				if err != nil {
					return fmt.Errorf("%w: %w", ErrDamaged, err)
				}
				if i == 0 && info.Size() != TileWidth*tlog.HashSize || info.Size() == 0 {
					return damagef("%s has %d bytes", p, info.Size())
				}
			}
		}
	}
	return nil
}

// Close signs nothing and forgets nothing: what no checkpoint covers is read from the
// log again. End Run first.
func (l *Ledger) Close() error {
	l.feeding.Lock()
	defer l.feeding.Unlock()
	l.signing.Lock()
	defer l.signing.Unlock()
	l.mu.Lock()
	closed := l.closed
	l.closed = true
	l.mu.Unlock()
	if closed {
		return nil
	}
	var errs []error
	if l.b != nil {
		errs = append(errs, l.b.Close())
	}
	return errors.Join(append(errs, l.hist.Close())...)
}
