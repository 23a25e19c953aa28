package ledger

import (
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore"
)

// builder grows a tree in a folder. Full tiles wait in memory until flush; partial
// ones are written when a checkpoint needs them.
type builder struct {
	root string
	at   *positions

	mu      sync.Mutex
	edge    edge
	pending []file         // full, not on disk yet
	bytes   int            // of pending
	fed     headAt         // newest event looked at, system events included
	first   headAt         // oldest event that no signed checkpoint covers
	written map[string]int // width of the partial tile on disk, by the tile's folder

	flushing sync.Mutex // one writes at a time
	failed   atomic.Pointer[error]
}

// headAt is an event's place and time.
type headAt struct {
	position eventstore.Position
	recorded int64 // UnixNano
}

// newBuilder begins an empty tree in a folder that has none.
func newBuilder(root string) (*builder, error) {
	if err := os.MkdirAll(filepath.Join(root, "tile"), 0o755); err != nil {
		return nil, err
	}
	at, err := openPositions(filepath.Join(root, positionsFile), 0, os.O_RDWR|os.O_CREATE|os.O_TRUNC)
	if err != nil {
		return nil, err
	}
	return &builder{root: root, at: at, written: map[string]int{}}, nil
}

// enough waits in memory to be worth writing; at tooMuch whoever adds waits too.
const (
	enough  = 8 << 20
	tooMuch = 64 << 20
)

// take adds consecutive events that the tree does not have yet; the caller is the
// only one to do so.
func (b *builder) take(events []eventstore.Event) error {
	if len(events) == 0 {
		return nil
	}
	leaves := make([]eventstore.Event, 0, len(events))
	for i := range events {
		if HasLeaf(&events[i]) {
			leaves = append(leaves, events[i])
		}
	}
	all, err := encodeAll(b.size(), leaves)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range all {
		if b.first.position == 0 {
			b.first = headAt{all[i].pos, leaves[i].Recorded.UnixNano()}
		}
		b.edge.add(all[i].leaf, all[i].hash, func(f file) {
			b.pending, b.bytes = append(b.pending, f), b.bytes+len(f.data)
		})
		b.at.add(all[i].pos)
	}
	last := &events[len(events)-1]
	b.fed = headAt{last.Position, last.Recorded.UnixNano()}
	return nil
}

func (b *builder) size() uint64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.edge.size
}

func (b *builder) head() (size uint64, fed, first headAt) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.edge.size, b.fed, b.first
}

// seen moves on over events that the tree does not have.
func (b *builder) seen(pos eventstore.Position) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fed.position = max(b.fed.position, pos)
}

// relieve begins to write what waits, when it is enough, and goes on beside whoever
// adds. A failure comes back from the next call, and what waits goes on waiting.
func (b *builder) relieve() error {
	b.mu.Lock()
	bytes := b.bytes
	b.mu.Unlock()
	switch {
	case bytes >= tooMuch:
		return b.flush()
	case bytes >= enough && b.flushing.TryLock():
		go func() {
			defer b.flushing.Unlock()
			if err := b.write(); err != nil {
				b.failed.Store(&err)
			}
		}()
	}
	if err := b.failed.Swap(nil); err != nil {
		return *err
	}
	return nil
}

// flush brings full tiles and the positions so far to disk.
func (b *builder) flush() error {
	b.flushing.Lock()
	defer b.flushing.Unlock()
	return b.write()
}

func (b *builder) write() error {
	b.mu.Lock()
	files := b.pending
	b.pending, b.bytes = nil, 0
	b.mu.Unlock()
	left, err := writeFiles(b.root, files)
	if err != nil {
		b.mu.Lock()
		b.pending = append(left, b.pending...)
		for _, f := range left {
			b.bytes += len(f.data)
		}
		b.mu.Unlock()
		return err
	}
	return b.at.sync()
}

// settle brings the tree as it is now to disk, and tells its size and root.
func (b *builder) settle() (size uint64, root tlog.Hash, fed eventstore.Position, err error) {
	b.mu.Lock()
	size, root, fed = b.edge.size, b.edge.root(), b.fed.position
	parts := b.edge.partials()
	first := b.first
	b.first = headAt{}
	b.mu.Unlock()
	if err = b.flush(); err == nil {
		err = b.writeParts(parts)
	}
	if err != nil {
		b.mu.Lock()
		b.first = first
		b.mu.Unlock()
	}
	return size, root, fed, err
}

func (b *builder) writeParts(parts []file) error {
	var missing []file
	for _, f := range parts {
		if dir, width := partOf(f.path); b.written[dir] != width {
			missing = append(missing, f)
		}
	}
	if _, err := writeFiles(b.root, missing); err != nil {
		return err
	}
	for _, f := range missing {
		dir, width := partOf(f.path)
		b.written[dir] = width
	}
	return nil
}

// prune removes the partial forms of tiles that a newer tree has in full.
func (b *builder) prune(old, size uint64) error {
	for level := 0; old>>(TileHeight*level) > 0; level++ {
		n := old >> (TileHeight * (level + 1))
		if old>>(TileHeight*level)%TileWidth == 0 || size>>(TileHeight*(level+1)) <= n {
			continue
		}
		paths := []string{TilePath(level, n, 1)}
		if level == 0 {
			paths = append(paths, EntriesPath(n, 1))
		}
		for _, p := range paths {
			dir, _ := partOf(p)
			delete(b.written, dir)
			if err := os.RemoveAll(filepath.Join(b.root, dir)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *builder) Close() error {
	b.flushing.Lock()
	defer b.flushing.Unlock()
	return b.at.Close()
}
